"""What a function's `requirements.txt` pins."""

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
    """Of the files that may be installed, such as `sha256:0a1b…`; empty where any may."""

    def __str__(self) -> str:
        return " ".join([self.requirement, *(f"--hash={one}" for one in self.hashes)])


def read_pins(place: str, folder: Path, environment: Mapping[str, str]) -> list[Pin]:
    """The requirements of a folder that apply to an environment of markers (PEP 508), each pinned.

    Raises ArgsError for one that is not: another machine, or another day, would get another version.
    """
    found = []
    for number, text in _lines(place, folder / FILE):
        where = f"{place}: {folder / FILE}, line {number}"
        hashes = tuple(sorted(one["hash"] for one in _HASH.finditer(text)))
        text = _HASH.sub("", text).strip()
        shown = without_passwords(text)
        _check_option(where, text)
        try:
            one = Requirement(text)
        except InvalidRequirement:
            raise ArgsError(
                f"{where}: {shown!r} is no name with a version; write name==version, and put other options in a layer"
            ) from None  # it quotes the line, passwords included
        exact = [part.version for part in one.specifier if part.operator in ("==", "===") and "*" not in part.version]
        if one.url or len(exact) != 1 or len(list(one.specifier)) != 1:
            raise ArgsError(
                f"{where}: {shown!r} is not pinned, so that each machine would get its own version; write "
                f"{one.name}==<version>, for all packages at once by `pip-compile` or `uv pip compile`"
            )
        if one.marker is None or one.marker.evaluate(dict(environment)):
            extras = f"[{','.join(sorted(one.extras))}]" if one.extras else ""
            found.append(Pin(f"{canonicalize_name(one.name)}{extras}=={exact[0]}", hashes))
    bare = [pin.requirement for pin in found if not pin.hashes]
    if bare and len(bare) < len(found):
        raise ArgsError(
            f"{place}: {folder / FILE} has hashes, and none for {', '.join(bare)}; give all packages hashes"
        )
    return sorted(found)


def without_passwords(text: str) -> str:
    """Return a text with `***` for the user name and the password of each URL in it."""
    return re.sub(r"""(?<=://)[^\s'"`]*@""", "***@", text)


def _check_option(where: str, text: str) -> None:
    """Refuse a line that is an option of the installer, with what does the same."""
    option = re.match(r"--?[a-z-]+", text)
    if option is None:
        return
    name, shown = _SHORT.get(option[0], option[0]), without_passwords(text)
    if name in _OTHER_FILES:
        raise ArgsError(
            f"{where}: {shown!r} names another file; put all pins into this one, by `pip-compile` or `uv pip compile`"
        )
    if name in _PLACES:
        raise ArgsError(
            f"{where}: {shown!r} says where packages are, which is no pin; leave it out, and set "
            f"{' for pip or '.join(_PLACES[name])} for uv where the program runs"
        )


_SHORT = {"-r": "--requirement", "-c": "--constraint", "-i": "--index-url", "-f": "--find-links"}
_OTHER_FILES = ("--requirement", "--constraint")
_PLACES = {
    "--index-url": ("PIP_INDEX_URL", "UV_DEFAULT_INDEX"),
    "--extra-index-url": ("PIP_EXTRA_INDEX_URL", "UV_INDEX"),
    "--find-links": ("PIP_FIND_LINKS", "UV_FIND_LINKS"),
}
"""Options for where packages are: the variables of pip and of uv that say the same."""


def _lines(place: str, file: Path) -> Iterator[tuple[int, str]]:
    """Each requirement with the number of its first line; a line that ends with a backslash goes on in the next."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as why:
        raise ArgsError(f"{place}: {file} cannot be read ({why}); it is a text in UTF-8") from why
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
