"""The components can be read by Pulumi's analyzer, as a package for other languages would have them read."""

from typing import Any

import pytest
from pulumi.provider.experimental.analyzer import Analyzer

from aslant.aws import PythonFunction, PythonFunctionArgs, StateMachineApi
from aslant.aws.args import AllApiArgs, ApiArgs, RestRoute


@pytest.mark.parametrize(
    ("component", "args", "required", "outputs"),
    [
        (
            StateMachineApi,
            AllApiArgs,
            set(),
            {"url", "stateMachineArn", "stateMachineArns", "stateMachineVersions"},
        ),
        (PythonFunction, PythonFunctionArgs, {"folder"}, {"arn", "functionName"}),
    ],
)
def test_every_argument_and_output_is_described(
    component: Any, args: Any, required: set[str], outputs: set[str]
) -> None:
    found = Analyzer("aslant").analyze([component])["component_definitions"][component.__name__]
    assert set(found.inputs_mapping.values()) == set(args.__annotations__)
    assert {name for name, one in found.inputs.items() if not one.optional} == required
    assert set(found.outputs) == outputs
    undescribed = {name for name, one in {**found.inputs, **found.outputs}.items() if not one.description}
    # The analyzer looks for descriptions in the class itself, not in its bases.
    bases = RestRoute.__annotations__.keys() | ApiArgs.__annotations__.keys()
    inherited = {name for name in found.inputs if found.inputs_mapping[name] in bases}
    assert undescribed == (inherited if component is StateMachineApi else set())
