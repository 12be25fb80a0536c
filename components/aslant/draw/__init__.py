"""Pictures of workflows as SVG. Graphviz computes the layout; the extra `aslant[graph]` installs it.

```python
from aslant.draw import to_svg

Path("order.svg").write_text(to_svg(order), encoding="utf-8")
```

Users and the CLI import `to_svg`; the other modules of this package are internal.
"""

from aslant.draw.svg import to_svg

__all__ = ["to_svg"]
