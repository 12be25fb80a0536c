from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys, warnings
from pathlib import Path

warnings.simplefilter("ignore")
from aslant.provider.account import LocalAccount
from aslant.local.deployment import deploy
from aslant.local.program import load
from aslant.local.project import read_project

project, account = read_project(Path(sys.argv[1]), "dev"), LocalAccount()
deploy(project, load(project, account), account, lambda *_: None, print).end()
print(sorted({"boto3", "botocore", "moto"} & sys.modules.keys()))
"""


def test_starting_does_not_import_moto_or_botocore() -> None:
    bakery = Path(__file__).parent / "bakery"
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(bakery)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
