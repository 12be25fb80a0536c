"""The arguments of a StateMachineApi and of its routes, authorizer, domain, alarms and rollout."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypedDict

from pulumi import Input, Output

from aslant.aws.function.python_function import Function, PolicyStatement, PythonFunction, PythonFunctionArgs

if TYPE_CHECKING:
    from aslant.asl import StateMachine
    from aslant.aws.children import Transform

    Workflow = StateMachine | Mapping[str, Any] | Input[str]
    FunctionLike = Input[str] | PythonFunctionArgs | PythonFunction | Function
    Templates = str | Mapping[str, Any]
    Switch = bool | str
    Schema = type | Mapping[str, Any]
    # A type checker sees the allowed values, so that an editor completes them.
    Mode = Literal["sync", "async"]
    StateMachineType = Literal["EXPRESS", "STANDARD"]
    LogLevel = Literal["ALL", "ERROR", "FATAL", "OFF"] | Awaitable[str] | Output[str]
    AuthorizerType = Literal["JWT", "IAM", "LAMBDA"]
    Open = Literal["NONE"]
    HttpType = Literal["HTTP"]
    RestType = Literal["REST"]
else:  # Pulumi's schema for other languages has no unions and no literals.
    Workflow = FunctionLike = Input[Any]
    Templates = Switch = Schema = Transform = Any
    Mode = StateMachineType = AuthorizerType = Open = HttpType = RestType = str
    LogLevel = Input[str]

__all__ = [
    "Alarms",
    "AllApiArgs",
    "ApiArgs",
    "Authorizer",
    "Cors",
    "Domain",
    "HttpApiArgs",
    "Mode",
    "PolicyStatement",
    "RestApiArgs",
    "RestRoute",
    "Rollout",
    "Route",
    "StateMachineApiArgs",
]


class Cors(TypedDict):
    """The web pages that may call the API (API Gateway Developer Guide, "CORS")."""

    allow_origins: Sequence[str]
    """Origins such as `https://shop.example`, or `*` for every page."""
    allow_methods: NotRequired[Sequence[str] | None]
    """HTTP methods. Default: those of the routes."""
    allow_headers: NotRequired[Sequence[str] | None]
    """Request headers. Default: `content-type`, and `authorization` if the API has an authorizer."""
    expose_headers: NotRequired[Sequence[str] | None]
    """Response headers that a page may read. Default: `x-execution-status` if the API sends it."""
    max_age: NotRequired[int | None]
    """Seconds that a browser may cache the preflight response, up to 86,400. Default: 300."""
    allow_credentials: NotRequired[bool | None]
    """Whether browsers send cookies and other credentials; not allowed with the origin `*`. Default: False."""


class Authorizer(TypedDict):
    """The rule that decides who may call the API."""

    type: AuthorizerType
    """`JWT` (a token of an OpenID Connect issuer; HTTP APIs only), `IAM` (a request signed with AWS credentials) or
    `LAMBDA` (a function decides)."""
    issuer: NotRequired[Input[str] | None]
    """JWT: the issuer's URL, such as `https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1b2c3`. Default: none;
    JWT requires it."""
    audiences: NotRequired[Sequence[Input[str]] | None]
    """JWT: the accepted values of the token's `aud` (or `client_id`). Default: none; JWT requires them."""
    scopes: NotRequired[Sequence[str] | None]
    """JWT: the token needs one of these scopes on every route without `scopes`. Default: none."""
    function: NotRequired[FunctionLike | None]
    """LAMBDA: the folder with the function's code, an ARN, a `PythonFunction` or a `pulumi_aws.lambda_.Function`. In an
    HTTP API it returns `{"isAuthorized": true}`, in a REST API an IAM policy. Default: none; LAMBDA requires it."""
    identity_sources: NotRequired[Sequence[str] | None]
    """The request values that the caller must send; they are also the cache key of a decision. Default:
    `$request.header.Authorization`."""
    result_ttl_seconds: NotRequired[int | None]
    """LAMBDA: seconds that a decision is cached, up to 3,600. Default: 0."""


