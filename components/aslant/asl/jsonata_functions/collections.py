"""The functions of JSONata for arrays, objects and any values."""

from __future__ import annotations

from typing import Any

from aslant.asl.expression import Expression
from aslant.asl.jsonata_functions.call import Array, Boolean, Function, Number, Object, Text, call
from aslant.asl.unset import UNSET, Unset
from aslant.errors import DefinitionError

__all__ = ["CollectionFunctions"]


class CollectionFunctions:
    """The functions for arrays, objects and any values."""

    __slots__ = ()

    def count(self, array: object) -> Expression:
        """Return the number of items; 0 if there is no value, 1 if it is not an array."""
        return call("count", "x", array)

    def append(self, array: object, other: object) -> Expression:
        """Return an array with the items of both. A value that is not an array counts as an item."""
        return call("append", "xx", array, other)

    def reverse(self, array: Array) -> Expression:
        """Return the items in reverse order."""
        return call("reverse", "a", array)

    def shuffle(self, array: Array) -> Expression:
        """Return the items in random order."""
        return call("shuffle", "a", array)

    def distinct(self, array: Array) -> Expression:
        """Return the items without duplicates."""
        return call("distinct", "a", array)

    def sort(self, array: Array, is_after: Function | Unset = UNSET) -> Expression:
        """Return the items in order: numbers or strings, or by a function of two items.

        The function returns whether the first item comes after the second one: `lambda a, b: a.price > b.price`.
        """
        return call("sort", "af", array, is_after, least=2, most=2)

    def zip(self, *arrays: Array) -> Expression:
        """Return an array of arrays: the first items of all arrays, their second items, and so on."""
        if not arrays:
            raise DefinitionError("jsonata.fn.zip: at least one array is required")
        return call("zip", "a" * len(arrays), *arrays)

    def partition(self, array: Array, size: Number) -> Expression:
        """Return the items in arrays of a size; the last one may be smaller."""
        return call("partition", "an", array, size)

    def map(self, array: Array, function: Function) -> Expression:
        """Return the result of a function for each item. It gets the item, its index and the array."""
        return call("map", "af", array, function, least=0, most=3)

    def filter(self, array: Array, condition: Function) -> Expression:
        """Return the items for which a function is true. It gets the item, its index and the array."""
        return call("filter", "af", array, condition, least=1, most=3)

    def single(self, array: Array, condition: Function | Unset = UNSET) -> Expression:
        """Return the only item for which a function is true. Fails if there are none or several."""
        return call("single", "af", array, condition, least=1, most=3)

    def reduce(self, array: Array, function: Function, initial: Any = UNSET) -> Expression:
        """Return the result of a function of the previous result and the next item, over all items."""
        return call("reduce", "afx", array, function, initial, least=2, most=4)

    def keys(self, value: Object | Array) -> Expression:
        """Return the names of an object's members, or of all objects in an array."""
        return call("keys", "c", value)

    def lookup(self, value: Object | Array, name: Text) -> Expression:
        """Return the member of a name that is computed, or that has characters which a path cannot have."""
        return call("lookup", "cs", value, name)

    def spread(self, value: Object | Array) -> Expression:
        """Return an object for each member."""
        return call("spread", "c", value)

    def merge(self, objects: Array | Object) -> Expression:
        """Return one object with the members of several. The last one counts where they have the same name."""
        return call("merge", "O", objects)

    def each(self, value: Object, function: Function) -> Expression:
        """Return the result of a function for each member. It gets the value, the name and the object."""
        return call("each", "of", value, function, least=0, most=3)

    def sift(self, value: Object, condition: Function) -> Expression:
        """Return the members for which a function is true. It gets the value, the name and the object."""
        return call("sift", "of", value, condition, least=1, most=3)

    def clone(self, value: Object | Array) -> Expression:
        """Return a copy."""
        return call("clone", "c", value)

    def boolean(self, value: object) -> Expression:
        """Return false for an empty string, array or object, for 0 and for null, otherwise true."""
        return call("boolean", "x", value)

    def not_(self, value: object) -> Expression:
        """Return the opposite of a boolean, like `~`."""
        return call("not", "x", value)

    def exists(self, value: object) -> Expression:
        """Return whether there is a value; null is one."""
        return call("exists", "x", value)

    def type(self, value: object) -> Expression:
        """Return the type: `null`, `boolean`, `number`, `string`, `array`, `object` or `function`."""
        return call("type", "x", value)

    def error(self, message: Text | Unset = UNSET) -> Expression:
        """Fail with a message."""
        return call("error", "s", message)

    def assert_(self, condition: Boolean, message: Text | Unset = UNSET) -> Expression:
        """Fail with a message unless a condition holds. There is no value if it does."""
        return call("assert", "bs", condition, message)
