"""A thread that looks for edited files and passes them on."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import MappingProxyType

from aslant.local.reload.snapshot import Snapshot, Stamp, differences, snapshot

__all__ = ["Watcher"]

POLL_SECONDS = 0.15
"""The time between two looks at the files."""

MOST_POLL_SECONDS = 2.0
"""The longest time between two looks. Very many files are looked at less often, see `SHARE`."""

SHARE = 10
"""How many times as long as a look takes is waited before the next one, so that looking costs less than a tenth."""

SETTLE_SECONDS = 0.04
"""How long files must be unchanged before they are passed on, since an editor or git may write several."""

MOST_SETTLE_SECONDS = 2.0
"""How long to wait at most for files that are written again and again."""

PATIENT_CALLS = 5
"""The number of calls in a row, each for files that changed during the one before, after which the next ones wait."""

MOST_PATIENCE = 30.0
"""The longest wait before a call for files that change during every call."""

LARGEST = 10_000_000
"""The size in bytes up to which the contents of an edited file are compared with those before."""


class Watcher:
    """A thread that calls a function with the files that were edited, added or removed.

    Edits that are made while the function runs lead to another call. A file that is written again with the same content
    is not edited. Files that the function itself writes with different contents would lead to calls without end: after
    a few calls in a row, each waits longer.
    """

    def __init__(
        self,
        places: Callable[[], Iterable[Path]],
        changed: Callable[[list[str]], None],
        seen: Iterable[Path] = (),
        before: Snapshot = MappingProxyType({}),
    ) -> None:
        """Watch folders and files, which are asked for at every look.

        `before` is the state of the places `seen` to compare with first. That of all others is their state now, or when
        they are first watched.
        """
        self._places = places
        self._changed = changed
        self._seen = set(seen)
        self._before = before
        self._watched()
        self._stopped = threading.Event()
        self._digests: dict[str, bytes] = {}
        """The digest of each edited file, when it was passed on last."""
        self._in_a_row = 0
        self._thread = threading.Thread(target=self._watch, name="aslant-watcher", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread, and wait until a call of the function that is in progress has returned."""
        self._stopped.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(self._look()):
            pass

    def _watched(self) -> list[Path]:
        """Return the places to look at. The files of new ones count as they are now."""
        places = list(self._places())
        added = [place for place in places if place not in self._seen]
        if added:
            self._seen.update(added)
            self._before = {**snapshot(added), **self._before}
        return places

    def _look(self) -> float:
        """Look at the files once, and call the function if some were edited. Return the seconds until the next look."""
        start = time.perf_counter()
        now = snapshot(self._watched())
        pause = min(max(POLL_SECONDS, SHARE * (time.perf_counter() - start)), MOST_POLL_SECONDS)
        if not self._edited(now):
            self._before = now
            return pause
        now = self._settled(now)
        edited, self._before = self._edited(now), now
        if not edited or self._stopped.is_set():
            return pause
        self._digests |= {path: _digest(path) for path in edited}
        self._changed(edited)
        again = set(edited) <= set(differences(now, snapshot(self._watched())))
        self._in_a_row = self._in_a_row + 1 if again else 0
        return 0.0 if self._in_a_row < PATIENT_CALLS else min(2.0 ** (self._in_a_row - PATIENT_CALLS), MOST_PATIENCE)

    def _settled(self, now: dict[str, Stamp]) -> dict[str, Stamp]:
        end = time.monotonic() + MOST_SETTLE_SECONDS
        while not self._stopped.wait(SETTLE_SECONDS) and time.monotonic() < end:
            later = snapshot(self._watched())
            if later == now:
                break
            now = later
        return now

    def _edited(self, now: Snapshot) -> list[str]:
        """Return the files that differ from the last look, but for those that were written with the same content."""
        changed = differences(self._before, now)
        return [path for path in changed if path not in self._digests or _digest(path) != self._digests[path]]


def _digest(path: str) -> bytes:
    """Return a digest of a file's content: of its stamp if it is large, and of nothing if it does not exist."""
    try:
        status = os.stat(path)
        if status.st_size > LARGEST:
            return f"{status.st_mtime_ns} {status.st_size}".encode()
        return hashlib.sha256(Path(path).read_bytes()).digest()
    except OSError:
        return b""
