from __future__ import annotations

from airspeed import operators as vtl

from aslant.local.apigateway.rest.dialect import BreakDirective, LiteralBlock, extend
from aslant.local.apigateway.rest.velocity import compile_template


def test_the_parser_reads_breaks_and_literal_blocks() -> None:
    block = compile_template("#[[ $a ]]##break")
    literal, end = (node.directive for node in block.children)
    assert (type(literal), literal.text, type(end)) == (LiteralBlock, " $a ", BreakDirective)


def test_extending_the_parser_again_changes_nothing() -> None:
    before = vtl.Text.PLAIN, vtl.IfDirective.START, list(vtl.UserDefinedDirective.DIRECTIVES)
    extend()
    assert before == (vtl.Text.PLAIN, vtl.IfDirective.START, vtl.UserDefinedDirective.DIRECTIVES)
    assert r"#(?!\[\[)" in vtl.Text.PLAIN.pattern  # or airspeed-ext has another version
