"""What a StateMachineApi takes: the arguments of the component, of a route, and the parts of both."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from pulumi import Input

from aslant.aws.function.python_function import Function, PolicyStatement, PythonFunction, PythonFunctionArgs

if TYPE_CHECKING:
    from aslant.asl import StateMachine
    from aslant.aws.children import Transform

    Workflow = StateMachine | Mapping[str, Any] | Input[str]
    FunctionLike = Input[str] | PythonFunctionArgs | PythonFunction | Function
    Templates = str | Mapping[str, Any]
    Switch = bool | str
    Schema = type | Mapping[str, Any]
else:  # what a schema for other languages can say of them
    Workflow = FunctionLike = Input[Any]
    Templates = Switch = Schema = Transform = Any

__all__ = [
    "Alarms",
    "Authorizer",
    "Cors",
    "Domain",
    "PolicyStatement",
    "Rollout",
    "Route",
    "StateMachineApiArgs",
]


class Cors(TypedDict):
    """Which web pages may call the API (API Gateway Developer Guide, "CORS")."""

    allow_origins: Sequence[str]
    """Origins such as `https://shop.example`, or `*` for every page."""
    allow_methods: NotRequired[Sequence[str] | None]
    """HTTP methods. Default: those of the routes."""
    allow_headers: NotRequired[Sequence[str] | None]
    """Request headers. Default: `content-type`, and `authorization` where there is an authorizer."""
    expose_headers: NotRequired[Sequence[str] | None]
    """Response headers that a page may read. Default: `x-execution-status` where the API sends it."""
    max_age: NotRequired[int | None]
    """Seconds that a browser may remember the answer, up to 86,400. Default: 300."""
    allow_credentials: NotRequired[bool | None]
    """Whether cookies and the like are sent; not together with the origin `*`. Default: False."""


class Authorizer(TypedDict):
    """Who may call the API."""

    type: str
    """`JWT` (a token of an OpenID Connect issuer; HTTP APIs), `IAM` (a request signed with AWS credentials) or
    `LAMBDA` (a function decides)."""
    issuer: NotRequired[Input[str] | None]
    """JWT: the issuer's URL, such as `https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1b2c3`."""
    audiences: NotRequired[Sequence[Input[str]] | None]
    """JWT: the token's `aud` (or `client_id`) must be one of these."""
    scopes: NotRequired[Sequence[str] | None]
    """JWT: the token must have one of these on every route that names none itself."""
    function: NotRequired[FunctionLike | None]
    """LAMBDA: the folder of its code, an ARN, a `PythonFunction` or a `pulumi_aws.lambda_.Function`. Behind an HTTP
    API it answers `{"isAuthorized": true}`, behind a REST API with an IAM policy."""
    identity_sources: NotRequired[Sequence[str] | None]
    """What the caller must send, and what an answer is remembered by. Default: `$request.header.Authorization`."""
    result_ttl_seconds: NotRequired[int | None]
    """LAMBDA: seconds that an answer is remembered, up to 3,600. Default: 0."""


class Domain(TypedDict):
    """A domain name of your own (API Gateway Developer Guide, "Custom domain names")."""

    name: str
    """The name: `orders.example.com`."""
    hosted_zone_id: NotRequired[Input[str] | None]
    """The Route 53 zone that gets the records: the alias of the name and, where no certificate is given, the proof
    that a new one needs."""
    certificate_arn: NotRequired[Input[str] | None]
    """A certificate of ACM for the name, in the API's own Region. Default: a new one, proven in the hosted zone."""
    base_path: NotRequired[str | None]
    """The part of the path that leads to this API: `shop` of `https://example.com/shop/`. Default: none."""


class Alarms(TypedDict):
    """What wakes whoever is on call."""

    topic_arn: NotRequired[Input[str] | None]
    """The topic (SNS) that is told when an alarm sounds, and when it is over. Default: none is told."""
    period_seconds: NotRequired[int | None]
    """Seconds over which events are counted, a multiple of 60. Default: 300."""
    thresholds: NotRequired[Mapping[str, float] | None]
    """How many events in a period sound an alarm, by its kind: `executions_failed`, `executions_timed_out`,
    `executions_throttled`, `functions_throttled`, `api_4xx`, `api_5xx`. Default: 100 for `api_4xx`, which are mostly
    the customers' own mistakes, and 1 for each other."""


