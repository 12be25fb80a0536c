"""The packages that a function needs, installed for Lambda without Docker, the same bytes from any machine.

What stands in `requirements.txt` is pinned, wheels are taken for the function's platform, and what differs from machine
to machine (scripts, caches, the installer's own notes) is left out. Packages are installed once and kept in the user's
cache (`XDG_CACHE_HOME`, or `~/.cache`).
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
"""Is told when something slow begins."""

_FORM = 3
"""The version of the format of what the cache holds; another number installs anew."""


@dataclass(frozen=True)
class Platform:
    """What a function runs on."""

    python: str
    """Such as `3.13`."""
    machine: str
    """`aarch64` or `x86_64`."""

    @classmethod
    def of(cls, runtime: str, architecture: str) -> Platform:
        """The platform of a Lambda runtime (`python3.13`) on an architecture (`arm64`)."""
        return cls(runtime.removeprefix("python"), "aarch64" if architecture == "arm64" else "x86_64")

    @property
    def glibc(self) -> int:
        """The minor version of the newest glibc (2.x) that a wheel may ask for.

        From Python 3.12 on Lambda runs on Amazon Linux 2023 with 2.34; before, on Amazon Linux 2, where what asks for
        2.17 runs and pip and uv have a name for it (Lambda Developer Guide, "Lambda runtimes").
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
        """What markers such as `python_version < "3.12"` are judged by (PEP 508)."""
        # Lambda keeps a runtime at its newest patch, which nobody can know: what an older one needs is left out.
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
    """The folder that the packages of a function are installed in; None where it needs none.

    `platform` None is this interpreter on this machine. `log` is told when something slow begins. Raises ArgsError for
    what is not pinned, cannot be had for the platform, or lacks what it needs itself.
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
            log(f"{place}: installing what {FILE} pins ({len(wanted)}), once ...")
            shutil.rmtree(kept, ignore_errors=True)
            kept.parent.mkdir(parents=True, exist_ok=True)
            _install(place, installer, wanted, platform, marks, kept)
    except OSError as why:
        raise ArgsError(
            f"{place}: packages cannot be kept in {kept.parent} ({why}); let XDG_CACHE_HOME name a folder that can be "
            "written"
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
        except OSError:  # another process was quicker
            if not _is_whole(kept):
                raise


def _is_whole(kept: Path) -> bool:
    """Whether what was kept is there as it was installed."""
    file = kept / MANIFEST
    return file.is_file() and file.read_text("utf-8") == _manifest(kept)


def _manifest(folder: Path) -> str:
    """Return the digests and names of all files of a folder."""
    return "".join(f"{digest_of(path)} {name}\n" for name, path in members(folder, every=True))


def _settle(target: Path) -> None:
    """Remove what depends on the machine or the installer: scripts, caches, notes of the installer, uv's lock."""
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
            there = sorted(line for line in lines if (target / line.split(",")[0].strip('"')).is_file())
            record.write_text("\n".join(there) + "\n", "utf-8", newline="\n")


def _check_complete(place: str, target: Path, wanted: list[Pin], marks: Mapping[str, str]) -> None:
    """Insist that every package finds what it needs among those that are installed."""
    there = {canonicalize_name(info.name.split("-")[0]): info.name.split("-")[1] for info in _infos(target)}
    extras = {Requirement(pin.requirement).name: Requirement(pin.requirement).extras for pin in wanted}
    missing = []
    for name, need in _needs(target, extras, marks):
        other = canonicalize_name(need.name)
        version = there.get(other, "").removesuffix(".dist")
        if other in there and not need.specifier.contains(version, prereleases=True):
            missing.append(f"{name} needs {need.name}{need.specifier}, and {version} is pinned")
        elif other not in there and other not in PROVIDED:
            missing.append(f"{name} needs {need.name}{need.specifier}")
    if missing:
        raise ArgsError(
            f"{place}: {FILE} is not complete: {', '.join(missing)}; add them, pinned, for all packages at once by "
            "`pip-compile` or `uv pip compile`"
        )


def _infos(target: Path) -> list[Path]:
    return sorted(target.glob("*.dist-info"))


PROVIDED = frozenset({"boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six", "urllib3"})
"""What Lambda's runtimes for Python bring along (Lambda Developer Guide, "Runtime-included SDK versions")."""


def _needs(target: Path, extras: dict[str, set[str]], marks: Mapping[str, str]) -> Iterator[tuple[str, Requirement]]:
    for info in _infos(target):
        headers = HeaderParser().parsestr((info / "METADATA").read_text("utf-8"))
        name = canonicalize_name(str(headers["Name"]))
        for text in headers.get_all("Requires-Dist", []):
            need = Requirement(text)
            wanted = ["", *sorted(extras.get(name, ()))]
            if need.marker is None or any(need.marker.evaluate({**marks, "extra": one}) for one in wanted):
                yield name, need
