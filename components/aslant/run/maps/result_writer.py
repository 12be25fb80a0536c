"""ResultWriter: what becomes of the results of a distributed Map (developer guide, section 'ResultWriter (Map)')."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from aslant.errors import DefinitionError
from aslant.json_value import Json
from aslant.run.execution import Execution
from aslant.run.failure import Failure
from aslant.run.fiber import Fiber
from aslant.run.language import Language
from aslant.run.maps.s3_objects import S3Objects
from aslant.run.report.describe_execution import describe_execution
from aslant.run.timestamps import format_timestamp
from aslant.run.values import dumps, size

__all__ = ["ResultWriter", "shaped"]

_RESOURCE = re.compile(r"arn:[^:]+:states:[^:]*:[^:]*:s3:putObject")
_TRANSFORMATIONS = ("NONE", "COMPACT", "FLATTEN")
_TYPES = ("JSON", "JSONL")


class ResultWriter:
    """The ResultWriter of a Map, which writes or transforms its results."""

    def __init__(self, definition: Any, language: Language) -> None:
        """Read the field, and raise DefinitionError for an invalid one."""
        if not isinstance(definition, Mapping):
            raise DefinitionError(f"it must be an object, not {definition!r}")
        resource = definition.get("Resource")
        config = definition.get("WriterConfig", {})
        if resource is None and not config:
            raise DefinitionError("it must have a Resource with its parameters, a WriterConfig, or both")
        if resource is not None and not (isinstance(resource, str) and _RESOURCE.fullmatch(resource)):
            raise DefinitionError(f"its Resource must be arn:aws:states:::s3:putObject, not {resource!r}")
        if not isinstance(config, Mapping):
            raise DefinitionError(f"WriterConfig must be an object, not {config!r}")
        self.exports = resource is not None
        """Whether the results go to S3."""
        self.transformation = config.get("Transformation", "NONE" if self.exports else "COMPACT")
        self._type = config.get("OutputType", "JSON")
        if self.transformation not in _TRANSFORMATIONS or self._type not in _TYPES:
            raise DefinitionError(
                f"WriterConfig must have a Transformation of {', '.join(_TRANSFORMATIONS)} and an OutputType of "
                f"{' or '.join(_TYPES)}, not {self.transformation!r} and {self._type!r}"
            )
        field = "Arguments" if "Arguments" in definition else "Parameters"
        self._parameters = language.payload(definition.get(field, {}), f"ResultWriter/{field}")

    def place(self, arguments: Json, fiber: Fiber) -> tuple[str, str]:
        """Return the bucket and the prefix for the results."""
        place = self._parameters(arguments, fiber)
        bucket, prefix = (place.get("Bucket"), place.get("Prefix", "")) if isinstance(place, dict) else (None, "")
        if not isinstance(bucket, str) or not isinstance(prefix, str):
            raise Failure("States.ResultWriterFailed", f"The ResultWriter needs Bucket and Prefix: {dumps(place)}")
        return bucket, prefix

    def preview(self, executions: Sequence[Execution]) -> Json:
        """Return the state's output if the results are not written to S3."""
        results = shaped(executions, self.transformation)
        return results if self._type == "JSON" else "\n".join(map(dumps, results))

    def write(
        self,
        store: S3Objects,
        place: tuple[str, str],
        map_run_arn: str,
        executions: Sequence[Execution],
        pending: Sequence[Json],
        exported: list[Json],
        redrive_count: int = 0,
    ) -> Json:
        """Write the results and their manifest, and return the state's output or raise States.ResultWriterFailed.

        A redrive writes the results that are new. Its manifest lists the files with earlier results, too (recorded on
        AWS): `exported`, to which the new file is added.
        """
        bucket, prefix = place
        redrive = f"Redrive-{redrive_count}" if redrive_count else ""
        folder = "/".join(filter(None, (prefix.rstrip("/"), map_run_arn.rpartition(":")[2], redrive)))
        succeeded = [execution for execution in executions if execution.status == "SUCCEEDED"]
        failed = [execution for execution in executions if execution.status != "SUCCEEDED"]
        waiting = [
            {"Input": dumps(input), "InputDetails": {"Included": True}, "Status": "PENDING"} for input in pending
        ]
        results: dict[str, list[Json]] = {
            "FAILED": shaped(failed, "NONE"),
            "PENDING": waiting,
            "SUCCEEDED": shaped(succeeded, self.transformation),
        }
        files: dict[str, list[Json]] = {}
        try:
            for status, entries in results.items():
                files[status] = []
                if entries or (status == "SUCCEEDED" and exported):  # recorded on AWS: `[]` without new results
                    text = dumps(entries) if self._type == "JSON" else "".join(f"{dumps(entry)}\n" for entry in entries)
                    key = f"{folder}/{status}_0.{self._type.lower()}"
                    store.put(bucket, key, text)
                    files[status].append({"Key": key, "Size": size(text)})
            exported += files["SUCCEEDED"]
            files["SUCCEEDED"] = list(exported)
            manifest = {"DestinationBucket": bucket, "MapRunArn": map_run_arn, "ResultFiles": files}
            store.put(bucket, f"{folder}/manifest.json", dumps(manifest))
        except Failure as failure:
            raise Failure("States.ResultWriterFailed", failure.cause or failure.error) from None
        return {"MapRunArn": map_run_arn, "ResultWriterDetails": {"Bucket": bucket, "Key": f"{folder}/manifest.json"}}


def shaped(executions: Sequence[Execution], transformation: str) -> list[Json]:
    """Return the results of child executions. A failed one always has its full description."""
    results: list[Json] = []
    for execution in executions:
        if transformation == "NONE" or execution.status != "SUCCEEDED":
            results.append(describe_execution(execution, format_timestamp))
        elif transformation == "FLATTEN" and isinstance(execution.output, list):
            results += execution.output
        else:
            results.append(execution.output)
    return results
