"""The functions of one version of what is served. Those that did not change keep the workers of the version before."""

from __future__ import annotations

import dataclasses
import shutil
import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aslant.errors import LocalError
from aslant.local.functions.fingerprint import fingerprint
from aslant.local.functions.function import Function
from aslant.local.functions.handler_file import HandlerFile
from aslant.local.functions.packages import code_of, lay_out, stack_layers
from aslant.local.functions.remote_function import RemoteFunction
from aslant.local.functions.workers import Log, Workers
from aslant.local.run_folder import RunFolder
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.functions import FUNCTION
from aslant.provider.resources.layers import layers_of

__all__ = ["FunctionBuilder", "Functions"]


class Functions(dict[str, Workers]):
    """The functions by name.

    With the endpoint of another server, `get` returns a function there for every name that is not one of these.
    """

    def __init__(self, account: LocalAccount, endpoint: str | None = None) -> None:
        """Begin without functions. `endpoint` is the URL of another server's Lambda API."""
        super().__init__()
        self._account = account
        self._endpoint = endpoint

    def get(self, name: str, default: Any = None) -> Any:
        """Return the workers of a function, or `default`."""
        found = super().get(name)
        if found is None and self._endpoint is not None and name:
            return self.remote(name, self._endpoint)
        return default if found is None else found

    def remote(self, name: str, url: str) -> RemoteFunction:
        """Return a function that another server runs."""
        arn = self._account.arn("lambda", f"function:{name}")
        function = Function(name, arn, "remote", Path(), self._account, runtime="remote", any_account=True)
        return RemoteFunction(function, url)

    def start(self, others: dict[str, Workers]) -> None:
        """Wait until all functions but those of another version have started.

        Raises:
            LocalError: a handler cannot be imported.
        """
        for name, workers in self.items():
            if workers is not dict.get(others, name) and (problem := workers.start()):
                raise LocalError(f"function {name!r}: its handler {workers.function.handler!r} fails with {problem}")

    def retire(self, others: dict[str, Workers]) -> None:
        """End the workers that another version does not use, as soon as they are idle."""
        for name, workers in self.items():
            if workers is not dict.get(others, name):
                workers.retire()

    def end(self, others: dict[str, Workers]) -> None:
        """End the workers that another version does not use."""
        for name, workers in self.items():
            if workers is not dict.get(others, name):
                workers.end()


class FunctionBuilder:
    """Makes the workers of functions from archives and folders."""

    def __init__(self, folder: RunFolder, log: Log) -> None:
        """Unpack code into a folder. What functions print is logged."""
        self._folder = folder
        self._log = log
        self._made: weakref.WeakSet[Workers] = weakref.WeakSet()

    def end(self) -> None:
        """End all workers, also those of versions that executions still use."""
        for workers in list(self._made):
            workers.end()

    def registered(
        self, registry: Registry, account: LocalAccount, base: Path, before: Mapping[str, Workers]
    ) -> Iterator[tuple[str, Workers]]:
        """Yield the functions that a program creates. Relative paths of their code start at `base`."""
        for resource in registry.of(FUNCTION):
            if not resource.read:
                function = _described(resource, registry, account, base)
                workers = before.get(function.name)
                if workers is None or not function.is_version_of(workers.function):
                    workers = self._started(self._unpacked(function, resource, registry, base))
                yield function.name, workers

    def in_files(
        self, handlers: Mapping[str, HandlerFile], account: LocalAccount, before: Mapping[str, Workers]
    ) -> Iterator[tuple[str, Workers]]:
        """Yield the functions of Python files."""
        for name, handler in handlers.items():
            function = handler.described(name, account)
            workers = before.get(name)
            if workers is None or not function.is_version_of(workers.function):
                root = self._folder.new(name)
                handler.copy(root)
                workers = self._started(dataclasses.replace(function, root=root))
            yield name, workers

    def _unpacked(self, function: Function, resource: RegisteredResource, registry: Registry, base: Path) -> Function:
        """Return a function with its code and its layers in new folders."""
        root = self._folder.new(function.name)
        lay_out(
            code_of(resource, registry, base), root, base, resource.label, lambda line: self._log(function.name, line)
        )
        module = function.handler.rpartition(".")[0].replace(".", "/")
        if not (root / f"{module}.py").is_file() and not (root / module).is_dir():
            raise LocalError(
                f"{resource.label}: handler {function.handler!r} names {module}.py, which its code does not have. It "
                f"has {', '.join(sorted(path.name for path in root.iterdir())) or 'no files'}."
            )
        here = [layer for layer in layers_of(resource, registry).values() if layer is not None]
        layers = stack_layers(here, registry, root.with_name(f"{root.name}.layers"), base)
        return dataclasses.replace(function, root=root, layers=layers)

    def _started(self, function: Function) -> Workers:
        workers = Workers(function, self._log)
        self._made.add(workers)
        for path in (function.root, function.layers):
            if path is not None:  # the code of an old version is removed when no execution uses it any more
                weakref.finalize(workers, shutil.rmtree, path, ignore_errors=True).atexit = False
        return workers


def _described(resource: RegisteredResource, registry: Registry, account: LocalAccount, base: Path) -> Function:
    """Return a function without its code."""
    layers = layers_of(resource, registry)
    code = [code_of(resource, registry, base)]
    code += [code_of(layer, registry, base) for layer in layers.values() if layer is not None]
    name = resource.output("name")
    variables: Mapping[str, Any] = (resource.inputs.get("environment") or {}).get("variables") or {}
    group = (resource.inputs.get("loggingConfig") or {}).get("logGroup")
    return Function(
        name=name,
        arn=resource.output("arn"),
        handler=str(resource.inputs["handler"]),
        root=base,
        installed=None in layers.values(),
        account=account.within(resource.outputs.get("region")),
        memory=resource.outputs["memorySize"],
        timeout=resource.outputs["timeout"],
        variables={str(key): str(value) for key, value in variables.items()},
        runtime=str(resource.inputs["runtime"]),
        log_group=group or f"/aws/lambda/{name}",
        code=" ".join(fingerprint(item, base) for item in code),
    )
