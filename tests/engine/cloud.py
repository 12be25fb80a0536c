"""The account of the stand-in provider: its resources, in a file for the duration of a test."""

from __future__ import annotations

import fcntl
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources import outputs_of

__all__ = ["Cloud", "CloudError", "Standing", "new_version"]

ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ROUTE = "aws:apigatewayv2/route:Route"
STAGE = "aws:apigatewayv2/stage:Stage"
STATE_MACHINE = "aws:sfn/stateMachine:StateMachine"

UNIQUE = {
    "aws:acm/certificateValidation:CertificateValidation": ("certificateArn",),
    "aws:apigateway/methodSettings:MethodSettings": ("restApi", "stageName", "methodPath"),
    "aws:apigateway/stage:Stage": ("restApi", "stageName"),
    "aws:apigatewayv2/apiMapping:ApiMapping": ("domainName", "apiMappingKey"),
    ROUTE: ("apiId", "routeKey"),
    STAGE: ("apiId", "name"),
}
"""The inputs that no two resources have alike, where that is not their id: AWS answers ConflictException, or the two
are one thing there."""

VERSIONED = {
    "aws:lambda/function:Function": ("version", "qualifiedArn", "qualifiedInvokeArn"),
    STATE_MACHINE: ("stateMachineVersionArn",),
}
"""The outputs that have the number of the version, where each change is to be published."""


class CloudError(Exception):
    """An error of an AWS call."""


@dataclass
class Standing:
    """One resource in the account.

    `key` is its URN and a number, since a replacement exists next to the old resource for a while.
    """

    key: str
    type: str
    name: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    version: int = 1

    @property
    def id(self) -> str:
        return str(self.outputs["id"])

    @property
    def identity(self) -> tuple[Any, ...]:
        """The values that are unique among the resources of its type."""
        return tuple(self.inputs.get(key) for key in UNIQUE[self.type]) if self.type in UNIQUE else (self.id,)

    @property
    def handles(self) -> set[str]:
        """The strings by which others refer to it: its ARN, and its ID if AWS generated it. A name is not a "
        "reference."""
        ids = {self.id} - {one for one in self.inputs.values() if isinstance(one, str)}
        return {self.outputs["arn"], *ids} if "arn" in self.outputs else ids

    @cached_property
    def text(self) -> str:
        """Its inputs as text, without escaped quotes, in which to search for references."""
        return json.dumps(self.inputs).replace("\\", "")

    def is_(self, urn: str, id_: str) -> bool:
        return self.key.rpartition("#")[0] == urn and self.id == id_


def new_version(type_: str, old: dict[str, Any], new: dict[str, Any]) -> tuple[str, ...]:
    """The outputs that a change makes new, since it is published: everything but its tags belongs to a version."""
    same = all(old.get(key) == new.get(key) for key in {*old, *new} - {"tags"})
    return () if same or not new.get("publish") else VERSIONED.get(type_, ())


