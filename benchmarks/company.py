"""An invented company's raw rows, made inside DuckDB so that millions take seconds.

About 100 people work around each repository, some far more than others. One in ten joined every
month, one act in fifty is a bot's, and every tenth person's commits carry the company's address
instead of GitHub's.
"""

import re

from benchmarks.company_rows import CREDIT, CREDITS, REPOSITORIES, ROWS
from warehouse.store import Store

_BOTS = 20
_MACROS = (
    "draw(i, salt, sides) as (hash(i, salt) % sides)::bigint",
    "member(i, repository, salt) as case when draw(i, salt || '-bot', 50) = 0"
    f" then {{people}} + 1 + i % {_BOTS}"
    f" else 1 + (repository * {{people}} // {REPOSITORIES} + least("
    "draw(i, salt, {people} // 10), draw(i, salt || '-again', {people} // 10))) % {people} end",
    "moment(i, person, salt) as timestamptz '2025-01-01 00:00+00'"
    " + to_seconds(person % 10 * 2592000 + draw(i, salt, 31536000 - person % 10 * 2592000))",
    "mail(person) as case when person % 10 = 3 then 'user' || person || '@example.org'"
    " else person || '+user' || person || '@users.noreply.github.com' end",
    "shown(person) as case when person > {people} then 'helper-' || person || '[bot]'"
    " else 'User ' || person end",
)


def fill(store: Store, events: int, people: int) -> None:
    """Fills the raw tables so that `core.event` has about so many rows.

    Args:
        store: The open store; its raw tables exist.
        events: How many events, in all sources together.
        people: How many people the roster names; GitHub and git know the same ones.
    """
    sizes = {
        "repositories": REPOSITORIES,
        "people": people,
        "tags": events // 1000,
        "pulls": events * 3 // 100,
        "reviews": events * 6 // 100,
        "review_comments": events * 14 // 100,
        "issues": events * 2 // 100,
        "issue_comments": events * 12 // 100,
        "issue_events": events * 8 // 100,
        "commits": events * 20 // 100,
        "file_changes": events * 40 // 100,
    }
    for macro in _MACROS:
        store.con.execute(f"create temp macro {macro.format(people=people)}")
    for table, (size, target, columns) in ROWS.items():
        # The author of a pull request is the author of the commit that it became.
        salt = "author" if table in ("github__pull", "git__commit") else table
        seed = "if(i % 3000 < 600, i // 12, i)" if table == "github__issue_event" else "i"
        _insert(store, table, columns, _acts(sizes[size], seed, target, salt), sizes)
    for position, (role, salt, every) in enumerate(CREDITS):
        acts = f"{_acts(sizes['commits'], 'i', 'i', salt)} where i % {every} = 0"
        columns = CREDIT.format(position=position, role=role)
        _insert(store, "git__person_credit", columns, acts, sizes)


def _acts(count: int, seed: str, target: str, salt: str) -> str:
    """So many acts: what each is about, who did it and when."""
    return (
        f"(select *, moment(seed, person, '{salt}') as acted_at from"
        f" (select *, member(seed, repository, '{salt}') as person from"
        f" (select i, {seed} as seed, {target} as target, target % {REPOSITORIES} as repository"
        f" from range({count}) as r(i))))"
    )


def _insert(store: Store, table: str, columns: str, acts: str, sizes: dict[str, int]) -> None:
    """Inserts the rows of one table and says that every repository is covered."""
    statement = f"insert into raw.{table} by name select {columns} from {acts}"
    used = {name: size for name, size in sizes.items() if re.search(rf"\${name}\b", statement)}
    store.con.execute(statement, used)
    source, stream = table.split("__")
    store.con.execute(
        "insert or ignore into ops.attempt select $1, $2, 'acme/r' || i, 'run', 'complete', null,"
        " ended_at, ended_at from (select *, timestamptz '2026-01-01 00:00+00' as ended_at"
        f" from range({REPOSITORIES}) as r(i))",
        [source, stream],
    )
    store.con.execute(
        "insert or ignore into ops.configured select source, stream, scope from ops.attempt"
    )
