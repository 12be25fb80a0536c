"""The process that runs a Lambda function's code. `worker_process.py` starts this file; nothing imports it.

Requests and responses are frames on two pipes: a length in four bytes, most significant first, then JSON in UTF-8. A
request is two frames, the invocation and the event. A response is one byte (`R` for a result, `E` for an error), the
number of the invocation in eight bytes, and a frame. The very first frame describes the function; the response to it
has the number 0, and as its body the error object if the handler cannot be imported. What the handler prints goes to
standard error, and standard input is empty, so that the handler cannot disturb the pipes. A process that the handler
forks sends no response: it exits when it returns from the handler.

This file uses the standard library only and runs without `site`: apart from its own code, the handler can import only
the packages of the Lambda runtime (`RUNTIME_PACKAGES`), not everything that is installed here. If a function has a
layer that is not available here, it can import all installed packages instead.
"""

import importlib
import importlib.machinery
import json
import os
import struct
import sys
import time
import traceback
from typing import Any, BinaryIO

RUNTIME_PACKAGES = frozenset({"awscrt", "boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3"})

REPORTED = "\0"
"""The line that ends the report of a failure, so that the server knows that the report is complete."""

TASK_ROOT = "/var/task"


class RuntimePackages:
    """A finder of the packages of the Lambda runtime among the installed ones, or of all installed packages."""

    def __init__(self, places: list[str], any: bool) -> None:
        """Search directories, for the runtime's packages only unless `any` is true."""
        self._places = places
        self._any = any

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Return the spec of a top-level package."""
        if path is None and (self._any or name in RUNTIME_PACKAGES):
            return importlib.machinery.PathFinder.find_spec(name, self._places)
        return None


class Context:
    """The second argument of a handler, as the Lambda developer guide lists it for Python."""

    def __init__(self, function: dict[str, Any], invocation: dict[str, Any]) -> None:
        """Describe one invocation."""
        self.function_name: str = function["name"]
        self.function_version: str = "$LATEST"
        self.invoked_function_arn: str = function["arn"]
        self.memory_limit_in_mb: str = str(function["memory"])
        self.aws_request_id: str = invocation["request_id"]
        self.log_group_name: str = function["log_group"]
        self.log_stream_name: str = function["log_stream"]
        self.identity: Any = None
        self.client_context: Any = None
        self.tenant_id: Any = None
        self._deadline: float = invocation["deadline"]

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds until the function's timeout."""
        return max(0, int((self._deadline - time.time()) * 1000))

    def log(self, message: object) -> None:
        """Write to the function's log."""
        print(message)


class UnusableHandler:
    """A handler that cannot be imported: every invocation fails with the same error."""

    def __init__(self, kind: str, message: str, stack: list[str]) -> None:
        """Keep the error of the import."""
        self.error = {"errorMessage": message, "errorType": kind, "stackTrace": stack}


def load(handler: str, root: str) -> Any:
    """Import a handler by its `module.name`. Return an `UnusableHandler` with Lambda's error if that fails."""
    module_name, _, name = handler.rpartition(".")
    if not module_name:
        message = f"Bad handler '{handler}': not enough values to unpack (expected 2, got 1)"
        return UnusableHandler("Runtime.MalformedHandlerName", message, [])
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        message = f"Unable to import module '{module_name}': {error}"
        return UnusableHandler("Runtime.ImportModuleError", message, [])
    except SyntaxError as error:
        message = f"Syntax error in module '{module_name}': {error}"
        return UnusableHandler("Runtime.UserCodeSyntaxError", message, [])
    except Exception as error:
        return UnusableHandler(type(error).__name__, str(error), frames(error, root))
    if not hasattr(module, name):
        message = f"Handler '{name}' missing on module '{module_name}'"
        return UnusableHandler("Runtime.HandlerNotFound", message, [])
    return getattr(module, name)


def frames(error: BaseException, root: str) -> list[str]:
    """Return the stack without the frames of this file, with the paths that the code has on Lambda."""
    stack = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    stack = [frame for frame in stack if not frame.filename.startswith("<frozen importlib")]
    return [line.replace(f'"{root}{os.sep}', f'"{TASK_ROOT}/') for line in traceback.format_list(stack)]


def invoke(handler: Any, context: Context, event: bytes, root: str) -> tuple[bytes, bytes]:
    """Call the handler. Return `R` and its result, or `E` and the error object that Lambda reports."""
    request = {"requestId": context.aws_request_id}
    if isinstance(handler, UnusableHandler):
        return b"E", encode({**handler.error, **request})
    try:
        result = handler(json.loads(event), context)
    except Exception as error:
        report = {"errorMessage": str(error), "errorType": type(error).__name__, **request}
        return b"E", encode({**report, "stackTrace": frames(error, root)})
    try:
        return b"R", encode(result)
    except (TypeError, ValueError, RecursionError) as error:
        report = {
            "errorMessage": f"Unable to marshal response: {error}",
            "errorType": "Runtime.MarshalError",
            **request,
        }
        return b"E", encode({**report, "stackTrace": []})


def report(error: dict[str, Any]) -> str:
    """Return the lines that the runtime writes to the function's log for an error object."""
    lines = [f"[ERROR] {error['errorType']}: {error['errorMessage']}"]
    if error["stackTrace"]:
        lines += ["Traceback (most recent call last):", *(line.rstrip("\n") for line in error["stackTrace"])]
    return "\n".join(lines)


def encode(value: Any) -> bytes:
    """Return a value as JSON in UTF-8. Values that JSON does not have, such as NaN, are an error."""
    return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


def read_frame(pipe: BinaryIO) -> bytes | None:
    """Return the next frame; None when the server has closed the pipe."""
    head = pipe.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    body = pipe.read(length)
    return body if len(body) == length else None


def write_response(pipe: BinaryIO, kind: bytes, number: int, body: bytes) -> None:
    """Send a response, and flush the pipe."""
    pipe.write(struct.pack(">cQI", kind, number, len(body)))
    pipe.write(body)
    pipe.flush()


def end_if_forked(process: int) -> None:
    """Exit if this is a fork of the process that the server started, which alone sends the response."""
    if os.getpid() != process:
        sys.stdout.flush()
        os._exit(0)


def main() -> None:
    """Hide the pipes from the handler, import it, then respond to invocations until the server closes the pipe."""
    process = os.getpid()
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr = open(  # noqa: SIM115  # for as long as the process lives
        2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False
    )
    first = read_frame(inbox)
    if first is None:
        return
    function = json.loads(first)
    root: str = function["root"]
    sys.path[:0] = [root, *function["layers"]]
    sys.meta_path.append(RuntimePackages(function["packages"], function["installed"]))
    sys.dont_write_bytecode = True
    handler = load(function["handler"], root)
    end_if_forked(process)
    write_response(outbox, b"S", 0, encode(handler.error) if isinstance(handler, UnusableHandler) else b"")
    while (head := read_frame(inbox)) is not None:
        event = read_frame(inbox)
        if event is None:
            return
        invocation = json.loads(head)
        kind, body = invoke(handler, Context(function, invocation), event, root)
        end_if_forked(process)
        if kind == b"E":
            print(report(json.loads(body)), REPORTED, sep="\n", file=sys.stderr)
        sys.stdout.flush()
        write_response(outbox, kind, invocation["number"], body)


if __name__ == "__main__":
    main()
