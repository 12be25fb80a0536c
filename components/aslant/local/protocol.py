"""uvicorn's HTTP/1.1 connections with the behavior of API Gateway: header limits, no upgrades and no trailers."""

from __future__ import annotations

from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["MAX_HEAD", "SENT", "Protocol"]

MAX_HEAD = 10_240
"""The size limit of request line and header values in bytes: API Gateway's quota."""

MAX_SILENT = 4 * MAX_HEAD
"""The limit of bytes without a complete element: the quota does not count names, separators, chunk extensions."""

LINGER = 1.0
"""The seconds that a refused client can go on sending, so that it reads the response before a connection reset."""

SENT = "aslant.sent_headers"
"""The key in an ASGI scope of the headers with the client's spelling; `headers` is in lower case."""

FRAMING = (b"content-length", b"transfer-encoding")

REFUSAL_BODY = b'{"message":"Request Header Fields Too Large"}'
REFUSAL = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: application/json\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%s" % (len(REFUSAL_BODY), REFUSAL_BODY)
)


class HeadTooLargeError(Exception):
    """Raised when the request line and headers exceed the quota."""


class Protocol(HttpToolsProtocol):
    """A connection of one client."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._refused = False
        self._in_head = False
        self._framing = False
        """Whether the parser reads a head that this class has written, not the client's."""
        self._head_size = 0
        self._silent_size = 0
        self._sent: list[tuple[bytes, bytes]] = []

    def data_received(self, data: bytes) -> None:
        """Parse received bytes, and respond with 431 as soon as a head is too large."""
        if self._refused:
            return
        self._unset_keepalive_if_required()
        self._silent_size += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._ignore_upgrade(data[upgrade.args[0] :])
        except httptools.HttpParserError as error:
            if isinstance(error.__context__, HeadTooLargeError):
                self._refuse()
            else:
                self.send_400_response("Invalid HTTP request received.")
        else:
            if self._silent_size > MAX_SILENT:
                self._refuse()

    def _ignore_upgrade(self, rest: bytes) -> None:
        """Read the body of a request that asks for another protocol, such as `Upgrade: h2c`.

        The parser stops after the head of such a request. A new parser, which is given only the headers for the body's
        length, continues from there.
        """
        lines = [b"%s: %s\r\n" % header for header in self.headers if header[0] in FRAMING]
        self.parser = httptools.HttpRequestParser(self)
        self._framing = True
        try:
            self.parser.feed_data(b"POST / HTTP/1.1\r\n%s\r\n" % b"".join(lines))
        finally:
            self._framing = False
        self.data_received(rest)

    def _refuse(self) -> None:
        self._refused = True
        if self.cycle is not None and not self.cycle.response_complete:
            self.transport.abort()  # the response to an earlier request, or to the one with these trailers, has begun
            return
        self.transport.write(REFUSAL)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(LINGER, self.transport.abort)

    def on_message_begin(self) -> None:
        """Start a request."""
        if self._framing:
            return
        super().on_message_begin()
        self._in_head, self._head_size, self._silent_size = True, 0, 0
        self._sent = []
        self.scope[SENT] = self._sent  # type: ignore[literal-required]

    def on_url(self, url: bytes) -> None:
        """Process a part of the request's target."""
        if not self._framing:
            self._count(len(url))
            super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Process a header. Drop a trailer, which must not be mistaken for a header."""
        if self._framing:
            return
        self._count(len(value))
        if self._in_head:
            self._sent.append((name, value))
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Start the response."""
        self._silent_size = 0
        if not self._framing:
            self._in_head = False
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Process a part of the body."""
        self._silent_size = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request, unless its body is still unread because it asks for another protocol."""
        if not self.parser.should_upgrade():
            super().on_message_complete()

    def _count(self, size: int) -> None:
        self._silent_size = 0
        self._head_size += size
        if self._head_size > MAX_HEAD:
            raise HeadTooLargeError
