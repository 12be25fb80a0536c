"""Clients of AWS whose requests never leave this process: botocore writes and reads them, and a function answers."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from aslant.local.credentials import ACCESS_KEY, SECRET_KEY
from aslant.local.http import Request, Response

__all__ = ["Clients"]


class Body(io.BytesIO):
    """An answer's body as botocore reads it."""

    def stream(self, **_: Any) -> Any:
        """The body in pieces."""
        yield self.read()


class Clients:
    """Makes a client a service and Region once. Safe to use from several threads."""

    def __init__(self, url: str, answer: Callable[[Request], Response]) -> None:
        """Have requests answered by a function; `url` is the address that they are written for."""
        self._url = url
        self._answer = answer
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, str], Any] = {}
        self._session: Any = None

    def services(self) -> list[str]:
        """The services that there are, by botocore's names."""
        with self._lock:
            return list(self._started().get_available_services())

    def of(self, service: str, region: str) -> Any:
        """A client for a service, by botocore's name."""
        with self._lock:
            client = self._clients.get((service, region))
            if client is None:
                client = self._clients[service, region] = self._made(service, region)
            return client

    def _started(self) -> Any:
        if self._session is None:
            from botocore.session import Session

            # Neither the developer's profile nor their files: what stands there may not even be readable.
            own = {
                "profile": (None, None, None, None),
                "config_file": (None, None, os.devnull, None),
                "credentials_file": (None, None, os.devnull, None),
            }
            self._session = Session(session_vars=own)
            self._session.set_credentials(ACCESS_KEY, SECRET_KEY)
        return self._session

    def _made(self, service: str, region: str) -> Any:
        from botocore.config import Config

        config = Config(
            inject_host_prefix=False,
            retries={"total_max_attempts": 1},
            s3={"addressing_style": "path"},
            ignore_configured_endpoint_urls=True,
        )
        client = self._started().create_client(service, region_name=region, endpoint_url=self._url, config=config)
        client.meta.events.register("before-send", self._send)
        return client

    def _send(self, request: Any, **_: Any) -> Any:
        from botocore.awsrequest import AWSResponse

        url = urlsplit(request.url)
        body = request.body or b""
        if hasattr(body, "read"):
            body = body.read()
        answer = self._answer(
            Request(
                request.method,
                url.path or "/",
                url.query,
                {key.lower(): _text(value) for key, value in request.headers.items()},
                body.encode() if isinstance(body, str) else bytes(body),
            )
        )
        told = {key.decode("latin-1"): value.decode("latin-1") for key, value in answer.headers}
        headers = {"content-length": str(len(answer.body)), **told}
        return AWSResponse(request.url, answer.status, headers, Body(answer.body))


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
