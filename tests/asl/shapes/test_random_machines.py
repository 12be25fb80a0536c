"""Random workflows with random input: what `check` reports for the exact shape of the input, and what a run does."""

from __future__ import annotations

import random
from typing import Any

import pytest

from aslant.asl import Finding, check
from aslant.asl.shapes.shape import Shape, literal
from aslant.asl.shapes.unions import array_of, object_of, union
from aslant.asl.shapes.values import shape_of_value
from aslant.run import run
from tests.asl.shapes.membership import random_value

NAMES = "abc"
AT_ONCE = {"States.Runtime", "States.ResultPathMatchFailure", "States.IntrinsicFailure"}
"""The errors of paths that do not exist and of values of a wrong type."""


class Generator:
    """A generator of workflows in JSONPath whose tasks need no mocks."""

    def __init__(self, seed: int) -> None:
        self.source = random.Random(seed)  # noqa: S311 - a test
        self.number = 0

    def chance(self, share: float) -> bool:
        return self.source.random() < share

    def pick(self, *options: Any) -> Any:
        return self.source.choice(options)

    def path(self, roots: tuple[str, ...] = ("$", "$", "$", "$", "$v", "$$.Execution.Input")) -> str:
        steps = "".join(self.pick(".a", ".b", ".c", "[0]", "['a']") for _ in range(self.pick(0, 1, 1, 2)))
        return f"{self.pick(*roots)}{steps}"

    def value(self) -> Any:
        return random_value(self.source, 2)

    def member(self) -> str:
        kind = self.source.randrange(9)
        if kind < 5:
            return self.path()
        if kind == 5:
            return f"{self.path()}[*]"
        return str(
            self.pick(
                f"States.Array({self.path()}, {self.path()})",
                f"States.ArrayLength({self.path()})",
                f"States.MathAdd({self.path()}, 1)",
                f"States.Format('{{}}', {self.path()})",
                f"States.JsonMerge({self.path()}, {self.path()}, false)",
                f"States.ArrayGetItem({self.path()}, 0)",
                f"States.StringSplit({self.path()}, 'a')",
                f"States.ArrayPartition({self.path()}, 2)",
                f"States.ArrayUnique({self.path()})",
            )
        )

    def template(self) -> Any:
        members: dict[str, Any] = {}
        for name in NAMES:
            if self.chance(0.5):
                members |= self.pick({f"{name}.$": self.member()}, {f"{name}.$": "$"}, {name: self.value()})
        return members

    def condition(self, levels: int = 2) -> dict[str, Any]:
        kind = self.source.randrange(12 if levels else 9)
        if kind >= 9:
            join = self.pick("And", "Or", "Not")
            inner = [self.condition(levels - 1) for _ in range(2)]
            return {join: inner[0] if join == "Not" else inner}
        path = self.path()
        if kind < 4:
            return {"Variable": path, "IsPresent": self.chance(0.7)}
        if kind < 6:
            test = self.pick("IsNull", "IsString", "IsNumeric", "IsBoolean")
            return {"And": [{"Variable": path, "IsPresent": True}, {"Variable": path, test: self.chance(0.7)}]}
        test = self.pick(
            {"StringEquals": self.pick("", "a", "b")},
            {"NumericEquals": self.pick(0, 1)},
            {"BooleanEquals": self.pick(True, False)},
            {"NumericLessThan": 1},
            {"StringMatches": "a*"},
            {"StringEqualsPath": self.path()},
        )
        compared = {"Variable": path, **test}
        return compared if self.chance(0.3) else {"And": [{"Variable": path, "IsPresent": True}, compared]}

    def state(self, following: list[str], levels: int) -> dict[str, Any]:
        kind = self.pick("Pass", "Pass", "Pass", "Choice", "Choice", "Map", "Parallel") if levels else "Pass"
        if kind == "Choice" and following:
            rules = [{**self.condition(), "Next": self.pick(*following)} for _ in range(self.pick(1, 2))]
            return {"Type": "Choice", "Choices": rules, "Default": self.pick(*following)}
        state: dict[str, Any] = {"Type": "Pass"}
        if kind == "Map":
            state = {"Type": "Map", "ItemsPath": self.path(), "ItemProcessor": self.machine(levels - 1)}
            if self.chance(0.4):
                state["ItemSelector"] = self.pick(self.template(), {"a.$": "$$.Map.Item.Value"})
        elif kind == "Parallel":
            branches = [self.machine(levels - 1) for _ in range(self.pick(1, 2))]
            state = {"Type": "Parallel", "Branches": branches}
        if kind != "Map" and self.chance(0.5):
            state["Parameters"] = self.template()
        if kind == "Pass" and self.chance(0.3):
            state["Result"] = self.value()
        if kind != "Pass" and self.chance(0.3):
            state["ResultSelector"] = self.template()
        if self.chance(0.2):
            state["InputPath"] = self.pick(self.path(("$",)), None)
        if self.chance(0.4):
            state["ResultPath"] = self.pick("$.a", "$.b", "$.a.c", "$.c[0]", None)
        if self.chance(0.1):
            state["OutputPath"] = self.path(("$",))
        if self.chance(0.3):
            state["Assign"] = {"v.$": self.path()} if self.chance(0.8) else {"v": self.value()}
        return {**state, **({"Next": following[0]} if following else {"End": True})}

    def machine(self, levels: int = 2) -> dict[str, Any]:
        first = self.number
        self.number += self.pick(1, 2)
        names = [f"S{number}" for number in range(first, self.number)]
        states = {name: self.state(names[index + 1 :], levels) for index, name in enumerate(names)}
        return {"StartAt": names[0], "States": states}

    def working(self, data: Any) -> dict[str, Any]:
        """Return a workflow in which most states succeed with some data."""
        names = [f"T{number}" for number in range(self.pick(2, 4, 8))]
        states: dict[str, Any] = {name: {"Type": "Pass", "End": True} for name in names}
        definition = {"StartAt": names[0], "States": states}
        for index, name in enumerate(names):
            for _ in range(8):
                states[name] = self.state(names[index + 1 :], 2)
                if run(definition, data).status == "SUCCEEDED" or self.chance(0.05):
                    break
        return definition


