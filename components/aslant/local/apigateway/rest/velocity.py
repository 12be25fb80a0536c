"""Mapping templates of REST APIs: the Velocity Template Language with API Gateway's variables.

airspeed parses a template. The evaluation is ours, since API Gateway differs from Velocity's own guide. The variables
are those of AWS's documentation ("Variables for data transformations", "Override your API's request and response
parameters"). The rest is as recorded from AWS by the tests of localstack/airspeed: a reference without a value is an
empty string, which is true in `#if`, as every value except `false` is; `#macro`, `#evaluate` and `#return` do nothing
and are output literally. Two cases are not documented and are decided here: `$input.json` of a missing value is `""`,
and `$input.params` ignores the case of header names.
"""

from __future__ import annotations

import base64
import dataclasses
import functools
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from airspeed import Template, operators
from airspeed import TemplateError as SyntaxFailure

from aslant.errors import AslantError
from aslant.local.apigateway.rest.dialect import extend
from aslant.local.apigateway.rest.evaluation import Evaluation, TemplateFault, Tool
from aslant.local.apigateway.rest.java import escape, from_json, to_json, to_string
from aslant.local.json_problems import READER
from aslant.run.data.path import CompiledPath

__all__ = ["BodyFault", "Rendered", "TemplateFault", "compile_template", "render"]


extend()


class BodyFault(TemplateFault):
    """A template that reads a body as JSON, which it is not."""


class Override(dict[str, Any]):
    """Parameters that may be set only once: on AWS, setting one twice is a 500."""

    def __setitem__(self, key: str, value: Any) -> None:
        """Set a parameter, or raise a `TemplateFault` if it is already set."""
        if key in self:
            raise TemplateFault(
                f"{key} must be overridden only once. Put the value in a variable and set the override at the end."
            )
        super().__setitem__(key, value)


@dataclasses.dataclass(frozen=True, slots=True)
class Rendered:
    """The output of a template and its overrides."""

    text: str
    overrides: Mapping[str, Any]
    """`requestOverride` (with `header`, `path` and `querystring`) and `responseOverride` (with `status`, `header`)."""

    @property
    def status(self) -> int | None:
        """The overridden status of the response, if any; AWS ignores an invalid status."""
        status = self.overrides.get("responseOverride", {}).get("status")
        return status if type(status) is int and 100 <= status < 600 else None

    @property
    def headers(self) -> dict[str, str]:
        """The overridden headers of the response."""
        headers = self.overrides.get("responseOverride", {}).get("header", {})
        return {name: to_string(value) for name, value in headers.items()}


def render(
    template: str,
    *,
    body: str,
    params: Mapping[str, Mapping[str, str]],
    context: Mapping[str, Any],
    stage_variables: Mapping[str, str],
) -> Rendered:
    """Apply a template to the body of a request or of an integration's response.

    Args:
        template: The source of the template.
        body: The body that `$input` reads.
        params: The values of `$input.params()`: those of `path`, `querystring` and `header` by name.
        context: The value of `$context`, whose `requestOverride` and `responseOverride` are from an earlier template.
        stage_variables: The value of `$stageVariables`.

    Raises:
        BodyFault: The template reads the body as JSON, which it is not.
        TemplateFault: The template is not valid, or fails; API Gateway responds with 500.
    """
    overrides = {
        "requestOverride": _override(context, "requestOverride", "header", "path", "querystring"),
        "responseOverride": _override(context, "responseOverride", "header"),
    }
    evaluation = Evaluation(
        {
            "input": _input(body, params),
            "util": UTIL,
            "context": {**context, **overrides},
            "stageVariables": dict(stage_variables),
        }
    )
    try:
        return Rendered(evaluation.run(compile_template(template)), overrides)
    except RecursionError:
        raise TemplateFault("it is nested too deeply") from None


@functools.lru_cache(maxsize=256)
def compile_template(template: str) -> operators.Block:
    """Parse a template. A `TemplateFault` says which line is wrong."""
    compiled = Template(template)
    try:
        compiled.ensure_compiled()
    except SyntaxFailure as fault:
        raise TemplateFault(str(fault)) from None
    return compiled.root_element.block


def _override(context: Mapping[str, Any], key: str, *groups: str) -> Override:
    given = context.get(key) or {}
    return Override({**given, **{group: Override(given.get(group) or {}) for group in groups}})


def _input(body: str, params: Mapping[str, Mapping[str, str]]) -> Tool:
    """Return the value of `$input`. An empty body is an empty object."""
    every = {kind: dict(params.get(kind) or {}) for kind in ("path", "querystring", "header")}

    @functools.cache
    def document() -> Any:
        try:
            return READER.decode(body) if body else {}
        except (ValueError, RecursionError) as error:
            raise BodyFault(f"Could not parse request body into json: {error}") from None

    def select(path: str) -> Any:
        try:
            return _path(str(path)).find(document(), None)
        except AslantError as fault:
            raise TemplateFault(f"$input cannot select {path!r}: {fault}") from None

    def parameters(name: str | None = None) -> Any:
        if name is None:
            return every
        for values in (every["path"], every["querystring"]):
            if name in values:
                return values[name]
        return next((value for known, value in every["header"].items() if known.lower() == name.lower()), "")

    def json(path: str) -> str:
        value = select(path)
        return to_json("" if value is None else value)

    return Tool(
        {"body": body or "{}"},
        {"json": json, "path": lambda path: from_json(select(path)), "params": parameters},
    )


@functools.lru_cache(maxsize=1024)
def _path(path: str) -> CompiledPath:
    return CompiledPath(path)


def _of_string(function: Callable[[str], Any]) -> Callable[[Any], Any]:
    return lambda value: function(to_string(value))


UTIL = Tool(
    {},
    {
        "escapeJavaScript": _of_string(escape),
        "parseJson": _of_string(lambda value: from_json(READER.decode(value))),
        "urlEncode": _of_string(quote_plus),
        "urlDecode": _of_string(unquote_plus),
        "base64Encode": _of_string(lambda value: base64.b64encode(value.encode()).decode()),
        "base64Decode": _of_string(lambda value: base64.b64decode(value, validate=True).decode()),
    },
)
"""The value of `$util`."""
