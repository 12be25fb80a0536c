"""A Python handler in a file, which is served as a function without a program."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
from pathlib import Path

from aslant.errors import LocalError
from aslant.local.functions.function import Function
from aslant.provider.account import LocalAccount

__all__ = ["HandlerFile"]

REFERENCE = re.compile(r"(.+)\.py:([^\W\d]\w*)")

LONGEST_TIMEOUT, MOST_MEMORY = 900.0, 10_240
"""Lambda's highest timeout in seconds and memory in MB, since a file configures neither."""

LEFT_OUT = frozenset({"__pycache__", "cdk.out", "node_modules", "site-packages", "venv"})

OWN_VARIABLES = re.compile(r"AWS_|LAMBDA_|_HANDLER$|PYTHON|PATH$|HOME$|TZ$|LANG$|LC_")
"""The variables of this process that a function does not get: those of AWS, of Lambda and of the system."""


@dataclasses.dataclass(frozen=True, slots=True)
class HandlerFile:
    """A function of a Python file."""

    path: Path
    """The absolute path of the file."""
    function: str

    @classmethod
    def of(cls, name: str, reference: str) -> HandlerFile:
        """Read `path/to/file.py:function`. Raise LocalError if it has another form or the file does not exist."""
        match = REFERENCE.fullmatch(reference)
        if match is None:
            raise LocalError(
                f"--function {name}: {reference!r} must be a URL, such as http://127.0.0.1:3001, or a Python function, "
                "such as check.py:handler."
            )
        path = Path(f"{match[1]}.py").resolve()
        if not path.is_file():
            raise LocalError(f"--function {name}: the file {match[1]}.py does not exist. Correct the path.")
        return cls(path, match[2])

    def described(self, name: str, account: LocalAccount) -> Function:
        """Return the function without its code. It gets this process's environment, except AWS's variables.

        It can import all packages that are installed here, and the modules next to its file.
        """
        return Function(
            name=name,
            arn=account.arn("lambda", f"function:{name}"),
            handler=f"{self.path.stem}.{self.function}",
            root=self.path.parent,
            account=account,
            memory=MOST_MEMORY,
            timeout=LONGEST_TIMEOUT,
            variables={key: value for key, value in os.environ.items() if not OWN_VARIABLES.match(key)},
            runtime="python",
            log_group=f"/aws/lambda/{name}",
            installed=True,
            any_account=True,
            code=_stamps(self.path.parent),
        )

    def copy(self, target: Path) -> None:
        """Copy the folder of the file, so that a later edit does not change a function that is in use."""
        shutil.copytree(self.path.parent, target, ignore=_ignored, symlinks=True)


def _ignored(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.startswith(".") or name in LEFT_OUT or _is_environment(folder, name)]


def _is_environment(folder: str, name: str) -> bool:
    return Path(folder, name, "pyvenv.cfg").is_file()


def _stamps(folder: Path) -> str:
    """Return a string that changes with the folder's files; see `aslant.local.reload.snapshot`."""
    from aslant.local.reload.snapshot import snapshot

    return repr(sorted((path, stamp[:2]) for path, stamp in snapshot([folder]).items()))
