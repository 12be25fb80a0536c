"""The pins of a requirements.txt."""

from pathlib import Path

import pytest

from aslant.aws.function.pins import read_pins
from aslant.aws.function.requirements import Platform
from aslant.errors import ArgsError

LAMBDA = Platform.of("python3.13", "arm64").environment


def read(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "requirements.txt").write_text(text)
    return [str(pin) for pin in read_pins("x", tmp_path, LAMBDA)]


@pytest.mark.parametrize(
    ("text", "pinned"),
    [
        ("Menu==1.0\n", ["menu==1.0"]),
        ("\ufeffmenu==1.0\t# the menu\n# nothing\n\n", ["menu==1.0"]),
        ("oven[wood,gas]==2.0 ; sys_platform == 'linux'\n", ["oven[gas,wood]==2.0"]),
        ("menu==1.0; platform_machine == 'x86_64'\n", []),
        ("menu==1.0 --hash=sha256:b --hash=sha256:a\n", ["menu==1.0 --hash=sha256:a --hash=sha256:b"]),
        (
            "menu==1.0 \\\n    --hash=sha256:a \\\n    --hash=sha256:b\n    # via oven\n",
            ["menu==1.0 --hash=sha256:a --hash=sha256:b"],
        ),
        ("menu==1.0 \\", ["menu==1.0"]),
        ("b==1\na==1\n", ["a==1", "b==1"]),
        ("menu===1.0\n", ["menu==1.0"]),
        ("menu==1.0; python_full_version < '3.13.3'\n", []),
        ("menu==1.0; python_full_version >= '3.13.3' and implementation_version >= '3.13.3'\n", ["menu==1.0"]),
    ],
)
def test_a_pin_is_read_for_its_environment(tmp_path: Path, text: str, pinned: list[str]) -> None:
    assert read(tmp_path, text) == pinned


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "menu\n",
            "line 1: 'menu' is not pinned, so that its version would depend on the machine. Write menu==<version>",
        ),
        ("\nmenu>=1\n", "line 2: 'menu>=1' is not pinned"),
        ("menu==1.*\n", "'menu==1.*' is not pinned"),
        (
            "-r more.txt\n",
            "line 1: '-r more.txt' refers to another file. Put all pins into this one, with `pip-compile` or",
        ),
        ("--constraint=more.txt\n", "line 1: '--constraint=more.txt' refers to another file"),
        (
            "--index-url https://a.b/simple\nmenu==1.0\n",
            "line 1: '--index-url https://a.b/simple' sets the source of packages and is not a pin. Leave it out, "
            "and set "
            "PIP_INDEX_URL for pip or UV_DEFAULT_INDEX for uv where the program runs",
        ),
        ("-i https://a.b/simple\n", "set PIP_INDEX_URL for pip or UV_DEFAULT_INDEX for uv"),
        ("--extra-index-url=https://a.b\n", "set PIP_EXTRA_INDEX_URL for pip or UV_INDEX for uv"),
        ("--find-links ./wheels\n", "set PIP_FIND_LINKS for pip or UV_FIND_LINKS for uv"),
        ("--pre\n", "line 1: '--pre' is not a name with a version. Write name==version"),
        ("menu @ https://a.b/menu.whl\n", "is not pinned"),
        ("--index-url https://bob:s3cret@a.b/simple\n", "line 1: '--index-url https://***@a.b/simple' sets the source"),
        ("menu @ https://bob:s3cret@a.b/menu.whl\n", "'menu @ https://***@a.b/menu.whl' is not pinned"),
        ("--proxy https://bob:s3@cret@a.b\n", "line 1: '--proxy https://***@a.b' is not a name with a version"),
        ("a==1 --hash=sha256:a\nb==1\n", "has hashes, but none for b==1. Add hashes to all packages."),
    ],
)
def test_a_line_that_is_not_a_pin_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ArgsError) as caught:
        read(tmp_path, text)
    assert message in str(caught.value)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_bytes("menu==1.0".encode("utf-16"))
    with pytest.raises(ArgsError, match=r"cannot be read .*. It must be UTF-8 text."):
        read_pins("x", tmp_path, LAMBDA)
