"""Tests for Mermaid flowcharts."""

import json
import re
import sys
from typing import Any

import pytest

from aslant.asl.drawing.graph import FlowGraph, graph
from aslant.asl.drawing.mermaid import to_mermaid
from aslant.errors import DefinitionError
from tests.corpus import CORPUS, MISSING
from workflows.pizza import pizza

FILES = sorted(CORPUS.glob("*alid/*.json"))


def machine(start_at: Any = "A", **states: Any) -> dict[str, Any]:
    return {"StartAt": start_at, "States": states}


def body(drawn: str) -> list[str]:
    """Return the lines of a chart without its styles."""
    return [line for line in drawn.splitlines()[1:] if not line.startswith(("  classDef ", "  class "))]


def numbers(flow: FlowGraph) -> list[int]:
    """Return the numbers of all nodes at any depth."""
    found: list[int] = []
    flows = [flow]
    for outer in flows:
        found.extend(node.number for node in outer.nodes)
        flows.extend(inner for node in outer.nodes for inner in node.flows)
    return found


def test_the_pizza_workflow_is_drawn() -> None:
    assert to_mermaid(pizza) == PIZZA


PIZZA = """\
flowchart TB
  s0(("Start"))
  s1["Order Pizza Job<br/>pineapple_check"]
  s2{"With Pineapple?"}
  s3(["✗ Sorry, We Dont add Pineapple<br/>Failed To Make Pizza"])
  s4(["✓ Lets make your pizza"])
  s0 --> s1
  s1 --> s2
  s2 -->|"pineappleAnalysis.containsPineapple is true"| s3
  s2 -->|"otherwise"| s4
  classDef mark fill:#8a94a6,stroke:#8a94a6,color:#ffffff
  class s0 mark
  classDef task fill:#e3edfb,stroke:#3b6fb6,color:#16202e
  class s1 task
  classDef choice fill:#fdf1d3,stroke:#b7791f,color:#16202e
  class s2 choice
  classDef bad fill:#fbe1e1,stroke:#c53030,color:#16202e
  class s3 bad
  classDef good fill:#dcf3e3,stroke:#2f855a,color:#16202e
  class s4 good
"""


def test_each_kind_of_state_has_its_shape() -> None:
    kinds = {kind: {"Type": kind} for kind in ("Task", "Pass", "Wait", "Choice", "Succeed", "Fail", "Map", "Parallel")}
    assert body(to_mermaid(machine("Task", **kinds)))[1:-1] == [
        '  s1["Task"]',
        '  s2("Pass")',
        '  s3{{"Wait"}}',
        '  s4{"Choice"}',
        '  s5(["✓ Succeed"])',
        '  s6(["✗ Fail"])',
        '  s7[["Map<br/>each item"]]',
        '  s8[["Parallel"]]',
    ]


def test_errors_are_dotted_lines_with_their_names() -> None:
    catch = [{"ErrorEquals": ["States.Timeout", "Pizza.Burnt"], "Next": "B"}]
    drawn = to_mermaid(machine(A={"Type": "Task", "Catch": catch, "Next": "B"}, B={"Type": "Pass", "End": True}))
    assert body(drawn)[4:] == [
        "  s0 --> s1",
        "  s1 --> s2",
        '  s1 -.->|"States.Timeout, Pizza.Burnt"| s2',
        "  s2 --> s3",
    ]


def test_nested_flows_are_boxes() -> None:
    one = machine("B", B={"Type": "Succeed"})
    two = machine("C", C={"Type": "Pass", "Next": "D"}, D={"Type": "Pass", "End": True})
    nested = machine("M", M={"Type": "Map", "ItemProcessor": one, "End": True})
    drawn = to_mermaid(machine(A={"Type": "Parallel", "Branches": [nested, two], "End": True}), direction="LR")
    assert drawn.split("  classDef")[0] == NESTED
    assert "  class s1,s1b1,s1b2,s3 box\n" in drawn


NESTED = """\
flowchart LR
  s0(("Start"))
  subgraph s1["A"]
    direction LR
    subgraph s1b2["branch 2"]
      direction LR
      s5((" "))
      s6("C")
      s7("D")
      s5 --> s6
      s6 --> s7
    end
    subgraph s1b1["branch 1"]
      direction LR
      subgraph s3["M · each item"]
        direction LR
        s4(["✓ B"])
      end
    end
  end
  s2(("End"))
  s0 --> s1
  s1 --> s2
"""


