"""The errors of a type checker in workflows, line by line."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy", reason="mypy is not installed")

SECTIONS = ("The types of handlers", "Functions that make states", "Typed paths")
"""The sections of docs/language.md whose first example is checked, each as a file."""

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ERROR = re.compile(r"^(?P<path>[^:]+):(?P<line>\d+): error: .*\[(?P<code>[\w-]+)\]$")
EXPECTED = re.compile(r"# E: (?P<code>[\w-]+)$")


def example(section: str) -> str:
    """Return the name of the file with the example of a section."""
    return f"{section.lower().replace(' ', '_')}.py"


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[tuple[int, str]]]:
    """Return the errors by file name: line and mypy's code."""
    folder = tmp_path_factory.mktemp("docs")
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    files = [HERE / "accept.py", HERE / "reject.py", *(folder / example(section) for section in SECTIONS)]
    for section, file in zip(SECTIONS, files[2:], strict=True):
        text = page.partition(f"### {section}\n")[2]
        file.write_text(text.split("```")[1].removeprefix("python\n"), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--no-pretty", "--no-color-output", "--hide-error-context"]
    answer = subprocess.run([*command, *files], cwd=ROOT, capture_output=True, text=True)
    assert answer.stderr == ""
    found: dict[str, set[tuple[int, str]]] = {file.name: set() for file in files}
    for text in answer.stdout.splitlines():
        error = ERROR.match(text)
        assert error or ": note: " in text or text.startswith("Found "), text
        if error:
            found[Path(error["path"]).name].add((int(error["line"]), error["code"]))
    return found


def test_valid_code_is_accepted(errors: dict[str, set[tuple[int, str]]]) -> None:
    assert errors["accept.py"] == set()


@pytest.mark.parametrize("section", SECTIONS)
def test_the_page_marks_exactly_the_refused_lines(section: str, errors: dict[str, set[tuple[int, str]]]) -> None:
    assert errors[example(section)] == set()  # mypy reports an unused `type: ignore`, too


def test_invalid_code_is_refused_on_its_line(errors: dict[str, set[tuple[int, str]]]) -> None:
    lines = (HERE / "reject.py").read_text(encoding="utf-8").splitlines()
    expected = {(number, mark["code"]) for number, line in enumerate(lines, start=1) if (mark := EXPECTED.search(line))}
    assert errors["reject.py"] == expected


def test_a_field_of_a_wrong_type_has_a_short_message(tmp_path: Path) -> None:
    file = tmp_path / "wrong.py"
    file.write_text('from aslant.asl import Task\n\nTask("Pay", print, timeout_seconds=[5])\n', encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--no-pretty", "--no-color-output", "--no-error-summary"]
    answer = subprocess.run([*command, file], cwd=ROOT, capture_output=True, text=True)
    [line] = answer.stdout.splitlines()
    assert "overload" not in line
    assert 'Argument "timeout_seconds" to "Task" has incompatible type "list[int]"; expected "int | str | ' in line
