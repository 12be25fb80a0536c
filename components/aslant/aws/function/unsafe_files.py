"""Files that must not be in the archive by accident: credentials, broken links, and links out of the folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from aslant.aws.errors import ArgsError
from aslant.aws.function.archive import files_of, name_in_archive

__all__ = ["check_files", "check_include"]

CREDENTIALS = (
    *("id_rsa", "id_dsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk"),
    *("*.pem", "*.key", "*.p12", "*.pfx", "*.ppk", "*.jks", "*.keystore", "*.kdbx", "*.ovpn"),
    *("credentials", "credentials.*", "*_credentials.json", "client_secret*.json", "service-account*.json"),
    *("service_account*.json", "secrets.json", "secrets.toml", "secrets.yaml", "secrets.yml"),
    *("*.env", "_netrc", "kubeconfig", "htpasswd", "*.tfstate", "*.tfstate.backup", "*.tfvars"),
    *("pulumi.*.yaml", "pulumi.*.yml"),
)
"""Names, in lower case, of files that usually contain credentials or a deployment's state. Hidden files are always
left out."""
CODE = (".py", ".pyi", ".so")
"""Suffixes of modules: `credentials.py` is code."""


def check_include(place: str, folder: Path, include: Sequence[Path]) -> None:
    """Refuse two included paths that would have one name in the archive; raise ArgsError."""
    named: dict[str, Path] = {}
    for path in include:
        name = name_in_archive(path, folder, include)
        other = named.setdefault(name, path)
        if other != path:
            raise ArgsError(
                f"{place}: include has two paths with the name {name!r}, {str(other)!r} and {str(path)!r}, which would "
                "be mixed in the archive. Rename one of them, or include a folder that contains both."
            )


def check_files(place: str, folder: Path, include: Sequence[Path] = ()) -> None:
    """Refuse files that should not be in the archive unless `include` lists them; raise ArgsError for the first one."""
    allowed = [path.resolve() for path in include]
    for name, path in files_of(folder, None, include).items():
        if path in include:
            continue
        for link in _links(path, (folder, *include)):
            target = link.resolve()
            if not target.exists():
                raise ArgsError(
                    f"{place}: {name} is a link to {os.readlink(link)!r}, which does not exist. Repair or remove it."
                )
            if link not in include and not any(map(target.is_relative_to, [folder, *allowed])):
                raise ArgsError(
                    f"{place}: {_shown(name, path, link)} is a link to {str(target)!r}, which is outside of the "
                    f"folder. Copy the files into the folder, or list the link in include: {_relative(link)!r}."
                )
        if _may_contain_credentials(path.name):
            raise ArgsError(
                f"{place}: {name} looks like a file with credentials, and everyone who can read the function's code "
                f"could read it. Remove it from {str(path.parent)!r}, or list it in include if the function needs it: "
                f"{_relative(path)!r}."
            )


def _links(path: Path, roots: Sequence[Path]) -> Iterator[Path]:
    """Yield the links on the path from one of the roots to a file, the file itself last."""
    above = [parent for parent in path.parents if any(parent != root and parent.is_relative_to(root) for root in roots)]
    yield from (part for part in [*reversed(above), path] if part.is_symlink())


def _shown(name: str, path: Path, link: Path) -> str:
    """Return the name of a link in the archive, given the name of a file at or below it."""
    parts = name.split("/")
    return "/".join(parts[: len(parts) - len(path.relative_to(link).parts)])


def _relative(path: Path) -> str:
    """Return a path as a program would write it in `include`."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def _may_contain_credentials(name: str) -> bool:
    lower = name.lower()
    return not lower.endswith(CODE) and any(fnmatchcase(lower, pattern) for pattern in CREDENTIALS)
