"""The packages that a function needs, installed for Lambda without Docker, the same bytes from any machine.

What stands in `requirements.txt` is pinned, wheels are taken for the function's platform, and what differs from machine
to machine (scripts, caches, the installer's own notes) is left out. Packages are installed once and kept in the user's
cache (`XDG_CACHE_HOME`, or `~/.cache`).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform as this_machine
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from aslant.errors import ArgsError

__all__ = ["FILE", "LARGEST", "Platform", "install", "pins"]

Log = Callable[[str], object]
"""Is told when something slow begins."""

FILE = "requirements.txt"
LARGEST = 262_144_000
"""Bytes of a function's code and its layers, unpacked (Lambda quotas)."""
_FORM = 1
"""What is kept in the cache has this form; another number installs anew."""


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
    def tags(self) -> list[str]:
        """The platforms of the wheels that run on it: Lambda's Amazon Linux 2023 has glibc 2.34."""
        return [f"manylinux_2_{minor}_{self.machine}" for minor in (34, 28, 27, 17)] + [f"manylinux2014_{self.machine}"]

    @property
    def environment(self) -> dict[str, str]:
        """What markers such as `python_version < "3.12"` are judged by (PEP 508)."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Linux",
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": "linux",
            "extra": "",
        }


def pins(place: str, folder: Path, platform: Platform) -> list[str]:
    """The requirements of a folder that apply to a platform, each pinned: `boto3==1.44.5`.

    Raises ArgsError for one that is not: another machine, or another day, would get another version.
    """
    found: list[str] = []
    for number, line in enumerate((folder / FILE).read_text("utf-8").splitlines(), 1):
        text = line.partition(" #")[0].strip()
        if not text or text.startswith("#"):
            continue
        where = f"{place}: {folder / FILE}, line {number}"
        try:
            one = Requirement(text.partition(" --hash")[0].rstrip("\\ "))
        except InvalidRequirement as why:
            raise ArgsError(
                f"{where}: {text!r} is no name with a version; write name==version, and put other options in a layer"
            ) from why
        exact = [part.version for part in one.specifier if part.operator == "==" and "*" not in part.version]
        if one.url or len(exact) != 1 or len(list(one.specifier)) != 1:
            raise ArgsError(
                f"{where}: {text!r} is not pinned, so that each machine would get its own version; write "
                f"{one.name}==<version>, for all packages at once by `pip-compile` or `uv pip compile`"
            )
        if one.marker is None or one.marker.evaluate(platform.environment):
            extras = f"[{','.join(sorted(one.extras))}]" if one.extras else ""
            found.append(f"{canonicalize_name(one.name)}{extras}=={exact[0]}")
    return sorted(found)


def install(place: str, folder: Path, platform: Platform | None, log: Log) -> Path | None:
    """The folder that the packages of a function are installed in; None where it needs none.

    `platform` None is this interpreter on this machine. `log` is told when something slow begins. Raises ArgsError for
    what is not pinned, cannot be had for the platform, or lacks what it needs itself.
    """
    if not (folder / FILE).is_file():
        return None
    judged = platform or Platform(f"{sys.version_info[0]}.{sys.version_info[1]}", this_machine.machine())
    wanted = pins(place, folder, judged)
    if not wanted:
        return None
    key = json.dumps([_FORM, wanted, None if platform is None else [platform.python, platform.machine], judged.python])
    kept = _cache() / hashlib.sha256(key.encode()).hexdigest()[:32]
    if not kept.is_dir():
        log(f"{place}: installing what {FILE} pins ({len(wanted)}), once ...")
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as fresh:
            target = Path(fresh) / "site"
            _run(place, _command(place, wanted, platform, target))
            _settle(target)
            _check_complete(place, target, wanted, judged)
            try:
                target.rename(kept)
            except OSError:  # another process was quicker
                if not kept.is_dir():
                    raise
    return kept


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aslant" / "packages"


def _command(place: str, wanted: list[str], platform: Platform | None, target: Path) -> list[str]:
    """The call of pip, or of uv where a virtual environment has no pip."""
    common = ["--no-deps", "--only-binary=:all:", f"--target={target}"]
    if importlib.util.find_spec("pip"):
        tags = [] if platform is None else [f"--platform={tag}" for tag in platform.tags]
        own = [] if platform is None else [f"--python-version={platform.python}", "--implementation=cp", *tags]
        quiet = ["--quiet", "--no-compile", "--disable-pip-version-check", "--no-input"]
        return [sys.executable, "-m", "pip", "install", *quiet, *common, *own, *wanted]
    if uv := shutil.which("uv"):
        own = [f"--python={sys.executable}"]
        if platform is not None:
            own = [f"--python-version={platform.python}", f"--python-platform={platform.machine}-manylinux_2_28"]
        return [uv, "pip", "install", "--quiet", *common, *own, *wanted]
    raise ArgsError(f"{place}: {FILE} takes pip or uv, and neither is there; run `python -m ensurepip`")


def _run(place: str, command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own command
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
        raise ArgsError(
            f"{place}: the packages of {FILE} cannot be installed: {' '.join(said[-2:])}; take versions that have a "
            "wheel for the function's platform, or a layer"
        )


def _settle(target: Path) -> None:
    """Leave out what depends on the machine: scripts, caches, notes of the installer."""
    for name in ("bin", "Scripts"):
        shutil.rmtree(target / name, ignore_errors=True)
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


def _check_complete(place: str, target: Path, wanted: list[str], platform: Platform) -> None:
    """Insist that every package finds what it needs among those that are installed."""
    there = {canonicalize_name(info.name.partition("-")[0]) for info in target.glob("*.dist-info")}
    extras = {Requirement(pin).name: Requirement(pin).extras for pin in wanted}
    missing = [
        f"{name} needs {need.name}{need.specifier}"
        for name, need in _needs(target, extras, platform)
        if canonicalize_name(need.name) not in there and canonicalize_name(need.name) not in PROVIDED
    ]
    if missing:
        raise ArgsError(
            f"{place}: {FILE} is not complete: {', '.join(missing)}; add them, pinned, for all packages at once by "
            "`pip-compile` or `uv pip compile`"
        )


PROVIDED = frozenset({"boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six", "urllib3"})
"""What Lambda's runtimes for Python bring along (Lambda Developer Guide, "Runtime-included SDK versions")."""


def _needs(target: Path, extras: dict[str, set[str]], platform: Platform) -> Iterator[tuple[str, Requirement]]:
    for metadata in sorted(target.glob("*.dist-info/METADATA")):
        headers = HeaderParser().parsestr(metadata.read_text("utf-8"))
        name = canonicalize_name(str(headers["Name"]))
        for text in headers.get_all("Requires-Dist", []):
            need = Requirement(text)
            wanted = ["", *sorted(extras.get(name, ()))]
            if need.marker is None or any(
                need.marker.evaluate({**platform.environment, "extra": one}) for one in wanted
            ):
                yield name, need
