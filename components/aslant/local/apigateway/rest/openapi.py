"""Definitions of REST APIs: OpenAPI 3.0 documents with API Gateway's extensions.

API Gateway developer guide, "OpenAPI extensions for API Gateway". Every fault is a `LocalError` that begins with the
resource and, if it concerns one method, the method and its path.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema.exceptions import SchemaError

from aslant.asl.reading.text import TextError, read
from aslant.errors import LocalError, did_you_mean
from aslant.local.apigateway.rest.integration import MethodIntegration, read_integration
from aslant.local.apigateway.rest.model import Model
from aslant.local.apigateway.routes import METHODS, HttpRoute, parse_route

__all__ = ["Method", "RestApiDefinition", "read_definition"]

ANY = "x-amazon-apigateway-any-method"
IN = {"path": "path", "query": "querystring", "header": "header"}


@dataclasses.dataclass(frozen=True, slots=True)
class Method:
    """One method of a path, with its parameters, models, security and integration."""

    route: HttpRoute
    integration: MethodIntegration
    models: Mapping[str, Any]
    """The models of bodies by content type; empty if bodies are not validated."""
    required: tuple[tuple[str, str], ...]
    """The location and name of each required parameter, such as `("querystring", "size")`."""
    security: str | None
    """The name of the security scheme that guards the method."""
    scopes: tuple[str, ...]
    """The scopes of which a token must have one."""


@dataclasses.dataclass(frozen=True, slots=True)
class RestApiDefinition:
    """A whole REST API."""

    methods: tuple[Method, ...]
    schemes: Mapping[str, Mapping[str, Any]]
    """The security schemes by name."""
    gateway_responses: Mapping[str, Mapping[str, Any]]
    """The gateway responses that the API customizes, by type such as `DEFAULT_4XX`."""
    binary_types: tuple[str, ...]
    """The media types that the API treats as binary."""


def read_definition(body: Any, label: str) -> RestApiDefinition:
    """Read the API that a `body`, which is JSON or YAML, defines."""
    document = _document(body, label)
    methods = tuple(_methods(document, label))
    components = _object(document, "components", label)
    return RestApiDefinition(
        methods,
        _objects(components, "securitySchemes", label),
        _objects(document, "x-amazon-apigateway-gateway-responses", label),
        tuple(map(str, _list(document, "x-amazon-apigateway-binary-media-types", label))),
    )


def _document(body: Any, label: str) -> Mapping[str, Any]:
    try:
        document = read(body).document if isinstance(body, str) else None
    except TextError as error:
        raise LocalError(f"{label}: body must be JSON or YAML: {error}") from None
    if not isinstance(document, dict) or not isinstance(document.get("paths"), dict) or not document["paths"]:
        raise LocalError(f"{label}: body must be an OpenAPI document with paths, as a JSON or YAML string")
    version = str(document.get("openapi"))
    if not version.startswith("3.0."):
        raise LocalError(f"{label}: openapi must be 3.0.1 or another 3.0 version, not {version!r}")
    return document


def _methods(document: Mapping[str, Any], label: str) -> Iterator[Method]:
    for path, item in document["paths"].items():
        for verb, operation in _object(document["paths"], path, label).items():
            method = "ANY" if verb == ANY else verb.upper()
            if method in METHODS and (method != "ANY" or verb == ANY):
                place = f"{label}: {method} {path}"
                if not isinstance(operation, dict):
                    raise LocalError(f"{place} must be an object, not {operation!r}")
                parameters = [*_list(item, "parameters", place), *_list(operation, "parameters", place)]
                yield _method(document, parse_route(f"{method} {path}", "", label), operation, parameters, place)


def _method(
    document: Mapping[str, Any],
    route: HttpRoute,
    operation: Mapping[str, Any],
    parameters: list[Mapping[str, Any]],
    place: str,
) -> Method:
    integration = operation.get("x-amazon-apigateway-integration")
    if not isinstance(integration, dict):
        raise LocalError(f"{place}: x-amazon-apigateway-integration is missing. Add it.")
    body, others = _validator(document, operation, place)
    given = [_resolve(document, parameter, place) for parameter in parameters]
    security, scopes = _security(document, operation, place)
    return Method(
        route=route,
        integration=read_integration(integration, _responses(document, operation, place), place),
        models=_models(document, operation, place) if body else {},
        required=tuple(
            (IN[item["in"]], item["name"]) for item in given if item.get("required") and item.get("in") in IN
        )
        if others
        else (),
        security=security,
        scopes=scopes,
    )


def _responses(document: Mapping[str, Any], operation: Mapping[str, Any], place: str) -> dict[str, frozenset[str]]:
    """Return the headers that the method response of each status declares, in lower case."""
    responses = {}
    for status, response in _object(operation, "responses", place).items():
        headers = _object(_resolve(document, response, place), "headers", place)
        responses[str(status)] = frozenset(name.lower() for name in headers)
    return responses


def _validator(document: Mapping[str, Any], operation: Mapping[str, Any], place: str) -> tuple[bool, bool]:
    """Return whether bodies and whether parameters are validated."""
    key = "x-amazon-apigateway-request-validator"
    name = operation.get(key, document.get(key))
    validators = _object(document, f"{key}s", place)
    if name is None:
        return False, False
    if name not in validators:
        raise LocalError(
            f"{place}: the request validator {name!r} is not defined in {key}s{did_you_mean(str(name), validators)}"
        )
    rules = _object(validators, name, place)
    return bool(rules.get("validateRequestBody")), bool(rules.get("validateRequestParameters"))


def _models(document: Mapping[str, Any], operation: Mapping[str, Any], place: str) -> dict[str, Any]:
    content = _object(_resolve(document, operation.get("requestBody") or {}, place), "content", place)
    schemas = {kind: _object(content, kind, place).get("schema") for kind in content}
    return {kind: _model(document, schema, place) for kind, schema in schemas.items() if schema}


def _model(document: Mapping[str, Any], schema: Mapping[str, Any], place: str) -> Any:
    """Return the model for a schema in JSON Schema draft 4, whose references may be to the document's components."""
    components = _object(document, "components", place)
    for name, model in _object(components, "schemas", place).items():
        if not re.fullmatch("[A-Za-z0-9]+", name):
            raise LocalError(f"{place}: the name of a model must be letters and digits, not {name!r}. Rename it.")
        _check_schema(model, f"{place}: components.schemas.{name}")
    _check_schema(schema, f"{place}: its schema")
    _resolve(document, schema, place)
    return Model({**schema, "components": components})


