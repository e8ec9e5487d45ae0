"""What the acceptance suite must know of a tool: how to serve, fill and use it."""

import importlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connectors.errors import SourceError
from connectors.settings import Runtime
from pipelines.tools import find_tools
from sandbox.server import Reply
from tests.world import World

CANARY = "canary-6b1f"
"""Stands in every text that a subject's tool holds and that must not leave a connector."""

TOKEN = "token-9d40c1"  # noqa: S105  # because no tool knows it
"""The credential of every subject whose tool takes any."""


@dataclass(frozen=True)
class Subject:
    """One tool, in one of its deployments.

    Attributes:
        name: The tool's name, and the deployment's where there are several.
        serve: Opens the tool and a landing zone in a folder.
        fill: Has people do something for every stream, with `CANARY` in every text.
        shrink: Makes every list of the filled tool longer than a page; None where nothing is paged.
        edits: What people do later, by name; each takes a number to pick by.
        unrecognised: What a pull says when the tool's first answer is not that tool's.
        limits: Answers of a tool that is asked too often, beside a plain 429.
        landed_again: Streams whose recent rows land at every pull, changed or not, and why.
        forgotten: Streams whose old rows the tool forgets while a store keeps them, and why.
        may_be_null: Fields whose null says something, such as an empty text, and what.
        may_be_missing: Fields that the vendor leaves out when there is nothing to say.
        omits: Why any field may be missing or null, where that is so.
        unread: Walks that ask a route without reading its rows, and why.
    """

    name: str
    serve: Callable[[Runtime, Any, Path], AbstractContextManager[World]]
    fill: Callable[[Any], None]
    shrink: Callable[[Any], None] | None
    edits: Mapping[str, Callable[[Any, int], Any]]
    unrecognised: tuple[type[SourceError], ...] = ()
    limits: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    landed_again: Mapping[str, str] = field(default_factory=dict)
    forgotten: Mapping[str, str] = field(default_factory=dict)
    may_be_null: Mapping[str, str] = field(default_factory=dict)
    may_be_missing: Mapping[str, str] = field(default_factory=dict)
    omits: str = ""
    unread: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def tool(self) -> str:
        """The folder in ``connectors/``."""
        return self.name.partition(" ")[0]


def subjects_of(tool: str) -> tuple[Subject, ...]:
    """A tool's subjects, from ``tests/connectors/<tool>/acceptance.py``."""
    found: tuple[Subject, ...] = importlib.import_module(
        f"tests.connectors.{tool}.acceptance"
    ).SUBJECTS
    return found


def every_subject() -> list[Subject]:
    """The subjects of every tool in ``connectors/``."""
    return [subject for tool in find_tools() for subject in subjects_of(tool)]


def altered(change: Callable[[Any], Any]) -> Callable[[Any, Reply], Reply]:
    """A step's change of right answers by what becomes of their bodies."""
    return lambda _asked, reply: (
        Reply(reply.status, change(reply.body), reply.headers) if reply.status == 200 else reply
    )
