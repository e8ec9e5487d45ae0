"""What people claimed comes back to them, and to nobody else, with a reason and a remedy."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from click.testing import CliRunner, Result

from pipelines.cli import main
from pipelines.config import PROJECT
from sandbox.github import Hub, Server
from tests.tables import CLAIMS, NOTES
from warehouse.store import open_store

ROSTER = """person_id,name,email,account:github
e1,Ana Ruiz,ana@acme.example,ana
e2,Bo Lind,bo@acme.example,bo
e3,Cy Moe,cy@acme.example,
"""
PULL = "https://github.example/acme/widget/pull/1"
DAYS = "2025-03-03,2025-03-05"
REPORTS = [
    f"ana@acme.example,2025-03-06,review.code,{PULL},{DAYS},,,,,,,panel",
    f"bo@acme.example,2025-03-06,social.peer_support,{PULL},{DAYS},,,,,,,panel",
    f"ana@acme.example,2025-03-06,social.welcome,none,{DAYS},,,,,,,panel",
    f"ana@acme.example,2025-03-06,social.mediation,none,{DAYS},,,,,,CANARY-TEXT,private",
    f"ana@acme.example,2025-03-06,social.morale_event,none,{DAYS},600,1400,,,,,panel",
    f"ana@acme.example,2025-06-06,citizenship.training,none,{DAYS},100,400,,,,,panel",
    f"ana@acme.example,2025-03-06,citizenship.applause,none,{DAYS},,,,,,,panel",
    f"ana@acme.example,2025-03-06,citizenship.interview,OPS-7,{DAYS},,,,,,,panel",
    f"Stranger@acme.example,2025-03-06,social.welcome,none,{DAYS},,,,,,,panel",
    f"cy@acme.example,2025-03-06,social.welcome,none,{DAYS},,,,,2,,panel",
]
PEER = [
    "cy@acme.example,2025-03-06,ana@acme.example,upkeep,social.welcome,none,2025-03-04,beneficiary,",
    *(
        f"bo@acme.example,2025-03-06,cy@acme.example,upkeep,social.welcome,none,2025-03-0{day},"
        "witness,"
        for day in (3, 4, 5)
    ),
    f"ana@acme.example,2025-03-06,cy@acme.example,upkeep,review.code,{PULL},2025-03-04,witness,",
    "bo@acme.example,2025-03-06,gone@acme.example,upkeep,social.welcome,none,2025-03-04,witness,",
]
PAIRINGS = """newcomer_email,buddy_email,role,start_date
ana@acme.example,bo@acme.example,friend,2025-03-03
"""
Invoke = Callable[..., Result]


def _server() -> Server:
    """A GitHub where Bo reviewed what Ana wrote nothing of."""
    hub = Hub()
    hub.add_user("ana")
    bo, dee = hub.add_user("bo"), hub.add_user("dee")
    at = datetime(2025, 3, 4, 9, tzinfo=UTC)
    widget = hub.add_repository("acme/widget", at=at)
    hub.add_review(hub.add_pull(widget, "Change", dee, at=at), bo, "APPROVED", "", at=at)
    return Server(hub)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a built store over small tables; the tests only read it."""
    folder = tmp_path_factory.mktemp("claims")
    tables = {
        "people.csv": ROSTER,
        "pairings.csv": PAIRINGS,
        "self.csv": "\n".join([CLAIMS, *REPORTS]) + "\n",
        "peer.csv": "\n".join([NOTES, *PEER]) + "\n",
    }
    for name, text in tables.items():
        (folder / name).write_text(text)
    home = tmp_path_factory.mktemp("dagster_home")
    shutil.copy(PROJECT / "dagster_home" / "dagster.yaml", home)
    with _server() as server, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("DAGSTER_HOME", str(home))
        patch.setenv("GITHUB_TOKEN", "t")
        github = {"base_url": server.base_url, "token_env": "GITHUB_TOKEN"}
        config = {
            "organization": "Acme",
            "purpose": "promotion_review",
            "people": {"roster": "people.csv", "pairings": "pairings.csv"},
            "sources": {
                "github": {"repositories": ["acme/widget"], **github},
                "claims": {"self_reports": "self.csv", "peer_notes": "peer.csv"},
            },
        }
        (folder / "unsung.yaml").write_text(yaml.safe_dump(config))
        result = CliRunner().invoke(main, ["run", "--as-of", "2025-07-01"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def unsung(folder: Path) -> Invoke:
    config = str(folder / "unsung.yaml")
    return lambda *words: CliRunner().invoke(
        main, [*words, "--config", config], catch_exceptions=False
    )


def _outcomes(unsung: Invoke, person: str) -> list[dict[str, Any]]:
    result = unsung("claims", person, "--json")
    assert result.exit_code == 0, result.output
    outcomes: list[dict[str, Any]] = json.loads(result.stdout)
    return outcomes


def _said(outcomes: list[dict[str, Any]], role: str) -> dict[str, tuple[str, str, str]]:
    return {
        found["kind"]: (found["state"], found["why"], found["action"])
        for found in outcomes
        if found["role"] == role
    }


OWN, WRITTEN = "their own report", "a note that they wrote"
ABOUT = "a note about them, to return to whoever wrote it"


def test_every_report_comes_back_with_its_state_the_reason_and_what_its_author_can_do(
    unsung: Invoke,
) -> None:
    said = _said(_outcomes(unsung, "e1"), OWN)
    assert {kind: state for kind, (state, _, _) in said.items()} == {
        "review.code": "contradicted",
        "social.welcome": "witnessed",
        "social.mediation": "private",
        "social.morale_event": "alone",
        "citizenship.training": "late",
        "citizenship.applause": "unknown_kind",
        "citizenship.interview": "unknown_object",
    }
    assert said["review.code"][1:] == (
        "the tool has a record of who worked on this object and you are not in it",
        "correct the link or withdraw it",
    )
    assert said["social.mediation"][2] == "set visibility to panel if it shall count"
    assert "handed in more than 30 days after the work" in said["citizenship.training"][1]
    kinds = said["citizenship.applause"][2]
    assert kinds.startswith("use one of citizenship.community_event, citizenship.employee_group,")
    assert "social." not in kinds
    assert "for a note of the same kind" in said["social.morale_event"][2]
    traced = _said(_outcomes(unsung, "e2"), OWN)["social.peer_support"]
    assert traced == (
        "traced",
        "a tool shows you on the same object within 5 days of it",
        "nothing",
    )


def test_a_report_shows_its_object_as_it_was_handed_in_and_its_days(unsung: Invoke) -> None:
    by_kind = {found["kind"]: found for found in _outcomes(unsung, "e1") if found["role"] == OWN}
    assert by_kind["review.code"]["object"] == PULL
    assert by_kind["citizenship.interview"]["object"] == "OPS-7"
    assert by_kind["social.welcome"]["object"] is None
    days = {(found["started_on"], found["ended_on"]) for found in by_kind.values()}
    assert days == {("2025-03-03", "2025-03-05")}


def test_a_note_comes_back_to_its_author_and_whom_it_is_about_is_not_told_who_wrote_it(
    unsung: Invoke,
) -> None:
    written = [found for found in _outcomes(unsung, "e2") if found["role"] == WRITTEN]
    states = sorted((found["about"], found["started_on"], found["state"]) for found in written)
    assert states == [
        ("cy@acme.example", "2025-03-03", "alone"),
        ("cy@acme.example", "2025-03-04", "alone"),
        ("cy@acme.example", "2025-03-05", "capped"),
        ("gone@acme.example", "2025-03-04", "unresolved"),
    ]
    causes = {found["state"]: found["why"] for found in written}
    assert causes["unresolved"] == (
        "no one, or more than one person, has the address of the one it is about"
    )
    assert "count up to 2 in 26 weeks" in causes["capped"]
    about = [found for found in _outcomes(unsung, "e3") if found["role"] == ABOUT]
    assert len(about) == 4
    assert "the one it is about is not in it" in _said(about, ABOUT)["review.code"][1]
    assert not any(word in json.dumps(about) for word in ("@", "e1", "e2", "Ana", "Bo"))


def test_claims_of_the_same_days_have_together_a_working_day_for_each_and_say_so(
    unsung: Invoke, folder: Path
) -> None:
    with open_store(folder / "var") as store:
        claimed = store.con.execute(
            "select kind, activity_id, minutes_mid, minutes_high from core.effort"
            " where kind in ('social.morale_event', 'citizenship.training') order by kind"
        ).fetchall()
    minutes = {kind: (mid, round(high)) for kind, _, mid, high in claimed}
    assert minutes == {"citizenship.training": (0, 320), "social.morale_event": (0, 1120)}
    for _, activity_id, _, _ in claimed:
        found = json.loads(unsung("explain", activity_id, "--json").stdout)
        assert found["minutes"].startswith("as claimed, in the bounds that include it; with other")


def test_a_private_claim_is_shown_for_its_author_only(unsung: Invoke) -> None:
    for person, states in (("e1", ["private"]), ("e2", []), ("e3", [])):
        shown = [found["state"] for found in _outcomes(unsung, person)]
        assert [state for state in shown if state == "private"] == states


def test_a_roster_id_an_address_and_a_person_id_name_the_same_person(
    unsung: Invoke, folder: Path
) -> None:
    with open_store(folder / "var") as store:
        ((person_id,),) = store.con.execute(
            "select person_id from core.person where display_name = 'Ana Ruiz'"
        ).fetchall()
    expected = _outcomes(unsung, "e1")
    assert expected
    assert _outcomes(unsung, "ANA@acme.example") == expected
    assert _outcomes(unsung, person_id) == expected


def test_the_claim_of_an_address_that_is_nobodys_can_be_returned_to_it(unsung: Invoke) -> None:
    (found,) = _outcomes(unsung, "stranger@ACME.example")
    assert (found["role"], found["state"]) == (OWN, "unresolved")
    assert found["why"] == "no one, or more than one person, has the address of its author"
    (found,) = _outcomes(unsung, "gone@acme.example")
    assert (found["role"], found["about"]) == (ABOUT, None)


def test_without_a_person_there_are_counts_and_refused_rows_and_nobodys_name(
    unsung: Invoke,
) -> None:
    result = unsung("claims", "--json")
    assert json.loads(result.stdout) == {
        "states": {
            "alone": 3,
            "capped": 1,
            "contradicted": 2,
            "late": 1,
            "private": 1,
            "traced": 1,
            "unknown_kind": 1,
            "unknown_object": 1,
            "unresolved": 2,
            "witnessed": 2,
        },
        "rejections": [
            {
                "source": "claims",
                "table_name": "self_reports",
                "row_number": 11,
                "cause": "share is not a number between 0 and 1",
            },
            {
                "source": "roster",
                "table_name": "pairings",
                "row_number": 2,
                "cause": "role must be one of buddy, mentor, manager",
            },
        ],
    }
    table = unsung("claims").stdout
    assert "8 claims are in no profile and 2 rows were refused" in table
    for said in (result.output, table):
        assert not any(word in said for word in ("@", "Ana", "CANARY", "OPS-7", "github.example"))


def test_a_person_reads_sentences_without_json(unsung: Invoke) -> None:
    lines = unsung("claims", "e1").stdout.splitlines()
    at = lines.index(f"review.code, 2025-03-03 to 2025-03-05, {PULL}: their own report")
    assert lines[at + 1 : at + 3] == [
        "  contradicted: the tool has a record of who worked on this object and you are not in it",
        "  what the author can do: correct the link or withdraw it",
    ]
    note = "2025-03-04, no object: a note that they wrote about ana@acme.example"
    assert note in unsung("claims", "e3").stdout
    assert unsung("claims", "dee").exit_code == 4
    help_text = " ".join(unsung("claims", "--help").stdout.split())
    assert "only here can you return them to their author" in help_text


def test_who_is_nobody_is_one_line_without_the_word_and_a_held_store_ends_with_75(
    unsung: Invoke, folder: Path
) -> None:
    result = unsung("claims", "nobody@acme.example")
    assert result.exit_code == 4
    assert "no one matches" in result.stderr
    assert "nobody@acme.example" not in result.stderr
    with open_store(folder / "var"):
        assert unsung("claims").exit_code == 75


def test_only_what_counts_is_published(folder: Path) -> None:
    published = folder / "var" / "published" / "current"
    with duckdb.connect(str(published / "unsung.duckdb"), read_only=True) as con:
        rows = con.execute(
            "select kind from marts.contribution_profile"
            " join marts.person using (person_id) where display_name = 'Ana Ruiz'"
        ).fetchall()
    assert {kind for (kind,) in rows} == {
        "social.welcome",
        "social.morale_event",
        "citizenship.training",
    }
    files = [path for path in published.resolve().rglob("*") if path.is_file()]
    assert len(files) > 5
    assert not [path for path in files if b"CANARY" in path.read_bytes()]


def test_before_the_first_build_it_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "unsung.yaml").write_text(
        "organization: Acme\npurpose: open_source\nsources: {claims: {self_reports: a.csv}}\n"
    )
    result = CliRunner().invoke(main, ["claims"], catch_exceptions=False)
    assert result.exit_code == 4
    assert "nothing is built yet; run `unsung run` first" in result.stderr
