"""What a row of claims becomes, and which rows are sent back while the others land."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.claims.rows import peer_note, self_report
from connectors.errors import BadPayload
from connectors.tables.rows import Row, RowRefused
from tests.connectors.conftest import NOW
from tests.tables import CLAIMS, NOTES

CANARY = "canary-7d21"
GOOD: dict[str, str] = {
    "author_email": "Ana@acme.example",
    "submitted_at": "2026-02-20T10:00:00+01:00",
    "kind": "coordination.unblock",
    "object": "https://acme.example/browse/OPS-7",
    "from": "2026-02-02",
    "to": "2026-02-06",
    "minutes_low": "60",
    "minutes_high": "120",
    "others_involved": "Bo@acme.example; cy@acme.example; ana@acme.example",
    "beneficiary": "Dee@acme.example",
    "share": "0.5",
    "what_changed": "moved three services to the new cluster",
    "visibility": "panel",
}
NOTE: dict[str, str] = {
    "author_email": "bo@acme.example",
    "submitted_at": "2026-02-20",
    "about": "Ana@acme.example",
    "tag": "mentorship",
    "kind": "mentoring.review",
    "object": "OPS-7",
    "date": "2026-02-05",
    "relation": "beneficiary",
    "text": "walked through the deploy script",
}


def _report(**cells: str) -> Any:
    return self_report(Row("self.csv line 2", 2, {**GOOD, **cells}), NOW)


def _note(**cells: str) -> Any:
    return peer_note(Row("peer.csv line 2", 2, {**NOTE, **cells}), NOW)


def test_a_self_report_keeps_who_what_and_when_and_no_text() -> None:
    found = _report()
    assert (found.author_email, found.is_verified) == ("ana@acme.example", False)
    assert (found.started_on, found.ended_on) == (date(2026, 2, 2), date(2026, 2, 6))
    assert (found.minutes_low, found.minutes_high, found.share) == (60, 120, 0.5)
    assert found.other_emails == ("bo@acme.example", "cy@acme.example")
    assert (found.beneficiary_email, found.beneficiary_team) == ("dee@acme.example", None)
    assert found.submitted_at.isoformat() == "2026-02-20T09:00:00+00:00"
    assert (found.words, found.visibility) == (7, "panel")
    assert "cluster" not in repr(found)


def test_a_self_report_may_leave_open_what_it_need_not_say() -> None:
    left = {name: "" for name in GOOD if name not in ("author_email", "submitted_at", "kind")}
    found = _report(**{**left, "from": "2026-02-02", "to": "2026-02-02"})
    assert (found.object_ref, found.minutes_low, found.minutes_high) == (None, None, None)
    assert (found.other_emails, found.beneficiary_email, found.share) == ((), None, None)
    assert (found.visibility, found.words) == ("private", 0)


def test_a_peer_note_keeps_whom_it_is_about() -> None:
    found = _note()
    assert (found.author_email, found.about_email) == ("bo@acme.example", "ana@acme.example")
    assert (found.tag, found.relation, found.noted_on) == (
        "mentorship",
        "beneficiary",
        date(2026, 2, 5),
    )
    assert found.submitted_at.isoformat() == "2026-02-20T00:00:00+00:00"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("none", None),
        ("OPS-7", "OPS-7"),
        ("acme/widget#12", "acme/widget#12"),
        ("https://acme.example/d/1aB?token=secret#h", "https://acme.example/d/1aB"),
        (
            "https://wiki.acme.example/pages/viewpage.action?pageId=77&focus=x",
            "https://wiki.acme.example/pages/viewpage.action?pageId=77",
        ),
    ],
)
def test_an_object_is_an_address_or_an_id_without_a_query(typed: str, kept: str | None) -> None:
    assert _report(object=typed).object_ref == kept


@pytest.mark.parametrize(
    ("cells", "cause"),
    [
        ({"kind": "review"}, "kind is not of the form"),
        ({"kind": "a.b.c"}, "kind is not of the form"),
        ({"author_email": "ana"}, "author_email is not an address"),
        ({"author_email": ""}, "author_email is empty"),
        ({"submitted_at": "2026-02-20T10:00:00"}, "submitted_at is not an instant"),
        ({"object": "the onboarding page"}, "object is neither"),
        ({"object": "Ana"}, "object is neither"),
        ({"object": "http://acme.example/1"}, "object is neither"),
        ({"object": "https://ana@acme.example/1"}, "object is neither"),
        ({"object": "https://acme.example/" + "1" * 300}, "object is neither"),
        ({"from": "2026-02-07"}, "to is before from"),
        ({"from": "2025-08-01"}, "more than 26 weeks"),
        ({"from": "46055"}, "from is a number, not a date; format the column as a date"),
        ({"from": "02/02/2026"}, "from is not a date like"),
        ({"from": "20260202"}, "from is a number"),
        ({"to": "2026-02-30"}, "to is not a date like"),
        ({"to": "2026-02-22"}, "a day in the future"),
        ({"submitted_at": "2026-05-01", "to": "2026-03-04"}, "a day in the future"),
        ({"minutes_low": "130"}, "minutes_low is more than"),
        ({"minutes_low": ""}, "must be whole numbers"),
        ({"minutes_high": "about 90"}, "must be whole numbers"),
        ({"minutes_low": "-5"}, "must be whole numbers"),
        ({"minutes_high": str(5 * 1440 + 1)}, "more minutes than the interval has"),
        ({"others_involved": "Bo Lind"}, "others_involved must hold"),
        ({"beneficiary": "Ana <ana@acme.example>"}, "beneficiary is neither"),
        ({"beneficiary": "the best team"}, "beneficiary is neither"),
        ({"share": "50 %"}, "share is not"),
        ({"share": "1.5"}, "share is not"),
        ({"share": "nan"}, "share is not"),
        ({"visibility": "everybody"}, "visibility must be one of private, panel"),
        ({"what_changed": "x" * 281}, "longer than 280"),
        ({"what_changed": "Bo is lazy"}, "describes a person, not an act on an object"),
    ],
)
def test_a_wrong_self_report_is_refused_with_its_cause(cells: dict[str, str], cause: str) -> None:
    with pytest.raises(RowRefused, match=cause) as caught:
        _report(**cells)
    assert "self.csv line 2" in str(caught.value)
    assert "ana" not in caught.value.reason.lower()


@pytest.mark.parametrize(
    ("cells", "cause"),
    [
        ({"about": "BO@acme.example"}, "a note about oneself"),
        ({"about": "Ana"}, "about is not an address"),
        ({"tag": "helpfulness"}, "tag must be one of coordination"),
        ({"relation": "boss"}, "relation must be one of"),
        ({"date": "2026-02-23"}, "in the future"),
        ({"text": "she is amazing"}, "describes a person"),
        ({"text": "x" * 281}, "longer than 280"),
    ],
)
def test_a_wrong_peer_note_is_refused_with_its_cause(cells: dict[str, str], cause: str) -> None:
    with pytest.raises(RowRefused, match=cause):
        _note(**cells)


def test_a_claim_keeps_its_id_while_only_its_effort_or_text_changes() -> None:
    first = _report().claim_id
    assert _report(minutes_high="90", share="0.2", what_changed="less").claim_id == first
    others = [
        _report(**{name: value}).claim_id
        for name, value in (
            ("kind", "upkeep.review"),
            ("object", "OPS-8"),
            ("to", "2026-02-05"),
            ("author_email", "bo@acme.example"),
            ("beneficiary", "Platform"),
        )
    ]
    assert len({first, *others}) == 6


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), st.text(max_size=40)))
def test_any_cells_become_a_claim_within_its_bounds_or_a_refusal(cells: dict[str, str]) -> None:
    try:
        found = _report(**cells)
    except RowRefused:
        return
    days = (found.ended_on - found.started_on).days + 1
    assert 1 <= days <= 26 * 7
    assert found.ended_on <= (found.submitted_at + timedelta(days=1)).date()
    assert (found.minutes_high or 0) <= days * 1440
    assert found.author_email not in found.other_emails
    assert "@" not in (found.object_ref or "")


def _lines(header: str, *rows: dict[str, str]) -> list[str]:
    return [header, *(",".join(f'"{row.get(n, "")}"' for n in header.split(",")) for row in rows)]


def test_refused_rows_are_counted_and_the_others_land(world: Any) -> None:
    wrong = {**GOOD, "what_changed": f"Bo is lazy {CANARY}", "kind": "a.b"}
    reports = world.write("self.csv", *_lines(CLAIMS, GOOD, wrong, GOOD))
    notes = world.write("peer.csv", *_lines(NOTES, NOTE, {**NOTE, "about": "bo@acme.example"}))
    assert world.errors(self_reports=reports, peer_notes=notes) == []
    assert len(world.landed("self_report")) == 1
    assert len(world.landed("peer_note")) == 1
    assert [(r["table_name"], r["row_number"], r["cause"]) for r in world.landed("rejection")] == [
        ("self_reports", 3, "it describes a person, not an act on an object; rephrase"),
        ("self_reports", 4, "it repeats an earlier row"),
        ("peer_notes", 3, "a note about oneself is a self-report"),
    ]
    found = [
        (f.level, f.text) for f in world.connect(self_reports=reports, peer_notes=notes).check()
    ]
    assert [level for level, _ in found] == ["warning", "warning", "warning", "ok", "ok"]
    assert found[1] == (
        "warning",
        "self_reports row 4: it repeats an earlier row; this row is left out, correct it",
    )
    assert found[3] == ("ok", "self_reports: 3 rows, 2 of them refused")


def test_no_text_is_kept_anywhere(world: Any) -> None:
    reports = [
        {**GOOD, "what_changed": f"moved {CANARY}", "object": f"https://a.example/1?{CANARY}"}
    ]
    reports += [{**GOOD, name: f"{CANARY} is lazy"} for name in GOOD]
    notes = [{**NOTE, "text": f"read {CANARY}"}]
    notes += [{**NOTE, name: f"{CANARY}, the best"} for name in NOTE]
    settings = {
        "self_reports": world.write("self.csv", *_lines(CLAIMS, *reports)),
        "peer_notes": world.write("peer.csv", *_lines(NOTES, *notes)),
    }
    assert world.errors(**settings) == []
    assert len(world.landed("self_report")) == 1
    assert len(world.landed("peer_note")) == 1
    assert len(world.landed("rejection")) == len(GOOD) + len(NOTE)
    for content in world.everything_landed():
        assert CANARY.encode() not in content
    said = " ".join(finding.text for finding in world.connect(**settings).check())
    assert CANARY not in said


def test_a_table_that_is_as_it_was_is_not_landed_again(world: Any) -> None:
    reports = world.write("self.csv", *_lines(CLAIMS, GOOD))
    assert world.errors(self_reports=reports) == []
    world.time.pass_by(days=1)
    assert world.errors(self_reports=reports) == []
    assert len(world.landed("self_report")) == 1
    world.time.pass_by(days=1)
    world.write("self.csv", *_lines(CLAIMS, {**GOOD, "minutes_high": "180"}))
    assert world.errors(self_reports=reports) == []
    assert [row["minutes_high"] for row in world.latest("self_report").values()] == [180]


def test_a_changed_list_of_words_reads_the_same_table_again(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = world.write("self.csv", *_lines(CLAIMS, GOOD))
    assert world.errors(self_reports=reports) == []
    world.time.pass_by(days=1)
    monkeypatch.setattr(world.tool.reader.Claims, "reading", "other words")
    assert world.errors(self_reports=reports) == []
    assert len(world.landed("self_report")) == 2


def test_every_batch_is_the_whole_so_a_walk_resumes_after_it_with_nothing(world: Any) -> None:
    reports = world.write("self.csv", *_lines(CLAIMS, GOOD))
    world.settings = {**world.settings, "self_reports": reports}
    (batch,) = world.walk()
    assert world.walk(cursor=batch.cursor) == []
    assert batch.complete == {"self_report": [[]], "peer_note": [[]], "rejection": [[]]}


def test_an_unknown_or_lacking_column_refuses_the_table_by_name(world: Any) -> None:
    for header, cause in (
        (CLAIMS + ",salary", "unknown columns salary"),
        (CLAIMS.replace("kind,", ""), "lacks kind"),
        (CLAIMS + ",kind", "names twice kind"),
        (f"{CLAIMS},Ana Ruiz <ana@acme.example>", "unknown columns number 14 without a plain name"),
    ):
        (error,) = world.errors(self_reports=world.write("self.csv", header))
        assert isinstance(error, BadPayload)
        assert cause in str(error)


def test_one_of_the_tables_must_be_named(world: Any) -> None:
    with pytest.raises(ValueError, match="name self_reports, peer_notes or both"):
        world.connect()


def test_only_chosen_streams_land(world: Any) -> None:
    reports = world.write("self.csv", *_lines(CLAIMS, GOOD))
    assert [r.error for r in world.pull("self_report", self_reports=reports)] == [None]
    assert len(world.landed("self_report")) == 1