class Cloud:
    """Creates, updates and deletes resources as AWS does, with the outputs of `aslant.local`.

    The file is a journal, one line a change, so that several processes can share it: an explicit provider is one.
    """

    def __init__(self, path: Path) -> None:
        """The account in a file, which need not be there yet."""
        self._path = path
        self._standing: dict[str, Standing] = {}
        self._read_to = 0
        self._serial = 0

    def all(self) -> list[Standing]:
        """Return all resources, the oldest first."""
        with self._open():
            return list(self._standing.values())

    def create(self, urn: str, type_: str, name: str, inputs: dict[str, Any], account: LocalAccount) -> Standing:
        """Create a resource; refuse one whose dependencies do not exist yet, as AWS does."""
        with self._open() as journal:
            self._check(type_, inputs)
            made = Standing(f"{urn}#{self._serial + 1}", type_, name, inputs, {})
            made.outputs = self._outputs(made, account, list(self._standing.values()))
            if any(other.type == type_ and other.identity == made.identity for other in self._standing.values()):
                raise CloudError(f"ConflictException: {type_} {made.identity} exists already")
            self._write(journal, made.key, made)
            return made

    def update(self, urn: str, id_: str, inputs: dict[str, Any], account: LocalAccount) -> Standing:
        """Change a resource; keep the outputs that AWS generated."""
        with self._open() as journal:
            found = self._find(urn, id_)
            self._check(found.type, inputs)
            newer = new_version(found.type, found.inputs, inputs)
            changed = replace(found, inputs=inputs, version=found.version + bool(newer))
            others = list(self._standing.values())
            earlier = others[: others.index(found)]
            changed.outputs = {**self._outputs(changed, account, earlier), "id": id_}
            self._write(journal, changed.key, changed)
            return changed

    def read(self, urn: str, id_: str) -> Standing | None:
        """Return a resource, or None if it does not exist."""
        return next((one for one in self.all() if one.is_(urn, id_)), None)

    def delete(self, urn: str, id_: str) -> None:
        """Delete a resource; refuse while another one refers to it."""
        with self._open() as journal:
            found = self._find(urn, id_)
            for other in self._standing.values():
                if other is not found and _refers(other, found):
                    raise CloudError(f"{found.type} {id_!r} is in use by {other.type} {other.id!r}")
            self._write(journal, found.key, None)

    @contextmanager
    def _open(self) -> Iterator[IO[str]]:
        """Lock the journal, and read the changes of other processes."""
        with self._path.open("a+") as journal:
            fcntl.flock(journal, fcntl.LOCK_EX)
            journal.seek(self._read_to)
            for line in journal:
                self._note(**json.loads(line))
            self._read_to = journal.tell()
            yield journal

    def _write(self, journal: IO[str], key: str, standing: Standing | None) -> None:
        """Append a change, which takes effect when the journal is next read."""
        line = {"key": key, "standing": asdict(standing) if standing is not None else None}
        journal.write(json.dumps(line) + "\n")

    def _note(self, key: str, standing: dict[str, Any] | None) -> None:
        self._serial = max(self._serial, int(key.rpartition("#")[2]))
        if standing is None:
            del self._standing[key]
        else:
            self._standing[key] = Standing(**standing)

    def _find(self, urn: str, id_: str) -> Standing:
        found = next((one for one in self._standing.values() if one.is_(urn, id_)), None)
        if found is None:
            raise CloudError(f"{id_!r} of {urn} does not exist")
        return found

    def _outputs(self, one: Standing, account: LocalAccount, others: list[Standing]) -> dict[str, Any]:
        registry = Registry()
        for other in others:
            registry.add(RegisteredResource(other.key, other.type, other.name, other.inputs, other.outputs))
        resource = RegisteredResource(one.key, one.type, one.name, one.inputs)
        outputs = {"region": account.region, **one.inputs, **outputs_of(resource, account, registry)}
        if one.inputs.get("publish"):
            for key in VERSIONED.get(one.type, ()):  # the table knows first versions alone
                outputs[key] = re.sub(r"\b1(?=$|/invocations$)", str(one.version), outputs[key])
        return outputs

    def _check(self, type_: str, inputs: dict[str, Any]) -> None:
        """Refuse what refers to something that is not there yet: it had to wait."""
        if type_ == STATE_MACHINE:
            self._check_logging(inputs["roleArn"], inputs["loggingConfiguration"]["logDestination"])
        if type_ == STAGE:
            keys = [one.inputs["routeKey"] for one in self._of(ROUTE) if one.inputs["apiId"] == inputs["apiId"]]
            for settings in inputs.get("routeSettings", []):
                if settings["routeKey"] not in keys:
                    raise CloudError(f"unable to find route by key {settings['routeKey']} within the route settings")

    def _check_logging(self, role_arn: str, destination: str) -> None:
        """Step Functions checks that the role may deliver logs, so the role's policy must be there."""
        role = next((one.id for one in self._standing.values() if one.outputs.get("arn") == role_arn), None)
        policies = [one.inputs["policy"] for one in self._of(ROLE_POLICY) if one.inputs["role"] == role]
        if not any("logs:CreateLogDelivery" in policy for policy in policies):
            raise CloudError("the state machine's IAM role is not authorized to access the log destination")
        if not any(f"{one.outputs.get('arn')}:*" == destination for one in self._standing.values()):
            raise CloudError(f"the log destination {destination!r} does not exist")

    def _of(self, type_: str) -> list[Standing]:
        return [one for one in self._standing.values() if one.type == type_]


def _refers(other: Standing, one: Standing) -> bool:
    """Whether a resource needs this one; a policy names its role."""
    if one.type == ROLE and other.type == ROLE_POLICY and other.inputs["role"] == one.id:
        return True
    return any(handle in other.text for handle in one.handles)
