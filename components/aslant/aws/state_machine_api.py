"""StateMachineApi: a workflow behind an HTTP API that waits for its answer."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from aslant.aws.definition import Definition, render
from aslant.aws.express import check_express
from aslant.aws.functions import Behind, plan, texts_of
from aslant.aws.handlers import Source
from aslant.aws.policies import (
    DELIVER_LOGS,
    TRACE,
    account_of,
    execution_policy,
    start_sync_execution,
    statement,
    trust,
    trust_of_states,
)
from aslant.aws.python_function import LONGEST_NAME, Function, PythonFunction, number
from aslant.aws.rules import (
    LOG_RETENTION,
    Rule,
    check,
    check_name,
    flag,
    mapping_of,
    one_of,
    positive,
    statements,
    text,
    whole,
)
from aslant.errors import ArgsError
from aslant.iam import permissions

if TYPE_CHECKING:
    from aslant.asl import StateMachine

    Workflow = StateMachine | Mapping[str, Any] | Input[str]
    FunctionLike = Input[str] | PythonFunction | Function
else:  # what a schema for other languages can say of them
    Workflow = FunctionLike = Input[Any]

__all__ = ["PolicyStatement", "StateMachineApi", "StateMachineApiArgs"]


class PolicyStatement(TypedDict):
    """A statement of your own for the role that runs the workflow."""

    actions: Sequence[str]
    """IAM's names of what is allowed: `["glue:StartJobRun"]`."""
    resources: Sequence[Input[str]]
    """The ARNs it is allowed on."""
    condition: NotRequired[Mapping[str, Any]]
    """IAM's `Condition` block."""
    states: NotRequired[Sequence[str]]
    """The states whose needs this covers; theirs may then be unknown to aslant."""


class StateMachineApiArgs(TypedDict):
    """The arguments of a StateMachineApi."""

    workflow: Workflow
    """What runs: a `StateMachine`, a definition as a dict, or as JSON text. Values known only at deployment
    may stand anywhere in it."""
    functions: NotRequired[Mapping[str, FunctionLike] | None]
    """What a symbolic name (`${check}`, without `${}`) calls: the folder of its code, an ARN, a
    `PythonFunction` or a `pulumi_aws.lambda_.Function`. Default: the workflow's own handlers, then the
    folder `functions/<name>`."""
    substitutions: NotRequired[Mapping[str, Input[str]] | None]
    """Texts for every other `${name}` of the workflow, such as the name of a table."""
    policy_statements: NotRequired[Sequence[PolicyStatement] | None]
    """Statements for the role that runs the workflow, beside those that follow from the definition."""
    state_machine_type: NotRequired[str | None]
    """The type of the state machine. An API that waits for the answer needs the default: `EXPRESS`."""
    timeout_milliseconds: NotRequired[Input[float] | None]
    """Milliseconds that the API waits for the answer, from 50 to 30,000. Default: 30,000."""
    throttling_rate_limit: NotRequired[Input[float] | None]
    """Requests a second, on average, before the API answers 429: what limits the cost of a public URL. Give
    the burst limit with it. Default: 50."""
    throttling_burst_limit: NotRequired[Input[float] | None]
    """Requests at once before the API answers 429. Give the rate limit with it. Default: 100."""
    log_level: NotRequired[Input[str] | None]
    """Which events of an execution are logged: `ALL`, `ERROR` or `FATAL`. Default: `ALL`, since AWS keeps
    no other history of an EXPRESS execution."""
    include_execution_data: NotRequired[Input[bool] | None]
    """Whether logs hold what goes in and out of states. Default: False."""
    log_retention_in_days: NotRequired[Input[float] | None]
    """Days until CloudWatch forgets a log event, of the workflow or a function made for it, one of those
    that it offers; 0 is for ever. Default: 30."""
    tracing: NotRequired[Input[bool] | None]
    """Whether X-Ray traces executions. Default: True."""
    tags: NotRequired[Mapping[str, Input[str]] | None]
    """Tags of every resource that can have them."""


