"""Free and bound variables."""

from __future__ import annotations

from aslant.grammar.jsonata_scopes import JsonataScopes, Reference


def named(scopes: JsonataScopes) -> list[str | None]:
    return [reference.name for reference in scopes.free]


def test_what_nothing_binds_is_free() -> None:
    scopes = JsonataScopes()
    scopes.refer(Reference("x"))
    scopes.bind("x")
    scopes.refer(Reference("x"))
    scopes.leave()
    assert named(scopes) == ["x"]


def test_a_block_binds_until_its_end() -> None:
    scopes = JsonataScopes()
    scopes.enter()
    scopes.bind("x")
    scopes.enter()
    scopes.refer(Reference("x"))
    scopes.leave()
    scopes.leave()
    assert named(scopes) == []
    scopes.refer(Reference("x"))
    assert named(scopes) == ["x"]


def test_a_function_knows_what_is_bound_after_it() -> None:
    scopes = JsonataScopes()
    scopes.enter()
    scopes.enter(is_function=True)
    scopes.bind("parameter")
    for name in ("parameter", "later", "never"):
        scopes.refer(Reference(name))
    scopes.leave()
    scopes.bind("later")
    scopes.leave()
    scopes.leave()
    assert named(scopes) == ["never"]
