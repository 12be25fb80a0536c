"""`aslant format`: definitions laid out in one way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aslant.asl.reading.text import Format, read
from aslant.asl.values import pointer, same
from aslant.cli.inputs import DefinitionSource, find, load, named
from aslant.cli.layout import arranged, to_text
from aslant.cli.output import say, write
from aslant.cli.usage import UsageError, make_parser
from aslant.errors import AslantError, DefinitionError
from aslant.json_value import Json

__all__ = ["run"]

EXAMPLES: Final = """\
  aslant format order.asl.json                 to standard output
  aslant format -w .                           in place, every definition below this folder
  aslant format --check .                      say which are not laid out, for CI
  aslant format order.asl.json --to yaml > order.asl.yaml
  aslant format workflows/pizza.py:pizza       the JSON of a workflow in Python

Members stand in one order (Comment, QueryLanguage, ..., StartAt, States; Type first, Next and End last), states in
yours, and nothing inside a payload moves. YAML with comments or anchors is never written in place, since they would
be lost.

exit codes: 0 fine, 1 something would change (--check) or is no definition, 2 bad usage or a file that cannot be read
"""


def run(arguments: Sequence[str]) -> int:
    """Lay out what the arguments name; returns the exit code."""
    parser = make_parser("format", "Lay definitions out in one way, without changing what they say.", EXAMPLES)
    parser.add_argument("names", nargs="+", metavar="FILE", help="files, folders, - or Python as file.py:name")
    parser.add_argument(
        "--check", action="store_true", help="list the files that would change, and exit with 1 for any"
    )
    parser.add_argument("-w", "--write", action="store_true", help="write files in place")
    parser.add_argument("--to", choices=("json", "yaml"), help="what to write (default: as it was read)")
    parser.add_argument(
        "--indent", type=int, choices=range(1, 9), default=2, metavar="N", help="spaces a level, 1 to 8 (default: 2)"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="say which files of a folder are passed by")
    options = parser.parse_intermixed_args(arguments)
    if options.check and options.write:
        raise UsageError("--check changes nothing and --write does; give one of them")
    if options.to and (options.check or options.write):
        raise UsageError("--to goes to standard output, and --check and --write are for files as they are")
    inputs = find(options.names, verbose=options.verbose)
    for item in inputs:
        if (item.reference and options.check) or (item.path is None and options.write):
            raise UsageError(f"{item.name} is no file that could be written in place")
    codes, changed = [0], 0
    for item in inputs:
        try:
            source = load(item)
            text = _laid_out(source, options.to, options.indent)
            lost = _lost(source)
            if not options.check and not options.write:
                if lost:
                    say(f"warning: {item.name}: its {lost} are lost here")
                write(text)
            elif source.text and source.text.text != text:
                if lost:
                    say(f"{item.name}: left as it is, since its {lost} would be lost")
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


def _laid_out(source: DefinitionSource, to: Format | None, indent: int) -> str:
    """The text of a definition in its own format, or the one that is asked for.

    Raises:
        DefinitionError: it is no definition, or would not come through.
    """
    document: Json = source.definition
    if source.text is None:
        document = source.machine.to_dict()
        source.machine.to_json()  # says which leaf is no JSON
    elif source.text.duplicates:
        twice = source.text.duplicates[0]
        raise DefinitionError(
            f"line {twice.line}: {pointer(*twice.steps)} stands here a second time, after line {twice.first}, "
            "and one of them would be lost; remove it"
        )
    if not isinstance(document, dict) or not isinstance(document.get("States"), dict):
        raise DefinitionError("this is no definition, which is an object with StartAt and States")
    form = to or (source.text.format if source.text else "json")
    if form == "json":
        text = to_text(arranged(document), indent)
    else:
        from aslant.cli.yaml_layout import to_yaml

        text = to_yaml(arranged(document), indent)
    if not same(read(text, format=form).document, document):
        raise DefinitionError(f"this does not come through {form} unchanged; please report it")
    return text


def _lost(source: DefinitionSource) -> str:
    """What a new text cannot keep of the old one, in words."""
    if source.text is None or source.text.format != "yaml":
        return ""
    from aslant.cli.yaml_layout import losses

    return " and ".join(losses(source.text.text))