class Domain(TypedDict):
    """A custom domain name (API Gateway Developer Guide, "Custom domain names")."""

    name: str
    """The name: `orders.example.com`."""
    hosted_zone_id: NotRequired[Input[str] | None]
    """The Route 53 zone for the records: the alias of the name and, without `certificate_arn`, the validation of the
    new certificate. Default: none, and no record is created."""
    certificate_arn: NotRequired[Input[str] | None]
    """An ACM certificate for the name, in the API's own Region. Default: a new one, validated in the hosted zone."""
    base_path: NotRequired[str | None]
    """The first part of the path that leads to this API: `shop` in `https://example.com/shop/`. Default: none."""


class Alarms(TypedDict):
    """The CloudWatch alarms of the API, its state machines and its functions."""

    topic_arn: NotRequired[Input[str] | None]
    """The SNS topic that is notified when an alarm starts and when it ends. Default: none."""
    period_seconds: NotRequired[int | None]
    """Seconds over which events are counted, a multiple of 60. Default: 300."""
    thresholds: NotRequired[Mapping[str, float] | None]
    """The number of events in a period that starts an alarm, by its kind: `executions_failed`, `executions_timed_out`,
    `executions_throttled`, `functions_throttled`, `api_4xx`, `api_5xx`. Default: 100 for `api_4xx`, which are mostly
    mistakes of the callers, and 1 for the others."""


class Rollout(TypedDict):
    """The traffic split between a stable version of a workflow and a new one."""

    stable: NotRequired[Mapping[str, Input[str]] | None]
    """The number of the stable version by route key: `{"POST /": "3"}`. The component's output
    `state_machine_versions` lists the numbers. Default: none."""
    percent: NotRequired[Input[float] | None]
    """Percent of the executions that run the newest version, 0 to roll it back; the stable one runs the rest.
    Default: 100."""


