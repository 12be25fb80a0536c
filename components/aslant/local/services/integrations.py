"""Tasks that do not call a function: they call a service, start an execution, or wait for an activity's worker."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aslant.errors import TaskError
from aslant.iam import ACTIVITY_ARN
from aslant.local.services.callbacks import Callbacks
from aslant.local.services.calls import ServiceCalls
from aslant.provider.account import LocalAccount

if TYPE_CHECKING:
    from aslant.run import TaskCall

__all__ = ["Integrations"]

INTEGRATION = re.compile(
    r"arn:[^:]+:states:[^:]*:[^:]*:(?P<sdk>aws-sdk:)?(?P<service>[\w-]+):(?P<action>\w+)"
    r"(?:\.(?P<pattern>sync(?::2)?|waitForTaskToken))?"
)
MAP_DATA = ("getObject", "listObjectsV2", "putObject")
"""The actions of a distributed Map in S3 (developer guide, "ItemReader (Map)" and "ResultWriter (Map)")."""


class Integrations:
    """A function that performs the tasks which do not call a Lambda function."""

    def __init__(
        self,
        account: LocalAccount,
        calls: ServiceCalls,
        nested: Callable[[TaskCall, str, LocalAccount], Any],
        callbacks: Callbacks,
        http: Callable[[TaskCall, LocalAccount], Any] | None = None,
    ) -> None:
        self._account = account
        self._calls = calls
        self._nested = nested
        self._callbacks = callbacks
        self._http = http

    def __call__(self, call: TaskCall, region: str | None = None) -> Any:
        """Return a task's raw result, or the result that it waits for. Raise TaskError if it fails.

        The Region is that of the machine unless one is given.
        """
        if ACTIVITY_ARN.fullmatch(call.resource):
            return self._wait_for_worker(call)
        parts = INTEGRATION.fullmatch(call.resource)
        if parts is None:
            raise TaskError("States.Runtime", f"state {call.state!r}: {call.resource!r} is not a task's resource.")
        service, action, pattern, sdk = parts["service"], parts["action"], parts["pattern"] or "", bool(parts["sdk"])
        account = self._account.within(region or str(call.context["StateMachine"]["Id"]).split(":")[3])
        if not sdk and service == "states" and action == "startExecution":
            return self._nested(call, pattern, account)
        if not sdk and service == "s3" and action in MAP_DATA:
            return self._map_data(call, action, account)
        if not sdk and service == "http" and action == "invoke" and self._http is not None:
            return self._http(call, account)
        if pattern.startswith("sync") or (not sdk and service not in self._calls.optimized):
            raise TaskError("States.Runtime", _not_here(call, f"{service}:{action}", pattern))
        return self._calls(call, service, action, sdk=sdk, account=account)

    def _wait_for_worker(self, call: TaskCall) -> Any:
        from aslant.run import pending

        assert call.token is not None  # noqa: S101  # an activity's task has one
        self._callbacks.schedule(call.resource, call.token, json.dumps(call.arguments, ensure_ascii=False))
        return pending()

    def _map_data(self, call: TaskCall, action: str, account: LocalAccount) -> Any:
        """Return an object's content, or a list in the form that the Map's context object has it."""
        answer, _ = self._calls.answer(call, "s3", action, sdk=True, account=account)
        if action == "getObject":
            return answer["Body"].read()
        return [_entry(item) for item in answer.get("Contents") or ()] if action == "listObjectsV2" else {}


def _entry(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "Etag": item["ETag"],
        "Key": item["Key"],
        "LastModified": int(item["LastModified"].timestamp()),
        "Size": item["Size"],
        "StorageClass": item.get("StorageClass", "STANDARD"),
    }


def _not_here(call: TaskCall, what: str, pattern: str) -> str:
    job = f"{what}.{pattern}" if pattern else what
    return (
        f"state {call.state!r}: {job} cannot run on this machine. Configure its result in the stack's file, under "
        f'aslant:mocks: {{"{call.state}": {{"Return": {{...}}}}}}, or {{"Throw": {{"Error": "...", "Cause": '
        f'"..."}}}}, or a command that runs instead, under aslant:commands: {{"{call.state}": "python job.py"}}. Or '
        "run the workflow without the local AWS, with a mock: aslant.run.run(machine, input, tasks={"
        f"{call.state!r}: ...}})"
    )
