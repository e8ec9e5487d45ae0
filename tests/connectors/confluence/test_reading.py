"""What is read from Confluence, and what of it is kept."""

from typing import Any

import pytest

from connectors.confluence import STREAMS
from connectors.confluence.sites import NoConfluence
from tests.connectors.confluence.conftest import populate

CANARY = "canary-7c01"
EVERYTHING = [stream.name for stream in STREAMS]
NO_TASKS = [name for name in EVERYTHING if name != "task"]


def kinds(world: Any) -> list[str]:
    """What this kind of Confluence has."""
    return EVERYTHING if world.server.prefix == "" else NO_TASKS


def test_every_row_of_every_stream_is_read_once(either: Any):
    space = populate(either.wiki, pages=320, comments=600, tasks=260)
    populate(either.wiki, pages=10, comments=300, tasks=30, key="OTHER")
    names = kinds(either)
    assert [result.error for result in either.pull(*names)] == [None] * len(names)
    pages = space.pages.values()
    comments = [row for row in either.wiki.comments.values() if row.page.space is space]
    expected = {
        "space": 1,
        "page": 320,
        "page_label": 32,
        "page_version": sum(len(page.versions) for page in pages),
        "footer_comment": sum(not row.inline for row in comments),
        "inline_comment": sum(row.inline for row in comments),
        "user": 3,
        "page_scribe": 0,
    }
    assert {name: len(either.latest(name)) for name in expected} == expected
    assert {name: len(either.landed(name)) for name in expected} == expected
    if "task" in names:
        assert len(either.landed("task")) == len(either.latest("task")) == 260


def test_a_page_says_who_made_it_and_when(either: Any):
    ada, bo = either.wiki.add_user("ada"), either.wiki.add_user("bo")
    space = either.wiki.add_space("ENG")
    home = either.wiki.add_page(space, "Home", bo)
    page = either.wiki.add_page(space, "Runbook: restart", ada, parent=home, owner=bo)
    either.time.pass_by(minutes=5)
    either.wiki.edit_page(page, bo, minor=True)
    either.pull(*kinds(either))
    row = either.latest("page")[(page.id,)]
    cloud = either.server.prefix == ""
    web = "https://acme.atlassian.net/wiki" if cloud else either.server.base_url
    assert row == {
        "page_id": page.id,
        "space_id": space.id,
        "parent_id": home.id,
        "url": f"{web}/pages/viewpage.action?pageId={page.id}",
        "status": "current",
        "title_class": "runbook",
        "creator_id": ada.id,
        "owner_id": bo.id if either.server.prefix == "" else None,
        "version_number": 2,
        "created_at": "2026-03-02T08:00:00Z",
        "updated_at": "2026-03-02T08:05:00Z",
        "observed_at": "2026-03-02T08:05:00Z",
        "is_machine_title": False,
    }
    first, second = (either.latest("page_version")[(page.id, number)] for number in (1, 2))
    assert (first["author_id"], first["is_minor"]) == (ada.id, False)
    assert (second["author_id"], second["is_minor"]) == (bo.id, True)
    assert second["created_at"] == "2026-03-02T08:05:00Z"
    assert {row["account_id"] for row in either.landed("user")} == {ada.id, bo.id}


def test_a_comment_belongs_to_who_wrote_it_not_to_who_edited_it(either: Any):
    ada, bo, cy = (either.wiki.add_user(name) for name in ("ada", "bo", "cy"))
    page = either.wiki.add_page(either.wiki.add_space("ENG"), "Plan", ada)
    for inline in (False, True):
        comment = either.wiki.add_comment(page, ada, "One.", inline=inline)
        either.time.pass_by(minutes=5)
        either.wiki.edit_comment(comment, bo, "Two.")
        reply = either.wiki.add_comment(page, None, "Three.", reply_to=comment)
        if inline:
            either.wiki.resolve_comment(comment, cy)
        name = "inline_comment" if inline else "footer_comment"
        either.pull(name)
        row, answer = (either.latest(name)[(each.id,)] for each in (comment, reply))
        assert row["author_id"] == ada.id
        assert row["created_at"] < row["updated_at"]
        assert (answer["author_id"], answer["parent_comment_id"]) == (None, comment.id)
    assert (row["resolution"], row["resolver_id"]) == ("resolved", cy.id)
    assert row["resolved_at"] == "2026-03-02T08:10:00Z"


