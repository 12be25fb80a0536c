"""The steps of Pulumi's engine for a change of each argument of the component: updates in place, and replacements."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pulumi.automation import PulumiCommand

from aslant.aws.args import AllApiArgs
from aslant.aws.executions import FOLDER
from tests.engine.engine import Engine
from tests.engine.updates import FUNCTION, HTTP, Args, Results, Update, component, errors_of, run_updates
from workflows.pizza import pizza

REST: Args = {**HTTP, "api_type": "REST"}
ASYNC: Args = {**HTTP, "mode": "async"}
MORE: Args = {"workflow": pizza}
JWT = {"type": "JWT", "issuer": "https://id.example", "audiences": ["shop"]}


CHECK = "shop-pineapple_check"
PIZZA_FUNCTION = {
    *(f"PythonFunction {CHECK}", f"Function {CHECK}"),
    *(f"Role {CHECK}", f"RolePolicy {CHECK}", f"LogGroup {CHECK}"),
}
LOG_GROUPS = {"LogGroup shop", f"LogGroup {CHECK}"}
TAGGED = {
    *("Api shop", "Stage shop", "Role shop-gateway", "Role shop", "StateMachine shop"),
    *(f"Role {CHECK}", f"Function {CHECK}"),
    *LOG_GROUPS,
}
WITH_FUNCTION: Args = {"workflow": pizza}
LATER = "shop-executions"
LOOKUP = {
    *(f"Integration {LATER}", f"Permission {LATER}", f"RolePolicy {LATER}-states", "Route shop-lookup"),
    *(f"PythonFunction {LATER}", f"Function {LATER}"),
    *(f"Role {LATER}", f"RolePolicy {LATER}", f"LogGroup {LATER}"),
}
ALARMED: Args = {**HTTP, "alarms": {}}
ALARMS = {f"MetricAlarm shop-{name}" for name in ("failed", "timed-out", "throttled", "4xx", "5xx")}
ROLLED_OUT: Args = {**HTTP, "rollout": {}}
DEPLOYED = {"update": {"RestApi shop", "Stage shop"}, "replace": {"Deployment shop"}}
DOMAIN = {"name": "shop.example.com", "hosted_zone_id": "Z123"}

SLOWER = {**pizza.to_dict(), "TimeoutSeconds": 200}
OWN = ("StateMachine", "Role", "RolePolicy", "LogGroup", "Integration")
NAMED = {"StartAt": "Table", "States": {"Table": {"Type": "Pass", "Result": "${table}", "End": True}}}

UPDATES = [
    Update("nothing", {}),
    Update("workflow", {"workflow": SLOWER}, ["StateMachine shop"]),
    Update(
        "substitutions",
        {"substitutions": {"table": "orders"}},
        ["StateMachine shop"],
        before={"workflow": NAMED, "substitutions": {"table": "menu"}},
    ),
    Update(
        "name",
        {"name": "pizza"},
        ["Route shop", "RolePolicy shop-gateway"],
        create={f"{kind} shop-pizza" for kind in OWN},
        delete={f"{kind} shop" for kind in OWN},
    ),
    Update("timeout_milliseconds", {"timeout_milliseconds": 10_000}, ["Integration shop"]),
    Update("throttling", {"throttling_rate_limit": 5, "throttling_burst_limit": 9}, ["Stage shop"]),
    Update("log_level", {"log_level": "FATAL"}, ["StateMachine shop"]),
    Update("include_execution_data", {"include_execution_data": True}, ["StateMachine shop"]),
    Update("tracing", {"tracing": False}, ["StateMachine shop", "RolePolicy shop"]),
    Update("log_retention_in_days", {"log_retention_in_days": 7}, LOG_GROUPS, before=WITH_FUNCTION),
    Update("tags", {"tags": {"owner": "bakery"}}, TAGGED, before=WITH_FUNCTION),
    Update(
        "policy_statements",
        {"policy_statements": [{"actions": ["glue:StartJobRun"], "resources": ["*"]}]},
        ["RolePolicy shop"],
    ),
    Update(
        "functions",
        {"functions": {"pineapple_check": FUNCTION}},
        ["StateMachine shop", "RolePolicy shop"],
        delete=PIZZA_FUNCTION,
        before=WITH_FUNCTION,
    ),
    Update(
        "functions: other code",
        {"functions": {"pineapple_check": str(FOLDER)}},
        [f"Function {CHECK}"],
        before=WITH_FUNCTION,
    ),
    Update(
        "kms_key_arn",
        {"kms_key_arn": "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
        ["StateMachine shop", "RolePolicy shop", "RolePolicy shop-gateway"],
    ),
    Update("transform", {"transform": {"log_group": {"retention_in_days": 3}}}, ["LogGroup shop"]),
    Update("input", {"input": "$request.body.order"}, ["Integration shop"]),
    Update("execution_name", {"execution_name": "$request.header.idempotency-key"}, ["Integration shop"]),
    Update("trace_header", {"trace_header": "$request.header.x-amzn-trace-id"}, ["Integration shop"]),
    Update("execution_status_header", {"execution_status_header": False}, ["Integration shop"]),
    Update("cors", {"cors": {"allow_origins": ["https://shop.example"]}}, ["Api shop"]),
    Update("access_logs", {"access_logs": True}, ["Stage shop"], ["LogGroup shop-access"]),
    Update("alarms", {"alarms": {}}, create=ALARMS),
    Update("alarms: thresholds", {"alarms": {"thresholds": {"api_4xx": 5}}}, ["MetricAlarm shop-4xx"], before=ALARMED),
    Update("dashboard", {"dashboard": True}, create=["Dashboard shop"]),
    Update(
        "rollout",
        {"rollout": {}},
        ["StateMachine shop", "RolePolicy shop-gateway", "Integration shop"],
        ["Alias shop"],
    ),
    Update(
        "rollout: a new version",
        {"workflow": SLOWER, "rollout": {"stable": {"POST /": "1"}, "percent": 10}},
        ["StateMachine shop", "Alias shop"],
        before=ROLLED_OUT,
    ),
    Update(
        "rollout: other code",
        {"functions": {"pineapple_check": str(FOLDER)}},
        [f"Function {CHECK}", "StateMachine shop", "Alias shop"],
        before={**WITH_FUNCTION, "rollout": {}},
    ),
    Update(
        "routes",
        {"routes": {"POST /more": MORE}},
        ["RolePolicy shop-gateway"],
        {
            *("StateMachine shop-post-more", "Role shop-post-more", "RolePolicy shop-post-more"),
            *("LogGroup shop-post-more", "Integration shop-post-more", "Route shop-post-more"),
        },
    ),
    Update(
        "route: throttling",
        {"routes": {"POST /more": {**MORE, "throttling_rate_limit": 1, "throttling_burst_limit": 2}}},
        ["Stage shop"],
        before={"functions": HTTP["functions"], "routes": {"POST /more": MORE}},
    ),
    Update("authorizer: JWT", {"authorizer": JWT}, ["Route shop"], ["Authorizer shop"]),
    Update("scopes", {"scopes": ["order"]}, ["Route shop"], before={**HTTP, "authorizer": JWT}),
    Update(
        "authorization",
        {"authorization": "NONE"},
        ["Route shop"],
        before={**HTTP, "authorizer": JWT},
    ),
    Update("authorizer: IAM", {"authorizer": {"type": "IAM"}}, ["Route shop"]),
    Update(
        "authorizer: LAMBDA",
        {"authorizer": {"type": "LAMBDA", "function": FUNCTION}},
        ["Route shop"],
        {"Authorizer shop", "Permission shop-authorizer"},
    ),
    Update(
        "domain",
        {"domain": DOMAIN},
        create={
            *("DomainName shop", "ApiMapping shop", "Record shop"),
            *("Certificate shop", "Record shop-certificate", "CertificateValidation shop"),
        },
    ),
    Update(
        "domain: another name",
        {"domain": {**DOMAIN, "name": "orders.example.com"}},
        replace={
            *("DomainName shop", "ApiMapping shop", "Record shop"),
            *("Certificate shop", "Record shop-certificate", "CertificateValidation shop"),
        },
        before={**HTTP, "domain": {**DOMAIN, "name": "old.example.com"}},
    ),
    Update(
        "domain: another zone",
        {"domain": {"name": "zone.example.com", "hosted_zone_id": "Z456"}},
        replace=["Record shop", "Record shop-certificate"],
        before={**HTTP, "domain": {**DOMAIN, "name": "zone.example.com"}},
    ),
    Update(
        "mode",
        {"mode": "async"},
        ["Route shop", "RolePolicy shop-gateway"],
        create=LOOKUP,
        replace=["StateMachine shop", "Integration shop"],
    ),
    Update(
        "stop",
        {"stop": True},
        [f"Function {LATER}", f"RolePolicy {LATER}-states"],
        ["Route shop-stop"],
        before=ASYNC,
    ),
    Update("lookup", {"lookup": "GET /runs/{name}"}, ["Route shop-lookup"], before=ASYNC),
    Update("lookup: none", {"lookup": False}, delete=LOOKUP, before=ASYNC),
    Update(
        "state_machine_type",
        {"state_machine_type": "EXPRESS"},
        ["Integration shop", "RolePolicy shop-gateway"],
        delete=LOOKUP,
        replace=["StateMachine shop"],
        before=ASYNC,
    ),
    Update(
        "api_type",
        {"api_type": "REST"},
        create={"RestApi shop", "Deployment shop", "Stage shop", "MethodSettings shop-all"},
        delete={"Api shop", "Stage shop", "Integration shop", "Route shop"},
    ),
    Update("REST timeout_milliseconds", {"timeout_milliseconds": 9_000}, **DEPLOYED, before=REST),
    Update("REST status_by_error", {"status_by_error": {"Failed To Make Pizza": 422}}, **DEPLOYED, before=REST),
    Update("REST request_schema", {"request_schema": {"type": "object"}}, **DEPLOYED, before=REST),
    Update("REST input", {"input": {"flavour": "$request.body.pizza"}}, **DEPLOYED, before=REST),
    Update("REST cors", {"cors": {"allow_origins": ["https://shop.example"]}}, **DEPLOYED, before=REST),
    Update("REST authorizer: IAM", {"authorizer": {"type": "IAM"}}, **DEPLOYED, before=REST),
    Update(
        "REST authorizer: LAMBDA",
        {"authorizer": {"type": "LAMBDA", "function": FUNCTION}},
        **DEPLOYED,
        create=["Permission shop-authorizer"],
        before=REST,
    ),
    Update(
        "REST throttling",
        {"throttling_rate_limit": 5, "throttling_burst_limit": 9},
        ["MethodSettings shop-all"],
        before=REST,
    ),
    Update("REST workflow", {"workflow": SLOWER}, ["StateMachine shop"], before={**REST, "workflow": pizza.to_dict()}),
    Update(
        "REST tracing",
        {"tracing": False},
        ["StateMachine shop", "RolePolicy shop", "Stage shop"],
        before=REST,
    ),
    Update(
        "REST access_logs",
        {"access_logs": True},
        ["RestApi shop", "Stage shop"],
        ["LogGroup shop-access"],
        replace=["Deployment shop"],
        before=REST,
    ),
    Update(
        "REST web_acl_arn",
        {"web_acl_arn": "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/1"},
        create=["WebAclAssociation shop"],
        before=REST,
    ),
    *(
        Update(f"REST transform: {name}", {"transform": {"api": {name: value}}}, **DEPLOYED, before=REST)
        for name, value in {
            "policy": json.dumps({"Version": "2012-10-17", "Statement": []}),
            "binary_media_types": ["image/png"],
            "minimum_compression_size": "1000",
            "api_key_source": "AUTHORIZER",
            "endpoint_configuration": {"types": "EDGE"},
        }.items()
    ),
    Update("REST transform: description", {"transform": {"api": {"description": "a"}}}, ["RestApi shop"], before=REST),
    Update(
        "REST mode",
        {"mode": "async"},
        ["RestApi shop", "Stage shop", "RolePolicy shop-gateway"],
        replace=["StateMachine shop", "Deployment shop"],
        before=REST,
    ),
]


@pytest.fixture
def fresh(cli: PulumiCommand, plugin: Path, tmp_path: Path) -> Engine:
    """An engine with an empty account."""
    return Engine(cli, plugin, tmp_path)


@pytest.fixture(scope="module")
def results(engine: Engine) -> Results:
    """The engine's runs of all rows."""
    return run_updates(engine, UPDATES)


