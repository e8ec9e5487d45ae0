"""What the second pull reads, and what it costs."""

from typing import Any

import pytest

from tests.connectors.confluence.conftest import populate

NAMES = (
    "space",
    "page",
    "page_label",
    "footer_comment",
    "inline_comment",
    "page_version",
    "user",
)


def test_the_requests_of_a_quiet_night_do_not_grow_with_the_wiki(either: Any):
    space = populate(either.wiki, pages=300, comments=300, tasks=0)
    first = either.read_requests(*NAMES)
    assert first <= 300 + 40
    either.time.pass_by(days=1)
    # Detection, space, page, labels with theirs, two lists of comments; nobody changed.
    assert either.read_requests(*NAMES) <= 9
    either.time.pass_by(days=1)
    for page in list(space.pages.values())[:7]:
        either.wiki.edit_page(page, either.wiki.users["ada"])
    users = 1 if either.server.prefix == "" else 3
    assert either.read_requests(*NAMES) <= 9 + 7 + users
    assert len(either.latest("page_version")) == sum(len(p.versions) for p in space.pages.values())


def test_a_version_in_the_overlap_is_read_once(either: Any):
    space = populate(either.wiki, pages=3, comments=0, tasks=0)
    either.pull(*NAMES)
    page = list(space.pages.values())[1]
    either.wiki.edit_page(page, None)
    for _ in range(4):
        either.time.pass_by(hours=3)
        either.pull(*NAMES)
    # One for each page at first, one for the edit.
    assert len(either.server.paths("/version")) == 3 + 1


def test_a_weekly_listing_tells_nobody_of_what_did_not_change(either: Any):
    space = populate(either.wiki, pages=12, comments=8, tasks=0)
    pages = list(space.pages.values())
    either.wiki.trash_page(pages[5])
    either.pull(*NAMES)
    either.time.pass_by(days=8)
    either.wiki.label(pages[3], "decision")
    before = len(either.server.paths("/version"))
    either.pull(*NAMES)
    told = [key[0] for manifest in either.manifests("page") for key in manifest["changed"]]
    assert sorted(told) == sorted(page.id for page in pages if page is not pages[5])
    assert len(either.server.paths("/version")) == before == 11


def test_a_long_history_costs_a_request_for_a_page_of_versions(either: Any):
    page = either.wiki.add_page(either.wiki.add_space("ENG"), "Long", None)
    for _ in range(640):
        either.wiki.edit_page(page, None)
    either.pull("page", "page_version")
    requests = len(either.server.paths("/version"))
    assert requests == (3 if either.server.prefix == "" else 7)
    assert len(either.landed("page_version")) == 641
    either.time.pass_by(days=2)
    either.wiki.edit_page(page, None)
    either.pull("page", "page_version")
    assert len(either.server.paths("/version")) == requests + 1
    assert len(either.landed("page_version")) == 642


def test_a_page_that_vanished_before_its_versions_is_skipped(either: Any):
    space = populate(either.wiki, pages=6, comments=0, tasks=0)
    pages = list(space.pages.values())
    either.server.on("/version", "run", call=lambda: either.wiki.delete_page(pages[5]))
    results = either.pull("page", "page_version")
    assert [result.error for result in results] == [None, None]
    assert {row["page_id"] for row in either.landed("page_version")} == {p.id for p in pages[:5]}


def test_a_space_taken_away_among_the_versions_is_no_vanished_page(either: Any):
    populate(either.wiki, pages=6, comments=0, tasks=0)
    either.server.on("/version", "run", call=lambda: either.server.api.hidden.add("ENG"))
    _, versions = either.pull("page", "page_version")
    assert versions.error.code == "SCOPE_REVOKED"


def test_once_a_week_everything_is_listed_and_what_is_gone_told(either: Any):
    space = populate(either.wiki, pages=8, comments=12, tasks=0)
    names = ("page", "footer_comment", "inline_comment")
    either.pull(*names)
    assert [either.complete(name) for name in names] == [[[]]] * 3
    either.time.pass_by(days=3)
    gone = list(space.pages.values())[4]
    either.wiki.delete_page(gone)
    either.pull(*names)
    assert [either.complete(name) for name in names] == [[]] * 3
    either.time.pass_by(days=4)
    before = {name: len(either.landed(name)) for name in names}
    either.pull(*names)
    assert [either.complete(name) for name in names] == [[[]]] * 3
    swept = {name: either.landed(name)[before[name] :] for name in names}
    assert len(swept["page"]) == 7
    left = [row for rows in swept.values() for row in rows if row["page_id"] == gone.id]
    assert left == []


