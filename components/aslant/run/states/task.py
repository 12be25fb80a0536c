"""Task: a call to whatever plays it (ASL specification, "Task State")."""

from __future__ import annotations

import re

from aslant.errors import DefinitionError, TaskError
from aslant.run.expression import Expression
from aslant.run.failure import Failure
from aslant.run.fiber import Call, Fiber, Steps
from aslant.run.limits import fits, too_large
from aslant.run.states.state import WorkState, duration, failure_of
from aslant.run.tasks import TaskCall
from aslant.run.template import compile_template
from aslant.run.values import Json, dumps

__all__ = ["Task"]

_SERVICE = re.compile(r"arn:[\w-]+:states:::(aws-sdk:)?([\w-]+):([\w.:]+)")


class Task(WorkState):
    """Has work done."""

    type = "Task"

    def __init__(self, name: str, definition: dict[str, Json]) -> None:
        """Compile the state."""
        super().__init__(name, definition)
        resource = definition.get("Resource")
        if not isinstance(resource, str):
            raise DefinitionError(f"state {name!r}: a Task has a Resource, an ARN or a symbolic name, not {resource!r}")
        self._resource = resource
        self._parameters: Expression | None = None
        if "Parameters" in definition:
            self._parameters = compile_template(definition["Parameters"])
        self._timeout = duration(definition, "TimeoutSeconds")
        service = _SERVICE.fullmatch(resource)
        self._events = "LambdaFunction" if service is None else "Task"
        self._key = "lambdaFunction" if service is None else "task"
        self._details: dict[str, Json] = {}
        if service is not None:
            kind = f"{service[1] or ''}{service[2]}"
            self._details = {"resource": service[3], "resourceType": kind}

    def attempt(self, fiber: Fiber, data: Json, effective: Json) -> Steps:
        """Call the task once."""
        arguments = effective if self._parameters is None else self._parameters(effective, fiber)
        timeout = self._timeout(data, fiber)
        self._scheduled(fiber, arguments, timeout)
        call = TaskCall(self.name, self._resource, arguments, fiber.context, timeout)
        tasks = fiber.session.tasks
        self._note(fiber, "Started", **self._details)
        try:
            result = yield Call(lambda: tasks(call), timeout)
            if not fits(dumps(result)):
                raise too_large(self._resource)
        except TaskError as error:
            failure = failure_of(error)
            self._note(fiber, "Failed", error=failure.error, cause=failure.cause, **self._details)
            raise failure from error
        except Failure as failure:
            event = "TimedOut" if failure.error == "States.Timeout" else "Failed"
            self._note(fiber, event, error=failure.error, cause=failure.cause, **self._details)
            raise
        self._note(fiber, "Succeeded", output=result, **self._details)
        return result

    def _scheduled(self, fiber: Fiber, arguments: Json, timeout: float | None) -> None:
        if self._details:
            self._note(
                fiber, "Scheduled", parameters=arguments, region="us-east-1", timeoutInSeconds=timeout, **self._details
            )
        else:
            self._note(fiber, "Scheduled", input=arguments, resource=self._resource, timeoutInSeconds=timeout)

    def _note(self, fiber: Fiber, event: str, **details: Json) -> None:
        key = f"{self._key}{event}EventDetails" if details else None
        fiber.history.add(fiber, f"{self._events}{event}", key, **details)
