"""Run the tests in `tests/engine` with the Pulumi CLI: the one on PATH, or one that is built from its Go module.

    python tools/engine.py [arguments of pytest]

The CLI is built once (two to seven minutes) and kept in the user's cache, outside the project. The exit code is 2 if
neither Pulumi nor Go is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

VERSION: Final = "v3.259.0"
MODULE: Final = f"""module engine

go 1.26

require github.com/pulumi/pulumi/pkg/v3 {VERSION}
"""
PACKAGE: Final = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
STAMP: Final = f"-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version={VERSION}"
INSTALL: Final = """Neither the Pulumi CLI nor Go is installed, so the tests with Pulumi's engine cannot run.
Install one of them: https://www.pulumi.com/docs/iac/download-install/ or https://go.dev/doc/install."""
INTERVAL: Final = 30  # seconds between two progress messages


def cache() -> Path:
    """Return the folder of the built CLI, in the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "aslant" / f"pulumi-{VERSION}"


def build(go: str, folder: Path) -> None:
    """Build the CLI into a folder, and print a line of progress every 30 seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "go.mod").write_text(MODULE)
    print(
        f"Building Pulumi {VERSION} with {go} into {folder}: two to seven minutes, once.", file=sys.stderr, flush=True
    )
    built = folder / "pulumi.new"
    command = [go, "build", "-mod=mod", "-ldflags", STAMP, "-o", str(built), PACKAGE]
    log = folder / "build.log"
    begun = time.monotonic()
    with log.open("w") as output:
        running = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        while True:
            try:
                code = running.wait(INTERVAL)
                break
            except subprocess.TimeoutExpired:
                progress(f"  still building after {time.monotonic() - begun:.0f} s …")
    if code:
        sys.exit(f"Pulumi could not be built (go build exited with {code}). Its last lines:\n{tail(log)}")
    built.rename(folder / "pulumi")  # renamed at the end, so that an interrupted build does not look complete


def progress(line: str) -> None:
    """Print a progress message immediately."""
    print(line, file=sys.stderr, flush=True)


def tail(log: Path, lines: int = 20) -> str:
    """Return the last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def find_or_build() -> Path | None:
    """Return the folder of a `pulumi` that is not on PATH, built if necessary; None if PATH has one."""
    if shutil.which("pulumi"):
        return None
    folder = cache()
    if not (folder / "pulumi").exists():
        go = shutil.which("go")
        if go is None:
            print(INSTALL, file=sys.stderr)
            sys.exit(2)
        build(go, folder)
    return folder


def main() -> int:
    """Run the tests in `tests/engine`, with `pulumi` on PATH."""
    folder = find_or_build()
    if folder is not None:
        os.environ["PATH"] = os.pathsep.join([str(folder), os.environ.get("PATH", os.defpath)])
    return subprocess.run([sys.executable, "-m", "pytest", "tests/engine", *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