def test_a_settled_inline_comment_is_told_within_a_week(either: Any):
    page = either.wiki.add_page(either.wiki.add_space("ENG"), "Plan", None)
    comment = either.wiki.add_comment(page, None, "Why?", inline=True)
    either.pull("inline_comment")
    either.time.pass_by(days=3)
    either.wiki.resolve_comment(comment, either.wiki.add_user("ada"))
    either.time.pass_by(days=4)
    either.pull("inline_comment")
    assert either.latest("inline_comment")[(comment.id,)]["resolution"] == "resolved"


def test_a_task_that_is_done_is_told_the_next_night(world: Any):
    space = populate(world.wiki, pages=3, comments=0, tasks=5)
    world.pull("task")
    world.time.pass_by(days=2)
    (task, *_) = world.wiki.tasks.values()
    world.wiki.complete_task(task, world.wiki.users["cy"])
    new = world.wiki.add_task(next(iter(space.pages.values())), None)
    assert world.read_requests("task") == 4
    row = world.latest("task")[(task.id,)]
    assert (row["status"], row["completer_id"]) == ("complete", world.wiki.users["cy"].id)
    assert world.latest("task")[(new.id,)]["status"] == "incomplete"
    assert len(world.landed("task")) == 5 + 2


def test_labels_land_again_only_when_they_changed(either: Any):
    page = either.wiki.add_page(either.wiki.add_space("ENG"), "One", None, labels=["runbook"])
    for _ in range(2):
        either.pull("page_label")
        either.time.pass_by(days=1)
    assert len(either.landed("page_label")) == 1
    page.labels[:] = ["decision"]
    either.pull("page_label")
    assert [row["label"] for row in either.landed("page_label")] == ["runbook", "decision"]
    assert either.complete("page_label") == [[]]


def test_the_space_lands_once(either: Any):
    either.wiki.add_space("ENG")
    for _ in range(2):
        either.pull("space")
        either.time.pass_by(days=1)
    assert len(either.landed("space")) == 1


def test_the_next_cursor_is_the_servers_start_minus_a_day(either: Any):
    either.server.api.most_rows = 10
    populate(either.wiki, pages=40, comments=0, tasks=0)
    lists = "/pages|content/search"
    either.server.on(lists, "run", times=9, call=lambda: either.time.pass_by(seconds=50))
    either.pull("page")
    assert either.manifests("page")[-1]["cursor_out"]["since"] == "2026-03-01T08:00:00Z"
    assert either.manifests("page")[-1]["covered_until"] == "2026-03-02T08:00:00Z"


def test_data_center_asks_one_frozen_question_with_a_minute(data_center: Any):
    data_center.server.api.most_rows = 10
    space = populate(data_center.wiki, pages=35, comments=0, tasks=0)
    data_center.pull("page")
    data_center.time.pass_by(days=2)
    for page in space.pages.values():
        data_center.wiki.edit_page(page, None)
    data_center.server.log.clear()
    search = "content/search"
    data_center.server.on(search, "run", times=9, call=lambda: data_center.time.pass_by(seconds=50))
    data_center.pull("page")
    asked = [request.query for request in data_center.server.log if search in request.path]
    assert len(asked) == 4
    assert {query["cql"] for query in asked} == {
        'space = "ENG" and type = page and lastmodified >= "2026-03-01 08:00" order by created asc'
    }


@pytest.mark.parametrize("threads", [1, 6])
def test_threads_read_the_same_in_the_same_order(either: Any, threads: int):
    space = populate(either.wiki, pages=40, comments=0, tasks=0)
    either.pull("page", "page_version", threads=threads)
    versions = [(row["page_id"], row["number"]) for row in either.landed("page_version")]
    assert versions == [
        (page.id, version.number)
        for page in space.pages.values()
        for version in reversed(page.versions)
    ]
