"""What a command costs that only looks: CPU seconds of the whole process, the median of five.

Usage: ``python -m benchmarks.start``. Prints one JSON object a line.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

_COMMAND = "from pipelines.cli import main; main()"
_RUNS = 5


def main() -> None:
    """Mines an invented clone once, then looks at it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _mine(folder)
        (config,) = folder.glob("unsung/git-*/unsung.yaml")
        document = next(config.parent.glob("published/current/profiles/*.json"))
        line = json.loads(document.read_text(encoding="utf-8"))["lines"][0]["line_id"]
        for words, limit in (
            (["--help"], 0.15),
            (["status", "--config", str(config)], 0.4),
            (["explain", line, "--config", str(config)], 1.0),
        ):
            row = f"`unsung {words[0]}`, CPU s"
            figure = round(statistics.median(_cpu(words, folder) for _ in range(_RUNS)), 2)
            command = "python -m benchmarks.start"
            print(json.dumps({"row": row, "figure": figure, "limit": limit, "command": command}))


def _mine(folder: Path) -> None:
    clone = folder / "service"
    subprocess.run(["git", "init", "--quiet", str(clone)], check=True)
    (clone / "runbook.md").write_text("line\n" * 10, encoding="utf-8")
    who = ["-c", "user.name=Ana Ruiz", "-c", "user.email=ana@acme.example"]
    subprocess.run(["git", "-C", str(clone), "add", "--all"], check=True)
    subprocess.run(
        ["git", "-C", str(clone), *who, "commit", "--quiet", "-m", "docs: start"], check=True
    )
    _run(["run", "--git", str(clone), "--quiet"], folder)


def _run(words: list[str], folder: Path) -> None:
    environment = {**os.environ, "XDG_DATA_HOME": str(folder)}
    environment.pop("DAGSTER_HOME", None)
    command = [sys.executable, "-c", _COMMAND, *words]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def _cpu(words: list[str], folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(words, folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
