"""Writes the static site: people, one page each, the method and the coverage."""

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from transforms.catalogue import read_kinds
from transforms.render.about import About
from transforms.render.document import Profile
from transforms.render.page import (
    EVENTS_SHOWN,
    TIERS,
    Calendar,
    KindWords,
    person_page,
)
from transforms.render.reading import (
    ByPerson,
    read_accounts,
    read_coverage,
    read_periods,
    read_profiles,
    read_uncounted,
    stream,
)
from transforms.render.wording import (
    EVIDENCE_LEVELS,
    NEVER_INFERRED,
    coverage_sentences,
    day,
    days,
    event_on_day,
    event_words,
    harmless,
    levels,
    link,
    named,
    passages,
    proof,
    shown_name,
    spaced,
)
from warehouse.errors import DataRefused

_TEMPLATES = Path(__file__).parent / "templates"
_FILE_NAME = re.compile(r"[0-9a-f]{16}")

_KINDS = """
    select
        kind, category, label, unit, visibility, minutes_low, minutes_mid, minutes_high,
        observability, is_tag
    from rules.kinds__kinds
    order by category, kind
"""
_MACHINES = """
    select distinct source, coalesce(display_name, account_id) as name
    from marts.account
    where account_type = 'bot'
    order by name, source
"""
_SUSPECTS = """
    select source, coalesce(display_name, account_id) as name
    from marts.account
    where is_bot_suspect
    order by name, account_id
"""
_SHARES = """
    select period_id, max(coverage_share)
    from marts.contribution_profile
    where coverage_share is not null
    group by period_id
"""
_CALIBRATION = """
    select
        calibration.role_family, kind.label, calibration.kappa, calibration.kappa_low,
        calibration.kappa_high, calibration.person_count, calibration.held_out_coverage,
        calibration.held_out_mape
    from marts.calibration as calibration
    inner join rules.kinds__kinds as kind on calibration.kind = kind.kind
    order by calibration.role_family, kind.label
"""
_CAPTURE = """
    select
        capture.period_id, kind.label, capture.activity_count, capture.credited_count,
        capture.allocated_count, capture.unattributed_count, capture.uncounted_count,
        capture.untraced_count
    from marts.formal_capture as capture
    inner join rules.kinds__kinds as kind on capture.kind = kind.kind
    order by kind.category, kind.label
"""
_LEAKAGE = """
    select process, period_id, mean_tv, object_count, left_out_count, people_count
    from marts.credit_leakage
    order by process, period_id desc
"""
_CATEGORY_COUNTS = """
    select
        evidence.person_id, period.period_id, kind.category, count(distinct evidence.object_id),
        share_id(evidence.person_id, period.period_id) as line_id
    from marts.profile_evidence as evidence
    inner join rules.kinds__kinds as kind on evidence.kind = kind.kind
    inner join marts.period as period
        on
            period.period_kind = 'quarter'
            and evidence.occurred_at >= period.starts_at
            and evidence.occurred_at < period.ends_at
    group by evidence.person_id, period.period_id, kind.category
    order by evidence.person_id, period.period_id, kind.category
"""


@dataclass(frozen=True)
class IndexEntry:
    """One person in the alphabetical list."""

    name: str
    person_id: str
    team: str | None


def write_site(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    about: About,
    written: Callable[[int], Any] = lambda _count: None,
) -> int:
    """Writes all pages and returns how many there are.

    Args:
        con: The version's DuckDB file.
        folder: Where the pages go.
        about: The build.
        written: Called with the number of people's pages so far after each.

    Raises:
        DataRefused: A person's id is no file name.
    """
    (folder / "people").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_TEMPLATES / "style.css", folder / "style.css")
    kinds = list(stream(con, _KINDS))
    coverage = read_coverage(con)
    environment = _environment(about, coverage_sentences(coverage))
    people: list[IndexEntry] = []
    for entry in _write_people(con, folder / "people", about, environment, kinds):
        people.append(entry)
        written(len(people))
    pages: dict[str, dict[str, Any]] = {
        "index": {
            "groups": _by_letter(people),
            "machines": list(stream(con, _MACHINES)),
        },
        "method": {
            "kinds": kinds,
            "entries": {entry.kind: entry for entry in read_kinds()},
            "calibration": list(stream(con, _CALIBRATION)),
        },
        "records": _records(con, about),
        "coverage": {
            "coverage": coverage,
            "uncounted": read_uncounted(con),
            "accounts": read_accounts(con),
            "suspects": list(stream(con, _SUSPECTS)),
        },
    }
    for name, content in pages.items():
        page = environment.get_template(f"{name}.html.j2").render(root="", **content)
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return len(people) + len(pages)


