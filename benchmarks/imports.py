"""The time to import `aslant.asl` in a new interpreter, compared to an interpreter that imports nothing."""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter

RUNS = 11


def seconds(code: str) -> float:
    """Return the wall time of an interpreter that runs `code`."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return perf_counter() - start


def main() -> None:
    """Print one line."""
    pairs = [(seconds("import aslant.asl"), seconds("pass")) for _ in range(RUNS)]
    bare = median(pair[1] for pair in pairs)
    whole = median(pair[0] for pair in pairs)
    print("import aslant.asl | ms (target 60) | an empty interpreter, ms | ratio")
    print(f"median of {RUNS} | {(whole - bare) * 1e3:.0f} | {bare * 1e3:.0f} | {whole / bare:.2f}")


if __name__ == "__main__":
    main()
