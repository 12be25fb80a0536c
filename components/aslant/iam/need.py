"""Need: a row of the permission tables, with actions and templates for their resources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final
from urllib.parse import unquote

from aslant.iam.arn import split_arn
from aslant.iam.call import Account, RunTimeNeed, ServiceCall, is_symbol, is_unresolved
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
    """A permission that a call needs: IAM `actions` on `resources`, under a `condition`.

    A resource is a template for an ARN without its partition, in which `{r}` is the region, `{a}` the account and
    `{Member}` the value of a parameter: `ecs:{r}:{a}:service/{Cluster=default}/{Service}`.

    - `{Member=default}` has a default for a missing parameter.
    - `{One|Other}` is the first of two parameters that the call has. `{Target.RoleArn}` is a nested parameter.
    - `{Key*}` becomes `*` if the parameter is chosen at run time. It is only a part of a resource that is known.
    - `{Location:bucket}` converts the value with a function of `FORMS`.
    - A template that ends with `?` is left out if the call has no such parameter.
    - An ARN in place of a name at the end of the template is the resource itself.
    - `*` alone is for actions without a resource in the service authorization reference. `*?` is for actions whose
      resources are optional and missing in the call.

    If all resources are left out, the need is unknown or, with `optional`, does not apply. The need only applies to
    calls with the parameter `when` (`One|Other`: either), and only to calls with none of the parameters `unless`.
    `unknown` is the reason why the resources of every call are unknown.
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
        """Return a need: `on("glue:GetJobRun glue:BatchStopJobRun", "glue:{r}:{a}:job/{JobName}")`."""
        return cls(tuple(actions.split()), resources, condition)

    @classmethod
    def tagging(cls, action: str, *resources: str, tags: str = "Tags") -> Need:
        """Return the right to tag the resource that a call creates, which it needs if it has tags."""
        return cls((action,), resources, when=tags)

    @classmethod
    def passing(cls, service: str | tuple[str, ...], *roles: str) -> Need:
        """Return the right to pass roles to a service; `roles` are the members with their ARNs or names.

        `service` is the service's principal, or several possible ones. If it is empty, there is no condition.
        """
        principals = [service] if isinstance(service, str) else list(service)
        test = "StringLike" if any("*" in principal for principal in principals) else "StringEquals"
        value = principals[0] if len(principals) == 1 else principals
        condition = {test: {"iam:PassedToService": value}} if value else None
        resources = tuple(f"iam::{{a}}:role/{{{role}}}?" for role in roles)
        return cls(("iam:PassRole",), resources, condition, optional=True)

    @classmethod
    def managed_rule(cls, name: str) -> Need:
        """Return the rights on the EventBridge rule that notifies Step Functions of the end of a job."""
        return cls.on("events:DescribeRule events:PutRule events:PutTargets", f"events:{{r}}:{{a}}:rule/{name}")

    @classmethod
    def undetermined(cls, actions: str, why: str) -> Need:
        """Return a need whose resources no definition contains."""
        return cls(tuple(actions.split()), unknown=why)

    def statements(self, call: ServiceCall) -> Iterator[Statement]:
        """Yield the statements for a call; raises UnknownNeed if its resources are unknown."""
        everything = self.resources == ("*",)  # granted only if it is certainly needed
        if self.when and not any(call.has(member, certain=everything) for member in self.when.split("|")):
            return
        if any(call.has(member, certain=True) for member in self.unless):
            return
        if self.unknown:
            call.unknown(self.unknown, self.actions)
        templates = [resource for resource in self.resources if resource != "*?"]
        found = [resource for template in templates for resource in fill(template, call, self.actions)]
        if call.service.startswith("sagemaker"):
            found = [spelling for resource in found for spelling in _spellings(resource)]
        if not found and len(templates) < len(self.resources):
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
    """Return the resources of a call for a template (see `Need`); none if it ends with `?` and its members are missing.

    Raises UnknownNeed if a member is missing or chosen at run time.
    """
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
        except RunTimeNeed:
            if not place["loose"]:
                raise
            return ["*"]
        if found:
            form = FORMS.get(place["form"] or path.split(".")[-1])
            return [value if is_unresolved(value) or form is None else form(value, call, actions) for value in found]
    return [] if place["default"] is None else [place["default"]]


