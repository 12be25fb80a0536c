"""PythonFunction: one Lambda function from one folder."""

import os
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws
from pulumi import Input, ResourceOptions

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

with warnings.catch_warnings():  # the packages warn of some of their own classes while they are imported
    warnings.simplefilter("ignore", DeprecationWarning)
    from pulumi_aws.lambda_ import Function

if TYPE_CHECKING:
    from aslant.aws.children import Transform

    Bucket = Input[str] | aws.s3.Bucket
else:  # what a schema for other languages can say of it
    Transform = Any
    Bucket = Input[Any]

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
    """A statement of your own for a role."""

    actions: Sequence[str]
    """IAM's names of what is allowed: `["glue:StartJobRun"]`."""
    resources: Sequence[Input[str]]
    """The ARNs it is allowed on."""
    condition: NotRequired[Mapping[str, Any]]
    """IAM's `Condition` block."""
    states: NotRequired[Sequence[str]]
    """The states whose needs this covers; theirs may then be unknown to aslant. For the role of a workflow."""


class Vpc(TypedDict):
    """The network that a function runs in."""

    subnet_ids: Sequence[Input[str]]
    """Subnets, private ones with a way out where the function calls AWS or the internet."""
    security_group_ids: Sequence[Input[str]]
    """Security groups of its network interfaces."""


class PythonFunctionArgs(TypedDict):
    """The arguments of a PythonFunction."""

    folder: str
    """The folder whose files are the code, relative to the program's directory or absolute. Caches, hidden
    files, virtual environments, `node_modules` and a `tests` folder are left out. The packages of its
    `requirements.txt`, which pins all of them, are installed for the function's platform and shipped along."""
    include: NotRequired[Sequence[str] | None]
    """Folders and files outside of it that ship as well, each under its own name: `["shared"]` for `import shared`.
    Files within the folder that would not ship otherwise, such as `functions/check/ca.pem`, keep their place. Paths
    are relative to the program's directory or absolute. Default: none."""
    code_bucket: NotRequired[Bucket | None]
    """The bucket (S3), or its name, that the code is uploaded to, in the function's own Region. An archive above 50 MB
    needs one. Default: the code is uploaded directly."""
    handler: NotRequired[str | None]
    """The handler as Lambda names it, `module.function`. Default: in `handler.py`, the function named like
    the folder, else `handler`, else `lambda_handler`."""
    runtime: NotRequired[Input[str] | None]
    """The Lambda runtime. Default: `python3.13`."""
    architecture: NotRequired[str | None]
    """`arm64` or `x86_64`. Default: `arm64`."""
    memory_size: NotRequired[Input[float] | None]
    """Memory in MB, from 128 to 10,240; processor time grows with it. Default: 128."""
    ephemeral_storage: NotRequired[Input[float] | None]
    """MB of `/tmp`, from 512 to 10,240. Default: 512."""
    timeout_seconds: NotRequired[Input[float] | None]
    """Seconds until Lambda ends an invocation, from 1 to 900. Default: 10."""
    environment: NotRequired[Mapping[str, Input[str]] | None]
    """Environment variables."""
    layers: NotRequired[Sequence[Input[str]] | None]
    """The ARNs of layer versions, up to five."""
    vpc: NotRequired[Vpc | None]
    """The network it runs in. Default: Lambda's own, with a way to the internet."""
    reserved_concurrency: NotRequired[Input[float] | None]
    """How many may run at once, kept free for it; 0 stops it. Default: what the account has left."""
    dead_letter_arn: NotRequired[Input[str] | None]
    """The queue (SQS) or topic (SNS) that gets events which failed, of asynchronous invocations."""
    policy_statements: NotRequired[Sequence[PolicyStatement] | None]
    """What the handler may do, beside writing its logs."""
    log_format: NotRequired[Input[str] | None]
    """`JSON`, so that logs can be searched by field, or `Text`. Default: `JSON`."""
    log_retention_in_days: NotRequired[Input[float] | None]
    """Days until CloudWatch forgets a log event, one of those that it offers; 0 is for ever. Default: 30."""
    publish: NotRequired[Input[bool] | None]
    """Whether each change makes a version, which stays callable under its own ARN. Default: False."""
    tracing: NotRequired[Input[bool] | None]
    """Whether X-Ray traces invocations. Default: False."""
    tags: NotRequired[Mapping[str, Input[str]] | None]
    """Tags of every resource that can have them."""
    transform: NotRequired[Mapping[str, Transform] | None]
    """Changes to what is registered, by kind of child: `function`, `role`, `policy`, `log_group`, or `code_object`, the
    archive in the `code_bucket`."""


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
    "tags": mapping_of(any_text, "tags to texts"),
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
"""The children by kind: the class of each."""


