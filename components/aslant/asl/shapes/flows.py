"""The data flow of one state or catcher in either query language: what each field does to the shape of the data.

The methods mirror those of `aslant.run.language.DataFlow`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from aslant.asl.shapes.environment import Environment
from aslant.asl.shapes.kinds import expect, expect_number, expect_timestamp
from aslant.asl.shapes.paths import parsed_path
from aslant.asl.shapes.placing import placed
from aslant.asl.shapes.shape import ANY, Shape
from aslant.asl.shapes.templates import (
    expression_of,
    jsonata_data,
    jsonata_shape,
    member_shape,
    template_data,
    template_shape,
)
from aslant.asl.shapes.unions import object_of
from aslant.asl.shapes.visit import Steps, Visit
from aslant.asl.values import is_unresolved

__all__ = ["Flow", "JsonPathFlow", "JsonataFlow"]

_EMPTY = object_of({})
_SHARE = "ToleratedFailurePercentage"


class _Flow:
    def __init__(
        self,
        record: Mapping[str, Any],
        visit: Visit,
        variables: Mapping[str, Shape],
        context: Shape,
        steps: Steps = (),
        extra: str = "",
    ) -> None:
        self.record = record
        self.visit = visit
        self.scope = variables
        self.context = context
        self.steps = steps
        self.extra = extra
        """The member of `$states` that has the result: `result` or `error_output`; empty for none."""


def _value_of(field: str, path: Any) -> str:
    return f"The value of {field}, {path}," if type(path) is str else f"The value of {field}"


class JsonPathFlow(_Flow):
    """The data flow in JSONPath."""

    def arguments(self, data: Shape, template: str | None = None) -> Shape:
        """Return the effective input."""
        seen = self._filtered("InputPath", data)
        if template is None or template not in self.record:
            return seen
        return template_shape(self.record[template], self._reading(seen), self.visit, (*self.steps, template))

    def data_of_arguments(self, data: Shape) -> list[tuple[Steps, Shape]]:
        """Return the data of which nothing is constant in the effective input, with the steps to each part."""
        seen = self._filtered("InputPath", data)
        if "Parameters" not in self.record:
            return [(("Parameters",), seen)]
        return template_data(self.record["Parameters"], self._reading(seen), self.visit, ("Parameters",))

    def result(self, raw: Shape) -> Shape:
        """Return the effective result."""
        if "ResultSelector" not in self.record:
            return raw
        steps = (*self.steps, "ResultSelector")
        return template_shape(self.record["ResultSelector"], self._reading(raw), self.visit, steps)

    def output(self, data: Shape, result: Shape) -> Shape:
        """Return the state's output."""
        if "ResultPath" in self.record:
            text = self.record["ResultPath"]
            if text is None:
                result = data
            elif type(text) is not str or text != "$":
                result = self._placed(data, result, text)
        return self._filtered("OutputPath", result)

    def _placed(self, data: Shape, result: Shape, text: Any) -> Shape:
        if data.unknown and result.unknown:
            return ANY
        path = parsed_path(text)
        if path is None or path.root != "$" or not path.reference:
            return ANY
        keys: Any = path.steps
        origin = (f"the output of state '{self.visit.name}'",)
        return placed(data, keys, result, text, self.visit, (*self.steps, "ResultPath"), origin)

    def variables(self, data: Shape, result: Shape) -> Mapping[str, Shape]:
        """Return the variables afterwards."""
        assigned = self.record.get("Assign")
        if type(assigned) is not dict or is_unresolved(assigned):
            return self.scope
        environment, steps = self._reading(result), (*self.steps, "Assign")
        found = dict(self.scope)
        for name, value in assigned.items():
            if type(name) is str and name.endswith(".$"):
                found[name[:-2]] = member_shape(value, environment, self.visit, (*steps, name)).present()
            else:
                found[name] = template_shape(value, environment, self.visit, (*steps, name))
        return found

    def payload(self, holder: Any, field: str, data: Shape, *steps: str | int) -> Shape:
        """Return the shape of a template."""
        if type(holder) is not dict or field not in holder:
            return _EMPTY
        return template_shape(holder[field], self._reading(data), self.visit, (*steps, field))

    def number(self, holder: Any, field: str, data: Shape, *steps: str | int) -> None:
        """Check the path of a number."""
        name = f"{field}Path"
        if type(holder) is dict and name in holder:
            shape = self._select(holder[name], data, (*steps, name))
            expect_number(shape, _value_of(name, holder[name]), self.visit, (*steps, name), whole=field != _SHARE)

    def text(self, field: str, data: Shape) -> None:
        """Check the path of a string."""
        name = f"{field}Path"
        if name in self.record:
            shape = self._select(self.record[name], data, (name,))
            expect(shape, ("string",), _value_of(name, self.record[name]), self.visit, (name,))

    def timestamp(self, data: Shape) -> None:
        """Check the path of a timestamp."""
        name = "TimestampPath"
        if name in self.record:
            shape = self._select(self.record[name], data, (name,))
            expect_timestamp(shape, _value_of(name, self.record[name]), self.visit, (name,))

    def items(self, data: Shape) -> Shape:
        """Return the shape that ItemsPath selects."""
        return self._select(self.record["ItemsPath"], data, ("ItemsPath",)) if "ItemsPath" in self.record else data

    def _filtered(self, field: str, data: Shape) -> Shape:
        if field not in self.record:
            return data
        text = self.record[field]
        return _EMPTY if text is None else self._select(text, data, (*self.steps, field)).present()

    def _select(self, text: Any, data: Shape, steps: Steps) -> Shape:
        return data if type(text) is str and text == "$" else member_shape(text, self._reading(data), self.visit, steps)

    def _reading(self, data: Shape) -> Environment:
        return Environment(data, None, None, self.context, self.scope)


