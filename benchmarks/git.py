"""Measures a pull of a git history, landing included, beside plain `git log` of the same clone.

Usage: ``python -m benchmarks.git [--repository PATH | --commits N] [--folder FOLDER]``. Prints one
JSON object a line. The invented history is made once and kept in the folder.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.history import history
from connectors.git import STREAMS, Settings, connect
from connectors.landing import LandingZone
from connectors.pull import Step, pull
from connectors.settings import Runtime

_ROUNDS = 2
_PLAIN = ("log", "--numstat", "-M", "--branches", "--remotes", "--tags")


def _pull(repository: Path, landing: Path) -> None:
    """Pulls in this process and prints what it took."""
    settings = Settings.model_validate({"repositories": [{"path": repository}]})
    connector = connect(settings, {}, Runtime(Path.cwd()))
    memory: list[tuple[int, int]] = []

    def sample(step: Step) -> None:
        memory.append((step.records, _peak(resource.RUSAGE_SELF)))

    results = list(pull(connector, STREAMS, LandingZone(landing, "benchmark"), sample))
    for result in results:
        if result.error is not None:
            raise result.error
    (walked,) = (result.records_by_stream for result in results if "commit" in result.streams)
    records = sum(walked.values())
    half = next(peak for seen, peak in memory if seen >= records / 2)
    figures = {
        "commits": walked["commit"],
        "records": records,
        "half": half,
        "peak": _peak(resource.RUSAGE_SELF),
        "children": _peak(resource.RUSAGE_CHILDREN),
    }
    print(json.dumps(figures))


def _peak(who: int) -> int:
    """Greatest resident memory so far, in MB; Linux counts it in KB."""
    return resource.getrusage(who).ru_maxrss // 1024


def _seconds(*command: str | Path) -> tuple[float, bytes]:
    start = time.perf_counter()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return time.perf_counter() - start, done.stdout


def _plain(repository: Path) -> float:
    start = time.perf_counter()
    command: list[str | Path] = ["git", "-C", repository, *_PLAIN]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _measure(repository: Path) -> None:
    plain, ours, figures = [], [], {}
    for _ in range(_ROUNDS):
        plain.append(_plain(repository))
        landing = tempfile.mkdtemp(prefix="unsung-benchmark-")
        command = (sys.executable, "-m", "benchmarks.git", "--pull", landing)
        seconds, output = _seconds(*command, "--repository", repository)
        shutil.rmtree(landing)
        ours.append(seconds)
        figures = json.loads(output)
    commits = figures["commits"]
    rows = (
        (f"git log --numstat -M of {commits} commits, s", round(min(plain), 2), None),
        (f"git pull of {commits} commits, landing included, s", round(min(ours), 2), None),
        ("git pull, speed against git log", round(min(plain) / min(ours), 2), ">= 1.2"),
        ("git pull, records/s", round(figures["records"] / min(ours)), None),
        ("git pull, peak RSS at half of the records, MB", figures["half"], None),
        ("git pull, peak RSS, MB", figures["peak"], "< 150"),
        ("git pull, peak RSS of one git program, MB", figures["children"], None),
    )
    command_line = " ".join(["python -m benchmarks.git", *sys.argv[1:]])
    for row, figure, limit in rows:
        line = {"row": row, "figure": figure, "limit": limit, "command": command_line}
        print(json.dumps(line), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repository", type=Path, help="an existing clone")
    parser.add_argument("--commits", type=int, default=100_000, help="size of the invented history")
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "unsung-git-histories"
    )
    parser.add_argument("--pull", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    repository = arguments.repository or history(arguments.folder, arguments.commits)
    if arguments.pull:
        _pull(repository.absolute(), arguments.pull)
    else:
        _measure(repository.absolute())


if __name__ == "__main__":
    main()
