"""`aslant format`: format definitions as JSON or YAML, with their members in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aslant.asl.reading.text import Format, read
from aslant.asl.values import pointer, same
from aslant.cli.inputs import NOT_A_DEFINITION, DefinitionSource, find, load, named
from aslant.cli.layout import arranged, to_text
from aslant.cli.output import say, write
from aslant.cli.usage import UsageError, make_parser
from aslant.errors import AslantError, DefinitionError
from aslant.json_value import Json

__all__ = ["run"]

EXAMPLES: Final = """\
  aslant format order.asl.json                 to standard output
  aslant format -w .                           in place, every definition below this folder
  aslant format --check .                      list the files that are not formatted, for CI
  aslant format order.asl.json --to yaml > order.asl.yaml
  aslant format workflows/pizza.py:pizza       the JSON of a workflow in Python

Members are sorted (Comment, QueryLanguage, ..., StartAt, States; Type first, Next and End last). States keep your
order, and payloads stay as they are. YAML with comments or anchors is never written in place, because they would be
lost.

exit codes: 0 success, 1 a file would change (--check) or is not a definition, 2 bad usage or a file that cannot be read
"""


def run(arguments: Sequence[str]) -> int:
    """Format the definitions that the arguments name, and return the exit code."""
    parser = make_parser("format", "Format definitions without changing their meaning.", EXAMPLES)
    parser.add_argument("names", nargs="+", metavar="FILE", help="files, folders, - or Python as file.py:name")
    parser.add_argument(
        "--check", action="store_true", help="list the files that would change, and exit with 1 if there are any"
    )
    parser.add_argument("-w", "--write", action="store_true", help="write files in place")
    parser.add_argument("--to", choices=("json", "yaml"), help="the format to write (default: that of the input)")
    parser.add_argument(
        "--indent", type=int, choices=range(1, 9), default=2, metavar="N", help="spaces a level, 1 to 8 (default: 2)"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="list the files in folders that are skipped")
    options = parser.parse_intermixed_args(arguments)
    if options.check and options.write:
        raise UsageError("--check and --write cannot be combined. Use one of them.")
    if options.to and (options.check or options.write):
        raise UsageError("--to cannot be combined with --check or --write, which keep the format of each file")
    inputs = find(options.names, verbose=options.verbose)
    for item in inputs:
        if (item.reference and options.check) or (item.path is None and options.write):
            raise UsageError(f"{item.name} is not a file that can be written in place")
    codes, changed = [0], 0
    for item in inputs:
        try:
            source = load(item)
            text = _formatted(source, options.to, options.indent)
            lost = _lost(source)
            if not options.check and not options.write:
                if lost:
                    say(f"warning: {item.name}: its {lost} are not in the output")
                write(text)
            elif source.text and source.text.text != text:
                if lost:
                    say(f"{item.name}: not changed, because its {lost} would be lost")
                    codes.append(1 if options.write else 0)
                    continue
                if options.write:
                    write(text, item.path)
                write(f"{item.name}\n")
                codes.append(1 if options.check else 0)
                changed += 1
        except AslantError as why:
            say(f"error: {named(item, why)}")
            codes.append(getattr(why, "exit_code", 1))
    if options.check or options.write:
        say(f"{changed} of {len(inputs)} {'would change' if options.check else 'written'}")
    return max(codes)


def _formatted(source: DefinitionSource, to: Format | None, indent: int) -> str:
    """Return the formatted text of a definition, in the format `to` or else in its original one.

    Raises:
        DefinitionError: the document is not a definition, or formatting would change its meaning.
    """
    document: Json = source.definition
    if source.text is None:
        document = source.machine.to_dict()
        source.machine.to_json()  # raises an error that names each leaf that is not JSON
    elif source.text.duplicates:
        duplicate = source.text.duplicates[0]
        raise DefinitionError(
            f"line {duplicate.line}: {pointer(*duplicate.steps)} is already defined at line {duplicate.first}, "
            "and one of them would be lost. Remove one."
        )
    if not isinstance(document, dict) or not isinstance(document.get("States"), dict):
        raise DefinitionError(NOT_A_DEFINITION)
    form = to or (source.text.format if source.text else "json")
    if form == "json":
        text = to_text(arranged(document, source.text.placeholders if source.text else ()), indent)
    else:
        from aslant.cli.yaml_layout import to_yaml

        text = to_yaml(arranged(document), indent)
    if not same(read(text, format=form).document, document):
        raise DefinitionError(f"formatting as {form} would change this definition. Please report this bug in aslant.")
    return text


def _lost(source: DefinitionSource) -> str:
    """Return the parts of the old text that the new one cannot keep: `comments and anchors`, or nothing."""
    if source.text is None or source.text.format != "yaml":
        return ""
    from aslant.cli.yaml_layout import losses

    return " and ".join(losses(source.text.text))
