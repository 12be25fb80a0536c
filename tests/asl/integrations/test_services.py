"""Tests that the modules of the services are generated from botocore's models."""

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
