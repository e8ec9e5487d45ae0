"""``unsung status``, ``open`` and ``profile``: what is published, and whether it is up to date."""

import json
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import click

from pipelines.cli.completion import complete_people
from pipelines.cli.options import config_option, json_option, place_of, published_folder
from pipelines.errors import ConfigError
from pipelines.place import Place

STALE_AFTER = timedelta(hours=26)
"""A nightly build and two hours of grace."""


@click.command()
@config_option
@json_option
@click.option("--streams", is_flag=True, help="Show every stream of every scope.")
def status(config_path: Path, *, as_json: bool, streams: bool) -> None:
    """Says whether what is published is up to date, and what to do."""
    place = place_of(config_path)
    report = read_status(place, datetime.now(UTC))
    if as_json:
        click.echo(json.dumps(report, default=str))
        return
    click.echo(report["verdict"])
    click.echo(
        f"published {report['build_id']}, as of {report['as_of'][:16].replace('T', ' ')} UTC,"
        f" {report['purpose']}"
    )
    rows = report["coverage"] if streams else _by_source(report["coverage"])
    _print_rows([{name: _cell(value) for name, value in row.items()} for row in rows])
    for row in report["accounts"]:
        counts = "{linked_count} of {human_count} accounts of people tied to a person"
        suggested = ", {suggestion_count} suggestions to review"
        click.echo(f"{row['source']}: {(counts + suggested).format(**row)}")
    for row in report["uncounted"]:
        stream = f" ({row['stream']})" if row["stream"] else ""
        click.echo("{source}: {acts} not counted or in doubt: {reason}".format(**row) + stream)


@click.command()
@config_option
def open_pages(config_path: Path) -> None:
    """Opens the published pages in a browser."""
    page = published_folder(place_of(config_path)).parent / "current" / "site" / "index.html"
    click.echo(str(page))
    if click.launch(page.as_uri()) != 0:
        click.echo("no browser could be started; open the file above", err=True)


@click.command()
@click.argument("person", shell_complete=complete_people)
@config_option
@json_option
def profile(person: str, config_path: Path, *, as_json: bool) -> None:
    """Shows one person's published profile, by person id or name."""
    document = read_profile(place_of(config_path), person)
    if as_json:
        click.echo(json.dumps(document))
        return
    print_profile(document)


def read_status(place: Place, now: datetime) -> dict[str, Any]:
    """A verdict, the published version's identity, its coverage, and accounts tied to people.

    Raises:
        ConfigError: Nothing is published yet.
    """
    folder = published_folder(place)
    build: dict[str, Any] = json.loads((folder / "build.json").read_text(encoding="utf-8"))
    if "coverage" not in build:
        cause = "it was written by an earlier release, which did not name its coverage"
        raise ConfigError("published version", cause, "run `unsung build`")
    for row in build["coverage"]:
        row["covered_until"] = _instant(row["covered_until"])
    accounts, gaps = build.pop("account_coverage"), build.pop("coverage_gap", [])
    verdict = _verdict(place, folder, build, build["coverage"], now)
    return {"verdict": verdict, **build, "accounts": accounts, "uncounted": gaps}


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _verdict(
    place: Place,
    folder: Path,
    build: dict[str, Any],
    coverage: list[dict[str, Any]],
    now: datetime,
) -> str:
    """Whether somebody must do something, and what."""
    gaps = [row for row in _by_source(coverage) if row["gaps"]]
    if gaps:
        which = "; ".join(f"{row['source']} is {row['status']}" for row in gaps)
        return f"GAP: {which}; `unsung check` says what each needs"
    told = {row["source"] for row in coverage if row["status"] != "not read"}
    named = told if place.sources is None else place.sources
    if unread := sorted(named - told):
        return f"BEHIND: {', '.join(unread)} is configured and was never read; run `unsung run`"
    if removed := sorted(told - named):
        return f"BEHIND: {', '.join(removed)} is not configured any more; run `unsung build`"
    built_at = (folder / "build.json").stat().st_mtime
    pulled = [path.stat().st_mtime for path in place.data_dir.glob("landing/*/.lock")]
    if pulled and max(pulled) > built_at:
        return "BEHIND: sources were pulled after the last build; run `unsung build`"
    age = now - datetime.fromisoformat(build["as_of"])
    if age > STALE_AFTER:
        passed = f"{age.days} days" if age.days > 1 else f"{age // timedelta(hours=1)} hours"
        return f"BEHIND: what is published is {passed} old; run `unsung run`"
    return "UP TO DATE: every configured stream is covered"


def _by_source(coverage: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a source: a gap in any of its streams is a gap."""
    by_source = groupby(sorted(coverage, key=itemgetter("source")), key=itemgetter("source"))
    return [_standing(source, list(rows)) for source, rows in by_source]


def _standing(source: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    read = [row for row in rows if row["status"] != "not read"]
    gaps = [row for row in read if row["status"] != "covered"]
    times = [row["covered_until"] for row in read]
    worst = gaps[-1] if gaps else {"status": "covered" if read else "never read", "gap_code": None}
    return {
        "source": source,
        "status": " ".join(filter(None, [worst["status"], worst["gap_code"]])),
        "covered_until": None if None in times else min(times, default=None),
        "streams": len(rows),
        "gaps": len(gaps),
        "not_read": len(rows) - len(read),
        "read_in_part": sum(row.get("incomplete_count", 0) for row in rows),
    }


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


def _print_rows(rows: list[dict[str, str]]) -> None:
    """Prints rows in columns."""
    if not rows:
        return
    table = [dict(zip(rows[0], (name.replace("_", " ") for name in rows[0]), strict=True)), *rows]
    widths = {name: max(len(row[name]) for row in table) for name in rows[0]}
    for row in table:
        click.echo("  ".join(row[name].ljust(width) for name, width in widths.items()).rstrip())


def read_profile(place: Place, person: str) -> dict[str, Any]:
    """The published document of one person, by id, former id or exact name.

    Raises:
        ConfigError: Nobody or several people go by it.
    """
    import duckdb

    folder = published_folder(place)
    with duckdb.connect(str(folder / "unsung.duckdb"), read_only=True) as con:
        rows = con.execute(
            "select person_id from marts.person_alias where alias_id = $1"
            " union select person_id from marts.person where display_name = $1",
            [person],
        ).fetchall()
    if len(rows) != 1:
        cause = "no published profile matches" if not rows else f"{len(rows)} people share it"
        raise ConfigError("profile", cause, "use a person id from the index page")
    path = folder / "profiles" / f"{rows[0][0]}.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def print_profile(document: dict[str, Any]) -> None:
    """Prints the lines of the review window; the page and ``--json`` have every period."""
    windows = {p["period_id"] for p in document["periods"] if p["kind"] == "review_window"}
    name = document["person"]["display_name"]
    click.echo(f"{name}, the review window before {document['as_of']}")
    rows = []
    for line in (line for line in document["lines"] if line["period_id"] in windows):
        minutes = line["minutes"]
        interval = "-".join(map(str, minutes.values())) if minutes else "not for a single week"
        rows.append(
            {
                "kind": line["kind"],
                "objects": str(line["object_count"]),
                "weeks": str(line["weeks_active"]),
                "minutes": interval,
            }
        )
    _print_rows(rows)
