"""The hosts that HTTP tasks may call."""

from __future__ import annotations

import re

import pytest

from aslant.errors import LocalError
from aslant.local.services.hosts import Hosts


@pytest.mark.parametrize(
    ("given", "url", "allowed"),
    [
        (None, "http://127.0.0.1:9000/x", True),
        (None, "http://localhost/x", True),
        (None, "http://[::1]:80/", True),
        (None, "http://api.localhost:8000/", True),
        (None, "https://api.example.com/x", False),
        (None, "https://localhost.example.com/", False),
        (None, "https://127.0.0.1.example.com/", False),
        (None, "https://127.0.0.1@example.com/", False),
        ('["api.example.com"]', "https://API.example.com/x", True),
        ('["api.example.com"]', "https://api.example.com:8443/x", True),
        ('["api.example.com:443"]', "https://api.example.com:8443/x", False),
        ('["api.example.com"]', "https://api.example.com.evil.test/x", False),
        ('["*.example.com"]', "https://a.b.example.com/", True),
        ('["*.example.com"]', "https://example.com/", False),
        ("api.example.com", "https://api.example.com/", True),
    ],
)
def test_a_host_is_allowed_by_name(given: str | None, url: str, allowed: bool) -> None:
    assert Hosts.read(given).allows(url) is allowed


def test_a_host_can_have_another_address() -> None:
    hosts = Hosts.read('{"api.example.com": "http://127.0.0.1:9000/", "other.example.com": null}')
    assert hosts.address("https://api.example.com/v1/x?a=1") == "http://127.0.0.1:9000/v1/x?a=1"
    assert hosts.address("https://other.example.com/") == "https://other.example.com/"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("[5]", "aslant:hosts: 5 is not the name of a host."),
        ('["https://api.example.com"]', "aslant:hosts: 'https://api.example.com' is not the name of a host."),
        ('{"a.example.com": "127.0.0.1"}', "the address of 'a.example.com' must be like http://127.0.0.1:9000, not"),
        ('["*"]', "aslant:hosts: '*' is not the name of a host."),
    ],
)
def test_an_invalid_value_is_refused(given: str, message: str) -> None:
    with pytest.raises(LocalError, match=re.escape(message)):
        Hosts.read(given)
