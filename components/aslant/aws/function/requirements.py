"""The packages of a function, installed for Lambda without Docker and with the same bytes on every machine.

The packages in `requirements.txt` are pinned, wheels are those of the function's platform, and files that differ from
machine to machine (scripts, caches, the installer's own records) are removed. Packages are installed once and kept in
the user's cache (`XDG_CACHE_HOME`, or `~/.cache`).
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from aslant.aws.errors import ArgsError
from aslant.aws.function.archive import MANIFEST, members
from aslant.aws.function.cache import cache_folder, digest_of
from aslant.aws.function.installer import Installer, find_installer
from aslant.aws.function.pins import FILE, Pin, read_pins

__all__ = ["FILE", "PROVIDED", "Platform", "install"]

Log = Callable[[str], object]
"""Called with a message when something slow begins."""

_FORM = 3
"""The version of the cache's format; another number installs all packages again."""


@dataclass(frozen=True)
class Platform:
    """The platform of a function."""

    python: str
    """The version of Python, such as `3.13`."""
    machine: str
    """The processor: `aarch64` or `x86_64`."""

    @classmethod
    def of(cls, runtime: str, architecture: str) -> Platform:
        """Return the platform of a Lambda runtime (`python3.13`) on an architecture (`arm64`)."""
        return cls(runtime.removeprefix("python"), "aarch64" if architecture == "arm64" else "x86_64")

    @property
    def glibc(self) -> int:
        """The minor version of the newest glibc (2.x) that a wheel may need.

        From Python 3.12 on Lambda runs on Amazon Linux 2023 with 2.34; before that on Amazon Linux 2, which runs wheels
        for 2.17, the newest that pip and uv have a name for (Lambda Developer Guide, "Lambda runtimes").
        """
        return 34 if int(self.python.partition(".")[2]) >= 12 else 17

    @property
    def tags(self) -> list[str]:
        """The platforms of the wheels that run on it, the newest first."""
        return [
            *(f"manylinux_2_{minor}_{self.machine}" for minor in range(self.glibc, 16, -1)),
            f"manylinux2014_{self.machine}",
        ]

    @property
    def environment(self) -> dict[str, str]:
        """The values for markers such as `python_version < "3.12"` (PEP 508)."""
        # Lambda updates a runtime to the newest patch release, whose number is unknown here.
        newest = f"{self.python}.99"
        return {
            "implementation_name": "cpython",
            "implementation_version": newest,
            "os_name": "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Linux",
            "platform_version": "",
            "python_full_version": newest,
            "python_version": self.python,
            "sys_platform": "linux",
            "extra": "",
        }


def install(place: str, folder: Path, platform: Platform | None, log: Log) -> Path | None:
    """Return the folder with the installed packages of a function, or None if it needs none.

    `platform` None is this interpreter on this machine. `log` is called when something slow begins.

    Raises:
        ArgsError: a package is not pinned, does not exist for the platform, or lacks a dependency.
    """
    if not (folder / FILE).is_file():
        return None
    environment = default_environment() if platform is None else platform.environment
    marks = {**{key: str(value) for key, value in environment.items()}, "extra": ""}
    wanted = read_pins(place, folder, marks)
    if not wanted:
        return None
    installer = find_installer(place)
    where = [sys.version, sysconfig.get_platform()] if platform is None else [platform.python, platform.machine]
    # Two indexes may have different files for one version, unless its hash is pinned.
    sources = [] if wanted[0].hashes else installer.sources()
    key = json.dumps([_FORM, *map(str, wanted), *where, *sources])
    kept = cache_folder("packages") / hashlib.sha256(key.encode()).hexdigest()[:32]
    try:
        if not _is_whole(kept):
            log(f"{place}: installing the packages of {FILE} ({len(wanted)}), once ...")
            shutil.rmtree(kept, ignore_errors=True)
            kept.parent.mkdir(parents=True, exist_ok=True)
            _install(place, installer, wanted, platform, marks, kept)
    except OSError as why:
        raise ArgsError(
            f"{place}: packages cannot be kept in {kept.parent} ({why}). Set XDG_CACHE_HOME to a writable folder."
        ) from why
    return kept


