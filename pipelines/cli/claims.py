"""``unsung claims``: what became of self-reports and peer notes, to return to their authors."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click
import duckdb
from rich.console import Console
from rich.table import Table

from pipelines.cli.completion import complete_people
from pipelines.cli.options import config_option, configured, json_option
from pipelines.cli.queries import query
from pipelines.errors import ConfigError
from pipelines.run_context import RunContext

_COUNTED = ("traced", "witnessed", "late", "alone")
"""The states whose claims are in profiles."""

_WHY = {
    "traced": "a tool shows {who} on the same object within {claim_days} days of it",
    "witnessed": "the one it helped says so, or {witnesses} independent colleagues do",
    "late": "handed in more than {late_days} days after the work; it is in the upper bound only",
    "alone": "no tool shows it and too few independent colleagues confirm it;"
    " it is in the upper bound only",
    "private": "it was not released for others to see; it is in no profile",
    "capped": "the notes of one author about one person count up to {notes_of_a_pair}"
    " in {review_window_weeks} weeks, and earlier ones came first",
    "own_note": "it is about its own author; a peer note must come from somebody else",
    "contradicted": "the tool has a record of who worked on this object and {who} {is_are} not"
    " in it",
    "unknown_kind": "no kind of work has this name",
    "unknown_object": "what it names as the object is not one thing that a tool has shown",
    "unresolved": "no one, or more than one person, has the address of {unresolved}",
}
_ACTION = {
    "traced": "nothing",
    "witnessed": "nothing",
    "late": "name an object on which a tool shows the work, and hand the next one in sooner",
    "alone": "ask the one it helped, or {witnesses} colleagues who took part, for a note of the"
    " same kind, object and days",
    "private": "set visibility to panel if it shall count",
    "capped": "let somebody else who knows the work write a note",
    "own_note": "hand it in as a self-report",
    "contradicted": "correct the link or withdraw it",
    "unknown_kind": "use one of {kinds}",
    "unknown_object": "correct the link, or say none if the work has no object",
    "unresolved": "correct the address, or have it added to the roster",
}
_ROLES = {
    ("self", True): "their own report",
    ("peer", True): "a note that they wrote",
    ("peer", False): "a note about them, to return to whoever wrote it",
}

_PEOPLE = query("claims.people")
# An address that is no one person's stands for itself, so that its claims can be returned too.
_CLAIMS = query("claims.claims")
_REJECTIONS = query("claims.rejections")


@dataclass(frozen=True)
class Outcome:
    """What became of one claim.

    Attributes:
        role: Whether the person wrote it, or somebody else did about them.
        about: The address that a note of theirs is about.
        object: What it names as the object, as it was handed in.
        why: The state in plain words.
        action: What its author can do.
    """

    claim_id: str
    role: str
    about: str | None
    kind: str
    object: str | None
    started_on: date
    ended_on: date
    state: str
    why: str
    action: str


@dataclass(frozen=True)
class Rejection:
    """One row of a table that was not taken; nothing of its cells was kept."""

    source: str
    table_name: str
    row_number: int
    cause: str


@contextmanager
def claims_of(run_context: RunContext) -> Iterator["Claims"]:
    """Opens the store for questions about claims, under its lock.

    Raises:
        ConfigError: Nothing was built yet.
        StoreBusy: A build holds the store.
    """
    nothing = ConfigError("claims", "nothing is built yet", "run `unsung run` first")
    if not (run_context.config.data_dir / "store" / "unsung.duckdb").exists():
        raise nothing
    with run_context.open_store() as store:
        ((built,),) = store.con.execute(
            "select count(*) from information_schema.tables where"
            " (table_schema, table_name) in (('core', 'claim'), ('marts', 'person_alias'))"
        ).fetchall()
        if built < 2:
            raise nothing
        yield Claims(store.con)


@dataclass(frozen=True)
class Claims:
    """Self-reports and peer notes as the last build judged them."""

    con: duckdb.DuckDBPyConnection

    def counts(self) -> dict[str, int]:
        """How many claims are in each state."""
        rows = self.con.execute("select state, count(*) from core.claim group by 1 order by 1")
        return dict(rows.fetchall())

    def rejections(self) -> list[Rejection]:
        """The rows that were not taken."""
        return [Rejection(*row) for row in self.con.execute(_REJECTIONS).fetchall()]

    def outcomes(self, word: str) -> list[Outcome]:
        """The claims by and about whoever goes by a roster id, an address or a person id.

        Raises:
            ConfigError: Nobody or several people do.
        """
        people = self.con.execute(_PEOPLE, [word]).fetchall()
        if len(people) > 1:
            raise _not_one(f"{len(people)} people match")
        found = self.con.execute(_CLAIMS, [people[0][0] if people else word.lower()])
        columns = [column[0] for column in found.description]
        rows = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
        if not rows and not people:
            raise _not_one("no one matches")
        limits, kinds = self._limits(), self._kinds()
        return [_outcome(row, limits, kinds) for row in rows]

    def _limits(self) -> dict[str, str]:
        rows = self.con.execute("select name, value from rules.limits__thresholds").fetchall()
        return {name: f"{value:g}" for name, value in rows}

    def _kinds(self) -> list[str]:
        rows = self.con.execute("select kind from rules.kinds__kinds order by kind").fetchall()
        return [kind for (kind,) in rows]


def _not_one(cause: str) -> ConfigError:
    return ConfigError("claims", cause, "use a roster id, an address or a person id")


def _outcome(row: dict[str, Any], limits: dict[str, str], kinds: list[str]) -> Outcome:
    is_own = row["claim_type"] == "self"
    category = row["kind"].partition(".")[0]
    alike = [kind for kind in kinds if kind.startswith(f"{category}.")]
    unknown = [
        *(["its author"] if row["is_author_unknown"] else []),
        *(["the one it is about"] if row["is_about_unknown"] and not is_own else []),
    ]
    words = {
        **limits,
        "who": "you" if is_own else "the one it is about",
        "is_are": "are" if is_own else "is",
        "unresolved": " and of ".join(unknown),
        "kinds": ", ".join(alike or kinds),
    }
    shown = ("claim_id", "about", "kind", "object", "started_on", "ended_on", "state")
    return Outcome(
        role=_ROLES[row["claim_type"], row["is_author"]],
        why=_WHY[row["state"]].format(**words),
        action=_ACTION[row["state"]].format(**words),
        **{name: row[name] for name in shown},
    )


@click.command()
@click.argument("person", required=False, shell_complete=complete_people)
@config_option
@json_option
def claims(person: str | None, config_path: Path, *, as_json: bool) -> None:
    """Says what became of self-reports and peer notes.

    With PERSON, a roster id, an e-mail address or a person id: each claim by or about that person,
    its state and why. Private and contradicted claims are never published, so only here can you
    return them to their author. Show them to nobody else.

    Without PERSON: how many claims are in each state, and which rows of the tables were refused.

    Exit codes: 0 shown, 4 no one or more than one person matches, or nothing is built, 75 locked.
    """
    with claims_of(RunContext(configured(config_path))) as known:
        if person is not None:
            _show_outcomes(known.outcomes(person), as_json=as_json)
        else:
            _show_counts(known.counts(), known.rejections(), as_json=as_json)


def _show_outcomes(outcomes: list[Outcome], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([asdict(outcome) for outcome in outcomes], default=str))
        return
    for found in outcomes:
        about = f" about {found.about}" if found.about else ""
        days = f"{found.started_on} to {found.ended_on}"
        click.echo(f"{found.kind}, {days}, {found.object or 'no object'}: {found.role}{about}")
        click.echo(f"  {found.state}: {found.why}")
        click.echo(f"  what the author can do: {found.action}")
    if not outcomes:
        click.echo("no claims")


def _show_counts(counts: dict[str, int], rejections: list[Rejection], *, as_json: bool) -> None:
    if as_json:
        rows = [asdict(rejection) for rejection in rejections]
        click.echo(json.dumps({"states": counts, "rejections": rows}))
        return
    states = Table("state", "claims")
    for state, count in counts.items():
        states.add_row(state, str(count))
    refused = Table("source", "table", "row", "cause")
    for row in rejections:
        refused.add_row(row.source, row.table_name, str(row.row_number), row.cause)
    for table in (states, refused):
        Console().print(table)
    waiting = sum(count for state, count in counts.items() if state not in _COUNTED)
    click.echo(f"{waiting} claims are in no profile and {len(rejections)} rows were refused")