RULES: Mapping[str, Rule] = {
    "functions": mapping_of(lambda _: None, "symbolic names to functions"),
    "substitutions": mapping_of(text, "names to texts"),
    "policy_statements": statements(PolicyStatement),
    "state_machine_type": one_of("EXPRESS", why=": POST / waits for the answer, which STANDARD never gives"),
    "timeout_milliseconds": whole(50, 30_000, "milliseconds"),
    "throttling_rate_limit": positive("requests a second"),
    "throttling_burst_limit": whole(1, None, "request"),
    "log_level": one_of("ALL", "ERROR", "FATAL"),
    "include_execution_data": flag,
    "log_retention_in_days": one_of(*LOG_RETENTION),
    "tracing": flag,
    "tags": mapping_of(text, "tags to texts"),
}

AT_ONCE = frozenset({"functions", "substitutions", "policy_statements", "state_machine_type"})


class StateMachineApi(pulumi.ComponentResource):
    """A workflow behind `POST /` of an HTTP API.

    The body of a request is the workflow's input, and the answer is that of StartSyncExecution.

    Its children are attributes: `api`, `integration`, `route`, `stage`, `state_machine`, `log_group`,
    `role` and `policy` (what the workflow may do), `gateway_role` and `gateway_policy` (what the API may
    do), and `functions`, those made for it, by symbolic name.
    """

    url: Output[str]
    """Where to POST an order; it ends with `/`."""
    state_machine_arn: Output[str]
    """The ARN of the state machine."""

    def __init__(self, name: str, args: StateMachineApiArgs, opts: ResourceOptions | None = None) -> None:
        """Put a workflow behind an API.

        Raises:
            ArgsError: an argument breaks a rule.
            PermissionsError: the workflow needs a right that cannot be told from it.

        Nothing has been registered then.
        """
        place = f"StateMachineApi {name!r}"
        given, definition, behind = _read(place, name, args)
        super().__init__("aslant:index:StateMachineApi", name, {}, opts)

        self.functions = self._make_functions(name, given, behind)
        arns = {symbol: function.arn for symbol, function in self.functions.items()}
        self._make_machine(name, given, render(place, definition, {**texts_of(behind), **arns}))
        self._make_api(name, given)
        # The stage is what answers, so whoever uses the URL waits for it.
        self.url = Output.all(self.api.api_endpoint, self.stage.id).apply(lambda parts: f"{parts[0]}/")
        self.state_machine_arn = self.state_machine.arn
        self.register_outputs({"url": self.url, "state_machine_arn": self.state_machine_arn})

    def _make_functions(
        self, name: str, given: Mapping[str, Any], behind: Mapping[str, Behind]
    ) -> dict[str, PythonFunction]:
        return {
            symbol: PythonFunction(
                f"{name}-{symbol}",
                {
                    "folder": str(source.folder),
                    "handler": source.handler,
                    "log_retention_in_days": given.get("log_retention_in_days"),
                    "tags": given.get("tags"),
                },
                self._child(),
            )
            for symbol, source in behind.items()
            if isinstance(source, Source)
        }

    def _make_machine(self, name: str, given: Mapping[str, Any], definition: Output[str]) -> None:
        tags = given.get("tags")
        tracing = given.get("tracing", True)
        account = account_of(self)
        self.role = aws.iam.Role(name, assume_role_policy=trust_of_states(account), tags=tags, opts=self._child())
        # Under /aws/vendedlogs/ one entry of the account's resource policy covers every group; the rest of the
        # name is that of the role, which is unique in the account.
        self.log_group = aws.cloudwatch.LogGroup(
            name,
            name=Output.concat("/aws/vendedlogs/states/", self.role.name),
            retention_in_days=number(given, "log_retention_in_days", 30),
            tags=tags,
            opts=self._child(),
        )
        self.policy = aws.iam.RolePolicy(
            name,
            role=self.role.name,
            policy=execution_policy(
                definition,
                account,
                given.get("policy_statements", []),
                [DELIVER_LOGS] if tracing is False else [DELIVER_LOGS, TRACE],
            ),
            opts=self._child(),
        )
        # AWS checks the role's rights on the log group when it creates the machine, so the policy comes first.
        self.state_machine = aws.sfn.StateMachine(
            name,
            type="EXPRESS",
            role_arn=self.role.arn,
            definition=definition,
            logging_configuration={
                "level": given.get("log_level", "ALL"),
                "include_execution_data": given.get("include_execution_data", False),
                "log_destination": Output.concat(self.log_group.arn, ":*"),
            },
            tracing_configuration={"enabled": tracing},
            tags=tags,
            opts=self._child(self.policy, self.log_group),
        )

    def _make_api(self, name: str, given: Mapping[str, Any]) -> None:
        tags = given.get("tags")
        self.api = aws.apigatewayv2.Api(name, protocol_type="HTTP", tags=tags, opts=self._child())
        # API Gateway sends no source account or ARN when it takes an integration's role: a condition here would
        # make every call fail. What the role may do is scoped instead.
        self.gateway_role = aws.iam.Role(
            f"{name}-gateway",
            assume_role_policy=trust("apigateway.amazonaws.com"),
            tags=tags,
            opts=self._child(),
        )
        self.gateway_policy = aws.iam.RolePolicy(
            f"{name}-gateway",
            role=self.gateway_role.name,
            policy=self.state_machine.arn.apply(start_sync_execution),
            opts=self._child(),
        )
        self.integration = aws.apigatewayv2.Integration(
            name,
            api_id=self.api.id,
            integration_type="AWS_PROXY",
            integration_subtype="StepFunctions-StartSyncExecution",
            payload_format_version="1.0",
            connection_type="INTERNET",
            credentials_arn=self.gateway_role.arn,
            request_parameters={"StateMachineArn": self.state_machine.arn, "Input": "$request.body"},
            timeout_milliseconds=number(given, "timeout_milliseconds", 30_000),
            opts=self._child(self.gateway_policy),
        )
        self.route = aws.apigatewayv2.Route(
            name,
            api_id=self.api.id,
            route_key="POST /",
            target=Output.concat("integrations/", self.integration.id),
            opts=self._child(),
        )
        # One limit without the other would be sent as 0 and refuse every call (pulumi-aws issue 2363).
        self.stage = aws.apigatewayv2.Stage(
            name,
            api_id=self.api.id,
            name="$default",
            auto_deploy=True,
            default_route_settings={
                "throttling_rate_limit": given.get("throttling_rate_limit", 50),
                "throttling_burst_limit": number(given, "throttling_burst_limit", 100),
            },
            tags=tags,
            opts=self._child(self.route),
        )

    def _child(self, *after: pulumi.Resource) -> ResourceOptions:
        return ResourceOptions(parent=self, depends_on=list(after))


def _read(place: str, name: str, args: StateMachineApiArgs) -> tuple[dict[str, Any], Definition, dict[str, Behind]]:
    """The arguments, the definition and what stands behind its symbols, all of them checked."""
    check_name(place, name, LONGEST_NAME - len("-gateway"))
    given = check(place, args, StateMachineApiArgs, RULES, AT_ONCE)
    if ("throttling_rate_limit" in given) != ("throttling_burst_limit" in given):
        raise ArgsError(f"{place}: throttling_rate_limit and throttling_burst_limit go together; give both or neither")
    definition = Definition.read(place, given["workflow"])
    handlers = getattr(given["workflow"], "handlers", {}) if definition.document is not None else {}
    behind = plan(place, definition, handlers, given.get("functions", {}), given.get("substitutions", {}))
    for symbol, source in behind.items():
        if isinstance(source, Source):
            check_name(f"{place}: function {symbol!r}", f"{name}-{symbol}", LONGEST_NAME)
    if definition.document is not None:
        check_express(place, definition.document)
        permissions(
            definition.document,
            given=map(statement, given.get("policy_statements", [])),
            symbols=texts_of(behind),
        )
    return given, definition, behind
