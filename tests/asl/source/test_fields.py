"""Arguments of a call, with their values."""

import pytest

from aslant.asl.retry import Retry
from aslant.asl.source.expressions import atom
from aslant.asl.source.fields import Fields, Made, Unwritable, one_or_list, refuse_unknown
from aslant.asl.states import Wait


def made(value: object) -> Made:
    return Made(atom(value), value)


def test_a_call_is_its_source_and_what_it_returns() -> None:
    fields = Fields()
    fields.give(made("Rise"))
    fields.give(made(60), "seconds")
    node, value = fields.call(Wait, "Wait")
    assert (node.flat, node.needs, value) == ('Wait("Rise", seconds=60)', "Wait", Wait("Rise", seconds=60))


def test_a_call_of_a_method_needs_what_it_is_a_method_of() -> None:
    assert Fields().call(dict, "ItemReader.csv").node.needs == "ItemReader"


def test_what_the_builder_refuses_cannot_be_written() -> None:
    fields = Fields()
    fields.give(made("Rise"))
    fields.give(made(5), "colour")
    with pytest.raises(Unwritable, match="state 'Rise' has no field 'colour'"):
        fields.call(Wait, "Wait")


def test_a_member_that_the_builder_does_not_know_cannot_be_written() -> None:
    refuse_unknown(["ErrorEquals", "MaxAttempts"], Retry)
    with pytest.raises(Unwritable, match="the builder does not support A and B here"):
        refuse_unknown(["B", "ErrorEquals", "A"], Retry)


def test_several_are_a_list_and_one_is_itself() -> None:
    assert one_or_list([made(1)]) == made(1)
    assert one_or_list([made(1), made(2)]).node.flat == "[1, 2]"
    assert one_or_list([made(1), made(2)]).value == [1, 2]
