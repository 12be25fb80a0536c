"""The fields of a distributed Map (developer guide, section 'Distributed mode')."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from aslant.errors import DefinitionError
from aslant.json_value import Json
from aslant.run.execution import MachineType
from aslant.run.failure import EvaluationFailure
from aslant.run.fiber import Fiber
from aslant.run.language import Language
from aslant.run.maps.item_batcher import ItemBatcher
from aslant.run.maps.item_reader import ItemReader
from aslant.run.maps.result_writer import ResultWriter
from aslant.run.maps.tolerance import Tolerance
from aslant.run.state import whole_number

__all__ = ["Distribution"]


class Distribution:
    """The fields of a distributed Map that other Maps do not have."""

    def __init__(self, name: str, definition: Mapping[str, Any], config: Mapping[str, Any], language: Language) -> None:
        """Read the fields, and raise DefinitionError for an invalid one."""
        type = config.get("ExecutionType", "STANDARD")
        if type not in ("STANDARD", "EXPRESS"):
            raise DefinitionError(f"ExecutionType must be STANDARD or EXPRESS, not {type!r}")
        self.type: MachineType = type
        label = definition.get("Label")
        if label is not None and not isinstance(label, str):
            raise DefinitionError(f"Label must be a string, not {label!r}")
        self._label = label
        self._name = name
        self.reader = _made(ItemReader, definition, language)
        self.batcher = _made(ItemBatcher, definition, language)
        self.writer = _made(ResultWriter, definition, language)
        self._count = language.value(definition, "ToleratedFailureCount")
        self._percentage = language.value(definition, "ToleratedFailurePercentage")

    def label(self, machine_arn: str) -> str:
        """Return the name of the state in the ARNs of the Map Run and its executions. AWS generates one, too."""
        return self._label or str(uuid.uuid3(uuid.NAMESPACE_URL, f"{machine_arn}/{self._name}"))

    def tolerated(self, arguments: Json, fiber: Fiber) -> Tolerance:
        """Return the tolerated number and percentage of failed items."""
        percentage = None if self._percentage is None else _percentage(self._percentage(arguments, fiber))
        count = None if self._count is None else whole_number(self._count(arguments, fiber), "ToleratedFailureCount")
        return Tolerance(count, percentage)


def _percentage(value: Json) -> float:
    """Return a number from 0 to 100. A string of digits is accepted as well, as on AWS."""
    if isinstance(value, str):
        value = whole_number(value, "ToleratedFailurePercentage")
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 100:
        raise EvaluationFailure(f"The ToleratedFailurePercentage must be a number from 0 to 100: {value!r}")
    return value


def _made(kind: Callable[[Any, Language], Any], definition: Mapping[str, Any], language: Language) -> Any:
    """Return an instance for the field with the name of the class; None if it is not set."""
    field = kind.__name__
    try:
        return kind(definition[field], language) if field in definition else None
    except DefinitionError as problem:
        raise DefinitionError(f"{field}: {problem}") from None
