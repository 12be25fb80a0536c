"""CreateStateMachine, UpdateStateMachine and DeleteStateMachine. Messages are those that AWS's recordings have."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import MACHINE, PASS, ROLE, WAIT

if TYPE_CHECKING:
    from .conftest import Api

GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:bakery:*"
DESTINATION = {"cloudWatchLogsLogGroup": {"logGroupArn": GROUP}}
KEY = {"kmsKeyId": "alias/oven", "type": "CUSTOMER_MANAGED_KMS_KEY"}


def without_metadata(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def test_a_machine_is_created_and_executed(api: Api) -> None:
    made = without_metadata(api.client.create_state_machine(name="bake", definition=PASS, roleArn=ROLE))
    assert made == {"creationDate": made["creationDate"], "stateMachineArn": f"{MACHINE}bake"}
    arn = api.client.start_execution(stateMachineArn=f"{MACHINE}bake", input='{"loaf": 1}')["executionArn"]
    assert (api.ended(arn)["status"], api.ended(arn)["output"]) == ("SUCCEEDED", '{"loaf":1}')


def test_an_express_machine_runs_synchronously(api: Api) -> None:
    api.create(type="EXPRESS")
    assert api.client.start_sync_execution(stateMachineArn=f"{MACHINE}bake", input="[1]")["output"] == "[1]"


def test_publish_makes_version_1(api: Api) -> None:
    made = api.client.create_state_machine(
        name="bake", definition=PASS, roleArn=ROLE, publish=True, versionDescription="first"
    )
    assert made["stateMachineVersionArn"] == f"{MACHINE}bake:1"
    assert "description" not in api.client.describe_state_machine(stateMachineArn=f"{MACHINE}bake")
    assert api.client.describe_state_machine(stateMachineArn=f"{MACHINE}bake:1")["description"] == "first"


@pytest.mark.parametrize(
    ("again", "same"),
    [
        ({}, True),
        ({"roleArn": f"{ROLE}-2", "tags": [{"key": "a", "value": "b"}]}, True),
        ({"definition": PASS.replace(" ", "")}, False),
        ({"type": "EXPRESS"}, False),
        ({"publish": True}, False),
        ({"tracingConfiguration": {"enabled": True}}, False),
        ({"loggingConfiguration": {"level": "ALL", "destinations": [DESTINATION]}}, False),
        ({"encryptionConfiguration": KEY}, False),
    ],
)
def test_the_same_request_again_returns_the_machine(api: Api, again: dict[str, Any], same: bool) -> None:
    request = {"name": "bake", "definition": PASS, "roleArn": ROLE}
    first = without_metadata(api.client.create_state_machine(**request))
    if same:
        assert without_metadata(api.client.create_state_machine(**{**request, **again})) == first
        assert api.client.describe_state_machine(stateMachineArn=f"{MACHINE}bake")["roleArn"] == ROLE
        assert api.client.list_tags_for_resource(resourceArn=f"{MACHINE}bake")["tags"] == []
    else:
        assert api.refusal("create_state_machine", **{**request, **again}) == (
            "StateMachineAlreadyExists",
            f"State Machine Already Exists: '{MACHINE}bake'",
        )


def test_the_same_published_request_again_returns_the_same_version(api: Api) -> None:
    request = {"name": "bake", "definition": PASS, "roleArn": ROLE, "publish": True, "versionDescription": "first"}
    first = without_metadata(api.client.create_state_machine(**request))
    assert without_metadata(api.client.create_state_machine(**request)) == first
    code, _ = api.refusal("create_state_machine", **{**request, "versionDescription": "second"})
    assert code == "StateMachineAlreadyExists"


INVALID = "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: "
DESTINATIONS = "Invalid Logging Configuration: Must specify exactly one Log Destination."


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"name": "a b"}, "InvalidName", "Invalid Name: 'a b'"),
        ({"name": "a/b"}, "InvalidName", "Invalid Name: 'a/b'"),
        (
            {"name": "a" * 81},
            "ValidationException",
            f"1 validation error detected: Value '{'a' * 81}' at 'name' failed to satisfy constraint: "
            "Member must have length less than or equal to 80",
        ),
        (
            {"definition": '{"StartAt": "A"}'},
            "InvalidDefinition",
            f"{INVALID}These fields are required: [States] at /'",
        ),
        (
            {"definition": "not a definition"},
            "InvalidDefinition",
            "Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: Unrecognized token 'not': was expecting "
            "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (String)\"not a "
            'definition"; line: 1, column: 4] at [Source: (String)"not a definition"; line: 1, column: 4]\'',
        ),
        ({"definition": "[]"}, "InvalidDefinition", f"{INVALID}Definition must be a valid JSON object'"),
        ({"roleArn": "arn:aws:iam::1234:role/r"}, "InvalidArn", "Invalid Role Arn: 'arn:aws:iam::1234:role/r'"),
        (
            {"type": "FAST"},
            "ValidationException",
            "1 validation error detected: Value 'FAST' at 'type' failed to satisfy constraint: "
            "Member must satisfy enum value set: [EXPRESS, STANDARD]",
        ),
        (
            {"versionDescription": "first"},
            "ValidationException",
            "Version description can only be set when publish is true",
        ),
        ({"loggingConfiguration": {"level": "ALL"}}, "InvalidLoggingConfiguration", DESTINATIONS),
        ({"loggingConfiguration": {"destinations": [DESTINATION] * 2}}, "InvalidLoggingConfiguration", DESTINATIONS),
        (
            {"loggingConfiguration": {"level": "ALL", "destinations": [{}]}},
            "InvalidLoggingConfiguration",
            "Invalid Logging Configuration: The destination must be the ARN of a CloudWatch Logs log group that ends "
            "with ':*', not nothing.",
        ),
        (
            {"tracingConfiguration": {}},
            "InvalidTracingConfiguration",
            "Invalid Tracing Configuration: enabled must be set to true or false.",
        ),
        (
            {"encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY"}},
            "InvalidEncryptionConfiguration",
            "Invalid Encryption Configuration: kmsKeyId is required with CUSTOMER_MANAGED_KMS_KEY.",
        ),
        (
            {"encryptionConfiguration": {"type": "AWS_OWNED_KEY", "kmsKeyId": "oven"}},
            "InvalidEncryptionConfiguration",
            "Invalid Encryption Configuration: kmsKeyId and kmsDataKeyReusePeriodSeconds are only allowed with "
            "CUSTOMER_MANAGED_KMS_KEY.",
        ),
        (
            {"tags": [{"key": str(number), "value": ""} for number in range(51)]},
            "TooManyTags",
            f"The number of tags of '{MACHINE}bake' would exceed 50.",
        ),
    ],
)
def test_what_aws_refuses_at_creation_is_refused(api: Api, change: dict[str, Any], code: str, message: str) -> None:
    request = {"name": "bake", "definition": PASS, "roleArn": ROLE, **change}
    assert api.refusal("create_state_machine", **request) == (code, message)
    assert api.client.list_state_machines()["stateMachines"] == []


def test_all_errors_of_a_definition_are_in_the_message(api: Api) -> None:
    definition = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}, "TimeoutSeconds": "x"})
    _, message = api.refusal("create_state_machine", name="bake", definition=definition, roleArn=ROLE)
    assert "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next" in message
    assert message.count("SCHEMA_VALIDATION_FAILED: ") == 1
    assert ", " in message


def test_an_express_machine_has_no_activities(api: Api) -> None:
    task = {"Type": "Task", "Resource": "arn:aws:states:us-east-1:123456789012:activity:work", "End": True}
    definition = json.dumps({"StartAt": "Work", "States": {"Work": task}})
    refused = api.refusal("create_state_machine", name="w", definition=definition, roleArn=ROLE, type="EXPRESS")
    assert refused == (
        "InvalidDefinition",
        f"{INVALID}Express state machine does not support Activity ARN at /States/Work/Resource'",
    )


def test_a_registered_role_must_trust_step_functions(make_api: Callable[..., Api]) -> None:
    api = make_api(trusts=lambda arn: arn != ROLE)
    code, message = api.refusal("create_state_machine", name="bake", definition=PASS, roleArn=ROLE)
    assert code == "AccessDeniedException"
    assert message.startswith("Neither the global service principal states.amazonaws.com")
    api.client.create_state_machine(name="bake", definition=PASS, roleArn=f"{ROLE}-2")


def test_an_update_makes_a_new_revision_unless_nothing_changes(api: Api) -> None:
    arn = api.create()
    first = api.client.update_state_machine(stateMachineArn=arn, roleArn=f"{ROLE}-2")
    described = api.client.describe_state_machine(stateMachineArn=arn)
    assert (described["revisionId"], described["roleArn"]) == (first["revisionId"], f"{ROLE}-2")
    again = api.client.update_state_machine(stateMachineArn=arn, roleArn=f"{ROLE}-2", definition=PASS)
    assert again["revisionId"] == first["revisionId"]
    logging = {"level": "ERROR", "includeExecutionData": True, "destinations": [DESTINATION]}
    third = api.client.update_state_machine(stateMachineArn=arn, loggingConfiguration=logging)
    assert third["revisionId"] != first["revisionId"]
    assert api.client.describe_state_machine(stateMachineArn=arn)["loggingConfiguration"] == logging


def test_a_machine_that_was_never_changed_has_no_revision_id(api: Api) -> None:
    arn = api.create()
    assert "revisionId" not in api.client.update_state_machine(stateMachineArn=arn, definition=PASS)
    assert "revisionId" not in api.client.describe_state_machine(stateMachineArn=arn)


def test_an_update_can_publish_a_version(api: Api) -> None:
    arn = api.create(publish=True)
    same = api.client.update_state_machine(stateMachineArn=arn, publish=True)
    assert same["stateMachineVersionArn"] == f"{arn}:1"
    changed = api.client.update_state_machine(stateMachineArn=arn, definition=WAIT, publish=True)
    assert changed["stateMachineVersionArn"] == f"{arn}:2"
    unpublished = api.client.update_state_machine(stateMachineArn=arn, definition=PASS)
    assert "stateMachineVersionArn" not in unpublished


def test_an_update_that_describes_the_version_makes_a_version_with_the_description(api: Api) -> None:
    arn = api.create(publish=True, versionDescription="first version")
    update = api.client.update_state_machine(
        stateMachineArn=arn, definition=PASS, publish=True, versionDescription="second version"
    )
    described = api.client.describe_state_machine(stateMachineArn=update["stateMachineVersionArn"])
    assert described["description"] == "second version"
    assert api.client.describe_state_machine(stateMachineArn=f"{arn}:1")["description"] == "first version"


@pytest.mark.parametrize(
    ("parameters", "code", "message"),
    [
        (
            {},
            "MissingRequiredParameter",
            "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be "
            "specified",
        ),
        (
            {"stateMachineArn": f"{MACHINE}bake:1", "roleArn": ROLE},
            "StateMachineDoesNotExist",
            f"State Machine Does Not Exist: '{MACHINE}bake:1'",
        ),
        (
            {"stateMachineArn": f"{MACHINE}none", "roleArn": ROLE},
            "StateMachineDoesNotExist",
            f"State Machine Does Not Exist: '{MACHINE}none'",
        ),
        ({"stateMachineArn": "bake", "roleArn": ROLE}, "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: bake'"),
        (
            {"definition": '{"StartAt": "A"}'},
            "InvalidDefinition",
            f"{INVALID}These fields are required: [States] at /'",
        ),
        ({"loggingConfiguration": {"level": "ALL"}}, "InvalidLoggingConfiguration", DESTINATIONS),
    ],
)
def test_an_invalid_update_changes_nothing(api: Api, parameters: dict[str, Any], code: str, message: str) -> None:
    arn = api.create(publish=True)
    before = without_metadata(api.client.describe_state_machine(stateMachineArn=arn))
    assert api.refusal("update_state_machine", **{"stateMachineArn": arn, **parameters}) == (code, message)
    assert without_metadata(api.client.describe_state_machine(stateMachineArn=arn)) == before


def test_a_running_execution_keeps_its_definition(api: Api) -> None:
    arn = api.create(definition=WAIT)
    execution = api.client.start_execution(stateMachineArn=arn)["executionArn"]
    api.client.update_state_machine(stateMachineArn=arn, definition=PASS, roleArn=f"{ROLE}-2")
    described = api.client.describe_state_machine_for_execution(executionArn=execution)
    assert (described["definition"], described["roleArn"]) == (WAIT, ROLE)
    assert api.client.describe_execution(executionArn=execution)["status"] == "RUNNING"
    assert [item["name"] for item in api.client.list_executions(stateMachineArn=arn)["executions"]] == [
        execution.rpartition(":")[2]
    ]


def test_a_machine_is_deleted_when_its_executions_have_ended(api: Api) -> None:
    arn = api.create(definition=WAIT, tags=[{"key": "a", "value": "b"}])
    executions = [api.client.start_execution(stateMachineArn=arn, name=name)["executionArn"] for name in ("a", "b")]
    api.client.delete_state_machine(stateMachineArn=arn)
    assert api.client.describe_state_machine(stateMachineArn=arn)["status"] == "DELETING"
    for operation, more in (("start_execution", {}), ("update_state_machine", {"roleArn": ROLE})):
        assert api.refusal(operation, stateMachineArn=arn, **more)[0] == "StateMachineDeleting"
    refused = api.refusal("create_state_machine", name="bake", definition=PASS, roleArn=ROLE)
    assert refused == ("StateMachineDeleting", f"State Machine is being deleted: '{arn}'")
    for execution in executions:
        api.client.stop_execution(executionArn=execution)
    assert api.refusal("describe_state_machine", stateMachineArn=arn)[0] == "StateMachineDoesNotExist"
    assert api.refusal("describe_execution", executionArn=executions[0])[0] == "ExecutionDoesNotExist"
    assert api.create() == arn
    assert api.client.list_tags_for_resource(resourceArn=arn)["tags"] == []
    assert api.client.start_execution(stateMachineArn=arn, name="a")["executionArn"] == executions[0]


def test_deleting_is_idempotent(api: Api) -> None:
    arn = api.create()
    for _ in range(2):
        api.client.delete_state_machine(stateMachineArn=arn)
    assert api.client.list_state_machines()["stateMachines"] == []
    assert api.refusal("delete_state_machine", stateMachineArn="bake")[0] == "InvalidArn"


def test_machines_are_created_in_the_region_of_the_request(api: Api) -> None:
    api.create()
    other = api.clients.of("stepfunctions", "eu-west-1")
    made = other.create_state_machine(name="bake", definition=PASS, roleArn=ROLE)
    assert made["stateMachineArn"] == f"{MACHINE}bake".replace("us-east-1", "eu-west-1")
    assert [item["stateMachineArn"] for item in other.list_state_machines()["stateMachines"]] == [
        made["stateMachineArn"]
    ]
    assert len(api.client.list_state_machines()["stateMachines"]) == 1


def test_a_deeply_nested_definition_is_accepted_or_refused(api: Api) -> None:
    head = '{"StartAt": "A", "States": {"A": {"Type": "Parallel", "End": true, "Branches": ['
    definition = f"{head * 200}{PASS}{']}}}' * 200}"
    answer = api.raw("CreateStateMachine", {"name": "deep", "definition": definition, "roleArn": ROLE})
    assert "stateMachineArn" in answer or answer["__type"].endswith("#InvalidDefinition")
    answer = api.raw("CreateStateMachine", {"name": "deeper", "definition": "[" * 100_000, "roleArn": ROLE})
    assert answer["__type"].endswith("#InvalidDefinition")
