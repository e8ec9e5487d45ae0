"""Whatever happens between and during pulls, pulling ends where one full read would."""

import tempfile
from pathlib import Path
from random import Random
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.settings import Runtime
from tests.connectors.confluence.conftest import ConfluenceWorld, populate, serve
from tests.connectors.conftest import Time

NAMES = ("page", "page_label", "page_version", "footer_comment", "inline_comment")
SWEPT = ("page", "footer_comment", "inline_comment")
LISTS = "/pages|comments|content"


def change(wiki: Any, kind: str, pick: int) -> None:
    space = wiki.spaces["ENG"]
    pages, comments = list(space.pages.values()), list(wiki.comments.values())
    page = pages[pick % len(pages)]
    ada = wiki.add_user("ada")
    comment = comments[pick % len(comments)] if comments else None
    actions: dict[str, Any] = {
        "new": lambda: wiki.add_page(space, "New", ada),
        "edit": lambda: wiki.edit_page(page, ada),
        "burst": lambda: [wiki.edit_page(row, None) for row in pages[:20]],
        "label": lambda: wiki.label(page, "runbook"),
        "unlabel": page.labels.clear,
        "comment": lambda: wiki.add_comment(page, ada, "Hm.", inline=bool(pick % 2)),
        "rewrite": lambda: comment and wiki.edit_comment(comment, None, "Ah."),
        "settle": lambda: comment and comment.inline and wiki.resolve_comment(comment, ada),
        "uncomment": lambda: comment and wiki.delete_comment(comment),
        "purge": lambda: len(pages) > 3 and wiki.delete_page(page),
    }
    actions[kind]()


KINDS = (
    "new",
    "edit",
    "burst",
    "label",
    "unlabel",
    "comment",
    "rewrite",
    "settle",
    "uncomment",
    "purge",
)
step = st.one_of(
    st.tuples(st.sampled_from(["now", "during"]), st.sampled_from(KINDS), st.integers(0, 999)),
    st.tuples(st.just("fail"), st.sampled_from(["comments", "/version"]), st.integers(1, 5)),
    st.tuples(st.just("pull"), st.just(""), st.sampled_from([1, 60, 4_000, 90_000, 700_000])),
)


def play(world: ConfluenceWorld, steps: list[tuple[str, str, int]]) -> None:
    for what, kind, number in steps:
        world.time.pass_by(seconds=1)
        if what == "now":
            change(world.wiki, kind, number)
        elif what == "during":

            def act(kind: str = kind, number: int = number) -> None:
                change(world.wiki, kind, number)

            world.server.on(LISTS, "run", nth=1 + number % 7, call=act)
        elif what == "fail":
            world.server.on(kind, nth=number, status=502, times=6)
        else:
            world.pull(*NAMES)
            world.time.pass_by(seconds=number)
    world.server.steps.clear()


def live(world: ConfluenceWorld, name: str) -> dict[Any, Any]:
    """The latest records that the last complete listing still showed."""
    rows = world.latest(name)
    if name in SWEPT:
        run = max(
            path.name.partition("-")[0] for path in world.zone.manifests("confluence", name, "ENG")
        )
        swept = world.zone.folder("confluence", name, "ENG").glob(f"{run}-*.jsonl")
        text = "".join(path.read_text() for path in swept)
        key = "page_id" if name == "page" else "comment_id"
        rows = {k: row for k, row in rows.items() if f'"{key}":"{k[0]}"' in text}
    if name == "page_label":
        newest = max((row["observed_at"] for row in rows.values()), default=None)
        rows = {k: row for k, row in rows.items() if row["observed_at"] == newest}
    if name == "page_version":
        pages = live(world, "page")
        rows = {k: row for k, row in rows.items() if (k[0],) in pages}
    return {
        key: {part: value for part, value in row.items() if part != "observed_at"}
        for key, row in rows.items()
    }


@pytest.mark.parametrize("deployment", ["Cloud", "Server"])
@settings(max_examples=15, deadline=None, derandomize=True)
@given(steps=st.lists(step, max_size=12))
def test_pulls_end_with_the_records_of_one_full_read(
    deployment: Literal["Cloud", "Server"], steps: list[tuple[str, str, int]]
):
    time = Time()
    with tempfile.TemporaryDirectory() as folder:
        runtime = Runtime(Path(folder), time.now, time.monotonic, time.sleep, Random(1))  # noqa: S311  # because jitter is no secret
        with serve(deployment, runtime, time, Path(folder) / "kept") as world:
            world.server.api.most_rows = 7
            populate(world.wiki, pages=24, comments=30, tasks=0)
            play(world, steps)
            time.pass_by(minutes=2)
            world.pull(*NAMES)
            time.pass_by(days=8)
            world.pull(*NAMES)
            fresh = ConfluenceWorld(world.server, runtime, time, Path(folder) / "fresh")
            fresh.pull(*NAMES)
            for name in NAMES:
                assert live(world, name) == live(fresh, name), name
                assert world.complete(name) in ([[]], []), name


@pytest.mark.parametrize("name", ["page", "footer_comment"])
def test_a_row_deleted_between_pages_hides_no_other(either: Any, name: str):
    either.server.api.most_rows = 10
    space = populate(either.wiki, pages=45, comments=0, tasks=0)
    pages = list(space.pages.values())
    comments = [either.wiki.add_comment(page, None, "Hm.") for page in pages]

    def delete() -> None:
        either.wiki.delete_comment(comments[2])
        either.wiki.delete_page(pages[2])

    either.server.on("cursor=c20|start=20", "run", call=delete)
    either.pull(name)
    kept = pages if name == "page" else comments
    left = {row.id for row in kept if row is not kept[2]}
    assert left <= {key[0] for key in either.latest(name)}
    assert either.complete(name) == [[]]


def test_labels_that_change_between_pages_are_read_until_they_stand_still(either: Any):
    either.server.api.most_rows = 10
    space = populate(either.wiki, pages=2, comments=0, tasks=0)
    pages = [
        either.wiki.add_page(space, "P", None, labels=["decision"], at=either.time.now())
        for _ in range(25)
    ]
    either.server.on("cursor=c10|start=10", "run", call=lambda: pages[3].labels.clear())
    either.pull("page_label")
    found = {row["page_id"] for row in either.landed("page_label") if row["label"] == "decision"}
    assert found == {page.id for page in pages if page is not pages[3]}
