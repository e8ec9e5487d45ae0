"""Changes of the world whose effect on profiles is known without knowing the profiles (7.3)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from connectors.landing import LandingZone
from connectors.stream import Batch
from pipelines.tools import find_tools
from tests.invented import Clock
from tests.transforms.colleagues import (
    AS_OF,
    COMMON,
    EMPTY,
    NAMES,
    SEEN,
    Rows,
    Streams,
    at,
    by,
    label,
    review,
    world,
)
from transforms.models import build_model, check_model, find_models
from transforms.policy import CreditPolicy, read_policy
from transforms.rule_tables import load_rules
from warehouse.load import load
from warehouse.raw import loaded_scopes, show
from warehouse.store import Store, open_store, store_identity


@dataclass(frozen=True)
class Built:
    """What a world came to: the tables by name, with the rows that their columns have."""

    tables: dict[str, list[dict[str, Any]]]

    def rows(self, table: str, *columns: str) -> Rows:
        """Some columns of a table, or all but the build's and the pulls' own, sorted."""
        found = [
            tuple(row[name] for name in columns or row if name not in _OWN)
            for row in self.tables[table]
        ]
        return sorted(found, key=repr)

    def hidden(self) -> dict[str, tuple[int, int, int]]:
        """Hidden minutes of each person in the review window."""
        return {
            row["person_id"]: (row["hidden_low"], row["hidden_mid"], row["hidden_high"])
            for row in self.tables["marts.hidden_share"]
            if row["period_id"] == "review-window"
        }


Build = Callable[..., Built]
PROFILES = ("marts.contribution_profile", "marts.hidden_share", "marts.profile_evidence")
_OWN = ("build_id", "last_attempt_at")
_READ = (*PROFILES, "marts.person", "marts.formal_capture", "core.activity", "core.effort")


@pytest.fixture(scope="module")
def policy() -> CreditPolicy:
    return read_policy()


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory, policy: CreditPolicy) -> Build:
    def built(streams: Streams, *, times: int = 1, policy: CreditPolicy = policy) -> Built:
        with open_store(tmp_path_factory.mktemp("data")) as store:
            _deliver(store, streams, times)
            load_rules(store, policy)
            for model in find_models().values():
                build_model(store, model, {"as_of": AS_OF, "build_id": "build"})
                assert [check for check in check_model(store, model) if check.broken_rows] == []
            return Built({name: _table(store, name) for name in (*_READ, *_published())})

    return built


@pytest.fixture(scope="module")
def plain(build: Build) -> Built:
    return build(world())


def _published() -> list[str]:
    return [f"marts.{model.name}" for model in find_models().values() if model.schema == "marts"]


def _table(store: Store, name: str) -> list[dict[str, Any]]:
    result = store.con.execute(f"select * from {name}")
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _deliver(store: Store, streams: Streams, times: int) -> None:
    """Lands and loads every stream, as often as asked."""
    tools = find_tools()
    store.create_raw(tuple(table for tool in tools.values() for table in tool.raw_tables))
    zone = LandingZone(store.data_dir / "landing", store_identity(store.data_dir), Clock(AS_OF))
    tables = {t.name: t for tool in tools.values() for t in tool.raw_tables}
    for (source, name), rows in streams.items():
        (stream,) = [stream for stream in tools[source].streams if stream.name == name]
        for _ in range(times):
            attempt = zone.attempt(source, [stream], "acme")
            attempt.add(Batch({name: [_record(stream, row) for row in rows]}, {"done": 1}))
            attempt.end(covered_until=AS_OF)
        load(store, zone.root, tables[f"{source}__{name}"])
    show(store, tuple(tables.values()), loaded_scopes(store))


def _record(stream: Any, row: dict[str, Any]) -> Any:
    """A record of a row; what it does not say is empty."""
    filled = {
        column.name: row.get(
            column.name,
            None if column.nullable else COMMON.get(column.name, EMPTY.get(column.type)),
        )
        for column in stream.columns
    }
    return msgspec.convert(filled, stream.record)


def everywhere(change: Callable[[Any], Any], streams: Streams) -> Streams:
    """The same rows with every value changed."""
    return {
        key: [{name: change(value) for name, value in row.items()} for row in rows]
        for key, rows in streams.items()
    }


def test_the_world_shows_work_of_everybody_who_did_some(plain: Built) -> None:
    kinds = {kind for (kind,) in plain.rows("core.activity", "kind")}
    assert kinds >= {"review.code", "triage.issue_triage", "documentation.upkeep"}
    assert len(plain.hidden()) == 3


def test_renaming_everybody_changes_nothing_but_names(build: Build, plain: Built) -> None:
    new = {name: f"Kim {number}" for number, name in enumerate(NAMES.values())}
    new |= {f"{who}@acme.example": f"kim.{who}@acme.example" for who in NAMES}
    streams = world()
    for row in streams["github", "pull"] + streams["github", "review"]:
        row["author_login"] = f"kim-{row['author_login']}"
    other = build(
        everywhere(lambda value: new.get(value, value) if _is_text(value) else value, streams)
    )
    for table in (*PROFILES, "core.activity", "core.effort"):
        assert other.rows(table) == plain.rows(table), table
    assert other.rows("marts.person") != plain.rows("marts.person")


def test_delivering_everything_three_times_changes_nothing(build: Build, plain: Built) -> None:
    other = build(world(), times=3)
    for table in _published():
        assert other.rows(table) == plain.rows(table), table


def test_machines_and_who_only_looks_on_change_nothing(build: Build, plain: Built) -> None:
    streams = world()
    streams["github", "review"] += [
        review(50 + n, 7, "checker[bot]", f"03-02T09:0{n}") for n in range(5)
    ]
    streams["github", "issue_event"] += [
        label(50, 3, "checker[bot]", "03-02T09:30"),
        label(51, 3, "dee", "03-02T09:35", "subscribed"),
    ]
    other = build(streams)
    for table in (*PROFILES, "core.activity", "core.effort"):
        assert other.rows(table) == plain.rows(table), table


def test_busyness_on_issues_of_ones_own_that_nobody_else_touched_changes_nothing(
    build: Build, plain: Built
) -> None:
    streams = world()
    moments = {"created_at": at("03-02T08:40"), "updated_at": at("03-02T08:40")}
    streams["github", "issue"].append(
        {"repository_id": 1, "state": "open", "issue_id": 20, "number": 20, **by("ana"), **moments}
    )
    streams["github", "issue_event"] += [
        *(label(60 + n, 20, "ana", f"03-04T10:{20 + n}") for n in range(5)),
        label(70, 20, "checker[bot]", "03-04T10:30"),
    ]
    other = build(streams)
    for table in (*PROFILES, "core.activity", "core.effort"):
        assert other.rows(table) == plain.rows(table), table


@pytest.mark.parametrize("by_hours", [-77, 24 * 7 * 3])
def test_shifting_all_times_leaves_every_minute(build: Build, plain: Built, by_hours: int) -> None:
    def shifted(value: Any) -> Any:
        if not _is_text(value) or not value.endswith("Z") or value == SEEN:
            return value
        moment = datetime.fromisoformat(value) + timedelta(hours=by_hours)
        return moment.isoformat().replace("+00:00", "Z")

    other = build(everywhere(shifted, world()))
    columns = ("event_id", "person_id", "kind", "minutes_low", "minutes_mid", "minutes_high")
    assert other.rows("core.effort", *columns) == plain.rows("core.effort", *columns)


def test_without_a_tool_the_work_in_the_others_is_the_same(build: Build, plain: Built) -> None:
    left = {key: rows for key, rows in world().items() if key[0] != "confluence"}
    other = build(left)
    columns = ("activity_id", "person_id", "kind", "object_id", "event_count", "credit_class")
    assert other.rows("core.activity", *columns) == [
        row for row in plain.rows("core.activity", *columns) if "confluence" not in repr(row)
    ]
    assert {row["source"] for row in plain.tables["marts.coverage"]} >= {"confluence", "github"}
    assert "confluence" not in {row["source"] for row in other.tables["marts.coverage"]}


def test_a_lenient_policy_never_raises_the_hidden_part_and_lowers_it_by_what_is_uncounted(
    build: Build, plain: Built, policy: CreditPolicy
) -> None:
    tables = dict(policy.tables)
    tables["credit_policy__records"] = tuple(
        record.model_copy(update={"counts": True}) for record in tables["credit_policy__records"]
    )
    lenient = build(world(), policy=replace(policy, tables=tables))
    fell = False
    for row in plain.tables["marts.hidden_share"]:
        (other,) = [
            found
            for found in lenient.tables["marts.hidden_share"]
            if (found["person_id"], found["period_id"]) == (row["person_id"], row["period_id"])
        ]
        for bound in ("low", "mid", "high"):
            assert other[f"hidden_{bound}"] == row[f"hidden_{bound}"] - row[f"uncounted_{bound}"]
            fell |= other[f"hidden_{bound}"] < row[f"hidden_{bound}"]
    assert fell


def test_a_report_that_is_right_never_lowers_mid_and_high_and_leaves_low(
    build: Build, plain: Built
) -> None:
    said = {
        "is_verified": True,
        "visibility": "panel",
        "words": 9,
        "submitted_at": at("03-06T09:00"),
    }
    about = {"kind": "social.peer_support", "object_ref": "https://acme.example/wiki/pages/6"}
    days = {"started_on": "2026-03-02", "ended_on": "2026-03-06"}
    report = {"claim_id": "c1", "author_email": "ana@acme.example", **said, **about, **days}
    streams = world() | {
        ("claims", "self_report"): [report | {"minutes_low": 60, "minutes_high": 90}]
    }
    before, after = plain.hidden(), build(streams).hidden()
    assert before.keys() == after.keys()
    for person_id, (low, mid, high) in before.items():
        assert after[person_id][0] == low
        assert after[person_id][1] >= mid
        assert after[person_id][2] >= high
    assert sum(high for _, _, high in after.values()) > sum(high for _, _, high in before.values())


def test_nothing_published_mentions_somebody_who_is_deleted(build: Build, plain: Built) -> None:
    (person_id,) = [
        row["person_id"]
        for row in plain.tables["marts.person"]
        if row["display_name"] == NAMES["cy"]
    ]
    streams = world()
    for key, rows in streams.items():
        streams[key] = [
            row for row in rows if "cy" not in (row.get("roster_id"), row.get("account_id"))
        ]
    for rows in streams.values():
        for row in rows:
            for field in ("author", "actor"):
                if row.get(f"{field}_id") in {3, "cy"}:
                    row[f"{field}_id"] = None
                    row.update(dict.fromkeys({f"{field}_login", f"{field}_type"} & {*row}))
    other = build(streams)
    for table in _published():
        words = repr(other.rows(table))
        for mention in (person_id, NAMES["cy"], "cy@acme.example", "'cy'"):
            assert mention not in words, table
    assert person_id in repr(plain.rows("marts.contribution_profile"))


def _is_text(value: object) -> bool:
    return isinstance(value, str)
