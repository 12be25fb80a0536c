from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from aslant.local.credentials import SECRET_KEY, function_key
from aslant.local.functions.function import Function
from aslant.local.functions.workers import MAX_RESPONSE, Invocation, Workers
from aslant.provider.account import LocalAccount

HANDLER = """\
import os, subprocess, sys, time

print("importing")


class Burnt(Exception):
    pass


def bake(event, context):
    raise Burnt("left in too long")


def noisy(event, context):
    print("on stdout", flush=True)
    print("on stderr", file=sys.stderr)
    os.write(1, b"raw\\xff\\n")
    subprocess.run([sys.executable, "-c", "print('child')"])
    return sys.stdin.read()


def echo(event, context):
    return event


def long(event, context):
    return "x" * event


def exit(event, context):
    if event == "stay":
        return os.getpid()
    sys.exit(event)


def kill(event, context):
    os.kill(os.getpid(), 9)


def sleep(event, context):
    time.sleep(event)
    return os.getpid()


def environment(event, context):
    return dict(os.environ)


def unserialisable(event, context):
    return {1, 2}


def not_a_number(event, context):
    return float("nan")


def describe(event, context):
    names = "function_name invoked_function_arn memory_limit_in_mb log_group_name function_version".split()
    found = {name: getattr(context, name) for name in names}
    return {**found, "id": context.aws_request_id, "left": context.get_remaining_time_in_millis()}


def installed(event, context):
    import pytest
"""

Start = Callable[..., Workers]


@pytest.fixture
def printed() -> list[str]:
    return []


@pytest.fixture
def start(tmp_path: Path, printed: list[str]) -> Iterator[Start]:
    started: list[Workers] = []

    def start(handler: str, source: str = HANDLER, timeout: float = 5.0, **more: Any) -> Workers:
        (tmp_path / "kitchen.py").write_text(source)
        function = Function("oven", "arn:oven", handler, tmp_path, LocalAccount(), timeout=timeout, **more)
        started.append(Workers(function, lambda name, line: printed.append(f"{name}: {line}")))
        return started[-1]

    yield start
    for workers in started:
        workers.end()


def invoke(workers: Workers, event: Any = None) -> Any:
    invocation = workers.invoke(json.dumps(event).encode(), "r1")
    assert not invocation.failed
    return json.loads(invocation.payload)


def failure(invocation: Invocation) -> Any:
    assert invocation.failed
    return json.loads(invocation.payload)


@pytest.mark.parametrize("event", [None, "é\ud800", 1.5, [], {"a": {"b": [True]}}, "x" * 1_000_000])
def test_a_result_is_what_the_handler_returned(start: Start, event: Any) -> None:
    assert invoke(start("kitchen.echo"), event) == event


def test_an_exception_is_reported_as_lambda_reports_it(start: Start) -> None:
    assert failure(start("kitchen.bake").invoke(b"{}", "r1")) == {
        "errorMessage": "left in too long",
        "errorType": "Burnt",
        "requestId": "r1",
        "stackTrace": ['  File "/var/task/kitchen.py", line 11, in bake\n    raise Burnt("left in too long")\n'],
    }


@pytest.mark.parametrize(
    ("handler", "source", "kind", "message"),
    [
        ("kitchen.nobody", HANDLER, "Runtime.HandlerNotFound", "Handler 'nobody' missing on module 'kitchen'"),
        ("kitchen", HANDLER, "Runtime.MalformedHandlerName", "Bad handler 'kitchen': not enough values"),
        (
            "kitchen.f",
            "import nowhere",
            "Runtime.ImportModuleError",
            "Unable to import module 'kitchen': No module named 'nowhere'",
        ),
        ("kitchen.f", "def f(", "Runtime.UserCodeSyntaxError", "Syntax error in module 'kitchen': '(' was never"),
        ("kitchen.f", "1 / 0", "ZeroDivisionError", "division by zero"),
        ("kitchen.unserialisable", HANDLER, "Runtime.MarshalError", "Unable to marshal response: Object of type set"),
        ("kitchen.not_a_number", HANDLER, "Runtime.MarshalError", "Unable to marshal response: Out of range float"),
    ],
)
def test_an_unusable_handler_or_result_has_lambda_s_error(
    start: Start, handler: str, source: str, kind: str, message: str
) -> None:
    workers = start(handler, source)
    for _ in range(2):
        error = failure(workers.invoke(b"{}"))
        assert error["errorType"] == kind
        assert error["errorMessage"].startswith(message)


def test_a_function_that_times_out_gets_a_new_process(start: Start) -> None:
    workers = start("kitchen.sleep", timeout=0.2)
    before = invoke(workers, 0)
    assert failure(workers.invoke(b"60", "r1")) == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": "RequestId: r1 Error: Task timed out after 0.20 seconds",
    }
    assert invoke(workers, 0) != before


@pytest.mark.parametrize(
    ("handler", "event", "how"),
    [
        ("kitchen.exit", 3, "Runtime exited with error: exit status 3"),
        ("kitchen.exit", 0, "Runtime exited without providing a reason"),
        ("kitchen.kill", 0, "Runtime exited with error: signal: killed"),
    ],
)
def test_a_worker_that_dies_is_reported_and_replaced(start: Start, handler: str, event: int, how: str) -> None:
    workers = start(handler)
    error = {"errorType": "Runtime.ExitError", "errorMessage": f"RequestId: r1 Error: {how}"}
    assert failure(workers.invoke(json.dumps(event).encode(), "r1")) == error
    assert failure(workers.invoke(json.dumps(event).encode(), "r1")) == error


