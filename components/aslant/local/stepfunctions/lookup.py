"""State machines and executions by the ARNs of a request, with AWS's errors."""

from __future__ import annotations

from aslant.local.answers import AwsError
from aslant.local.arns import check_arn
from aslant.local.machines import LocalMachine
from aslant.local.stepfunctions.service import Service
from aslant.provider.resources.machines import unqualified

__all__ = ["active_machine", "check_machine_arn", "machine_does_not_exist", "machine_of", "type_not_supported"]


def machine_of(service: Service, arn: str) -> LocalMachine:
    """Return the current revision of a machine. Raise AwsError if it does not exist or the ARN is that of a version."""
    check_machine_arn(arn)
    machine = service.machines.get(arn)
    if machine is None:
        raise machine_does_not_exist(arn)
    return machine


def active_machine(service: Service, arn: str) -> LocalMachine:
    """Return the current revision of a machine that is not being deleted."""
    machine = machine_of(service, arn)
    if service.machines.is_deleting(unqualified(arn)):
        raise AwsError("StateMachineDeleting", f"State Machine is being deleted: '{arn}'")
    return machine


def check_machine_arn(arn: str) -> None:
    """Raise AwsError unless an ARN has the form of a machine's, a version's or an alias's."""
    check_arn(arn, "stateMachine")


def machine_does_not_exist(arn: str) -> AwsError:
    """Return the error for the ARN of a machine, a version or an alias that does not exist."""
    return AwsError("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'")


def type_not_supported() -> AwsError:
    """Return the error for an operation that machines of this type do not have."""
    return AwsError("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine")
