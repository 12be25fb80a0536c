"""The installer of a function's packages, pip or uv: its command, its package sources, and its errors."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from aslant.aws.errors import ArgsError
from aslant.aws.function.pins import FILE, without_passwords

__all__ = ["Installer", "Target", "find_installer"]


class Target(Protocol):
    """The platform for which packages are installed."""

    @property
    def python(self) -> str:
        """The version of Python, such as `3.13`."""

    @property
    def machine(self) -> str:
        """The processor: `aarch64` or `x86_64`."""

    @property
    def glibc(self) -> int:
        """The minor version of the newest glibc (2.x) that a wheel may need."""

    @property
    def tags(self) -> list[str]:
        """The platforms of the wheels that run on it, the newest first."""


@dataclass(frozen=True)
class Installer:
    """pip, or uv in a virtual environment without pip."""

    program: str
    """`pip`, or the path of uv."""

    @property
    def is_pip(self) -> bool:
        """Whether it is pip."""
        return self.program == "pip"

    def command(self, target: Target | None) -> list[str]:
        """Return the command that installs for a platform; None is this interpreter on this machine."""
        common = ["--quiet", "--no-deps", "--only-binary=:all:"]
        if self.is_pip:
            tags = [] if target is None else [f"--platform={tag}" for tag in target.tags]
            own = [] if target is None else [f"--python-version={target.python}", "--implementation=cp", *tags]
            quiet = ["--no-compile", "--disable-pip-version-check", "--no-input"]
            return [sys.executable, "-m", "pip", "install", *common, *quiet, *own]
        own = [f"--python={sys.executable}"]
        if target is not None:
            system = f"{target.machine}-manylinux_2_{target.glibc}"
            own = [f"--python-version={target.python}", f"--python-platform={system}"]
        return [self.program, "pip", "install", *common, *own]

    def sources(self) -> list[str]:
        """Return the settings that decide from which index packages come, without passwords, which may change."""
        names = _PIP_VARIABLES if self.is_pip else _UV_VARIABLES
        files = _pip_files() if self.is_pip else _uv_files()
        set_here = [f"{name}={os.environ[name]}" for name in names if os.environ.get(name)]
        return [without_passwords(text) for text in (*set_here, *_contents(files))]

    def run(self, place: str, command: list[str]) -> None:
        """Run the installer; raise ArgsError with the reason if it fails, as far as its output shows it."""
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log"
            # pip prints neither a refused request nor a failed one, but writes both to its log.
            logged = ["--log", str(log)] if self.is_pip else []
            done = subprocess.run([*command, *logged], capture_output=True, text=True, check=False)  # noqa: S603  # our own
            details = log.read_text("utf-8", errors="replace") if log.is_file() else ""
        if done.returncode:
            output = without_passwords(f"{done.stderr}\n{done.stdout}")
            raise ArgsError(f"{place}: {_reason(output, without_passwords(details), 'pip' if self.is_pip else 'uv')}")


def find_installer(place: str) -> Installer:
    """Return pip if this interpreter has it, or else uv; raise ArgsError if neither is installed."""
    if find_spec("pip"):
        return Installer("pip")
    if uv := shutil.which("uv"):
        return Installer(uv)
    raise ArgsError(f"{place}: {FILE} needs pip or uv, but neither is installed. Run `python -m ensurepip`.")


_PIP_VARIABLES: tuple[str, ...] = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX")
_UV_VARIABLES: tuple[str, ...] = (
    *("UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_NO_INDEX"),
    "UV_INDEX_STRATEGY",
)


def _pip_files() -> Iterator[Path]:
    """Yield the paths of pip's configuration (pip user guide, "Configuration files")."""
    home = Path.home()
    yield from (Path(folder) / "pip/pip.conf" for folder in os.environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":"))
    yield from (Path("/etc/pip.conf"), home / ".pip/pip.conf", home / "pip/pip.ini")
    yield Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "pip/pip.conf"
    yield home / "Library/Application Support/pip/pip.conf"
    yield Path(os.environ.get("APPDATA") or home) / "pip/pip.ini"
    yield from (Path(sys.prefix) / name for name in ("pip.conf", "pip.ini"))
    if chosen := os.environ.get("PIP_CONFIG_FILE"):
        yield Path(chosen)