class Rollout(TypedDict):
    """How a new version of a workflow comes into use."""

    stable: NotRequired[Mapping[str, Input[str]] | None]
    """The number of the version that is in use so far, by the key of its route: `{"POST /": "3"}`. The component's
    output `state_machine_versions` tells them. Default: none."""
    percent: NotRequired[Input[float] | None]
    """Percent of the executions that run the newest version, 0 to take it back; the stable one runs the rest.
    Default: 100."""


class Route(TypedDict):
    """One way into a workflow: what runs, how the API starts it, and what it answers."""

    workflow: NotRequired[Workflow]
    """What runs: a `StateMachine`, a definition as a dict, or as JSON text. Values known only at deployment
    may stand anywhere in it."""
    mode: NotRequired[str | None]
    """`sync`: the API waits and answers with the outcome. `async`: it answers 202 with the execution's ARN as soon
    as the execution has started. Default: `sync`."""
    state_machine_type: NotRequired[str | None]
    """`EXPRESS` (up to 5 minutes) or `STANDARD` (up to a year, each step exactly once, looked up by name; it cannot be
    waited for). Default: `EXPRESS` for `sync`, `STANDARD` for `async`."""
    name: NotRequired[str | None]
    """The last part of the names of what is made for this route. Default: from its key, `post-orders` for
    `POST /orders`, and nothing for `POST /`."""
    policy_statements: NotRequired[Sequence[PolicyStatement] | None]
    """Statements for the role that runs the workflow, beside those that follow from the definition. Rights on
    customer-managed KMS keys of queues, topics, tables, buckets, parameters and secrets belong here, since a
    definition does not show them: `kms:Decrypt` and `kms:GenerateDataKey*` on the key."""
    timeout_milliseconds: NotRequired[Input[float] | None]
    """Milliseconds that the API waits for the answer, from 50 to 30,000; in a REST API to 29,000, and to 300,000
    where the account's quota was raised. Default: 30,000, or 29,000 in a REST API."""
    throttling_rate_limit: NotRequired[Input[float] | None]
    """Requests a second, on average, before the API answers 429: what limits the cost of a public URL. For the whole
    API, or in a route for that route. Give the burst limit with it. Default: 50."""
    throttling_burst_limit: NotRequired[Input[float] | None]
    """Requests at once before the API answers 429. Give the rate limit with it. Default: 100."""
    input: NotRequired[Templates | None]
    """The execution's input, from the request. A text holds API Gateway's mapping values: `$request.body`,
    `$request.body.order`, or JSON with `${request.path.id}` in it, which an HTTP API pastes in as it came. A mapping,
    `{"id": "$request.path.id", "by": "$context.authorizer.claims.sub"}`, is made into JSON, every value escaped; that
    takes a REST API. Default: the body."""
    execution_name: NotRequired[str | None]
    """The execution's name, as a mapping value: `$request.header.idempotency-key`, so that a STANDARD machine starts
    once for a key. While the execution runs, the same request is answered alike; once it has ended, or for another
    input, AWS refuses the name for 90 days. Where the request lacks it AWS makes a name up. Default:
    AWS's, or in a REST API whose `access_logs` are kept the request's id."""
    trace_header: NotRequired[str | None]
    """The X-Ray trace to join, as a mapping value: `$request.header.x-amzn-trace-id`. An HTTP API hands it to
    synchronous executions only. Default: none."""
    lookup: NotRequired[Switch | None]
    """For STANDARD: the route that tells how an execution went, such as `GET /executions/{name}`, or False for none.
    Default: `GET executions/{name}` below the route's own path."""
    stop: NotRequired[Switch | None]
    """For STANDARD: the route that stops an execution, such as `DELETE /executions/{name}`, or True for
    `DELETE executions/{name}` below the route's own path. Default: none."""
    authorization: NotRequired[str | None]
    """`NONE` leaves the route open although the API has an authorizer. Default: the API's authorizer."""
    scopes: NotRequired[Sequence[str] | None]
    """For a JWT authorizer: the token must have one of these. Default: the authorizer's."""
    request_schema: NotRequired[Schema | None]
    """REST: what a body must be, as a TypedDict or a JSON Schema of draft 4; others get 400 and start nothing.
    Default: what the workflow certainly reads of its input."""
    status_by_error: NotRequired[Mapping[str, int] | None]
    """REST: the HTTP status of a failed execution by the name of its error: `{"Failed To Make Pizza": 422}`. Default:
    500 for every error."""
    log_level: NotRequired[Input[str] | None]
    """Which events of an execution are logged: `ALL`, `ERROR`, `FATAL`, or none with `OFF`, which makes no log group.
    Default: `ALL` for EXPRESS, since AWS keeps no other history of such an execution, `ERROR` for STANDARD."""
    include_execution_data: NotRequired[Input[bool] | None]
    """Whether logs hold what goes in and out of states. Default: False."""
    tracing: NotRequired[Input[bool] | None]
    """Whether X-Ray traces executions. Default: True."""