@pytest.mark.parametrize("number", range(len(UPDATES)), ids=[row.option for row in UPDATES])
def test_a_changed_argument_updates_exactly_its_resources(results: Results, number: int) -> None:
    if number in results.errors:
        pytest.fail(results.errors[number], pytrace=False)
    assert results.runs["changed"].of(component(number), "shop") == UPDATES[number].steps


def test_the_engine_prints_no_warning(results: Results) -> None:
    assert [problem for steps in results.runs.values() for problem in steps.problems] == []


def test_a_second_update_changes_nothing(results: Results) -> None:
    assert results.runs["changed again"].changes == {}


def test_destroy_deletes_everything(engine: Engine, results: Results) -> None:
    assert results.runs["deleted"].changes.keys() == {"delete"}
    assert engine.standing == []


def test_every_argument_is_changed_in_a_row() -> None:
    changed = {argument for row in UPDATES for argument in row.change}
    assert AllApiArgs.__annotations__.keys() - changed == set()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"tracing": "yes"}, "StateMachineApi 'shop01': tracing must be True or False, not 'yes'"),
        (
            {"transform": {"stage": lambda child: None}},
            "StateMachineApi 'shop01': transform['stage'] returned None",
        ),
    ],
    ids=["before anything is registered", "while its children are registered"],
)
def test_one_bad_row_fails_alone(fresh: Engine, change: Args, error: str) -> None:
    fine = Update("tracing", {"tracing": False}, ["StateMachine shop", "RolePolicy shop"])
    results = run_updates(fresh, [fine, Update("bad", change), fine])
    assert results.errors.keys() == {1}
    assert error in results.errors[1]
    assert results.runs["changed"].of(component(2), "shop") == fine.steps


def test_an_error_in_the_diagnostics_belongs_to_its_row() -> None:
    output = """
    Diagnostics:
      aws:iam:Role (shop01):
        error: aws:iam/role:Role resource 'shop01' has a problem: RoleArgs deprecates 'inlinePolicies'
      pulumi:pulumi:Stack (pizza-dev):
        error: StateMachineApi 'shop02': tracing must be True or False, not 5
        error: update failed
    """
    assert dict(errors_of(output, 4)) == {
        1: "aws:iam/role:Role resource 'shop01' has a problem: RoleArgs deprecates 'inlinePolicies'",
        2: "StateMachineApi 'shop02': tracing must be True or False, not 5",
    }