def _uv_files() -> Iterator[Path]:
    """Yield the paths of uv's configuration (uv documentation, "Configuration files")."""
    here = Path.cwd()
    yield from (folder / name for folder in (here, *here.parents) for name in ("uv.toml", "pyproject.toml"))
    yield from (Path("/etc/uv/uv.toml"), Path("/etc/xdg/uv/uv.toml"))
    yield Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "uv/uv.toml"
    if chosen := os.environ.get("UV_CONFIG_FILE"):
        yield Path(chosen)


def _contents(files: Iterable[Path]) -> Iterator[str]:
    for file in dict.fromkeys(files):
        if file.is_file():
            try:
                text = file.read_text("utf-8")
                if file.name == "pyproject.toml":
                    text = json.dumps(tomllib.loads(text).get("tool", {}).get("uv", {}), default=str)
            except (OSError, ValueError):  # the installer reports what it cannot read
                continue
            yield text


_MISMATCH = re.compile(r"DO NOT MATCH THE HASHES|Hash mismatch", re.IGNORECASE)
_REFUSED = re.compile(
    r"\b(401|403|407) (Client )?Error|HTTP error (401|403|407)|\(?(401 Unauthorized|403 Forbidden|407 Proxy)",
    re.IGNORECASE,
)
_NETWORK = re.compile(
    r"connection broken|ConnectionError|NewConnectionError|Failed to establish|ConnectTimeout|Read timed out|"
    r"Max retries exceeded|name resolution|Name or service not known|nodename nor servname|getaddrinfo|ProxyError|"
    r"SSLError|CERTIFICATE_VERIFY_FAILED|Could not connect|client error \(Connect\)|dns error|"
    r"error sending request|operation timed out|Connection (refused|reset)|Network is unreachable|"
    r"HTTP error 5\d\d|\b50[0234] (Server Error|Bad Gateway|Service Unavailable)|too many 5\d\d error|"
    r"Request failed after",
    re.IGNORECASE,
)
_TIME = re.compile(r"^[\dT:,.-]+Z? +")
"""The time at the start of a line of pip's log."""
_PACKAGE = re.compile(r"(?P<package>[\w.\[\]-]+==[\w.!+-]+)")


def _reason(output: str, details: str, tool: str) -> str:
    """Return why an installer failed, and what to do, from what it printed and from the details in its log."""
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["it printed nothing"]
    every = [*(line.strip() for line in details.splitlines()), *lines]
    mismatch = next((number for number, line in enumerate(lines) if _MISMATCH.search(line)), None)
    if mismatch is not None:
        found = _PACKAGE.search(" ".join(lines[mismatch:]))
        of = f" of {found['package']}" if found else ""
        return (
            f"a downloaded file{of} does not have the hash that {FILE} pins. The file at the index was changed, or the "
            "hashes are those of other files. Compare them with the index, and write them again with "
            "`pip-compile --generate-hashes` or `uv pip compile --generate-hashes`."
        )
    if refused := _last(_REFUSED, every):
        return (
            f"the package index refused the request of {tool}: {refused} Check the user name and password, or the "
            f"token, that {tool} is configured with."
        )
    if broken := _last(_NETWORK, every):
        return (
            f"{tool} cannot reach the package index: {broken} Check the network, the proxy and the index that {tool} "
            "is configured with, and try again."
        )
    return (
        f"the packages of {FILE} cannot be installed: {' '.join(lines[-2:]).rstrip('.')}. Use versions that have a "
        "wheel for the "
        "function's platform, or a layer."
    )


def _last(pattern: re.Pattern[str], lines: list[str]) -> str:
    """Return the last line that matches a pattern, with a period at its end; empty if there is none."""
    timeless = (_TIME.sub("", line) for line in reversed(lines))  # milliseconds are not a status
    line = next((line for line in timeless if pattern.search(line)), "")
    return f"{line.rstrip('.')}." if line else ""
