"""The request of an HTTP task: its arguments merged with the parameters of its connection, and encoded.

Step Functions developer guide, "Call HTTPS APIs": the connection's values take precedence, and some headers cannot be
set.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit, urlunsplit

__all__ = ["HttpRequest", "RequestError", "basic", "build", "pairs"]

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")

REFUSED = frozenset(
    {"a-im", "accept-charset", "accept-datetime", "accept-encoding", "authorization", "cache-control", "connection"}
    | {"content-encoding", "content-md5", "date", "expect", "forwarded", "from", "host", "http2-settings", "if-match"}
    | {"if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "max-forwards", "origin", "pragma"}
    | {"proxy-authorization", "referer", "server", "te", "trailer", "transfer-encoding", "upgrade", "via", "warning"}
)
"""The headers that a task cannot set. Those that begin with a prefix in REFUSED_PREFIXES cannot be set either."""

REFUSED_PREFIXES = ("x-forwarded-", "x-amz-", "x-amzn-")

RANGE = "bytes=0-262144"
FORM = "application/x-www-form-urlencoded"


class RequestError(ValueError):
    """Raised for arguments that the integration refuses."""


class HttpRequest:
    """A request to send."""

    def __init__(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        """The headers by name; lower-case names, except for those of a connection."""
        self.body = body


def build(arguments: Mapping[str, Any], connection: Mapping[str, Any], region: str) -> HttpRequest:
    """Return the request of a task with the parameters of its connection. Raise RequestError if it is not valid.

    `connection` has HeaderParameters, QueryStringParameters and BodyParameters, each a list of keys and values.
    """
    method, url = arguments.get("Method"), arguments.get("ApiEndpoint")
    if method not in METHODS:
        raise RequestError(f"Method must be one of {', '.join(METHODS)}, not {json.dumps(method)}")
    if not isinstance(url, str) or urlsplit(url).scheme.lower() not in ("http", "https") or not urlsplit(url).hostname:
        raise RequestError(f"ApiEndpoint must be a URL that starts with https://, not {json.dumps(url)}")
    headers = {name.lower(): _header(name, value) for name, value in _object(arguments, "Headers").items()}
    form = _encoding(arguments)
    body = _body(arguments.get("RequestBody"), pairs(connection, "BodyParameters"), form)
    if body is not None:
        headers.setdefault("content-type", FORM if form else "application/json")
    headers |= {name.lower(): value for name, value in pairs(connection, "HeaderParameters")}
    headers |= {"user-agent": f"Amazon|StepFunctions|HttpInvoke|{region}", "range": RANGE}
    query = [*_query(_object(arguments, "QueryParameters"))]
    fixed = dict(pairs(connection, "QueryStringParameters"))
    return HttpRequest(str(method), _with_query(url, query, fixed), headers, body)


def pairs(parameters: Mapping[str, Any], kind: str) -> list[tuple[str, str]]:
    """Return the keys and values of one kind of a connection's parameters."""
    return [(str(item.get("Key")), str(item.get("Value") or "")) for item in parameters.get(kind) or ()]


def _object(arguments: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    given = arguments.get(key)
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise RequestError(f"{key} must be an object, not {json.dumps(given)}")
    return given


def _header(name: str, value: Any) -> str:
    lower = name.lower()
    if lower in REFUSED or lower.startswith(REFUSED_PREFIXES):
        raise RequestError(f'The header "{name}" is not supported in an HTTP task')
    text = ", ".join(map(_text, value)) if isinstance(value, list) else _text(value)
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in name + text):
        raise RequestError(f'The header "{name}" must not have control characters')
    return text


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def _query(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in given.items():
        for item in value if isinstance(value, list) else [value]:
            yield name, _text(item)


def _with_query(url: str, query: list[tuple[str, str]], fixed: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    own = {name for name, _ in query} | fixed.keys()
    kept = [item for item in parse_qsl(parts.query, keep_blank_values=True) if item[0] not in own]
    every = [*kept, *(item for item in query if item[0] not in fixed), *fixed.items()]
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", urlencode(every), ""))


def _encoding(arguments: Mapping[str, Any]) -> str | None:
    """Return the format of lists in a form; None for a body that is not a form."""
    transform = _object(arguments, "Transform")
    encoding = transform.get("RequestBodyEncoding", "NONE")
    options = _object(transform, "RequestEncodingOptions")
    lists = options.get("ArrayFormat", "INDICES")
    if encoding not in ("NONE", "URL_ENCODED"):
        raise RequestError(f"RequestBodyEncoding must be NONE or URL_ENCODED, not {json.dumps(encoding)}")
    if lists not in FORMATS:
        raise RequestError(f"ArrayFormat must be one of {', '.join(FORMATS)}, not {json.dumps(lists)}")
    return str(lists) if encoding == "URL_ENCODED" else None


def _body(given: Any, fixed: list[tuple[str, str]], form: str | None) -> bytes | None:
    if fixed:
        if given is not None and not isinstance(given, Mapping):
            raise RequestError("RequestBody must be an object, because the connection has body parameters")
        given = {**(given or {}), **dict(fixed)}
    if given is None:
        return None
    if form is not None:
        if isinstance(given, str):
            return given.encode()
        if not isinstance(given, Mapping):
            raise RequestError("RequestBody must be an object to be URL-encoded")
        return "&".join(_form(given, form)).encode()
    return given.encode() if isinstance(given, str) else json.dumps(given, separators=(",", ":")).encode()


FORMATS = ("INDICES", "REPEAT", "COMMAS", "BRACKETS")


def _form(given: Mapping[str, Any], lists: str) -> Iterator[str]:
    """Yield the pairs of a form in order. A nested member is `outer[inner]`."""
    waiting: list[tuple[str, Any]] = [(quote_plus(str(name)), value) for name, value in reversed(list(given.items()))]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, Mapping):
            waiting += [(f"{key}[{quote_plus(str(name))}]", item) for name, item in reversed(list(value.items()))]
        elif isinstance(value, list) and lists == "COMMAS":
            yield f"{key}={','.join(quote_plus(_plain(item)) for item in value)}"
        elif isinstance(value, list):
            waiting += [(_item_key(key, number, lists), item) for number, item in reversed(list(enumerate(value)))]
        else:
            yield f"{key}={quote_plus(_plain(value))}"


def _item_key(key: str, number: int, lists: str) -> str:
    return {"INDICES": f"{key}[{number}]", "BRACKETS": f"{key}[]"}.get(lists, key)


def _plain(value: Any) -> str:
    return "" if value is None else _text(value)


def basic(username: str, password: str) -> str:
    """Return the value of the Authorization header for a user."""
    return f"Basic {b64encode(f'{username}:{password}'.encode()).decode()}"
