"""One deployed Lambda function: what its workers need to know of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from aslant.local.credentials import SECRET_KEY, function_key
from aslant.provider.account import LocalAccount, digest

__all__ = ["Function"]

# Neither the developer's keys nor their files: a client that looks for credentials finds these alone.
FAKE_KEYS = {
    "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    "AWS_SESSION_TOKEN": "test",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
    # StartSyncExecution has a host prefix, `sync-`, which an address on this machine cannot carry.
    "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Function:
    """A function with its code laid out in a directory."""

    name: str
    arn: str
    handler: str
    root: Path
    """The directory that stands for `/var/task`."""
    account: LocalAccount
    memory: int = 128
    """MB that the handler's process may use."""
    timeout: float = 3.0
    """Seconds that one invocation may take."""
    variables: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The function's own environment variables."""
    runtime: str = "python3.13"
    log_group: str = ""
    layers: Path | None = None
    """The directory that stands for `/opt`, where layers are unpacked over each other."""
    installed: bool = False
    """Whether the packages installed here stand for those of a layer that is not."""

    @property
    def log_stream(self) -> str:
        """A name of the form that Lambda gives log streams."""
        return f"2026/01/01/[$LATEST]{digest(self.arn, 32)}"

    def description(self) -> dict[str, object]:
        """What a worker is told first."""
        return {
            "name": self.name,
            "arn": self.arn,
            "handler": self.handler,
            "root": str(self.root),
            "layers": [str(path) for path in self._from_layers()],
            "installed": self.installed,
            "memory": self.memory,
            "log_group": self.log_group,
            "log_stream": self.log_stream,
        }

    def _from_layers(self) -> tuple[Path, ...]:
        """Where layers have their packages (Lambda developer guide, "Working with layers for Python functions")."""
        if self.layers is None:
            return ()
        return self.layers / "python" / "lib" / self.runtime / "site-packages", self.layers / "python"

    def environment(self) -> dict[str, str]:
        """The whole environment of a worker: what Lambda sets, the function's variables and this machine's API.

        Lambda developer guide, "Defined runtime environment variables". Nothing of this process's own
        environment passes.
        """
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "HOME": str(self.root),
            "LAMBDA_TASK_ROOT": str(self.root),
            "_HANDLER": self.handler,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{self.runtime}",
            "AWS_LAMBDA_FUNCTION_NAME": self.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self.memory),
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_GROUP_NAME": self.log_group,
            "AWS_LAMBDA_LOG_STREAM_NAME": self.log_stream,
            "AWS_REGION": self.account.region,
            "AWS_DEFAULT_REGION": self.account.region,
            **self.variables,
            **FAKE_KEYS,
            "AWS_ACCESS_KEY_ID": function_key(self.arn),
            "AWS_ENDPOINT_URL": self.account.aws_url,
        }
