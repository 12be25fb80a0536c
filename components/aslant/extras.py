"""The command that installs an extra of aslant, depending on how aslant was installed.

aslant is not on PyPI yet, so a name alone works only if pip finds aslant already installed.
"""

from __future__ import annotations

import json
import shlex
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

__all__ = ["install_command"]


def install_command(extra: str) -> str:
    """Return the command that adds an extra to this installation, such as `pip install -e '/src/aslant[yaml]'`."""
    try:
        text = metadata.distribution("aslant").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        root = Path(__file__).resolve().parents[2]
        if (root / "pyproject.toml").is_file():
            return f"pip install -e {_quoted(f'{root}[{extra}]')}"
        text = None
    try:
        origin = json.loads(text or "{}")
    except ValueError:
        origin = {}
    return f"pip install {_requirement(origin, extra)}"


def _requirement(origin: Any, extra: str) -> str:
    """Return the requirement to install, from the origin that the installer recorded (PEP 610)."""
    url = urlsplit(str(origin.get("url", "")))
    if "vcs_info" in origin:
        version = origin["vcs_info"]
        revision = version.get("requested_revision") or version.get("commit_id")
        place = urlunsplit(url._replace(netloc=url.netloc.rpartition("@")[2]))  # without a password
        return _quoted(f"aslant[{extra}] @ {version['vcs']}+{place}{f'@{revision}' if revision else ''}")
    if "dir_info" in origin and url.scheme == "file":
        folder = _quoted(f"{unquote(url.path)}[{extra}]")
        return f"-e {folder}" if origin["dir_info"].get("editable") else folder
    return _quoted(f"aslant[{extra}]")


def _quoted(text: str) -> str:
    return shlex.quote(text) if "'" in text else f"'{text}'"
