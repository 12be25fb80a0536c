"""A value known only at deployment that fails on any use."""

from typing import Any, NoReturn

import pytest


class Untouchable:
    """A value that raises on any access, as a Pulumi Output does or should."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> NoReturn:
        raise RuntimeError("compared")

    def __bool__(self) -> NoReturn:
        raise RuntimeError("taken for a truth value")

    def __iter__(self) -> NoReturn:
        raise RuntimeError("iterated")

    def __getattr__(self, name: str) -> NoReturn:
        raise RuntimeError(f"asked for {name}")

    def __deepcopy__(self, memo: dict[int, Any]) -> NoReturn:
        raise RuntimeError("copied")

    __copy__ = __deepcopy__
    __str__ = __len__ = __bool__


@pytest.fixture
def leaf() -> Any:
    return Untouchable()


@pytest.fixture
def other_leaf() -> Any:
    return Untouchable()
