"""The Pulumi components: workflows behind an API, and one Lambda function from one folder.

Programs import from here. Within the library only `aslant.local` uses the
package: its installer of a function's packages.
"""

from aslant.aws.args import (
    Alarms,
    Authorizer,
    Cors,
    Domain,
    HttpApiArgs,
    Mode,
    PolicyStatement,
    RestApiArgs,
    RestRoute,
    Rollout,
    Route,
    StateMachineApiArgs,
)
from aslant.aws.children import Child, Transform
from aslant.aws.function.python_function import PythonFunction, PythonFunctionArgs, Vpc
from aslant.aws.state_machine_api import StateMachineApi

__all__ = [
    "Alarms",
    "Authorizer",
    "Child",
    "Cors",
    "Domain",
    "HttpApiArgs",
    "Mode",
    "PolicyStatement",
    "PythonFunction",
    "PythonFunctionArgs",
    "RestApiArgs",
    "RestRoute",
    "Rollout",
    "Route",
    "StateMachineApi",
    "StateMachineApiArgs",
    "Transform",
    "Vpc",
]
