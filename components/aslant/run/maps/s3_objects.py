"""S3 in a run: the objects from mocks, and those that ResultWriters have written.

Mocks are in `tasks` under `s3://bucket/key` for an object and `s3://bucket/prefix` for a listing. An object is a
string, bytes, a Path to read, the list of items itself, or a callable that gets the request and returns one of these.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from aslant.errors import RunError, TaskError, did_you_mean
from aslant.json_value import Json
from aslant.run.failure import Failure
from aslant.run.lambdas import apply
from aslant.run.resource import TaskResource
from aslant.run.task_call import TaskCall, TaskHandling
from aslant.run.values import copied, dumps

__all__ = ["S3Objects"]

GET = "arn:aws:states:::s3:getObject"
LIST = "arn:aws:states:::s3:listObjectsV2"
PUT = "arn:aws:states:::s3:putObject"


class S3Objects:
    """The objects in S3, for one state."""

    def __init__(
        self,
        doubles: TaskHandling,
        written: dict[str, str],
        state: str,
        context: Callable[[], dict[str, Json]],
        now: float,
    ) -> None:
        """Look up objects in the mocks and in those that were written."""
        self._doubles = doubles
        self._written = written
        self._state = state
        self._context = context
        self._now = now

    def get(self, request: Mapping[str, Json], *, by_state: bool = True) -> Any:
        """Return the content of an object: a string, bytes or JSON.

        Raises:
            RunError: the object has no mock.
            Failure: the mock fails."""
        uri = f"s3://{request['Bucket']}/{request['Key']}"
        names = [*([self._state] if by_state else []), uri]
        found, double = self._find(names)
        if not found and uri in self._written:
            return self._written[uri]
        if not found:
            found, double = self._find(TaskResource.of(GET).known)
        return self._content(double, GET, request) if found else self._ask(GET, request, names)

    def listing(self, request: Mapping[str, Json]) -> list[Json]:
        """Return the objects in the response of ListObjectsV2, ordered by key if the mocks have keys."""
        bucket, prefix = request["Bucket"], request.get("Prefix") or ""
        uri = f"s3://{bucket}/{prefix}"
        names = [self._state, uri, uri.rstrip("/"), f"s3://{bucket}/", f"s3://{bucket}"]
        found, double = self._find(names)
        if not found:
            root = f"s3://{bucket}/"
            objects = {**self._doubles.tasks, **self._written}
            listed = {name[len(root) :]: objects[name] for name in sorted(objects) if name.startswith(uri)}
            if listed:
                return [self._entry(key, content) for key, content in listed.items()]
            found, double = self._find(TaskResource.of(LIST).known)
        listing = self._content(double, LIST, request) if found else self._ask(LIST, request, names)
        if isinstance(listing, Mapping):
            contents = {key: listing[key] for key in sorted(listing) if key.startswith(prefix)}
            return [self._entry(key, content) for key, content in contents.items()]
        if not isinstance(listing, list):
            raise RunError(
                f"state {self._state!r}: the mock of a listing must be a list of objects or a mapping by their keys"
            )
        return [self._entry(entry, None) if isinstance(entry, str) else entry for entry in listing]

    def put(self, bucket: str, key: str, text: str) -> None:
        """Write an object. A mock under the bucket's or the action's name gets it, too, and may fail."""
        self._written[f"s3://{bucket}/{key}"] = text
        found, double = self._find([f"s3://{bucket}", f"s3://{bucket}/", *TaskResource.of(PUT).known])
        request = {"Bucket": bucket, "Key": key, "Body": text}
        if self._doubles.everything is not None:
            self._ask(PUT, request, [])
        elif found and (callable(double) or isinstance(double, TaskError)):
            self._content(double, PUT, request)

    def _find(self, names: Iterable[str]) -> tuple[bool, Any]:
        for name in names:
            if name in self._doubles.tasks:
                return True, self._doubles.tasks[name]
        return False, None

    def _ask(self, action: str, request: Mapping[str, Json], names: list[str]) -> Any:
        """Return the content from the callable for all tasks. Raises RunError without one."""
        everything = self._doubles.everything
        if everything is not None:
            call = TaskCall(self._state, action, dict(request), self._context(), None)
            return self._content(lambda event: everything(call), action, request)
        known = [name for name in self._doubles.tasks if name.startswith("s3://")]
        near = next(filter(None, (did_you_mean(name, known) for name in names[1:])), "")
        shown = ", ".join(map(repr, dict.fromkeys([*names, *TaskResource.of(action).known])))
        raise RunError(
            f"state {self._state!r} reads its items from {names[1]}, which has no mock. "
            f"Add one of these keys to `tasks`: {shown} (looked up in this order){near}"
        )

    def _content(self, double: Any, action: str, request: Mapping[str, Json]) -> Any:
        try:
            content = apply(double, copied(dict(request)), None) if callable(double) else double
        except TaskError as refused:
            content = refused
        if isinstance(content, TaskError):
            raise Failure(content.error, content.cause or None)
        if isinstance(content, Path):
            content = content.read_bytes()
        if isinstance(content, bytes):
            return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
        if isinstance(content, str) or content is None:
            return content
        if isinstance(content, Mapping) and action == LIST:
            return content
        try:
            return copied(content)
        except (TypeError, ValueError) as problem:
            raise RunError(
                f"state {self._state!r}: the mock of an object in S3 must be a string or valid JSON: {problem}"
            ) from None

    def _entry(self, key: str, content: Any) -> dict[str, Json]:
        """Return the entry for an object in the response of ListObjectsV2."""
        if isinstance(content, Path):
            content = content.read_bytes()
        if not isinstance(content, bytes):
            text = content if isinstance(content, str) else "" if callable(content) else dumps(content)
            content = text.encode("utf-8", "surrogatepass")
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        return {
            "Etag": f'"{digest}"',
            "Key": key,
            "LastModified": int(self._now),
            "Size": len(content),
            "StorageClass": "STANDARD",
        }
