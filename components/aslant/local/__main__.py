"""`python -m aslant.local`: run a Pulumi program on this machine and serve what it registers."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from aslant.errors import AslantError

__all__ = ["main"]

EXTRA = frozenset({"airspeed", "boto3", "botocore", "httptools", "jsonschema", "jwt", "moto", "pulumi", "pulumi_aws"})
EXTRA |= {"regex", "uvicorn", "yaml"}
"""The modules of the extra `local`."""

SIGNALS = (signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else []))

PATIENCE = 0.5
"""The seconds after which a message about the running program is printed."""

EXAMPLES = """\
examples:
  python -m aslant.local                          the program in this directory, on ports 8000 and 4566
  python -m aslant.local --program ../shop        another program
  python -m aslant.local --port 0 --aws-port 0    free ports, which are printed

exit codes: 0 after Ctrl-C; 1 if the program fails or a port is in use; 2 for wrong options or if the extra is missing
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until Ctrl-C, and return the exit code."""
    options = _parser().parse_args(arguments)
    before = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        _serve(options)
    except KeyboardInterrupt:
        return 0
    except AslantError as error:
        _say(f"error: {error}")
        return 1
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in EXTRA:
            raise
        from aslant.extras import install_command

        _say(f"error: this needs {error.name}, which is not installed; {install_command('local')}")
        return 2
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def _serve(options: argparse.Namespace) -> None:
    from aslant.local.project import read_project
    from aslant.provider.account import LocalAccount

    start = time.perf_counter()
    _on_signals(_leave)
    gc.disable()  # loading allocates many objects that stay; collecting meanwhile doubles the time
    progress = threading.Timer(PATIENCE, _say, [f"running the program in {options.program} ..."])
    progress.daemon = True
    progress.start()
    try:
        project = read_project(options.program, options.stack)
        from aslant.local.console.startup_message import startup_message
        from aslant.local.deployment import deploy
        from aslant.local.program import load
        from aslant.local.pulumi_python import python_note
        from aslant.local.server import Server, bind

        with bind(options.port, "--port") as api, bind(options.aws_port, "--aws-port") as aws:
            aws_url = f"http://127.0.0.1:{aws.getsockname()[1]}"
            account = LocalAccount(project.region, f"http://127.0.0.1:{api.getsockname()[1]}", aws_url)
            registry = load(project, account)
            _on_signals(_interrupt)
            deployment = deploy(
                project,
                registry,
                account,
                _print_line,
                _note,
                options.keep_executions,
                options.wait_scale,
                options.forward,
            )
            try:
                text = startup_message(deployment, aws_url)
                if project.region_is_assumed:
                    _note(
                        f"aws:region is not set: {project.region} is used here, and AWS_REGION or the profile in "
                        f"`pulumi up`. Set it below `config` in Pulumi.{project.stack}.yaml."
                    )
                if note := python_note(project):
                    _note(note)
                _end(progress)
                gc.freeze()
                gc.enable()
                _say(f"ready after {time.perf_counter() - start:.1f} s")
                print(text, flush=True)
                server = Server(deployment, api, aws)
                _on_signals(lambda *_: server.stop())  # uvicorn would swallow an exception during a request
                server.run()
            finally:
                deployment.end()
    finally:
        _end(progress)
        gc.enable()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m aslant.local",
        description="Run a Pulumi program on this machine, without an account, Docker or the Pulumi CLI. Serve the "
        "HTTP and REST APIs that it registers, and the AWS API for boto3 and the AWS CLI.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--program",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the folder of Pulumi.yaml (default: the current folder)",
    )
    parser.add_argument(
        "--port", type=_port, default=8000, help="the port of the HTTP and REST APIs, 0 for a free one (default: 8000)"
    )
    parser.add_argument(
        "--aws-port",
        type=_port,
        default=4566,
        metavar="PORT",
        help="the port of the AWS API, 0 for a free one (default: 4566)",
    )
    parser.add_argument(
        "--keep-executions",
        type=_kept,
        metavar="N",
        help="the number of ended STANDARD executions to keep (default: aslant:keepExecutions in the stack's file, or "
        "1000)",
    )
    parser.add_argument(
        "--wait-scale",
        type=_wait_scale,
        metavar="X",
        help="the factor for the waits and retries' delays of executions, 0 for no waiting (default: aslant:waitScale "
        "in the stack's file, or 1)",
    )
    parser.add_argument(
        "--forward",
        action="append",
        default=[],
        metavar="TASK[=REGION]",
        help="a task that goes to real AWS with your own credentials, by its state or its resource, such as "
        "bedrock:invokeModel; repeatable, in addition to aslant:forward in the stack's file",
    )
    parser.add_argument("--stack", default="dev", help="the stack, whose Pulumi.<stack>.yaml is read (default: dev)")
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"a port must be a number from 0 to 65535, not {text!r}")
    return int(text)


def _kept(text: str) -> int:
    from aslant.local.retention import parse_kept

    try:
        return parse_kept(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"it {problem}") from None


def _wait_scale(text: str) -> float:
    from aslant.local.wait_scale import parse_wait_scale

    try:
        return parse_wait_scale(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"it {problem}") from None


def _on_signals(handler: Callable[[int, Any], Any] | signal.Handlers) -> None:
    for number in SIGNALS:
        if number in SIGNALS[:2] or signal.getsignal(number) is not signal.SIG_IGN:  # nohup ignores SIGHUP
            signal.signal(number, handler)


def _leave(_: int, __: Any) -> NoReturn:
    """Exit at once while the program is loading. Nothing has to be cleaned up yet, and the SDK swallows exceptions."""
    os._exit(0)


def _interrupt(_: int, __: Any) -> NoReturn:
    """Raise KeyboardInterrupt, so that workers and files are cleaned up. Ignore further signals meanwhile."""
    _on_signals(signal.SIG_IGN)
    raise KeyboardInterrupt


def _end(progress: threading.Timer) -> None:
    """Cancel the progress message, or wait until it is printed."""
    progress.cancel()
    progress.join()


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")  # in one write, so that the lines of two threads do not mix
    sys.stderr.flush()


def _note(line: str) -> None:
    _say(f"note: {line}")


def _print_line(function: str, line: str) -> None:
    _say(f"{function} | {line}")


if __name__ == "__main__":
    sys.exit(main())