def _install(
    place: str,
    installer: Installer,
    wanted: list[Pin],
    platform: Platform | None,
    marks: Mapping[str, str],
    kept: Path,
) -> None:
    with tempfile.TemporaryDirectory(dir=kept.parent) as fresh:
        target, pinned = Path(fresh) / "site", Path(fresh) / FILE
        pinned.write_text("".join(f"{pin}\n" for pin in wanted), "utf-8")
        hashed = ["--require-hashes"] if wanted[0].hashes else []
        installer.run(place, [*installer.command(platform), *hashed, f"--target={target}", "-r", str(pinned)])
        target.mkdir(exist_ok=True)
        _settle(target)
        _check_complete(place, target, wanted, marks)
        (target / MANIFEST).write_text(_manifest(target), "utf-8")
        try:
            target.rename(kept)
        except OSError:  # another process was faster
            if not _is_whole(kept):
                raise


def _is_whole(kept: Path) -> bool:
    """Return whether the cached packages are complete and undamaged."""
    file = kept / MANIFEST
    return file.is_file() and file.read_text("utf-8") == _manifest(kept)


def _manifest(folder: Path) -> str:
    """Return the digests and names of all files of a folder."""
    return "".join(f"{digest_of(path)} {name}\n" for name, path in members(folder, every=True))


def _settle(target: Path) -> None:
    """Remove files that depend on the machine or the installer: scripts, caches, records of the installer, uv's "
    "lock."""
    for name in ("bin", "Scripts"):
        shutil.rmtree(target / name, ignore_errors=True)
    (target / ".lock").unlink(missing_ok=True)
    for cache in list(target.rglob("__pycache__")):
        shutil.rmtree(cache)
    for info in target.glob("*.dist-info"):
        for name in ("INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json"):
            (info / name).unlink(missing_ok=True)
        record = info / "RECORD"
        if record.is_file():
            lines = record.read_text("utf-8").splitlines()
            existing = sorted(line for line in lines if (target / line.split(",")[0].strip('"')).is_file())
            record.write_text("\n".join(existing) + "\n", "utf-8", newline="\n")


def _check_complete(place: str, target: Path, wanted: list[Pin], marks: Mapping[str, str]) -> None:
    """Check that the dependencies of every package are installed."""
    installed = {canonicalize_name(info.name.split("-")[0]): info.name.split("-")[1] for info in _infos(target)}
    extras = {Requirement(pin.requirement).name: Requirement(pin.requirement).extras for pin in wanted}
    missing = []
    for name, need in _needs(target, extras, marks):
        other = canonicalize_name(need.name)
        version = installed.get(other, "").removesuffix(".dist")
        if other in installed and not need.specifier.contains(version, prereleases=True):
            missing.append(f"{name} needs {need.name}{need.specifier}, but {version} is pinned")
        elif other not in installed and other not in PROVIDED:
            missing.append(f"{name} needs {need.name}{need.specifier}")
    if missing:
        raise ArgsError(
            f"{place}: {FILE} is not complete: {', '.join(missing)}. Pin all packages at once with `pip-compile` or "
            "`uv pip compile`."
        )


def _infos(target: Path) -> list[Path]:
    return sorted(target.glob("*.dist-info"))


PROVIDED = frozenset({"boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six", "urllib3"})
"""The packages that Lambda's runtimes for Python include (Lambda Developer Guide, "Runtime-included SDK versions")."""


def _needs(target: Path, extras: dict[str, set[str]], marks: Mapping[str, str]) -> Iterator[tuple[str, Requirement]]:
    for info in _infos(target):
        headers = HeaderParser().parsestr((info / "METADATA").read_text("utf-8"))
        name = canonicalize_name(str(headers["Name"]))
        for text in headers.get_all("Requires-Dist", []):
            need = Requirement(text)
            wanted = ["", *sorted(extras.get(name, ()))]
            if need.marker is None or any(need.marker.evaluate({**marks, "extra": extra}) for extra in wanted):
                yield name, need
