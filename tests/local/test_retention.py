from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aslant.errors import LocalError
from aslant.local.project import read_project
from aslant.local.retention import MAX_ENDED_RUNS, read_kept


@pytest.mark.parametrize(("config", "kept"), [("{}", MAX_ENDED_RUNS), ("{aslant:keepExecutions: 5}", 5)])
def test_the_stack_configures_the_number_of_executions_to_keep(
    write_program: Callable[..., Path], config: str, kept: int
) -> None:
    directory = write_program("", Pulumi__dev__yaml=f"config: {config}\n")
    assert read_kept(read_project(directory, "dev")) == kept


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5", "1000001", "[1]"])
def test_an_invalid_number_is_refused(write_program: Callable[..., Path], value: str) -> None:
    directory = write_program("", Pulumi__dev__yaml=f"config: {{aslant:keepExecutions: {value}}}\n")
    with pytest.raises(LocalError) as refused:
        read_kept(read_project(directory, "dev"))
    assert str(refused.value) == (
        f"the config value aslant:keepExecutions must be a whole number from 1 to 1,000,000, not {value!r}. "
        "Leave it out to keep 1,000 executions."
    )
