"""A walk can be killed after any batch."""

from typing import Any

import pytest

from connectors.confluence import STREAMS
from connectors.errors import Transient
from tests.connectors.confluence.conftest import populate

LISTED = [stream.name for stream in STREAMS if not stream.children_of]
CHILDREN = ["page_version", "page_scribe", "user"]


def union(world: Any, name: str, batches: list[Any]) -> set[Any]:
    (stream,) = world.streams(name)
    return {
        tuple(getattr(record, part) for part in stream.key)
        for batch in batches
        for record in batch.records.get(name, ())
    }


@pytest.fixture
def full(either: Any) -> Any:
    either.server.api.most_rows = 25
    space = populate(either.wiki, pages=110, comments=180, tasks=60)
    for page in list(space.pages.values())[::3]:
        page.title, page.body = "Team minutes", "<p>Scribe: Ada Example, Bo Example</p>"
    either.settings["read_minutes"] = "on"
    return either


@pytest.mark.parametrize("name", LISTED)
def test_a_listing_resumes_from_every_batch(full: Any, name: str):
    if name == "task" and full.server.prefix:
        pytest.skip("Data Center has no tasks")
    batches = full.walk(name)
    everything = union(full, name, batches)
    final = batches[-1].cursor
    for index, batch in enumerate(batches[:-1]):
        full.time.pass_by(minutes=10)
        rest = full.walk(name, cursor=batch.cursor)
        assert union(full, name, [*batches[: index + 1], *rest]) == everything
        if "walk" in batch.cursor:
            assert rest[-1].cursor["since"] == final["since"]
            assert all(not resumed.complete for resumed in rest)


@pytest.mark.parametrize("name", CHILDREN)
def test_a_child_stream_resumes_from_every_batch(full: Any, name: str):
    keys = [key for batch in full.walk("page") for key in batch.changed.get("page", ())][:30] * 2
    assert any(key[2] for key in keys)

    def parents(stream: str, after: str | None) -> Any:
        places = (
            (f"{index:06d}", key) for index, key in enumerate(keys if stream == "page" else [])
        )
        return ((place, key) for place, key in places if after is None or place > after)

    batches = full.walk(name, parents=parents)
    everything = union(full, name, batches)
    assert everything
    for index, batch in enumerate(batches):
        rest = full.walk(name, cursor=batch.cursor, parents=parents)
        assert union(full, name, [*batches[: index + 1], *rest]) == everything
    before = len(full.server.paths("version|user|content/[0-9]+$|pages/[0-9]+$"))
    full.walk(name, cursor=batches[-1].cursor, parents=parents)
    assert len(full.server.paths("version|user|content/[0-9]+$|pages/[0-9]+$")) == before


def test_a_killed_pull_goes_on_where_its_page_ended(full: Any):
    full.zone.monotonic = iter(range(0, 100_000, 31)).__next__
    full.server.on("cursor=c75|start=75", status=502, times=6)
    (failed,) = full.pull("page")
    assert isinstance(failed.error, Transient)
    assert len(full.landed("page")) == 75
    full.time.pass_by(hours=2)
    lists = "v2/pages$|/content/search$"
    before = len(full.server.paths(lists))
    assert full.pull("page")[0].error is None
    assert len(full.server.paths(lists)) - before == 2
    assert len(full.latest("page")) == len(full.landed("page")) == 110
    assert full.complete("page") == []
    full.time.pass_by(hours=2)
    full.pull("page")
    assert full.complete("page") == [[]]


def test_a_next_page_that_confluence_forgot_starts_the_listing_again(full: Any):
    full.zone.monotonic = iter(range(0, 100_000, 31)).__next__
    full.server.on("cursor=c75|start=75", status=502, times=6)
    full.server.on("cursor=c75|start=75", status=400)
    codes = [result.error.code for _ in range(2) for result in full.pull("page")]
    assert codes == ["TRANSIENT", "CURSOR_INVALID"]
    full.pull("page")
    assert len(full.latest("page")) == 110


def test_a_limit_among_the_versions_keeps_what_was_read(full: Any):
    full.server.on("/version", nth=11, status=429, headers={"Retry-After": "1800"})
    _, limited = full.pull("page", "page_version")
    assert limited.error.code == "RATE_LIMITED"
    full.time.pass_by(hours=1)
    before = len(full.server.paths("/version"))
    full.pull("page", "page_version")
    assert len(full.server.paths("/version")) - before == 110 - 10


def test_versions_are_covered_only_as_far_as_their_pages(either: Any):
    space = populate(either.wiki, pages=3, comments=0, tasks=0)
    either.pull("page", "page_version")
    either.time.pass_by(days=2)
    either.wiki.edit_page(next(iter(space.pages.values())), None)
    either.server.on("/pages[?]|content/search", status=500, times=6)
    either.pull("page", "page_version")
    assert either.manifests("page")[-1]["covered_until"] is None
    assert either.manifests("page_version")[-1]["covered_until"] == "2026-03-01T08:00:00Z"
    either.time.pass_by(days=1)
    either.pull("page", "page_version")
    covered = {either.manifests(name)[-1]["covered_until"] for name in ("page", "page_version")}
    assert len(covered) == 1
    assert covered.pop() > "2026-03-05"
