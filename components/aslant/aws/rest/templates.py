"""The mapping templates between a REST API and Step Functions.

API Gateway Developer Guide, "Mapping template transformations" and "Override your API's request and response
parameters and status codes". A template prints one line of JSON: `##` at the end of a line of VTL removes the break.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aslant.aws.errors import ArgsError
from aslant.aws.rest.vtl import Parts, Preamble, Ref, escaped, is_text, literal, parse_input, parse_text

__all__ = [
    "allow_origin",
    "check_input",
    "check_text",
    "describe_response",
    "execution_request",
    "fault_response",
    "refused_response",
    "start_request",
    "start_response",
    "start_sync_response",
    "stop_response",
]

TIMED_OUT = 504
FAILED = 500
FAULT = 502
FAULT_MESSAGE = "Bad Gateway"
REFUSALS: Mapping[int, tuple[tuple[str, ...], str]] = {
    429: (("Throttl", "ExecutionLimitExceeded"), "Too Many Requests"),
    404: (("ExecutionDoesNotExist", "InvalidArn"), "The execution does not exist"),
    409: (("ExecutionAlreadyExists",), "An execution of this name exists"),
}
"""By status: the errors of Step Functions that it represents, and the message for the client."""


def check_input(place: str, value: Any) -> None:
    """Refuse an execution's input that no mapping template can produce.

    Raises:
        ArgsError: it is neither JSON nor a mapping value, or has a name that VTL does not support.
    """
    try:
        _input(Preamble(), parse_input(value))
    except ArgsError as why:
        raise ArgsError(f"{place}: {why}") from None


def check_text(place: str, value: str) -> None:
    """Refuse a mapping value that no mapping template can produce, as `check_input` does."""
    try:
        _text(Preamble(), parse_text(value), 1)
    except ArgsError as why:
        raise ArgsError(f"{place}: {why}") from None


def start_request(
    machine_arn: str, input: Any, execution_name: str | None = None, trace_header: str | None = None
) -> str:
    """Return the template for the request of StartExecution and StartSyncExecution.

    If the client's request lacks a value, a member of the input is null, and an execution's name or trace header is
    left out. Raises ArgsError as `check_input` does.
    """
    preamble = Preamble()
    members = [f'"stateMachineArn":"{literal(machine_arn)}"', f',"input":"{_input(preamble, parse_input(input))}"']
    for member, value in (("name", execution_name), ("traceHeader", trace_header)):
        if value is not None:
            members.append(_optional(preamble, member, parse_text(value)))
    return f"{preamble}{{{''.join(members)}}}"


def execution_request(machine_arn: str) -> str:
    """Return the template for the request of DescribeExecution and StopExecution, for the path's `{name}`.

    The name is the end of the ARN, so that any name gives the ARN of an execution of this machine.
    """
    preamble = Preamble()
    name = preamble.text(Ref("request.path.name"))
    executions = literal(machine_arn.replace(":stateMachine:", ":execution:", 1))
    return f'{preamble}{{"executionArn":"{executions}:{escaped(name)}"}}'


def start_sync_response(status_by_error: Mapping[str, int], origins: Sequence[str] = ()) -> str:
    """Return the template for the response of StartSyncExecution: the output, or the error with an error status.

    `{"error", "cause"}` are null if the execution has none.
    """
    statuses = "".join(
        f"#elseif({is_text('$error', name)})#set($code = {status})##\n" for name, status in status_by_error.items()
    )
    return (
        f"{_allow(origins)}"
        "#if(\"$!input.path('$.status')\" == \"SUCCEEDED\")$input.path('$.output')#else##\n"
        "#set($error = \"$!input.path('$.error')\")##\n"
        "#set($cause = \"$!input.path('$.cause')\")##\n"
        f"#set($code = {FAILED})##\n"
        f'#if("$!input.path(\'$.status\')" == "TIMED_OUT")#set($code = {TIMED_OUT})##\n'
        f"{statuses}"
        "#end##\n"
        # An override may be set once; a second time is an error of the API.
        "#set($context.responseOverride.status = $code)##\n"
        f'{{"error":{_text_or_null("$error")},"cause":{_text_or_null("$cause")}}}#end'
    )


def start_response(origins: Sequence[str] = ()) -> str:
    """Return the template for the response of StartExecution: `{"executionArn", "startDate"}`."""
    return _allow(origins) + "{" + _unchanged("executionArn") + "," + _unchanged("startDate") + "}"


def describe_response(origins: Sequence[str] = ()) -> str:
    """Return the template for the response of a lookup: an execution with its output as JSON, not as a string."""
    further = "".join(_if_present(member, _unchanged(member)) for member in ("stopDate", "error", "cause"))
    output = _if_present("output", "\"output\":$input.path('$.output')")
    always = ",".join(_unchanged(member) for member in ("name", "status", "startDate"))
    return f"{_allow(origins)}{{{always}{further}{output}}}"


def stop_response(origins: Sequence[str] = ()) -> str:
    """Return the template for the response of a stop: `{"stopDate"}`."""
    return _allow(origins) + "{" + _unchanged("stopDate") + "}"


def refused_response(origins: Sequence[str] = ()) -> str:
    """Return the template for a request that Step Functions refuses: `{"message"}`, with a status by cause.

    Step Functions returns 400 also for throttling, missing permissions and missing machines, and its messages contain
    the account. They are passed on only if the client can correct its request (Step Functions API reference, "Common
    Errors").
    """
    cases = "".join(
        f'#elseif({_is_one_of(names)})#set($code = {status})#set($message = "{message}")##\n'
        for status, (names, message) in REFUSALS.items()
    )
    return (
        f"{_allow(origins)}"
        "#set($type = \"$!input.path('$.__type')\")##\n"
        f'#set($code = {FAULT})#set($message = "{FAULT_MESSAGE}")##\n'
        f"{cases.replace('#elseif', '#if', 1)}"
        f"#elseif({_is_one_of(('Invalid', 'ValidationException'))})#set($code = 400)##\n"
        "#set($message = \"$!input.path('$.message')\")#end##\n"
        "#set($context.responseOverride.status = $code)##\n"
        f'{{"message":{_text_or_null("$message")}}}'
    )


def _is_one_of(names: Sequence[str]) -> str:
    return " || ".join(f'$type.contains("{name}")' for name in names)


def fault_response(origins: Sequence[str] = ()) -> str:
    """Return the template for a failure of Step Functions."""
    return f'{_allow(origins)}{{"message":"{FAULT_MESSAGE}"}}'


def allow_origin(origins: Sequence[str]) -> str:
    """Return VTL that sets the response's allowed origin to the request's if it is one of these; it prints nothing."""
    preamble = Preamble()
    variable = preamble.text(Ref("request.header.origin"))
    known = " || ".join(is_text(variable, origin) for origin in origins)
    header = "$context.responseOverride.header.Access-Control-Allow-Origin"
    return f"{preamble}#if({known})#set({header} = {variable})#end##\n"


def _allow(origins: Sequence[str]) -> str:
    return allow_origin(origins) if origins else ""


def _input(preamble: Preamble, value: Any) -> str:
    """Return an input as the content of a JSON string."""
    if value == Ref("request.body"):
        return escaped(preamble.text(value))  # not parsed, so that every number stays as it was written
    return _inner(preamble, value)


def _inner(preamble: Preamble, value: Any) -> str:
    """Return JSON within a JSON string."""
    if isinstance(value, dict):
        members = (f"{_fixed(name)}:{_inner(preamble, one)}" for name, one in value.items())
        return f"{{{','.join(members)}}}"
    if isinstance(value, list):
        return f"[{','.join(_inner(preamble, one) for one in value)}]"
    if isinstance(value, tuple):
        return f'\\"{_text(preamble, value, 2)}\\"'
    if not isinstance(value, Ref):
        return _fixed(value)
    variable = preamble.json(value)
    if variable is not None:
        return escaped(variable)
    variable = preamble.text(value)
    return f'#if({variable} == "")null#else\\"{escaped(variable, 2)}\\"#end'


def _fixed(value: Any) -> str:
    """Return a fixed value within a JSON string."""
    written = f'"{literal(value)}"' if isinstance(value, str) else json.dumps(value)
    return json.dumps(written)[1:-1]


def _text(preamble: Preamble, parts: Parts, times: int) -> str:
    """Return a string within a JSON string, or within JSON within one if `times` is 2."""
    written = []
    for part in parts:
        if isinstance(part, Ref):
            variable = preamble.text(part)
            written.append(f'#if({variable} != ""){escaped(variable, times)}#end')
        else:
            written.append(literal(part) if times == 1 else json.dumps(literal(part))[1:-1])
    return "".join(written)


def _optional(preamble: Preamble, member: str, parts: Parts) -> str:
    """Return a member of the request, left out if it is one value that the client's request lacks."""
    if len(parts) == 1 and isinstance(parts[0], Ref):
        variable = preamble.text(parts[0])
        return f'#if({variable} != ""),"{member}":"{escaped(variable)}"#end'
    return f',"{member}":"{_text(preamble, parts, 1)}"'


def _text_or_null(variable: str) -> str:
    return f'#if({variable} == "")null#else"{escaped(variable)}"#end'


def _unchanged(member: str) -> str:
    return f"\"{member}\":$input.json('$.{member}')"


def _if_present(member: str, text: str) -> str:
    return f'#if("$!input.path(\'$.{member}\')" != ""),{text}#end'
