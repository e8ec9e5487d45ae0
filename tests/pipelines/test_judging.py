"""Decisions of many rows: all of them can be, or the command says of each line why not."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import duckdb
import pytest

from pipelines.cli.decisions import Action, Decision
from pipelines.cli.identities import Identities
from pipelines.cli.judging import Judge, Wanted
from pipelines.errors import ConfigError

TERMS = Decision("2026-06-01T09:00:00.000000Z", "Mei", "accept", "", "", "", "", "asked them")


@pytest.fixture
def known() -> Iterator[Identities]:
    """Ana and Bo of the roster, Cy and others without it, and a robot."""
    with duckdb.connect() as con:
        con.execute("create schema core")
        con.execute("""create table core._roster_id as from (values
            ('e1', 'roster:e1', 'p1'), ('e2', 'roster:e2', 'p2')
        ) as person (roster_id, person_key, person_id)""")
        con.execute("""create table core._person_account as from (values
            ('git:ana', 'roster:e1', 'p1'), ('git:a', 'git:a', 'p3'), ('git:b', 'git:b', 'p4'),
            ('git:c', 'git:c', 'p5'), ('git:cy', 'git:cy', 'p6')
        ) as link (account_id, person_key, person_id)""")
        con.execute("""create table core.account as
            select account_id, 'human' as account_type from core._person_account
            union all values ('git:robot', 'bot')""")
        con.execute("""create table core.person as from (values
            ('p1', 'Ana Ruiz'), ('p2', 'Bo Lind'), ('p3', 'Ana Ruiz'), ('p4', 'b'), ('p5', 'c'),
            ('p6', 'Cy Moe')
        ) as person (person_id, display_name)""")
        yield Identities(con)


def _row(number: int, account_id: str, person: str) -> Wanted:
    return Wanted(f"kept.csv line {number}", account_id, person)


def _before(action: Action, account_id: str, person_key: str, **days: str) -> Decision:
    return replace(TERMS, action=action, account_id=account_id, person_key=person_key, **days)


def _judged(
    known: Identities,
    rows: list[Wanted],
    *before: Decision,
    action: Action = "accept",
    is_bulk: bool = True,
    **days: str,
) -> list[tuple[str, str, str]]:
    terms = replace(TERMS, action=action, **days)
    found = Judge(known, before, is_bulk=is_bulk).judged(rows, terms)
    return [(each.action, each.account_id, each.person_key) for each in found]


def test_rows_name_people_by_key_id_account_or_name_and_one_pair_is_written_once(
    known: Identities,
) -> None:
    rows = [
        _row(2, "git:a", "roster:e1"),
        _row(3, "git:b", "p2"),
        _row(4, "git:c", "Cy Moe"),
        _row(5, "git:a", "e1"),
    ]
    assert _judged(known, rows) == [
        ("accept", "git:a", "roster:e1"),
        ("accept", "git:b", "roster:e2"),
        ("accept", "git:c", "git:cy"),
    ]


def test_what_was_decided_so_before_is_no_error_and_not_written_again(known: Identities) -> None:
    before = _before("accept", "git:cy", "git:c")
    assert _judged(known, [_row(2, "git:c", "git:cy")], before) == []
    before = _before("machine", "git:robot", "git:robot")
    rows = [_row(2, "git:robot", "git:robot"), _row(3, "git:a", "git:a")]
    assert _judged(known, rows, before, action="machine") == [("machine", "git:a", "git:a")]


def test_dates_that_differ_are_another_decision(known: Identities) -> None:
    before = _before("accept", "git:a", "roster:e1", valid_from="2026-01-01")
    rows = [_row(2, "git:a", "roster:e1")]
    assert _judged(known, rows, before, valid_from="2026-01-01") == []
    assert len(_judged(known, rows, before, valid_from="2026-02-01")) == 1


REFUSED: dict[str, tuple[list[Wanted], list[Decision], dict[str, Any]]] = {
    "kept.csv line 2: no tool has shown this account": (
        [_row(2, "git:nobody", "e1")],
        [],
        {},
    ),
    "kept.csv line 2: no one matches": ([_row(2, "git:a", "e9")], [], {}),
    "kept.csv line 2: 2 people match": ([_row(2, "git:b", "Ana Ruiz")], [], {}),
    "kept.csv line 2: the account belongs to no single person": (
        [_row(2, "git:robot", "e1")],
        [],
        {},
    ),
    "kept.csv line 2: the account is what the person is known by": (
        [_row(2, "git:a", "git:a")],
        [],
        {},
    ),
    "kept.csv line 3: kept.csv line 2 gives the account to somebody else": (
        [_row(2, "git:c", "git:a"), _row(3, "git:c", "git:b")],
        [],
        {},
    ),
    "kept.csv line 2: somebody else in the roster has the account": (
        [_row(2, "git:ana", "e2")],
        [],
        {},
    ),
    "kept.csv line 4: somebody else in the roster has the account": (
        [_row(2, "git:a", "e1"), _row(3, "git:b", "git:a"), _row(4, "git:cy", "git:c")],
        [_before("accept", "git:cy", "git:b"), _before("accept", "git:c", "roster:e2")],
        {},
    ),
    "kept.csv line 2: somebody decided reject before": (
        [_row(2, "git:a", "e1")],
        [_before("reject", "git:a", "roster:e1")],
        {},
    ),
    "kept.csv line 2: somebody decided unlink before": (
        [_row(2, "git:a", "git:b")],
        [_before("unlink", "git:b", "git:a")],
        {},
    ),
    "kept.csv line 2: somebody decided human before": (
        [_row(2, "git:a", "git:a")],
        [_before("human", "git:a", "git:a")],
        {"action": "machine"},
    ),
    "kept.csv line 2: the account is another person's on these days": (
        [_row(2, "git:a", "e1")],
        [_before("accept", "git:a", "roster:e2", valid_to="2026-03-31")],
        {"valid_from": "2026-03-31"},
    ),
}


@pytest.mark.parametrize("cause", REFUSED)
def test_a_row_that_cannot_be_is_refused_with_its_line(known: Identities, cause: str) -> None:
    rows, before, options = REFUSED[cause]
    with pytest.raises(ConfigError) as refusal:
        _judged(known, rows, *before, **options)
    assert str(refusal.value).startswith(f"CONFIG: {cause}; ")
    assert len(str(refusal.value).splitlines()) == 1


def test_every_wrong_row_is_said_at_once_but_no_more_than_one_can_read(known: Identities) -> None:
    rows = [_row(number, "git:nobody", "e1") for number in range(2, 32)]
    with pytest.raises(ConfigError) as refusal:
        _judged(known, [*rows, _row(32, "git:a", "e1")])
    lines = str(refusal.value).splitlines()
    assert len(lines) == 21
    assert lines[19].startswith("CONFIG: kept.csv line 21: ")
    assert lines[20].startswith("CONFIG: identity: 10 more rows are wrong; ")


def test_who_decides_on_one_account_alone_may_take_back_what_was_decided(
    known: Identities,
) -> None:
    before = _before("reject", "git:a", "roster:e1")
    rows = [Wanted("identity", "git:a", "e1")]
    assert len(_judged(known, rows, before, is_bulk=False)) == 1


def test_a_file_unlinks_what_a_file_accepted(known: Identities) -> None:
    rows = [_row(2, "git:a", "e1"), _row(3, "git:b", "e2")]
    accepted = [_before("accept", each.account_id, f"roster:{each.person}") for each in rows]
    assert len(_judged(known, rows, *accepted, action="unlink")) == 2


def test_a_file_is_understood_after_its_accounts_became_one_person(known: Identities) -> None:
    known.con.execute(
        "update core._person_account set person_key = 'git:b', person_id = 'p4'"
        " where account_id in ('git:a', 'git:c')"
    )
    rows = [_row(2, "git:b", "git:a"), _row(3, "git:c", "git:a")]
    accepted = [_before("accept", each.account_id, each.person) for each in rows]
    assert _judged(known, rows, *accepted) == []
    assert _judged(known, rows, *accepted, action="unlink") == [
        ("unlink", "git:b", "git:a"),
        ("unlink", "git:c", "git:b"),
    ]


def test_an_account_that_was_unlinked_is_free_for_somebody_else_before_the_next_run(
    known: Identities,
) -> None:
    unlinked = _before("unlink", "git:ana", "roster:e1")
    assert len(_judged(known, [_row(2, "git:ana", "e2")], unlinked)) == 1
