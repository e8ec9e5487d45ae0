"""A roster that is a file needs no tool's client."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("tool", ["roster", "claims"])
def test_tables_from_files_load_no_google_client(tool: str) -> None:
    code = f"import sys, connectors.{tool}; print(*sorted(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = set(found.stdout.split())
    assert f"connectors.{tool}.reader" in loaded
    assert loaded.isdisjoint({"googleapiclient", "connectors.google", "requests.sessions"})
