"""Whether data fits a shape that its reader declares, such as the annotation of a handler's event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from aslant.asl.shapes.shape import NEVER, Array, Object, Shape, Values
from aslant.asl.shapes.text import kind_text, shape_text

__all__ = ["Misfit", "misfit"]


class Misfit(NamedTuple):
    """A difference between data and the shape that it must have."""

    severity: Literal["ERROR", "WARNING"]
    """ERROR if no value of the data fits, WARNING if some do not."""
    why: str
    steps: tuple[str, ...] = ()
    """The names of the members that lead to it, as far as it is not inside an array."""


def misfit(given: Shape, wanted: Shape, place: str = "it") -> Misfit | None:
    """Return why data does not fit, or may not; None if it does, or if that is unknown."""
    if _fits(given, wanted):
        return None
    fits: list[Shape] = []
    faults: list[Misfit] = []
    for kind in sorted(given.kinds, key=lambda kind: (not wanted.has(kind), kind)):
        part = given.only(kind)
        fault = _kind_misfit(part, wanted, kind, place)
        if fault is None or fault.severity == "WARNING":
            fits.append(part)
        if fault is not None:
            faults.append(fault)
    if not faults:
        return None
    if not fits:
        return _worst(faults)
    extra = given.without(*wanted.kinds).present()
    if extra.is_value:
        return Misfit("WARNING", f"{place} may be {kind_text(extra)}, and must be {kind_text(wanted)}")
    return next((fault for fault in faults if fault.severity == "WARNING"), faults[0]._replace(severity="WARNING"))


def _fits(given: Shape, wanted: Shape) -> bool:
    """Return whether data certainly fits, or cannot be compared. That is nearly always so, and quick to find out."""
    if given is wanted or given.unknown or wanted.unknown:
        return True
    if given.null and not wanted.null:
        return False
    if given.string is not False and not _among(given.string, wanted.string):
        return False
    if given.number is not False and not _among(given.number, wanted.number):
        return False
    if given.boolean is not False and not _among(given.boolean, wanted.boolean):
        return False
    if given.array is not None and given.array is not wanted.array:
        array = wanted.array
        if array is None or array.places is not None or not _fits(given.array.items, array.items):
            return False
    return not given.objects or all(any(_fits_object(one, other) for other in wanted.objects) for one in given.objects)


def _among(values: Values, allowed: Values) -> bool:
    return allowed is True or (allowed is not False and (values is True or values <= allowed))  # type: ignore[operator]


def _fits_object(given: Object, wanted: Object) -> bool:
    if given is wanted:
        return True
    for name, need in wanted.members.items():
        have = given.member(name)
        if (have.missing and need.missing is False) or (have is not need and not _fits(have, need)):
            return False
    other = wanted.other
    return (
        other is NEVER or other.unknown or all(_fits(have, wanted.member(name)) for name, have in given.members.items())
    )


def _kind_misfit(given: Shape, wanted: Shape, kind: str, place: str) -> Misfit | None:
    """Return the misfit of values of one JSON type."""
    if not wanted.has(kind):
        return Misfit("ERROR", f"{place} must be {kind_text(wanted)}, not {kind_text(given)}")
    if kind == "object":
        return _alternatives(given.objects, wanted.objects, place)
    if kind == "array":
        assert given.array is not None and wanted.array is not None  # noqa: PT018, S101 - both have arrays
        return _arrays(given.array, wanted.array, place)
    values, allowed = getattr(given, kind), getattr(wanted, kind)
    if type(values) is not frozenset or type(allowed) is not frozenset or values <= allowed:
        return None
    if values & allowed:
        why = f"{place} may be {shape_text(given)}, and must be {shape_text(wanted.only(kind))}"
        return None if given.soft else Misfit("WARNING", why)
    return Misfit("ERROR", f"{place} must be {shape_text(wanted.only(kind))}, not {shape_text(given)}")


def _alternatives(given: tuple[Object, ...], wanted: tuple[Object, ...], place: str) -> Misfit | None:
    """Return the misfit of objects, each of which has to fit one of the wanted alternatives."""
    best = [_best(_objects(one, other, place) for other in wanted) for one in given]
    faults = [fault for fault in best if fault is not None]
    if not faults:
        return None
    if len(faults) == len(given) and all(fault.severity == "ERROR" for fault in faults):
        return faults[0]
    found = next((fault for fault in faults if fault.severity == "WARNING"), faults[0])
    return Misfit("WARNING", found.why.replace(" is missing", " may be missing"), found.steps)


def _best(faults: Iterable[Misfit | None]) -> Misfit | None:
    """Return the least severe of some misfits."""
    found: Misfit | None = None
    for fault in faults:
        if fault is None:
            return None
        if found is None or (fault.severity, found.severity) == ("WARNING", "ERROR"):
            found = fault
    return found


def _objects(given: Object, wanted: Object, place: str) -> Misfit | None:
    found: Misfit | None = None
    within = "" if place == "it" else f" in {place}"
    for name in {**wanted.members, **given.members}:
        have, need = given.member(name), wanted.member(name)
        if not need.is_value:
            continue  # a member that the reader does not know
        if not have.is_value:
            fault = None if need.missing is not False else Misfit("ERROR", f"'{name}' is missing{within}")
        else:
            fault = misfit(have.present(), need.present(), f"'{name}'" if place == "it" else f"'{name}' of {place}")
            if fault is None and have.missing and need.missing is False:
                fault = Misfit("WARNING", f"'{name}' may be missing{within}")
            elif fault is not None and have.missing is not False and need.missing is not False:
                fault = fault._replace(severity="WARNING")
        if fault is not None and (found is None or fault.severity < found.severity):
            found = fault._replace(steps=(name, *fault.steps))
    return found


def _arrays(given: Array, wanted: Array, place: str) -> Misfit | None:
    inner = "an item" if place == "it" else f"an item of {place}"
    if wanted.places is not None and given.places is not None:
        if len(wanted.places) != len(given.places):
            return Misfit("ERROR", f"{place} must have {len(wanted.places)} items, not {len(given.places)}")
        return _worst([misfit(one, other, inner) for one, other in zip(given.places, wanted.places, strict=True)])
    if given.places is not None:
        return _worst([misfit(one, wanted.items, inner) for one in given.places])
    return _worst([misfit(given.items, wanted.items, inner)])


def _worst(faults: Iterable[Misfit | None]) -> Misfit | None:
    """Return the most severe of some misfits; None if there are none."""
    return max((fault for fault in faults if fault), key=lambda fault: fault.severity == "ERROR", default=None)
