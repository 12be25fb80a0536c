"""One row of the tables of needs: actions, and the resources they are needed on as templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final
from urllib.parse import unquote

from aslant.iam.arn import split_arn
from aslant.iam.call import Account, ChosenNeed, ServiceCall, deferred, symbolic
from aslant.iam.statement import Statement

__all__ = ["Need", "fill"]

_PLACE: Final = re.compile(r"\{(?P<paths>[\w.|]+)(?::(?P<form>\w+))?(?P<loose>\*)?(?:=(?P<default>[^{}]*))?\}")
_SYMBOL: Final = r"\$\{[^{}]+\}"
_QUEUE_URL: Final = re.compile(
    rf"https?://(sqs(-fips)?\.(?P<region>[a-z0-9-]+|{_SYMBOL})\.|(?P<old>[a-z0-9-]+)\.queue\.)?[^/]+/"
    rf"(?P<account>\d{{12}}|{_SYMBOL})/(?P<name>([\w*-]|{_SYMBOL})*([\w]|{_SYMBOL})([\w*-]|{_SYMBOL})*(\.fifo)?)",
    re.ASCII,
)
_ACCESS_POINT: Final = re.compile(r"arn:.+:s3:[^:]*:[^:]*:accesspoint/[^/]+")


@dataclass(frozen=True)
class Need:
    """What a call needs: `actions` of IAM on `resources`, under a `condition`.

    A resource is an ARN after its partition in which `{r}` is the region, `{a}` the account and `{Member}` what the
    call's parameter holds: `ecs:{r}:{a}:service/{Cluster=default}/{Service}`.

    - `{Member=default}`: what it is where the call does not say.
    - `{One|Other}`: the first of the two that the call has; `{Target.RoleArn}` stands further in.
    - `{Key*}`: any, where it is chosen at run time: a part of something that is known.
    - `{Location:bucket}`: in another form, by `FORMS`.
    - `?` behind it all: nothing where the call has no such member.
    - An ARN in the place of a name that ends the template is the resource itself.
    - `*` alone: the service authorization reference knows no resource for these actions; `*?`: it knows some that a
      call may leave out, and this one does.

    Where all resources are left out that way, the need is unknown, or with `optional` there is none. `when` names
    a member without which a call has no such need (`One|Other`: either), `unless` those with any of which it has
    none. Where `unknown` says why, nothing in a call can tell the resources.
    """

    actions: tuple[str, ...]
    resources: tuple[str, ...] = ()
    condition: Mapping[str, Mapping[str, str | list[str]]] | None = None
    optional: bool = False
    when: str = ""
    unless: tuple[str, ...] = ()
    unknown: str = ""

    @classmethod
    def on(
        cls, actions: str, *resources: str, condition: Mapping[str, Mapping[str, str | list[str]]] | None = None
    ) -> Need:
        """A row of a table: `on("glue:GetJobRun glue:BatchStopJobRun", "glue:{r}:{a}:job/{JobName}")`."""
        return cls(tuple(actions.split()), resources, condition)

    @classmethod
    def tagging(cls, action: str, *resources: str, tags: str = "Tags") -> Need:
        """The right to tag what a call makes, which it needs where it gives tags."""
        return cls((action,), resources, when=tags)

    @classmethod
    def passing(cls, service: str | tuple[str, ...], *roles: str) -> Need:
        """Return the right to pass roles to a service: each is the member that holds one, by its ARN or its name.

        `service` is its principal, or several of which it may be any; without one there is no condition.
        """
        principals = [service] if isinstance(service, str) else list(service)
        test = "StringLike" if any("*" in one for one in principals) else "StringEquals"
        value = principals[0] if len(principals) == 1 else principals
        condition = {test: {"iam:PassedToService": value}} if value else None
        resources = tuple(f"iam::{{a}}:role/{{{role}}}?" for role in roles)
        return cls(("iam:PassRole",), resources, condition, optional=True)

    @classmethod
    def managed_rule(cls, name: str) -> Need:
        """The rule by which Step Functions hears from EventBridge that a job has ended."""
        return cls.on("events:DescribeRule events:PutRule events:PutTargets", f"events:{{r}}:{{a}}:rule/{name}")

    @classmethod
    def untold(cls, actions: str, why: str) -> Need:
        """A row for what no definition tells."""
        return cls(tuple(actions.split()), unknown=why)

    def statements(self, call: ServiceCall) -> Iterator[Statement]:
        """What the call needs of this; raises UnknownNeed where it cannot be told."""
        everything = self.resources == ("*",)  # no right to that because it might be needed
        if self.when and not any(call.has(member, surely=everything) for member in self.when.split("|")):
            return
        if any(call.has(member, surely=True) for member in self.unless):
            return
        if self.unknown:
            call.unknown(self.unknown, self.actions)
        named = [resource for resource in self.resources if resource != "*?"]
        found = [one for resource in named for one in fill(resource, call, self.actions)]
        if call.service.startswith("sagemaker"):
            found = [one for name in found for one in _spelled(name)]
        if not found and len(named) < len(self.resources):
            found = ["*"]
        if found:
            yield Statement(self.actions, tuple(found), self._condition(call))
        elif not self.optional:
            members = [place["paths"] for resource in self.resources for place in _PLACE.finditer(resource)]
            call.unknown(f"{' or '.join(sorted({*members} - {'r', 'a'}))} is missing", self.actions)

    def _condition(self, call: ServiceCall) -> dict[str, Any] | None:
        if self.condition is None:
            return None
        return {
            test: {
                key: fill(value, call, self.actions, "")[0] if isinstance(value, str) else value
                for key, value in keys.items()
            }
            for test, keys in self.condition.items()
        }


def fill(template: str, call: ServiceCall, actions: tuple[str, ...], scheme: str | None = None) -> list[Any]:
    """The resources that a template stands for in a call, as `Need` tells; none where it ends with `?` and its members
    are missing. Raises UnknownNeed where a member is missing or chosen at run time."""
    optional = template.endswith("?") and "{" in template.replace("{r}", "").replace("{a}", "")
    text = template.removesuffix("?") if optional else template
    here = call.account
    text = text.replace("{r}", here.region).replace("{a}", here.account) if "{" in text else text
    head = f"arn:{here.partition}:" if scheme is None else scheme
    places = list(_PLACE.finditer(text))
    if not places:
        return [text if text == "*" else f"{head}{text}"]
    values = [_values(place, call, actions) for place in places]
    if optional and not all(values):
        return []
    for place, found in zip(places, values, strict=True):
        if not found:
            call.unknown(f"{place['paths'].replace('|', ' or ')} is missing", actions)
    return [_place(text, head, places, chosen, call, actions) for chosen in product(*values)]


def _values(place: re.Match[str], call: ServiceCall, actions: tuple[str, ...]) -> list[Any]:
    for path in place["paths"].split("|"):
        try:
            found = call.each(path, actions)
        except ChosenNeed:
            if not place["loose"]:
                raise
            return ["*"]
        if found:
            form = FORMS.get(place["form"] or path.split(".")[-1])
            return [one if deferred(one) or form is None else form(one, call, actions) for one in found]
    return [] if place["default"] is None else [place["default"]]


def _place(
    text: str,
    head: str,
    places: list[re.Match[str]],
    values: tuple[Any, ...],
    call: ServiceCall,
    actions: tuple[str, ...],
) -> Any:
    """One resource: the text with each value in its place, or the value that is a resource already."""
    for value in values:
        if deferred(value):
            return value
    if places[0][0] == text:
        return call.whole(values[0], actions) if head else values[0]
    result, end = head, 0
    for place, value in zip(places, values, strict=True):
        before, behind = text[end : place.start()], text[place.end() :]
        if symbolic(value) and re.search(r"(Arn|ARN)s?$", place["paths"]) and head:  # it stands for a whole ARN
            result, end = value, place.end()
            continue
        if value.startswith("arn:") and head:
            call.whole(value, actions)
            kind, named = split_arn(result + before)[-1], split_arn(value)[-1]
            if kind and behind in ("/*", ":*") and named.startswith(kind):
                return value if behind[0] in named[len(kind) :] else f"{value}{behind}"
            if not behind or (kind and named.startswith(kind)):
                result, end = value, place.end()
                continue
            if _ACCESS_POINT.fullmatch(value):
                result, end = f"{value}/object", place.end()
                continue
            value = re.split(r"[/:]", value)[-1]
        if before.endswith("/") and (value.startswith("/") or (not value and behind.startswith("/"))):
            before = before[:-1]
        result, end = f"{result}{before}{value}", place.end()
    return result + text[end:]


def _spelled(resource: Any) -> tuple[Any, ...]:
    """A resource of SageMaker, which writes the names of its ARNs in lower case, endpoints for one, but not all."""
    if type(resource) is not str or "sagemaker" not in resource or "${" in resource:
        return (resource,)
    return tuple(dict.fromkeys((resource, resource.lower())))


def _queue(url: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return the ARN of the queue that a URL names."""
    if symbolic(url):
        where = call.account.arn("sqs", "<the queue's name>")
        call.unknown(f"QueueUrl is {url}, which stands for a URL; the resource is the queue's ARN, {where}", actions)
    found = _QUEUE_URL.fullmatch(url)
    if found is None:
        call.unknown(f"QueueUrl {url!r} is no URL of an SQS queue", actions)
    here = Account(call.account.partition, found["region"] or found["old"] or call.account.region, found["account"])
    return here.arn("sqs", found["name"])


