"""A thread that looks for edited files and passes them on."""

from __future__ import annotations

import threading
import time
from collections import Counter
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

WRITTEN_TWICE = 2


class Watcher:
    """A thread that calls a function with the files that were edited, added or removed.

    Edits that are made while the function runs lead to another call. A file that the function itself writes would lead
    to calls without end: it is ignored once it has led to two calls during which it changed again.
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
        self._rewritten: Counter[str] = Counter()
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
        if not self._edited(self._before, now):
            return pause
        now = self._settled(now)
        edited, self._before = self._edited(self._before, now), now
        if edited and not self._stopped.is_set():
            self._changed(edited)
            self._note_written(edited, snapshot(self._watched()))
        return 0.0

    def _settled(self, now: dict[str, Stamp]) -> dict[str, Stamp]:
        end = time.monotonic() + MOST_SETTLE_SECONDS
        while not self._stopped.wait(SETTLE_SECONDS) and time.monotonic() < end:
            later = snapshot(self._watched())
            if later == now:
                break
            now = later
        return now

    def _edited(self, before: Snapshot, after: Snapshot) -> list[str]:
        return [path for path in differences(before, after) if self._rewritten[path] < WRITTEN_TWICE]

    def _note_written(self, edited: list[str], after: Snapshot) -> None:
        again = set(differences(self._before, after))
        for path in edited:
            if path in again:
                self._rewritten[path] += 1
            else:
                del self._rewritten[path]
