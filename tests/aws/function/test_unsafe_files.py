"""Files that do not ship by accident."""

from pathlib import Path

import pytest

from aslant.aws.function.unsafe_files import check_files, check_include
from aslant.errors import ArgsError
from tests.aws.function.test_archive import make

REFUSED = [
    *("id_rsa", "id_ed25519", "server.pem", "TLS.PEM", "server.key", "store.p12", "credentials.json", "credentials"),
    *("prod.env", "terraform.tfstate", "terraform.tfstate.backup", "Pulumi.dev.yaml", "client_secret_1.json"),
    *("data/service-account.json", "deep/er/id_rsa"),
]
FINE = [
    *("id_rsa.pub", "credentials.py", "Pulumi.yaml", "environment.json", "pem.py", "data/keys.json"),
    *("tests/id_rsa", ".env", "node_modules/a/key.pem"),
]


@pytest.mark.parametrize("name", REFUSED)
def test_what_looks_like_credentials_is_refused_unless_it_is_listed(tmp_path: Path, name: str) -> None:
    folder = make(tmp_path / "check", "handler.py", name)
    with pytest.raises(ArgsError) as caught:
        check_files("PythonFunction 'check'", folder)
    path = folder / name
    assert str(caught.value) == (
        f"PythonFunction 'check': {name} looks like a file with credentials, and everyone who can read the function's "
        f"code could read it. Remove it from {str(path.parent)!r}, or list it in include if the function needs it: "
        f"{str(path)!r}."
    )
    check_files("x", folder, [path])


@pytest.mark.parametrize("name", FINE)
def test_what_never_ships_or_is_public_is_fine(tmp_path: Path, name: str) -> None:
    check_files("x", make(tmp_path / "check", "handler.py", name))


def test_an_included_folder_is_searched_too_and_paths_are_shown_as_include_takes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder, shared = make(tmp_path / "check", "handler.py"), make(tmp_path / "shared", "rules.py", "ca.pem")
    with pytest.raises(ArgsError, match=r"^x: shared/ca\.pem looks like .* needs it: 'shared/ca\.pem'\.$"):
        check_files("x", folder, [shared])
    check_files("x", folder, [shared, shared / "ca.pem"])


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    folder = make(tmp_path / "check", "handler.py")
    (folder / "data.json").symlink_to("nowhere.json")
    with pytest.raises(
        ArgsError, match=r"^x: data.json is a link to 'nowhere.json', which does not exist\. Repair or re"
    ):
        check_files("x", folder)
    with pytest.raises(ArgsError, match=r"^x: check/data.json is a link"):
        check_files("x", make(tmp_path / "other", "handler.py"), [folder])


@pytest.mark.parametrize("link", ["lib", "deep/lib", "rules.py"])
def test_a_link_that_leaves_the_folder_is_refused_unless_it_or_its_target_is_listed(tmp_path: Path, link: str) -> None:
    folder, shared = make(tmp_path / "check", "handler.py", "deep/a.py"), make(tmp_path / "shared", "rules.py", "b.py")
    target = shared / "rules.py" if link.endswith(".py") else shared
    (folder / link).symlink_to(target)
    with pytest.raises(ArgsError) as caught:
        check_files("x", folder)
    assert str(caught.value) == (
        f"x: {link} is a link to {str(target)!r}, which is outside of the folder. Copy the files into the folder, or "
        f"list the link in include: {str(folder / link)!r}."
    )
    check_files("x", folder, [folder / link])
    check_files("x", folder, [shared])


def test_a_link_within_the_folder_is_fine(tmp_path: Path) -> None:
    folder = make(tmp_path / "check", "handler.py", "shared/rules.py")
    (folder / "lib").symlink_to("shared")
    (folder / "again").symlink_to(".")
    check_files("x", folder)


def test_two_included_paths_of_one_name_are_refused(tmp_path: Path) -> None:
    folder = make(tmp_path / "check", "handler.py")
    one, two = make(tmp_path / "a" / "shared", "x.py"), make(tmp_path / "b" / "shared", "y.py")
    check_include("x", folder, [one])
    with pytest.raises(ArgsError) as caught:
        check_include("x", folder, [one, two])
    assert str(caught.value) == (
        f"x: include has two paths with the name 'shared', {str(one)!r} and {str(two)!r}, which would be mixed in the "
        "archive. Rename one of them, or include a folder that contains both."
    )
