from typing import Any

import pytest

from aslant.aws.rest.certain_reads import InputMember, certain_reads


def machine(**states: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": next(iter(states)), "States": states}


def task(path: str | None = None, **more: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": "f", **({"InputPath": path} if path else {}), **more}


@pytest.mark.parametrize(
    ("definition", "reads"),
    [
        (machine(A=task("$.a", End=True)), [InputMember(("a",))]),
        (
            machine(A=task("$.a", Next="B", ResultPath=None), B=task("$.b.c", End=True)),
            [InputMember(("a",)), InputMember(("b", "c"))],
        ),
        # The result of A is where B reads, or leads there.
        (machine(A=task("$.a", Next="B", ResultPath="$.b"), B=task("$.b.c", End=True)), [InputMember(("a",))]),
        (machine(A=task("$.a", Next="B", ResultPath="$.b.c"), B=task("$.b", End=True)), [InputMember(("a",))]),
        (machine(A=task("$.a", Next="B"), B=task("$.b", End=True)), [InputMember(("a",))]),
        (machine(A=task("$.a", Next="B", ResultPath="$.x[0]"), B=task("$.b", End=True)), [InputMember(("a",))]),
        (
            machine(A={"Type": "Pass", "OutputPath": "$.x", "Next": "B"}, B=task("$.b", End=True)),
            [],
        ),
        # A loop comes by more than once, with what it has added.
        (
            machine(
                A=task("$.a", Next="B", ResultPath=None),
                B=task("$.b", Next="C", ResultPath="$.c"),
                C={"Type": "Choice", "Choices": [{"Variable": "$.c", "IsNull": True, "Next": "B"}], "Default": "D"},
                D=task("$.c", End=True),
            ),
            [InputMember(("a",)), InputMember(("b",))],
        ),
        # What is caught goes another way.
        (
            machine(
                A=task(Next="B", ResultPath=None, Catch=[{"ErrorEquals": ["States.ALL"], "Next": "C"}]),
                B=task("$.b", Next="C"),
                C=task("$.c", End=True),
            ),
            [],
        ),
        (
            machine(
                A=task(
                    Next="B", ResultPath=None, Catch=[{"ErrorEquals": ["States.ALL"], "ResultPath": None, "Next": "B"}]
                ),
                B=task("$.b", End=True),
            ),
            [InputMember(("b",))],
        ),
        (
            machine(
                A={
                    "Type": "Choice",
                    "Choices": [
                        {"And": [{"Not": {"Variable": "$.a", "IsNull": True}}, {"Variable": "$.b", "IsNull": True}]}
                    ],
                    "Default": "B",
                },
                B={"Type": "Succeed"},
            ),
            [InputMember(("a",))],
        ),
        (machine(A={"Type": "Map", "ItemsPath": "$.items", "End": True}), [InputMember(("items",), list[Any])]),
        (machine(A={"Type": "Wait", "SecondsPath": "$.s", "End": True}), [InputMember(("s",), int)]),
        ({"StartAt": "Nowhere", "States": {}}, []),
        ({}, []),
    ],
)
def test_only_what_every_execution_reads_is_certain(definition: dict[str, Any], reads: list[InputMember]) -> None:
    assert certain_reads(definition) == reads
