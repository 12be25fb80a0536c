"""A function that another server runs, such as `sam local start-lambda` or the Runtime Interface Emulator."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import quote, urlsplit

from aslant.local.functions.function import Function
from aslant.local.functions.workers import Invocation, Workers

__all__ = ["RemoteFunction"]

INVOKE_PATH = re.compile(r"/\d{4}-\d\d-\d\d/functions/[^/]+/invocations")

TIMEOUT = 905.0
"""The seconds to wait for a response, a little longer than Lambda's longest timeout."""

ERROR_MEMBERS = frozenset({"errorMessage", "errorType", "requestId", "stackTrace", "trace"})


class RemoteFunction(Workers):
    """A function that is invoked by HTTP, with Lambda's Invoke API."""

    def __init__(self, function: Function, url: str) -> None:  # it has no workers here
        """Invoke a function at a URL: that of Invoke itself, or of a server with the Lambda API."""
        self.function = function
        self._url = url
        self._parts = urlsplit(url)
        whole = INVOKE_PATH.fullmatch(self._parts.path) or self._parts.path not in ("", "/")
        self._path = self._parts.path if whole else f"/2015-03-31/functions/{quote(function.name)}/invocations"

    def invoke(self, event: bytes, request_id: str | None = None) -> Invocation:
        """Invoke the function with an event, JSON in UTF-8. It does not raise, whatever the server does."""
        kind = HTTPSConnection if self._parts.scheme == "https" else HTTPConnection
        connection = kind(self._parts.hostname or "", self._parts.port, timeout=TIMEOUT)
        headers = {"Content-Type": "application/json", "X-Amz-Invocation-Type": "RequestResponse"}
        try:
            connection.request("POST", self._path, event, headers)
            response = connection.getresponse()
            body = response.read()
        except (OSError, HTTPException) as error:
            return self._failed_call("Lambda.SdkClientException", str(error) or type(error).__name__)
        finally:
            connection.close()
        if response.status != 200:
            found = body.decode("utf-8", "replace").strip() or response.reason
            name = response.getheader("x-amzn-errortype", "").partition(":")[0] or "ServiceException"
            return self._failed_call(f"Lambda.{name}", f"status {response.status}: {found}")
        try:
            value = json.loads(body or b"null")
        except (ValueError, RecursionError):
            return self._failed_call("Lambda.ServiceException", "the response is not valid JSON")
        failed = bool(response.getheader("x-amz-function-error")) or _is_error(value)
        return Invocation(body or b"null", failed)

    def start(self) -> str | None:
        """Do nothing, as the other server decides when the function starts."""
        return None

    def retire(self) -> None:
        """Do nothing, since a remote function runs without workers."""

    def end(self) -> None:
        """Do nothing, since a remote function runs without workers."""

    def _failed_call(self, error: str, why: str) -> Invocation:
        message = f"The function {self.function.name!r} could not be invoked at {self._url}: {why}."
        return Invocation(json.dumps({"errorType": error, "errorMessage": message}).encode(), failed=True)


def _is_error(value: object) -> bool:
    """Return whether a result is Lambda's error object, which some emulators return without the header."""
    if not isinstance(value, Mapping):
        return False
    return {"errorMessage", "errorType"} <= value.keys() <= ERROR_MEMBERS
