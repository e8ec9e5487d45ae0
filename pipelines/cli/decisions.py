"""What people decided about accounts: looked up in the store, appended to one file."""

import csv
import fcntl
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

import duckdb

from pipelines.cli.queries import query
from pipelines.errors import ConfigError
from pipelines.run_context import RunContext

Action = Literal["accept", "reject", "unlink", "human", "machine"]

_SUGGESTIONS = query("decisions.suggestions")
_PEOPLE = query("decisions.people")
_MACHINES = query("decisions.machines")


@dataclass(frozen=True)
class Decision:
    """One row of ``identity/decisions.csv``.

    Attributes:
        decided_at: Instant in ISO 8601, UTC.
        person_key: ``roster:<id>``, or the account that stands for a person without a roster; the
            account itself where the decision is whether it is a machine's.
        valid_from: First day on which an accepted account is the person's, or empty.
        valid_to: Last such day, or empty.
    """

    decided_at: str
    decided_by: str
    action: Action
    account_id: str
    person_key: str
    valid_from: str
    valid_to: str
    reason: str


@dataclass(frozen=True)
class Suggestion:
    """One account and a person whose it may be."""

    account_id: str
    account_name: str | None
    person_key: str
    person_name: str
    score: float
    features: list[str]
    is_contested: bool


@dataclass(frozen=True)
class MachineAccount:
    """One account that is a machine's, or is like one and nobody has decided."""

    account_id: str
    account_name: str | None
    account_type: str
    event_count: int


@contextmanager
def identities(run_context: RunContext) -> Iterator["Identities"]:
    """Opens the store for questions about accounts and people, under its lock.

    Raises:
        ConfigError: Nothing was built yet.
        StoreBusy: A build holds the store.
    """
    if not (run_context.config.data_dir / "store" / "unsung.duckdb").exists():
        raise ConfigError("identity", "nothing is built yet", "run `unsung run` first")
    with run_context.open_store() as store:
        ((built,),) = store.con.execute(
            "select count(*) from information_schema.tables"
            " where table_schema = 'core' and table_name = 'identity_suggestion'"
        ).fetchall()
        if not built:
            raise ConfigError("identity", "nothing is built yet", "run `unsung run` first")
        yield Identities(store.con)


@dataclass(frozen=True)
class Identities:
    """Accounts and people as the last build left them."""

    con: duckdb.DuckDBPyConnection

    def suggestions(self) -> list[Suggestion]:
        """What a person should look at, the most alike first."""
        return [Suggestion(*row) for row in self.con.execute(_SUGGESTIONS).fetchall()]

    def machines(self, *, with_known: bool) -> list[MachineAccount]:
        """What is like a machine, and what is known as one if asked for; the busiest first."""
        rows = self.con.execute(_MACHINES, [with_known]).fetchall()
        return [MachineAccount(*row) for row in rows]

    def refuse_unknown(self, account_ids: Sequence[str]) -> None:
        """Refuses accounts that no tool has shown.

        Raises:
            ConfigError: One of them is such an account.
        """
        query_text = "select count(distinct account_id) from core.account where account_id in $1"
        ((known,),) = self.con.execute(query_text, [list(account_ids)]).fetchall()
        if known < len(set(account_ids)):
            action = "use account ids as `unsung identity machines` shows them"
            raise ConfigError("identity", "no tool has shown one of these accounts", action)

    def account(self, account_id: str) -> str:
        """The person key of a human account.

        Raises:
            ConfigError: The account is unknown, a machine's or shared.
        """
        rows: list[Any] = self.con.execute(
            "select account.account_type, link.person_key from core.account as account"
            " left join core._person_account as link on account.account_id = link.account_id"
            " where account.account_id = $1",
            [account_id],
        ).fetchall()
        if not rows:
            action = "use an account id as `unsung identity review` shows it, such as github:1"
            raise ConfigError("identity", "no tool has shown this account", action)
        ((account_type, person_key),) = rows
        if account_type != "human":
            action = "people: machines: in the configuration says which accounts are machines"
            raise ConfigError("identity", "the account belongs to no single person", action)
        return str(person_key or account_id)

    def person(self, word: str) -> str:
        """The key of the one person who goes by a roster id, person id, account id or name.

        Raises:
            ConfigError: Nobody or several people do.
        """
        rows = self.con.execute(_PEOPLE, [word]).fetchall()
        if len(rows) != 1:
            cause = "no one matches" if not rows else f"{len(rows)} people match"
            raise ConfigError("identity", cause, "use a roster id or an account id")
        return str(rows[0][0])

    def refuse(self, decision: Decision, newest: list[Decision]) -> None:
        """Refuses a decision that would merge people or say nothing.

        Raises:
            ConfigError: It is such a decision.
        """
        own = self.account(decision.account_id)
        if decision.account_id == decision.person_key:
            action = "decide about the other account of the pair"
            raise ConfigError("identity", "the account is what the person is known by", action)
        if decision.action != "accept":
            return
        if decision.valid_from or decision.valid_to:
            _refuse_overlap(decision, newest)
        elif own.startswith("roster:") and own != decision.person_key:
            action = "unlink it from that person first, or say --from or --to"
            raise ConfigError("identity", "somebody else in the roster has the account", action)


def _refuse_overlap(decision: Decision, newest: list[Decision]) -> None:
    first, last = _days(decision)
    if last < first:
        raise ConfigError("identity", "--to is before --from", "correct the dates")
    for other in newest:
        dated = other.action == "accept" and (other.valid_from or other.valid_to)
        if not dated or other.account_id != decision.account_id:
            continue
        starts, ends = _days(other)
        if other.person_key != decision.person_key and starts <= last and first <= ends:
            action = "choose other dates, or unlink that person first"
            raise ConfigError("identity", "the account is another person's on these days", action)


def _days(decision: Decision) -> tuple[date, date]:
    first = date.fromisoformat(decision.valid_from) if decision.valid_from else date.min
    last = date.fromisoformat(decision.valid_to) if decision.valid_to else date.max
    return first, last


@contextmanager
def decision_file(data_dir: Path) -> Iterator["DecisionFile"]:
    """Opens the file of all decisions for reading and appending, under its lock."""
    path = data_dir / "identity" / "decisions.csv"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_size == 0:
            os.write(handle, _line([field.name for field in fields(Decision)]))
        yield DecisionFile(path, handle)
    finally:
        os.close(handle)


@dataclass(frozen=True)
class DecisionFile:
    """The append-only file, locked."""

    path: Path
    handle: int

    def newest(self) -> list[Decision]:
        """The decisions in force: the newest of each account and person."""
        with self.path.open(newline="", encoding="utf-8") as lines:
            try:
                rows = [Decision(*row) for row in csv.reader(lines, strict=True)][1:]  # type: ignore[arg-type]  # because a file holds text
                for row in rows:
                    _days(row)
            except (TypeError, ValueError, csv.Error):
                cause = f"{self.path.name} was changed by hand and cannot be read"
                raise ConfigError("identity", cause, "correct or restore it") from None
        return list({frozenset((d.account_id, d.person_key)): d for d in rows}.values())

    def append(self, decision: Decision) -> None:
        """Writes one decision down for good."""
        mended = b"" if self.path.read_bytes().endswith(b"\n") else b"\n"
        os.write(self.handle, mended + _line(list(asdict(decision).values())))
        os.fsync(self.handle)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _line(cells: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()
