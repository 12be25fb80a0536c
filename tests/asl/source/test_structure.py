"""The flows of a machine, found in ASL's flat object of states."""

from typing import Any

import pytest

from aslant.asl import to_python
from aslant.asl.source.structure import Unstructured, arrange

Ways = str | list[str | None] | None


def definition(**states: Ways) -> dict[str, Any]:
    """Return a machine by its targets: a name is Next, a list a Choice's rules and its Default, None the end.

    A name that ends with `_task` is a task; the targets after the first of its list are its catchers.
    """
    written: dict[str, Any] = {}
    for name, ways in states.items():
        if name.endswith("_task") and isinstance(ways, list):
            catchers = [{"ErrorEquals": ["E"], "Next": way} for way in ways[1:]]
            after = {"Next": ways[0]} if ways[0] else {"End": True}
            written[name] = {"Type": "Task", "Resource": "${work}", "Catch": catchers, **after}
        elif isinstance(ways, list):
            rules = [{"Variable": "$.n", "NumericEquals": number, "Next": way} for number, way in enumerate(ways[:-1])]
            default = {"Default": ways[-1]} if ways[-1] else {}
            written[name] = {"Type": "Choice", "Choices": rules, **default}
        elif ways == "fail":
            written[name] = {"Type": "Fail"}
        elif ways == "succeed":
            written[name] = {"Type": "Succeed"}
        else:
            written[name] = {"Type": "Pass", **({"Next": ways} if ways else {"End": True})}
    return {"StartAt": next(iter(states)), "States": written}


