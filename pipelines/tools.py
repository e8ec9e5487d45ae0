"""Finds the tools: every package under ``connectors/``. There is no list to edit."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import connectors
from connectors.settings import Runtime, SourceSettings
from connectors.stream import Connector, Stream
from warehouse.store import RawTable


@dataclass(frozen=True)
class Tool:
    """One package under ``connectors/``: its streams, settings and way to connect."""

    name: str
    streams: Sequence[Stream]
    settings: type[SourceSettings]
    connect: Callable[[SourceSettings, Mapping[str, str], Runtime], Connector]

    @property
    def raw_tables(self) -> tuple[RawTable, ...]:
        """The tool's streams as the store sees them."""
        return tuple(
            RawTable(
                source=self.name,
                stream=stream.name,
                columns=tuple((c.name, c.type, c.nullable) for c in stream.columns),
                key=stream.key,
                version=stream.version,
                replaces=stream.replaces,
                shared=stream.shared,
                description=stream.record.__doc__ or "",
            )
            for stream in self.streams
        )


@cache
def find_tools() -> dict[str, Tool]:
    """Every tool by name."""
    names = [info.name for info in pkgutil.iter_modules(connectors.__path__) if info.ispkg]
    return {name: _load(name) for name in sorted(names)}


def _load(name: str) -> Tool:
    module = importlib.import_module(f"connectors.{name}")
    return Tool(name, module.STREAMS, module.Settings, module.connect)
