"""The HTTP server: two ports of loopback in one process, the HTTP APIs on one and the AWS API on the other.

A web page can send requests to loopback, so a request is served only when its Host is a name of this machine and
its Origin, where it has one, is too. Two things open the port of the APIs, and that port alone: a custom domain name
of the program is a Host, and an API with CORS takes the Origins that it allows. Bodies over 10 MB are answered with
413, and heads over 10,240 bytes with 431, as API Gateway does.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import re
import socket
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn

from aslant.errors import LocalError
from aslant.local.apigateway.dispatch import Dispatcher
from aslant.local.apigateway.gateway import MAX_BODY
from aslant.local.deployment import Deployment
from aslant.local.http import Request, Response, message
from aslant.local.protocol import SENT, Protocol

__all__ = ["App", "Server", "bind"]

LOOPBACK = "127.0.0.1"
LOCAL_HOST = re.compile(r"(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9-]+\.)*localhost|sync-(?:localhost|127\.0\.0\.1))(?::\d+)?")
TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
FRAMING = frozenset({b"connection", b"content-length", b"keep-alive", b"transfer-encoding"})
"""What the server itself says of an answer."""
LOCAL_ORIGIN = re.compile(rf"https?://{LOCAL_HOST.pattern}")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def bind(port: int, option: str) -> socket.socket:
    """A listening socket on loopback; port 0 takes any free one. `option` is the flag that chooses the port."""
    # asyncio sends answers without delay only on sockets that say they are TCP.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise LocalError(
            f"port {port} cannot be used ({error.strerror}); end what listens there or choose another with {option}"
        ) from None
    return listener


class DisconnectedError(Exception):
    """The client has gone before its request was complete."""


class App:
    """The ASGI application behind both ports."""

    def __init__(self, deployment: Deployment, aws_port: int, log: Callable[[str], None]) -> None:
        """Serve a deployment; requests that come in on `aws_port` are for the AWS API."""
        self._deployment = deployment
        self._aws_port = aws_port
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        start = time.perf_counter()
        try:
            answer = _sendable(await self._answer(scope, receive))
            await _send(answer, scope["method"], send)
        except (DisconnectedError, asyncio.CancelledError):
            return
        except OSError:
            return
        elapsed = (time.perf_counter() - start) * 1000
        at = "aws | " if scope["server"][1] == self._aws_port else ""  # what functions and the SDK ask is no order
        asked = f"{scope['method']} {_printable(scope['path'])}"
        self._log(f"{at}{asked} {answer.status} {_printable(answer.note)} {elapsed:.0f} ms")

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        sent = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope[SENT])
        headers: dict[str, str] = {}
        for name, value in ((name.lower(), value) for name, value in sent):
            headers[name] = f"{headers[name]},{value}" if name in headers else value
        entrance = self._deployment.entrance if scope["server"][1] != self._aws_port else None
        body = await _read(receive)
        path = scope["raw_path"].decode("latin-1").partition("?")[0]
        client = (scope.get("client") or (LOOPBACK,))[0]
        query = scope["query_string"].decode("latin-1")
        request = Request(scope["method"], path, query, headers, body or b"", client, sent)
        try:
            refusal = await refuse(request, entrance)
            if refusal is not None:
                return message(403, refusal)
            if body is None:
                return message(413, "Request Entity Too Large")
            return await self._dispatch(scope["server"][1], request)
        except Exception as error:  # a fault of ours: the server goes on, and the log says what it was
            self._log(f"{type(error).__name__}: {error}")
            return message(500, "Internal Server Error")

    async def _dispatch(self, port: int, request: Request) -> Response:
        deployment = self._deployment
        if port != self._aws_port:
            return await deployment.entrance.answer(request)
        return await deployment.threads.call(None, functools.partial(deployment.aws.answer, request))


async def refuse(request: Request, entrance: Dispatcher | None = None) -> str | None:
    """Why a request is refused: it was meant for another host, or a page from elsewhere sent it.

    `entrance` is there for the port of the APIs: they may have names of their own and may let pages in.
    """
    host, origin = request.headers.get("host"), request.headers.get("origin")
    named = entrance is not None and host is not None and host in entrance.domains
    if host is not None and not named and not LOCAL_HOST.fullmatch(host.lower()):
        return f"Forbidden: the Host {host!r} is not this machine; use http://127.0.0.1 or http://localhost"
    if origin is None:
        # A page's <img>, link or form of GET sends no Origin, and every browser says so.
        if request.headers.get("sec-fetch-site") == "cross-site":
            return "Forbidden: a page from elsewhere sent it; open the address itself, or let its Origin in by cors"
        return None
    if LOCAL_ORIGIN.fullmatch(origin.lower()):
        return None
    if entrance is None or not await entrance.accepts(request):
        return f"Forbidden: requests from pages of {origin!r} are not served, only those of this machine"
    return None


async def _read(receive: Receive) -> bytes | None:
    """The body; None when it is too large, after reading it all so that the client gets to see the answer."""
    pieces: list[bytes] = []
    size = 0
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise DisconnectedError
        piece = event.get("body", b"")
        size += len(piece)
        if size <= MAX_BODY:
            pieces.append(piece)
        else:
            pieces.clear()
        if not event.get("more_body", False):
            return b"".join(pieces) if size <= MAX_BODY else None


def _sendable(answer: Response) -> Response:
    """The answer, or a 500 that says in the log what of it HTTP cannot carry."""
    wrong = next((name for name, _ in answer.headers if not TOKEN.fullmatch(name)), None)
    if wrong is not None:
        return message(500, "Internal Server Error", f"{wrong.decode('latin-1')!r} is no name of a header")
    if answer.status < 200:
        return message(500, "Internal Server Error", f"{answer.status} is no status of a whole answer")
    return answer


async def _send(answer: Response, method: str, send: Send) -> None:
    bare = answer.status in (204, 304)
    given = [value for name, value in answer.headers if name == b"content-length"] if method == "HEAD" else []
    headers = [item for item in answer.headers if item[0] not in FRAMING]
    if not bare:
        headers.append((b"content-length", given[0] if given else str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if bare or method == "HEAD" else answer.body})


def _printable(text: str) -> str:
    return text if text.isprintable() else repr(text)


class Server:
    """Serves a deployment on two sockets until it is told to stop."""

    def __init__(
        self, deployment: Deployment, api: socket.socket, aws: socket.socket, log: Callable[[str], None] | None = None
    ) -> None:
        """Serve on sockets from `bind`; the log gets a line for each request and for the end of what runs on."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # the lines above are the log
        log = log or to_stderr
        deployment.log_executions(log)
        app = App(deployment, aws.getsockname()[1], log)
        config = uvicorn.Config(
            app,
            http=Protocol,
            loop="asyncio",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        self._sockets = [api, aws]
        self._server = uvicorn.Server(config)

    def run(self) -> None:
        """Serve until `stop`, or until Ctrl-C or SIGTERM, which are handed on once all is answered."""
        asyncio.run(self._server.serve(sockets=self._sockets))

    def stop(self) -> None:
        """End serving, from any thread."""
        self._server.should_exit = True


def to_stderr(line: str) -> None:
    """Write one line of the log at once."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
