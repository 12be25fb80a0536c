"""Where the content of a deployment comes from: a Pulumi program, definitions in files, and mocks.

Each `load` reads all of it again, so that it shows every edit.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aslant.errors import AslantError, LocalError
from aslant.local.content import Content
from aslant.local.deployment import read_forwards, read_mocks
from aslant.local.functions.handler_file import HandlerFile
from aslant.local.mocks import Mocks
from aslant.local.options import Options
from aslant.local.own_modules import packed_folders
from aslant.local.project import Project
from aslant.local.wait_scale import read_wait_scale
from aslant.provider.account import ACCOUNT_ID, LocalAccount
from aslant.provider.registry import RegisteredResource, Registry

if TYPE_CHECKING:
    from aslant.run.mock_config import MockConfig

__all__ = ["Source", "has_program"]

PROJECT_FILE = "Pulumi.yaml"


def has_program(options: Options) -> bool:
    """Return whether there is a program to run: one that is named, or one in the current folder."""
    return options.program is not None or Path(PROJECT_FILE).is_file()


class Source:
    """The program and the files that a command line names."""

    def __init__(self, options: Options, api_url: str, aws_url: str, program: bool | None = None) -> None:
        """Read what the options name. The URLs are those of the server.

        `program` is whether there is a program to run. By default, the options and the current folder decide.
        """
        self._options = options
        self._urls = api_url, aws_url
        self._directory = (options.program or Path()).resolve()
        self._environment = dict(os.environ)
        """The variables before the program has run, which may change them."""
        self._outside: tuple[Path, ...] = ()
        """Files and folders of the program that are outside its folder."""
        self.has_program = has_program(options) if program is None else program

    def load(self) -> Content:
        """Run the program and read the files.

        Raises:
            LocalError: the program fails, or an option is wrong.
        """
        from aslant.local.project import read_project

        options = self._options
        project = read_project(self._directory, options.stack) if self.has_program else Project.without_program()
        account = self._account(project)
        registry = Registry()
        if self.has_program:
            from aslant.local.program import load

            registry = load(project, account)
            self._outside = tuple(_outside(registry, project))
        content = Content(
            project,
            registry,
            account,
            read_mocks(project, registry) if self.has_program else Mocks({}),
            read_forwards(project, registry, self._environment, options.forward),
            read_wait_scale(project) if options.wait_scale is None else options.wait_scale,
            endpoints=options.endpoints,
            mock_config=self._mock_config(),
            urls={name: where for name, where in options.functions.items() if "://" in where},
        )
        return self._with_files(content)

    def places(self) -> list[Path]:
        """Return the folders and files whose edits change the content."""
        options = self._options
        places = [self._directory, *self._outside] if self.has_program else []
        places += options.machines
        places += [Path(where.rpartition(":")[0]).parent for where in options.functions.values() if "://" not in where]
        return [*places, options.mock_config] if options.mock_config else places

    def _account(self, project: Project) -> LocalAccount:
        options, alone = self._options, not self.has_program
        region = project.region if not project.region_is_assumed else options.region or project.region
        identity = options.account or ACCOUNT_ID
        if alone:
            region = options.region or options.region_of_environment or project.region
            identity = options.account or options.account_of_environment or ACCOUNT_ID
        return LocalAccount(region, *self._urls, identity)

    def _with_files(self, content: Content) -> Content:
        options = self._options
        handlers = {
            name: HandlerFile.of(name, where) for name, where in options.functions.items() if "://" not in where
        }
        if not options.machines:
            self._refuse_options_of_machines()
            return dataclasses.replace(content, handlers=handlers)
        from aslant.local.definition_files import DefinitionFiles

        files = DefinitionFiles(options.machines, options.types, options.substitutions, content.account)
        return dataclasses.replace(
            content,
            machines=tuple(files.machines.values()),
            handlers={**{key: item for key, item in files.handlers.items() if key not in content.urls}, **handlers},
            problems=files.problems,
            warnings=tuple(files.warnings),
        )

    def _refuse_options_of_machines(self) -> None:
        for option, given in (("--type", self._options.types), ("--substitute", self._options.substitutions)):
            if given:
                raise LocalError(f"{option} is for definitions in files. Name their folder with --machines.")

    def _mock_config(self) -> MockConfig | None:
        path = self._options.mock_config
        if path is None:
            return None
        from aslant.run.mock_config import MockConfig

        try:
            return MockConfig(_read_json(path))
        except LocalError:
            raise
        except AslantError as error:
            raise LocalError(f"{path}: {error}") from None


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes(), object_pairs_hook=lambda pairs: _object(path, pairs))
    except OSError as error:
        reason = error.strerror or str(error)
        raise LocalError(f"the mock configuration {path} cannot be read: {reason}. Correct the path.") from None
    except UnicodeDecodeError as error:
        raise LocalError(f"{path}: this is not valid UTF-8: {error}.") from None
    except json.JSONDecodeError as error:
        raise LocalError(f"{path}:{error.lineno}:{error.colno}: this is not valid JSON: {error.msg}.") from None
    except RecursionError:
        raise LocalError(f"{path}: it is nested too deeply. Give it fewer levels.") from None


def _object(path: Path, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        again = next(name for name in names if names.count(name) > 1)
        raise LocalError(f"{path}: an object has the member {again!r} twice. Remove or rename one of them.")
    return found


def _outside(registry: Registry, project: Project) -> Iterator[Path]:
    """Yield the folders and files of functions' and layers' code that are not in the program's folder."""
    from pulumi import AssetArchive, FileArchive, FileAsset

    from aslant.aws.function.cache import cache_folder

    found = packed_folders()
    waiting: list[Any] = [_code(resource) for resource in registry]
    while waiting:
        item = waiting.pop()
        if isinstance(item, AssetArchive):
            waiting += item.assets.values()
        elif isinstance(item, FileArchive | FileAsset):
            found.add((project.main.parent / item.path).resolve())
    cache = cache_folder("code")
    for path in sorted(found):
        if not path.is_relative_to(project.directory) and not path.is_relative_to(cache):
            yield path


def _code(resource: RegisteredResource) -> Any:
    return resource.inputs.get("code") or resource.inputs.get("source")
