"""Serves a generated repository: ``python -m sandbox.github --pulls 1000 --latency-ms 20``.

Prints its port and serves until its standard input ends. A line ``review N`` on the input adds a
review to N pull requests and is answered by ``done``.
"""

import argparse
import sys
from datetime import UTC, datetime, timedelta

from sandbox.github.model.hub import Hub
from sandbox.github.populate import populate
from sandbox.github.server import Server


def main() -> None:
    """Serves until nobody holds the other end of the input."""
    options = argparse.ArgumentParser(prog="python -m sandbox.github", description=__doc__)
    options.add_argument("--pulls", type=int, default=1000)
    options.add_argument("--issues", type=int, default=250)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--latency-ms", type=float, default=0.0)
    given = options.parse_args()
    hub = Hub()
    start = datetime.now(UTC) - timedelta(days=366)
    repository = populate(hub, seed=given.seed, pulls=given.pulls, issues=given.issues, at=start)
    with Server(hub, latency=given.latency_ms / 1000) as server:
        _say(str(server.server_address[1]))
        for line in sys.stdin:
            count = int(line.removeprefix("review "))
            with server.lock:
                for pull in repository.pulls[:count]:
                    hub.add_review(pull, None)
            _say("done")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
