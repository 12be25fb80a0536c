"""Tests for SVG pictures."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from aslant.asl.drawing.graph import Direction
from aslant.draw import to_svg
from aslant.errors import DefinitionError
from tests.corpus import CORPUS, MISSING
from workflows.pizza import pizza

FILES = sorted(CORPUS.glob("*alid/*.json"))
SVG = "{http://www.w3.org/2000/svg}"


def machine(start_at: Any = "A", **states: Any) -> dict[str, Any]:
    return {"StartAt": start_at, "States": states}


def picture(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)  # noqa: S314 - it is our own


def texts(root: ElementTree.Element, tag: str = "text") -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}{tag}")]


def test_the_pizza_workflow_is_drawn() -> None:
    root = picture(to_svg(pizza))
    assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
    assert texts(root) == [
        "pineappleAnalysis.",
        "containsPineapple is true",
        "otherwise",
        "Start",
        "Order Pizza Job",
        "pineapple_check",
        "With Pineapple?",
        "✗ Sorry, We Dont add",
        "Pineapple",
        "Failed To Make Pizza",
        "✓ Lets make your pizza",
    ]
    assert texts(root, "title") == [
        "State machine",
        "Start → Order Pizza Job",
        "Order Pizza Job → With Pineapple?",
        "With Pineapple? → Sorry, We Dont add Pineapple",
        "With Pineapple? → Lets make your pizza",
        "Start",
        "Order Pizza Job (Task)",
        "With Pineapple? (Choice)",
        "Sorry, We Dont add Pineapple (Fail)",
        "Lets make your pizza (Succeed)",
    ]
    assert texts(root, "desc") == [
        "4 states: Order Pizza Job, With Pineapple?, Sorry, We Dont add Pineapple, Lets make your pizza. "
        "From Start to Order Pizza Job, from Order Pizza Job to With Pineapple?, "
        "from With Pineapple? to Sorry, We Dont add Pineapple, from With Pineapple? to Lets make your pizza."
    ]


def test_a_picture_is_a_text_file(tmp_path: Path) -> None:
    file = tmp_path / "pizza.svg"
    file.write_text(to_svg(pizza), encoding="utf-8")
    assert ElementTree.parse(file).getroot().tag == f"{SVG}svg"  # noqa: S314 - it is our own


def test_a_picture_has_no_scripts_and_no_external_resources() -> None:
    drawn = to_svg(pizza)
    assert re.findall(r"<script|<image|<use|href|url\(|@import|@font-face|foreignObject|\bid=|\bon\w+=", drawn) == []
    assert re.findall(r"https?:[^\"]+", drawn) == ["http://www.w3.org/2000/svg"]


def test_there_are_colors_for_light_and_dark_mode() -> None:
    day, night = to_svg(pizza).split("@media (prefers-color-scheme: dark)")
    assert ".aslant .page { fill: #ffffff }" in day
    assert ".aslant .page { fill: #0f1420 }" in night


def test_errors_are_dotted_lines_with_their_names() -> None:
    catch = [{"ErrorEquals": ["Pizza.Burnt"], "Next": "B"}]
    root = picture(to_svg(machine(A={"Type": "Task", "Catch": catch, "Next": "B"}, B={"Type": "Succeed"})))
    assert [path.get("class") for path in root.iter(f"{SVG}path")] == ["line", "line", "line caught"]
    assert "Pizza.Burnt" in texts(root)


def test_branches_and_processors_are_frames() -> None:
    single = machine("C", C={"Type": "Wait", "Seconds": 5, "End": True})
    branches = [single, machine("M", M={"Type": "Map", "ItemProcessor": single, "End": True})]
    root = picture(to_svg(machine(A={"Type": "Parallel", "Branches": branches, "End": True})))
    frames = [element.get("class") for element in root.iter(f"{SVG}rect")]
    assert sorted(filter(None, frames)) == ["box", "box", "branch", "branch", "page"]
    assert [text for text in texts(root) if text not in ("Start", "End")].count("C") == 2
    assert {"A", "branch 1", "branch 2", "M · each item", "5 s"} <= set(texts(root))


@pytest.mark.parametrize(
    "name", ["<b>&\"'</b>", "]]>", "<!--", "&lt;", "\x00\x1b\ud800\uffff", "漢字🍕", "\u202eabc", "-" * 500]
)
def test_any_name_is_escaped(name: str) -> None:
    root = picture(to_svg({"StartAt": name, "States": {name: {"Type": "Pass", "Comment": name, "Next": f"{name}?"}}}))
    assert len(list(root.iter(f"{SVG}g"))) == 5


@pytest.mark.parametrize(
    "state", [3, {}, {"Type": 7, "Next": 8, "End": True}, {"Type": "Map", "Iterator": {"States": {}}}]
)
def test_an_invalid_definition_is_drawn_as_far_as_possible(state: Any) -> None:
    assert "A" in "".join(texts(picture(to_svg(machine("Nowhere", A=state)))))


@pytest.mark.skipif(not FILES, reason=MISSING)
@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_pictures_of_the_corpus_have_tight_bounds(direction: Direction) -> None:
    for file in FILES[::4]:
        document = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(document.get("States"), dict):
            continue
        root = picture(to_svg(document, direction=direction))
        width, height = float(root.get("width", 0)), float(root.get("height", 0))
        for rect in root.iter(f"{SVG}rect"):
            if rect.get("class") != "page":
                x, y, wide, high = (float(rect.get(key, 0)) for key in ("x", "y", "width", "height"))
                assert x >= 0
                assert y >= 0
                assert x + wide <= width + 1, file.name
                assert y + high <= height + 1, file.name


def test_deep_nesting_is_drawn() -> None:
    document = machine(A={"Type": "Succeed"})
    for _ in range(200):
        document = machine(A={"Type": "Parallel", "Branches": [document], "End": True})
    assert texts(picture(to_svg(document))).count("A") == 200


def test_the_same_workflow_gives_the_same_picture_in_every_process() -> None:
    program = "from aslant.draw import to_svg; from workflows.pizza import pizza; print(ascii(to_svg(pizza)))"
    again = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert again.stdout.decode().rstrip() == ascii(to_svg(pizza))
    assert again.stderr == b""


def test_importing_the_module_does_not_import_graphviz() -> None:
    program = "import sys, aslant.draw; print('pygraphviz' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout == b"False\n"


def test_invalid_input_is_refused() -> None:
    with pytest.raises(DefinitionError, match="only a machine can be drawn"):
        to_svg({})
    with pytest.raises(DefinitionError, match="the direction must be one of TB, LR, BT, RL, not 'XY'"):
        to_svg(pizza, direction="XY")  # type: ignore[arg-type]
