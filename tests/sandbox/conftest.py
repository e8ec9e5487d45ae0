"""Companies that several tests look at; nothing changes them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.company import Tools, build

END = datetime(2026, 11, 18, 14, 30, tzinfo=UTC)
Unit = tuple[str, str, str | None]


@dataclass(repr=False)
class World:
    """A company with its tools, and what truth says of it."""

    tools: Tools

    def lines(self, kind: str) -> list[dict[str, Any]]:
        return [line for line in self.tools.truth if line["type"] == kind]

    @property
    def activities(self) -> list[dict[str, Any]]:
        return self.lines("activity")

    def units(self, kind: str, tool: str | None = None) -> set[Unit]:
        """Person, object and bucket of every activity of a kind."""
        return {
            (line["person_id"], line["object"], line["bucket"])
            for line in self.activities
            if line["kind"] == kind and tool in (None, line["tool"])
        }

    def owners(self) -> dict[tuple[str, str], str | None]:
        return {
            (line["tool"], line["account_id"]): line["person_id"] for line in self.lines("account")
        }

    def count(self, person_id: str) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for line in self.activities:
            found[line["kind"]] += line["person_id"] == person_id
        return found


@pytest.fixture(scope="session")
def world() -> World:
    """Sixty people over 26 weeks."""
    return World(build(7, 60, END))


@pytest.fixture(scope="session")
def small() -> World:
    """The fewest people there can be."""
    return World(build(7, 24, END))
