from __future__ import annotations

import asyncio
import dataclasses
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aslant.local.deployment import Deployment, check_content
from aslant.local.http import Request, Response
from aslant.local.later import settle
from aslant.local.options import parse_options
from aslant.local.reload.reloader import Reloader
from aslant.local.source import Source

URLS = ("http://127.0.0.1:8000", "http://127.0.0.1:4566")


@dataclasses.dataclass
class Reloadable:
    """A deployment that is reloaded by hand, and the messages of its reloads."""

    deployment: Deployment
    reloader: Reloader
    source: Source
    messages: list[str]
    printed: list[str]

    def reload(self) -> str:
        """Reload, and return the messages of it."""
        self.messages.clear()
        self.reloader.reload(self.deployment)
        return "\n".join(self.messages)

    def post(self, path: str, body: Any, method: str = "POST") -> Response:
        """Return the response of an API."""
        request = Request(method, path, "", {"host": "127.0.0.1:8000"}, json.dumps(body).encode())
        return asyncio.run(self.deployment.dispatcher.answer(request))

    def call(self, action: str, **parameters: Any) -> dict[str, Any]:
        """Return the response of the Step Functions API."""
        headers = {"x-amz-target": f"AWSStepFunctions.{action}"}
        response = settle(
            self.deployment.aws.answer(Request("POST", "/", "", headers, json.dumps(parameters).encode()))
        )
        answer: dict[str, Any] = json.loads(response.body)
        return answer

    def aws(self, service: str, target: str, **parameters: Any) -> dict[str, Any]:
        """Return the response of another service in JSON."""
        scope = f"Credential=test/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=x"
        headers = {"x-amz-target": target, "authorization": f"AWS4-HMAC-SHA256 {scope}"}
        headers["content-type"] = "application/x-amz-json-1.0"
        response = settle(
            self.deployment.aws.answer(Request("POST", "/", "", headers, json.dumps(parameters).encode()))
        )
        answer: dict[str, Any] = json.loads(response.body)
        return answer

    def _ask(self, headers: dict[str, str], parameters: dict[str, Any]) -> dict[str, Any]:
        request = Request("POST", "/", "", headers, json.dumps(parameters).encode())
        answer: dict[str, Any] = json.loads(settle(self.deployment.aws.answer(request)).body)
        return answer


Deploy = Callable[..., Reloadable]


@pytest.fixture
def deploy_reloadable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Deploy]:
    """A function that deploys what the options name, in an empty folder."""
    made: list[Deployment] = []

    def run(*arguments: str | Path, **environment: str) -> Reloadable:
        source = Source(parse_options(list(map(str, arguments)), environment), *URLS)
        messages: list[str] = []
        printed: list[str] = []
        reloader = Reloader(source, messages.append)
        content = source.load()
        messages += check_content(content)
        deployment = Deployment(content, lambda name, line: printed.append(f"{name} | {line}"))
        made.append(deployment)
        return Reloadable(deployment, reloader, source, messages, printed)

    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    yield run
    for deployment in made:
        deployment.end()


def edit(file: Path, old: str, new: str) -> None:
    """Replace a string in a file, and keep the file's size and the second of its edit where that is possible."""
    before, text = os.stat(file), file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000))
