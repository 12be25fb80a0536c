"""Tests that the modules of the services are generated from botocore's models."""

import ast
from pathlib import Path

import pytest

from aslant.asl import integrations

botocore = pytest.importorskip("botocore", reason="the models are botocore's, and it is not installed")


def test_the_generated_files_are_up_to_date() -> None:
    from tools.integrations import BOTOCORE, PACKAGE, files

    assert botocore.__version__ == BOTOCORE, "say the new version in tools/integrations.py and run it"
    assert Path(integrations.__file__).parent == PACKAGE
    written = dict(files())
    assert {name: (PACKAGE / name).read_text(encoding="utf-8") for name in written} == written
    assert {path.name for path in PACKAGE.glob("*.py")} == {"__init__.py", "action.py", "sdk.py", *written}


def test_every_argument_has_a_docstring() -> None:
    checked = 0
    for path in Path(integrations.__file__).parent.glob("*.py"):
        for kind in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(kind, ast.ClassDef) and any(ast.unparse(base) == "TypedDict" for base in kind.bases):
                fields, docs = kind.body[1::2], kind.body[2::2]
                assert len(fields) == len(docs)
                assert all(isinstance(field, ast.AnnAssign) for field in fields)
                assert all(isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant) for doc in docs)
                checked += len(fields)
    assert checked > 500
