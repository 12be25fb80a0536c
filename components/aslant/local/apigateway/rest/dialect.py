"""What Velocity 1.7 reads and airspeed-ext does not, taught to airspeed-ext's parser.

airspeed-ext is pinned to one version, since its grammar is extended here and its tree is read in `evaluation`. The
airspeed that it is a fork of is the one that is maintained, but its 0.7.1 refuses three templates that AWS was recorded
to take (`#set($v[$k] = 1)` for maps and for lists, and `""` for a quote inside a string) and reads a fourth differently
(a backslash in a string); its classes refer to each other by name, so that mending one means replacing nearly all.
"""

from __future__ import annotations

import re

from airspeed import operators as vtl

__all__ = ["BreakDirective", "LiteralBlock", "extend"]

FLAGS = re.IGNORECASE | re.DOTALL


class BreakDirective(vtl._Element):  # type: ignore[misc]  # airspeed has no types
    """`#break`, which ends the innermost loop or `#define`."""

    START = re.compile(r"#(?:break\b|\{break\})(.*)$", FLAGS)

    def parse(self) -> None:
        """Read the directive."""
        self.identity_match(self.START)


class LiteralBlock(vtl._Element):  # type: ignore[misc]
    """`#[[ … ]]#`, whose text is not looked into."""

    START = re.compile(r"#\[\[(.*?)\]\]#(.*)$", FLAGS)

    def parse(self) -> None:
        """Read the block."""
        (self.text,) = self.identity_match(self.START)


def extend() -> None:
    """Teach the parser; once is enough, and again changes nothing."""
    vtl.UserDefinedDirective.DIRECTIVES = [BreakDirective, LiteralBlock]
    for element, name in NAMES.items():
        element.START = re.compile(rf"#(?:{name}\b|\{{{name}\}})\s*(.*)$", FLAGS)
    vtl.StopDirective.STOP = re.compile(r"#(?:stop\b|\{stop\})(.*)$", FLAGS)
    vtl.Text.PLAIN = re.compile(vtl.Text.PLAIN.pattern.replace(HASH, HASH_ALONE), FLAGS)


NAMES = {
    vtl.ElseifBlock: "elseif",
    vtl.IfDirective: "if",
    vtl.ForeachDirective: "foreach",
    vtl.SetDirective: "set",
    vtl.DefineDefinition: "define",
}
"""The directives whose names may be in braces, as in `#{if}($x)`."""

HASH = r"#[^\{\}a-zA-Z0-9#\*]+"
"""The part of the pattern for plain text that takes a hash and what follows it, references too."""

HASH_ALONE = r"#(?!\[\[)[^\{\}a-zA-Z0-9#\*$\\]+"
"""What it takes instead: no literal block and no reference, so that `# $name` has the value of `name`."""
