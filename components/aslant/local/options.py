"""The options of `python -m aslant.local` and `aslant local`, and the variables of the environment that set some."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

from aslant.local import option_values as values
from aslant.local.service_endpoints import ENDPOINTS, check_url

__all__ = ["Options", "parse_options"]

PORT, AWS_PORT, STEP_FUNCTIONS_LOCAL_PORT = 8000, 4566, 8083
"""The default ports of the HTTP and REST APIs, of the AWS API, and of Step Functions Local."""

STEP_FUNCTIONS_LOCAL_VARIABLES = ("SFN_MOCK_CONFIG", "STEP_FUNCTIONS_ENDPOINT", "WAIT_TIME_SCALE")
"""The variables that only Step Functions Local uses: with one of them and without a program, its port is used."""

EXAMPLES = """\
examples:
  python -m aslant.local                          the program in this directory, on ports 8000 and 4566; without a
                                                  Pulumi.yaml, only the AWS API
  python -m aslant.local --program ../shop        another program
  python -m aslant.local --port 0 --aws-port 0    free ports, which are printed
  python -m aslant.local --machines workflows     the definitions in a folder as state machines
  python -m aslant.local --machines order.asl.json --function check=check.py:handler
  python -m aslant.local --step-functions-local --lambda-endpoint http://127.0.0.1:3001

Step Functions Local's options and environment variables have the same effect here: SFN_MOCK_CONFIG, LAMBDA_ENDPOINT and
the other endpoints, WAIT_TIME_SCALE, AWS_ACCOUNT_ID, AWS_DEFAULT_REGION. An option overrides the variable.

exit codes: 0 after Ctrl-C; 1 if the program fails or a port is in use; 2 for wrong options or if the extra is missing
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Options:
    """The options with their defaults applied."""

    program: Path | None
    """The folder of the program; None if it was not given."""
    stack: str
    port: int
    aws_port: int
    keep_executions: int | None
    region: str | None
    account: str | None
    region_of_environment: str | None
    """The Region in a variable of the environment, which only applies without a program."""
    account_of_environment: str | None
    machines: tuple[Path, ...]
    """Folders and files with definitions."""
    types: Mapping[str, str]
    """The type of a machine by its name; that of all others is under the empty name."""
    substitutions: Mapping[str, str]
    """The values of placeholders in definitions, by name."""
    functions: Mapping[str, str]
    """A URL or `file.py:handler` for each function's name."""
    endpoints: Mapping[str, str]
    """The URL for each service whose calls go to another server, by botocore's name of the service."""
    wait_scale: float | None
    forward: tuple[str, ...]
    """Tasks that go to AWS, each as `NAME` or `NAME=REGION`."""
    mock_config: Path | None
    """The mock configuration file of Step Functions Local."""
    reload: bool
    notes: tuple[str, ...] = ()
    """Notes for the user about the options."""


