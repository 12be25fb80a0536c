"""ServiceAction: an action of an optimized integration, and the Python names of its parameters."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple, cast

__all__ = ["Pattern", "ServiceAction", "snake"]

Pattern = Literal["", "sync", "sync:2", "waitForTaskToken"]
"""The suffix of the ARN for the event that the task waits for. Empty means request and response."""

_MODULES: Final = {"elasticmapreduce": "emr", "lambda": "lambda_", "states": "stepfunctions"}
"""The modules whose names differ from the service's name in the ARN."""

_WORD_END = r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"


class ServiceAction(NamedTuple):
    """An action of a service in Step Functions. Parameters go by their ASL names."""

    service: str
    """The service's name in the ARN: `sqs`, `elasticmapreduce`, `states`."""
    name: str
    """The action's name in the ARN: `sendMessage`."""
    patterns: frozenset[Pattern]
    """The patterns that a task can use. An EXPRESS workflow supports only `""`."""
    required: tuple[str, ...]
    """The required parameters."""
    optional: tuple[str, ...]
    """The optional parameters."""
    model: str
    """The same action in `asl/services/`: `sfn:startExecution`; empty if no API has it."""

    @classmethod
    def of(cls, key: str, patterns: str, required: str, optional: str = "", model: str | None = None) -> ServiceAction:
        """Return an action from a row of the catalogue. Strings of words represent lists; a model of None is `key`."""
        service, _, name = key.partition(":")
        waits = cast("list[Pattern]", patterns.split())
        words = tuple(required.split()), tuple(optional.split())
        return cls(service, name, frozenset(["", *waits]), *words, key if model is None else model)

    @property
    def key(self) -> str:
        """The key in the catalogue: `sqs:sendMessage`."""
        return f"{self.service}:{self.name}"

    @property
    def function(self) -> str:
        """The function that makes the call: `sqs.send_message`."""
        module = _MODULES.get(self.service, self.service.replace("-", "_"))
        return f"{module}.{snake(self.name)}"

    @property
    def names(self) -> dict[str, str]:
        """The ASL name of each parameter by its Python name."""
        return {snake(name): name for name in (*self.required, *self.optional)}


def snake(name: str) -> str:
    """Return an API's name in snake_case: `KmsKeyId` is `kms_key_id`, `S3Uri` is `s3_uri`, `InMB` is `in_mb`."""
    return re.sub(_WORD_END, "_", name).lower()
