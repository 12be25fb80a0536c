"""The process that a Lambda function's code runs in. Started by `aslant.local.functions.workers`, never imported by it.

Requests and answers are frames on two pipes: four bytes of length, most significant first, then JSON in UTF-8. A
request is two frames, the invocation and the event; an answer is one byte (`R` for a result, `E` for an error), the
number of the invocation in eight bytes, and a frame. The first frame of all describes the function; the answer to it
has the number 0. Whatever the handler prints goes to standard error, and standard input is empty, so that neither can
touch the pipes. A process that the handler forks never answers: it ends where it returns from the handler.

Standard library alone, and run without `site`: what the handler imports beyond its own code is what the Lambda
runtime carries (`RUNTIME_PACKAGES`), not what happens to be installed here. Only where a function has a layer that is
not here do installed packages stand for what is in it.
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
"""The line after the report of a failure, by which the other side knows that it has all of it."""

TASK_ROOT = "/var/task"


class RuntimePackages:
    """Finds the packages of the Lambda runtime where they are installed; any other that is installed only if asked."""

    def __init__(self, places: list[str], any: bool) -> None:
        """Look in some directories, for any package or for the runtime's alone."""
        self._places = places
        self._any = any

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """The place of a top-level package."""
        if path is None and (self._any or name in RUNTIME_PACKAGES):
            return importlib.machinery.PathFinder.find_spec(name, self._places)
        return None


class Context:
    """The second argument of a handler, as the Lambda developer guide lists it for Python."""

    def __init__(self, function: dict[str, Any], invocation: dict[str, Any]) -> None:
        """Describe one invocation of a function."""
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
        """Milliseconds until the function's timeout."""
        return max(0, int((self._deadline - time.time()) * 1000))

    def log(self, message: object) -> None:
        """Write to the function's log."""
        print(message)


class UnusableHandler:
    """Stands for a handler that cannot be imported: every invocation has the same error."""

    def __init__(self, kind: str, message: str, stack: list[str]) -> None:
        """Remember what the import came to."""
        self.error = {"errorMessage": message, "errorType": kind, "stackTrace": stack}


def load(handler: str, root: str) -> Any:
    """The handler that a function names, `module.name`, or why there is none, in Lambda's words."""
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
    """The stack below this file, with the paths that the code has in Lambda."""
    stack = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    stack = [frame for frame in stack if not frame.filename.startswith("<frozen importlib")]
    return [line.replace(f'"{root}{os.sep}', f'"{TASK_ROOT}/') for line in traceback.format_list(stack)]


def answer(handler: Any, context: Context, event: bytes, root: str) -> tuple[bytes, bytes]:
    """Call the handler: `R` and its result, or `E` and the error object that Lambda reports."""
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
    """What the runtime writes to the function's log about an error object."""
    lines = [f"[ERROR] {error['errorType']}: {error['errorMessage']}"]
    if error["stackTrace"]:
        lines += ["Traceback (most recent call last):", *(line.rstrip("\n") for line in error["stackTrace"])]
    return "\n".join(lines)


def encode(value: Any) -> bytes:
    """JSON in UTF-8; what JSON cannot say, NaN for one, is an error."""
    return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


def read_frame(pipe: BinaryIO) -> bytes | None:
    """The next frame; None when the other side has gone."""
    head = pipe.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    body = pipe.read(length)
    return body if len(body) == length else None


def write_answer(pipe: BinaryIO, kind: bytes, number: int, body: bytes) -> None:
    """Send an answer at once."""
    pipe.write(struct.pack(">cQI", kind, number, len(body)))
    pipe.write(body)
    pipe.flush()


def end_if_forked(process: int) -> None:
    """End this process if it is not the one that the server started: the answer is for that one to send."""
    if os.getpid() != process:
        sys.stdout.flush()
        os._exit(0)


def main() -> None:
    """Take the pipes away from the handler's reach, import it, then answer until the other side goes."""
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
    write_answer(outbox, b"S", 0, b"")
    while (head := read_frame(inbox)) is not None:
        event = read_frame(inbox)
        if event is None:
            return
        invocation = json.loads(head)
        kind, body = answer(handler, Context(function, invocation), event, root)
        end_if_forked(process)
        if kind == b"E":
            print(report(json.loads(body)), REPORTED, sep="\n", file=sys.stderr)
        sys.stdout.flush()
        write_answer(outbox, kind, invocation["number"], body)


if __name__ == "__main__":
    main()
