"""PythonFunction: one Lambda function from one folder."""

import os
import warnings
from collections.abc import Awaitable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from aslant.aws.children import Children, Classes, check_transform
from aslant.aws.errors import ArgsError
from aslant.aws.function.archive import files_of
from aslant.aws.function.bundle import LARGEST_UPLOAD, Bundle, pack
from aslant.aws.function.handlers import FunctionSource, of_folder
from aslant.aws.function.imports import not_shipped
from aslant.aws.function.inputs import function_inputs
from aslant.aws.function.requirements import FILE, Platform, install
from aslant.aws.function.rules import bucket, dead_letters, environment, layers, runtime
from aslant.aws.function.unsafe_files import check_files, check_include
from aslant.aws.policies import function_policy, trust
from aslant.aws.rules import (
    LOG_RETENTION,
    Rule,
    any_text,
    check,
    check_name,
    flag,
    known,
    known_texts,
    mapping_of,
    number,
    one_of,
    statements,
    text,
    texts,
    whole,
)

with warnings.catch_warnings():  # the packages warn about their own classes while they are imported
    warnings.simplefilter("ignore", DeprecationWarning)
    from pulumi_aws.lambda_ import Function

if TYPE_CHECKING:
    from aslant.aws.children import Transform

    Bucket = Input[str] | aws.s3.Bucket
    # A type checker sees the allowed values, so that an editor completes them.
    Architecture = Literal["arm64", "x86_64"]
    LogFormat = Literal["JSON", "Text"] | Awaitable[str] | Output[str]
else:  # Pulumi's schema for other languages has no unions and no literals.
    Transform = Any
    Bucket = Input[Any]
    Architecture = str
    LogFormat = Input[str]

__all__ = [
    "LONGEST_NAME",
    "Function",
    "PolicyStatement",
    "PythonFunction",
    "PythonFunctionArgs",
    "Vpc",
    "check_args",
    "read_function",
]

LONGEST_NAME = 56
"""Characters of a name: Lambda and IAM allow 64, and Pulumi adds 8."""


class PolicyStatement(TypedDict):
    """An additional IAM statement of a role."""

    actions: Sequence[str]
    """The allowed IAM actions: `["glue:StartJobRun"]`."""
    resources: Sequence[Input[str]]
    """The ARNs of the resources on which they are allowed."""
    condition: NotRequired[Mapping[str, Any]]
    """IAM's `Condition` block. Default: none."""
    states: NotRequired[Sequence[str]]
    """The states whose permissions this statement covers, so that aslant need not derive them; for the role of a
    workflow. Default: none."""


class Vpc(TypedDict):
    """The network of a function."""

    subnet_ids: Sequence[Input[str]]
    """Subnets; private ones need a route out if the function calls AWS or the internet."""
    security_group_ids: Sequence[Input[str]]
    """Security groups of the function's network interfaces."""


class PythonFunctionArgs(TypedDict):
    """The arguments of a PythonFunction."""

    folder: str
    """The folder with the code, relative to the program's directory or absolute. Caches, hidden files, virtual
    environments, `node_modules` and a `tests` folder are left out. The packages of its `requirements.txt`, which must
    pin all of them, are installed for the function's platform and included."""
    include: NotRequired[Sequence[str] | None]
    """Folders and files outside the folder that are included as well, each under its own name: `["shared"]` for
    `import shared`. Files within the folder that are left out otherwise, such as `functions/check/ca.pem`, keep their
    place. Paths are relative to the program's directory or absolute. Default: none."""
    code_bucket: NotRequired[Bucket | None]
    """The S3 bucket, or its name, to which the code is uploaded, in the function's own Region. An archive above 50 MB
    needs one. Default: none, the code is uploaded directly."""
    handler: NotRequired[str | None]
    """The handler as Lambda names it, `module.function`. Default: in `handler.py`, the function named like the folder,
    or else `handler`, or else `lambda_handler`."""
    runtime: NotRequired[Input[str] | None]
    """The Lambda runtime. Default: `python3.13`."""
    architecture: NotRequired[Architecture | None]
    """`arm64` or `x86_64`. Default: `arm64`."""
    memory_size: NotRequired[Input[float] | None]
    """Memory in MB, from 128 to 10,240; CPU power grows with it. Default: 128."""
    ephemeral_storage: NotRequired[Input[float] | None]
    """MB of `/tmp`, from 512 to 10,240. Default: 512."""
    timeout_seconds: NotRequired[Input[float] | None]
    """Seconds until Lambda ends an invocation, from 1 to 900. Default: 10."""
    environment: NotRequired[Mapping[str, Input[str]] | None]
    """Environment variables. Default: none."""
    layers: NotRequired[Sequence[Input[str]] | None]
    """The ARNs of layer versions, up to five. Default: none."""
    vpc: NotRequired[Vpc | None]
    """The network in which it runs. Default: Lambda's own, with access to the internet."""
    reserved_concurrency: NotRequired[Input[float] | None]
    """Concurrent invocations that are reserved for the function and limit it; 0 stops it. Default: none, it shares the
    account's unreserved concurrency."""
    dead_letter_arn: NotRequired[Input[str] | None]
    """The SQS queue or SNS topic that receives the events of failed asynchronous invocations. Default: none."""
    policy_statements: NotRequired[Sequence[PolicyStatement] | None]
    """Permissions of the handler, in addition to writing its logs. Default: none."""
    log_format: NotRequired[LogFormat | None]
    """`JSON`, so that logs can be searched by field, or `Text`. Default: `JSON`."""
    log_retention_in_days: NotRequired[Input[float] | None]
    """Days that CloudWatch keeps log events: one of the values that it offers, or 0 for ever. Default: 30."""
    publish: NotRequired[Input[bool] | None]
    """Whether each change publishes a version, which stays callable under its own ARN. Default: False."""
    tracing: NotRequired[Input[bool] | None]
    """Whether X-Ray traces invocations. Default: False."""
    tags: NotRequired[Mapping[str, Input[str]] | None]
    """Tags of every resource that supports them. Default: none."""
    transform: NotRequired[Mapping[str, Transform] | None]
    """Changes to the child resources, by kind: `function`, `role`, `policy`, `log_group`, or `code_object`, the archive
    in the `code_bucket`. Default: none."""


