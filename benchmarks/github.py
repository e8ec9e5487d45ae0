"""GitHub pulls: how many requests they take, and how long and how much memory at 20 ms each.

``python -m benchmarks.github`` prints one JSON line per row. The server and every pull run in
processes of their own.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from connectors.github import STREAMS, Settings, connect
from connectors.landing import LandingZone
from connectors.pull import pull
from connectors.settings import Runtime

COMMAND = "python -m benchmarks.github"
NAMES = ("pull", "review", "review_comment", "issue_comment")


def main() -> None:
    if len(sys.argv) > 1:
        port, folder, threads = sys.argv[1:]
        say(pulled(int(port), Path(folder), int(threads)))
        return
    with tempfile.TemporaryDirectory() as folder:
        counts(folder)
    with tempfile.TemporaryDirectory() as folder:
        speed(folder)


def counts(folder: str) -> None:
    with serving("--latency-ms", "0") as (port, server):
        row("full pull, requests", measured(port, folder, 1)["requests"], 1_090)
        time.sleep(1.1)
        tell(server, "review 20")
        time.sleep(1.1)
        row("20 changed pull requests, requests", measured(port, folder, 1)["requests"], 26)
        row("nothing changed, requests", measured(port, folder, 1)["requests"], 5)


def speed(folder: str) -> None:
    with serving("--latency-ms", "20") as (port, _):
        figures = measured(port, folder, 8)
    row("full pull at 20 ms, 8 threads, seconds", figures["seconds"], 6)
    row("full pull at 20 ms, 8 threads, peak RSS in MB", figures["rss"], 200)


def pulled(port: int, folder: Path, threads: int) -> dict[str, Any]:
    """Pulls in this process."""
    settings = Settings(
        base_url=f"http://127.0.0.1:{port}",
        token_env="TOKEN",
        repositories=("acme/widget",),
        threads=threads,
    )
    connector = connect(settings, {"token": "invented"}, Runtime(folder))
    streams = [stream for stream in STREAMS if stream.name in NAMES]
    started = time.monotonic()
    for result in pull(connector, streams, LandingZone(folder, "benchmark")):
        if result.error is not None:
            raise result.error
    seconds = round(time.monotonic() - started, 2)
    rss = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    return {"requests": connector.requests, "seconds": seconds, "rss": rss}


def measured(port: int, folder: str, threads: int) -> dict[str, Any]:
    """Pulls in another process."""
    command = [sys.executable, "-m", "benchmarks.github", str(port), folder, str(threads)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


@contextmanager
def serving(*options: str) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """A GitHub of 1,000 pull requests and 250 issues in another process."""
    command = [sys.executable, "-m", "sandbox.github", "--pulls", "1000", "--issues", "250"]
    pipe = subprocess.PIPE
    with subprocess.Popen([*command, *options], stdin=pipe, stdout=pipe, text=True) as server:
        yield int(opened(server.stdout).readline()), server
        opened(server.stdin).close()


def tell(server: "subprocess.Popen[str]", line: str) -> None:
    opened(server.stdin).write(f"{line}\n")
    opened(server.stdin).flush()
    opened(server.stdout).readline()


def opened(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("the process was started without pipes")
    return pipe


def row(name: str, figure: float, limit: float) -> None:
    say({"row": f"github: {name}", "figure": figure, "limit": limit, "command": COMMAND})


def say(figures: dict[str, Any]) -> None:
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
