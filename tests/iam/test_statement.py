"""Statements, and how they are combined."""

from aslant.iam import Statement
from aslant.iam.statement import merge


def test_a_statement_has_the_format_of_iam() -> None:
    condition = {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    assert Statement(("a:B",), ("arn:1", "arn:2"), condition).to_dict() == {
        "Effect": "Allow",
        "Action": ["a:B"],
        "Resource": ["arn:1", "arn:2"],
        "Condition": condition,
    }


def test_equal_actions_share_resources_and_equal_resources_share_actions() -> None:
    merged = merge(
        [
            Statement(("s:Put",), ("t1",), states=("Put",)),
            Statement(("s:Get",), ("t1",), states=("Get",)),
            Statement(("l:Run",), ("f2",), states=("Two",)),
            Statement(("l:Run",), ("f1", "f2"), states=("One",)),
        ]
    )
    assert merged == [
        Statement(("l:Run",), ("f1", "f2"), states=("Two", "One")),
        Statement(("s:Get", "s:Put"), ("t1",), states=("Put", "Get")),
    ]


def test_statements_with_different_conditions_are_not_combined() -> None:
    free = Statement(("a:B",), ("r",))
    bound = Statement(("a:B",), ("r",), {"Bool": {"aws:SecureTransport": "true"}})
    assert len(merge([free, bound, free])) == 2


def test_unresolved_resources_come_after_strings_and_are_unique() -> None:
    one, two = object(), object()
    [statement] = merge([Statement(("a:B",), (two, "z")), Statement(("a:B",), (one, two, "a"))])
    assert statement.resources == ("a", "z", two, one)
