"""The fields of each kind of state, in both query languages."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking.fields import TABLES
from tests.asl.checking.machines import FUNCTION, a, alone, branch, each, finding_lines, machine

# The developer guide's fields, as ValidateStateMachineDefinition takes them; in JSONPath, in JSONata.
EVERYWHERE = "Type Comment QueryLanguage"
PATHS, OUTPUT = "InputPath OutputPath", "Output"
ON, WORK = "Next End Assign", "Retry Catch"
TIMES = "TimeoutSeconds HeartbeatSeconds"
NUMBERS = "MaxConcurrency ToleratedFailureCount ToleratedFailurePercentage"
PARTS = "ItemProcessor Iterator ItemSelector ItemReader ItemBatcher ResultWriter Label"
BEFORE_AND_AFTER = "Parameters ResultSelector ResultPath"
ALLOWED = {
    "Pass": (f"{PATHS} {ON} Result ResultPath Parameters", f"{OUTPUT} {ON}"),
    "Task": (
        f"{PATHS} {ON} {WORK} {BEFORE_AND_AFTER} Resource Credentials {TIMES} TimeoutSecondsPath HeartbeatSecondsPath",
        f"{OUTPUT} {ON} {WORK} Arguments Resource Credentials {TIMES}",
    ),
    "Wait": (f"{PATHS} {ON} Seconds Timestamp SecondsPath TimestampPath", f"{OUTPUT} {ON} Seconds Timestamp"),
    "Parallel": (f"{PATHS} {ON} {WORK} {BEFORE_AND_AFTER} Branches", f"{OUTPUT} {ON} {WORK} Arguments Branches"),
    "Map": (
        f"{PATHS} {ON} {WORK} {BEFORE_AND_AFTER} {PARTS} ItemsPath {NUMBERS} "
        + " ".join(f"{name}Path" for name in NUMBERS.split()),
        f"{OUTPUT} {ON} {WORK} {PARTS} Items {NUMBERS}",
    ),
    "Choice": (f"{PATHS} Assign Choices Default", f"{OUTPUT} Assign Choices Default"),
    "Succeed": (PATHS, OUTPUT),
    "Fail": ("Error Cause ErrorPath CausePath", "Error Cause"),
}


@pytest.mark.parametrize("kind", ALLOWED)
def test_a_kind_has_its_fields_in_each_language(kind: str) -> None:
    both = set().union(*(fields.split() for fields in ALLOWED[kind])) | set(EVERYWHERE.split())
    for jsonata in (False, True):
        table = TABLES[jsonata][kind]
        own = set(f"{EVERYWHERE} {ALLOWED[kind][jsonata]}".split())
        foreign = {name for name, test in table.items() if test is not None and test.__name__ == "other_language"}
        assert set(table) == both
        assert foreign == both - own


REFUSED: list[tuple[dict[str, Any], list[str]]] = [
    (
        alone("Pass", Retry=[]),
        [
            (
                "/States/A: Field 'Retry' is not supported | The fields are Assign, Comment, End, "
                "InputPath, Next, Output, OutputPath, Parameters, QueryLanguage, Result, ResultPath, Type."
            )
        ],
    ),
    (alone("Pass", Coment=""), ["/States/A: Field 'Coment' is not supported | Did you mean 'Comment'?"]),
    (
        alone("Wait", Seconds=1, ResultPath=None),
        ["/States/A: Field 'ResultPath' is not supported | Did you mean 'InputPath'?"],
    ),
    (
        machine(A=a("Succeed", Next="B"), B=a("Pass", Next="A")),
        [
            (
                "/States/A: Field 'Next' is not supported | The fields are Comment, InputPath, Output, "
                "OutputPath, QueryLanguage, Type."
            )
        ],
    ),
    (
        alone("Pass", TimeoutSeconds=5),
        [
            (
                "/States/A: Field 'TimeoutSeconds' is not supported | The fields are Assign, Comment, End, "
                "InputPath, Next, Output, OutputPath, Parameters, QueryLanguage, Result, ResultPath, Type."
            )
        ],
    ),
    (
        alone("Pass", QueryLanguage="JSONata", InputPath="$.a"),
        [
            (
                "/States/A: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported "
                "for the 'JSONPath' QueryLanguage | Use '{% $states.input… %}' in Output instead."
            )
        ],
    ),
    (
        alone("Pass", QueryLanguage="JSONata", InputPath="$", OutputPath="$", ResultPath=None),
        [
            (
                "/States/A: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported "
                "for the 'JSONPath' QueryLanguage | Use '{% $states.input… %}' in Output instead."
            ),
            (
                "/States/A: The QueryLanguage is set to 'JSONata', but field 'OutputPath' is only "
                "supported for the 'JSONPath' QueryLanguage | Use Output instead."
            ),
            (
                "/States/A: The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only "
                "supported for the 'JSONPath' QueryLanguage | Use Output or Assign instead."
            ),
        ],
    ),
    (
        alone("Task", Resource=FUNCTION, QueryLanguage="JSONata", TimeoutSecondsPath="$.t"),
        [
            (
                "/States/A: The QueryLanguage is set to 'JSONata', but field 'TimeoutSecondsPath' is only "
                "supported for the 'JSONPath' QueryLanguage | Use an expression in TimeoutSeconds instead."
            )
        ],
    ),
    (
        alone("Fail", QueryLanguage="JSONata", ErrorPath="$.e"),
        [
            (
                "/States/A: The QueryLanguage is set to 'JSONata', but field 'ErrorPath' is only supported "
                "for the 'JSONPath' QueryLanguage | Use an expression in Error instead."
            )
        ],
    ),
    (
        alone("Pass", Output=1),
        [
            (
                "/States/A: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported "
                "for the 'JSONata' QueryLanguage | Use Parameters, ResultPath or OutputPath instead."
            )
        ],
    ),
    (
        alone("Task", Resource=FUNCTION, Arguments={}),
        [
            (
                "/States/A: The QueryLanguage is set to 'JSONPath', but field 'Arguments' is only "
                "supported for the 'JSONata' QueryLanguage | Use Parameters instead."
            )
        ],
    ),
    (
        each(Items=[]),
        [
            (
                "/States/M: The QueryLanguage is set to 'JSONPath', but field 'Items' is only supported "
                "for the 'JSONata' QueryLanguage | Use ItemsPath instead."
            )
        ],
    ),
    (
        alone("Task", Resource=FUNCTION, QueryLanguage="JSONata", InputPath="$.a", ResultSelector={}, Parameters={}),
        [
            (
                "/States/A: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported "
                "for the 'JSONPath' QueryLanguage | Use '{% $states.input… %}' in Arguments or Output "
                "instead."
            ),
            (
                "/States/A: The QueryLanguage is set to 'JSONata', but field 'ResultSelector' is only "
                "supported for the 'JSONPath' QueryLanguage | Use '{% $states.result… %}' in Output "
                "instead."
            ),
            (
                "/States/A: The QueryLanguage is set to 'JSONata', but field 'Parameters' is only "
                "supported for the 'JSONPath' QueryLanguage | Use Arguments instead."
            ),
        ],
    ),
    (
        alone("Pass", QueryLanguage="JSONata", Parameters={}),
        [
            (
                "/States/A: The QueryLanguage is set to 'JSONata', but field 'Parameters' is only "
                "supported for the 'JSONPath' QueryLanguage | Use Output instead."
            )
        ],
    ),
    (
        machine(
            C=a(
                "Choice",
                QueryLanguage="JSONata",
                InputPath="$.a",
                Choices=[{"Condition": True, "Next": "E"}],
            ),
            E=a("Succeed", Output=1),
        ),
        [
            (
                "/States/C: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported "
                "for the 'JSONPath' QueryLanguage | Use '{% $states.input… %}' in Condition or Output "
                "instead."
            ),
            (
                "/States/E: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported "
                "for the 'JSONata' QueryLanguage | Use OutputPath instead."
            ),
        ],
    ),
    (
        machine({"QueryLanguage": "JSONata"}, M=a("Map", ItemProcessor=branch(), Parameters={})),
        [
            (
                "/States/M: The QueryLanguage is set to 'JSONata', but field 'Parameters' is only "
                "supported for the 'JSONPath' QueryLanguage | Use ItemSelector instead."
            )
        ],
    ),
    (
        machine({"QueryLanguage": "JSONata"}, A=a("Pass", QueryLanguage="JSONPath", InputPath="$.a")),
        [
            (
                "/States/A: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state "
                "machine | Remove QueryLanguage at the top, and write QueryLanguage 'JSONata' in the "
                "states that use it."
            )
        ],
    ),
    (
        alone("Pass", QueryLanguage="jsonata", InputPath="$.a"),
        [
            (
                "/States/A: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported "
                "for the 'JSONPath' QueryLanguage | Use '{% $states.input… %}' in Output instead."
            ),
            (
                "/States/A/QueryLanguage: Value should be one of the following: [JSONPath, JSONata] | "
                "Write one of these, not 'jsonata'."
            ),
        ],
    ),
    (
        alone("Pass", QueryLanguage=5),
        [("/States/A/QueryLanguage: Expected value of type [STRING] | Write 'JSONPath' or 'JSONata', not 5.")],
    ),
    (
        machine({"QueryLanguage": "JSONPATH"}, A=a("Pass", Output=1)),
        [("/QueryLanguage: Value should be one of the following: [JSONPath, JSONata] | Did you mean 'JSONPath'?")],
    ),
    (
        machine({"QueryLanguage": None}, A=a("Pass", InputPath="$")),
        [
            "/QueryLanguage: Expected value of type [STRING] | Write 'JSONPath' or 'JSONata', not null.",
            (
                "/States/A: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported "
                "for the 'JSONPath' QueryLanguage | Use '{% $states.input… %}' in Output instead."
            ),
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), REFUSED)
def test_a_field_that_is_not_there_is_refused_by_name(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


CREDENTIALS: list[tuple[dict[str, Any], list[str]]] = [
    (
        alone("Task", Resource=FUNCTION, Credentials={}),
        ["/States/A/Credentials: The field 'RoleArn' is required but was missing"],
    ),
    (
        alone("Task", Resource=FUNCTION, Credentials=None),
        ["/States/A/Credentials: Expected value of type [OBJECT] | Write an object with RoleArn, not null."],
    ),
    (
        alone("Task", Resource=FUNCTION, Credentials={"RoleArn": "arn:aws:iam::1:role/r", "Region": "x"}),
        ["/States/A/Credentials: Field 'Region' is not supported | The only member is RoleArn."],
    ),
    (
        alone("Task", Resource=FUNCTION, Credentials={"RoleArn.$": "role"}),
        [
            (
                "/States/A/Credentials: The value for the field 'RoleArn.$' must be a valid JSONPath or a "
                "valid intrinsic function call | Start the path with $, such as '$.role'. For a plain "
                "value, use a name without .$."
            )
        ],
    ),
    (
        alone("Task", Resource=FUNCTION, QueryLanguage="JSONata", Credentials={"RoleArn.$": "$.role"}),
        [
            "/States/A/Credentials: The field 'RoleArn' is required but was missing",
            (
                "warning JSONPATH_IN_JSONATA /States/A/Credentials/RoleArn.$: 'RoleArn.$' looks like a "
                "member of a payload template, but this state uses JSONata | Write 'RoleArn': '{% … %}'."
            ),
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), CREDENTIALS)
def test_credentials_name_a_role(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


@pytest.mark.parametrize(
    "credentials",
    [
        {"RoleArn": "arn:aws:iam::123456789012:role/r"},
        {"RoleArn.$": "$.role"},
        {"RoleArn.$": "States.Format('{}', $.r)"},
    ],
)
def test_valid_credentials_have_no_findings(credentials: dict[str, Any]) -> None:
    assert finding_lines(alone("Task", Resource=FUNCTION, Credentials=credentials)) == []
    expression = {"RoleArn": "{% $states.input.role %}"}
    assert finding_lines(alone("Task", Resource=FUNCTION, QueryLanguage="JSONata", Credentials=expression)) == []


@pytest.mark.parametrize(
    "definition",
    [
        machine(A=a("Pass", QueryLanguage="JSONata", Output={"a": "{% 1 %}"})),
        machine({"QueryLanguage": "JSONPath"}, A=a("Pass", QueryLanguage="JSONPath", InputPath="$")),
        machine({"QueryLanguage": "JSONata"}, A=a("Pass", QueryLanguage="JSONata")),
        machine(M=a("Map", QueryLanguage="JSONata", ItemProcessor=branch(B=a("Pass", InputPath="$.a")))),
        machine(M=a("Map", Iterator=branch(), ItemSelector={"x.$": "$$.Map.Item.Value"})),
        each(Parameters={"x.$": "$.a"}, ResultSelector={"y.$": "$[0]"}, ItemsPath="$.items"),
        machine(
            {"QueryLanguage": "JSONata"}, M=a("Map", ItemProcessor=branch(), ItemSelector="{% $states.context.Map %}")
        ),
    ],
)
def test_a_field_is_accepted_in_its_language(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []
