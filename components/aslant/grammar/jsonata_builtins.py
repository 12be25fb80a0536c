"""The functions of JSONata that Step Functions has, and those that it refuses."""

from __future__ import annotations

import math
from types import MappingProxyType

from aslant.grammar.arity import Arity

__all__ = ["FUNCTIONS", "REFUSED"]

_ARITIES: dict[tuple[int, float], str] = {
    # JSONata 2.0.6, its function library. What may be left out because the context takes its place is not counted.
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
"""Which functions take so many arguments."""

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
"""How many arguments each function takes, by its name without `$`."""

REFUSED = MappingProxyType({"eval": "$eval is not available in Step Functions; $parse reads JSON"})
"""Functions of JSONata that Step Functions refuses, and what to use instead."""
