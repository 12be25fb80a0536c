"""The store of tags."""

from __future__ import annotations

from aslant.local.tags import Tags


def test_tags_are_added_changed_and_removed() -> None:
    tags = Tags()
    tags.add("a", {"x": "1", "y": "2"})
    tags.add("a", {"x": "3"})
    tags.remove("a", ["y", "none"])
    tags.remove("unknown", ["y"])
    assert (tags.of("a"), tags.of("unknown")) == ({"x": "3"}, {})
    tags.of("a")["z"] = "4"
    assert tags.of("a") == {"x": "3"}
    tags.forget("a")
    assert tags.of("a") == {}


def test_all_tags_can_be_removed() -> None:
    tags = Tags()
    tags.add("a", {"x": "1"})
    tags.clear()
    assert tags.of("a") == {}
