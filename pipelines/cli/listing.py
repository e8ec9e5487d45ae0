"""Long lists of accounts: a page in the terminal, a table for a spreadsheet, and back."""

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from rich.cells import cell_len

from connectors.errors import SourceError
from connectors.tables.content import Columns, Content, content
from connectors.tables.csv_file import read_csv
from connectors.tables.rows import RowRefused
from pipelines.cli.identities import MachineAccount, Suggestion
from pipelines.cli.judging import Wanted
from pipelines.errors import ConfigError
from pipelines.run_context import RunContext
from transforms.render.wording import harmless, shown_name

Listed = Suggestion | MachineAccount

_FORMULA = re.compile("^[=+@＝＋－＠-]")  # noqa: RUF001  # because spreadsheets take wide signs too
_SPLIT = re.compile(r"[;|\s]+")
"""Spreadsheets of many countries split a row here, whatever its quotes say."""


@dataclass(frozen=True)
class Shown:
    """How a list is wanted.

    Attributes:
        export: A new file to write every row into, None to show them.
    """

    as_json: bool
    page: int
    limit: int
    export: Path | None


def listing_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that lists accounts."""
    for option in (
        click.option(
            "--export",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write every row into this new CSV file instead.",
        ),
        click.option("--limit", default=20, type=click.IntRange(1), help="Rows on a page."),
        click.option("--page", default=1, type=click.IntRange(1), help="Which page to show."),
        click.option("--source", help="Only accounts of this tool, such as git."),
    ):
        command = option(command)
    return command


def show(rows: Sequence[Listed], shown: Shown) -> None:
    """Writes every row into a file or as JSON, or shows one page."""
    if shown.as_json and shown.export is None:
        click.echo(json.dumps([asdict(row) for row in rows]))
    elif not rows:
        click.echo("nothing to decide on")
    elif shown.export is not None:
        _export(rows, shown.export)
    else:
        _show_page(rows, shown)


def _show_page(rows: Sequence[Listed], shown: Shown) -> None:
    first = (shown.page - 1) * shown.limit
    page = rows[first : first + shown.limit]
    if not page:
        last = -(-len(rows) // shown.limit)
        raise click.BadParameter(f"the last page is {last}", param_hint="--page")
    for line in _lines(page):
        click.echo(line)
    more = "--page shows others, --export FILE.csv writes all of them"
    click.echo(f"rows {first + 1} to {first + len(page)} of {len(rows)}; {more}")


def _lines(rows: Sequence[Listed]) -> Iterator[str]:
    ids = max(cell_len(shown_name(row.account_id)) for row in rows)
    names = max(cell_len(_name(row)) for row in rows)
    counts = max(len(f"{row.event_count:,}") for row in rows)
    for person, group in groupby(rows, _person):
        if person:
            yield person
        for row in group:
            indent = "  " if person else ""
            columns = (_padded(shown_name(row.account_id), ids), _padded(_name(row), names))
            count = f"{row.event_count:>{counts},} event{' ' if row.event_count == 1 else 's'}"
            yield f"{indent}{'  '.join((*columns, count, _why(row)))}"


def _person(row: Listed) -> str:
    if isinstance(row, MachineAccount):
        return ""
    return f"{shown_name(row.person_name)}, {shown_name(row.person_key)}, may have"


def _why(row: Listed) -> str:
    if isinstance(row, MachineAccount):
        return "a machine's" if row.account_type == "bot" else "like a machine's"
    hints = [*row.features, *(["others too"] if row.is_contested else [])]
    return f"{row.score:.2f} {', '.join(hints)}"


def _name(row: Listed) -> str:
    return shown_name(row.account_name or "")


def _padded(text: str, width: int) -> str:
    """A text as wide as others; letters of some scripts take two places."""
    return text + " " * (width - cell_len(text))


def _export(rows: Sequence[Listed], path: Path) -> None:
    """Writes a table that only its owner reads, and never over one that somebody worked on.

    Raises:
        ConfigError: There is such a file, or it cannot be made.
    """
    whole = [row for row in rows if not any(_SPLIT.search(key) for key in _keys(row))]
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([field.name for field in fields(rows[0])])
    table.writerows([_cell(value) for value in vars(row).values()] for row in whole)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(text.getvalue().encode("utf-8-sig"))
    except OSError as error:
        cause = f"{path.name} cannot be written ({error.strerror})"
        raise ConfigError("--export", cause, "name a new file in a folder of yours") from None
    click.echo(f"{path} names people, only you can read it; rows: {len(whole)}")
    if left := len(rows) - len(whole):
        click.echo(f"rows not in it, as a spreadsheet would split their ids: {left}", err=True)


def _keys(row: Listed) -> tuple[str, ...]:
    if isinstance(row, MachineAccount):
        return (row.account_id,)
    return row.account_id, row.person_key


def _cell(value: Any) -> str:
    """A cell that no spreadsheet computes or splits."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = ", ".join(value)
    text = _SPLIT.sub(" ", str(harmless(value or ""))).strip()
    return f"'{text}" if _FORMULA.match(text) else text


_SUGGESTED = [field.name for field in fields(Suggestion)]
_JUDGED = [field.name for field in fields(MachineAccount)]
PAIRS = Columns(("account_id", "person_key"), tuple(_SUGGESTED))
"""What a file of accounts and people may have: what `review` exports."""
ACCOUNTS = Columns(("account_id",), tuple(_JUDGED))
"""What a file of accounts may have: what `machines` exports."""


def rows_of(path: Path, columns: Columns, run_context: RunContext) -> list[Wanted]:
    """The decisions that the rows of a CSV file ask for.

    Raises:
        ConfigError: It is no such file, or has wrong rows; it says of each why.
    """
    person = columns.required[-1]
    wanted: list[Wanted] = []
    faults: list[ConfigError] = []
    for row in _table(path, columns, run_context).rows:
        try:
            wanted.append(Wanted(row.place, row.required("account_id"), row.required(person)))
        except RowRefused as refusal:
            action = "correct the row; nothing was written down"
            faults.append(ConfigError(row.place, refusal.reason, action))
    if faults:
        raise ConfigError.of(faults)
    if not wanted:
        raise ConfigError(path.name, "it has no rows", "leave in it what is to be decided")
    return wanted


def _table(path: Path, columns: Columns, run_context: RunContext) -> Content:
    try:
        return content(read_csv(path, run_context.clock()), columns)
    except SourceError as error:
        raise ConfigError("--from-file", error.cause, error.action) from None
