"""HTTP tasks: `http:invoke` calls an API with the credentials of a connection of EventBridge.

Step Functions developer guide, "Call HTTPS APIs in Step Functions workflows". Redirects are not followed: the response
of the API is the result, or the failure if its status is not 2xx.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from aslant.errors import TaskError
from aslant.local.services.hosts import HOSTS, Hosts
from aslant.local.services.http_request import HttpRequest, RequestError, basic, build, pairs
from aslant.local.services.rights import Principal, Rights, needed
from aslant.provider.account import LocalAccount
from aslant.run.limits import MAX_BYTES

if TYPE_CHECKING:
    from aslant.local.services.store_data import StoreData
    from aslant.run import TaskCall

__all__ = ["HttpTasks"]

RESOURCE = "arn:aws:states:::http:invoke"

TIMEOUT_SECONDS = 60.0
"""The time limit of a request."""

PIECE = 65_536

UNREADABLE = ("application/octet-stream", "audio/", "image/", "video/")
"""The content types of responses that Step Functions does not read."""

MAX_CAUSE = 32_768

TOKEN_MARGIN_SECONDS = 30.0
"""How long before its end an access token is replaced."""


class HttpTasks:
    """A function that performs HTTP tasks. Safe to use from several threads."""

    def __init__(self, hosts: Hosts, rights: Rights, data: Callable[[], StoreData]) -> None:
        """Call hosts, with the connections in the store's data, if the permissions allow it."""
        self._hosts = hosts
        self._rights = rights
        self._data = data
        self._tokens: dict[str, tuple[float, str]] = {}
        """The access tokens of connections with OAuth, each with the instant until which it is used."""
        self._pool: Any = None

    def __call__(self, call: TaskCall, account: LocalAccount) -> dict[str, Any]:
        """Return a task's raw result. Raise TaskError if it fails."""
        arguments = call.arguments
        if not isinstance(arguments, Mapping):
            raise TaskError("States.Runtime", f"state {call.state!r}: the arguments must be an object.")
        self._check(call, arguments, account)
        arn = _connection_arn(arguments)
        connection = self._connection(arn)
        given = (connection.get("AuthParameters") or {}).get("InvocationHttpParameters") or {}
        try:
            request = build(arguments, given, account.region)
        except RequestError as error:
            raise TaskError("States.Runtime", f"state {call.state!r}: {error}.") from None
        self._check_host(call.state, request.url)
        request.headers |= self._authorization(call.state, arn, connection)
        return _result(self._send(request, call.timeout_seconds))

    def _check(self, call: TaskCall, arguments: Mapping[str, Any], account: LocalAccount) -> None:
        denial = self._rights.denial(Principal.of_execution(call.context), *needed(RESOURCE, dict(arguments), account))
        if denial is not None:
            http = denial.needed.action.startswith("states:")
            raise TaskError("States.Permissions" if http else "Events.ConnectionResource.AccessDenied", denial.message)

    def _check_host(self, state: str, url: str) -> None:
        """Raise TaskError unless a URL may be called from here."""
        host = urlsplit(url).netloc
        if not self._hosts.allows(url):
            raise TaskError(
                "States.Runtime",
                f"state {state!r}: requests to {host} are not sent from this machine. Allow the host in the stack's "
                f'file, {HOSTS}: ["{host}"], send them to a stub, {HOSTS}: {{"{host}": "http://127.0.0.1:9000"}}, or '
                f'mock the task, aslant:mocks: {{"{state}": {{"Return": {{...}}}}}}.',
            )
        if not self._hosts.is_secure(url):
            raise TaskError("States.Runtime", f"state {state!r}: ApiEndpoint must start with https://, not {url}.")

    def _connection(self, arn: str) -> Mapping[str, Any]:
        found = self._data().connection(arn)
        if found is None:
            raise TaskError("Events.ConnectionResource.ResourceNotFound", f"The connection {arn} does not exist.")
        return found

    def _authorization(self, state: str, arn: str, connection: Mapping[str, Any]) -> dict[str, str]:
        """Return the headers that authorize a request."""
        parameters = connection.get("AuthParameters") or {}
        key, user = parameters.get("ApiKeyAuthParameters"), parameters.get("BasicAuthParameters")
        if key:
            return {str(key["ApiKeyName"]).lower(): str(key["ApiKeyValue"])}
        if user:
            return {"authorization": basic(str(user["Username"]), str(user["Password"]))}
        oauth = parameters.get("OAuthParameters")
        return {"authorization": f"Bearer {self._token(state, arn, oauth)}"} if oauth else {}

    def _token(self, state: str, arn: str, oauth: Mapping[str, Any]) -> str:
        """Return an access token by the client credentials grant (RFC 6749, section 4.4)."""
        until, token = self._tokens.get(arn, (0.0, ""))
        if time.time() < until:
            return token
        client, more = oauth.get("ClientParameters") or {}, oauth.get("OAuthHttpParameters") or {}
        form = {"grant_type": "client_credentials", **dict(pairs(more, "BodyParameters"))}
        query = urlencode(pairs(more, "QueryStringParameters"))
        url = str(oauth.get("AuthorizationEndpoint")) + (f"?{query}" if query else "")
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "authorization": basic(str(client.get("ClientID")), str(client.get("ClientSecret"))),
            **{name.lower(): value for name, value in pairs(more, "HeaderParameters")},
        }
        self._check_host(state, url)
        response = self._send(HttpRequest(str(oauth.get("HttpMethod")), url, headers, urlencode(form).encode()), None)
        try:
            if response.status >= 400:
                raise ValueError
            answer = json.loads(response.body)
            token = str(answer["access_token"])
            seconds = float(answer.get("expires_in") or 0)
        except (ValueError, KeyError, TypeError):
            raise TaskError(
                "Events.ConnectionResource.InvalidConnectionState",
                f"The authorization endpoint returned status {response.status} without an access token.",
            ) from None
        self._tokens[arn] = (time.time() + seconds - TOKEN_MARGIN_SECONDS, token)
        return token

    def _send(self, request: HttpRequest, seconds: float | None) -> HttpResponse:
        """Send a request. Raise TaskError if there is no response in time."""
        import urllib3

        if self._pool is None:
            self._pool = urllib3.PoolManager(retries=False)
        limit = min(TIMEOUT_SECONDS, seconds or TIMEOUT_SECONDS)
        end = time.monotonic() + limit
        try:
            response = self._pool.request(
                request.method,
                self._hosts.address(request.url),
                body=request.body,
                headers=request.headers,
                redirect=False,
                preload_content=False,
                timeout=urllib3.Timeout(total=limit),
            )
            pieces: list[bytes] = []
            size = 0
            try:
                while piece := response.read(PIECE, decode_content=True):
                    pieces.append(piece)
                    size += len(piece)
                    if size > MAX_BYTES:
                        raise TaskError("States.DataLimitExceeded", TOO_LARGE)
                    if time.monotonic() > end:
                        raise TaskError("States.Http.Socket", f"The request timed out after {limit:g} seconds.")
            finally:
                response.close()
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            late = isinstance(error, urllib3.exceptions.TimeoutError) and not isinstance(
                error, urllib3.exceptions.NewConnectionError
            )
            host = urlsplit(request.url).netloc  # not the whole URL, which may have a secret
            why = f"timed out after {limit:g} seconds." if late else f"to {host} failed: {_reason(error)}"
            raise TaskError("States.Http.Socket", f"The request {why}") from None
        return HttpResponse(int(response.status), str(response.reason or ""), response.headers, b"".join(pieces))