class Route(TypedDict):
    """A route of an HTTP or REST API: the workflow it starts, how it starts it, and the response."""

    workflow: NotRequired[Workflow]
    """The workflow: a `StateMachine`, a definition as a dict, or as a JSON string. It may contain values known only at
    deployment. Default: none; every route requires one."""
    mode: NotRequired[Mode | None]
    """`sync`: the API waits and responds with the outcome. `async`: it responds with 202 and the execution's ARN as
    soon as the execution has started. Default: `sync`."""
    state_machine_type: NotRequired[StateMachineType | None]
    """`EXPRESS` (up to 5 minutes) or `STANDARD` (up to a year, each step exactly once, can be looked up by name; only
    for `async`). Default: `EXPRESS` for `sync`, `STANDARD` for `async`."""
    name: NotRequired[str | None]
    """The suffix of the names of this route's resources. Default: from its key, `post-orders` for `POST /orders`, and
    none for `POST /`."""
    policy_statements: NotRequired[Sequence[PolicyStatement] | None]
    """Statements for the workflow's role, in addition to those that follow from the definition. Permissions on
    customer-managed KMS keys of queues, topics, tables, buckets, parameters and secrets belong here, since a
    definition does not show them: `kms:Decrypt` and `kms:GenerateDataKey*` on the key. Default: none."""
    timeout_milliseconds: NotRequired[Input[float] | None]
    """Milliseconds that the API waits for the workflow, from 50 to 30,000; in a REST API to 29,000, or to 300,000 if
    the account's quota was raised. Default: 30,000, or 29,000 in a REST API."""
    throttling_rate_limit: NotRequired[Input[float] | None]
    """Requests a second, on average, before the API responds with 429: this limits the cost of a public URL. It applies
    to the whole API, or within a route to that route. Set the burst limit with it. Default: 50."""
    throttling_burst_limit: NotRequired[Input[float] | None]
    """Concurrent requests before the API responds with 429. Set the rate limit with it. Default: 100."""
    input: NotRequired[Templates | None]
    """The execution's input, from the request. A string holds API Gateway's mapping values: `$request.body`,
    `$request.body.order`, or JSON with `${request.path.id}` in it, which an HTTP API inserts unescaped. A mapping,
    `{"id": "$request.path.id", "by": "$context.authorizer.claims.sub"}`, becomes JSON with every value escaped; this
    requires a REST API. Default: the body."""
    execution_name: NotRequired[str | None]
    """The execution's name, as a mapping value: `$request.header.idempotency-key`, so that a STANDARD machine starts
    once per key. While the execution runs, the same request gets the same response; after it has ended, or for another
    input, AWS refuses the name for 90 days. If the request lacks the value, AWS generates a name. Default:
    generated by AWS, or the request's ID in a REST API with `access_logs`."""
    trace_header: NotRequired[str | None]
    """The X-Ray trace to join, as a mapping value: `$request.header.x-amzn-trace-id`. An HTTP API passes it to
    synchronous executions only. Default: none."""
    lookup: NotRequired[Switch | None]
    """STANDARD: the route that returns the status of an execution, such as `GET /executions/{name}`, or False for none.
    Default: `GET executions/{name}` below the route's own path."""
    stop: NotRequired[Switch | None]
    """STANDARD: the route that stops an execution, such as `DELETE /executions/{name}`, or True for
    `DELETE executions/{name}` below the route's own path. Default: none."""
    authorization: NotRequired[Open | None]
    """`NONE` leaves the route open although the API has an authorizer. Default: the API's authorizer."""
    scopes: NotRequired[Sequence[str] | None]
    """For a JWT authorizer: the token needs one of these scopes. Default: the authorizer's."""
    log_level: NotRequired[LogLevel | None]
    """The events of an execution that are logged: `ALL`, `ERROR`, `FATAL`, or none with `OFF`, which creates no log
    group. Default: `ALL` for EXPRESS, since AWS keeps no other history of such an execution, `ERROR` for STANDARD."""
    include_execution_data: NotRequired[Input[bool] | None]
    """Whether logs contain the input and output of states. Default: False."""
    tracing: NotRequired[Input[bool] | None]
    """Whether X-Ray traces executions. Default: True."""


class RestRoute(Route):
    """A route of a REST API, with the arguments that HTTP APIs do not have."""

    request_schema: NotRequired[Schema | None]
    """REST: the shape of the body, as a TypedDict or a JSON Schema of draft 4. A request that does not match gets 400
    and starts nothing. Default: the workflow's `input_type`, or else the fields of the input that it certainly
    reads."""
    status_by_error: NotRequired[Mapping[str, int] | None]
    """REST: the HTTP status of a failed execution by the name of its error: `{"Failed To Make Pizza": 422}`. Default:
    500 for every error."""