def parse_options(arguments: Sequence[str] | None, environment: Mapping[str, str]) -> Options:
    """Return the options of a command line. Exit with code 2 and a message if one is wrong.

    Raises:
        LocalError: a variable of the environment is wrong.
    """
    given = _parser().parse_args(arguments)
    variables = {name: value for name, value in environment.items() if value}
    endpoints = {}
    for endpoint in ENDPOINTS:
        url = getattr(given, endpoint.option.replace("-", "_")) or values.variable(
            variables, endpoint.variable, check_url
        )
        if url:
            endpoints[endpoint.service] = url
    notes = []
    if given.step_functions_endpoint or "STEP_FUNCTIONS_ENDPOINT" in variables:
        notes.append("the Step Functions endpoint is not used, since nested executions run in this server.")
    local = given.step_functions_local or (
        given.program is None and any(name in variables for name in STEP_FUNCTIONS_LOCAL_VARIABLES)
    )
    mock_config = given.mock_config or variables.get("SFN_MOCK_CONFIG")
    return Options(
        program=given.program,
        stack=given.stack,
        port=given.port,
        aws_port=given.aws_port if given.aws_port is not None else STEP_FUNCTIONS_LOCAL_PORT if local else AWS_PORT,
        keep_executions=given.keep_executions,
        region=given.region,
        account=given.account,
        region_of_environment=values.variable(variables, "AWS_REGION", values.region)
        or values.variable(variables, "AWS_DEFAULT_REGION", values.region),
        account_of_environment=values.variable(variables, "AWS_ACCOUNT_ID", values.account),
        machines=tuple(given.machines),
        types=dict(given.type),
        substitutions=dict(given.substitute),
        functions=dict(given.function),
        endpoints=endpoints,
        wait_scale=given.wait_scale
        if given.wait_scale is not None
        else values.variable(variables, "WAIT_TIME_SCALE", values.scale),
        forward=tuple(given.forward),
        mock_config=Path(mock_config) if mock_config else None,
        reload=not given.no_reload,
        notes=tuple(notes),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m aslant.local",
        description="Run AWS Step Functions on this machine, without an account, Docker or the Pulumi CLI: a Pulumi "
        "program with its HTTP and REST APIs and functions, definitions in files, or just the AWS API for the AWS CLI, "
        "boto3 and any other client.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument_group("what is served").add_argument
    add(
        "--program",
        type=Path,
        metavar="DIR",
        help="the folder of Pulumi.yaml (default: the current folder, if it has one)",
    )
    add("--stack", default="dev", help="the stack, whose Pulumi.<stack>.yaml is read (default: dev)")
    add(
        "--machines",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="serve each definition and Python workflow of a folder or file as a state machine, named by its file; can "
        "be repeated",
    )
    add(
        "--type",
        type=values.typed,
        action="append",
        default=[],
        metavar="TYPE",
        help="EXPRESS or STANDARD for all --machines, or NAME=TYPE for one of them (default: the type in a SAM "
        "template, or STANDARD)",
    )
    add(
        "--substitute",
        type=values.pair("NAME=VALUE", "TableName=orders"),
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="the value of ${NAME} in --machines; can be repeated",
    )
    add(
        "--function",
        type=values.pair("NAME=URL or NAME=file.py:handler", "check=check.py:handler"),
        action="append",
        default=[],
        metavar="NAME=WHERE",
        help="a Lambda function: a URL that accepts Invoke, such as that of the Runtime Interface Emulator, or a "
        "Python handler, file.py:handler; can be repeated",
    )
    _add_ports(parser)
    _add_behavior(parser)
    endpoints = parser.add_argument_group("other servers", "Tasks that call these services are sent to the URL.")
    for endpoint in ENDPOINTS:
        endpoints.add_argument(
            *endpoint.flags,
            dest=endpoint.option.replace("-", "_"),
            type=values.checked(check_url),
            metavar="URL",
            help=f"(variable {endpoint.variable})",
        )
    endpoints.add_argument(
        "--step-functions-endpoint", "-stepFunctionsEndpoint", metavar="URL", help="accepted and not used"
    )
    return parser


def _add_ports(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("ports and account").add_argument
    add(
        "--port",
        type=values.port,
        default=PORT,
        help=f"the port of the HTTP and REST APIs, 0 for a free one (default: {PORT})",
    )
    add(
        "--aws-port",
        type=values.port,
        metavar="PORT",
        help=f"the port of the AWS API, 0 for a free one (default: {AWS_PORT})",
    )
    add(
        "--step-functions-local",
        action="store_true",
        help=f"take the place of Step Functions Local: its port, {STEP_FUNCTIONS_LOCAL_PORT} (default if a variable is "
        "set that only it uses, and there is no --program)",
    )
    add(
        "--region",
        "--aws-region",
        "-region",
        type=values.checked(values.region),
        help="the Region, unless the stack of a program sets it (default: AWS_REGION or AWS_DEFAULT_REGION without a "
        "program, else us-east-1)",
    )
    add(
        "--account",
        "--aws-account",
        "-account",
        type=values.checked(values.account),
        metavar="ID",
        help="the account's ID (default: AWS_ACCOUNT_ID without a program, else 123456789012)",
    )


def _add_behavior(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("behavior").add_argument
    add(
        "--mock-config",
        metavar="FILE",
        help="the mock configuration file of Step Functions Local; start a test case with #TestCase after the "
        "machine's ARN (variable SFN_MOCK_CONFIG)",
    )
    add(
        "--wait-scale",
        "--wait-time-scale",
        "-waitTimeScale",
        type=values.checked(values.scale),
        metavar="X",
        help="the factor for the waits, retries' delays and timeouts of executions, 0 for no waiting (variable "
        "WAIT_TIME_SCALE; default: aslant:waitScale in the stack's file, or 1)",
    )
    add(
        "--forward",
        action="append",
        default=[],
        metavar="TASK[=REGION]",
        help="a task that goes to real AWS with your own credentials, by its state or its resource, such as "
        "bedrock:invokeModel; can be repeated, in addition to aslant:forward in the stack's file",
    )
    add(
        "--keep-executions",
        type=values.kept,
        metavar="N",
        help="the number of ended STANDARD executions to keep (default: aslant:keepExecutions in the stack's file, or "
        "1000)",
    )
    add("--no-reload", action="store_true", help="do not serve edited files until the next start")
