"""Extensions of airspeed-ext's parser for syntax of Velocity 1.7 that it does not support.

airspeed-ext is pinned to one version, since its grammar is extended here and its tree is read in `evaluation`. It is a
fork of airspeed, which is still maintained. But airspeed 0.7.1 refuses three templates that AWS was recorded to accept
(`#set($v[$k] = 1)` for maps and for lists, and `""` for a quote inside a string) and reads a fourth differently (a
backslash in a string). Its classes refer to each other by name, so fixing one means replacing nearly all.
"""

from __future__ import annotations

import re

from airspeed import operators as vtl

__all__ = ["BreakDirective", "LiteralBlock", "extend"]

FLAGS = re.IGNORECASE | re.DOTALL


class BreakDirective(vtl._Element):  # type: ignore[misc]  # airspeed has no types
    """The directive `#break`, which ends the innermost loop or `#define`."""

    START = re.compile(r"#(?:break\b|\{break\})(.*)$", FLAGS)

    def parse(self) -> None:
        """Parse the directive."""
        self.identity_match(self.START)


class LiteralBlock(vtl._Element):  # type: ignore[misc]
    """A literal block `#[[ … ]]#`, whose content is not evaluated."""

    START = re.compile(r"#\[\[(.*?)\]\]#(.*)$", FLAGS)

    def parse(self) -> None:
        """Parse the block."""
        (self.text,) = self.identity_match(self.START)


def extend() -> None:
    """Extend the parser. Further calls change nothing."""
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
"""The part of the pattern for plain text that matches a hash and what follows it, including references."""

HASH_ALONE = r"#(?!\[\[)[^\{\}a-zA-Z0-9#\*$\\]+"
"""Its replacement, which excludes literal blocks and references, so that `# $name` has the value of `name`."""
