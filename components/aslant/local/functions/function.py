"""A deployed Lambda function, with everything that its workers need."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from aslant.local.credentials import SECRET_KEY, function_key
from aslant.provider.account import LocalAccount, digest

__all__ = ["Function"]

# Hides the developer's own keys and files: an AWS client that looks for credentials finds only these.
FAKE_KEYS = {
    "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    "AWS_SESSION_TOKEN": "test",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
    # boto3 puts `sync-` in front of the host for StartSyncExecution, and 127.0.0.1 cannot have a prefix.
    "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Function:
    """A Lambda function whose code has been unpacked into a directory."""

    name: str
    arn: str
    handler: str
    root: Path
    """The directory of the code, `/var/task` on Lambda."""
    account: LocalAccount
    memory: int = 128
    """The memory limit of the handler's process in MB."""
    timeout: float = 3.0
    """The time limit of one invocation in seconds."""
    variables: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The environment variables that the program configures."""
    runtime: str = "python3.13"
    log_group: str = ""
    layers: Path | None = None
    """The directory into which all layers are unpacked, `/opt` on Lambda; None without layers."""
    installed: bool = False
    """Whether a layer is not available here, so that the packages installed next to aslant replace its packages."""

    code: str = ""
    """The fingerprint of the code and of the layers; see `aslant.local.functions.fingerprint`."""
    any_account: bool = False
    """Whether it is called by ARNs of any account and Region, since no program gives it an ARN."""

    def is_version_of(self, other: Function) -> bool:
        """Return whether another function does the same, so that its workers can be used for this one."""
        return dataclasses.replace(self, root=other.root, layers=other.layers) == other

    @property
    def log_stream(self) -> str:
        """The name of the log stream, in the format that Lambda uses."""
        return f"2026/01/01/[$LATEST]{digest(self.arn, 32)}"

    def description(self) -> dict[str, object]:
        """Return the first message to a worker."""
        return {
            "name": self.name,
            "arn": self.arn,
            "handler": self.handler,
            "root": str(self.root),
            "layers": [str(path) for path in self._layer_paths()],
            "installed": self.installed,
            "memory": self.memory,
            "log_group": self.log_group,
            "log_stream": self.log_stream,
        }

    def _layer_paths(self) -> tuple[Path, ...]:
        """Return the import path of the layers (Lambda developer guide, "Working with layers for Python functions")."""
        if self.layers is None:
            return ()
        return self.layers / "python" / "lib" / self.runtime / "site-packages", self.layers / "python"

    def environment(self) -> dict[str, str]:
        """Return all environment variables of a worker: Lambda's, the function's, and the address of the local AWS.

        See the Lambda developer guide, "Defined runtime environment variables". A worker inherits nothing from this
        process's environment.
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
