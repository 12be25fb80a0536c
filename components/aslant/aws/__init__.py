"""The Pulumi components: workflows behind an API, and one Lambda function from one folder."""

from aslant.aws.args import Alarms, Authorizer, Cors, Domain, PolicyStatement, Rollout, Route, StateMachineApiArgs
from aslant.aws.children import Child, Transform
from aslant.aws.function.python_function import PythonFunction, PythonFunctionArgs, Vpc
from aslant.aws.state_machine_api import StateMachineApi

__all__ = [
    "Alarms",
    "Authorizer",
    "Child",
    "Cors",
    "Domain",
    "PolicyStatement",
    "PythonFunction",
    "PythonFunctionArgs",
    "Rollout",
    "Route",
    "StateMachineApi",
    "StateMachineApiArgs",
    "Transform",
    "Vpc",
]
