"""The Pulumi components: a workflow behind an API, and one Lambda function from one folder."""

from aslant.aws.python_function import PythonFunction, PythonFunctionArgs
from aslant.aws.state_machine_api import PolicyStatement, StateMachineApi, StateMachineApiArgs

__all__ = [
    "PolicyStatement",
    "PythonFunction",
    "PythonFunctionArgs",
    "StateMachineApi",
    "StateMachineApiArgs",
]
