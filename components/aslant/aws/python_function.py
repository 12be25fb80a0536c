"""PythonFunction: one Lambda function from one folder."""

import os
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws
from pulumi import Input, ResourceOptions

from aslant.aws.archive import archive
from aslant.aws.handlers import of_folder
from aslant.aws.policies import trust, write_logs
from aslant.aws.rules import LOG_RETENTION, Rule, check, check_name, mapping_of, number, one_of, text, whole

with warnings.catch_warnings():  # the package warns of one of its own classes while it is imported
    warnings.simplefilter("ignore", DeprecationWarning)
    from pulumi_aws.lambda_ import Function

__all__ = ["LONGEST_NAME", "Function", "PythonFunction", "PythonFunctionArgs"]

LONGEST_NAME = 56
"""Characters of a name: Lambda and IAM allow 64, and Pulumi adds 8."""


class PythonFunctionArgs(TypedDict):
    """The arguments of a PythonFunction."""

    folder: str
    """The folder whose files are the code, relative to the program's directory or absolute. Caches, hidden
    files and a `tests` folder are left out."""
    handler: NotRequired[str | None]
    """The handler as Lambda names it, `module.function`. Default: in `handler.py`, the function named like
    the folder, else `handler`, else `lambda_handler`."""
    runtime: NotRequired[Input[str] | None]
    """The Lambda runtime. Default: `python3.13`."""
    memory_size: NotRequired[Input[float] | None]
    """Memory in MB, from 128 to 10,240; processor time grows with it. Default: 128."""
    timeout_seconds: NotRequired[Input[float] | None]
    """Seconds until Lambda ends an invocation, from 1 to 900. Default: 10."""
    environment: NotRequired[Mapping[str, Input[str]] | None]
    """Environment variables."""
    log_retention_in_days: NotRequired[Input[float] | None]
    """Days until CloudWatch forgets a log event, one of those that it offers; 0 is for ever. Default: 30."""
    tags: NotRequired[Mapping[str, Input[str]] | None]
    """Tags of every resource that can have them."""


RULES: Mapping[str, Rule] = {
    "folder": text,
    "handler": text,
    "runtime": text,
    "memory_size": whole(128, 10_240, "MB"),
    "timeout_seconds": whole(1, 900, "seconds"),
    "environment": mapping_of(text, "environment variables to texts"),
    "log_retention_in_days": one_of(*LOG_RETENTION),
    "tags": mapping_of(text, "tags to texts"),
}

AT_ONCE = frozenset({"folder", "handler", "environment"})


class PythonFunction(pulumi.ComponentResource):
    """One Lambda function on arm64 from one folder, with a role and a log group of its own.

    The role may write to that log group and nothing else; attach what the handler needs to `role`. The
    children are `function`, `role`, `policy` and `log_group`.
    """

    arn: pulumi.Output[str]
    """The ARN of the function."""
    function_name: pulumi.Output[str]
    """The name of the function."""

    def __init__(self, name: str, args: PythonFunctionArgs, opts: ResourceOptions | None = None) -> None:
        """Deploy a folder.

        Raises:
            ArgsError: an argument breaks a rule; nothing has been registered.
        """
        place = f"PythonFunction {name!r}"
        check_name(place, name, LONGEST_NAME)
        given = check(place, args, PythonFunctionArgs, RULES, AT_ONCE)
        source = of_folder(place, Path(os.path.abspath(given["folder"])), given.get("handler"))
        super().__init__("aslant:index:PythonFunction", name, {}, opts)

        tags = given.get("tags")
        # Lambda sends no source account or ARN when it takes a role, so the trust has no condition.
        self.role = aws.iam.Role(name, assume_role_policy=trust("lambda.amazonaws.com"), tags=tags, opts=self._child())
        # Named after the role, whose physical name is unique in the account: the function, which is made
        # last, cannot lend its own.
        self.log_group = aws.cloudwatch.LogGroup(
            name,
            name=pulumi.Output.concat("/aws/lambda/", self.role.name),
            retention_in_days=number(given, "log_retention_in_days", 30),
            tags=tags,
            opts=self._child(),
        )
        self.policy = aws.iam.RolePolicy(
            name, role=self.role.name, policy=self.log_group.arn.apply(write_logs), opts=self._child()
        )
        environment = given.get("environment")
        self.function = Function(
            name,
            role=self.role.arn,
            code=archive(source.folder),
            handler=source.handler,
            runtime=given.get("runtime", "python3.13"),
            architectures=["arm64"],
            memory_size=number(given, "memory_size", 128),
            timeout=number(given, "timeout_seconds", 10),
            environment={"variables": environment} if environment else None,
            logging_config={"log_format": "Text", "log_group": self.log_group.name},
            tags=tags,
            opts=self._child(self.policy, self.log_group),
        )
        self.arn = self.function.arn
        self.function_name = self.function.name
        self.register_outputs({"arn": self.arn, "function_name": self.function_name})

    def _child(self, *after: pulumi.Resource) -> ResourceOptions:
        return ResourceOptions(parent=self, depends_on=list(after))
