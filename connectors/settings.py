"""What every connector is given: its validated settings and the outside world it may use."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class SourceSettings(BaseModel):
    """One entry under ``sources:``. A field that ends in ``_env`` names an environment variable.

    Connectors never see the environment: the secret of ``token_env`` reaches them as ``token``.

    Attributes:
        streams: Only these streams; None is all of them.
        threads: How many requests or programs may run at once; None is the tool's default.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    streams: tuple[str, ...] | None = None
    threads: int | None = Field(default=None, ge=1, le=32, strict=True)

    def reads(self, stream: str) -> bool:
        """Whether a stream is read at all; a tool adds what its own settings leave out."""
        return self.streams is None or stream in self.streams

    def named(self, scopes: Collection[str], folder: Path) -> set[str]:
        """Which of the scopes that were landed the settings name, without asking the tool.

        Args:
            scopes: What landing pages call them.
            folder: Where relative paths in the settings start.
        """
        del folder
        return {scope for scope in scopes if self.names(scope)}

    def names(self, scope: str) -> bool:
        """Whether the settings name a scope; a tool of one scope always does."""
        del scope
        return True


@dataclass(frozen=True)
class Runtime:
    """The world outside the connector, passed in so that tests decide what it does.

    Attributes:
        folder: Relative paths in the settings start here.
        clock: The current instant, UTC.
        sleep: Waits for seconds.
        random: For jitter.
    """

    folder: Path
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    random: Random = field(default_factory=Random)


Level = Literal["ok", "missing", "excess", "warning"]


@dataclass(frozen=True)
class Finding:
    """One line of ``unsung check``.

    Attributes:
        level: ``ok``, ``missing`` (reads will fail), ``excess`` (more is granted than needed) or
            ``warning`` (it is read, and probably not what was meant).
        text: What was found and what to do; no secret and no person.
    """

    level: Level
    text: str
