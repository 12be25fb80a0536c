"""LocalAws: the local AWS in the process of a test, with boto3 clients."""

from __future__ import annotations

import dataclasses
import json
import threading
import time
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import urlsplit

from aslant.errors import RunError

if TYPE_CHECKING:
    from aslant.asl import StateMachine
    from aslant.local.content import Content
    from aslant.local.options import Options

__all__ = ["LocalAws", "LocalResponse"]

ENDED = 30.0
"""The seconds that `run` waits for the end of an execution, by default."""


@dataclasses.dataclass(frozen=True, slots=True)
class LocalResponse:
    """The response of an API of the program."""

    status: int
    headers: Mapping[str, str]
    """The headers by name, in lower case."""
    body: bytes

    @property
    def json(self) -> Any:
        """The body as a JSON value."""
        return json.loads(self.body)


class LocalAws:
    """The local AWS in this process, for integration tests.

    It serves a Pulumi program, workflows, or Step Functions alone on free ports of loopback. The fixture `local_aws`
    starts one for a test and ends it afterwards; elsewhere, use it as a context manager. The data of services other
    than Step Functions and Lambda belongs to the process, and starts empty.
    """

    def __init__(
        self,
        *,
        program: str | Path | None = None,
        stack: str = "dev",
        machines: Mapping[str, StateMachine | Mapping[str, Any]] | None = None,
        files: str | Path | None = None,
        type: Literal["EXPRESS", "STANDARD"] = "STANDARD",
        tasks: Mapping[str, Any] | None = None,
        functions: Mapping[str, str] | None = None,
        region: str | None = None,
    ) -> None:
        """Deploy and serve.

        `program` is the folder of a Pulumi program, and `stack` its stack. `machines` are workflows or definitions by
        the name of the state machine, and `files` is a folder or file with definitions; they have the `type`. Python
        handlers of the workflows run as functions. `tasks` are mocks of tasks, as for `aslant.run.run`: values, or
        functions of the task's input. `functions` are other functions by name, as `file.py:handler`.

        Raises:
            LocalError: the program or a definition is not valid.
        """
        from aslant.local.deployment import Deployment, check_content
        from aslant.local.server import Server, bind
        from aslant.local.source import Source

        self.log: list[str] = []
        """The lines of the log: requests, ended executions, and what functions print."""
        options = _options(program, stack, files, type, functions or {}, region)
        self._sockets = [bind(0, "--port"), bind(0, "--aws-port")]
        self.url, self.aws_url = (f"http://127.0.0.1:{listener.getsockname()[1]}" for listener in self._sockets)
        try:
            source = Source(options, self.url, self.aws_url, program is not None)
            content = _with(source.load(), machines or {}, type, tasks)
            for problem in content.problems.values():
                from aslant.errors import LocalError

                raise LocalError(problem)
            self.log += check_content(content)
            self._deployment = Deployment(content, self._line)
        except BaseException:
            for listener in self._sockets:
                listener.close()
            raise
        api, aws = self._sockets
        self._server = Server(self._deployment, api, aws, self.log.append)
        self._thread = threading.Thread(target=self._server.run, name="local_aws", daemon=True)
        self._thread.start()

    @property
    def outputs(self) -> Mapping[str, Any]:
        """The outputs of the program's stack, such as `url`, without secret ones."""
        registry = self._deployment.registry
        return {name: value for name, value in registry.exports.items() if name not in registry.secret_exports}

    @property
    def region(self) -> str:
        """The Region of the deployment."""
        return self._deployment.region

    def client(self, service: str, **options: Any) -> Any:
        """Return a boto3 client of a service, such as `stepfunctions`, that calls this AWS; it may do anything."""
        import boto3
        from botocore.config import Config

        given = {
            "region_name": self.region,
            "endpoint_url": self.aws_url,
            "aws_access_key_id": "test",
            "aws_secret_access_key": "test",
            "config": Config(inject_host_prefix=False, retries={"total_max_attempts": 1}),
            **options,
        }
        return boto3.session.Session().client(service, **given)

    def arn(self, machine: str) -> str:
        """Return the ARN of a state machine by its name, or by the name of its Pulumi resource.

        Raises:
            RunError: there is no such machine.
        """
        found = [each for each in self._deployment.machines if each.name == machine]
        found = found or [each for each in self._deployment.machines if each.name.startswith(f"{machine}-")]
        if len(found) != 1:
            names = ", ".join(sorted(each.name for each in self._deployment.machines)) or "none"
            number = "several state machines have" if found else "no state machine has"
            raise RunError(f"{number} the name {machine!r}. The state machines are {names}.")
        return found[0].arn

    def run(self, machine: str, input: Any = None, *, seconds: float = ENDED) -> dict[str, Any]:
        """Run an execution to its end, and return the response of DescribeExecution, or of StartSyncExecution.

        `machine` is a name as in `arn`. The members `input` and `output` are JSON values instead of strings.

        Raises:
            RunError: there is no such machine, or the execution runs for more than `seconds`.
        """
        arn, client = self.arn(machine), self.client("stepfunctions")
        text = json.dumps({} if input is None else input)
        if client.describe_state_machine(stateMachineArn=arn)["type"] == "EXPRESS":
            return _read(client.start_sync_execution(stateMachineArn=arn, input=text))
        execution = client.start_execution(stateMachineArn=arn, input=text)["executionArn"]
        until = time.monotonic() + seconds
        pause = 0.002
        while True:
            found = client.describe_execution(executionArn=execution)
            if found["status"] != "RUNNING":
                return _read(found)
            if time.monotonic() > until:
                raise RunError(
                    f"the execution of {machine!r} still runs after {seconds:g} seconds. Send the task token that it "
                    "waits for, mock the task that it waits for, or pass a larger value for `seconds`."
                )
            time.sleep(pause)
            pause = min(pause * 1.5, 0.1)

    def request(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> LocalResponse:
        """Send a request to the API of the program; a body that is not bytes is sent as JSON."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        kind = {} if data is None or data is body else {"content-type": "application/json"}
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=ENDED)
        try:
            connection.request(method, path, data, {**kind, **(headers or {})})
            response = connection.getresponse()
            sent = {name.lower(): value for name, value in response.getheaders()}
            return LocalResponse(response.status, sent, response.read())
        finally:
            connection.close()

    def post(self, path: str, body: Any, headers: Mapping[str, str] | None = None) -> LocalResponse:
        """Send a POST to the API of the program."""
        return self.request("POST", path, body, headers)

    def end(self) -> None:
        """Stop the server and the functions, and cancel the waits of executions."""
        self._server.stop()
        self._deployment.end()
        self._thread.join()
        for listener in self._sockets:
            listener.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def _line(self, source: str, line: str) -> None:
        self.log.append(f"{source} | {line}")


def _read(response: Mapping[str, Any]) -> dict[str, Any]:
    members = {key: value for key, value in response.items() if key != "ResponseMetadata"}
    return {**members, **{key: json.loads(members[key]) for key in ("input", "output") if members.get(key)}}


def _options(
    program: str | Path | None,
    stack: str,
    files: str | Path | None,
    type: str,
    functions: Mapping[str, str],
    region: str | None,
) -> Options:
    from aslant.local.options import parse_options

    options = parse_options(["--stack", stack, "--port", "0", "--aws-port", "0", "--no-reload"], {})
    return dataclasses.replace(
        options,
        program=None if program is None else Path(program),
        machines=() if files is None else (Path(files),),
        types={} if files is None else {"": type},
        functions=dict(functions),
        region=region,
    )


def _with(content: Content, machines: Mapping[str, StateMachine | Mapping[str, Any]], type: Any, tasks: Any) -> Content:
    """Return a content with more machines, and with the mocks of a test."""
    from aslant.asl import StateMachine
    from aslant.local.definition_files import FileMachine, handlers_of, refuse_faulty
    from aslant.run.task_names import mockable_names, warn_of_unknown_names
    from aslant.testing.local_mocks import LocalMocks

    handlers = dict(content.handlers)
    added = []
    for name, machine in machines.items():
        document = machine.to_dict() if isinstance(machine, StateMachine) else dict(machine)
        refuse_faulty(document, type, f"machines[{name!r}]")
        if isinstance(machine, StateMachine):
            handlers.update(handlers_of(machine))
        added.append(FileMachine(name, type, json.dumps(document, ensure_ascii=False), f"machines[{name!r}]"))
    known = [mockable_names(json.loads(machine.definition), handlers) for machine in (*content.machines, *added)]
    if tasks is not None and None not in known:
        warn_of_unknown_names(tasks, frozenset().union(*(names for names in known if names is not None)))
    return dataclasses.replace(
        content,
        machines=(*content.machines, *added),
        handlers=handlers,
        mocks=content.mocks if tasks is None else LocalMocks(tasks, content.mocks),
    )
