"""Mapping templates of REST APIs: the Velocity Template Language with the variables that API Gateway gives it.

airspeed reads a template; what it means is here, since API Gateway differs from Velocity's own guide. AWS's
documentation ("Variables for data transformations", "Override your API's request and response parameters") says what
the variables are, and answers recorded from AWS (tests of localstack/airspeed) say the rest: a reference that finds
nothing is an empty text, which is true in `#if` as every value but `false` is; `#macro`, `#evaluate` and `#return`
do nothing and stay as they stand. What neither says is decided so: `$input.json` of what is not there is `""`, and
`$input.params` finds a header in whatever case.
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
from aslant.local.apigateway.rest.java import escape, from_json, json_text, text
from aslant.local.executions import READER
from aslant.run.data.path import CompiledPath

__all__ = ["BodyFault", "Rendered", "TemplateFault", "compile_template", "render"]


extend()


class BodyFault(TemplateFault):
    """A template reads a body that is no JSON."""


class Override(dict[str, Any]):
    """Parameters of which each may be set once: AWS answers a second time with 500."""

    def __setitem__(self, key: str, value: Any) -> None:
        """Set a parameter; `TemplateFault` where it has a value."""
        if key in self:
            raise TemplateFault(
                f"{key} is overridden twice, and an override is final; put the value in a variable and set it once, "
                "at the end"
            )
        super().__setitem__(key, value)


@dataclasses.dataclass(frozen=True, slots=True)
class Rendered:
    """What a template makes: a text, and what it overrides."""

    text: str
    overrides: Mapping[str, Any]
    """`requestOverride` (with `header`, `path` and `querystring`) and `responseOverride` (with `status`, `header`)."""

    @property
    def status(self) -> int | None:
        """The status that the answer gets instead of its own; AWS takes no notice of what is no status."""
        status = self.overrides.get("responseOverride", {}).get("status")
        return status if type(status) is int and 100 <= status < 600 else None

    @property
    def headers(self) -> dict[str, str]:
        """The headers that the answer gets instead of its own."""
        headers = self.overrides.get("responseOverride", {}).get("header", {})
        return {name: text(value) for name, value in headers.items()}


def render(
    template: str,
    *,
    body: str,
    params: Mapping[str, Mapping[str, str]],
    context: Mapping[str, Any],
    stage_variables: Mapping[str, str],
) -> Rendered:
    """Apply a template to a body, as API Gateway does to a request's and to an integration's answer.

    Args:
        template: The text of the template.
        body: What `$input` reads.
        params: `$input.params()`: the values of `path`, `querystring` and `header` by their names.
        context: `$context`; `requestOverride` and `responseOverride` in it are what an earlier template has set.
        stage_variables: `$stageVariables`.

    Raises:
        BodyFault: The template reads the body as JSON, and it is none.
        TemplateFault: The template is not well-formed, or fails; API Gateway answers 500.
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
    """A template, read; `TemplateFault` says in which line it is wrong."""
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
    """`$input`. An empty body is an empty object."""
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
        return json_text("" if value is None else value)

    return Tool(
        {"body": body or "{}"},
        {"json": json, "path": lambda path: from_json(select(path)), "params": parameters},
    )


@functools.lru_cache(maxsize=1024)
def _path(path: str) -> CompiledPath:
    return CompiledPath(path)


def _of_text(function: Callable[[str], Any]) -> Callable[[Any], Any]:
    return lambda value: function(text(value))


UTIL = Tool(
    {},
    {
        "escapeJavaScript": _of_text(escape),
        "parseJson": _of_text(lambda value: from_json(READER.decode(value))),
        "urlEncode": _of_text(quote_plus),
        "urlDecode": _of_text(unquote_plus),
        "base64Encode": _of_text(lambda value: base64.b64encode(value.encode()).decode()),
        "base64Decode": _of_text(lambda value: base64.b64decode(value, validate=True).decode()),
    },
)
"""`$util`."""
