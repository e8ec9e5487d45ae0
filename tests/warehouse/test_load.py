"""Loading: strictly typed, once each, in any order to the same end."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.landing import LandingZone
from connectors.pull import pull
from tests.invented import FACT, NOTE, START, Clock, Note, Script, raw_table
from warehouse.load import LoadResult, load
from warehouse.pages import delete_old_pages
from warehouse.store import Store, open_store, store_identity

SCOPE = "acme/widget"
HOLDER = replace(NOTE, holds=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path, clock=Clock(START)) as opened:
        opened.create_raw((raw_table(NOTE), raw_table(FACT)))
        yield opened


def _land(
    store: Store, *batches: dict[str, Any], stream: Any = NOTE, scope: str = SCOPE
) -> LandingZone:
    """Lands every batch as a pull of its own."""
    zone = LandingZone(store.data_dir / "landing", store_identity(store.data_dir), store.clock)
    for batch in batches:
        attempt = zone.attempt("demo", [stream], scope)
        script = Script([batch])
        for part in script.read([stream], scope, None, None):
            attempt.add(part)
        attempt.end(covered_until=START)
    return zone


def _notes(*notes: Note, **more: Any) -> dict[str, Any]:
    return {"records": {"note": notes}, **more}


def _load(store: Store, stream: Any = NOTE) -> LoadResult:
    return load(store, store.data_dir / "landing", raw_table(stream))


def _rows(store: Store, columns: str = "note_id, version", table: str = "note") -> list[Any]:
    return store.con.execute(f"select {columns} from raw.demo__{table} order by note_id").fetchall()


def test_every_type_arrives_as_it_was_declared(store: Store) -> None:
    _land(store, _notes(Note(1, "t", 2, ("a", "b"), 0.5, False)))
    _load(store)
    assert _rows(store, "note_id, thread, version, labels, share, is_open, written_at") == [
        (1, "t", 2, ["a", "b"], 0.5, False, START)
    ]


def test_loading_again_changes_nothing(store: Store) -> None:
    _land(store, _notes(Note(1, "t", 1), Note(2, "t", 1)))
    assert _load(store).records == 2
    before = store.fingerprint()
    assert _load(store) == LoadResult(0, 0, 0, 0)
    assert store.fingerprint() == before


def test_the_newest_version_wins_and_an_immutable_row_stays(store: Store) -> None:
    _land(store, _notes(Note(1, "t", 2)), _notes(Note(1, "t", 1)), _notes(Note(1, "t", 3)))
    _load(store)
    assert _rows(store) == [(1, 3)]
    facts = [{"records": {"fact": [Note(1, "t", n)]}} for n in (5, 9)]
    _land(store, *facts, stream=FACT)
    _load(store, FACT)
    assert _rows(store, table="fact") == [(1, 5)]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3)), min_size=1, max_size=4),
        min_size=1,
        max_size=4,
    ),
    st.randoms(use_true_random=False),
)
def test_any_order_of_pages_ends_in_the_same_table(
    tmp_path_factory: pytest.TempPathFactory, pages: list[list[tuple[int, int]]], random: Any
) -> None:
    tables = []
    for shuffled in (False, True):
        data_dir = tmp_path_factory.mktemp("data")
        with open_store(data_dir, clock=Clock(START)) as store:
            store.create_raw((raw_table(NOTE),))
            _land(store, *(_notes(*(Note(i, "t", v) for i, v in page)) for page in pages))
            manifests = sorted(store.data_dir.glob("landing/**/*.page.json"))
            if shuffled:
                random.shuffle(manifests)
            hidden = [(path, path.read_bytes()) for path in manifests]
            for path, _ in hidden:
                path.unlink()
            for path, content in hidden:
                path.write_bytes(content)
                _load(store)
            tables.append(_rows(store, "note_id, version, _page, _seen"))
    assert tables[0] == tables[1]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        pytest.param("note_id", "1", "note_id is not a bigint", id="text for a number"),
        pytest.param("note_id", 1.5, "note_id is not a bigint", id="fraction for a whole number"),
        pytest.param("note_id", 2**70, "note_id is not a bigint", id="number too large"),
        pytest.param("thread", None, "thread is missing", id="required field null"),
        pytest.param("thread", {"a": 1}, "thread is not a varchar", id="object for text"),
        pytest.param("labels", ["a", 1], "labels is not a varchar[]", id="mixed list"),
        pytest.param("is_open", "yes", "is_open is not a boolean", id="text for a boolean"),
        pytest.param(
            "written_at", "2026-01-01T00:00:00", "written_at is not a timestamptz", id="no offset"
        ),
        pytest.param("written_at", "soon", "written_at is not a timestamptz", id="no time"),
    ],
)
def test_a_row_of_another_type_is_set_aside_and_the_others_load(
    store: Store, field: str, value: object, reason: str
) -> None:
    zone = _land(store, _notes(Note(1, "t", 1), Note(2, "t", 1)))
    (page,) = zone.folder("demo", "note", SCOPE).glob("*.jsonl")
    lines = [json.loads(line) for line in page.read_text().splitlines()]
    lines[0][field] = value
    _rewrite(page, "".join(json.dumps(line) + "\n" for line in lines))
    assert _load(store).quarantined == 1
    assert _rows(store) == [(2, 1)]
    assert store.con.execute("select reason from ops.quarantine").fetchall() == [(reason,)]


def _rewrite(page: Path, text: str) -> None:
    """Changes a page and makes its manifest agree, as a connector with a bug would."""
    import hashlib

    page.write_text(text)
    manifest = page.with_name(page.name.replace(".jsonl", ".page.json"))
    content = json.loads(manifest.read_text())
    content["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    manifest.write_text(json.dumps(content))


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda page: page.write_text("{}\n"), id="changed bytes"),
        pytest.param(lambda page: page.unlink(), id="missing file"),
        pytest.param(lambda page: _rewrite(page, '{"note_id": 1,\n'), id="not JSON"),
    ],
)
def test_an_unreadable_page_is_refused_and_read_again_by_the_next_pull(
    store: Store, damage: Any
) -> None:
    script = Script([_notes(Note(1, "t", 1)), _notes(Note(2, "t", 1))])
    seconds = Clock(step=timedelta(minutes=1))
    zone = LandingZone(
        store.data_dir / "landing",
        store_identity(store.data_dir),
        store.clock,
        lambda: seconds().timestamp(),
    )
    list(pull(script, [NOTE], zone))
    damage(sorted(zone.folder("demo", "note", SCOPE).glob("*.jsonl"))[1])
    assert _load(store).refused == 1
    assert _rows(store) == [(1, 1)]
    ((cause, action),) = store.con.execute("select cause, action from ops.issue").fetchall()
    assert "of demo.note (acme/widget) cannot be read" in cause
    assert action == "pull again; it resumes from there"
    list(pull(script, [NOTE], zone))
    assert script.seen == [None, {"done": 1}]
    _load(store)
    assert _rows(store) == [(1, 1), (2, 1)]
    assert _load(store).refused == 0


def test_a_page_that_vanished_with_its_manifest_is_noticed_by_the_next_one(store: Store) -> None:
    zone = _land(store, _notes(Note(1, "t", 1)), _notes(Note(2, "t", 1)), _notes(Note(3, "t", 1)))
    first = sorted(zone.folder("demo", "note", SCOPE).glob("*.jsonl"))[0]
    for path in first.parent.glob(f"{first.name.partition('-')[0]}*"):
        path.unlink()
    _load(store)
    newest = zone.newest("demo", "note", SCOPE)
    assert newest is not None
    assert (newest["kind"], newest["cursor_out"]) == ("rewind", None)


def test_rows_missing_from_a_complete_listing_are_marked_and_come_back(store: Store) -> None:
    everything = [Note(1, "t", 1), Note(2, "t", 1), Note(3, "other", 1)]
    _land(store, _notes(*everything))
    _land(store, _notes(Note(1, "t", 1), complete={"note": [["t"]]}))
    _load(store)
    assert _rows(store, "note_id, _deleted_at is not null") == [(1, False), (2, True), (3, False)]
    _land(store, _notes(Note(2, "t", 1)))
    _load(store)
    assert _rows(store, "note_id, _deleted_at is not null") == [(1, False), (2, False), (3, False)]


def test_a_missing_row_that_holds_work_of_others_is_unseen_and_comes_back(store: Store) -> None:
    _land(store, _notes(Note(1, "t", 1), Note(2, "t", 1)), stream=HOLDER)
    _load(store, HOLDER)
    _land(store, _notes(Note(1, "t", 1), complete={"note": [["t"]]}), stream=HOLDER)
    _load(store, HOLDER)
    marks = "note_id, _deleted_at is not null, _unseen_at is not null"
    assert _rows(store, marks) == [(1, False, False), (2, False, True)]
    _land(store, _notes(Note(2, "t", 1)), stream=HOLDER)
    _load(store, HOLDER)
    assert _rows(store, marks) == [(1, False, False), (2, False, False)]


def test_old_pages_are_deleted_and_their_manifests_stay(store: Store) -> None:
    zone = _land(store, _notes(Note(1, "t", 1)))
    _load(store)
    folder = zone.folder("demo", "note", SCOPE)
    assert delete_old_pages(store, store.data_dir / "landing", 7) == 0
    store.clock = Clock(START + timedelta(days=8))
    assert delete_old_pages(store, store.data_dir / "landing", 7) == 1
    assert list(folder.glob("*.jsonl")) == []
    assert len(list(folder.glob("*.page.json"))) == 2
    assert _load(store).refused == 0


def test_a_row_from_before_its_stream_had_a_version_is_older_than_any(store: Store) -> None:
    _land(store, _notes(Note(1, "t", 2)))
    _load(store)
    store.con.execute("update raw.demo__note set version = null")
    _land(store, _notes(Note(1, "t", 1)))
    _load(store)
    assert _rows(store) == [(1, 1)]


def test_versions_of_one_row_in_one_page_count_once(store: Store) -> None:
    for order in itertools.permutations([1, 2, 3]):
        _land(store, _notes(*(Note(1, "t", version) for version in order)))
    _load(store)
    assert _rows(store) == [(1, 3)]


def test_scopes_that_load_together_keep_their_rows_listings_and_damage_apart(store: Store) -> None:
    strange = "acme/50% [x]"
    _land(store, _notes(Note(1, "t", 1), Note(2, "t", 1), complete={"note": [["t"]]}))
    _land(store, _notes(Note(3, "t", 1)), _notes(Note(4, "t", 1)), scope=strange)
    zone = _land(store, _notes(Note(1, "t", 1), complete={"note": [["t"]]}))
    sorted(zone.folder("demo", "note", strange).glob("*.jsonl"))[1].write_text("{")
    result = _load(store)
    assert (result.refused, len(result.issues)) == (1, 1)
    assert strange in result.issues[0]
    assert _rows(store, "note_id, _scope, _deleted_at is not null") == [
        (1, SCOPE, False),
        (2, SCOPE, True),
        (3, strange, False),
    ]
