"""Reads profile documents from the published tables, one person in memory at a time."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

import duckdb

from transforms.render.about import About
from transforms.render.document import (
    SCHEMA_VERSION,
    Activity,
    Capture,
    Coverage,
    Event,
    Levels,
    Line,
    Minutes,
    Outcome,
    Period,
    Person,
    Profile,
    Share,
    ShareBounds,
    Standing,
)
from transforms.render.macros import define_macros
from transforms.render.wording import limits, namesake_sentence

METHOD_PAGE = "site/method.html"
_ROWS_AT_ONCE = 5_000
_STRENGTH = "OIPS"
_SCOPES_NAMED = 20
"""More scopes of one stream that stand alike are one row: every document holds the coverage."""


def _instant(column: str) -> str:
    return f"strftime(timezone('UTC', {column}), '%Y-%m-%dT%H:%M:%SZ')"


_PEOPLE = """
    with likely_person as (
        select person_id, count(*) as accounts
        from marts.account
        where not is_link_certain
        group by person_id
        having bool_or(link_rule = 'same_name')
    )

    select
        person.person_id, person.display_name, person.team, person.role_family, person.level,
        coalesce(likely_person.accounts, 0)
    from marts.person as person
    left join likely_person on person.person_id = likely_person.person_id
    order by person.person_id
"""
_COVERAGE = f"""
    with counted as (
        select
            source, stream, scope, status, covered_until, gap_code, incomplete_count,
            count(*) over (partition by source, stream, status, gap_code) as scopes
        from marts.coverage
    ),

    folded as (
        select source, stream, scope, status, covered_until, gap_code, incomplete_count
        from counted
        where scopes <= {_SCOPES_NAMED}
        union all
        select
            source, stream, scopes || ' scopes', status, min(covered_until), gap_code,
            cast(sum(incomplete_count) as bigint)
        from counted
        where scopes > {_SCOPES_NAMED}
        group by source, stream, status, gap_code, scopes
    )

    select
        source, stream, scope, status, {_instant("covered_until")}, gap_code, incomplete_count
    from folded
    order by source, stream, scope, status, gap_code
"""
_ACCOUNTS = """
    select
        source, human_count, linked_count, unlinked_count, suggestion_count, machine_count,
        unknown_count, suspect_count, untied_act_count
    from marts.account_coverage
    order by source
"""
_UNCOUNTED = """
    select source, reason, stream, acts
    from marts.coverage_gap
    order by source, reason, stream
"""
_PERIODS = f"""
    select period_id, period_kind, {_instant("starts_at")}, {_instant("ends_at")}
    from marts.period as period
    order by period.starts_at, period_id
"""
_LINES = """
    select
        line.person_id,
        line_id(line.person_id, line.period_id, line.kind) as line_id,
        line.period_id, line.kind, line.category, kind.label, kind.unit,
        line.visibility, line.activity_count, line.object_count, line.weeks_active,
        line.observed_count, line.inferred_count, line.attested_count, line.reported_count,
        line.credited_count, line.allocated_count, line.unattributed_count,
        line.uncounted_count, line.untraced_count,
        shown_minutes(line.minutes_low, line.weeks_active),
        shown_minutes(line.minutes_mid, line.weeks_active),
        shown_minutes(line.minutes_high, line.weeks_active),
        shown_minutes(line.hidden_low, line.weeks_active),
        shown_minutes(line.hidden_mid, line.weeks_active),
        shown_minutes(line.hidden_high, line.weeks_active),
        line.is_calibrated, line.coverage_share
    from marts.contribution_profile as line
    inner join rules.kinds__kinds as kind on line.kind = kind.kind
    order by line.person_id, line.period_id, line.kind
"""
_SHARES = """
    select
        share.person_id,
        share_id(share.person_id, share.period_id) as line_id,
        share.hidden_share_low, share.hidden_share_mid, share.hidden_share_high,
        share.lenient_share_low, share.lenient_share_mid, share.lenient_share_high,
        share.is_lower_bound
    from marts.hidden_share as share
    inner join marts.period as period
        on share.period_id = period.period_id and period.period_kind = 'review_window'
    order by share.person_id
"""
_STANDING = """
    select
        person_id, period_id, team, role_family, level, fte,
        weeks_employed, weeks_present, weeks_absent
    from marts.person_period
    order by person_id, period_id
"""
_OUTCOMES = """
    select
        person_id,
        part_id(person_id, period_id, outcome_type, role) as line_id,
        outcome_type, role, outcome_count, mean_share, mean_equal_share
    from marts.outcome_part
    order by person_id, outcome_type, mean_share desc, role
"""
_EVIDENCE = f"""
    select
        person_id, activity_id, kind, object_type, object_label, title, container,
        evidence_level, rule_id, is_agent_assisted, copy_count, event_id, event_kind,
        {_instant("occurred_at")}, url
    from marts.profile_evidence as evidence
    order by person_id, kind, activity_id, evidence.occurred_at, event_id
