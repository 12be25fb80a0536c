"""ResultWriter: the destination and the format of a distributed Map's results (guide, "ResultWriter (Map)")."""

from __future__ import annotations

from typing import Any, Literal, Self, TypedDict, Unpack

from aslant.asl.accept import value
from aslant.asl.distributed.action import Action, Name, config, present, unless_empty
from aslant.asl.field import Field, Record
from aslant.asl.unset import UNSET, Unset
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["ResultWriter", "WriterConfig"]


class WriterFields(TypedDict, total=False):
    """The fields of a WriterConfig."""

    output_type: Literal["JSON", "JSONL"] | Unset | None
    """`JSON` for an array, `JSONL` for one result a line."""
    transformation: Literal["NONE", "COMPACT", "FLATTEN"] | Unset | None
    """Whether to write each child execution unchanged, only its output, or its output with arrays flattened."""


class WriterConfig(Record):
    """The format of the results (developer guide, "ResultWriter (Map)")."""

    __slots__ = ()

    output_type = Field[str]("OutputType", value)
    transformation = Field[str]("Transformation", value)

    def __init__(self, **fields: Unpack[WriterFields]) -> None:
        """Configure how results are written.

        Raises:
            DefinitionError: A field is unknown or cannot hold its value.
        """
        self._fill({}, fields)


class ResultWriter(Action):
    """The destination and the format of a distributed Map's results."""

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
        """Write with the action of that ARN. Without one, the results stay in the state's result, as configured.

        Raises:
            DefinitionError: No field is set, a field cannot hold its value, or both query languages are mixed.
        """
        fields = present({"resource": resource, "parameters": parameters, "writer_config": writer_config})
        if not fields:
            raise DefinitionError("a ResultWriter needs a destination or a format. Write ResultWriter.s3(…).")
        self._fill({}, {**fields, "arguments": arguments})

    @classmethod
    def s3(cls, bucket: Name, prefix: Name | None = None, **fields: Unpack[WriterFields]) -> Self:
        """Write files whose keys start with the prefix. The state's result names them."""
        return cls._s3(
            "putObject", {"Bucket": bucket, "Prefix": prefix}, writer_config=unless_empty(WriterConfig(**fields))
        )
