"""How long the demo takes where everything is installed: the invented company, end to end.

Usage: ``python -m benchmarks.demo``. Prints one JSON object a line.
"""

import json
import subprocess
import sys
import time

from pipelines.cli.demo import PEOPLE


def main() -> None:
    """Runs the demo twice, as the first run may find cold files, and prints the second."""
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "demo", "--json"]
    for _ in range(2):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - started
    row = {"row": f"demo of {PEOPLE} people, warm, s", "figure": round(seconds, 1), "limit": "< 40"}
    print(json.dumps({**row, "command": "python -m benchmarks.demo"}))


if __name__ == "__main__":
    main()
