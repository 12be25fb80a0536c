"""Maps: processors, readers, batchers, writers, labels."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asl.checking.machines import DISTRIBUTED, a, branch, each, finding_lines, machine

GET = "arn:aws:states:::s3:getObject"


def spread(config: Any = None, **fields: Any) -> dict[str, Any]:
    """Return a machine of one distributed Map."""
    return each({"ProcessorConfig": DISTRIBUTED if config is None else config, **branch()}, **fields)


PROCESSOR: list[tuple[dict[str, Any], str, list[str]]] = [
    (
        spread({"Mode": "DISTRIBUTED"}),
        "STANDARD",
        ["/States/M/ItemProcessor/ProcessorConfig: These fields are required: [ExecutionType]"],
    ),
    (
        spread({"Mode": "INLINE", "ExecutionType": "EXPRESS"}),
        "STANDARD",
        [
            (
                "/States/M/ItemProcessor/ProcessorConfig: Field 'ExecutionType' is not supported | Remove "
                "it, since only mode DISTRIBUTED has an ExecutionType."
            )
        ],
    ),
    (
        spread({"Mode": "Distributed"}),
        "STANDARD",
        [
            (
                "/States/M/ItemProcessor/ProcessorConfig/Mode: Value should be one of the following: "
                "[INLINE, DISTRIBUTED] | Write one of these, not 'Distributed'."
            )
        ],
    ),
    (
        spread({"Mode": "DISTRIBUTED", "ExecutionType": "express", "More": 1}),
        "STANDARD",
        [
            (
                "/States/M/ItemProcessor/ProcessorConfig/ExecutionType: Value should be one of the "
                "following: [STANDARD, EXPRESS] | Write one of these, not 'express'."
            ),
            "/States/M/ItemProcessor/ProcessorConfig: Field 'More' is not supported | Did you mean 'Mode'?",
        ],
    ),
    (
        spread([]),
        "STANDARD",
        [
            (
                "/States/M/ItemProcessor/ProcessorConfig: Expected value of type [OBJECT] | Write an "
                "object with Mode, not a list."
            )
        ],
    ),
    (
        spread(),
        "EXPRESS",
        [
            (
                "/States/M/ItemProcessor/ProcessorConfig/Mode: The field 'Mode' with value 'DISTRIBUTED' "
                "is not supported inside 'EXPRESS' state machines | Make the state machine STANDARD, or "
                "use mode INLINE."
            )
        ],
    ),
    (
        each({"QueryLanguage": "JSONata", **branch()}),
        "STANDARD",
        [
            (
                "/States/M/ItemProcessor: Field 'QueryLanguage' is not supported | The fields are Comment, "
                "ProcessorConfig, StartAt, States."
            )
        ],
    ),
    (
        each([]),
        "STANDARD",
        [
            (
                "/States/M/ItemProcessor: Expected value of type [OBJECT] | Write an object with StartAt "
                "and States, not a list."
            )
        ],
    ),
    (each({}), "STANDARD", ["/States/M/ItemProcessor: These fields are required: [States, StartAt]"]),
    (
        each(
            {
                **branch(B=a("Task", Resource="arn:aws:states:us-east-1:123456789012:activity:x")),
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
            }
        ),
        "STANDARD",
        [
            (
                "/States/M/ItemProcessor/States/B/Resource: Express state machine does not support "
                "Activity ARN | Make the state machine STANDARD."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "type", "findings"), PROCESSOR)
def test_a_processor_that_aws_refuses_is_refused(definition: dict[str, Any], type: Any, findings: list[str]) -> None:
    assert finding_lines(definition, type) == findings


NUMBERS: list[tuple[dict[str, Any], list[str]]] = [
    (each(MaxConcurrency=-1), ["/States/M/MaxConcurrency: Minimum value is 0 | Write at least 0, not -1."]),
    (
        each(MaxConcurrency="many"),
        ["/States/M/MaxConcurrency: Expected value of type Integer | Write an integer, not 'many'."],
    ),
    (
        spread(ToleratedFailurePercentage=100.5),
        ["/States/M/ToleratedFailurePercentage: Maximum value is 100 | Write at most 100, not 100.5."],
    ),
    (
        spread(ToleratedFailurePercentage=-1, ToleratedFailureCount=-1),
        [
            "/States/M/ToleratedFailurePercentage: Minimum value is 0 | Write at least 0, not -1.",
            "/States/M/ToleratedFailureCount: Minimum value is 0 | Write at least 0, not -1.",
        ],
    ),
    (
        spread(ToleratedFailureCount=1.5),
        ["/States/M/ToleratedFailureCount: Expected value of type Integer | Write an integer, not 1.5."],
    ),
    (
        each(ItemsPath="$.a[*]"),
        [
            (
                "/States/M/ItemsPath: Value is not a Reference Path | Name one place, such as '$.result', "
                "not '$.a[*]', without wildcards, slices and filters."
            )
        ],
    ),
    (
        machine({"QueryLanguage": "JSONata"}, M=a("Map", ItemProcessor=branch(), Items="plain")),
        ["/States/M/Items: JSONata string must start with {% and end with %} | Write '{% plain %}'."],
    ),
    (
        machine({"QueryLanguage": "JSONata"}, M=a("Map", ItemProcessor=branch(), Items=5)),
        [
            (
                "/States/M/Items: Expected value of type [ARRAY] | Write a list or an expression that "
                "evaluates to one, not 5."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), NUMBERS)
def test_items_and_numbers_that_aws_refuses_are_refused(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


LABELS: list[tuple[dict[str, Any], list[str]]] = [
    (
        spread(Label="L" * 41),
        [
            (
                "INVALID_LABEL_NAME /States/M/Label: Invalid Label name: "
                "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL exceeds the 40-character limit allowed by the "
                "service | It has 41 characters. Shorten it."
            )
        ],
    ),
    (
        spread(Label="a b"),
        [
            (
                "INVALID_LABEL_NAME /States/M/Label: Invalid Label name: a b | Use at least one character, "
                "and no spaces, wildcards, brackets or special characters."
            )
        ],
    ),
    (
        spread(Label=""),
        [
            (
                "INVALID_LABEL_NAME /States/M/Label: Invalid Label name:  | Use at least one character, "
                "and no spaces, wildcards, brackets or special characters."
            )
        ],
    ),
    (spread(Label=5), ["/States/M/Label: Expected value of type [STRING] | Write a string, not 5."]),
    (
        machine(
            M=a("Map", Label="L", ItemProcessor=branch(B=a("Pass")), Next="N"),
            N=a("Map", Label="L", ItemProcessor=branch(C=a("Pass"))),
        ),
        ["DUPLICATE_LABEL_NAME /States/N/Label: Duplicate Label name: L | Give each Map a different label."],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), LABELS)
def test_a_label_is_short_plain_and_unique(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


INLINE: list[tuple[dict[str, Any], list[str]]] = [
    (
        each(ItemReader={"Resource": GET, "Parameters": {}}),
        [
            (
                "warning INLINE_MAP /States/M/ItemReader: A Map whose processor is INLINE ignores "
                '\'ItemReader\' | Add "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": '
                '"STANDARD"} to the processor.'
            )
        ],
    ),
    (
        each(ItemBatcher={"BatchInput": {}}, ResultWriter={"WriterConfig": {}}),
        [
            (
                "warning INLINE_MAP /States/M/ItemBatcher: A Map whose processor is INLINE ignores "
                '\'ItemBatcher\' | Add "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": '
                '"STANDARD"} to the processor.'
            ),
            (
                "warning INLINE_MAP /States/M/ResultWriter: A Map whose processor is INLINE ignores "
                '\'ResultWriter\' | Add "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": '
                '"STANDARD"} to the processor.'
            ),
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), INLINE)
def test_what_an_inline_map_makes_nothing_of_gives_a_warning(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


@pytest.mark.parametrize(
    "definition",
    [
        each(MaxConcurrency=0, Label="L" * 40),
        each(MaxConcurrency=10**12, ItemsPath="$['items']", ToleratedFailureCount=0),
        each({"ProcessorConfig": {"Mode": "INLINE"}, **branch()}, MaxConcurrencyPath="$.n"),
        each({"ProcessorConfig": {"Ref": "Config"}, **branch()}, ItemReader={"Resource": GET, "Parameters": {}}),
        spread(ToleratedFailurePercentage=0.5, ToleratedFailureCountPath="$.n", Label="Orders_1"),
        machine({"QueryLanguage": "JSONata"}, M=a("Map", ItemProcessor=branch(), Items=[1, {"a": "{% 1 %}"}])),
        machine({"QueryLanguage": "JSONata"}, M=a("Map", ItemProcessor=branch(), Items="{% $states.input.a %}")),
        machine({"QueryLanguage": "JSONata"}, M=a("Map", ItemProcessor=branch(), ToleratedFailurePercentage="{% 5 %}")),
    ],
)
def test_a_valid_map_has_no_findings(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []
