"""A run of a Pulumi program under the recording monitor.

The program runs as in `pulumi up`: in its own directory, as `__main__`, in a stack and an event loop. Each run has a
new context, so that nothing remains from an earlier one. Working directory, import path and modules are restored
afterwards.
"""

from __future__ import annotations

import asyncio
import contextvars
import gc
import logging
import os
import runpy
import sys
import traceback
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from aslant.errors import LocalError
from aslant.files.missing_module import import_advice
from aslant.local.own_modules import imported_anew, is_own
from aslant.local.project import Project
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry
from aslant.provider.resources.apis import API, REST_API

if TYPE_CHECKING:
    from pulumi import ResourceTransformationArgs

__all__ = ["load"]

LOG = logging.getLogger("aslant.local.program")


def load(project: Project, account: LocalAccount) -> Registry:
    """Run the program and return the resources that it registers. Raise LocalError if it fails."""
    registry = Registry()
    with _surroundings(project), _without_garbage_collection(), warnings.catch_warnings():
        # If the program fails, some of the SDK's coroutines are never awaited.
        warnings.filterwarnings("ignore", r"coroutine 'Output\.\w+' was never awaited", RuntimeWarning)
        failure = contextvars.Context().run(_run, project, account, registry)
        if failure is not None:
            gc.collect()
    if failure is not None:
        raise LocalError(failure)
    return registry


def _run(project: Project, account: LocalAccount, registry: Registry) -> str | None:
    """Run the program. Return a message if it fails, else None."""
    from pulumi.errors import RunError
    from pulumi.runtime import set_all_config, set_mocks
    from pulumi.runtime.settings import SETTINGS, reset_options, set_root_resource
    from pulumi.runtime.stack import run_in_stack

    from aslant.local.monitor import Monitor

    loop = asyncio.new_event_loop()
    # An error fails every output that depends on it. The first one is raised; the others would only be logged.
    loop.set_exception_handler(lambda _, __: None)
    # One thread, so that registrations keep the program's order and imports do not wait for each other's locks.
    loop.set_default_executor(ThreadPoolExecutor(1))
    asyncio.set_event_loop(loop)
    try:
        monitor = Monitor(project, account, registry)
        reset_options()  # otherwise the SDK keeps the outstanding outputs of an earlier run
        set_all_config(project.config, sorted(project.secrets))
        set_mocks(monitor.mocks, project.name, project.stack, preview=False, logger=LOG, monitor=monitor)
        SETTINGS.root_directory = str(project.directory)
        set_root_resource(None)  # type: ignore[arg-type]  # run_in_stack creates the stack and sends its outputs
        loop.run_until_complete(run_in_stack(lambda: _execute(project.main, registry)))
    except LocalError as error:
        return str(error)
    except RunError as error:
        return f"the program stopped: {error}"
    except SystemExit as error:
        return f"the program exited with code {error.code}"
    except Exception as error:
        return _report(error, project)
    finally:
        _end(loop)
    return None


def _end(loop: asyncio.AbstractEventLoop) -> None:
    pending = asyncio.all_tasks(loop)
    for task in pending:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
    # Registering resources creates a loop for the executor's thread as well.
    loop.run_until_complete(loop.run_in_executor(None, _close_loop))
    loop.run_until_complete(loop.shutdown_default_executor())
    asyncio.set_event_loop(None)
    loop.close()


def _close_loop() -> None:
    with suppress(RuntimeError):  # there is no loop if nothing was registered
        asyncio.get_event_loop().close()


def _execute(main: Path, registry: Registry) -> None:
    from pulumi.runtime.stack import register_stack_transformation

    register_stack_transformation(lambda made: _note_first_api(made, registry))
    runpy.run_path(str(main), run_name="__main__")


def _note_first_api(made: ResourceTransformationArgs, registry: Registry) -> None:
    """Record which API is created first. Registration can be later, since it waits for the inputs."""
    if registry.first_api is None and made.type_ in (API, REST_API) and made.opts.id is None:
        registry.first_api = made.type_, made.name


def _report(error: Exception, project: Project) -> str:
    """Return the error, followed by the lines of the program that led to it, innermost last."""
    lines = [
        f"  at {Path(frame.filename).relative_to(project.directory)}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if is_own(Path(frame.filename), project.directory)
    ]
    if isinstance(error, SyntaxError) and error.filename:
        lines.append(f"  at {error.filename}:{error.lineno}")
    problem = f"{type(error).__name__}: {error}{import_advice(error, project.directory)}"
    return "\n".join([f"the program failed with {problem}", *lines])


@contextmanager
def _surroundings(project: Project) -> Iterator[None]:
    """Make the program's directory the working directory and put it on the import path; restore both afterwards."""
    directory, path, arguments = os.getcwd(), list(sys.path), list(sys.argv)
    os.chdir(project.main.parent)
    sys.path.insert(0, str(project.main.parent))
    sys.argv[:] = [str(project.main)]
    try:
        with imported_anew(project.directory):
            yield
    finally:
        os.chdir(directory)
        sys.path[:], sys.argv[:] = path, arguments


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Disable garbage collection: loading allocates many objects that stay, and collecting would double its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