def _check_schema(schema: Any, place: str) -> None:
    try:
        Model.check_schema(schema)
    except SchemaError as error:
        raise LocalError(f"{place} is not a valid JSON Schema (draft 4): {error.json_path}: {error.message}") from None


def _security(
    document: Mapping[str, Any], operation: Mapping[str, Any], place: str
) -> tuple[str | None, tuple[str, ...]]:
    """Return the security scheme that guards an operation, and its scopes."""
    required = _list(operation if "security" in operation else document, "security", place)
    names = [name for item in required for name in item]
    schemes = _object(_object(document, "components", place), "securitySchemes", place)
    if len(names) > 1:
        raise LocalError(f"{place}: a method must have one security scheme here, not {', '.join(names)}")
    if names and names[0] not in schemes:
        raise LocalError(
            f"{place}: the security scheme {names[0]!r} is not defined in components.securitySchemes"
            f"{did_you_mean(names[0], schemes)}"
        )
    return (names[0], tuple(map(str, required[0][names[0]] or ()))) if names else (None, ())


def _resolve(document: Mapping[str, Any], value: Any, place: str) -> Mapping[str, Any]:
    """Return the target of a `$ref` within the document, or the value itself."""
    reference = value.get("$ref") if isinstance(value, dict) else None
    if reference is None:
        return value if isinstance(value, dict) else {}
    found: Any = document
    for step in str(reference).removeprefix("#/").split("/"):
        found = found.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(found, dict) else None
    if not isinstance(found, dict) or not str(reference).startswith("#/"):
        raise LocalError(f"{place}: $ref {reference!r} does not exist in the document. Define it in components.")
    return found


def _list(parent: Mapping[str, Any], key: str, place: str) -> list[Any]:
    value = parent.get(key) or []
    if not isinstance(value, list):
        raise LocalError(f"{place}: {key} must be a list, not {value!r}")
    return value


def _objects(parent: Mapping[str, Any], key: str, place: str) -> dict[str, Mapping[str, Any]]:
    """Return a member that is an object of objects."""
    found = _object(parent, key, place)
    return {name: _object(found, name, f"{place}: {key}") for name in found}


def _object(parent: Mapping[str, Any], key: str, place: str) -> Mapping[str, Any]:
    value = parent.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise LocalError(f"{place}: {key} must be an object, not {value!r}")
    return value
