"""`python -m aslant.local`: serve a Pulumi program, definitions in files or only the AWS API on this machine."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from aslant.errors import AslantError
from aslant.local.options import Options, parse_options
from aslant.local.signals import interrupt, leave, on_signals, signals_restored

if TYPE_CHECKING:
    from aslant.local.deployment import Deployment

__all__ = ["main"]

EXTRA = frozenset({"airspeed", "boto3", "botocore", "httptools", "jsonschema", "jwt", "moto", "pulumi", "pulumi_aws"})
EXTRA |= {"regex", "uvicorn", "yaml"}
"""The modules of the extra `local`."""

PATIENCE = 0.5
"""The seconds after which a message about the running program is printed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until Ctrl-C, and return the exit code."""
    with signals_restored():
        try:
            _serve(parse_options(arguments, os.environ))
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
    return 0


def _serve(options: Options) -> None:
    from aslant.local.source import Source, has_program

    start = time.perf_counter()
    on_signals(leave)
    gc.disable()  # loading allocates many objects that stay; collecting meanwhile doubles the time
    progress = threading.Timer(PATIENCE, _say, [f"running the program in {options.program or '.'} ..."])
    progress.daemon = True
    if has_program(options):
        progress.start()
    try:
        from aslant.local.deployment import Deployment, check_content
        from aslant.local.reload.reloader import Reloader
        from aslant.local.server import Server, bind

        with bind(options.port, "--port") as api, bind(options.aws_port, "--aws-port") as aws:
            api_url, aws_url = (f"http://127.0.0.1:{listener.getsockname()[1]}" for listener in (api, aws))
            source = Source(options, api_url, aws_url)
            reloader = Reloader(source, _say)
            content = source.load()
            on_signals(interrupt)
            notes = list(check_content(content))
            deployment = Deployment(content, _print_line, options.keep_executions)
            try:
                text = _message(deployment, options, aws_url, source.has_program)
                _end(progress)
                gc.freeze()
                gc.enable()
                for line in (*options.notes, *notes, *_project_notes(deployment, source.has_program)):
                    _say(f"note: {line}")
                if deployment.problem is not None:
                    _say(f"error: {deployment.problem.message}")
                _say(f"ready after {time.perf_counter() - start:.1f} s")
                print(text, flush=True)
                server = Server(deployment, api, aws)
                on_signals(lambda *_: server.stop())  # uvicorn would swallow an exception during a request
                with reloader.watching(deployment, notes) if options.reload else nullcontext():
                    server.run()
            finally:
                deployment.end()
    finally:
        _end(progress)
        gc.enable()


def _message(deployment: Deployment, options: Options, aws_url: str, has_program: bool) -> str:
    if has_program:
        from aslant.local.console.startup_message import startup_message

        return startup_message(deployment, aws_url)
    from aslant.local.console.standalone_message import standalone_message

    return standalone_message(deployment, aws_url, Path(), machines_given=bool(options.machines))


def _project_notes(deployment: Deployment, has_program: bool) -> Iterator[str]:
    project = deployment.project
    if not has_program:
        return
    from aslant.local.pulumi_python import python_note

    if project.region_is_assumed:
        yield (
            f"aws:region is not set: {deployment.region} is used here, and AWS_REGION or the profile in "
            f"`pulumi up`. Set it below `config` in Pulumi.{project.stack}.yaml."
        )
    if note := python_note(project):
        yield note


def _end(progress: threading.Timer) -> None:
    """Cancel the progress message, or wait until it is printed."""
    progress.cancel()
    if progress.is_alive():
        progress.join()


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")  # in one write, so that the lines of two threads do not mix
    sys.stderr.flush()


def _print_line(function: str, line: str) -> None:
    _say(f"{function} | {line}")


if __name__ == "__main__":
    sys.exit(main())
