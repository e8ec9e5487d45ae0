"""Finds the tools: every folder of ``connectors/`` with streams. There is no list to edit."""

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
                holds=stream.holds,
                within=(stream.within.stream, stream.within.by) if stream.within else None,
                description=stream.record.__doc__ or "",
            )
            for stream in self.streams
        )


class Tools(Mapping[str, Tool]):
    """Every tool by name, imported when it is asked for: some bring seconds of libraries."""

    def __init__(self) -> None:
        folders = Path(connectors.__path__[0]).iterdir()
        self._names = sorted(each.name for each in folders if (each / "streams.py").exists())

    def __getitem__(self, name: str) -> Tool:
        if name not in self._names:
            raise KeyError(name)
        return _load(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@cache
def find_tools() -> Tools:
    """Every tool by name."""
    return Tools()


@cache
def _load(name: str) -> Tool:
    module = importlib.import_module(f"connectors.{name}")
    return Tool(name, module.STREAMS, module.Settings, module.connect)
