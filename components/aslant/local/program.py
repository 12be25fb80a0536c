"""Runs a program of this machine under the recording monitor.

The program runs as `pulumi up` would run it: in its own directory, as `__main__`, inside a stack and an event
loop. Each run has a fresh context, so that nothing stays from an earlier one, and afterwards the process is as
it was: working directory, import path and modules.
"""

from __future__ import annotations

import asyncio
import contextvars
import gc
import logging
import os
import runpy
import sys
import sysconfig
import traceback
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import aslant
from aslant.errors import LocalError
from aslant.local.functions.missing_module import import_advice
from aslant.local.project import Project
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry
from aslant.provider.resources.apis import API, REST_API

if TYPE_CHECKING:
    from pulumi import ResourceTransformationArgs

__all__ = ["load"]

OTHERS = (Path(aslant.__file__).parent, Path(sysconfig.get_path("stdlib")))
"""Where code lies that is not the program's, even in a checkout of aslant or with an interpreter in the project."""

LOG = logging.getLogger("aslant.local.program")


def load(project: Project, account: LocalAccount) -> Registry:
    """Run the program and return what it registered; a `LocalError` says what failed and where."""
    registry = Registry()
    with _surroundings(project), _without_garbage_collection(), warnings.catch_warnings():
        # When the program fails, the SDK leaves some of its own coroutines behind.
        warnings.filterwarnings("ignore", r"coroutine 'Output\.\w+' was never awaited", RuntimeWarning)
        failure = contextvars.Context().run(_run, project, account, registry)
        if failure is not None:
            gc.collect()
    if failure is not None:
        raise LocalError(failure)
    return registry


def _run(project: Project, account: LocalAccount, registry: Registry) -> str | None:
    """Run the program; what failed, in words, or None."""
    from pulumi.errors import RunError
    from pulumi.runtime import set_all_config, set_mocks
    from pulumi.runtime.settings import SETTINGS, reset_options, set_root_resource
    from pulumi.runtime.stack import run_in_stack

    from aslant.local.monitor import Monitor

    loop = asyncio.new_event_loop()
    # An error reaches every output that depends on it; the first one is raised, the rest would only be logged.
    loop.set_exception_handler(lambda _, __: None)
    # One thread: registrations come in the program's order, and imports do not wait for each other's locks.
    loop.set_default_executor(ThreadPoolExecutor(1))
    asyncio.set_event_loop(loop)
    try:
        monitor = Monitor(project, account, registry)
        reset_options()  # an earlier run's outstanding outputs stay in the SDK's defaults otherwise
        set_all_config(project.config, sorted(project.secrets))
        set_mocks(monitor.mocks, project.name, project.stack, preview=False, logger=LOG, monitor=monitor)
        SETTINGS.root_directory = str(project.directory)
        set_root_resource(None)  # type: ignore[arg-type]  # run_in_stack makes the stack and sends its outputs
        loop.run_until_complete(run_in_stack(lambda: _execute(project.main, registry)))
    except LocalError as error:
        return str(error)
    except RunError as error:
        return f"the program stopped: {error}"
    except SystemExit as error:
        return f"the program ended itself with exit code {error.code}"
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
    # Registering makes a loop for the executor's thread as well.
    loop.run_until_complete(loop.run_in_executor(None, _close_loop))
    loop.run_until_complete(loop.shutdown_default_executor())
    asyncio.set_event_loop(None)
    loop.close()


def _close_loop() -> None:
    with suppress(RuntimeError):  # there is none where nothing was registered
        asyncio.get_event_loop().close()


def _execute(main: Path, registry: Registry) -> None:
    from pulumi.runtime.stack import register_stack_transformation

    register_stack_transformation(lambda made: _note_first_api(made, registry))
    runpy.run_path(str(main), run_name="__main__")


def _note_first_api(made: ResourceTransformationArgs, registry: Registry) -> None:
    """Remember which API is made first: one whose inputs take time to resolve is registered after later ones."""
    if registry.first_api is None and made.type_ in (API, REST_API) and made.opts.id is None:
        registry.first_api = made.type_, made.name


def _report(error: Exception, project: Project) -> str:
    """The error with the program's own lines that led to it, innermost last, and no one else's."""
    lines = [
        f"  at {Path(frame.filename).relative_to(project.directory)}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if _is_own(Path(frame.filename), project)
    ]
    if isinstance(error, SyntaxError) and error.filename:
        lines.append(f"  at {error.filename}:{error.lineno}")
    problem = f"{type(error).__name__}: {error}{import_advice(error, project.directory)}"
    return "\n".join([f"the program failed with {problem}", *lines])


@contextmanager
def _surroundings(project: Project) -> Iterator[None]:
    """The program's directory as working directory and first on the import path; all undone afterwards."""
    directory, path, arguments, modules = os.getcwd(), list(sys.path), list(sys.argv), set(sys.modules)
    os.chdir(project.main.parent)
    sys.path.insert(0, str(project.main.parent))
    sys.argv[:] = [str(project.main)]
    try:
        yield
    finally:
        os.chdir(directory)
        sys.path[:], sys.argv[:] = path, arguments
        for name in set(sys.modules) - modules:
            file = getattr(sys.modules[name], "__file__", None)
            if file and _is_own(Path(file), project):
                del sys.modules[name]


def _is_own(file: Path, project: Project) -> bool:
    """Whether a file is the program's, and so stale after an edit; what is installed stays, and so does aslant."""
    if not file.is_relative_to(project.directory) or {".venv", "site-packages"} & set(file.parts):
        return False
    return not any(file.is_relative_to(place) for place in OTHERS)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Loading allocates much that stays; collecting meanwhile doubles its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