RULES: Mapping[str, Rule] = {
    "folder": text,
    "handler": text,
    "include": known_texts,
    "code_bucket": bucket,
    "runtime": runtime,
    "architecture": one_of("arm64", "x86_64"),
    "memory_size": whole(128, 10_240, "MB"),
    "ephemeral_storage": whole(512, 10_240, "MB"),
    "timeout_seconds": whole(1, 900, "seconds"),
    "environment": environment,
    "layers": layers,
    "reserved_concurrency": whole(0, None, "invocations"),
    "dead_letter_arn": dead_letters,
    "policy_statements": statements(PolicyStatement),
    "log_format": one_of("JSON", "Text"),
    "log_retention_in_days": one_of(*LOG_RETENTION),
    "publish": flag,
    "tracing": flag,
    "tags": mapping_of(any_text, "tags to strings"),
}

AT_ONCE = frozenset(
    {"folder", "handler", "include", "architecture", "environment", "layers", "vpc", "policy_statements", "transform"}
)

KINDS: Mapping[str, Classes] = {
    "function": lambda: (Function,),
    "role": lambda: (aws.iam.Role,),
    "policy": lambda: (aws.iam.RolePolicy,),
    "log_group": lambda: (aws.cloudwatch.LogGroup,),
    "code_object": lambda: (_code_object(),),
}
"""The class of each kind of child."""


