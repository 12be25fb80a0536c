"""The data of all services but Step Functions and Lambda: moto, started by the first request for one of them.

Requests are passed to moto's stub for botocore, with the address of the service at AWS. moto is not thread-safe, so
that a lock admits one request at a time. A request that waits for messages releases the lock while it waits.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from aslant.local.http import Request, Response
from aslant.local.services.credential_scope import scope_of
from aslant.local.services.hooks import Listener, install, listening
from aslant.local.services.offline import offline, seal
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry

if TYPE_CHECKING:
    from aslant.local.services.seeds import Seeds

__all__ = ["Store"]

POLL_SECONDS = 1.0
"""The interval at which a waiting request looks for messages, which can also appear after their delay."""

MOST_SECONDS = 20.0
"""The maximum wait of ReceiveMessage (SQS API reference)."""

SCHEDULING = tuple(
    f"AWSEvents.{action}"
    for action in ("DeleteRule", "DisableRule", "EnableRule", "PutRule", "PutTargets", "RemoveTargets")
)
"""The actions of EventBridge that can change a schedule."""

NOT_SERVED = ("", "Not yet implemented")


class Store:
    """The data of all services that moto implements. Safe to use from several threads."""

    def __init__(self, registry: Registry, account: LocalAccount, base: Path, log: Callable[[str], None]) -> None:
        """Create the registered resources at the first request. Those that cannot be created are logged."""
        self._registry = registry
        self._account = account
        self._base = base
        self._log = log
        self._changed = threading.Condition(threading.RLock())
        self._process: Callable[[Any], Any] | None = None
        self._seeds: Seeds | None = None
        self.listener: Listener | None = None
        """The receiver of what the services send; None to send nothing to functions and machines."""

    @property
    def lock(self) -> AbstractContextManager[object]:
        """The lock that every use of moto's data holds."""
        return self._changed

    @property
    def running(self) -> bool:
        """Whether a request has started the store."""
        return self._process is not None

    def answer(self, request: Request, service: str, region: str) -> Response:
        """Return the response to a request that is signed for a service and a Region."""
        deadline = None
        target = request.headers.get("x-amz-target", "")
        if target and not _is_object(request.body):
            return _failed(400, "SerializationException", "The request must be a JSON object.", service, request)
        if service == "sqs" and (target.endswith(".ReceiveMessage") or b"Action=ReceiveMessage" in request.body):
            request, seconds = self._without_wait(request, region)
            with self._changed:
                self.start()  # before the deadline, since it takes a while
            deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                answer = self._once(request, service, region)
                if deadline is None:
                    self._changed.notify_all()
                    self._report(request, service)
                    return answer
                rest = deadline - time.monotonic()
                if rest <= 0 or answer.status != 200 or b"ReceiptHandle" in answer.body:
                    return answer
                self._changed.wait(min(rest, POLL_SECONDS))

    def _once(self, request: Request, service: str, region: str) -> Response:
        process = self.start()
        try:
            with offline(), listening(self.listener):
                found = process(_for_aws(request, service, region))
        except NotImplementedError as error:
            return _not_served(service, request, str(error))
        except Exception as error:  # a bug in moto must not end the caller's thread
            return _failed(
                500, "InternalFailure", f"moto failed with {type(error).__name__}: {error}", service, request
            )
        if found is None or (found[0] in (404, 501) and found[2] in NOT_SERVED and not found[1]):
            return _not_served(service, request, "")
        status, headers, body = found
        data = body.encode() if isinstance(body, str) else bytes(body or b"")
        return Response(int(status), data, _headers(headers, request), note=_note(service, request))

    def start(self) -> Callable[[Any], Any]:
        """Create the registered resources, unless it is done. The caller holds the lock."""
        if self._process is None:
            from moto.core.base_backend import BackendDict
            from moto.core.botocore_stubber import BotocoreStubber

            from aslant.local.services.seeds import Seeds

            # moto's data belongs to the process, and may be that of an earlier program.
            for backend in BackendDict._instances:  # type: ignore[misc]
                backend.reset()
            seal()
            install()
            self._process = BotocoreStubber().process_request
            self._seeds = Seeds(self._account, self._base, self._seed)
            self._sow()
            if self.listener is not None:
                self.listener.started()
        return self._process

    def _report(self, request: Request, service: str) -> None:
        """Notify the listener of a request that may have changed a schedule."""
        target = request.headers.get("x-amz-target", "")
        changes = service == "scheduler" and request.method != "GET"
        if self.listener is not None and (changes or target.startswith(SCHEDULING)):
            self.listener.schedules_changed()

    def update(self, registry: Registry) -> None:
        """Create the resources that a reloaded program adds or changes. All other data is kept."""
        with self._changed:
            self._registry = registry
            if self._seeds is not None:
                self._sow()

    def reset(self) -> None:
        """Remove all data. The registered resources are created again by the next request."""
        with self._changed:
            self._process = self._seeds = None

    def _sow(self) -> None:
        assert self._seeds is not None  # noqa: S101  # it is made when the store starts
        for fault in self._seeds.sow(self._registry):
            self._log(fault)

    def _seed(self, request: Request) -> Response:
        scope = scope_of(request)
        assert scope is not None  # noqa: S101  # botocore signs every request
        return self._once(request, scope.service, scope.region)

    def _without_wait(self, request: Request, region: str) -> tuple[Request, float]:
        """Return a ReceiveMessage request that does not wait, and the seconds that the given one waits."""
        if "x-amz-target" in request.headers:
            parameters = json.loads(request.body or b"{}")
            given = parameters.get("WaitTimeSeconds")
            body = json.dumps({**parameters, "WaitTimeSeconds": 0}).encode()
        else:
            parameters = dict(parse_qsl(request.body.decode()))
            given = parameters.get("WaitTimeSeconds")
            body = urlencode({**parameters, "WaitTimeSeconds": "0"}).encode()
        seconds = self._default_wait(str(parameters.get("QueueUrl")), region) if given is None else float(given)
        changed = Request(request.method, request.path, request.query, request.headers, body)
        return changed, min(seconds, MOST_SECONDS)

    def _default_wait(self, url: str, region: str) -> float:
        """Return the seconds that a queue's ReceiveMessageWaitTimeSeconds attribute states."""
        parameters = {"QueueUrl": url, "AttributeNames": ["ReceiveMessageWaitTimeSeconds"]}
        headers = {"x-amz-target": "AmazonSQS.GetQueueAttributes", "content-type": "application/x-amz-json-1.0"}
        with self._changed:
            answer = self._once(Request("POST", "/", "", headers, json.dumps(parameters).encode()), "sqs", region)
        found = json.loads(answer.body).get("Attributes") or {} if answer.status == 200 else {}
        return float(found.get("ReceiveMessageWaitTimeSeconds", 0))


