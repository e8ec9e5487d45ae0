"""What the last build knows of accounts and people, asked under the store's lock."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from pipelines.cli.queries import query
from pipelines.errors import ConfigError
from pipelines.run_context import RunContext

_SUGGESTIONS = query("identities.suggestions")
_MACHINES = query("identities.machines")
_PEOPLE = query("identities.people")
_ACCOUNTS = query("identities.accounts")


@dataclass(frozen=True)
class Suggestion:
    """One account and a person whose it may be.

    Attributes:
        event_count: How many events hang on the account and on those that are tied to it.
        is_contested: It may be somebody else's as well.
        is_weak: Nothing but a common handle speaks for it.
    """

    account_id: str
    account_name: str | None
    event_count: int
    person_key: str
    person_name: str
    score: float
    features: list[str]
    is_contested: bool
    is_weak: bool


@dataclass(frozen=True)
class MachineAccount:
    """One account that is a machine's, or is like one and nobody has decided."""

    account_id: str
    account_name: str | None
    account_type: str
    event_count: int


@dataclass(frozen=True)
class Account:
    """One account that a tool has shown.

    Attributes:
        account_type: ``human``, ``bot`` or ``unknown``.
        person_key: Whose it is as of the build; None if it is nobody's.
    """

    account_type: str
    person_key: str | None


@contextmanager
def identities(run_context: RunContext) -> Iterator["Identities"]:
    """Opens the store for questions about accounts and people, under its lock.

    Raises:
        ConfigError: Nothing was built yet, or not by this version.
        StoreBusy: A build holds the store.
    """
    nothing = ConfigError("identity", "nothing is built yet", "run `unsung run` first")
    if not (run_context.config.data_dir / "store" / "unsung.duckdb").exists():
        raise nothing
    with run_context.open_store() as store:
        ((built,),) = store.con.execute(
            "select count(*) from information_schema.columns where table_schema = 'core'"
            " and table_name = 'identity_suggestion' and column_name = 'event_count'"
        ).fetchall()
        if not built:
            raise nothing
        yield Identities(store.con)


@dataclass(frozen=True)
class Identities:
    """Accounts and people as the last build left them."""

    con: duckdb.DuckDBPyConnection

    def suggestions(
        self, *, above: float, source: str | None, people: Collection[str] | None
    ) -> list[Suggestion]:
        """What a person should look at; those with the most work first.

        Args:
            above: The least score.
            source: The tool of the account, or None for all.
            people: The keys of whose it may be or whose it is, or None for all.
        """
        rows = self.con.execute(_SUGGESTIONS, [above, source, people]).fetchall()
        return [Suggestion(*row) for row in rows]

    def machines(self, *, with_known: bool, source: str | None) -> list[MachineAccount]:
        """What is like a machine, and what is known as one if asked for; the busiest first."""
        rows = self.con.execute(_MACHINES, [with_known, source]).fetchall()
        return [MachineAccount(*row) for row in rows]

    def accounts(self, account_ids: Collection[str]) -> Mapping[str, Account]:
        """Those of some accounts that a tool has shown."""
        rows = self.con.execute(_ACCOUNTS, [list(account_ids)]).fetchall()
        return {account_id: Account(*facts) for account_id, *facts in rows}

    def people(self, words: Collection[str]) -> Mapping[str, list[str]]:
        """The keys of the people who go by each roster id, person id, account id or name."""
        found: dict[str, list[str]] = {word: [] for word in words}
        for word, person_key in self.con.execute(_PEOPLE, [list(found)]).fetchall():
            found[word].append(person_key)
        return found


def not_one(keys: Collection[str]) -> tuple[str, str]:
    """Cause and action where a word is not one person's."""
    cause = f"{len(keys)} people match" if keys else "no one matches"
    return cause, "use a roster id or an account id"