@pytest.mark.parametrize(("size", "failed"), [(MAX_RESPONSE - 2, False), (MAX_RESPONSE - 1, True)])
def test_a_response_has_a_size_limit(start: Start, size: int, failed: bool) -> None:
    invocation = start("kitchen.long").invoke(str(size).encode())
    assert invocation.failed is failed
    assert not failed or json.loads(invocation.payload) == {
        "errorType": "Function.ResponseSizeTooLarge",
        "errorMessage": "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    }


def test_printed_lines_go_to_the_log_and_not_into_the_response(start: Start, printed: list[str]) -> None:
    workers = start("kitchen.noisy")
    assert invoke(workers) == ""
    assert invoke(workers) == ""
    workers.end()
    for line in ("oven: importing", "oven: on stdout", "oven: on stderr", "oven: raw\\xff", "oven: child"):
        assert line in printed


@pytest.mark.parametrize(
    ("handler", "event", "lines"),
    [
        (
            "kitchen.bake",
            None,
            [
                "[ERROR] Burnt: left in too long",
                "Traceback (most recent call last):",
                '  File "/var/task/kitchen.py", line 11, in bake',
                '    raise Burnt("left in too long")',
            ],
        ),
        ("kitchen.nobody", None, ["[ERROR] Runtime.HandlerNotFound: Handler 'nobody' missing on module 'kitchen'"]),
        (
            "kitchen.kill",
            0,
            ["[ERROR] Runtime.ExitError: RequestId: r1 Error: Runtime exited with error: signal: killed"],
        ),
    ],
)
def test_a_failure_is_in_the_log_as_lambda_writes_it(
    tmp_path: Path, handler: str, event: Any, lines: list[str]
) -> None:
    (tmp_path / "kitchen.py").write_text(HANDLER)
    printed: SimpleQueue[str] = SimpleQueue()
    workers = Workers(
        Function("oven", "arn:oven", handler, tmp_path, LocalAccount()),
        lambda name, line: printed.put(f"{name}: {line}"),
    )
    workers.invoke(json.dumps(event).encode(), "r1")
    found = [printed.get(timeout=5)]
    while not found[-1].endswith(lines[-1]):
        found.append(printed.get(timeout=5))
    workers.end()
    assert [line for line in found if line != "oven: importing"] == [f"oven: {line}" for line in lines]


def test_the_report_of_a_failure_is_complete_when_the_invocation_returns(start: Start, printed: list[str]) -> None:
    workers = start("kitchen.bake")
    for number in range(1, 21):
        workers.invoke(b"{}")
        assert [line for line in printed if "Burnt(" in line] == ['oven:     raise Burnt("left in too long")'] * number
        assert printed[-1] == 'oven:     raise Burnt("left in too long")'
    assert not [line for line in printed if "\0" in line]


def test_the_function_s_own_code_takes_precedence_over_layers(start: Start, tmp_path: Path) -> None:
    packages = tmp_path / "opt" / "python" / "lib" / "python3.13" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "spice.py").write_text("HOT = 'packages'")
    (packages.parents[2] / "spice.py").write_text("HOT = 'layer'")
    (packages.parents[2] / "dough.py").write_text("KIND = 'layer'")
    (packages.parents[2] / "sauce.py").write_text("RED = 'layer'")
    (tmp_path / "sauce.py").write_text("RED = 'function'")
    source = "import dough, sauce, spice\n\ndef ask(event, context):\n    return [spice.HOT, dough.KIND, sauce.RED]\n"
    assert invoke(start("kitchen.ask", source, layers=tmp_path / "opt")) == ["packages", "layer", "function"]


@pytest.mark.parametrize("installed", [True, False])
def test_installed_packages_replace_a_layer_that_is_not_available(start: Start, installed: bool) -> None:
    source = "import jsonschema\n\ndef ask(event, context):\n    return jsonschema.__name__\n"
    invocation = start("kitchen.ask", source, installed=installed).invoke(b"{}", "r1")
    assert invocation.failed is not installed


def test_a_worker_does_not_inherit_the_environment(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "work")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "the developer's")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    workers = start("kitchen.environment", variables={"OVEN": "hot", "AWS_ACCESS_KEY_ID": "mine"})
    seen = invoke(workers)
    assert "AWS_PROFILE" not in seen
    assert "PYTHONPATH" not in seen
    assert seen["OVEN"] == "hot"
    assert seen["AWS_ACCESS_KEY_ID"] == function_key(workers.function.arn)
    assert seen["AWS_SECRET_ACCESS_KEY"] == SECRET_KEY
    assert seen["AWS_SHARED_CREDENTIALS_FILE"] == seen["AWS_CONFIG_FILE"] == "/dev/null"
    assert seen["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4566"
    assert seen["AWS_REGION"] == "us-east-1"
    assert seen["AWS_LAMBDA_FUNCTION_NAME"] == "oven"


def test_the_context_describes_the_invocation(start: Start) -> None:
    workers = start("kitchen.describe", memory=256, log_group="/logs")
    found = invoke(workers)
    assert 0 < found.pop("left") <= 5000
    assert found == {
        "function_name": "oven",
        "invoked_function_arn": "arn:oven",
        "memory_limit_in_mb": "256",
        "log_group_name": "/logs",
        "function_version": "$LATEST",
        "id": "r1",
    }


def test_a_package_that_lambda_does_not_have_cannot_be_imported(start: Start) -> None:
    assert failure(start("kitchen.installed").invoke(b"{}"))["errorMessage"] == "No module named 'pytest'"


def test_another_worker_is_started_when_all_are_busy(start: Start) -> None:
    workers = start("kitchen.sleep")
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: invoke(workers, 0.4), range(2))
    assert first != second