def _environment(about: About, coverage: list[str]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters = (
        *(day, days, event_on_day, event_words, levels, link),
        *(named, passages, proof, shown_name, spaced),
    )
    environment.filters.update({function.__name__: function for function in filters})
    environment.globals.update(
        about=about,
        coverage_sentences=coverage,
        events_shown=EVENTS_SHOWN,
        evidence_levels=EVIDENCE_LEVELS,
        never_inferred=NEVER_INFERRED,
        tiers=TIERS,
    )
    return environment


def _write_people(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    about: About,
    environment: Environment,
    kinds: Iterable[tuple[Any, ...]],
) -> Iterator[IndexEntry]:
    """Writes the page of every person while reading on; yields their entries in the index."""
    template = environment.get_template("person.html.j2")
    words = {kind: KindWords(category, label, seen) for kind, category, label, _, seen, *_ in kinds}
    calendar = _calendar(con)
    counts = ByPerson(stream(con, _CATEGORY_COUNTS))
    for profile in read_profiles(con, about):
        person = profile.person
        seen = counts.take(person.person_id)
        found = {(quarter, name): n for _, quarter, name, n, _ in seen}
        line_ids = {quarter: line_id for _, quarter, _, _, line_id in seen}
        page = template.render(
            root="../",
            profile=profile,
            page=person_page(profile, found, line_ids, calendar, words),
            calendar=calendar,
        )
        _page_path(folder, profile).write_text(page, encoding="utf-8")
        yield IndexEntry(shown_name(person.display_name), person.person_id, person.team)


def _records(con: duckdb.DuckDBPyConnection, about: About) -> dict[str, Any]:
    """How much formal records caught in the last quarter that is over, and how far credit leaks.

    Windows that move with the day would tell of single units by their difference (SUP-5).
    """
    over = [
        period.period_id
        for period in read_periods(con)
        if period.kind == "quarter" and period.ends_at <= about.instant
    ]
    capture = [row[1:] for row in stream(con, _CAPTURE) if row[0] in over[-1:]]
    leakage = list(stream(con, _LEAKAGE))
    return {
        "quarter": over[-1] if over else None,
        "capture": [row for row in capture if row[1] is not None],
        "few": [row[0] for row in capture if row[1] is None],
        "leakage": [row for row in leakage if row[2] is not None],
        "unsaid": sorted({row[0] for row in leakage if row[2] is None}),
    }


def _page_path(folder: Path, profile: Profile) -> Path:
    person_id = profile.person.person_id
    if _FILE_NAME.fullmatch(person_id) is None:
        cause = f"person id {person_id!r} is not 16 hex digits"
        raise DataRefused(cause, "nothing was published; report this line")
    return folder / f"{person_id}.html"


def _calendar(con: duckdb.DuckDBPyConnection) -> Calendar:
    periods = read_periods(con)
    (window,) = (period for period in periods if period.kind == "review_window")
    quarters = tuple(period.period_id for period in periods if period.kind == "quarter")
    return Calendar(window, quarters, dict(stream(con, _SHARES)))


def _by_letter(people: Iterable[IndexEntry]) -> list[tuple[str, list[IndexEntry]]]:
    """People by first letter and name, accents and case aside; other signs come last."""
    ordered = sorted(people, key=lambda entry: (_sort_key(entry), entry.name, entry.person_id))
    groups = groupby(ordered, key=lambda entry: _letter(_plain(entry.name)))
    return [(letter, list(entries)) for letter, entries in groups]


def _sort_key(entry: IndexEntry) -> tuple[bool, str]:
    plain = _plain(entry.name)
    return not plain[:1].isalpha(), plain


def _letter(plain: str) -> str:
    return plain[0].upper() if plain[:1].isalpha() else "Other"


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