def _place(
    text: str,
    head: str,
    places: list[re.Match[str]],
    values: tuple[Any, ...],
    call: ServiceCall,
    actions: tuple[str, ...],
) -> Any:
    """Return the template with its places filled, or a value that is a whole resource."""
    for value in values:
        if is_unresolved(value):
            return value
    if places[0][0] == text:
        return call.whole(values[0], actions) if head else values[0]
    result, end = head, 0
    for place, value in zip(places, values, strict=True):
        before, after = text[end : place.start()], text[place.end() :]
        if is_symbol(value) and re.search(r"(Arn|ARN)s?$", place["paths"]) and head:  # the symbol is a whole ARN
            result, end = value, place.end()
            continue
        if value.startswith("arn:") and head:
            call.whole(value, actions)
            kind, name = split_arn(result + before)[-1], split_arn(value)[-1]
            if kind and after in ("/*", ":*") and name.startswith(kind):
                return value if after[0] in name[len(kind) :] else f"{value}{after}"
            if not after or (kind and name.startswith(kind)):
                result, end = value, place.end()
                continue
            if _ACCESS_POINT.fullmatch(value):
                result, end = f"{value}/object", place.end()
                continue
            value = re.split(r"[/:]", value)[-1]
        if before.endswith("/") and (value.startswith("/") or (not value and after.startswith("/"))):
            before = before[:-1]
        result, end = f"{result}{before}{value}", place.end()
    return result + text[end:]


def _spellings(resource: Any) -> tuple[Any, ...]:
    """Return a SageMaker resource as given and in lower case, because some of its ARNs have lowercase names."""
    if type(resource) is not str or "sagemaker" not in resource or "${" in resource:
        return (resource,)
    return tuple(dict.fromkeys((resource, resource.lower())))


def _queue(url: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return the ARN of the queue that a URL names."""
    if is_symbol(url):
        arn = call.account.arn("sqs", "<the queue's name>")
        call.unknown(f"QueueUrl is {url}, whose value is a URL, but the resource is the queue's ARN, {arn}", actions)
    found = _QUEUE_URL.fullmatch(url)
    if found is None:
        call.unknown(f"QueueUrl {url!r} is not the URL of an SQS queue", actions)
    here = Account(call.account.partition, found["region"] or found["old"] or call.account.region, found["account"])
    return here.arn("sqs", found["name"])


def _secret(name: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return a secret's name or ARN with the ending that Secrets Manager generates: a dash and six characters."""
    whole = name.startswith("arn:") and re.search(r"(-[A-Za-z0-9]{6}|\*|\})$", name)
    return name if whole else f"{name}-??????"


def _key(key: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return a KMS key; an alias is an unknown need, because IAM checks the key itself."""
    if re.match(r"(arn:[^:]+:kms:[^:]*:[^:]*:)?alias/", key):
        call.unknown(f"{key!r} is an alias, and IAM checks the key that it refers to", actions)
    return key


def _location(uri: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return the bucket and key of an S3 URI, as in an ARN."""
    if not uri.startswith("s3://"):
        call.unknown(f"{uri!r} is not an S3 URI", actions)
    return uri.removeprefix("s3://").rstrip("/")


def _bucket(uri: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return the bucket of an S3 URI."""
    return _location(uri, call, actions).partition("/")[0]


def _bus(name: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return the prefix of a rule's name: its bus and a slash, or nothing for the default bus."""
    bus = name.rpartition("/")[2]
    return "" if bus == "default" else f"{bus}/"


def _document(name: str, call: ServiceCall, actions: tuple[str, ...], kind: str = "document") -> str:
    """Return a Systems Manager document; AWS's own documents, with reserved prefixes, have no account in their ARN."""
    if not re.match(r"aws|amazon|amzn", name, re.IGNORECASE):
        return name
    return f"{replace(call.account, account='').arn('ssm', kind)}/{name}"


def _automation(name: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return a Systems Manager document that is an automation."""
    return _document(name, call, actions, "automation-definition")


def _folder(prefix: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return an S3 prefix without its slash, which Step Functions adds."""
    return prefix.rstrip("/")


def _source(source: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return the `bucket/key` of a `CopySource`, which may begin with a slash and end with a version."""
    return unquote(source.removeprefix("/").partition("?versionId=")[0])


def _revision(name: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return a task or job definition; without a revision, all of them, because the call uses the newest."""
    return name if is_symbol(name) or re.search(r":\d+$", name) else f"{name}:*"


def _address(sender: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return the address of a sender such as `Pizza <shop@example.com>`."""
    return sender.rpartition("<")[2].rstrip("> ")


def _domain(sender: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return the domain of a sender, which may be the identity in SES."""
    return _address(sender, call, actions).rpartition("@")[2]


def _report_group(arn: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return the group of a CodeBuild report: `…:report/GROUP:ID` belongs to `…:report-group/GROUP`."""
    return re.sub(r":report/([^:]+):.+", r":report-group/\1", arn)


def _parent(parent: str, call: ServiceCall, actions: tuple[str, ...]) -> str:
    """Return a root or a unit in any organization, because calls do not contain the organization's ID."""
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
"""Functions that convert a value for an ARN, by the member that holds it or by the form in a template."""
