"""The Pulumi components: workflows behind an API, and one Lambda function from one folder."""

from aslant.aws.args import Authorizer, Cors, Domain, PolicyStatement, Route, StateMachineApiArgs
from aslant.aws.children import Child, Transform
from aslant.aws.python_function import PythonFunction, PythonFunctionArgs
from aslant.aws.state_machine_api import StateMachineApi

__all__ = [
    "Authorizer",
    "Child",
    "Cors",
    "Domain",
    "PolicyStatement",
    "PythonFunction",
    "PythonFunctionArgs",
    "Route",
    "StateMachineApi",
    "StateMachineApiArgs",
    "Transform",
]
