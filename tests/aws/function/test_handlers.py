"""Where a handler's code lies."""

import functools
from pathlib import Path
from typing import Any

import pytest

from aslant.aws.function.handlers import FunctionSource, of_callable, of_folder
from aslant.errors import ArgsError
from functions.pineapple_check.handler import pineapple_check


def write(folder: Path, source: str, file: str = "handler.py") -> Path:
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(source)
    return folder


def test_a_callable_is_found_by_its_file_and_name() -> None:
    folder = Path(__file__).parents[3] / "functions" / "pineapple_check"
    assert of_callable("x", pineapple_check) == FunctionSource(folder, "handler.pineapple_check")


def method_holder() -> Any:
    class Holder:
        def method(self, event: Any, context: Any) -> Any: ...

    return Holder().method


@pytest.mark.parametrize("handler", [lambda event, context: None, len, functools.partial(print)])
def test_what_lambda_could_not_find_by_name_is_refused(handler: Any) -> None:
    with pytest.raises(ArgsError, match=r"^x: .* is not a function that Lambda can find by name. Move it"):
        of_callable("x", handler)


def test_a_method_is_refused_with_a_repair() -> None:
    with pytest.raises(ArgsError) as refused:
        of_callable("x", method_holder())
    assert str(refused.value) == (
        "x: method_holder.<locals>.Holder.method is a method, but Lambda finds a handler by its name in the file. "
        "Write def method(event, context) at the top level of functions/<name>/handler.py, and call the method in it."
    )


def short(event: Any) -> Any: ...


def test_a_callable_that_lambda_could_not_call_is_refused() -> None:
    with pytest.raises(
        ArgsError, match=r"^x: handler 'short' takes \(event\), but Lambda calls it with the event and the"
    ):
        of_callable("x", short)


@pytest.mark.parametrize(
    ("folder", "source", "handler"),
    [
        ("check", "def check(e, c): ...\ndef handler(e, c): ...", "handler.check"),
        ("check-it", "def check_it(e, c): ...", "handler.check_it"),
        ("check", "def lambda_handler(e, c): ...\ndef handler(e, c): ...", "handler.handler"),
        ("check", "def lambda_handler(e, c): ...", "handler.lambda_handler"),
        ("check", "from inner import handler", "handler.handler"),
        ("check", "import inner\nhandler = inner.wrap(inner.run)", "handler.handler"),
        ("check", "handler: object = None", "handler.handler"),
        ("check", "def check(e, c=None, *, t=1): ...", "handler.check"),
        ("check", "def check(*all): ...", "handler.check"),
        ("check", "@wrap\ndef check(e): ...", "handler.check"),
        ("check", "def check(e): ...\ncheck = wrap(check)", "handler.check"),
        ("check", "raise SystemExit('never run')\ndef check(e, c): ...", "handler.check"),
    ],
)
def test_a_folder_is_read_without_being_run(tmp_path: Path, folder: str, source: str, handler: str) -> None:
    path = write(tmp_path / folder, source)
    assert of_folder("x", path) == FunctionSource(path, handler)


def test_a_named_handler_is_taken_at_its_word(tmp_path: Path) -> None:
    path = write(tmp_path / "check", "def run(e, c): ...", "app/main.py")
    assert of_folder("x", path, "app/main.run") == FunctionSource(path, "app/main.run")


@pytest.mark.parametrize(
    ("source", "named", "message"),
    [
        (None, None, r"x: the folder '.*check' does not exist. Create it, with a handler.py in it"),
        ("", None, r"handler.py does not define 'check' or 'handler' or 'lambda_handler'. Define one"),
        ("def chekc(e, c): ...", None, r"'lambda_handler'. Did you mean 'chekc'\?"),
        ("\0", None, r"handler.py is not Python \(.*null bytes"),
        ("def check(e c): ...", None, r"handler.py is not Python \(.*line 1\). Fix it"),
        ("def check(e, c): ...", "handler.chekc", r"does not define 'chekc'. Did you mean 'check'\?"),
        ("def check(e, c): ...", "main.check", r"the folder '.*check' has no main.py. Put the handler there"),
        (
            "def check(e): ...",
            None,
            r"handler.py: handler 'check' takes \(e\), but Lambda .*\. Write def check\(e, context\)\.$",
        ),
        ("def check(e, /, *, c): ...", None, r"handler 'check' takes \(e, /, \*, c\), but Lambda calls it"),
        ("def check(e, c, *more, t, **rest): ...", None, r"takes \(e, c, \*more, t, \*\*rest\), but Lambda"),
        (
            "async def check(e, c): ...",
            None,
            r"handler 'check' is async, but Lambda does not await it\. Write def check\.$",
        ),
        ("def check(e, c): ...", "check", r"handler must have the form module.function, not 'check'"),
    ],
)
def test_a_folder_without_its_handler_is_refused(
    tmp_path: Path, source: str | None, named: str | None, message: str
) -> None:
    path = tmp_path / "check"
    if source is not None:
        write(path, source)
    with pytest.raises(ArgsError, match=message):
        of_folder("x", path, named)
