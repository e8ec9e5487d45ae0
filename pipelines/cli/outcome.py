"""What a build found, what it does not cover, and the one next command."""

from collections.abc import Iterator
from pathlib import Path

import click
import duckdb

from pipelines.cli.queries import query
from pipelines.place import Place

_FOUND = query("outcome.found")
_PEOPLE = query("outcome.people")
_GAPS = query("outcome.gaps")
_UNTIED = query("outcome.untied")


def print_outcome(place: Place, published: Path | None) -> None:
    """Tells what a command left behind. Nothing of it names a person."""
    if published is None:
        if (place.data_dir / "published" / "current").exists():
            click.echo("published  unchanged; `unsung build` publishes what was read")
        return
    with duckdb.connect(str(published / "unsung.duckdb"), read_only=True) as con:
        con.execute("set TimeZone = 'UTC'")
        ((people, kinds, first, last),) = con.execute(_PEOPLE).fetchall()
        found = con.execute(_FOUND).fetchall()
        gaps = con.execute(_GAPS).fetchall()
    days = f", {first:%Y-%m-%d} to {last:%Y-%m-%d}" if first else ""
    click.echo(f"found     {people:,} people and {kinds} kinds of work{days}")
    if found:
        counts = ", ".join(f"{category} {objects:,}" for category, objects in found)
        click.echo(f"objects   of the last 26 weeks: {counts}")
    elif last:
        click.echo(f"objects   none in the last 26 weeks; build with --as-of {last:%Y-%m-%d}")
    for text in untied(place):
        click.echo(f"WARNING   {text}")
    for source, cause, streams in gaps:
        click.echo(f"GAP       {source}: {streams} streams not covered ({cause})")
    folder = place.data_dir / "published" / "current"
    click.echo(f"pages     {folder / 'site' / 'index.html'}")
    click.echo(f"DuckDB    {folder / 'unsung.duckdb'}")
    click.echo(f"next      {_next(place, has_gap=bool(gaps))}")


def untied(place: Place) -> Iterator[str]:
    """Tools none of whose people are in the roster: then nobody's work there is in a profile."""
    path = place.data_dir / "published" / "current" / "unsung.duckdb"
    if not path.exists():
        return
    with duckdb.connect(str(path), read_only=True) as con:
        rows = con.execute(_UNTIED).fetchall()
    for source, people, accounts in rows:
        yield (
            f"{source.upper()}: {people} PEOPLE IN THE ROSTER, 0 OF {accounts} ACCOUNTS TIED TO"
            f" THEM; add a column account:{source} or their addresses, or look at"
            " `unsung identity review`"
        )


def _next(place: Place, *, has_gap: bool) -> str:
    option = "" if place.config == Path("unsung.yaml").absolute() else f" --config {place.config}"
    if has_gap:
        return f"unsung check{option}    says what each gap needs"
    return f"unsung open{option}    opens the pages"
