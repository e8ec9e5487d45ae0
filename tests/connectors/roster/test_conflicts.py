"""Rows of the roster that are one person's, and rows that contradict each other."""

from collections.abc import Sequence
from typing import Any

import pytest

HEADER = "person_id,name,email,team,fte,start_date,end_date,valid_from,valid_to,account:github"
CY = "e3,Cy,cy@acme.example,Ops,1,,,,,cy"


def _people(world: Any, *rows: str) -> list[tuple[Any, ...]]:
    """Who is taken: id, name, team, days and job."""
    assert world.errors(roster=world.write("people.csv", HEADER, *rows)) == []
    columns = ("roster_id", "name", "team", "valid_from", "valid_to", "job")
    return [tuple(row[column] for column in columns) for row in world.landed("employment")]


def _refused(world: Any) -> Sequence[tuple[int, str]]:
    assert {row["table_name"] for row in world.landed("rejection")} <= {"roster"}
    return [(row["row_number"], row["cause"]) for row in world.landed("rejection")]


def test_who_is_hired_again_with_a_new_id_and_the_old_address_is_one_person(world: Any) -> None:
    absences = world.write("absences.csv", "person_id,from,to", "e9,2026-02-01,2026-02-14")
    decisions = world.write(
        "decisions.csv",
        "decided_at,decided_by,action,account_id,person_key",
        "2026-02-01T09:00:00Z,dee,accept,jira:17,roster:e9",
    )
    world.settings = {**world.settings, "absences": absences, "identity_decisions": decisions}
    assert _people(
        world,
        "e9,ana  ruiz,ana@acme.example,Shop,1,2024-03-01,,,,ana-r",
        "e1,Ana Ruiz,ana@acme.example,Ops,1,2020-01-01,2022-12-31,,,ana",
        CY,
    ) == [
        ("e1", "ana  ruiz", "Shop", "2024-03-01", None, 0),
        ("e1", "Ana Ruiz", "Ops", "2020-01-01", "2022-12-31", 0),
        ("e3", "Cy", "Ops", "1900-01-01", None, 0),
    ]
    assert {(row["roster_id"], row["handle"]) for row in world.landed("account_claim")} == {
        ("e1", "ana-r"),
        ("e1", "ana"),
        ("e3", "cy"),
    }
    assert [row["roster_id"] for row in world.landed("absence")] == ["e1"]
    assert [row["person_key"] for row in world.landed("identity_decision")] == ["roster:e1"]
    assert _refused(world) == []


@pytest.mark.parametrize("other", ["e1", "e8"], ids=["one id", "an id for each contract"])
def test_two_part_time_jobs_at_once_are_two_jobs_of_one_person(world: Any, other: str) -> None:
    assert _people(
        world,
        "e1,Ana,ana@acme.example,Ops,0.5,,,2024-01-01,2025-06-30,",
        f"{other},Ana,ana@acme.example,Shop,0.3,,,2024-01-01,,",
        "e1,Ana,ana@acme.example,Lab,0.7,,,2025-07-01,,",
    ) == [
        ("e1", "Ana", "Ops", "2024-01-01", "2025-06-30", 0),
        ("e1", "Ana", "Shop", "2024-01-01", None, 1),
        ("e1", "Ana", "Lab", "2025-07-01", None, 0),
    ]


def test_a_change_of_name_and_a_transfer_in_mid_week_are_rows_of_one_person(world: Any) -> None:
    assert _people(
        world,
        "e1,Ana Ruiz,ana.ruiz@acme.example,Ops,1,,,,2026-03-04,ana",
        "e1,Ana Lind,ana.lind@acme.example,Shop,1,,,2026-03-05,,ana",
    ) == [
        ("e1", "Ana Ruiz", "Ops", "1900-01-01", "2026-03-04", 0),
        ("e1", "Ana Lind", "Shop", "2026-03-05", None, 0),
    ]


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        pytest.param(
            ("e1,Ana,ana@acme.example,,1,,,,,", "e2,Bo,ANA@acme.example,,1,,,,,"),
            {
                2: "an e-mail address belongs to another person_id in row 3; give one person one"
                " person_id",
                3: "an e-mail address belongs to another person_id in row 2; give one person one"
                " person_id",
            },
            id="one address, two names",
        ),
        pytest.param(
            ("e1,Ana,a@acme.example,,1,,2020-12-31,,,", "e2,Ann,a@acme.example,,1,2024-01-01,,,,"),
            {
                2: "an e-mail address belongs to another person_id in row 3; give one person one"
                " person_id",
                3: "an e-mail address belongs to another person_id in row 2; give one person one"
                " person_id",
            },
            id="an address that was handed on",
        ),
        pytest.param(
            ("e1,Ana,ana@acme.example,Ops,,,,,,", "e1,Ana,ana@acme.example,Shop,,,,2026-01-01,,"),
            {
                2: "valid at a time for which row 3 has the same person; the fte of two jobs at"
                " once is at most 1 together",
                3: "valid at a time for which row 2 has the same person; the fte of two jobs at"
                " once is at most 1 together",
            },
            id="two whole jobs",
        ),
        pytest.param(
            ("e1,Ana,ana@acme.example,,1,,,,,x", "e2,Bo,bo@acme.example,,1,,,,,X"),
            {
                2: "account:github is the account of another person in row 3",
                3: "account:github is the account of another person in row 2",
            },
            id="one account",
        ),
        pytest.param(
            ("e1,Ana,ana@acme.example,,1,,,,,x", "e1,Ana,ana@acme.example,,1,,,,,x"),
            {3: "it repeats row 2"},
            id="a row twice",
        ),
    ],
)
def test_rows_that_contradict_each_other_are_refused_and_no_others(
    world: Any, rows: tuple[str, ...], refused: dict[int, str]
) -> None:
    taken = _people(world, *rows, CY)
    assert taken[-1] == ("e3", "Cy", "Ops", "1900-01-01", None, 0)
    assert len(taken) == 1 + len(rows) - len(refused)
    assert dict(_refused(world)) == refused


def test_an_account_that_changed_hands_is_each_ones_in_their_time(world: Any) -> None:
    rows = (
        "e1,Ana,ana@acme.example,,1,,2024-12-31,,,oncall",
        "e2,Bo,bo@acme.example,,1,2025-01-01,,,,oncall",
    )
    assert len(_people(world, *rows)) == 2
    assert _refused(world) == []


def test_a_roster_of_which_nothing_is_left_is_refused(world: Any) -> None:
    rows = ("e1,Ana,x@acme.example,,1,,,,,", "e2,Bo,x@acme.example,,1,,,,,")
    (error,) = world.errors(roster=world.write("people.csv", HEADER, *rows))
    assert "people.csv line 2: an e-mail address belongs to another person_id" in str(error)