class JsonataFlow(_Flow):
    """The data flow in JSONata."""

    def arguments(self, data: Shape, template: str | None = None) -> Shape:
        """Return the effective input."""
        if "Arguments" not in self.record:
            return data
        return jsonata_shape(self.record["Arguments"], self._reading(data), self.visit, (*self.steps, "Arguments"))

    def data_of_arguments(self, data: Shape) -> list[tuple[Steps, Shape]]:
        """Return the data in the effective input, with the steps to each part."""
        if "Arguments" not in self.record:
            return [(("Arguments",), data)]
        return jsonata_data(self.record["Arguments"], self._reading(data), self.visit, ("Arguments",))

    def result(self, raw: Shape) -> Shape:
        """Return the effective result, which is the raw one."""
        return raw

    def output(self, data: Shape, result: Shape) -> Shape:
        """Return the state's output."""
        if "Output" not in self.record:
            return result
        environment = self._reading(data, result)
        found = jsonata_shape(self.record["Output"], environment, self.visit, (*self.steps, "Output"))
        return found.made_by(f"the output of state '{self.visit.name}'")

    def variables(self, data: Shape, result: Shape) -> Mapping[str, Shape]:
        """Return the variables afterwards."""
        assigned = self.record.get("Assign")
        if type(assigned) is not dict or is_unresolved(assigned):
            return self.scope
        environment, steps = self._reading(data, result), (*self.steps, "Assign")
        found = dict(self.scope)
        for name, value in assigned.items():
            found[name] = jsonata_shape(value, environment, self.visit, (*steps, name))
        return found

    def payload(self, holder: Any, field: str, data: Shape, *steps: str | int) -> Shape:
        """Return the shape of JSON with expressions."""
        if type(holder) is not dict or field not in holder:
            return _EMPTY
        return jsonata_shape(holder[field], self._reading(data), self.visit, (*steps, field))

    def number(self, holder: Any, field: str, data: Shape, *steps: str | int) -> None:
        """Check a number or the expression for one."""
        if type(holder) is dict and expression_of(holder.get(field)) is not None:
            shape = jsonata_shape(holder[field], self._reading(data), self.visit, (*steps, field))
            expect_number(
                shape, f"The value of {field}", self.visit, (*steps, field), digits=False, whole=field != _SHARE
            )

    def text(self, field: str, data: Shape) -> None:
        """Check the expression for a string."""
        if expression_of(self.record.get(field)) is not None:
            shape = jsonata_shape(self.record[field], self._reading(data), self.visit, (field,))
            expect(shape, ("string",), f"The value of {field}", self.visit, (field,))

    def timestamp(self, data: Shape) -> None:
        """Check the expression for a timestamp."""
        value = self.record.get("Timestamp")
        if expression_of(value) is not None:
            shape = jsonata_shape(value, self._reading(data), self.visit, ("Timestamp",))
            expect_timestamp(shape, "The value of Timestamp", self.visit, ("Timestamp",))

    def items(self, data: Shape) -> Shape:
        """Return the shape of Items."""
        if "Items" not in self.record:
            return data
        return jsonata_shape(self.record["Items"], self._reading(data), self.visit, ("Items",))

    def _reading(self, data: Shape, result: Shape | None = None) -> Environment:
        return Environment(
            data,
            result if self.extra == "result" else None,
            result if self.extra == "error_output" else None,
            self.context,
            self.scope,
        )


Flow: TypeAlias = JsonPathFlow | JsonataFlow
"""The data flow of a state or a catcher in its query language."""