"""


class ByPerson:
    """Rows in order of their first column, a person's id, handed out person by person."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._ahead = next(self._groups, None)

    def take(self, person_id: str) -> list[tuple[Any, ...]]:
        """The rows of a person; people must be asked for in ascending order."""
        while self._ahead is not None and self._ahead[0] < person_id:
            self._ahead = next(self._groups, None)
        if self._ahead is None or self._ahead[0] != person_id:
            return []
        rows = list(self._ahead[1])
        self._ahead = next(self._groups, None)
        return rows


def stream(con: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    """Yields the rows of a query without holding them all."""
    cursor = con.cursor()
    define_macros(cursor)
    cursor.execute(query)
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        yield from rows


def read_uncounted(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, int]]:
    """Source, reason, stream and number of the acts that do not count, or count with doubt."""
    return list(stream(con, _UNCOUNTED))


def read_coverage(con: duckdb.DuckDBPyConnection) -> list[Coverage]:
    """How far every stream was read, scope by scope while there are few."""
    return [Coverage(*row) for row in stream(con, _COVERAGE)]


def read_accounts(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """How many accounts of every source are tied to people, by source."""
    return list(stream(con, _ACCOUNTS))


def read_periods(con: duckdb.DuckDBPyConnection) -> list[Period]:
    """All periods, oldest first."""
    return [Period(*row) for row in stream(con, _PERIODS)]


def read_profiles(con: duckdb.DuckDBPyConnection, about: About) -> Iterator[Profile]:
    """Yields every person's document, by person id."""
    coverage, periods = read_coverage(con), read_periods(con)
    sentences = limits(coverage)
    window = {period.period_id for period in periods if period.kind == "review_window"}
    standing = ByPerson(stream(con, _STANDING))
    shares = ByPerson(stream(con, _SHARES))
    lines = ByPerson(stream(con, _LINES))
    outcomes = ByPerson(stream(con, _OUTCOMES))
    evidence = ByPerson(stream(con, _EVIDENCE))
    for row in stream(con, _PEOPLE):
        person, namesakes = Person(*row[:-1]), row[-1]
        found = [_line(line) for line in lines.take(person.person_id)]
        used = {line.period_id for line in found}
        shown = used | window
        yield Profile(
            schema_version=SCHEMA_VERSION,
            build_id=about.build_id,
            organization=about.organization,
            purpose=about.purpose,
            as_of=about.instant,
            rules_version=about.rules_version,
            code_version=about.code_version,
            person=person,
            coverage=coverage,
            periods=[period for period in periods if period.period_id in used],
            standing=[
                Standing(*place)
                for _, *place in standing.take(person.person_id)
                if place[0] in shown
            ],
            credit_policy=about.credit_policy,
            share=_share(shares.take(person.person_id)),
            lines=found,
            outcomes=[Outcome(*part) for _, *part in outcomes.take(person.person_id)],
            evidence=_activities(evidence.take(person.person_id)),
            limits=[*([namesake_sentence(namesakes)] if namesakes else []), *sentences],
            method=METHOD_PAGE,
        )


def _line(row: tuple[Any, ...]) -> Line:
    minutes, hidden = _minutes(row[20:23]), _minutes(row[23:26])
    counts = (Levels(*row[11:15]), Capture(*row[15:20]))
    return Line(*(*row[1:11], *counts, minutes, hidden, *row[26:]))


def _minutes(bounds: tuple[int | None, ...]) -> Minutes | None:
    return None if None in bounds else Minutes(*bounds)  # type: ignore[arg-type]  # because none is None


def _share(rows: list[tuple[Any, ...]]) -> Share | None:
    if not rows:
        return None
    _, line_id, *bounds, is_lower_bound = rows[0]
    hidden, lenient = bounds[:3], bounds[3:]
    return Share(
        line_id,
        None if None in hidden else ShareBounds(*hidden),
        None if None in lenient else ShareBounds(*lenient),
        is_lower_bound,
    )


def _activities(rows: list[tuple[Any, ...]]) -> list[Activity]:
    """Folds events, sorted by kind and activity, into activities: newest first in each kind."""
    activities = [_activity(list(events)) for _, events in groupby(rows, key=itemgetter(1))]
    activities.sort(key=attrgetter("last_at"), reverse=True)
    activities.sort(key=attrgetter("kind"))
    return activities


def _activity(rows: list[tuple[Any, ...]]) -> Activity:
    _, activity_id, kind, object_type, label, title, container, *_ = rows[0]
    return Activity(
        activity_id=activity_id,
        kind=kind,
        object_type=object_type,
        object_label=label,
        title=title,
        container=container,
        first_at=rows[0][13],
        last_at=rows[-1][13],
        rule_id=min(row[8] for row in rows),
        evidence_level=min((row[7] for row in rows), key=_STRENGTH.find),
        is_agent_assisted=any(row[9] for row in rows),
        copy_count=rows[0][10],
        events=[Event(*row[11:]) for row in rows],
    )
