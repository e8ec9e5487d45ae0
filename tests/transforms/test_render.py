"""Documents and pages, from the tables that they are of."""

import json
import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from jsonschema import Draft202012Validator

from pipelines.config import PROJECT
from tests.transforms.invented import (
    ABOUT,
    AS_OF,
    add_coverage,
    add_events,
    add_person,
    company,
    insert,
    settle,
)
from tests.transforms.pages import EMPTY, IMANI, Page, document, evidence_row, person_page
from transforms.catalogue import read_kinds
from transforms.render.document import profile_schema
from transforms.render.profile import write_profiles
from transforms.render.reading import read_coverage
from transforms.render.site import write_site
from transforms.render.wording import coverage_sentences, passages
from warehouse.contract import FOLDER as CONTRACTS
from warehouse.errors import DataRefused


def test_every_person_gets_one_document_and_one_page(published: Path) -> None:
    expected = {letter * 16 for letter in "abcdef"}
    assert {path.stem for path in (published / "profiles").iterdir()} == expected
    assert {path.stem for path in (published / "site" / "people").iterdir()} == expected


def test_writers_count_what_they_write(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    add_person(con, IMANI, "Imani Okafor")
    settle(con)
    assert write_profiles(con, tmp_path / "profiles", ABOUT) == 1
    assert write_site(con, tmp_path / "site", ABOUT) == len(
        ["person", "index", "method", "records", "gaps"]
    )


def test_equal_tables_give_equal_bytes_whatever_the_order_of_rows(
    published: Path, tmp_path: Path
) -> None:
    with company(tmp_path / "again.duckdb") as con:
        for table in ("person", "profile_evidence", "contribution_profile", "coverage", "period"):
            con.execute(f"create table shuffled as from marts.{table} order by random()")
            con.execute(f"truncate marts.{table}")
            con.execute(f"insert into marts.{table} from shuffled")
            con.execute("drop table shuffled")
        con.execute("set TimeZone = 'Asia/Tokyo'")
        write_profiles(con, tmp_path / "profiles", ABOUT)
        write_site(con, tmp_path / "site", ABOUT)
    for path in (*published.glob("profiles/*"), *published.glob("site/**/*.html")):
        assert (tmp_path / path.relative_to(published)).read_bytes() == path.read_bytes()


def test_every_document_keeps_the_published_schema(published: Path) -> None:
    schema = json.loads((CONTRACTS / "profile.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for path in (published / "profiles").iterdir():
        assert list(validator.iter_errors(json.loads(path.read_bytes()))) == []


def test_the_published_schema_is_the_one_of_the_types() -> None:
    assert json.loads((CONTRACTS / "profile.schema.json").read_text()) == profile_schema()


def test_the_schema_refuses_unknown_fields_everywhere(published: Path) -> None:
    schema = profile_schema()
    assert schema["$id"] == "urn:unsung:profile:2.1.0"
    for part in (schema, *schema["$defs"].values()):
        assert part["additionalProperties"] is False
        assert part["description"]


def test_a_document_that_breaks_its_schema_is_refused(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    add_person(con, IMANI, "Imani Okafor")
    insert(con, "marts.profile_evidence", evidence_row(evidence_level="X"))
    settle(con)
    with pytest.raises(DataRefused, match="evidence_level"):
        write_profiles(con, tmp_path / "profiles", ABOUT)


def test_numbers_on_the_page_are_distinct_objects_of_the_evidence(published: Path) -> None:
    profile = document(published, IMANI)
    window = next(period for period in profile["periods"] if period["kind"] == "review_window")
    with duckdb.connect(str(published / "unsung.duckdb"), read_only=True) as con:
        counted = dict(
            con.execute(
                "select kind, count(distinct object_id) from marts.profile_evidence"
                " where person_id = $1 and occurred_at >= $2 and occurred_at < $3 group by kind",
                [IMANI, window["starts_at"], window["ends_at"]],
            ).fetchall()
        )
    lines = [line for line in profile["lines"] if line["period_id"] == window["period_id"]]
    assert {line["kind"]: line["object_count"] for line in lines} == counted
    text = person_page(published, IMANI).text
    for line in lines:
        assert f"{line['label']} {line['object_count']} in {line['weeks_active']} week" in text


def test_events_on_one_object_are_one_activity_with_all_its_links(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    add_person(con, IMANI, "Imani Okafor")
    for number in range(1, 4):
        url = f"https://code.lantern.example/7#event-{number}"
        insert(con, "marts.profile_evidence", evidence_row(event_id=f"event-{number}", url=url))
    settle(con)
    write_profiles(con, tmp_path / "profiles", ABOUT)
    write_site(con, tmp_path / "site", ABOUT)
    (activity,) = document(tmp_path, IMANI)["evidence"]
    assert [event["event_id"] for event in activity["events"]] == ["event-1", "event-2", "event-3"]
    page = person_page(tmp_path, IMANI)
    assert [url for url in page.links if "#event" in url] == [
        event["url"] for event in activity["events"]
    ]
    assert "In the last 26 weeks: reviewed 1 change of colleagues." in page.text


def test_a_page_names_the_first_and_the_last_day_of_its_whole_weeks(published: Path) -> None:
    assert "30 Dec 2024 to 29 Jun 2025. Bars count" in person_page(published, IMANI).text


def test_hidden_work_comes_before_partly_seen_work_and_delivery(published: Path) -> None:
    text = person_page(published, IMANI).text
    places = [
        text.index(heading)
        for heading in (
            "Work that usually goes unseen",
            "Work that is partly seen",
            "Delivery, for context",
        )
    ]
    assert places == sorted(places)


def test_minutes_say_that_they_are_not_calibrated(published: Path) -> None:
    text = person_page(published, IMANI).text
    assert text.index("Triaged issues") < text.index("Minutes are a lower bound")
    assert "lower bound from traces unless diaries calibrate their kind" in text


def test_the_ledger_shows_the_newest_activities_and_how_many_more(published: Path) -> None:
    page = person_page(published, IMANI)
    reviews = [a for a in document(published, IMANI)["evidence"] if a["kind"] == "review.code"]
    assert [a["last_at"] for a in reviews] == sorted((a["last_at"] for a in reviews), reverse=True)
    assert f"And {len(reviews) - 25} more in profiles/{IMANI}.json" in page.text
    assert reviews[24]["events"][0]["url"] in page.links
    assert reviews[25]["events"][0]["url"] not in page.links


def test_an_empty_window_is_said_plainly_and_earlier_quarters_are_shown(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    add_person(con, IMANI, "Imani Okafor")
    insert(con, "marts.profile_evidence", evidence_row(occurred_at=AS_OF.replace(year=2023)))
    settle(con)
    write_site(con, tmp_path / "site", ABOUT)
    text = person_page(tmp_path, IMANI).text
    assert "Nothing was seen in the last 26 weeks. Earlier work is below." in text
    assert "The last quarters with activity" in text
    assert re.findall(r"\d{4}-Q\d", text) == ["2023-Q2"]


def test_a_person_without_activity_gets_a_page_that_says_what_is_not_seen(published: Path) -> None:
    text = person_page(published, EMPTY).text
    assert "No activity has been seen." in text
    assert "Work in other tools, in meetings, in conversation or by hand is not seen." in text
    assert document(published, EMPTY)["lines"] == []


def test_a_gap_is_named_and_never_looks_like_zero_work(published: Path) -> None:
    gap = (
        "github: 2 of 3 streams have a gap: issue of lantern/beacon is covered only until"
        " 2 May 2025; release of lantern/beacon is not covered."
    )
    assert gap in document(published, EMPTY)["limits"]
    for page in (person_page(published, EMPTY), Page(published / "site" / "index.html")):
        assert gap in page.text
        assert "A gap is missing data, not missing work." in page.text
    coverage = Page(published / "site" / "coverage.html").text
    assert "◌ not covered nothing is covered yet SCOPE_REVOKED" in coverage


def test_people_are_listed_by_the_alphabet_and_nothing_could_rank_them(published: Path) -> None:
    html = (published / "site" / "index.html").read_text(encoding="utf-8")
    entries = re.findall(
        r"<li><a href=\"people/(\w)\w+\.html\"><bdi>(.*?)</bdi></a>(.*?)</li>", html
    )
    assert [letter for letter, _, _ in entries] == ["e", "c", "f", "a", "d", "b"]
    for _, _, rest in entries:
        assert not re.search(r"\d", rest)


def test_machines_are_listed_and_credited_to_nobody(published: Path) -> None:
    text = Page(published / "site" / "index.html").text
    assert "Machine accounts: seen, credited to nobody merge-queue[bot] github" in text


def test_the_method_lists_every_kind_of_the_rules(published: Path) -> None:
    text = Page(published / "site" / "method.html").text
    with duckdb.connect(str(published / "unsung.duckdb"), read_only=True) as con:
        kinds = con.execute("select kind, label from rules.kinds__kinds").fetchall()
    for kind, label in kinds:
        assert f"{label} {kind}" in text


def test_the_method_gives_the_rule_of_every_kind_in_each_tool(published: Path) -> None:
    html = (published / "site" / "method.html").read_text(encoding="utf-8")
    rows = re.findall(r"<tr class=\"c-\w+\">(.*?)</tr>", html, re.DOTALL)
    texts = [" ".join(unescape(re.sub("<[^>]+>", "", row)).split()) for row in rows]
    told = {
        re.findall(r"<code>(.*?)</code>", row)[0]: text
        for row, text in zip(rows, texts, strict=True)
    }
    for entry in read_kinds():
        for statement in entry.rules:
            where = f", in {statement.source}" if statement.source else ""
            rule = "".join(passages(statement.rule))
            assert f"{statement.unit}{where}: {rule}" in told[entry.kind]
        assert ("Inferred." in told[entry.kind]) == entry.is_inferred


def test_a_rule_sets_code_apart_and_leads_to_chapters_that_are_there() -> None:
    rule = "a `Blocks` link; see [Meeting notes](meeting-notes.md)"
    assert passages(rule) == ["a ", "Blocks", " link; see ", "docs/method/meeting-notes.md", ""]
    rules = [statement.rule for entry in read_kinds() for statement in entry.rules]
    assert all(len(passages(each)) % 2 for each in rules)
    named = {code for each in rules for code in passages(each)[1::2] if code.endswith(".md")}
    assert named
    assert all((PROJECT / name).exists() for name in named)


def test_headings_never_skip_a_level(published: Path) -> None:
    for path in (published / "site").rglob("*.html"):
        levels = [int(tag[1]) for tag in Page(path).tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(later - level <= 1 for level, later in pairwise(levels))


def test_evidence_of_nobody_profiled_is_left_out(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    add_person(con, "5" * 16, "Ana Sousa")
    add_events(con, ["5" * 16], 10)
    insert(con, "marts.profile_evidence", evidence_row(person_id="1" * 16))
    insert(con, "marts.profile_evidence", evidence_row(person_id="9" * 16, event_id="other"))
    settle(con)
    assert write_profiles(con, tmp_path / "profiles", ABOUT) == 1
    assert "Keep the light on" not in (tmp_path / "profiles" / f"{'5' * 16}.json").read_text()


def test_many_scopes_that_stand_alike_are_one_row_of_every_document(tmp_path: Path) -> None:
    with company(tmp_path / "many.duckdb") as con:
        for number in range(30):
            add_coverage(con, "event", source="google", scope=f"calendar-{number}")
        add_coverage(
            con, "event", source="google", scope="calendar-x", status="not covered",
            covered_until=None, gap_code="SCOPE_REVOKED",
        )  # fmt: skip
        found = [row for row in read_coverage(con) if row.source == "google"]
    assert [(row.scope, row.status) for row in found] == [
        ("30 scopes", "covered"),
        ("calendar-x", "not covered"),
    ]


def test_streams_that_the_configuration_leaves_out_are_named_and_are_no_gap(tmp_path: Path) -> None:
    with company(tmp_path / "chosen.duckdb") as con:
        add_coverage(con, "commit", source="git", scope="a")
        for stream in ("minutes", "pairing"):
            add_coverage(
                con, stream, source="git", scope="every scope", status="not read",
                covered_until=None,
            )  # fmt: skip
        (said,) = [text for text in coverage_sentences(read_coverage(con)) if "git:" in text]
    assert "git: everything that is read is covered until" in said
    assert said.endswith("Not read, as the configuration leaves it out: minutes and pairing.")


def test_commits_whose_lines_are_unknown_are_told_of_behind_what_is_covered(tmp_path: Path) -> None:
    with company(tmp_path / "partial.duckdb") as con:
        add_coverage(con, "commit", source="git", scope="a", incomplete_count=57)
        add_coverage(con, "file_change", source="git", scope="a")
        (found,) = (t for t in coverage_sentences(read_coverage(con)) if t.startswith("git:"))
    assert found.endswith("The lines of 57 commits are unknown, as a clone lacks files.")


def test_work_with_an_agent_says_so_in_document_and_page(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    add_person(con, IMANI, "Imani Okafor")
    insert(con, "marts.profile_evidence", evidence_row(is_agent_assisted=True))
    settle(con)
    write_profiles(con, tmp_path / "profiles", ABOUT)
    write_site(con, tmp_path / "site", ABOUT)
    told = json.loads((tmp_path / "profiles" / f"{IMANI}.json").read_text())
    assert [activity["is_agent_assisted"] for activity in told["evidence"]] == [True]
    page = Page(tmp_path / "site" / "people" / f"{IMANI}.html")
    assert "observed by rule review, with an AI agent" in page.text


def test_a_change_that_more_commits_carry_says_so_and_counts_once(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    add_person(con, IMANI, "Imani Okafor")
    insert(con, "marts.profile_evidence", evidence_row(copy_count=5))
    settle(con)
    write_profiles(con, tmp_path / "profiles", ABOUT)
    write_site(con, tmp_path / "site", ABOUT)
    told = json.loads((tmp_path / "profiles" / f"{IMANI}.json").read_text())
    assert [activity["copy_count"] for activity in told["evidence"]] == [5]
    page = Page(tmp_path / "site" / "people" / f"{IMANI}.html")
    assert "observed by rule review, also in 5 more commits" in page.text


def test_shares_of_outcomes_stand_beside_those_with_equal_weights(published: Path) -> None:
    (outcome,) = document(published, IMANI)["outcomes"]
    assert outcome["mean_share"] == 0.75
    page = Page(published / "site" / "people" / f"{IMANI}.html")
    told = f"Meeting record minute taker 12 75 % 50 % {outcome['line_id']}"
    assert told in page.text


def test_records_are_told_of_quarters_that_are_over_and_of_groups_only(published: Path) -> None:
    text = Page(published / "site" / "records.html").text
    assert "Triaged issues 240 30 10 150 45 5" in text
    assert "fewer than ten people did it: Covered for colleagues." in text
    assert "Ran releases" not in text
    assert "Release 2025-Q1 35 % 20 5 15" in text
    assert "Not shown in quarters with too few people or objects: epic." in text


def test_the_method_page_shows_the_held_out_error_of_factors(published: Path) -> None:
    text = Page(published / "site" / "method.html").text
    assert "Engineering Reviewed changes 1.25 (1.00 \N{EN DASH} 1.50) 6 83 % 20 %" in text
    assert "Engineering Reviewed designs 1.25 (1.00 \N{EN DASH} 1.50) 6 too few too few" in text
