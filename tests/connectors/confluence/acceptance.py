"""Confluence Cloud and Data Center, as the acceptance suite serves, fills and uses them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from connectors.confluence.sites import NoConfluence
from connectors.settings import Runtime
from tests.connectors.acceptance.subject import CANARY, TOKEN, Subject
from tests.connectors.confluence.conftest import ConfluenceWorld, populate, serve
from tests.faults import ATLASSIAN


def _subject(
    name: str, deployment: Literal["Cloud", "Server"], left_out: frozenset[str] = frozenset()
) -> Subject:
    @contextmanager
    def opened(runtime: Runtime, time: Any, folder: Path) -> Iterator[ConfluenceWorld]:
        with serve(deployment, runtime, time, folder) as world:
            world.settings["read_minutes"] = "on"
            world.secrets = {"token": TOKEN}
            world.left_out = left_out
            yield world

    return Subject(
        name,
        opened,
        _fill,
        _shrink,
        _EDITS,
        unrecognised=(NoConfluence,),
        limits=ATLASSIAN,
        forgotten={
            "page_scribe": "scribes of earlier versions stay",
            "page_version": "versions of pages that were deleted stay",
        },
        may_be_missing=_MAY_BE_MISSING,
        may_be_null=_MAY_BE_MISSING,
        unread={
            ("space", r"^/confluence/rest/api/space($|\?)"): "asked only for whose answer it is",
        },
    )


def _fill(world: Any) -> None:
    populate(world.wiki, pages=9, comments=12, tasks=4)
    for number, page in enumerate(_pages(world)):
        page.title = f"Meeting notes {CANARY}" if number % 3 == 0 else CANARY
        page.body = f"<p>Scribe: Ada Example</p><p>{CANARY}</p>"
    for comment in world.wiki.comments.values():
        comment.body = CANARY


def _shrink(world: Any) -> None:
    world.server.api.most_rows = 4


def _pages(world: Any) -> list[Any]:
    return list(world.wiki.spaces["ENG"].pages.values())


def _page(world: Any, pick: int) -> Any:
    pages = _pages(world)
    return pages[pick % len(pages)]


def _on_comment(act: Callable[[Any, Any], Any]) -> Callable[[Any, int], Any]:
    """Does something to one of the comments, if there are any."""

    def edit(world: Any, pick: int) -> None:
        if rows := list(world.wiki.comments.values()):
            act(world.wiki, rows[pick % len(rows)])

    return edit


def _add_page(world: Any, _: int) -> None:
    world.wiki.add_page(world.wiki.spaces["ENG"], CANARY, world.wiki.users["ada"])


_EDITS: dict[str, Callable[[Any, int], Any]] = {
    "new": _add_page,
    "edit": lambda w, pick: w.wiki.edit_page(_page(w, pick), w.wiki.users["bo"]),
    "burst": lambda w, _: [w.wiki.edit_page(page, None) for page in _pages(w)],
    "label": lambda w, pick: w.wiki.label(_page(w, pick), "runbook"),
    "unlabel": lambda w, pick: _page(w, pick).labels.clear(),
    "comment": lambda w, pick: w.wiki.add_comment(
        _page(w, pick), w.wiki.users["ada"], CANARY, inline=bool(pick % 2)
    ),
    "rewrite": _on_comment(lambda wiki, row: wiki.edit_comment(row, None, CANARY)),
    "settle": _on_comment(
        lambda wiki, row: row.inline and wiki.resolve_comment(row, wiki.users["ada"])
    ),
    "uncomment": _on_comment(lambda wiki, row: wiki.delete_comment(row)),
    "purge": lambda w, pick: len(_pages(w)) > 3 and w.wiki.delete_page(_page(w, pick)),
    "trash": lambda w, pick: len(_pages(w)) > 3 and w.wiki.trash_page(_page(w, pick)),
    "archive": lambda w, pick: w.wiki.archive_page(_page(w, pick)),
    "rename": lambda w, pick: w.wiki.rename_user(w.wiki.users["ada"], f"Ada {pick}"),
}

_MAY_BE_MISSING = {
    "_links": "without the base, links start at the configured site",
    "base": "without the base, links start at the configured site",
    "userKey": "somebody anonymous",
    "pageId": "a comment or task of a blog post",
    "updatedAt": "a task that was never updated",
}

SUBJECTS = (
    _subject("confluence cloud", "Cloud"),
    # Data Center has no list of tasks.
    _subject("confluence data center", "Server", left_out=frozenset({"task"})),
)
