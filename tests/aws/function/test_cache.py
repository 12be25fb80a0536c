"""The folder of the cache, and digests of files."""

import hashlib
from pathlib import Path

import pytest

from aslant.aws.function.cache import cache_folder, digest_of


def test_the_cache_is_where_the_user_keeps_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder("code") == tmp_path / "aslant" / "code"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_folder("code") == tmp_path / "home" / ".cache" / "aslant" / "code"


def test_a_digest_is_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"dough")
    assert digest_of(tmp_path / "a") == hashlib.sha256(b"dough").hexdigest()
