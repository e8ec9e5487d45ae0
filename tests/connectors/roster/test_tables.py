"""Pairings, decisions on identity, and rosters that are kept beside the code."""

from datetime import date
from typing import Any

import pytest

from connectors.errors import BadPayload, Permanent

PEOPLE = "person_id,name,email"
PAIRS = "newcomer_email,buddy_email,role,start_date,end_date,source_note"
DECISIONS = "decided_at,decided_by,action,account_id,person_key,valid_from,valid_to,reason"
CANARY = "canary-e4b9"


@pytest.fixture
def people(world: Any) -> Any:
    world.settings = {**world.settings, "roster": world.write("people.csv", PEOPLE)}
    return world


def test_a_wrong_pairing_is_refused_alone_with_its_line(people: Any) -> None:
    pairings = people.write(
        "pairings.csv",
        PAIRS,
        f"New@acme.example,Bo@acme.example,Buddy,2026-01-05,2026-03-05,told in {CANARY}",
        "new@acme.example,new@acme.example,buddy,2026-01-05,,",
        "new@acme.example,bo@acme.example,friend,2026-01-05,,",
        "new@acme.example,bo@acme.example,mentor,5 January,,",
        "new@acme.example,bo@acme.example,mentor,2026-01-05,2026-01-04,",
        "new@acme.example,Bo Lind,mentor,2026-01-05,,",
        "new@acme.example,bo@acme.example,buddy,2026-01-05,,",
        "new@acme.example,bo@acme.example,mentor,2026-01-05,,",
        "new@acme.example,bo@acme.example",
        "",
        "new@acme.example,cy@acme.example,manager,,,",
    )
    assert people.errors(pairings=pairings) == []
    assert [
        (row["newcomer_email"], row["buddy_email"], row["role"], row["start_date"], row["end_date"])
        for row in people.landed("pairing")
    ] == [
        ("new@acme.example", "bo@acme.example", "buddy", "2026-01-05", "2026-03-05"),
        ("new@acme.example", "bo@acme.example", "mentor", "2026-01-05", None),
    ]
    assert [(row["row_number"], row["cause"]) for row in people.landed("rejection")] == [
        (3, "newcomer_email and buddy_email are one address"),
        (4, "role must be one of buddy, mentor, manager"),
        (5, "start_date is not a date like 2026-01-31"),
        (6, "end_date is before start_date"),
        (7, "buddy_email is not an address"),
        (8, "it repeats an earlier row"),
        (10, "the row has not the 6 cells of the header"),
        (12, "start_date is empty"),
    ]
    for content in people.everything_landed():
        assert CANARY.encode() not in content


def test_a_corrected_row_is_no_rejection_any_more(people: Any) -> None:
    row = "new@acme.example,bo@acme.example,{},2026-01-05,,"
    pairings = people.write("pairings.csv", PAIRS, row.format("friend"))
    assert people.errors(pairings=pairings) == []
    people.time.pass_by(days=1)
    people.write("pairings.csv", PAIRS, row.format("buddy"))
    assert people.errors(pairings=pairings) == []
    assert len(people.landed("pairing")) == 1
    assert len(people.landed("rejection")) == 1
    assert people.complete("rejection") == [[]]


def test_decisions_are_read_without_their_reasons(people: Any) -> None:
    decisions = people.write(
        "decisions.csv",
        DECISIONS,
        f'2026-02-01T09:00:00+01:00,dee,accept,jira:17,roster:e1,2026-01-01,,"said {CANARY},\nyes"',
        "2026-02-02T09:00:00Z,dee,unlink,jira:17,roster:e1,,,",
    )
    assert people.errors(identity_decisions=decisions) == []
    first, second = people.landed("identity_decision")
    assert (first["decided_at"], first["action"], first["account_id"], first["person_key"]) == (
        "2026-02-01T08:00:00Z",
        "accept",
        "jira:17",
        "roster:e1",
    )
    assert (first["valid_from"], first["valid_to"]) == ("2026-01-01", None)
    assert (first["has_reason"], second["has_reason"]) == (True, False)
    for content in people.everything_landed():
        assert CANARY.encode() not in content