def test_a_missing_state_differs_from_a_repeated_name() -> None:
    states = {f"S{n}": {"Type": "Pass", "Next": "S0"} for n in range(9)}
    drawn = to_mermaid(machine("Nowhere", **states))
    assert '  s10["? Nowhere"]\n' in drawn
    assert '  s11(["↪ S0"])\n' in drawn
    assert "  class s10 missing\n" in drawn


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('say "hi"', "say #34;hi#34;"),
        ("<b>&amp;</b>", "#60;b#62;#38;amp#59;#60;/b#62;"),
        ("#35;", "#35;35#59;"),
        ("[x](y){z}|", "[x](y)#123;z#125;#124;"),
        ("end", "end"),
        ("`*a* _b_ c_d`", "#96;#42;a#42; #95;b#95; c_d#96;"),
        ("1. first", "1#46; first"),
        ("2) second", "2#41; second"),
        ("- item", "#45; item"),
        ("v1.2-3", "v1.2-3"),
        ("%%{init}%%", "#37;#37;#123;init#125;#37;#37;"),
        ("$$x$$", "$#36;x$#36;"),
        ("a\\nb", "a#92;nb"),
        ("two\nlines", "two lines"),
        ("style:<x>", "style#58;#60;x#62;"),
        ("fa:fa-car", "fa#58;fa-car"),
        ("sqs:send", "sqs:send"),
        ("Käse 漢字 🍕", "Käse 漢字 🍕"),
        ("", " "),
    ],
)
def test_any_name_is_escaped(name: str, shown: str) -> None:
    assert f'  s1("{shown}")\n' in to_mermaid({"StartAt": name, "States": {name: {"Type": "Pass", "End": True}}})


SOURCE = re.compile(
    r"flowchart TB|  classDef \w+ [\w:#,\- ]+|  class [s\d,b]+ \w+"
    r'| +subgraph s\d+(b\d+)?\["[^"]+"\]| +direction TB| +end'
    r'| +s\d+ (-->|-\.->)(\|"[^"]+"\|)? s\d+'
    r'| +s\d+(\["[^"]+"\]|\[\["[^"]+"\]\]|\("[^"]+"\)|\(\("[^"]+"\)\)|\(\["[^"]+"\]\)|\{"[^"]+"\}|\{\{"[^"]+"\}\})'
)


@pytest.mark.skipif(not FILES, reason=MISSING)
def test_every_definition_of_the_corpus_is_drawn_completely() -> None:
    drawn = 0
    for file in FILES:
        document = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(document.get("States"), dict):
            continue
        chart = to_mermaid(document)
        assert [line for line in chart.splitlines() if not SOURCE.fullmatch(line)] == []
        declared = re.findall(r"^ *(?:subgraph )?s(\d+)[\[({]", chart, re.MULTILINE)
        assert sorted(map(int, declared)) == sorted(numbers(graph(document)))
        drawn += 1
    assert drawn > 300


def test_deep_nesting_is_drawn() -> None:
    document = machine(A={"Type": "Succeed"})
    for _ in range(200):
        document = machine(A={"Type": "Parallel", "Branches": [document], "End": True})
    lines = to_mermaid(document).splitlines()
    assert sum("subgraph" in line for line in lines) == 200
    assert sum(line.strip() == "end" for line in lines) == 200


def chain(length: int) -> dict[str, Any]:
    """Return a chain of tasks whose errors all lead to the first."""
    catch = [{"ErrorEquals": ["E"], "Next": "S0"}]
    states = {f"S{n}": {"Type": "Task", "Resource": "arn", "Next": f"S{n + 1}", "Catch": catch} for n in range(length)}
    return machine("S0", **states)


def calls(document: dict[str, Any]) -> int:
    """Return the number of function calls for drawing a definition."""
    count = 0

    def tally(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tally)
    try:
        to_mermaid(document)
    finally:
        sys.setprofile(None)
    return count


def test_ten_thousand_states_are_drawn() -> None:
    drawn = to_mermaid(chain(10_000))
    assert (drawn.count(" --> "), drawn.count(" -.->")) == (10_001, 10_000)


def test_drawing_takes_linear_time() -> None:
    hundred, two, three = (calls(chain(length)) for length in (100, 200, 300))
    assert three - two == two - hundred


def test_the_same_workflow_gives_the_same_text() -> None:
    assert to_mermaid(pizza) == to_mermaid(pizza.to_dict()) == to_mermaid(json.loads(pizza.to_json()))


def test_an_unknown_direction_is_refused() -> None:
    assert to_mermaid(pizza, direction="RL").startswith("flowchart RL\n")
    with pytest.raises(DefinitionError) as refused:
        to_mermaid(pizza, direction="up")  # type: ignore[arg-type]
    assert str(refused.value) == "the direction must be one of TB, LR, BT, RL, not 'up'"


def test_only_machines_can_be_drawn() -> None:
    with pytest.raises(DefinitionError, match="only a machine can be drawn"):
        to_mermaid([])  # type: ignore[arg-type]
