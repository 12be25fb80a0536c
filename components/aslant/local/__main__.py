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
"""Seconds after which it is said that the program is running."""

EXAMPLES = """\
examples:
  python -m aslant.local                          the program in this directory, on ports 8000 and 4566
  python -m aslant.local --program ../shop        another program
  python -m aslant.local --port 0 --aws-port 0    free ports, printed when they answer

exit codes: 0 after Ctrl-C, 1 for a program that cannot be run or a port in use, 2 for bad usage or without the extra
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until Ctrl-C; returns the exit code."""
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
    gc.disable()  # until all is loaded: it stays, and looking at it takes longer than loading it
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
            deployment = deploy(project, registry, account, _print_line, _note, options.keep_executions)
            try:
                text = startup_message(deployment, aws_url)
                if project.region_is_assumed:
                    _note(
                        f"aws:region is not set: {project.region} here, and for `pulumi up` what AWS_REGION or the "
                        f"profile says; set it below `config` in Pulumi.{project.stack}.yaml"
                    )
                if note := python_note(project):
                    _note(note)
                _end(progress)
                gc.freeze()
                gc.enable()
                _say(f"ready after {time.perf_counter() - start:.1f} s")
                print(text, flush=True)
                server = Server(deployment, api, aws)
                _on_signals(lambda *_: server.stop())  # an exception within an answer would be swallowed by uvicorn
                server.run()
            finally:
                deployment.end()
    finally:
        _end(progress)
        gc.enable()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m aslant.local",
        description="Run a Pulumi program on this machine, without account, Docker or Pulumi CLI, and serve what it "
        "registers: its HTTP APIs, and the Step Functions and Lambda API for boto3 and the AWS CLI.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--program", type=Path, default=Path(), metavar="DIR", help="directory of Pulumi.yaml (default: this one)"
    )
    parser.add_argument(
        "--port", type=_port, default=8000, help="port of the HTTP APIs, 0 for a free one (default: 8000)"
    )
    parser.add_argument(
        "--aws-port", type=_port, default=4566, metavar="PORT", help="port of the AWS API (default: 4566)"
    )
    parser.add_argument(
        "--keep-executions",
        type=_kept,
        metavar="N",
        help="how many STANDARD executions that have ended are kept, the latest (default: aslant:keepExecutions in the "
        "stack's file, or 1000)",
    )
    parser.add_argument("--stack", default="dev", help="whose Pulumi.<stack>.yaml is read (default: dev)")
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to 65535, not {text!r}")
    return int(text)


def _kept(text: str) -> int:
    from aslant.local.retention import parse_kept

    try:
        return parse_kept(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"it {problem}") from None


def _on_signals(handler: Callable[[int, Any], Any] | signal.Handlers) -> None:
    for number in SIGNALS:
        if number in SIGNALS[:2] or signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has SIGHUP ignored
            signal.signal(number, handler)


def _leave(_: int, __: Any) -> NoReturn:
    """End at once, while the program is loading: there is nothing to end yet, and the SDK swallows exceptions."""
    os._exit(0)


def _interrupt(_: int, __: Any) -> NoReturn:
    """End by an exception, so that workers and files go too; a second signal changes nothing."""
    _on_signals(signal.SIG_IGN)
    raise KeyboardInterrupt


def _end(progress: threading.Timer) -> None:
    """Have nothing more said of the progress, and what is being said said to the end."""
    progress.cancel()
    progress.join()


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")  # at once, so that two threads' lines stay two
    sys.stderr.flush()


def _note(line: str) -> None:
    _say(f"note: {line}")


def _print_line(function: str, line: str) -> None:
    _say(f"{function} | {line}")


if __name__ == "__main__":
    sys.exit(main())
