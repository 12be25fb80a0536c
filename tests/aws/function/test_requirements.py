"""The packages of a function: pinned, of the function's platform, the same bytes from any machine."""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from aslant.aws.function import installer
from aslant.aws.function.archive import files_of
from aslant.aws.function.bundle import pack
from aslant.aws.function.requirements import Platform, install
from aslant.errors import ArgsError

LAMBDA = Platform.of("python3.13", "arm64")


def wheel(folder: Path, name: str, version: str, tag: str, files: dict[str, str], needs: tuple[str, ...] = ()) -> None:
    """A wheel as an index has it."""
    info = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    members = {
        **files,
        f"{info}/METADATA": metadata + "".join(f"Requires-Dist: {need}\n" for need in needs),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n",
        f"{info}/entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n",
    }
    record = "".join(f"{path},,\n" for path in [*members, f"{info}/RECORD"])
    with zipfile.ZipFile(folder / f"{name}-{version}-{tag}.whl", "w") as archive:
        for path, text in {**members, f"{info}/RECORD": record}.items():
            archive.writestr(path, text)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wheels to install from, with no network: a package, one with a compiled part for each machine, one without."""
    folder = tmp_path_factory.mktemp("index")
    wheel(folder, "menu", "1.0", "py3-none-any", {"menu/__init__.py": "def main(): ...\n", "menu/data.json": "{}"})
    for machine in ("x86_64", "aarch64"):
        tag = f"cp313-cp313-manylinux_2_17_{machine}.manylinux2014_{machine}"
        wheel(folder, "oven", "2.0", tag, {"oven/__init__.py": "", "oven/fast.so": machine}, ("menu>=1",))
    wheel(folder, "menu", "0.9", "py3-none-any", {"menu/__init__.py": ""})
    wheel(folder, "winonly", "1.0", "cp313-cp313-win_amd64", {"winonly.py": ""})
    return folder


@pytest.fixture(autouse=True)
def offline(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(index),
        "PIP_CONFIG_FILE": os.devnull,
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }.items():
        monkeypatch.setenv(name, value)


def folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "handler.py").write_text("def handler(event, context): ...\n")
    (path / "requirements.txt").write_text(text)
    return path


def test_packages_are_those_of_the_functions_platform_whatever_this_machine_is(tmp_path: Path) -> None:
    here = folder(tmp_path / "f", "menu==1.0\noven==2.0  # bakes\n")
    for architecture, machine in (("arm64", "aarch64"), ("x86_64", "x86_64")):
        packages = install("x", here, Platform.of("python3.13", architecture), print)
        assert packages is not None
        assert (packages / "oven" / "fast.so").read_text() == machine
        assert (packages / "menu" / "data.json").read_text() == "{}"


def test_the_same_bytes_come_from_any_folder_cache_and_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    for number in (1, 2):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"cache{number}"))
        here = folder(tmp_path / f"f{number}", "menu==1.0\noven==2.0\n")
        packages = install("x", here, LAMBDA, print)
        assert packages is not None
        for path in packages.rglob("*"):
            os.utime(path, (number * 1e9, number * 1e9))
        seen.append(hashlib.sha256(pack("x", files_of(here, packages)).path.read_bytes()).hexdigest())
    assert seen[0] == seen[1]
    names = list(files_of(here, packages))
    assert [name for name in names if "INSTALLER" in name or name.startswith("bin/") or "__pycache__" in name] == []
    assert packages is not None
    record = (packages / "menu-1.0.dist-info" / "RECORD").read_text()
    assert "menu/__init__.py" in record
    assert "bin/menu" not in record


def test_they_are_installed_once(tmp_path: Path) -> None:
    said: list[str] = []
    here = folder(tmp_path / "f", "menu==1.0\n")
    first = install("PythonFunction 'f'", here, LAMBDA, said.append)
    assert said == ["PythonFunction 'f': installing the packages of requirements.txt (1), once ..."]
    assert install("PythonFunction 'f'", here, LAMBDA, said.append) == first
    assert len(said) == 1


def test_another_index_is_asked_for_its_own_files(tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    other.mkdir()
    wheel(other, "menu", "1.0", "py3-none-any", {"menu/__init__.py": "# of another index\n"})
    (file,) = index.glob("menu-1.0-*.whl")
    pinned = f"menu==1.0 --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"
    loose, exact = folder(tmp_path / "f", "menu==1.0\n"), folder(tmp_path / "g", pinned)
    first, hashed = install("x", loose, LAMBDA, print), install("x", exact, LAMBDA, print)
    monkeypatch.setenv("PIP_FIND_LINKS", str(other))
    second = install("x", loose, LAMBDA, print)
    assert second is not None
    assert second != first
    assert (second / "menu" / "__init__.py").read_text() == "# of another index\n"
    assert install("x", exact, LAMBDA, print) == hashed, "a file with this hash is the same at every index"


def test_the_functions_own_files_come_before_those_of_packages(tmp_path: Path) -> None:
    here = folder(tmp_path / "f", "menu==1.0\n")
    (here / "menu").mkdir()
    (here / "menu" / "__init__.py").write_text("# ours\n")
    files = files_of(here, install("x", here, LAMBDA, print))
    assert files["menu/__init__.py"] == here / "menu" / "__init__.py"


@pytest.mark.parametrize("text", ["", "# nothing\n\n", "menu==1.0; python_version < '3.12'\n"])
def test_without_requirements_nothing_is_installed(tmp_path: Path, text: str) -> None:
    assert install("x", folder(tmp_path / "f", text), LAMBDA, print) is None


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_text("[]")])
def test_what_was_damaged_is_installed_anew(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    here = folder(tmp_path / "f", "menu==1.0\n")
    kept = install("x", here, LAMBDA, print)
    assert kept is not None
    damage(kept / "menu" / "data.json")
    assert install("x", here, LAMBDA, print) == kept
    assert (kept / "menu" / "data.json").read_text() == "{}"


@pytest.mark.skipif(shutil.which("uv") is None, reason="uv is not on PATH")
def test_uv_installs_the_same_bytes_as_pip(tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = folder(tmp_path / "f", "menu==1.0\noven==2.0\n")
    by_pip = files_of(here, install("x", here, LAMBDA, print))
    monkeypatch.setattr(installer, "find_spec", lambda name: None)
    for name, value in {"UV_FIND_LINKS": str(index), "UV_NO_INDEX": "1", "UV_OFFLINE": "1"}.items():
        monkeypatch.setenv(name, value)
    by_uv = files_of(here, install("x", here, LAMBDA, print))
    assert by_uv["menu/__init__.py"] != by_pip["menu/__init__.py"]
    assert {name: path.read_bytes() for name, path in by_uv.items()} == {
        name: path.read_bytes() for name, path in by_pip.items()
    }


def test_a_hash_that_does_not_fit_is_refused(tmp_path: Path, index: Path) -> None:
    (file,) = index.glob("menu-1.0-*.whl")
    right, wrong = hashlib.sha256(file.read_bytes()).hexdigest(), "0" * 64
    assert install("x", folder(tmp_path / "right", f"menu==1.0 \\\n    --hash=sha256:{right}\n"), LAMBDA, print)
    with pytest.raises(
        ArgsError, match=r"^x: a downloaded file of menu==1.0 does not have the hash that requirements.txt"
    ):
        install("x", folder(tmp_path / "wrong", f"menu==1.0 --hash=sha256:{wrong}\n"), LAMBDA, print)


@pytest.mark.parametrize(
    ("runtime", "glibc", "first"),
    [
        ("python3.13", 34, "manylinux_2_34_aarch64"),
        ("python3.12", 34, "manylinux_2_34_aarch64"),
        ("python3.11", 17, "manylinux_2_17_aarch64"),
    ],
)
def test_wheels_ask_for_the_glibc_that_the_runtime_has(runtime: str, glibc: int, first: str) -> None:
    platform = Platform.of(runtime, "arm64")
    assert (platform.glibc, platform.tags[0], platform.tags[-1]) == (glibc, first, "manylinux2014_aarch64")
    assert len(platform.tags) == glibc - 16 + 1


def test_for_this_machine_packages_are_its_own(tmp_path: Path) -> None:
    packages = install("x", folder(tmp_path / "f", "menu==1.0\n"), None, print)
    assert packages is not None
    assert packages != install("x", folder(tmp_path / "g", "menu==1.0\n"), LAMBDA, print)


def test_a_cache_that_cannot_be_written_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(ArgsError, match="Set XDG_CACHE_HOME to a writable folder"):
        install("x", folder(tmp_path / "f", "menu==1.0\n"), LAMBDA, print)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "menu\n",
            "line 1: 'menu' is not pinned, so that its version would depend on the machine. Write menu==<version>",
        ),
        ("\nmenu>=1\n", "line 2: 'menu>=1' is not pinned"),
        ("menu==1.*\n", "'menu==1.*' is not pinned"),
        ("-e .\n", "line 1: '-e .' is not a name with a version. Write name==version"),
        ("menu @ https://a.b/menu.whl\n", "is not pinned"),
        ("oven==2.0\nmenu==0.9\n", "requirements.txt is not complete: oven needs menu>=1, but 0.9 is pinned"),
        ("oven==2.0\n", "requirements.txt is not complete: oven needs menu>=1. Pin all packages"),
        ("nowhere==1.0\n", "the packages of requirements.txt cannot be installed: "),
        ("winonly==1.0\n", "Use versions that have a wheel for the function's platform, or a layer"),
    ],
)
def test_what_would_differ_from_machine_to_machine_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ArgsError) as caught:
        install("PythonFunction 'f'", folder(tmp_path / "f", text), LAMBDA, print)
    assert str(caught.value).startswith("PythonFunction 'f': ")
    assert message in str(caught.value)
    assert not list((tmp_path / "cache" / "aslant").rglob("*.py")), "nothing half done is kept"
