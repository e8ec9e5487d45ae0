"""Any number of the product manager's page is walked down to events with links."""

import hashlib
import html
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks import accuracy
from pipelines.cli.explain import Ledger
from pipelines.config import PROJECT
from warehouse.store import open_store

PEOPLE = 24
MIRA = hashlib.sha256(b"roster:p-mira").hexdigest()[:16]
CLASSES = ("credited", "allocated", "unattributed", "uncounted", "untraced")
_ID = re.compile(r"[0-9a-f]{16}")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, str]]:
    """What the last build of an invented company knows, and the product manager's page."""
    folder, home = tmp_path_factory.mktemp("company"), tmp_path_factory.mktemp("dagster_home")
    shutil.copy(PROJECT / "dagster_home" / "dagster.yaml", home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", str(home))
        accuracy.run(folder, PEOPLE).close()
    page = folder / "data" / "published" / "current" / "site" / "people" / f"{MIRA}.html"
    with open_store(folder / "data") as store:
        yield Ledger(store.con), page.read_text()


def _table(page: str, label: str) -> list[list[str]]:
    """The cells of a table, row by row, without tags."""
    (table,) = re.findall(rf'<table[^>]*aria-labelledby="{label}">(.*?)</table>', page, re.DOTALL)
    return [
        [_text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    ]


def _text(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def _walked(ledger: Ledger, line: dict[str, Any]) -> Counter[str]:
    """The activities of a line by class, each with events and links behind it.

    Only what no tool has traced has no link: a report, or the notes of colleagues.
    """
    classes: Counter[str] = Counter()
    for activity in line["activities"]:
        found = ledger.explain(activity[:16])
        is_told = found["how it is known"].startswith(("self-reported", "peer-attested"))
        assert found["events"]
        assert is_told or all("https://" in event for event in found["events"]), found["what"]
        classes[activity[17:].split(",")[0]] += 1
    return classes


def test_objects_units_weeks_and_minutes_of_the_window(company: tuple[Ledger, str]) -> None:
    ledger, page = company
    rows = [row for row in _table(page, "numbers") if _ID.fullmatch(row[-1])]
    assert len(rows) > 10
    for label, objects, units, weeks, _coverage, minutes, line_id in rows:
        line = ledger.explain(line_id)
        count = units.split()[0]
        assert line["what"].startswith(f"{label} in review-window: {count} x ")
        assert line["what"].endswith(f", {objects} objects, {weeks.split()[0]} weeks")
        assert len(line["activities"]) == int(count)
        told = re.findall(r"\d+", minutes) or ["0", "0", "0"]
        assert "single" in minutes or re.findall(r"\d+", line["minutes"]) == told
        _walked(ledger, line)


def test_what_formal_records_say(company: tuple[Ledger, str]) -> None:
    ledger, page = company
    rows = [row for row in _table(page, "classes") if _ID.fullmatch(row[-1])]
    assert len(rows) > 10
    for _label, units, *counts, line_id in rows:
        classes = _walked(ledger, ledger.explain(line_id))
        assert [classes[name] for name in CLASSES] == list(map(int, counts))
        assert classes.total() == int(units)


def test_the_hidden_share(company: tuple[Ledger, str]) -> None:
    ledger, page = company
    (told,) = re.findall(r"<p>Hidden part of the time that was seen: .*</p>", page)
    figures = re.findall(r"\d+(?= %)", told)
    (line_id,) = re.findall(r"<code>(.*)</code>", told)
    share = ledger.explain(line_id)
    said = share["what"] + share["if every record counted"]
    assert re.findall(r"\d+(?=%)", said) == figures
    assert all(ledger.explain(line[:16])["activities"] for line in share["lines"])


def test_objects_by_category_quarter_by_quarter(company: tuple[Ledger, str]) -> None:
    ledger, page = company
    _head, *trends, _covered, ids = _table(page, "trends")
    assert len(trends) > 3
    for place, line_id in list(enumerate(ids))[2:]:
        counts = [f"{row[0]}: {row[place]}" for row in trends if row[place].isdigit()]
        quarter = ledger.explain(line_id)
        assert sorted(counts) == quarter["objects by category"]
        for line in quarter["lines"]:
            assert _walked(ledger, ledger.explain(line[:16])).total() == int(
                line.split(": ")[1].split()[0]
            )


def test_shares_of_outcomes_with_their_equal_weights(company: tuple[Ledger, str]) -> None:
    ledger, page = company
    rows = [row for row in _table(page, "parts") if _ID.fullmatch(row[-1])]
    assert len(rows) > 3
    for outcome, role, count, share, equal, line_id in rows:
        part = ledger.explain(line_id)
        told = f"{count} x {outcome.lower()} as {role} in review-window"
        shares = f"{share.replace(' ', '')}, with equal weights {equal.replace(' ', '')}"
        assert part["what"] == f"{told}: on average {shares}"
        assert len(part["outcomes"]) == int(count)
        for line in part["outcomes"]:
            found = ledger.explain(line[:16])
            assert line.endswith(found["what"].split(": ")[1])
            assert found["events"]
            assert any("https://" in event for event in found["events"]), found["what"]