def flows(document: dict[str, Any]) -> str:
    """Return the lines of the source that join states, each on one line."""
    lines = []
    for line in to_python(document).replace("(\n    ", "(").replace("\n    ", " ").replace(",\n)", ")").split("\n"):
        kind = line.partition(" = ")[2].partition("(")[0]
        if kind not in ("", "Pass", "Fail", "Succeed"):
            line = line.replace('"${work}", ', "").replace('"E", ', "")
            lines.append(line.replace("\n)", ")").replace(" )", ")"))
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("document", "source"),
    [
        pytest.param(definition(a=None), "machine = StateMachine(a)", id="one state"),
        pytest.param(definition(a="b", b="c", c=None), "machine = StateMachine(a >> b >> c)", id="a chain"),
        pytest.param(
            definition(q=["a", "b"], a="j", b="j", j="k", k=None),
            """
            q = Choice("q", when(this.n == 0, a), otherwise=b)
            machine = StateMachine(q >> j >> k)
            """,
            id="branches meet again",
        ),
        pytest.param(
            definition(q=["a", "j"], a="j", j=None),
            """
            q = Choice("q", when(this.n == 0, a))
            machine = StateMachine(q >> j)
            """,
            id="a Choice falls through to where its branches meet",
        ),
        pytest.param(
            definition(q=["bad", "j"], bad="fail", j="k", k=None),
            """
            q = Choice("q", when(this.n == 0, bad))
            machine = StateMachine(q >> j >> k)
            """,
            id="a Choice that only refuses is a guard",
        ),
        pytest.param(
            definition(q=["out", "j"], out=None, j="k", k=None),
            """
            q = Choice("q", when(this.n == 0, out.end()))
            machine = StateMachine(q >> j >> k)
            """,
            id="a branch of one state that ends is a guard as well",
        ),
        pytest.param(
            definition(q=["a", "b"], a=None, b=None),
            """
            q = Choice("q", when(this.n == 0, a), otherwise=b)
            machine = StateMachine(q)
            """,
            id="branches that end do not meet",
        ),
        pytest.param(
            definition(q=["a", "b"], a="x", x=None, b="y", y=None),
            """
            q = Choice("q", when(this.n == 0, a >> x), otherwise=b >> y)
            machine = StateMachine(q)
            """,
            id="branches are flows",
        ),
        pytest.param(
            definition(q=["a", "b", "c"], a="j", b=None, c="j", j=None),
            """
            q = Choice("q", when(this.n == 0, a), when(this.n == 1, b.end()), otherwise=c)
            machine = StateMachine(q >> j)
            """,
            id="one branch ends while the others meet",
        ),
        pytest.param(
            definition(q=["j", "a"], a="j", j="k", k=None),
            """
            from_j = j >> k.end()
            q = Choice("q", when(this.n == 0, from_j), otherwise=a)
            machine = StateMachine(q >> from_j)
            """,
            id="a rule that skips its branch goes straight to where they meet",
        ),
        pytest.param(
            definition(q=["r", "b"], r=["a", "c"], a="i", c="i", i="j", b="j", j=None),
            """
            r = Choice("r", when(this.n == 0, a), otherwise=c)
            q = Choice("q", when(this.n == 0, r >> i), otherwise=b)
            machine = StateMachine(q >> j)
            """,
            id="choices nest",
        ),
        pytest.param(
            definition(q=["a", "r"], a="j", r=["b", "s"], b="j", s=["c", "j"], c="j", j=None),
            """
            s = Choice("s", when(this.n == 0, c))
            r = Choice("r", when(this.n == 0, b), otherwise=s)
            q = Choice("q", when(this.n == 0, a), otherwise=r)
            machine = StateMachine(q >> j)
            """,
            id="else if",
        ),
        pytest.param(
            definition(q=["a", "b", "c"], a="x", b="x", x="j", c="j", j=None),
            """
            q = Choice("q", when(this.n == 0, a >> x), when(this.n == 1, b >> x), otherwise=c)
            machine = StateMachine(q >> j)
            """,
            id="two branches share a state before all meet",
        ),
        pytest.param(
            definition(q=["a", "b", "c"], a="x", b="x", x="y", y="j", c="j", j=None),
            """
            from_x = x >> y
            q = Choice("q", when(this.n == 0, a >> from_x), when(this.n == 1, b >> from_x), otherwise=c)
            machine = StateMachine(q >> j)
            """,
            id="two branches share a flow before all meet",
        ),
        pytest.param(
            definition(q=["a", None], a=None),
            """
            q = Choice("q", when(this.n == 0, a))
            machine = StateMachine(q)
            """,
            id="a Choice without Default",
        ),
        pytest.param(
            definition(p=["q", "b", "c"], q=["a", None], a=None, b="j", c="j", j=None),
            """
            q = Choice("q", when(this.n == 0, a))
            p = Choice("p", when(this.n == 0, q.end()), when(this.n == 1, b), otherwise=c)
            machine = StateMachine(p >> j)
            """,
            id="a Choice without Default where others meet",
        ),
        pytest.param(
            definition(a="b", b=["a", "c"], c=None),
            """
            b = Choice("b", when(this.n == 0, Goto("a")))
            machine = StateMachine(a >> b >> c)
            """,
            id="a loop",
        ),
        pytest.param(
            definition(a="b", b="q", q=["c", "w"], w="b", c=None),
            """
            q = Choice("q", when(this.n == 0, c), otherwise=w >> Goto("b"))
            machine = StateMachine(a >> b >> q)
            """,
            id="a loop through a state",
        ),
        pytest.param(definition(a="a"), 'machine = StateMachine(a >> Goto("a"))', id="an endless loop"),
        pytest.param(
            definition(a_task=["b", "h"], h="b", b=None),
            """
            a_task = Task("a_task", "work", catch=Catch(h))
            machine = StateMachine(a_task >> b)
            """,
            id="a handler rejoins",
        ),
        pytest.param(
            definition(a_task=["b_task", "bad"], b_task=["c", "bad"], c=None, bad="fail"),
            """
            a_task = Task("a_task", "work", catch=Catch(bad))
            b_task = Task("b_task", "work", catch=Catch(bad))
            machine = StateMachine(a_task >> b_task >> c)
            """,
            id="tasks share what fails",
        ),
        pytest.param(
            definition(a_task=["b_task", "h"], b_task=["c", "h"], c=None, h="i", i=None),
            """
            from_h = h >> i.end()
            a_task = Task("a_task", "work", catch=Catch(from_h))
            b_task = Task("b_task", "work", catch=Catch(from_h))
            machine = StateMachine(a_task >> b_task >> c)
            """,
            id="tasks share a handler that ends",
        ),
        pytest.param(
            definition(a_task=["b", "b"], b=None),
            """
            a_task = Task("a_task", "work", catch=Catch(b.end()))
            machine = StateMachine(a_task >> b.end())
            """,
            id="an error that is passed over",
        ),
        pytest.param(
            definition(a_task=["b", "a_task"], b=None),
            """
            a_task = Task("a_task", "work", catch=Catch(Goto("a_task")))
            machine = StateMachine(a_task >> b)
            """,
            id="an error that starts again",
        ),
        pytest.param(
            definition(a="b_task", b_task=[None, "h"], h=None),
            """
            b_task = Task("b_task", "work", catch=Catch(h))
            machine = StateMachine(a >> b_task)
            """,
            id="a handler at the end",
        ),
        pytest.param(
            definition(q=["t_task", "b"], t_task=["j", "h"], h="j", b="j", j=None),
            """
            t_task = Task("t_task", "work", catch=Catch(h))
            q = Choice("q", when(this.n == 0, t_task), otherwise=b)
            machine = StateMachine(q >> j)
            """,
            id="a handler inside a branch",
        ),
        pytest.param(
            definition(q=["a", "b"], a="b", b="a"),
            """
            q = Choice("q", when(this.n == 0, a))
            machine = StateMachine(q >> b >> Goto("a"))
            """,
            id="a loop with two entrances",
        ),
    ],
)
def test_flows_are_found(document: dict[str, Any], source: str) -> None:
    wanted = "\n".join(line.strip() for line in source.strip().splitlines())
    assert flows(document) == wanted


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (definition(a="b"), "state 'a' goes to 'b', which does not exist"),
        (definition(Check="Chekc", Chekc2=None), "state 'Check' goes to 'Chekc', which does not exist. Did you mean"),
        ({"StartAt": "x", "States": {}}, "StartAt is 'x', which does not exist"),
        (definition(a=None, b=None), "state 'b' cannot be reached from 'a'"),
        ({"StartAt": "a", "States": {"a": {"Type": "Pass", "Next": 5}}}, "state 'a' goes to 5, which does not exist"),
    ],
)
def test_a_machine_without_a_flow_is_reported(document: dict[str, Any], reason: str) -> None:
    with pytest.raises(Unstructured) as why:
        arrange(document)
    assert str(why.value).startswith(reason)
