"""One fault at a time; then a clean pull has exactly what an uninterrupted one has."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from connectors.errors import (
    NotFound,
    ScopeRevoked,
    Transient,
)
from tests.connectors.confluence.conftest import ConfluenceWorld, populate

NAMES = (
    "space",
    "page",
    "page_label",
    "page_version",
    "footer_comment",
    "inline_comment",
    "user",
)


def totals(world: ConfluenceWorld, scope: str = "ENG") -> dict[str, Any]:
    """What a store would hold, without when it was observed."""
    found = {name: world.latest(name, scope) for name in NAMES}
    for rows in found.values():
        for row in rows.values():
            row.pop("observed_at", None)
    return found


def test_a_page_that_comes_twice_is_kept_once(world: Any, tmp_path: Path):
    populate(world.wiki, pages=55, comments=0, tasks=0)
    world.server.api.most_rows = 25
    connector = world.connect()
    target = connector._site().resolve("ENG")
    (first, *_) = connector._site().listing("page", target).whole(0, None)
    body = requests.get(world.server.base_url + str(first.token), timeout=5).json()
    link = body["_links"]["next"]
    again = {"results": first.items, "_links": {"next": link.replace("c50", "c25") + "&x=1"}}
    world.server.on("created-date.*cursor=c25$", body=json.dumps(again).encode())
    assert world.pull("page")[0].error is None
    assert len(world.latest("page")) == 55


def test_a_token_that_loops_is_stuck(world: Any):
    populate(world.wiki, pages=5, comments=0, tasks=0)
    link = "/wiki/api/v2/pages?cursor=c1"
    body = json.dumps({"results": [{"id": "1"}], "_links": {"next": link}}).encode()
    world.server.on("/labels/", times=99, body=body)
    world.wiki.label(next(iter(world.wiki.spaces["ENG"].pages.values())), "runbook")
    world.server.on("cursor=c1", times=99, body=body)
    (result,) = world.pull("page_label")
    assert result.error.code == "CURSOR_STUCK"


def test_rows_retyped_between_pages_move_no_cursor(world: Any):
    populate(world.wiki, pages=5, comments=0, tasks=0)
    world.pull("page")
    cursor = world.manifests("page")[-1]["cursor_out"]
    world.time.pass_by(days=1)
    row = {"id": 7, "spaceId": 8, "status": "current", "title": "x", "createdAt": "yesterday"}
    body = json.dumps({"results": [{**row, "version": []}], "_links": {}}).encode()
    world.server.on("/pages", times=9, body=body)
    (result,) = world.pull("page")
    assert result.error.code == "BAD_PAYLOAD"
    assert world.manifests("page")[-1]["cursor_out"] == cursor
    assert "yesterday" not in str(result.error)


def test_a_space_that_is_taken_away_fails_alone_and_deletes_nothing(either: Any):
    populate(either.wiki, pages=5, comments=5, tasks=0)
    populate(either.wiki, pages=5, comments=5, tasks=0, key="OTHER")
    spaces = {"spaces": ("ENG", "OTHER")}
    either.pull(*NAMES, **spaces)
    either.time.pass_by(days=8)
    either.server.api.hidden.add("ENG")
    results = either.pull(*NAMES, **spaces)
    assert {result.scope for result in results if result.error is not None} == {"ENG"}
    for name in NAMES:
        ended = either.manifests(name)[-1]
        assert (ended["code"], ended["covered_until"]) == ("SCOPE_REVOKED", None)
    assert totals(either, "OTHER")["page"]


@pytest.mark.parametrize("name", ["page", "footer_comment", "page_label"])
def test_a_space_taken_away_during_a_sweep_deletes_nothing(either: Any, name: str):
    populate(either.wiki, pages=5, comments=5, tasks=0)
    either.pull(name)
    either.time.pass_by(days=8)

    def hide() -> None:
        either.server.api.hidden.add("ENG")

    # Detection and the space come first.
    lists = "/pages[?]|comments[?]|content/labels|content/search"
    either.server.on(lists, "run", call=hide)
    (result,) = either.pull(name)
    assert isinstance(result.error, ScopeRevoked)
    complete = [manifest["complete"] for manifest in either.manifests(name)]
    assert sum(map(len, complete)) == 1


@pytest.mark.parametrize("match", ["footer-comments.*cursor=c6$", "pages[?]id="])
def test_a_list_of_comments_that_broke_for_one_space_is_read_on_for_the_next(
    world: Any, match: str
):
    world.server.api.most_rows = 6
    for key in ("ENG", "OTHER"):
        populate(world.wiki, pages=5, comments=20, tasks=0, key=key)
    world.server.on(match, status=502, times=6)
    spaces = {"spaces": ("ENG", "OTHER")}
    errors = [result.error for result in world.pull("footer_comment", **spaces)]
    assert isinstance(errors[0], Transient)
    assert errors[1] is None
    assert world.pull("footer_comment", **spaces)[0].error is None
    for key in ("ENG", "OTHER"):
        landed = {found[0] for found in world.latest("footer_comment", key)}
        assert landed == {
            row.id
            for row in world.wiki.comments.values()
            if row.page.space.key == key and not row.inline
        }


def test_a_missing_space_fails_alone(either: Any):
    populate(either.wiki, pages=3, comments=0, tasks=0)
    good, bad = either.pull("page", spaces=("ENG", "NOWHERE"))
    assert good.error is None
    assert isinstance(bad.error, NotFound)
