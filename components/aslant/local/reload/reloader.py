"""The reload: the program and the files are read again, and what they define replaces what is served."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from aslant.errors import AslantError
from aslant.local.deployment import Deployment, check_content
from aslant.local.reload.changes import changes
from aslant.local.reload.snapshot import snapshot
from aslant.local.reload.watcher import Watcher
from aslant.local.source import Source

__all__ = ["Reloader"]

SWITCH_SECONDS = 0.0005
"""How long the program may run at a time while other threads wait. Python's usual 5 ms would delay requests."""


class Reloader:
    """Serves edits of the files of a source. A broken edit is reported, and what worked before is still served."""

    def __init__(self, source: Source, say: Callable[[str], None]) -> None:
        """Compare files with their state now: make it before the source is loaded. Messages go to `say`."""
        self._source = source
        self._say = say
        self._places = source.places()
        self._before = snapshot(self._places)
        self._said: set[str] = set()

    @contextmanager
    def watching(self, deployment: Deployment, notes: Iterable[str] = ()) -> Iterator[None]:
        """Reload in a thread. `notes` have been printed before and are not repeated."""
        self._said = set(notes)
        watcher = Watcher(self._source.places, lambda _: self.reload(deployment), self._places, self._before)
        watcher.start()
        try:
            yield
        finally:
            watcher.stop()

    def reload(self, deployment: Deployment) -> None:
        """Load the source, and serve it if it is valid."""
        start, interval = time.perf_counter(), sys.getswitchinterval()
        before = deployment.release
        sys.setswitchinterval(SWITCH_SECONDS)
        try:
            content = self._source.load()
            notes = list(check_content(content))
            deployment.update(content)
        except AslantError as error:
            self._fail(deployment, str(error))
            return
        except Exception as error:  # a library that the program imports now is missing, or a bug in aslant
            self._fail(deployment, f"{type(error).__name__}: {error}")
            return
        finally:
            sys.setswitchinterval(interval)
        seconds = time.perf_counter() - start
        for line in notes:
            if line not in self._said:
                self._say(f"note: {line}")
        self._said = set(notes)
        if deployment.problem is not None:
            self._say(f"error: {deployment.problem.message}")
        self._say(f"reloaded after {seconds:.1f} s: {changes(before, deployment.release) or 'nothing changed'}")

    def _fail(self, deployment: Deployment, message: str) -> None:
        deployment.fail(message)
        self._say(f"error: {message}\nnot reloaded: the version before this edit is still served")
