"""Runs every benchmark in a process of its own and writes ``benchmarks/RESULTS.md``.

Usage: ``python -m benchmarks``, or ``make bench``.
"""

import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

NAMES = ("github", "git", "load", "rebuild", "publish", "share", "demo", "start")
_HEAD = """# Measured

Written by `make bench`: only what the commands printed. {machine}

| what | figure | limit | holds | command |
| --- | ---: | --- | --- | --- |
"""


def _rows(name: str) -> list[dict[str, Any]]:
    rows = []
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            rows.append(json.loads(line))
    if process.returncode:
        raise SystemExit(f"benchmarks.{name} ended with exit code {process.returncode}")
    return rows


def _holds(figure: float, limit: object) -> str:
    """Whether a figure keeps its limit; a bare number is an upper limit."""
    if limit is None:
        return ""
    match = re.fullmatch(r"(<=|>=|<)? ?([0-9.]+)", str(limit))
    if match is None:
        raise ValueError(f"a limit reads {limit}")
    bound = float(match.group(2))
    kept = {">=": figure >= bound, "<": figure < bound}.get(match.group(1), figure <= bound)
    return "yes" if kept else "**no**"


def main() -> None:
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout
    machine = (
        f"{os.cpu_count()} cores, Python {platform.python_version()},"
        f" DuckDB {duckdb.__version__}, {git.strip()}."
    )
    lines = [
        f"| {row['row']} | {row['figure']} | {row['limit'] or ''}"
        f" | {_holds(row['figure'], row['limit'])} | `{row['command']}` |\n"
        for name in NAMES
        for row in _rows(name)
    ]
    target = Path(__file__).parent / "RESULTS.md"
    target.write_text(_HEAD.format(machine=machine) + "".join(lines))


if __name__ == "__main__":
    main()
