"""Pictures of workflows. Graphviz places the boxes and lines, as the extra `aslant[graph]` brings it along.

```python
from aslant.draw import to_svg

Path("order.svg").write_text(to_svg(order), encoding="utf-8")
```
"""

from aslant.draw.svg import to_svg

__all__ = ["to_svg"]
