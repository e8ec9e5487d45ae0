"""Published tables of an invented company, laid out by the contracts and the models themselves."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from transforms.models import find_models
from transforms.render.about import About
from transforms.rulebook import read_rules
from warehouse.contract import read_contracts

AS_OF = datetime(2025, 6, 30, 12, tzinfo=UTC)
ABOUT = About(
    "Lantern Works", "promotion_review", "20250630-7c1e", AS_OF, "r4b1d", "c09fe", "2026-01"
)
HOSTILE_NAME = "<img src=x onerror=alert(1)>\u202eevil\x07 \U0001f984" + "W" * 270

_TITLES = (
    "Keep sessions when the cache restarts",
    "Retry uploads that time out",
    "Explain the on-call handbook to newcomers",
    "Flaky test: scheduler drops its last job",
    "Upgrade the TLS library",
    "Search forgets umlauts",
    "Reduce cold starts of the image service",
    "Alert says nothing about the cause",
    "Document how to roll back a migration",
    "Invoice totals differ by one cent",
)
_DOCUMENTS = (
    "docs/runbooks/cache.md",
    "docs/onboarding/first-week.md",
    "docs/decisions/0012-queues.md",
    "README.md",
    "docs/api/webhooks.md",
    "docs/runbooks/roll-back.md",
)
_KINDS = {
    "review.code": 7,
    "mentoring.review_guidance": 3,
    "triage.issue_triage": 5,
    "triage.backlog_hygiene": 1,
    "documentation.create": 1,
    "documentation.upkeep": 4,
    "fix.revert": 1,
    "fix.upkeep": 2,
    "coordination.release": 1,
    "testing.tested": 1,
    "testing.reported": 1,
    "delivery.feature": 4,
}

_EVIDENCE = """
    insert into marts.profile_evidence
    with event as (
        select
            person.person_id,
            number // 2 as unit,
            number % 2 as step,
            cast(hash(person.person_id, number // 2) // 2 as bigint) as dice
        from marts.person as person, range($events) as event (number)
        where person.person_id = any($people)
    ),
    unit as (
        select
            event.*, $kinds[1 + dice % len($kinds)] as kind, split_part(kind, '.', 1) as category,
            (dice // 256) % 6 as place_of_document, 100 + (dice // 64) % 800 as number
        from event
    ),
    named as (
        select
            unit.*,
            case
                when category = 'documentation' then 'document'
                when kind = 'coordination.release' then 'release'
                when kind = 'triage.backlog_hygiene' then 'batch'
                when category = 'triage' then 'issue'
                else 'pull'
            end as object_type
        from unit
    )
    select
        person_id,
        substr(sha256(concat_ws('|', person_id, kind, number, unit)), 1, 16),
        kind,
        object_type,
        concat_ws(':', object_type, case object_type when 'document' then place_of_document
            else number end),
        'lantern/' || ['storefront', 'ledger', 'beacon'][1 + number % 3],
        case object_type
            when 'document' then $documents[1 + place_of_document]
            when 'release' then 'v' || number // 100 || '.' || number % 100
            when 'batch' then 'batch'
            else '#' || number
        end,
        case when object_type in ('pull', 'issue')
            then $titles[1 + number % len($titles)] end,
        concat_ws(':', person_id, unit, step),
        case
            when object_type = 'document' then 'git.commit'
            when object_type = 'release' then 'github.release.published'
            when object_type = 'pull' and step = 0 then 'github.review.submitted'
            when object_type = 'pull' then 'github.review.commented'
            else 'github.issue.labeled'
        end,
        $as_of - to_minutes(cast(60 + (dice // 4096) % 1150000 - step * 59 as bigint)),
        'https://code.lantern.example/' || number || '#event-' || unit || '-' || step,
        'O',
        split_part(kind, '.', 2),
        false,
        0
    from named
    where step = 0 or object_type = 'pull'
"""


_SETTLED = {
    "activity_week": [],
    "period": ["as_of"],
    "_kind_month": [],
    "contribution_profile": ["as_of", "build_id"],
    "hidden_share": [],
}
"""The models that profiles are made of, in their order, and their parameters."""


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Creates every published table, empty, and the rules as they are."""
    con.execute("set TimeZone = 'UTC'")
    for schema in ("marts", "rules", "core"):
        con.execute(f"create schema {schema}")
    for contract in read_contracts():
        columns = ", ".join(f"{column.name} {column.type}" for column in contract.columns)
        con.execute(f"create table marts.{contract.table} ({columns})")
    for name, (_, rules) in read_rules().items():
        rows = [rule.model_dump() for rule in rules]
        columns = ", ".join(f"{key} {_sql_type(value)}" for key, value in rows[0].items())
        con.execute(f"create table rules.{name} ({columns})")
        for row in rows:
            insert(con, f"rules.{name}", row)
    con.execute(
        "create view core.activity_evidence as"
        " select *, activity_id as bucket from marts.profile_evidence"
    )
    con.execute(
        "create view core.activity as select activity_id, any_value(person_id) as person_id,"
        " any_value(evidence.kind) as kind, any_value(object_id) as object_id,"
        " activity_id as bucket, count(*) as event_count,"
        " min(evidence_level) as evidence_level, min(occurred_at) as first_at,"
        " max(occurred_at) as last_at, case when any_value(kind.is_tag) then null"
        " when any_value(kind.visibility) = 'visible' then 'credited'"
        " when any_value(kind.visibility) = 'partly' then 'uncounted'"
        " else 'unattributed' end as credit_class"
        " from marts.profile_evidence as evidence"
        " inner join rules.kinds__kinds as kind on evidence.kind = kind.kind group by activity_id"
    )
    con.execute(
        "create view core.effort as select activity_id, event_id, occurred_at,"
        " minutes_low::double as minutes_low, minutes_mid::double as minutes_mid,"
        " minutes_high::double as minutes_high from marts.profile_evidence as evidence"
        " inner join rules.kinds__kinds as kind on evidence.kind = kind.kind where not kind.is_tag"
    )
    con.execute(
        "create table core._allocated_cover(activity_id varchar, event_id varchar,"
        " covered_low double, covered_mid double, covered_high double)"
    )
    con.execute("create table core.calibration(role_family varchar, kind varchar, kappa double)")


def _sql_type(value: object) -> str:
    return {bool: "boolean", int: "bigint"}.get(type(value), "varchar")


def insert(con: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any]) -> None:
    """Inserts one row by column name; the other columns stay empty."""
    marks = ", ".join(f"${name} as {name}" for name in row)
    con.execute(f"insert into {table} by name select {marks}", row)


def add_person(con: duckdb.DuckDBPyConnection, person_id: str, name: str, **more: Any) -> None:
    """Adds a person without any activity."""
    row = {"person_id": person_id, "display_name": name, "is_in_roster": True, **more}
    insert(con, "marts.person", row)


def add_events(con: duckdb.DuckDBPyConnection, people: list[str], events: int) -> None:
    """Invents events of many kinds for people, two to an activity, the same every time."""
    kinds = [kind for kind, weight in _KINDS.items() for _ in range(weight)]
    words = {"kinds": kinds, "titles": list(_TITLES), "documents": list(_DOCUMENTS)}
    con.execute(_EVIDENCE, {"people": people, "events": events, "as_of": AS_OF, **words})


def add_coverage(con: duckdb.DuckDBPyConnection, stream: str, **more: Any) -> None:
    """Adds a covered stream of one repository; `more` overrides."""
    row = {"source": "github", "stream": stream, "scope": "lantern/beacon", "status": "covered"}
    times = {
        "covered_until": AS_OF,
        "last_attempt_at": AS_OF,
        "quarantined_count": 0,
        "incomplete_count": 0,
    }
    insert(con, "marts.coverage", {**row, **times, **more})


def settle(con: duckdb.DuckDBPyConnection) -> None:
    """Builds periods and profile lines from the evidence with the models in force."""
    for table, names in _SETTLED.items():
        sql = find_models()["marts", table].sql
        values = {"as_of": AS_OF, "build_id": ABOUT.build_id}
        into = f"create or replace table marts.{table} as {sql}"
        con.execute(into, {name: values[name] for name in names})


def company(path: Path) -> duckdb.DuckDBPyConnection:
    """A small company: a rich profile, a hostile name, an empty one, a gap and a machine."""
    con = duckdb.connect(str(path))
    create_tables(con)
    add_person(
        con, "a" * 16, "Imani Okafor", team="Platform", role_family="Engineering", level="Senior"
    )
    add_person(con, "b" * 16, HOSTILE_NAME)
    add_person(con, "c" * 16, "Émile Dubois", team="Support")
    add_person(con, "d" * 16, "עדנה לוי", team="Storefront")
    add_person(con, "e" * 16, "Ana Sousa", team="Storefront", role_family="Design")
    add_person(con, "f" * 16, "Emily Zhou", team="Platform")
    add_events(con, ["a" * 16, "b" * 16], 520)
    add_events(con, ["e" * 16, "f" * 16, "d" * 16], 40)
    add_coverage(con, "commit", source="git")
    add_coverage(con, "review")
    add_coverage(
        con,
        "issue",
        status="covered until the last complete pull",
        covered_until=datetime(2025, 5, 2, tzinfo=UTC),
        gap_code="RATE_LIMITED",
    )
    add_coverage(con, "release", status="not covered", covered_until=None, gap_code="SCOPE_REVOKED")
    machine = {"account_id": "github:7", "source": "github", "display_name": "merge-queue[bot]"}
    insert(con, "marts.account", {**machine, "account_type": "bot", "is_bot_suspect": False})
    settle(con)
    _add_records(con)
    return con


def _add_records(con: duckdb.DuckDBPyConnection) -> None:
    """What came of the rich profile's work, and what formal records of a past quarter say."""
    factor = {"role_family": "Engineering", "kind": "review.code", "kappa": 1.25}
    sure = {"kappa_low": 1.0, "kappa_high": 1.5, "person_count": 6, "person_weeks": 30}
    held_out = {"held_out_coverage": 0.8333, "held_out_mape": 0.2}
    insert(con, "marts.calibration", {**factor, **sure, **held_out})
    insert(con, "marts.calibration", {**factor, **sure, "kind": "review.design"})
    part = {"person_id": "a" * 16, "period_id": "review-window", "outcome_type": "meeting_record"}
    shares = {"outcome_count": 12, "mean_share": 0.75, "mean_equal_share": 0.5}
    insert(con, "marts.outcome_part", {**part, "role": "minute_taker", **shares})
    counts = [f"{name}_count" for name in ("activity", "credited", "allocated")]
    classes = [f"{name}_count" for name in ("unattributed", "uncounted", "untraced")]
    captured = dict(zip([*counts, *classes], (240, 30, 10, 150, 45, 5), strict=True))
    past = {"kind": "triage.issue_triage", "period_id": "2025-Q1", "is_suppressed": False}
    insert(con, "marts.formal_capture", {**past, **captured})
    few = {"kind": "handoff.cover", "period_id": "2025-Q1", "is_suppressed": True}
    insert(con, "marts.formal_capture", few)
    now = {"kind": "coordination.release", "period_id": "2025-Q2", "is_suppressed": False}
    insert(con, "marts.formal_capture", {**now, **captured})
    leak = {"process": "release", "period_id": "2025-Q1", "is_suppressed": False, "mean_tv": 0.35}
    sizes = {"object_count": 20, "left_out_count": 5, "people_count": 15}
    insert(con, "marts.credit_leakage", {**leak, **sizes})
    hidden = {"process": "epic", "period_id": "2025-Q1", "is_suppressed": True}
    insert(con, "marts.credit_leakage", hidden)