class ApiArgs(TypedDict):
    """The arguments of a whole API, HTTP or REST."""

    functions: NotRequired[Mapping[str, FunctionLike] | None]
    """The function behind each symbolic name (`${check}`, without `${}`): the folder with its code, the arguments of a
    `PythonFunction` (`{"folder": "functions/check", "memory_size": 512}`), an ARN, a `PythonFunction` or a
    `pulumi_aws.lambda_.Function`. Default: the workflow's own handlers, then the folder `functions/<name>`."""
    substitutions: NotRequired[Mapping[str, Input[str]] | None]
    """Strings for every other `${name}` of the workflows, such as the name of a table. Default: none."""
    cors: NotRequired[Cors | None]
    """The web pages that may call the API. Default: none of another origin."""
    authorizer: NotRequired[Authorizer | None]
    """The rule that decides who may call the API. Default: everyone who knows its URL may."""
    access_logs: NotRequired[bool | None]
    """Whether each request is logged as a line of JSON, with the execution's name if `execution_name` comes from the
    request's context. A REST API needs the account's CloudWatch role for it (`pulumi_aws.apigateway.Account`, once per
    Region). Default: False."""
    domain: NotRequired[Domain | None]
    """A custom domain name. Default: the URL that AWS generates."""
    rollout: NotRequired[Rollout | None]
    """Publishes a version of each machine and starts executions by an alias, so that a new version can be tried on some
    executions and rolled back. Functions made for the workflows get versions, too, and running executions keep theirs.
    Default: every execution runs the latest deployment."""
    kms_key_arn: NotRequired[Input[str] | None]
    """A KMS key that encrypts the definitions and executions of all machines; the roles get the permissions on it that
    they need. With logs, the key's own policy must let `delivery.logs.amazonaws.com` decrypt. Default: a key of AWS."""
    alarms: NotRequired[Alarms | None]
    """Alarms on failed, timed-out and throttled executions, throttled functions, and the API's 4xx and 5xx; `{}` for
    all of them with their defaults. Default: none."""
    dashboard: NotRequired[bool | None]
    """Whether to create a CloudWatch dashboard of the API, its machines and functions. Default: False."""
    log_retention_in_days: NotRequired[Input[float] | None]
    """Days that CloudWatch keeps log events of the workflows, the API and the functions made for it: one of the
    values that CloudWatch offers, or 0 for ever. Default: 30."""
    tags: NotRequired[Mapping[str, Input[str]] | None]
    """Tags of every resource that supports them. Default: none."""
    transform: NotRequired[Mapping[str, Transform] | None]
    """Changes to the child resources, by kind of child, for everything that no argument offers: inputs to set,
    `{"state_machine": {"publish": True}}`, or a function that takes the `Child` and returns another. Default: none."""


class HttpApiArgs(Route, ApiArgs):
    """The arguments of a StateMachineApi with an HTTP API."""

    api_type: NotRequired[HttpType | None]
    """`HTTP`, or `REST` with the arguments of `RestApiArgs`. Default: `HTTP`."""
    routes: NotRequired[Mapping[str, Route] | None]
    """More routes, each with its own workflow. Default: none."""
    execution_status_header: NotRequired[bool | None]
    """HTTP: whether the responses of `sync` routes have the header `x-execution-status`, since their HTTP status is 200
    for a failed execution, too. Default: True."""


class RestApiArgs(RestRoute, ApiArgs):
    """The arguments of a StateMachineApi with a REST API."""

    api_type: RestType
    """`REST`."""
    routes: NotRequired[Mapping[str, RestRoute] | None]
    """More routes, each with its own workflow. Default: none."""
    web_acl_arn: NotRequired[Input[str] | None]
    """REST: the web ACL (WAF) that protects the API; AWS has none for HTTP APIs. Default: none."""


class AllApiArgs(RestRoute, ApiArgs):
    """The arguments of a StateMachineApi: those of the route `POST /`, and those of the whole API.

    Each argument of a route is also the default of every route in `routes`, except `workflow`, `name`,
    `authorization` and `policy_statements`, which are those of `POST /`, and the throttling limits, which are those of
    the whole API. The checks at run time and Pulumi's schema read this class, type checkers one of the other two.
    """

    api_type: NotRequired[str | None]
    """`HTTP`: cheap and fast; it returns the responses of Step Functions unchanged. `REST`: the HTTP status shows
    whether the execution failed, requests are validated, and a firewall is possible. Default: `HTTP`."""
    routes: NotRequired[Mapping[str, RestRoute] | None]
    """More routes, each with its own workflow: `{"POST /orders": {"workflow": orders, "mode": "async"}}`. Default:
    none."""
    execution_status_header: NotRequired[bool | None]
    """HTTP: whether the responses of `sync` routes have the header `x-execution-status`, since their HTTP status is 200
    for a failed execution, too. Default: True."""
    web_acl_arn: NotRequired[Input[str] | None]
    """REST: the web ACL (WAF) that protects the API; AWS has none for HTTP APIs. Default: none."""


if TYPE_CHECKING:
    StateMachineApiArgs = HttpApiArgs | RestApiArgs
else:
    StateMachineApiArgs = AllApiArgs