def _is_object(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body or b"{}"), dict)
    except (ValueError, RecursionError):
        return False


def _for_aws(request: Request, service: str, region: str) -> Any:
    """Return a request with the address of the service at AWS."""
    from botocore.awsrequest import AWSPreparedRequest
    from botocore.compat import HTTPHeaders

    streams = request.headers.get("x-amz-target", "").startswith("DynamoDBStreams")
    host = f"{'streams.' if streams else ''}{service}.{region}.amazonaws.com"
    headers = HTTPHeaders()
    for key, value in {**request.headers, "host": host}.items():
        headers[key] = value
    bucket, named, _ = request.headers.get("host", "").partition(".localhost")
    path = f"/{bucket}{request.path}" if service == "s3" and named else request.path
    query = f"?{request.query}" if request.query else ""
    return AWSPreparedRequest(request.method, f"https://{host}{path}{query}", headers, request.body, False)


def _headers(headers: Mapping[str, Any], request: Request) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers of a response without those that the server sets. HEAD has no body, so its length is kept."""
    return tuple(
        (str(name).lower().encode("latin-1", "replace"), str(value).encode("latin-1", "replace"))
        for name, value in headers.items()
        if request.method == "HEAD" or str(name).lower() not in ("content-length", "connection", "transfer-encoding")
    )


def _note(service: str, request: Request) -> str:
    action = request.headers.get("x-amz-target", "").rpartition(".")[2]
    if not action and request.body.startswith(b"Action="):
        action = request.body.partition(b"&")[0].removeprefix(b"Action=").decode("latin-1")
    return f"{service} {action}".strip()


def _not_served(service: str, request: Request, reason: str) -> Response:
    why = reason or "moto, which keeps its data, does not have it"
    text = f"aslant.local does not serve this action of {service}: {why}"
    return _failed(501, "NotImplementedException", text, service, request)


def _failed(status: int, code: str, text: str, service: str, request: Request) -> Response:
    """Return an error response in which the clients of every protocol find the code."""
    body = json.dumps({"__type": code, "message": text, "Message": text}).encode()
    headers = ((b"content-type", b"application/json"), (b"x-amzn-errortype", code.encode()))
    return Response(status, body, headers, note=f"{_note(service, request)} {code}: {text}")
