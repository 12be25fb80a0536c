"""The Python that `pulumi up` runs the program with, which can differ from the one that runs it here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from aslant.local.project import Project

__all__ = ["python_note"]

HAS_PULUMI = "import importlib.util; raise SystemExit(importlib.util.find_spec('pulumi') is None)"
LOCKS = ("uv.lock", "poetry.lock")
SECONDS = 5
OPTIONS = "{name: python, options: {toolchain: pip, virtualenv: .venv}}"


def python_note(project: Project) -> str:
    """Return a note if `pulumi up` would use a Python without the package pulumi, else an empty string."""
    if not _is_from_path(project):
        return ""
    python = _on_path()
    if python is None or Path(python).parent == Path(sys.executable).parent or _has_pulumi(python, project.main.parent):
        return ""
    return (
        f"Pulumi.yaml does not name a virtual environment, so `pulumi up` runs {python}, where the package pulumi is "
        f"not installed (No module named 'pulumi'). Write `runtime: {OPTIONS}`, with your virtual environment's folder."
    )


def _is_from_path(project: Project) -> bool:
    """Return whether Pulumi searches PATH for Python, since the project uses no virtual environment, uv or Poetry."""
    options = project.runtime_options
    toolchain = str(options.get("toolchain") or "auto").lower()
    folders = (project.main.parent, *project.main.parent.parents)
    locked = toolchain == "auto" and any((folder / lock).is_file() for folder in folders for lock in LOCKS)
    return not options.get("virtualenv") and toolchain in ("auto", "pip") and not locked


def _on_path() -> str | None:
    """Return the Python that Pulumi finds in PATH."""
    command = os.environ.get("PULUMI_PYTHON_CMD")
    names = [command] if command else ["python3", "python"]
    return next(filter(None, map(shutil.which, names)), None)


def _has_pulumi(python: str, folder: Path) -> bool:
    try:
        found = subprocess.run([python, "-c", HAS_PULUMI], cwd=folder, capture_output=True, timeout=SECONDS)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return True  # unknown; do not print a note
    return found.returncode == 0
