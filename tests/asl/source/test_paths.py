"""Paths by attributes and items."""

import pytest

from aslant.asl.source.paths import path


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("$", "this"),
        ("$$", "context"),
        ("$.order.total", "this.order.total"),
        ("$['line-items'][0].price", 'this["line-items"][0].price'),
        (r"$['it\'s']['a\\b']", r'this["it' + r"'" + r's"]["a\\b"]'),
        ("$.a[-1][*].b", "this.a[-1][:].b"),
        ("$.a[1:3][:2][1:]", "this.a[1:3][:2][1:]"),
        ("$.a[-2:][:-1]", "this.a[-2:][:-1]"),
        ("$$.Map.Item.Value", "context.Map.Item.Value"),
        ("$.exists", 'this["exists"]'),
        ("$.class", 'this["class"]'),
        ("$._own", 'this["_own"]'),
        ("$total", "variables.total"),
        ("$total.lines[0]", "variables.total.lines[0]"),
        ("$größe", 'variables["größe"]'),
    ],
)
def test_a_path_is_written_with_attributes(text: str, source: str) -> None:
    found = path(text)
    assert found is not None
    value, node = found
    assert (str(value), node.flat) == (text, source)


@pytest.mark.parametrize(
    "text",
    [
        *("", "order", "$.", "$..a", "$.a[?(@.b > 1)]", "$.a['b','c']", "$.[0]", "$.a.", "$.a b", '$["a"]', "$.a[ 0 ]"),
        *(
            "$.größe",
            "$.a[007]",
            "$.a[-0]",
            "$.a[:]",
            "$.a[::2]",
            "$.a[0:-1]",
            "$_x",
            "$states.input",
            "${Function}",
        ),
        f"$.{'long' * 20}",
    ],
)
def test_a_path_that_attributes_do_not_give_stays_text(text: str) -> None:
    assert path(text) is None
