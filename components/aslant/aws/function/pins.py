"""The pinned packages of a function's `requirements.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from aslant.aws.errors import ArgsError

__all__ = ["FILE", "Pin", "read_pins", "without_passwords"]

FILE = "requirements.txt"
_HASH = re.compile(r"--hash[= ](?P<hash>[a-z0-9]+:[A-Fa-f0-9]+)")


class Pin(NamedTuple):
    """One package at one version."""

    requirement: str
    """Name, extras and version: `oven[gas]==2.0`."""
    hashes: tuple[str, ...]
    """The hashes of the files that may be installed, such as `sha256:0a1b…`; empty if any file may be."""

    def __str__(self) -> str:
        return " ".join([self.requirement, *(f"--hash={hash_}" for hash_ in self.hashes)])


def read_pins(place: str, folder: Path, environment: Mapping[str, str]) -> list[Pin]:
    """Return the pinned requirements of a folder that apply to an environment of markers (PEP 508).

    Raises:
        ArgsError: a requirement is not pinned, so that its version would depend on the machine and the day.
    """
    found = []
    for number, text in _lines(place, folder / FILE):
        where = f"{place}: {folder / FILE}, line {number}"
        hashes = tuple(sorted(one["hash"] for one in _HASH.finditer(text)))
        text = _HASH.sub("", text).strip()
        shown = without_passwords(text)
        _check_option(where, text)
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            raise ArgsError(
                f"{where}: {shown!r} is not a name with a version. Write name==version, and put anything else in a "
                "layer."
            ) from None  # it quotes the line, passwords included
        parts = list(requirement.specifier)
        exact = [part.version for part in parts if part.operator in ("==", "===") and "*" not in part.version]
        if requirement.url or len(exact) != 1 or len(parts) != 1:
            raise ArgsError(
                f"{where}: {shown!r} is not pinned, so that its version would depend on the machine. Write "
                f"{requirement.name}==<version>, for all packages at once with `pip-compile` or `uv pip compile`."
            )
        if requirement.marker is None or requirement.marker.evaluate(dict(environment)):
            extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
            found.append(Pin(f"{canonicalize_name(requirement.name)}{extras}=={exact[0]}", hashes))
    bare = [pin.requirement for pin in found if not pin.hashes]
    if bare and len(bare) < len(found):
        raise ArgsError(
            f"{place}: {folder / FILE} has hashes, but none for {', '.join(bare)}. Add hashes to all packages."
        )
    return sorted(found)


def without_passwords(text: str) -> str:
    """Return a string with `***` in place of the user name and password of each URL in it."""
    return re.sub(r"""(?<=://)[^\s'"`]*@""", "***@", text)


def _check_option(where: str, text: str) -> None:
    """Refuse a line that is an option of the installer, with an alternative."""
    option = re.match(r"--?[a-z-]+", text)
    if option is None:
        return
    name, shown = _SHORT.get(option[0], option[0]), without_passwords(text)
    if name in _OTHER_FILES:
        raise ArgsError(
            f"{where}: {shown!r} refers to another file. Put all pins into this one, with `pip-compile` or `uv pip "
            "compile`."
        )
    if name in _SOURCES:
        raise ArgsError(
            f"{where}: {shown!r} sets the source of packages and is not a pin. Leave it out, and set "
            f"{' for pip or '.join(_SOURCES[name])} for uv where the program runs."
        )


_SHORT = {"-r": "--requirement", "-c": "--constraint", "-i": "--index-url", "-f": "--find-links"}
_OTHER_FILES = ("--requirement", "--constraint")
_SOURCES = {
    "--index-url": ("PIP_INDEX_URL", "UV_DEFAULT_INDEX"),
    "--extra-index-url": ("PIP_EXTRA_INDEX_URL", "UV_INDEX"),
    "--find-links": ("PIP_FIND_LINKS", "UV_FIND_LINKS"),
}
"""Options for the source of packages: the environment variables of pip and of uv with the same meaning."""


def _lines(place: str, file: Path) -> Iterator[tuple[int, str]]:
    """Yield each requirement with the number of its first line; a backslash continues a line."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as why:
        raise ArgsError(f"{place}: {file} cannot be read ({why}). It must be UTF-8 text.") from why
    whole, first = "", 0
    for number, line in enumerate(lines, 1):
        text = re.sub(r"(^|\s)#.*", "", line).strip()
        whole, first = f"{whole} {text.removesuffix(chr(92))}".strip(), first if whole else number
        if not text.endswith("\\"):
            if whole:
                yield first, whole
            whole = ""
    if whole:
        yield first, whole
