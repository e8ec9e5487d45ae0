"""Answers questions about sources and the published version without changing anything."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from connectors.errors import SourceError
from connectors.settings import Finding
from pipelines.errors import ConfigError
from pipelines.resources import Workplace


def check_sources(workplace: Workplace) -> Iterator[tuple[str, Finding]]:
    """Yields (source, finding) for every configured source."""
    for source in workplace.config.sources:
        try:
            for finding in workplace.connect(source).check():
                yield source, finding
        except (SourceError, ConfigError) as error:
            yield source, Finding("missing", str(error))


def status(data_dir: Path) -> dict[str, Any]:
    """The published version's identity, coverage and how many accounts are tied to people.

    Raises:
        ConfigError: Nothing is published yet.
    """
    folder = _current(data_dir)
    build: dict[str, Any] = json.loads((folder / "build.json").read_text())
    with duckdb.connect(str(folder / "unsung.duckdb"), read_only=True) as con:
        con.execute("set TimeZone = 'UTC'")
        coverage = _records(
            con,
            "select source, stream, scope, status, covered_until, gap_code from marts.coverage"
            " order by source, stream, scope",
        )
        accounts = _records(con, "select * from marts.account_coverage order by source")
    return {**build, "coverage": coverage, "accounts": accounts}


def _records(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    found = con.execute(query)
    columns = [column[0] for column in found.description]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def profile(data_dir: Path, person: str) -> dict[str, Any]:
    """The published document of one person, by id, former id or exact name.

    Raises:
        ConfigError: Nobody or several people go by it.
    """
    folder = _current(data_dir)
    with duckdb.connect(str(folder / "unsung.duckdb"), read_only=True) as con:
        rows = con.execute(
            "select person_id from marts.person_alias where alias_id = $1"
            " union select person_id from marts.person where display_name = $1",
            [person],
        ).fetchall()
    if len(rows) != 1:
        cause = "nobody is published under it" if not rows else f"{len(rows)} people share it"
        raise ConfigError("profile", cause, "use a person id from the index page")
    document: dict[str, Any] = json.loads((folder / "profiles" / f"{rows[0][0]}.json").read_text())
    return document


def _current(data_dir: Path) -> Path:
    folder = data_dir / "published" / "current"
    if not folder.exists():
        raise ConfigError(str(data_dir), "nothing is published yet", "run `unsung run` first")
    return folder.resolve()
