"""One action that Step Functions calls by itself, and how its parameters are spelled in Python."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple, cast

__all__ = ["Pattern", "ServiceAction", "snake"]

Pattern = Literal["", "sync", "sync:2", "waitForTaskToken"]
"""What stands after the action's name and a dot: nothing (request and response), or for what the task waits."""

_MODULES: Final = {"elasticmapreduce": "emr", "lambda": "lambda_", "states": "stepfunctions"}
"""The modules that are not called as the ARN calls the service."""

_WORD_END = r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"


class ServiceAction(NamedTuple):
    """An action of a service as Step Functions knows it; parameters go by their ASL names."""

    service: str
    """The service as the ARN names it: `sqs`, `elasticmapreduce`, `states`."""
    name: str
    """The action as the ARN names it: `sendMessage`."""
    patterns: frozenset[Pattern]
    """For what a task may wait. An EXPRESS workflow has only `""` of them."""
    required: tuple[str, ...]
    """The parameters that a call needs."""
    optional: tuple[str, ...]
    """The parameters that a call may have beside them."""

    @classmethod
    def of(cls, key: str, patterns: str, required: str, optional: str = "") -> ServiceAction:
        """An action from a row of the catalogue, words standing for lists."""
        service, _, name = key.partition(":")
        waits = cast("list[Pattern]", patterns.split())
        return cls(service, name, frozenset(["", *waits]), tuple(required.split()), tuple(optional.split()))

    @property
    def key(self) -> str:
        """What stands in the ARN: `sqs:sendMessage`."""
        return f"{self.service}:{self.name}"

    @property
    def function(self) -> str:
        """The function of this package that makes the call: `sqs.send_message`."""
        module = _MODULES.get(self.service, self.service.replace("-", "_"))
        return f"{module}.{snake(self.name)}"

    @property
    def names(self) -> dict[str, str]:
        """The ASL name of each parameter by its Python name."""
        return {snake(name): name for name in (*self.required, *self.optional)}


def snake(name: str) -> str:
    """A name of the API in snake_case: `KmsKeyId` is `kms_key_id`, `S3Uri` is `s3_uri`, `MaxPayloadInMB` ends `_mb`."""
    return re.sub(_WORD_END, "_", name).lower()
