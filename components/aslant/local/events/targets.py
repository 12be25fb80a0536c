"""The targets that get events and messages: functions, queues, topics, machines, event buses, log groups, and any API.

A target is named by its ARN. What cannot be delivered is passed to the dead-letter queue of the sender, if it has one.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aslant.local.answers import AwsError
from aslant.local.events.invocations import Invocations
from aslant.local.functions.function_names import find_function, qualifier_of

if TYPE_CHECKING:
    from aslant.local.executions import Executions
    from aslant.local.functions.workers import Workers
    from aslant.local.services.clients import Clients

__all__ = ["Attributes", "DeliveryError", "Targets"]

Attributes = Mapping[str, Mapping[str, str]]
"""Message attributes by name, as in the request of SendMessage."""


class DeliveryError(Exception):
    """Raised when a target cannot be reached. The message is a complete sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Targets:
    """The targets of one program. Safe to use from several threads."""

    def __init__(
        self,
        functions: Mapping[str, Workers],
        invocations: Invocations,
        clients: Callable[[], Clients],
        executions: Executions,
        region: str,
        log: Callable[[str], None],
    ) -> None:
        """Reach functions, which are given by name, and other targets by clients of the AWS port in a Region."""
        self._functions = functions
        self._invocations = invocations
        self._clients = clients
        self._executions = executions
        self._region = region
        self._log = log

    def send(self, arn: str, body: str, *, why: str, settings: Mapping[str, Any] | None = None) -> None:
        """Deliver a JSON string to a target. `why` is the sender in the log, and `settings` the rest of the target.

        Raises:
            DeliveryError: the target does not exist or refuses the body.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        parts = arn.split(":", 5)
        service = parts[2] if len(parts) == 6 else ""
        deliver = SENDERS.get(service)
        if deliver is None:
            raise DeliveryError("InvalidParameter", f"Targets such as {arn} are not served here.")
        try:
            what = deliver(self, arn, body, why, settings or {})
        except ClientError as error:
            found = error.response.get("Error", {})
            raise DeliveryError(str(found.get("Code")), str(found.get("Message"))) from None
        except AwsError as error:
            raise DeliveryError(error.code, error.message) from None
        except (BotoCoreError, ValueError) as error:
            raise DeliveryError("ValidationException", str(error)) from None
        self._log(f"{why} {what}")

    def deliver(
        self,
        arn: str,
        body: str,
        *,
        why: str,
        settings: Mapping[str, Any] | None = None,
        dead_letters: str | None = None,
        attributes: Mapping[str, str] | None = None,
    ) -> bool:
        """Deliver as `send` does, and pass what fails to a dead-letter queue. Return whether it worked.

        The failure is logged in any case.
        """
        try:
            self.send(arn, body, why=why, settings=settings)
        except DeliveryError as error:
            self._log(f"{why} could not reach {arn}: {error.code}: {error}")
            if dead_letters:
                given = {**(attributes or {}), "ERROR_CODE": error.code, "ERROR_MESSAGE": str(error)}
                self.bury(dead_letters, body, {key: string(value) for key, value in given.items()}, why)
            return False
        return True

    def bury(self, arn: str, body: str, attributes: Attributes, why: str) -> None:
        """Send a body to a destination or dead-letter queue. A failure is logged."""
        try:
            if arn.split(":")[2:3] == ["events"]:
                self._result(arn, body, why)
            elif attributes and ":sqs:" in arn:
                self._queue(arn, body, why, {}, attributes)
                self._log(f"{why} sent to queue {arn.rpartition(':')[2]!r}")
            else:
                self.send(arn, body, why=why)
        except Exception as error:
            self._log(f"{why} could not reach {arn}: {error}")

    def _result(self, arn: str, body: str, why: str) -> None:
        """Put the result of a function, a record for destinations, on an event bus."""
        record = json.loads(body)
        context = record["requestContext"]
        kind = "Success" if context["condition"] == "Success" else "Failure"
        settings = {
            "Source": "lambda",
            "DetailType": f"Lambda Function Invocation Result - {kind}",
            "Resources": [arn, context["functionArn"]],
        }
        self.send(arn, body, why=why, settings=settings)

    def function(self, name: str) -> Workers:
        """Return a function by its name or ARN. Raise DeliveryError if it does not exist."""
        found = find_function(self._functions, name)
        if found is None:
            raise DeliveryError("ResourceNotFoundException", f"Function not found: {name}")
        return found

    def _function(self, arn: str, body: str, why: str, _: Mapping[str, Any]) -> str:
        workers = self.function(arn)
        json.loads(body)
        self._invocations.invoke(workers, body.encode(), qualifier=qualifier_of(arn), why=why)
        return f"invoked function {workers.function.name!r}"

    def _machine(self, arn: str, body: str, _: str, settings: Mapping[str, Any]) -> str:
        name = settings.get("ExecutionName") or str(uuid.uuid4())
        run = self._executions.start({"stateMachineArn": arn, "input": body, "name": name})
        return f"started machine {arn.split(':')[6]!r}, execution {run.name}"

    def _queue(
        self, arn: str, body: str, _: str, settings: Mapping[str, Any], attributes: Attributes | None = None
    ) -> str:
        _, _, _, region, account, name = arn.split(":", 5)
        parameters: dict[str, Any] = {
            "QueueUrl": f"https://sqs.{region}.amazonaws.com/{account}/{name}",
            "MessageBody": body,
        }
        given = settings.get("SqsParameters") or {}
        if name.endswith(".fifo"):
            parameters["MessageGroupId"] = given.get("MessageGroupId") or "default"
            if settings.get("DeduplicationId"):
                parameters["MessageDeduplicationId"] = settings["DeduplicationId"]
        if attributes:
            parameters["MessageAttributes"] = dict(attributes)
        self._clients().of("sqs", region).send_message(**parameters)
        return f"sent to queue {name!r}"

    def send_to_queue(self, arn: str, body: str, attributes: Attributes, settings: Mapping[str, Any]) -> None:
        """Send a message with attributes to a queue."""
        self._queue(arn, body, "", settings, attributes)

    def _topic(self, arn: str, body: str, _: str, __: Mapping[str, Any]) -> str:
        self._clients().of("sns", arn.split(":")[3]).publish(TopicArn=arn, Message=body)
        return f"published to topic {arn.rpartition(':')[2]!r}"

    def _bus(self, arn: str, body: str, _: str, settings: Mapping[str, Any]) -> str:
        """Put an event on a bus. The body is a whole event if a rule passes it on, else it becomes the detail."""
        event = json.loads(body)
        whole = "Source" not in settings
        given = settings.get("EventBridgeParameters") or {}
        entry = {
            "Source": event.get("source") if whole and not given else settings.get("Source") or given.get("Source"),
            "DetailType": event.get("detail-type")
            if whole and not given
            else settings.get("DetailType") or given.get("DetailType"),
            "Detail": json.dumps(event["detail"]) if whole and not given and "detail" in event else body,
            "Resources": list(settings.get("Resources") or (event.get("resources") or () if whole else ())),
            "EventBusName": arn,
        }
        answer = self._clients().of("events", arn.split(":")[3]).put_events(Entries=[entry])
        if answer["FailedEntryCount"]:
            failed = answer["Entries"][0]
            raise DeliveryError(str(failed["ErrorCode"]), str(failed["ErrorMessage"]))
        return f"put an event on bus {arn.rpartition('/')[2]!r}"

    def _log_group(self, arn: str, body: str, _: str, __: Mapping[str, Any]) -> str:
        group = arn.split(":")[6]
        client = self._clients().of("logs", arn.split(":")[3])
        stream = str(uuid.uuid4())
        client.create_log_stream(logGroupName=group, logStreamName=stream)
        events = [{"timestamp": round(time.time() * 1000), "message": body}]
        client.put_log_events(logGroupName=group, logStreamName=stream, logEvents=events)
        return f"wrote to log group {group!r}"

    def _api(self, arn: str, body: str, _: str, __: Mapping[str, Any]) -> str:
        """Perform an action of any service: `arn:aws:scheduler:::aws-sdk:sqs:sendMessage` (universal targets)."""
        from aslant.local.services.names import botocore_name
        from aslant.local.services.shapes import ShapeError, to_parameters

        service, action = arn.split(":")[-2:]
        clients = self._clients()
        name = botocore_name(service.lower(), clients.services())
        if name is None:
            raise DeliveryError("ValidationException", f"AWS's SDK does not have the service {service!r}.")
        client = clients.of(name, self._region)
        operation = action[:1].upper() + action[1:]
        if operation not in client.meta.service_model.operation_names:
            raise DeliveryError("ValidationException", f"{service} does not have the action {action!r}.")
        shape = client.meta.service_model.operation_model(operation).input_shape
        try:
            client._make_api_call(operation, to_parameters(shape, json.loads(body or "{}")))
        except ShapeError as error:
            raise DeliveryError("ValidationException", str(error)) from None
        return f"called {service}:{action}"


def string(value: str) -> dict[str, str]:
    """Return a message attribute for a string, which SQS does not allow to be empty."""
    return {"DataType": "String", "StringValue": value or "-"}


SENDERS: Mapping[str, Callable[[Targets, str, str, str, Mapping[str, Any]], str]] = {
    "events": Targets._bus,
    "lambda": Targets._function,
    "logs": Targets._log_group,
    "scheduler": Targets._api,
    "sns": Targets._topic,
    "sqs": Targets._queue,
    "states": Targets._machine,
}
"""The functions that deliver, by the service in a target's ARN. Each returns what it did, for the log."""