def test_one_request_for_each_edited_comment_and_none_for_the_others(world: Any):
    space = populate(world.wiki, pages=5, comments=240, tasks=0)
    for comment in list(world.wiki.comments.values())[:7]:
        world.wiki.edit_comment(comment, None, "Better.")
    names = ("footer_comment", "inline_comment")
    # Detection, space; two lists with one question about the spaces of pages; confirmations.
    assert world.read_requests(*names) <= 2 + 4 + 7 + 2
    assert len(space.pages) == 5


def test_canaries_in_every_text_land_nowhere(either: Any):
    wiki = either.wiki
    ada = wiki.add_user("ada", name="Ada Example")
    space = wiki.add_space("ENG")
    body = f"<p>Scribe: Ada Example</p><p>{CANARY}</p>"
    page = wiki.add_page(space, f"{CANARY} minutes", ada, body=body, labels=["meeting-notes"])
    wiki.edit_page(page, ada, message=CANARY)
    wiki.label(page, CANARY)
    for inline in (False, True):
        comment = wiki.add_comment(page, ada, CANARY, inline=inline)
        wiki.edit_comment(comment, ada, CANARY)
    wiki.resolve_comment(comment, ada)
    wiki.complete_task(wiki.add_task(page, ada, body=CANARY), ada)
    for read_minutes in ("off", "on"):
        either.pull(*kinds(either), read_minutes=read_minutes)
    assert len(either.landed("page_scribe")) == 1
    landed = list(either.everything_landed())
    assert landed
    assert not [data for data in landed if CANARY.encode() in data]


def test_nobody_is_made_of_missing_accounts(either: Any):
    space = either.wiki.add_space("ENG")
    page = either.wiki.add_page(space, "Orphan", None)
    either.wiki.add_comment(page, None, "Who?", inline=True)
    either.wiki.add_task(page, None)
    either.pull(*kinds(either))
    (row,) = either.landed("page")
    assert (row["creator_id"], row["owner_id"]) == (None, None)
    assert either.landed("page_version")[0]["author_id"] is None
    assert either.landed("inline_comment")[0]["author_id"] is None
    assert either.landed("user") == []
    assert either.server.paths("user") == []


def test_an_account_that_is_gone_costs_nothing_else(either: Any):
    ada, gone = either.wiki.add_user("ada"), either.wiki.add_user("gone")
    space = either.wiki.add_space("ENG")
    either.wiki.add_page(space, "One", gone)
    either.wiki.add_page(space, "Two", ada)
    del either.wiki.users["gone"]
    assert all(result.error is None for result in either.pull(*NO_TASKS))
    assert [row["account_id"] for row in either.landed("user")] == [ada.id]


def test_a_renamed_account_keeps_its_id(either: Any):
    space = populate(either.wiki, pages=3, comments=0, tasks=0)
    either.pull(*NO_TASKS)
    ada = either.wiki.users["ada"]
    either.wiki.rename_user(ada, "Ada Other")
    either.time.pass_by(days=2)
    either.wiki.edit_page(next(iter(space.pages.values())), ada)
    either.pull(*NO_TASKS)
    assert either.latest("user")[(ada.id,)]["display_name"] == "Ada Other"
    assert len(either.latest("user")) == 3


def test_machines_and_hidden_mails_are_told_apart_on_cloud(world: Any):
    bot = world.wiki.add_user("bot", type="app")
    ada = world.wiki.add_user("ada", email="ada@example.org")
    space = world.wiki.add_space("ENG")
    for author in (bot, ada):
        world.wiki.add_page(space, "Page", author)
    world.pull("page", "user")
    rows = {row["account_id"]: row for row in world.landed("user")}
    assert (rows[bot.id]["account_type"], rows[bot.id]["email"]) == ("app", None)
    assert (rows[ada.id]["account_type"], rows[ada.id]["email"]) == ("atlassian", "ada@example.org")


