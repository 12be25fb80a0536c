"""The dispatcher of the API port: it finds the API that a request is for, and checks the request's Origin."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aslant.local.apigateway.cors import is_preflight
from aslant.local.apigateway.domains import Domains, Mapped
from aslant.local.apigateway.gateway import Gateway
from aslant.local.http import Request, Response, message

if TYPE_CHECKING:
    from aslant.local.apigateway.rest import RestApis

__all__ = ["Dispatcher"]


class Dispatcher:
    """The dispatcher to all HTTP and REST APIs of a program."""

    def __init__(self, gateway: Gateway, domains: Domains, rest: RestApis | None) -> None:
        """Dispatch to the HTTP APIs of a gateway and, if there are any, to REST APIs."""
        self.domains = domains
        self._gateway = gateway
        self._rest = rest

    async def accepts(self, request: Request) -> bool:
        """Return whether the API that a request is for accepts requests from pages of its Origin.

        An HTTP API with CORS accepts every preflight request, since the response shows the browser what is allowed. A
        REST API accepts the origins that its response to a preflight request allows.
        """
        rest = self._for_rest(request)
        if rest is not None:
            return self._rest is not None and self._rest.allows(rest, request.headers["origin"])
        host, mapped = request.headers.get("host", ""), self._mapped(request)
        if mapped is not None:
            api = self._gateway.api(mapped.api_id)
        else:
            api = self._gateway.api_of(host) if host not in self.domains else None
        if api is None or api.cors is None:
            return False
        return is_preflight(request) or api.cors.allows(request.headers["origin"])

    async def answer(self, request: Request) -> Response:
        """Return the response to a request."""
        mapped = self._mapped(request)
        if mapped is None and request.headers.get("host", "") in self.domains:
            return message(404, "Not Found")
        rest = self._for_rest(request)
        if rest is not None and self._rest is not None:
            return await self._rest.answer(rest)
        return await self._gateway.answer(request, mapped)

    def _mapped(self, request: Request) -> Mapped | None:
        return self.domains.find(request.headers.get("host", ""), request.path)

    def _for_rest(self, request: Request) -> Request | None:
        """Return the request as its REST API sees it; None if it is not for a REST API."""
        if self._rest is None:
            return None
        mapped = self._mapped(request)
        if mapped is None:
            return request if self._rest.owns(request) else None
        api = next((api for api in self._rest.apis if api.id == mapped.api_id), None)
        if api is None:
            return None
        headers = {**request.headers, "host": urlsplit(api.url).netloc}
        return dataclasses.replace(request, path=f"/{mapped.stage}{mapped.path}", headers=headers)
