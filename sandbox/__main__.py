"""Serves a simulated company: ``python -m sandbox --people 60 --seed 7 --folder DIR``.

Writes the configuration, the roster and the truth into the folder, prints one line of JSON that
says where the configuration is and what its environment needs, and serves until its standard
input ends.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from sandbox.company.servers import ENVIRONMENT, build_into, serve


def main() -> None:
    """Serves until nobody holds the other end of the input."""
    given = _options().parse_args()
    end = given.end if given.end.tzinfo else given.end.replace(tzinfo=UTC)
    tools = build_into(given.folder, given.seed, given.people, end, given.weeks, given.emission)
    with serve(tools) as served:
        ready = {
            "config": str(served.write(given.folder)),
            "environment": ENVIRONMENT,
            "hero": tools.company.cast.hero.person_id,
        }
        sys.stdout.write(f"{json.dumps(ready)}\n")
        sys.stdout.flush()
        sys.stdin.read()


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    options.add_argument("--people", type=int, default=60)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--weeks", type=int, default=26)
    options.add_argument("--folder", type=Path, required=True)
    options.add_argument("--emission", type=float, default=1.0)
    options.add_argument("--end", type=datetime.fromisoformat, default=datetime.now(UTC))
    return options


if __name__ == "__main__":
    main()