def test_decisions_that_nobody_has_made_yet_are_none(people: Any) -> None:
    assert people.errors(identity_decisions="identity/decisions.csv") == []
    assert people.landed("identity_decision") == []


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ("2026-02-01T09:00:00,dee,accept,jira:17,roster:e1,,,", "decided_at is not an instant"),
        ("2026-02-01T09:00:00Z,dee,merge,jira:17,roster:e1,,,", "action must be one of accept"),
        ("2026-02-01T09:00:00Z,dee,accept,,roster:e1,,,", "account_id is empty"),
        ("2026-02-01T09:00:00Z,dee,unl", "the row has not the 8 cells"),
        ('2026-02-01T09:00:00Z,dee,unlink,jira:17,roster:e1,,,"torn', "the row is not valid CSV"),
    ],
)
def test_a_broken_decision_refuses_everything_rather_than_undo_itself(
    people: Any, row: str, cause: str
) -> None:
    decisions = people.write("decisions.csv", DECISIONS, row)
    (error,) = people.errors(identity_decisions=decisions)
    assert isinstance(error, BadPayload)
    assert f"decisions.csv line 2: {cause}" in str(error)


def test_a_mailmap_is_a_roster_by_address(world: Any) -> None:
    roster = world.write(
        ".mailmap",
        "# people",
        "Ana Ruiz <Ana@acme.example> <ana@home.example>",
        "Ana Ruiz <ana@acme.example> A. R. <ar@old.example>  # since 2024",
        "Bo Lind <bo@acme.example>",
        "<nameless@acme.example> <other@acme.example>",
        "ci[bot] <ci@acme.example>",
        "Cy Doe <cy@acme.example> root <root@localhost>",
        "Dee Fox <dee@acme.example> root <root@localhost>",
    )
    assert world.errors(roster=roster) == []
    assert [
        (row["roster_id"], row["name"], row["email"], row["other_emails"])
        for row in world.landed("employment")
    ] == [
        (
            "ana@acme.example",
            "Ana Ruiz",
            "ana@acme.example",
            ["ana@home.example", "ar@old.example"],
        ),
        ("bo@acme.example", "Bo Lind", "bo@acme.example", []),
        ("cy@acme.example", "Cy Doe", "cy@acme.example", []),
        ("dee@acme.example", "Dee Fox", "dee@acme.example", []),
    ]


@pytest.mark.parametrize("old", ["root@laptop", "ana@MacBook-Pro.(none)", "ana"])
def test_a_mailmap_keeps_what_git_once_wrote_although_it_is_no_address(
    world: Any, old: str
) -> None:
    roster = world.write(".mailmap", f"Ana Ruiz <ana@acme.example> <{old}>")
    assert world.errors(roster=roster) == []
    (row,) = world.landed("employment")
    assert row["other_emails"] == [old.lower()]


def test_a_machine_is_known_by_its_tool_in_any_case(people: Any) -> None:
    machines = people.write("machines.csv", "tool,account", "GitHub,Acme-Releases")
    assert people.errors(machines=machines) == []
    (row,) = people.landed("machine")
    assert (row["tool"], row["handle"]) == ("github", "Acme-Releases")


def test_a_mailmap_line_that_maps_nothing_refuses_the_roster(world: Any) -> None:
    (error,) = world.errors(roster=world.write(".mailmap", "", "Ana Ruiz ana@acme.example"))
    assert ".mailmap line 2: it is not a mailmap entry" in str(error)
    assert "Ana" not in str(error)


