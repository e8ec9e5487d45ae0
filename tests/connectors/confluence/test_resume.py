"""A walk can be killed after any batch."""

from typing import Any

import pytest

from connectors.errors import Transient
from tests.connectors.confluence.conftest import populate


@pytest.fixture
def full(either: Any) -> Any:
    either.server.api.most_rows = 25
    space = populate(either.wiki, pages=110, comments=180, tasks=60)
    for page in list(space.pages.values())[::3]:
        page.title, page.body = "Team minutes", "<p>Scribe: Ada Example, Bo Example</p>"
    either.settings["read_minutes"] = "on"
    return either


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
