"""AWS Glue DataBrew (Step Functions developer guide, connect-databrew).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Required, TypedDict, Unpack

from aslant.asl.integration import Job, Text

__all__ = ["start_job_run"]


class StartJobRun(TypedDict, total=False):
    """What `start_job_run` takes."""

    name: Required[Text]


def start_job_run(**arguments: Unpack[StartJobRun]) -> Job:
    """Run a DataBrew job."""
    return Job("databrew:startJobRun", arguments)
