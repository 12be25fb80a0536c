"""The installer of packages: its command, its index, and why it failed."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from aslant.aws.function import installer
from aslant.aws.function.installer import Installer, _reason, find_installer
from aslant.aws.function.requirements import Platform
from aslant.errors import ArgsError

PIP, UV = Installer("pip"), Installer("/usr/bin/uv")
NETWORK = "cannot reach the package index: "
REFUSED = "the package index refused the request of "
HASH = "does not have the hash that requirements.txt pins"
NO_WHEEL = "Use versions that have a wheel for the function's platform, or a layer."


@pytest.fixture(autouse=True)
def no_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("PIP_", "UV_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def test_uv_installs_where_pip_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_installer("x") == PIP
    monkeypatch.setattr(installer, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert find_installer("x") == UV
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ArgsError, match=r"^x: requirements.txt needs pip or uv, but neither is installed"):
        find_installer("x")


def test_both_take_wheels_of_the_platform_alone() -> None:
    target = Platform.of("python3.13", "arm64")
    assert {"--only-binary=:all:", "--platform=manylinux_2_34_aarch64", "--python-version=3.13"} <= set(
        PIP.command(target)
    )
    assert {"--only-binary=:all:", "--python-platform=aarch64-manylinux_2_34", "--python-version=3.13"} <= set(
        UV.command(target)
    )


@pytest.mark.parametrize(
    ("tool", "variable"),
    [
        *((PIP, name) for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX")),
        *((UV, name) for name in ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_FIND_LINKS")),
    ],
)
def test_the_sources_are_those_of_the_environment(
    tool: Installer, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tool.sources()
    monkeypatch.setenv(variable, "https://bob:s3cret@a.b/simple")
    assert tool.sources() == [f"{variable}=https://***@a.b/simple", *before]


@pytest.mark.parametrize(
    ("tool", "file", "text"),
    [
        (PIP, "home/.config/pip/pip.conf", "[global]\nindex-url = https://bob:one@a.b/simple\n"),
        (PIP, "home/.pip/pip.conf", "[global]\nindex-url = https://bob:one@a.b/simple\n"),
        (UV, "uv.toml", 'index-url = "https://bob:one@a.b/simple"\n'),
        (UV, "home/.config/uv/uv.toml", 'index-url = "https://bob:one@a.b/simple"\n'),
        (UV, "pyproject.toml", '[tool.uv]\nindex-url = "https://bob:one@a.b/simple"\n'),
    ],
)
def test_the_sources_are_those_of_configuration_files_without_passwords(
    tmp_path: Path, tool: Installer, file: str, text: str
) -> None:
    before = tool.sources()
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    after = tool.sources()
    assert after != before
    path.write_text(text.replace("one", "another"))
    assert tool.sources() == after
    assert "another" not in str(after)


def test_a_project_file_without_settings_of_uv_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "shop"\n')
    one = UV.sources()
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "other"\n')
    assert UV.sources() == one


PIP_DNS = (
    "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError(<x>: Failed to "
    "establish a new connection: [Errno -2] Name or service not known')': /simple/menu/\n"
    "ERROR: Could not find a version that satisfies the requirement menu==1.0 (from versions: none)\n"
    "ERROR: No matching distribution found for menu==1.0"
)
PIP_HASH = (
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package "
    "versions, please update the hashes.\n    menu==1.0 from https://a.b/menu.whl:\n    Expected sha256 0\n    Got 1"
)
PIP_403 = "ERROR: HTTP error 403 while getting https://a.b/menu-1.0.whl\nERROR: Could not install requirement menu==1.0"
UV_DNS = (
    "error: Request failed after 3 retries\n  Caused by: Failed to fetch: `https://a.b/simple/menu/`\n"
    "  Caused by: error sending request for url (https://a.b/simple/menu/)\n  Caused by: client error (Connect)"
)
UV_HASH = (
    "  x Failed to download `menu==1.0`\n  Hash mismatch for `menu==1.0`\n\nExpected:\n  sha256:0\n\nComputed:\n  1"
)
UV_401 = "hint: An index URL (https://a.b/) could not be queried due to a lack of valid credentials (401 Unauthorized)."
PIP_NONE = (
    "ERROR: Could not find a version that satisfies the requirement menu==1.403 (from versions: 0.9)\n"
    "ERROR: No matching distribution found for menu==1.403"
)


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (PIP_DNS, NETWORK),
        ("WARNING: 401 Error, Credentials not correct for https://a.b/simple/menu/", REFUSED),
        (PIP_403, REFUSED),
        (PIP_HASH, f"a downloaded file of menu==1.0 {HASH}"),
        ("ERROR: HTTP error 503 while getting https://a.b/menu.whl", NETWORK),
        (UV_DNS, NETWORK),
        (UV_401, REFUSED),
        (UV_HASH, f"a downloaded file of menu==1.0 {HASH}"),
        (PIP_NONE, NO_WHEEL),
        ("", f"cannot be installed: it printed nothing. {NO_WHEEL}"),
    ],
)
def test_each_failure_has_its_own_message(output: str, expected: str) -> None:
    reason = _reason(output, "", "pip")
    assert expected in reason
    assert [known for known in (NETWORK, REFUSED, HASH, NO_WHEEL) if known in reason] == [
        known for known in (NETWORK, REFUSED, HASH, NO_WHEEL) if known in expected
    ]


def test_the_log_of_pip_says_what_it_does_not_print() -> None:
    log = "2026-11-24T21:38:34,123   Could not fetch URL https://a.b/menu/: 403 Client Error: Forbidden - skipping"
    assert REFUSED in _reason(PIP_NONE, log, "pip")
    assert "https://a.b/menu/: 403 Client Error: Forbidden - skipping. Check the user" in _reason(PIP_NONE, log, "pip")
    assert NO_WHEEL in _reason(
        PIP_NONE, log.replace("403 Client Error: Forbidden", "404 Client Error: Not Found"), "pip"
    )
    assert NO_WHEEL in _reason(PIP_NONE, "2026-11-24T21:38:34,403 ERROR: No matching distribution found", "pip")


@pytest.fixture
def index() -> Iterator[Callable[[int], str]]:
    """An index on this machine that answers every request with a status."""
    servers: list[HTTPServer] = []

    def serve(status: int) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        servers.append(HTTPServer(("127.0.0.1", 0), Handler))
        Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"127.0.0.1:{servers[-1].server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("tool", ["pip", "uv"])
@pytest.mark.parametrize(("status", "expected"), [(403, REFUSED), (503, NETWORK), (404, NO_WHEEL)])
def test_an_index_that_answers_otherwise_is_told(
    index: Callable[[int], str], tool: str, status: int, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = shutil.which(tool) if tool == "uv" else tool
    if program is None:
        pytest.skip("uv is not on PATH")
    url = f"http://bob:s3cret@{index(status)}/simple"
    settings = {"INDEX_URL": url, "DEFAULT_INDEX": url, "RETRIES": "0", "HTTP_RETRIES": "0", "CONFIG_FILE": os.devnull}
    for name, value in settings.items():
        monkeypatch.setenv(f"{tool.upper()}_{name}", value)
    with pytest.raises(ArgsError, match=f"^x: .*{expected}") as caught:
        Installer(program).run("x", [*Installer(program).command(None), "--target=packages", "menu==1.0"])
    assert "s3cret" not in str(caught.value)


def test_an_index_that_does_not_answer_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    url = f"http://bob:s3cret@127.0.0.1:{port}/simple"
    for name, value in {"PIP_INDEX_URL": url, "PIP_RETRIES": "1", "PIP_CONFIG_FILE": os.devnull}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ArgsError, match=r"^x: pip cannot reach the package index: .*Connection refused") as caught:
        PIP.run("x", [*PIP.command(None), "menu==1.0"])
    assert "s3cret" not in str(caught.value)


def test_a_password_in_the_output_is_not_shown() -> None:
    with pytest.raises(ArgsError) as caught:
        UV.run("x", ["/bin/sh", "-c", "echo 'no wheel at https://bob:s3cret@a.b/simple' >&2; exit 1"])
    assert str(caught.value) == (
        f"x: the packages of requirements.txt cannot be installed: no wheel at https://***@a.b/simple. {NO_WHEEL}"
    )