def faults(findings: list[Finding]) -> list[Finding]:
    codes = ("TYPE_MISMATCH", "POSSIBLE_TYPE_MISMATCH", "POSSIBLY_UNDEFINED_VARIABLE")
    return [finding for finding in findings if finding.code in codes]


def is_certain(finding: Finding) -> bool:
    """Return whether the state fails whenever it runs: not in a part of a rule that may not be evaluated."""
    return (
        finding.severity == "ERROR" and "Choices" not in finding.location and "selects nothing" not in finding.message
    )


def generalized(value: Any) -> Shape:
    """Return the shape of a value with types in place of literals, and lists of any length."""
    if isinstance(value, dict):
        return object_of({name: generalized(member) for name, member in value.items()})
    if isinstance(value, list):
        return array_of(union(*map(generalized, value)), nonempty=bool(value))
    return literal(value, soft=True).softened()


def verify(seed: int) -> None:
    """Compare the faults of a random workflow with its runs."""
    generator = Generator(seed)
    inputs = [generator.value() for _ in range(generator.pick(1, 1, 3))]
    definition = generator.working(inputs[0])
    findings = faults(check(definition, input_type=union(*map(shape_of_value, inputs))))
    general = faults(check(definition, input_type=union(*map(generalized, inputs))))
    for data in inputs:
        execution = run(definition, data)
        if not findings:
            assert execution.status == "SUCCEEDED", f"{seed}: {execution.error}: {execution.cause}"
        for finding in filter(is_certain, [*findings, *general]):
            if finding.state in execution.visited:
                assert execution.status == "FAILED", f"{seed}: {finding}"
        if execution.status == "FAILED":
            assert execution.error in AT_ONCE, f"{seed}: {execution.error}: {execution.cause}"


@pytest.mark.parametrize("block", range(10))
def test_a_run_fails_only_where_a_fault_is_reported(block: int) -> None:
    for seed in range(block * 40, block * 40 + 40):
        verify(seed)
