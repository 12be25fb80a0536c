"""Signatures of functions in JSONata."""

from __future__ import annotations

import pytest

from aslant.grammar.jsonata_signature import signature_fault


@pytest.mark.parametrize(
    "written", [">", "n>", "nn:n>", "s-n?:s>", "a<n>:n>", "a<a<s>>f<s:o>:x>", "(sn)j+:b>", "x:<q>", "(s"]
)
def test_what_the_reference_reads_is_right(written: str) -> None:
    assert signature_fault(written) == ""


@pytest.mark.parametrize(
    ("written", "code"), [("n<s>:n>", "S0401"), ("<s>:n>", "S0401"), ("(sn)<s>", "S0401"), ("(a<n>s):n>", "S0402")]
)
def test_a_type_parameter_stands_behind_an_array_or_a_function(written: str, code: str) -> None:
    assert signature_fault(written) == code