def _secret(name: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """A secret by its name, or an ARN without its end: a dash and six letters that Secrets Manager thinks out."""
    whole = name.startswith("arn:") and re.search(r"(-[A-Za-z0-9]{6}|\*|\})$", name)
    return name if whole else f"{name}-??????"


def _key(key: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """A KMS key: IAM checks the key itself, whatever alias a call names it by."""
    if re.match(r"(arn:[^:]+:kms:[^:]*:[^:]*:)?alias/", key):
        call.unknown(f"{key!r} is an alias, and IAM checks the key behind it", actions)
    return key


def _location(uri: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """An object of S3 by its URI, as an ARN has it."""
    if not uri.startswith("s3://"):
        call.unknown(f"{uri!r} is no URI of S3", actions)
    return uri.removeprefix("s3://").rstrip("/")


def _bucket(uri: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """The bucket of a URI of S3."""
    return _location(uri, call, actions).partition("/")[0]


def _bus(name: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """What stands before the name of a rule: its bus and a slash, and nothing where that is the default one."""
    bus = name.rpartition("/")[2]
    return "" if bus == "default" else f"{bus}/"


def _document(name: str, call: ServiceCall, actions: tuple[str, ...], kind: str = "document") -> str:
    """A document of Systems Manager: those of AWS are of no account, and no other may begin as they do."""
    if not re.match(r"aws|amazon|amzn", name, re.IGNORECASE):
        return name
    return f"{replace(call.account, account='').arn('ssm', kind)}/{name}"


def _automation(name: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """A document of Systems Manager that is an automation."""
    return _document(name, call, actions, "automation-definition")


def _folder(prefix: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """A prefix of S3 that Step Functions adds a slash to."""
    return prefix.rstrip("/")


def _source(source: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """What `CopySource` names: `bucket/key`, with a slash before it and a version behind it at times."""
    return unquote(source.removeprefix("/").partition("?versionId=")[0])


def _revision(name: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """A definition of tasks or jobs: its newest revision where the call names none."""
    return name if symbolic(name) or re.search(r":\d+$", name) else f"{name}:*"


def _address(sender: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """The address of a sender, `Pizza <shop@example.com>` for one."""
    return sender.rpartition("<")[2].rstrip("> ")


def _domain(sender: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """The domain of a sender, which may be the identity that SES knows."""
    return _address(sender, call, actions).rpartition("@")[2]


def _report_group(arn: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """The group of a report of CodeBuild: `…:report/GROUP:ID` is one of `…:report-group/GROUP`."""
    return re.sub(r":report/([^:]+):.+", r":report-group/\1", arn)


def _parent(parent: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """A root or a unit of an organization, whose own identifier no call has."""
    return f"{'root' if parent.startswith('r-') else 'ou'}/o-*/{parent}"


FORMS: Final[Mapping[str, Callable[[str, ServiceCall, tuple[str, ...]], str]]] = {
    "CopySource": _source,
    "KeyId": _key,
    "KmsKeyId": _key,
    "QueueUrl": _queue,
    "SSEKMSKeyId": _key,
    "SecretId": _secret,
    "address": _address,
    "automation": _automation,
    "bucket": _bucket,
    "bus": _bus,
    "document": _document,
    "domain": _domain,
    "folder": _folder,
    "location": _location,
    "parent": _parent,
    "report": _report_group,
    "revision": _revision,
    "secret": _secret,
}
"""How a value is written in an ARN, by the member that holds it or by the form that a template asks for."""