def _code_object() -> "type[aws.s3.BucketObjectv2]":
    """Return the class of an S3 object. Its package takes a third of a second to import, and warns when imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from pulumi_aws.s3 import BucketObjectv2
    return BucketObjectv2


class PythonFunction(pulumi.ComponentResource):
    """One Lambda function from one folder, with its own role and log group.

    The role may write to that log group and do what `policy_statements` allow, and nothing else. The children are
    `function`, `role`, `policy` and `log_group`, and `code_object` if `code_bucket` is set.
    """

    arn: pulumi.Output[str]
    """The ARN of the function, or of the published version if `publish` is set."""
    function_name: pulumi.Output[str]
    """The name of the function."""

    def __init__(self, name: str, args: PythonFunctionArgs, opts: ResourceOptions | None = None) -> None:
        """Deploy a folder.

        Raises:
            ArgsError: an argument breaks a rule, or the packages of `requirements.txt` cannot be installed. It is
                raised before anything is registered.
        """
        place = f"PythonFunction {name!r}"
        given, source, include, packages, code = read_function(place, name, args)
        super().__init__("aslant:index:PythonFunction", name, {}, opts)
        if "layers" not in given:
            for line in not_shipped(source.folder, packages, include):
                pulumi.log.warn(
                    f"{place}: {line}, which is not in the archive. Pin it in {FILE}, or add its folder to include.",
                    self,
                )

        children = Children(self, given.get("tags"), given.get("transform"))
        # Lambda sends no source account or ARN when it assumes a role, so the trust policy has no condition.
        self.role = children.make(
            "role", aws.iam.Role, name, {"assume_role_policy": trust("lambda.amazonaws.com"), "tags": children.tags}
        )
        # Named after the role, whose physical name is unique in the account. The function is created last, so its own
        # name is not known yet.
        self.log_group = children.make(
            "log_group",
            aws.cloudwatch.LogGroup,
            name,
            {
                "name": pulumi.Output.concat("/aws/lambda/", self.role.name),
                "retention_in_days": number(given, "log_retention_in_days", 30),
                "tags": children.tags,
            },
        )
        self.policy = children.make(
            "policy",
            aws.iam.RolePolicy,
            name,
            {"role": self.role.name, "policy": function_policy(self.log_group.arn, given)},
        )
        self.function = children.make(
            "function",
            Function,
            name,
            {
                "role": self.role.arn,
                **self._code(children, name, given.get("code_bucket"), code),
                "handler": source.handler,
                **function_inputs(given),
                "logging_config": {
                    "log_format": given.get("log_format", "JSON"),
                    "log_group": self.log_group.name,
                },
                "tags": children.tags,
            },
            self.policy,
            self.log_group,
        )
        published = given.get("publish", False)
        self.arn = self.function.arn if published is False else self.function.qualified_arn
        self.function_name = self.function.name
        self.register_outputs({"arn": self.arn, "function_name": self.function_name})

    def _code(self, children: Children, name: str, bucket: Any, code: Bundle) -> dict[str, Any]:
        """Return the inputs of the function that name its code, which is uploaded to the bucket if there is one."""
        self.code_object: aws.s3.BucketObjectv2 | None = None
        if bucket is None:
            return {"code": pulumi.FileArchive(str(code.path))}
        self.code_object = children.make(
            "code_object",
            _code_object(),
            name,
            {
                "bucket": vars(bucket)["bucket"] if isinstance(bucket, pulumi.Resource) else bucket,
                # The role's name is unique in the account, so that two stacks can share a bucket.
                "key": pulumi.Output.concat(self.role.name, "/", code.digest, ".zip"),
                "source": pulumi.FileAsset(str(code.path)),
                "tags": children.tags,
            },
        )
        return {"s3_bucket": self.code_object.bucket, "s3_key": self.code_object.key}


class FunctionPlan(NamedTuple):
    """A PythonFunction whose arguments are checked and whose code is packed."""

    given: Mapping[str, Any]
    """The arguments that are not None."""
    source: FunctionSource
    include: list[Path]
    """The paths that are included in addition to the folder."""
    packages: Path | None
    """The folder in which its packages are installed."""
    code: Bundle
    """The archive of all of it."""


def read_function(place: str, name: str, args: PythonFunctionArgs) -> FunctionPlan:
    """Read the arguments, install the packages and pack the code; raise ArgsError for a mistake."""
    check_name(place, name, LONGEST_NAME)
    given = check_args(place, args)
    if "code_object" in given.get("transform", {}) and "code_bucket" not in given:
        raise ArgsError(
            f"{place}: transform has 'code_object', which is the archive in the code_bucket, but there is no "
            "code_bucket. Set one, or leave the transform out."
        )
    source = of_folder(place, Path(os.path.abspath(given["folder"])), given.get("handler"))
    include = _included(place, given)
    check_include(place, source.folder, include)
    check_files(place, source.folder, include)
    packages = _packages(place, source.folder, given)
    code = pack(place, files_of(source.folder, packages, include))
    if "code_bucket" not in given and code.size > LARGEST_UPLOAD:
        raise ArgsError(
            f"{place}: the archive of the code has {code.size:,} bytes, and Lambda accepts {LARGEST_UPLOAD:,} in a "
            "direct upload. Set code_bucket to a bucket, or to its name, to upload the code there."
        )
    return FunctionPlan(given, source, include, packages, code)


def check_args(place: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that are set, checked as far as possible without the folder; raise ArgsError for a "
    "mistake."""
    given = check(place, args, PythonFunctionArgs, RULES, AT_ONCE)
    if "vpc" in given:
        check(f"{place}: vpc", given["vpc"], Vpc, {"subnet_ids": texts, "security_group_ids": texts})
    if "transform" in given:
        check_transform(place, given["transform"], KINDS)
    return given


def _included(place: str, given: Mapping[str, Any]) -> list[Path]:
    """Return the paths to include, each once; raise ArgsError for a path that does not exist."""
    paths = dict.fromkeys(Path(os.path.abspath(path)) for path in given.get("include", ()))
    for path in paths:
        if not path.exists():
            raise ArgsError(
                f"{place}: include has {str(path)!r}, which does not exist. Create it, or remove it from include."
            )
    # Links are resolved in the parent folders, as for the function's own folder; the path itself may be a link.
    return [path.parent.resolve() / path.name for path in paths]


def _packages(place: str, folder: Path, given: Mapping[str, Any]) -> Path | None:
    """Return the packages of the folder's requirements, installed for the function's platform."""
    if not (folder / FILE).is_file():
        return None
    runtime = given.get("runtime", "python3.13")
    if not known(runtime) or not runtime.startswith("python3."):
        raise ArgsError(
            f"{place}: the packages of {FILE} are installed for one runtime. Set runtime to a string such as "
            "'python3.13'."
        )
    platform = Platform.of(runtime, given.get("architecture", "arm64"))
    return install(place, folder, platform, lambda line: pulumi.log.info(line, ephemeral=True))
