"""botocore clients whose requests stay in this process: a function returns the response to each request."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from aslant.local.credentials import ACCESS_KEY, SECRET_KEY
from aslant.local.http import Request, Response

__all__ = ["Clients"]


class Body(io.BytesIO):
    """The body of a response in the form that botocore reads."""

    def stream(self, **_: Any) -> Any:
        """Yield the body in one piece."""
        yield self.read()


class Clients:
    """The clients by service and Region, each created once. Safe to use from several threads."""

    def __init__(
        self,
        url: str,
        answer: Callable[[Request], Response],
        endpoints: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Send requests to the function `answer`; `url` is the endpoint that botocore builds them for.

        `endpoints` has the URL of another server for some services. Their requests are sent there.
        """
        self._url = url
        self._answer = answer
        self._endpoints = endpoints
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, str], Any] = {}
        self._session: Any = None

    def services(self) -> list[str]:
        """Return botocore's names of all services."""
        with self._lock:
            return list(self._open_session().get_available_services())

    def of(self, service: str, region: str) -> Any:
        """Return the client for a service, by botocore's name of it."""
        with self._lock:
            client = self._clients.get((service, region))
            if client is None:
                client = self._clients[service, region] = self._create(service, region)
            return client

    def _open_session(self) -> Any:
        if self._session is None:
            from botocore.session import Session

            # Ignore the developer's profile and files, which botocore might not even be able to read.
            variables = {
                "profile": (None, None, None, None),
                "config_file": (None, None, os.devnull, None),
                "credentials_file": (None, None, os.devnull, None),
            }
            self._session = Session(session_vars=variables)
            self._session.set_credentials(ACCESS_KEY, SECRET_KEY)
        return self._session

    def _create(self, service: str, region: str) -> Any:
        from botocore.config import Config

        config = Config(
            inject_host_prefix=False,
            retries={"total_max_attempts": 1},
            s3={"addressing_style": "path"},
            ignore_configured_endpoint_urls=True,
        )
        elsewhere = self._endpoints.get(service)
        url = elsewhere or self._url
        client = self._open_session().create_client(service, region_name=region, endpoint_url=url, config=config)
        if elsewhere is None:
            client.meta.events.register("before-send", self._send)
        return client

    def _send(self, request: Any, **_: Any) -> Any:
        from botocore.awsrequest import AWSResponse

        url = urlsplit(request.url)
        body = request.body or b""
        if hasattr(body, "read"):
            body = body.read()
        response = self._answer(
            Request(
                request.method,
                url.path or "/",
                url.query,
                {key.lower(): _text(value) for key, value in request.headers.items()},
                body.encode() if isinstance(body, str) else bytes(body),
            )
        )
        sent = {key.decode("latin-1"): value.decode("latin-1") for key, value in response.headers}
        headers = {"content-length": str(len(response.body)), **sent}
        return AWSResponse(request.url, response.status, headers, Body(response.body))


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
