"""The Step Functions API can be served without a program."""

from __future__ import annotations

import subprocess
import sys


def test_pulumi_is_not_needed_to_serve_step_functions() -> None:
    code = (
        "import sys; from aslant.local.stepfunctions.api import StepFunctions; "
        "sys.exit(', '.join({'pulumi', 'pulumi_aws', 'boto3', 'botocore', 'moto'} & {*sys.modules}) or None)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
