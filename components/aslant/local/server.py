"""The HTTP server with two ports on loopback: one for the HTTP and REST APIs, and one for the AWS API.

Any web page can send requests to loopback. A request is therefore served only if its Host, and its Origin if it has
one, are names of this machine. There are two exceptions, both for the port of the APIs only: the program's custom
domain names are accepted as Host, and an API with CORS accepts the Origins that it allows. As in API Gateway, a body
over 10 MB gets 413, and a request line with headers over 10,240 bytes gets 431.
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
from aslant.local.page.address import is_for_page
from aslant.local.protocol import SENT, Protocol

__all__ = ["App", "Server", "bind"]

LOOPBACK = "127.0.0.1"
LOCAL_HOST = re.compile(r"(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9-]+\.)*localhost|sync-(?:localhost|127\.0\.0\.1))(?::\d+)?")
TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
FRAMING = frozenset({b"connection", b"content-length", b"keep-alive", b"transfer-encoding"})
"""The headers of a response that the server itself sets."""
LOCAL_ORIGIN = re.compile(rf"https?://{LOCAL_HOST.pattern}")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def bind(port: int, option: str) -> socket.socket:
    """Return a listening socket on loopback. Port 0 is any free port; `option` is the port's command-line option."""
    # asyncio sets TCP_NODELAY only on sockets with the protocol IPPROTO_TCP.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise LocalError(
            f"port {port} cannot be used: {error.strerror}. Stop the process that listens there, or use {option}."
        ) from None
    return listener


class DisconnectedError(Exception):
    """Raised when the client disconnects before its request is complete."""


class App:
    """The ASGI application for both ports."""

    def __init__(self, deployment: Deployment, aws_port: int, log: Callable[[str], None]) -> None:
        """Serve a deployment. Requests on `aws_port` are for the AWS API, all others for the HTTP and REST APIs."""
        self._deployment = deployment
        self._aws_port = aws_port
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request."""
        if scope["type"] != "http":
            return
        start = time.perf_counter()
        try:
            response = _sendable(await self._respond(scope, receive))
            await _send(response, scope["method"], send)
        except (DisconnectedError, asyncio.CancelledError):
            return
        except OSError:
            return
        if scope["server"][1] == self._aws_port and response.status < 400 and is_for_page(scope["path"]):
            return  # the page asks for changes every second
        elapsed = (time.perf_counter() - start) * 1000
        prefix = "aws | " if scope["server"][1] == self._aws_port else ""
        request = f"{scope['method']} {_printable(scope['path'])}"
        self._log(f"{prefix}{request} {response.status} {_printable(response.note)} {elapsed:.0f} ms")

    async def _respond(self, scope: Scope, receive: Receive) -> Response:
        sent = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope[SENT])
        headers: dict[str, str] = {}
        for name, value in ((name.lower(), value) for name, value in sent):
            headers[name] = f"{headers[name]},{value}" if name in headers else value
        dispatcher = self._deployment.dispatcher if scope["server"][1] != self._aws_port else None
        body = await _read(receive)
        path = scope["raw_path"].decode("latin-1").partition("?")[0]
        client = (scope.get("client") or (LOOPBACK,))[0]
        query = scope["query_string"].decode("latin-1")
        request = Request(scope["method"], path, query, headers, body or b"", client, sent)
        try:
            refusal = await refuse(request, dispatcher)
            if refusal is not None:
                return message(403, refusal)
            if body is None:
                return message(413, "Request Entity Too Large")
            return await self._dispatch(scope["server"][1], request)
        except Exception as error:  # a bug in aslant: log it and keep serving
            self._log(f"{type(error).__name__}: {error}")
            return message(500, "Internal Server Error")

    async def _dispatch(self, port: int, request: Request) -> Response:
        deployment = self._deployment
        if port != self._aws_port:
            return await deployment.dispatcher.answer(request)
        if is_for_page(request.path):
            from aslant.local.page.page import Page  # most runs never load it

            return await Page(deployment).answer(request)
        return await deployment.threads.call(None, functools.partial(deployment.aws.answer, request))


async def refuse(request: Request, dispatcher: Dispatcher | None = None) -> str | None:
    """Return why a request is refused: it is for another host, or a web page of another origin sent it; else None.

    `dispatcher` is given for the port of the APIs, which can have custom domain names and CORS.
    """
    host, origin = request.headers.get("host"), request.headers.get("origin")
    named = dispatcher is not None and host is not None and host in dispatcher.domains
    if host is not None and not named and not LOCAL_HOST.fullmatch(host.lower()):
        return f"Forbidden: the Host {host!r} is not this machine. Use http://127.0.0.1 or http://localhost."
    if origin is None:
        # An <img>, a link or a GET form sends no Origin, but all browsers send Sec-Fetch-Site.
        if request.headers.get("sec-fetch-site") == "cross-site":
            return "Forbidden: a page of another origin sent this. Open the URL directly, or allow the Origin by CORS."
        return None
    if LOCAL_ORIGIN.fullmatch(origin.lower()):
        return None
    if dispatcher is None or not await dispatcher.accepts(request):
        return f"Forbidden: requests from pages of {origin!r} are refused. Allow the Origin by CORS."
    return None


async def _read(receive: Receive) -> bytes | None:
    """Return the body; None if it is too large. It is always read to its end, so that the client reads the response."""
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


def _sendable(response: Response) -> Response:
    """Return the response, or a 500 with a log note if HTTP cannot transport it."""
    wrong = next((name for name, _ in response.headers if not TOKEN.fullmatch(name)), None)
    if wrong is not None:
        return message(500, "Internal Server Error", f"{wrong.decode('latin-1')!r} is not a header name.")
    if response.status < 200:
        return message(500, "Internal Server Error", f"{response.status} is not the status of a final response.")
    return response


async def _send(response: Response, method: str, send: Send) -> None:
    bare = response.status in (204, 304)
    given = [value for name, value in response.headers if name == b"content-length"] if method == "HEAD" else []
    headers = [item for item in response.headers if item[0] not in FRAMING]
    if not bare:
        headers.append((b"content-length", given[0] if given else str(len(response.body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if bare or method == "HEAD" else response.body})


def _printable(text: str) -> str:
    return text if text.isprintable() else repr(text)


class Server:
    """A server of a deployment on two sockets."""

    def __init__(
        self, deployment: Deployment, api: socket.socket, aws: socket.socket, log: Callable[[str], None] | None = None
    ) -> None:
        """Use sockets from `bind`. Each request and each end of an asynchronous execution is a line of the log."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # requests are logged by `App`
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
        """Serve until `stop`, Ctrl-C or SIGTERM. A signal is raised again after all requests have been served."""
        asyncio.run(self._server.serve(sockets=self._sockets))

    def stop(self) -> None:
        """Stop the server. Can be called from any thread."""
        self._server.should_exit = True


def to_stderr(line: str) -> None:
    """Write a line to standard error and flush it."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
