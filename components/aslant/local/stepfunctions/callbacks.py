"""Operations that send messages to waiting tasks, by their tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from aslant.errors import TaskError
from aslant.local.answers import AwsError
from aslant.local.json_problems import JsonProblem, read_json
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service

if TYPE_CHECKING:
    from aslant.run import TaskToken

__all__ = ["OPERATIONS"]


def send_task_success(service: Service, parameters: Parameters) -> Reply:
    """Perform SendTaskSuccess. AWS refuses an unknown token before an output that is not valid JSON."""

    def send(token: TaskToken) -> None:
        try:
            output = read_json(parameters["output"])
        except JsonProblem as problem:
            raise AwsError("InvalidOutput", f"Invalid Output: '{problem.message}'") from None
        token.succeed(output)

    return _send(service, parameters, send)


def send_task_failure(service: Service, parameters: Parameters) -> Reply:
    """Perform SendTaskFailure."""
    error, cause = parameters.get("error"), parameters.get("cause")
    return _send(service, parameters, lambda token: token.fail(error, cause))


def send_task_heartbeat(service: Service, parameters: Parameters) -> Reply:
    """Perform SendTaskHeartbeat."""
    return _send(service, parameters, lambda token: token.heartbeat())


def _send(service: Service, parameters: Parameters, send: Callable[[TaskToken], None]) -> Reply:
    token = service.callbacks.token(parameters["taskToken"])
    if token is None:
        raise AwsError("InvalidToken", "Invalid Token: 'Invalid token'")
    try:
        send(token)
    except TaskError as refused:
        raise AwsError(refused.error, refused.cause) from None
    return Reply({})


OPERATIONS: Mapping[str, Operation] = {
    "SendTaskFailure": send_task_failure,
    "SendTaskHeartbeat": send_task_heartbeat,
    "SendTaskSuccess": send_task_success,
}
