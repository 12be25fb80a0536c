"""The JSONata functions that Step Functions has, and those that it refuses."""

from __future__ import annotations

import math
from types import MappingProxyType

from aslant.grammar.arity import Arity

__all__ = ["FUNCTIONS", "REFUSED"]

_ARITIES: dict[tuple[int, float], str] = {
    # The function library of JSONata 2.0.6. Arguments that default to the context item are not counted.
    (0, 0): "millis",
    (0, 1): "abs base64decode base64encode boolean ceil clone decodeUrl decodeUrlComponent encodeUrl "
    "encodeUrlComponent error floor keys length lowercase not number spread sqrt trim uppercase",
    (0, 2): "formatBase now round sift string toMillis",
    (0, 3): "fromMillis",
    (1, 1): "average count distinct exists max merge min reverse shuffle sum type",
    (1, 2): "assert contains each formatInteger join lookup parseInteger power single sort substringAfter "
    "substringBefore",
    (1, 3): "formatNumber match pad split substring",
    (1, math.inf): "zip",
    (2, 2): "append filter map",
    (2, 3): "reduce",
    (2, 4): "replace",
}
"""The functions, by the least and the most arguments that they take."""

FUNCTIONS = MappingProxyType(
    {name: Arity(*counts) for counts, names in _ARITIES.items() for name in names.split()}
    # Developer guide, 'JSONata functions provided by Step Functions'.
    | {
        "hash": Arity(2, 2),
        "parse": Arity(1, 1),
        "partition": Arity(2, 2),
        "random": Arity(0, 1),
        "range": Arity(3, 3),
        "uuid": Arity(0, 0),
    }
)
"""The number of arguments that each function takes, by its name without `$`."""

REFUSED = MappingProxyType({"eval": "Use $parse to read JSON."})
"""The JSONata functions that Step Functions refuses, each with what to use instead."""
