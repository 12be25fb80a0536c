"""ResultWriter: where a distributed Map writes its results, and what they look like (guide, "ResultWriter (Map)")."""

from __future__ import annotations

from typing import Any, Literal, Self, TypedDict, Unpack

from aslant.asl.accept import value
from aslant.asl.distributed.action import Action, Name, config, present, said
from aslant.asl.field import Field, Record
from aslant.asl.unset import UNSET
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["ResultWriter", "WriterConfig"]


class WriterFields(TypedDict, total=False):
    """What the results look like."""

    output_type: Literal["JSON", "JSONL"]
    """An array, or one result a line."""
    transformation: Literal["NONE", "COMPACT", "FLATTEN"]
    """Each child execution as it was, its output alone, or its output with arrays laid open."""


class WriterConfig(Record):
    """What the results look like (developer guide, "ResultWriter (Map)")."""

    __slots__ = ()

    output_type = Field[str]("OutputType", value)
    transformation = Field[str]("Transformation", value)

    def __init__(self, **fields: Unpack[WriterFields]) -> None:
        """Write so.

        Raises:
            DefinitionError: a field is unknown or cannot hold its value.
        """
        self._fill({}, fields)


class ResultWriter(Action):
    """Where a distributed Map writes its results, and what they look like."""

    __slots__ = ()

    writer_config = Field[Json]("WriterConfig", config(WriterConfig))

    def __init__(
        self,
        resource: str | None = None,
        *,
        parameters: dict[str, Any] | None = None,
        arguments: Any = UNSET,
        writer_config: WriterConfig | dict[str, Any] | None = None,
    ) -> None:
        """Write by the action with that ARN; without one, the results stay the state's, in the form that is said.

        Raises:
            DefinitionError: nothing is said, a field cannot hold its value, or both query languages are mixed.
        """
        fields = present({"resource": resource, "parameters": parameters, "writer_config": writer_config})
        if not fields:
            raise DefinitionError(
                "a ResultWriter says where results go or what they look like; write ResultWriter.s3(…)"
            )
        self._fill({}, {**fields, "arguments": arguments})

    @classmethod
    def s3(cls, bucket: Name, prefix: Name | None = None, **fields: Unpack[WriterFields]) -> Self:
        """Write files whose keys start with the prefix; the state's result says where they are."""
        return cls._s3("putObject", {"Bucket": bucket, "Prefix": prefix}, writer_config=said(WriterConfig(**fields)))