TOO_LARGE = "The state/task 'http' returned a result with a size exceeding the maximum number of bytes service limit."


class HttpResponse:
    """A response with its whole body."""

    def __init__(self, status: int, reason: str, headers: Any, body: bytes) -> None:
        self.status = status
        self.reason = reason
        self.headers = headers
        """urllib3's headers, which can have several values for one name."""
        self.body = body


def _reason(error: Exception) -> str:
    """Return the last part of an error, without the address of an object that urllib3 puts before it."""
    return str(error).rpartition(">: ")[2] or type(error).__name__


def _connection_arn(arguments: Mapping[str, Any]) -> str:
    for key in ("InvocationConfig", "Authentication"):
        holder = arguments.get(key)
        if isinstance(holder, Mapping) and holder.get("ConnectionArn"):
            return str(holder["ConnectionArn"])
    raise TaskError("States.Runtime", "Authentication must have the ConnectionArn of a connection.")


def _result(response: HttpResponse) -> dict[str, Any]:
    """Return the result of a task. Raise TaskError if the status is not 2xx."""
    kind = str(response.headers.get("content-type") or "").partition(";")[0].strip().lower()
    if response.body and kind.startswith(UNREADABLE):
        raise TaskError("States.Runtime", f"The content type {kind} of the response is not supported.")
    try:
        text = response.body.decode()
    except UnicodeDecodeError:
        raise TaskError("States.Runtime", "The body of the response is not a valid string.") from None
    if not 200 <= response.status < 300:
        raise TaskError(f"States.Http.StatusCode.{response.status}", text[:MAX_CAUSE])
    names = dict.fromkeys(name.lower() for name in response.headers)
    return {
        "Headers": {name: list(response.headers.getlist(name)) for name in names},
        "ResponseBody": _parsed(text) if kind == "application/json" or kind.endswith("+json") else text,
        "StatusCode": response.status,
        "StatusText": response.reason,
    }


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
