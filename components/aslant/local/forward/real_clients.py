"""botocore clients for real AWS, with the user's own credentials."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from aslant.errors import TaskError
from aslant.local.credentials import is_known

__all__ = ["RealClients"]

KEY_VARIABLES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")

LOOPBACK = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 - names to compare with, not to bind

NO_CREDENTIALS = (
    "No AWS credentials were found for a forwarded task. Sign in with `aws sso login` or `aws configure`, or set "
    "AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and start the local AWS again."
)

_environment_lock = threading.Lock()


class RealClients:
    """The clients by service and Region, each created once. Safe to use from several threads."""

    def __init__(self, environment: Mapping[str, str], own_urls: Sequence[str]) -> None:
        """Find credentials as boto3 does, with the variables of an environment.

        The credentials of the local AWS, and the variables that name one of its own URLs as the endpoint, are ignored:
        a shell that uses the local AWS has them.
        """
        self._environment = _without_local(environment, own_urls)
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, str], Any] = {}
        self._session: Any = None

    def services(self) -> list[str]:
        """Return botocore's names of all services."""
        with self._lock, _environment(self._environment):
            return list(self._open_session().get_available_services())

    def of(self, service: str, region: str) -> Any:
        """Return the client for a service, by botocore's name of it. Raise TaskError if there are no credentials."""
        with self._lock:
            client = self._clients.get((service, region))
            if client is None:
                with _environment(self._environment):
                    client = self._clients[service, region] = self._create(service, region)
            return client

    def _open_session(self) -> Any:
        if self._session is None:
            from botocore.session import Session

            self._session = Session()
        return self._session

    def _create(self, service: str, region: str) -> Any:
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError

        session = self._open_session()
        try:
            credentials = session.get_credentials()
        except BotoCoreError as problem:  # such as a profile that does not exist
            raise TaskError("States.Runtime", f"{NO_CREDENTIALS} ({problem})") from None
        if credentials is None:
            self._session = None  # the user may sign in later
            raise TaskError("States.Runtime", NO_CREDENTIALS)
        config = Config(read_timeout=300, user_agent_extra="aslant-forward")
        return session.create_client(service, region_name=region, config=config)


def _without_local(environment: Mapping[str, str], own_urls: Sequence[str]) -> dict[str, str]:
    fake = is_known(environment.get("AWS_ACCESS_KEY_ID", ""))
    ports = {urlsplit(url).port for url in own_urls}

    def is_local(name: str, value: str) -> bool:
        if name in KEY_VARIABLES:
            return fake
        if not name.startswith("AWS_ENDPOINT_URL"):
            return False
        url = urlsplit(value)
        return url.hostname in LOOPBACK and url.port in ports

    return {name: value for name, value in environment.items() if not is_local(name, value)}


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Give this process other environment variables for a moment, as the program may have changed them."""
    with _environment_lock:
        before = dict(os.environ)
        if before == variables:
            yield
            return
        try:
            _replace(variables)
            yield
        finally:
            _replace(before)


def _replace(variables: Mapping[str, str]) -> None:
    for name in os.environ.keys() - variables.keys():
        del os.environ[name]
    os.environ.update(variables)
