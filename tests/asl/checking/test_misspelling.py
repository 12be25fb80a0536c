from __future__ import annotations

import pytest

from aslant.asl.checking.misspelling import misspelled

KNOWN = ["getItem", "putItem", "describeTable", "s3", "python3.13", "FARGATE", "EC2", "aws:kms"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("getItm", "getItem"),
        ("gettItem", "getItem"),
        ("getIetm", "getItem"),
        ("get_item", "getItem"),
        ("GETITEM", "getItem"),
        ("putitem", "putItem"),
        ("descibeTabel", "describeTable"),
        ("FARGAT", "FARGATE"),
        ("fargate", "FARGATE"),
        ("aws-kms", "aws:kms"),
        ("python3.14", None),
        ("getItemV2", None),
        ("batchGetItem", None),
        ("s4", None),
        ("", None),
    ],
)
def test_a_misspelling_is_told_from_a_new_name(name: str, meant: str | None) -> None:
    assert misspelled(name, KNOWN) == meant