def test_comments_of_other_spaces_and_blogs_are_left_out(world: Any):
    populate(world.wiki, pages=3, comments=6, tasks=0)
    populate(world.wiki, pages=3, comments=9, tasks=0, key="OTHER")
    page = world.wiki.spaces["ENG"].pages
    world.pull("footer_comment", "inline_comment")
    for name in ("footer_comment", "inline_comment"):
        assert {row["page_id"] for row in world.landed(name)} <= set(page)


def test_many_spaces_share_the_lists_of_comments(world: Any):
    keys = [f"S{number}" for number in range(8)]
    for key in keys:
        populate(world.wiki, pages=5, comments=80, tasks=0, key=key)
    spaces = {"spaces": tuple(keys)}
    names = ("footer_comment", "inline_comment")
    assert all(result.error is None for result in world.pull(*names, **spaces))
    lists = [request.path for request in world.server.log if request.path.endswith("-comments")]
    # Two passes over two and three pages of comments, once for all spaces.
    assert len(lists) <= 12
    landed = sum(len(world.latest(name, key)) for name in names for key in keys)
    assert landed == len(world.wiki.comments)


def test_pages_in_the_archive_and_in_the_trash_are_told(world: Any):
    space = populate(world.wiki, pages=5, comments=0, tasks=0)
    first, second, *_ = space.pages.values()
    world.wiki.archive_page(first)
    world.wiki.trash_page(second)
    world.pull("page")
    states = {key[0]: row["status"] for key, row in world.latest("page").items()}
    assert states[first.id] == "archived"
    assert states[second.id] == "trashed"


def test_labels_are_read_of_the_wanted_only(either: Any):
    space = either.wiki.add_space("ENG")
    labels = ["runbook", "meeting-notes", "internal", "mine"]
    page = either.wiki.add_page(space, "One", None, labels=labels)
    either.pull("page_label", labels=("mine",))
    found = sorted(row["label"] for row in either.landed("page_label"))
    assert found == ["meeting-notes", "mine", "runbook"]
    assert {row["page_id"] for row in either.landed("page_label")} == {page.id}


def test_data_center_says_that_it_has_no_tasks(data_center: Any):
    populate(data_center.wiki, pages=2, comments=0)
    errors = {result.streams[0]: result.error for result in data_center.pull()}
    assert errors.pop("task").code == "NOT_OFFERED"
    assert set(errors.values()) == {None}
    assert data_center.manifests("task")[-1]["covered_until"] is None


def test_what_is_neither_cloud_nor_data_center_is_refused(world: Any):
    world.server.on("/spaces|/rest/", status=404, times=9)
    (result,) = world.pull("space")
    assert isinstance(result.error, NoConfluence)


@pytest.mark.parametrize("suffix", ["/", "/wiki", "/wiki/"])
def test_the_base_url_may_end_as_people_write_it(world: Any, suffix: str):
    world.wiki.add_space("ENG")
    (result,) = world.pull("space", base_url=world.server.base_url + suffix)
    assert result.error is None


def test_the_credential_is_basic_with_an_email_and_bearer_without(world: Any):
    world.wiki.add_space("ENG")
    world.secrets = {"token": "t-1\n", "email": "reader@example.org"}
    world.server.tokens = {"reader@example.org:t-1", "t-1"}
    for settings in ({"email_env": "E"}, {}):
        assert world.pull("space", **settings)[0].error is None
    schemes = [request.headers["authorization"].split()[0] for request in world.server.log]
    assert set(schemes) == {"Basic", "Bearer"}


def test_check_names_what_is_missing(world: Any):
    world.wiki.add_space("ENG")
    world.server.on("/tasks", status=403)
    connector = world.connect(spaces=("ENG", "NOWHERE"))
    assert [(finding.level, finding.text.partition(";")[0]) for finding in connector.check()] == [
        ("missing", "ENG: grant read:task:confluence"),
        ("missing", "NOWHERE: not found"),
    ]
    (found,) = world.connect().check()
    assert found.level == "ok"