def _code_object() -> "type[aws.s3.BucketObjectv2]":
    """Return the class of an object in S3. Its package takes a third of a second to import, and warns of itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from pulumi_aws.s3 import BucketObjectv2
    return BucketObjectv2


class PythonFunction(pulumi.ComponentResource):
    """One Lambda function from one folder, with a role and a log group of its own.

    The role may write to that log group, do what `policy_statements` say, and nothing else. The children are
    `function`, `role`, `policy` and `log_group`, and `code_object` where there is a `code_bucket`.
    """

    arn: pulumi.Output[str]
    """The ARN of the function, and of the version that was published, where versions are."""
    function_name: pulumi.Output[str]
    """The name of the function."""

    def __init__(self, name: str, args: PythonFunctionArgs, opts: ResourceOptions | None = None) -> None:
        """Deploy a folder.

        Raises:
            ArgsError: an argument breaks a rule, or the packages of `requirements.txt` cannot be had; nothing has been
                registered.
        """
        place = f"PythonFunction {name!r}"
        given, source, include, packages, code = read_function(place, name, args)
        super().__init__("aslant:index:PythonFunction", name, {}, opts)
        if "layers" not in given:
            for line in not_shipped(source.folder, packages, include):
                pulumi.log.warn(
                    f"{place}: {line}, which is not shipped; pin it in {FILE}, or name its folder in include", self
                )

        children = Children(self, given.get("tags"), given.get("transform"))
        # Lambda sends no source account or ARN when it takes a role, so the trust has no condition.
        self.role = children.make(
            "role", aws.iam.Role, name, {"assume_role_policy": trust("lambda.amazonaws.com"), "tags": children.tags}
        )
        # Named after the role, whose physical name is unique in the account: the function, which is made
        # last, cannot lend its own.
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
    """What a PythonFunction is to be."""

    given: Mapping[str, Any]
    """The arguments that are not None."""
    source: FunctionSource
    include: list[Path]
    """What ships beside the folder."""
    packages: Path | None
    """Where its packages are installed."""
    code: Bundle
    """All of it, as Lambda gets it."""


def read_function(place: str, name: str, args: PythonFunctionArgs) -> FunctionPlan:
    """Read the arguments and find the code, its packages installed. Raises ArgsError."""
    check_name(place, name, LONGEST_NAME)
    given = check_args(place, args)
    if "code_object" in given.get("transform", {}) and "code_bucket" not in given:
        raise ArgsError(
            f"{place}: transform has 'code_object', which is the archive in the code_bucket, and there is no "
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
            "direct upload. Set code_bucket to a bucket, or to its name, and the code is uploaded there."
        )
    return FunctionPlan(given, source, include, packages, code)


def check_args(place: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments that are given, as far as they can be judged without the folder. Raises ArgsError."""
    given = check(place, args, PythonFunctionArgs, RULES, AT_ONCE)
    if "vpc" in given:
        check(f"{place}: vpc", given["vpc"], Vpc, {"subnet_ids": texts, "security_group_ids": texts})
    if "transform" in given:
        check_transform(place, given["transform"], KINDS)
    return given


def _included(place: str, given: Mapping[str, Any]) -> list[Path]:
    """Return the paths that ship in addition to the folder, each once; raises ArgsError for one that does not exist."""
    paths = dict.fromkeys(Path(os.path.abspath(path)) for path in given.get("include", ()))
    for path in paths:
        if not path.exists():
            raise ArgsError(f"{place}: include names {str(path)!r}, which does not exist; make it, or leave it out")
    # The folders above it without links, as in the function's own folder; the path itself may be a link.
    return [path.parent.resolve() / path.name for path in paths]


def _packages(place: str, folder: Path, given: Mapping[str, Any]) -> Path | None:
    """Return the packages of the folder's requirements, installed for the function's platform."""
    if not (folder / FILE).is_file():
        return None
    runtime = given.get("runtime", "python3.13")
    if not known(runtime) or not runtime.startswith("python3."):
        raise ArgsError(
            f"{place}: the packages of {FILE} are installed for a runtime; give runtime as a text: python3.13"
        )
    platform = Platform.of(runtime, given.get("architecture", "arm64"))
    return install(place, folder, platform, lambda line: pulumi.log.info(line, ephemeral=True))