def test_a_folder_has_one_person_a_file(world: Any) -> None:
    (world.folder / "people").mkdir()
    world.write(
        "people/ana.toml",
        'name = "Ana Ruiz"',
        'github = "ana"',
        "github-id = 17",
        'email = "Ana@acme.example"',
        'other_emails = ["ana@home.example"]',
        'team = "Platform"',
        "start_date = 2024-03-01",
        "fte = 0.8",
        "[permissions]",
        'name = "not a person of its own"',
    )
    world.write("people/bo.toml", 'name = "Bo Lind"', 'github = "Bo-L"', "email = false")
    assert world.errors(roster="people") == []
    ana, bo = world.landed("employment")
    assert (ana["roster_id"], ana["email"], ana["other_emails"]) == (
        "ana@acme.example",
        "ana@acme.example",
        ["ana@home.example"],
    )
    assert (ana["team"], ana["start_date"], ana["fte"]) == ("Platform", "2024-03-01", 0.8)
    assert (bo["roster_id"], bo["name"], bo["email"]) == ("github:bo-l", "Bo Lind", None)
    assert [(c["roster_id"], c["tool"], c["handle"]) for c in world.landed("account_claim")] == [
        ("ana@acme.example", "github", "ana"),
        ("ana@acme.example", "github", "17"),
        ("github:bo-l", "github", "Bo-L"),
    ]


def test_one_toml_file_may_hold_a_table_for_each_person(world: Any) -> None:
    roster = world.write(
        "people.toml",
        "[people.ana]",
        'name = "Ana Ruiz"',
        'emails = ["ana@acme.example", "ana@home.example"]',
        "[[others]]",
        'name = "Bo Lind"',
        'email = "bo@acme.example"',
    )
    assert world.errors(roster=roster) == []
    assert [row["roster_id"] for row in world.landed("employment")] == [
        "ana@acme.example",
        "bo@acme.example",
    ]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('name = "Ana Ruiz"', "people file 1: it has neither an address nor a handle"),
        ("name = Ana", "people file 1: it is not valid TOML"),
        ('name = "Ana"\nemail = "nobody"', "people file 1: email is not an address"),
        ('github = "ana"\nfte = 3', "people file 1: fte is not between"),
    ],
)
def test_a_broken_file_is_named_by_its_number_as_its_name_is_a_persons(
    world: Any, text: str, cause: str
) -> None:
    (world.folder / "people").mkdir()
    world.write("people/ana.toml", text)
    (error,) = world.errors(roster="people")
    assert cause in str(error)
    assert "ana" not in str(error).lower()


def test_a_cell_may_hold_line_breaks_and_the_lines_still_count(people: Any) -> None:
    people.write("people.csv", PEOPLE, 'e1,"Ana\n\nRuiz",ana@acme.example', "e2,,bo@acme.example")
    (error,) = people.errors()
    assert "people.csv line 5: name is empty" in str(error)


def test_a_file_in_windows_encoding_is_read_and_the_guess_is_said(people: Any) -> None:
    text = "person_id,name,email\n1,José,jose@acme.example\n"
    (people.folder / "people.csv").write_bytes(text.encode("cp1252"))
    assert people.errors() == []
    assert [row["name"] for row in people.landed("employment")] == ["José"]
    (warning,) = [found for found in people.connect().check() if found.level == "warning"]
    assert "people.csv: it is not UTF-8 and was read as Windows-1252" in warning.text


def test_a_pull_of_some_streams_lands_only_those(people: Any) -> None:
    people.write("people.csv", PEOPLE, "e1,Ana,ana@acme.example")
    assert [result.error for result in people.pull("employment")] == [None]
    assert len(people.landed("employment")) == 1
    assert people.landed("account_claim") == []


def test_a_refused_roster_leaves_the_last_good_one_and_recovers(people: Any) -> None:
    people.write("people.csv", PEOPLE, "e1,Ana,ana@acme.example")
    assert people.errors() == []
    people.time.pass_by(days=1)
    people.write("people.csv", PEOPLE, "e1,,ana@acme.example")
    (error,) = people.errors()
    assert isinstance(error, BadPayload)
    people.time.pass_by(days=1)
    people.write("people.csv", PEOPLE, "e1,Ana R.,ana@acme.example")
    assert people.errors() == []
    (row,) = people.latest("employment").values()
    assert row["name"] == "Ana R."
    assert row["valid_from"] == date(1900, 1, 1).isoformat()


def test_a_table_whose_file_is_gone_fails_by_name(people: Any) -> None:
    (error,) = people.errors(pairings="gone.csv")
    assert isinstance(error, Permanent)
    assert "gone.csv cannot be read" in str(error)