class StateMachineApiArgs(Route):
    """The arguments of a StateMachineApi: those of the route `POST /`, and those of the whole API.

    What stands beside `routes` is the default of each of them, but for `workflow`, `name`, `authorization`,
    `policy_statements` and the throttling limits, which are of `POST /`, and of the whole API for the limits.
    """

    routes: NotRequired[Mapping[str, Route] | None]
    """Further ways in, each with a workflow of its own: `{"POST /orders": {"workflow": orders, "mode": "async"}}`."""
    api_type: NotRequired[str | None]
    """`HTTP`: cheap and quick, passes on what Step Functions answers. `REST`: an answer's status tells the truth,
    requests are validated, and there may be a firewall. Default: `HTTP`."""
    functions: NotRequired[Mapping[str, FunctionLike] | None]
    """What a symbolic name (`${check}`, without `${}`) calls: the folder of its code, the arguments of a
    `PythonFunction` (`{"folder": "functions/check", "memory_size": 512}`), an ARN, a `PythonFunction` or a
    `pulumi_aws.lambda_.Function`. Default: the workflow's own handlers, then the
    folder `functions/<name>`."""
    substitutions: NotRequired[Mapping[str, Input[str]] | None]
    """Texts for every other `${name}` of the workflows, such as the name of a table."""
    cors: NotRequired[Cors | None]
    """Which web pages may call the API. Default: those of no other origin."""
    authorizer: NotRequired[Authorizer | None]
    """Who may call the API. Default: everyone who knows its URL."""
    access_logs: NotRequired[bool | None]
    """Whether each request is logged, as a line of JSON, with the execution's name where `execution_name` is of the
    request's context. A REST API needs the account's CloudWatch role for it (`pulumi_aws.apigateway.Account`, once in a
    Region). Default: False."""
    execution_status_header: NotRequired[bool | None]
    """HTTP: whether answers of `sync` routes have the header `x-execution-status`, since their HTTP status is 200 for a
    failed execution, too. Default: True."""
    domain: NotRequired[Domain | None]
    """A domain name of your own. Default: the URL that AWS makes up."""
    web_acl_arn: NotRequired[Input[str] | None]
    """REST: the web ACL (WAF) that guards the API; AWS has none for HTTP APIs. Default: none."""
    rollout: NotRequired[Rollout | None]
    """Versions of each machine and an alias that starts them, so that a new one can be tried on some executions and
    taken back. Functions made for the workflows get versions, too, and executions under way keep theirs. Default: every
    execution runs what was deployed last."""
    kms_key_arn: NotRequired[Input[str] | None]
    """A key of KMS that encrypts the definitions and executions of all machines; the roles get the rights on it that
    they need. With logs, the key's own policy must let `delivery.logs.amazonaws.com` decrypt. Default: a key of AWS."""
    alarms: NotRequired[Alarms | None]
    """Alarms on failed, timed out and throttled executions, throttled functions, and the API's 4xx and 5xx; `{}` for
    all as they are. Default: none."""
    dashboard: NotRequired[bool | None]
    """Whether there is a dashboard of CloudWatch of the API, its machines and functions. Default: False."""
    log_retention_in_days: NotRequired[Input[float] | None]
    """Days until CloudWatch forgets a log event, of the workflow, the API or a function made for it, one of those
    that it offers; 0 is for ever. Default: 30."""
    tags: NotRequired[Mapping[str, Input[str]] | None]
    """Tags of every resource that can have them."""
    transform: NotRequired[Mapping[str, Transform] | None]
    """Changes to what is registered, by kind of child, for what the arguments do not offer: inputs to set,
    `{"state_machine": {"publish": True}}`, or a function of the `Child` that returns another."""
