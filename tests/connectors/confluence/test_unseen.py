"""What is not listed any more is not thereby undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from connectors.landing import LandingZone
from pipelines.tools import find_tools
from tests.connectors.confluence.conftest import ConfluenceWorld
from warehouse.load import load
from warehouse.store import Store, open_store, store_identity


@contextmanager
def _stored(world: ConfluenceWorld, folder: Path) -> Iterator[Store]:
    """A store into which the world's pulls are loaded."""
    with open_store(folder, clock=world.time.now) as store:
        identity = store_identity(store.data_dir)
        world.zone = LandingZone(
            store.data_dir / "landing", identity, world.time.now, world.time.monotonic
        )
        store.create_raw(find_tools()["confluence"].raw_tables)
        yield store


def _pull(world: ConfluenceWorld, store: Store) -> None:
    results = world.pull("space", "page", "footer_comment")
    assert [result.error for result in results] == [None] * 3
    for table in find_tools()["confluence"].raw_tables:
        load(store, world.zone.root, table)


def _marks(store: Store, table: str, key: str) -> dict[Any, tuple[bool, bool, bool]]:
    """Of every row whether it is in staging, marked deleted, and marked unseen."""
    return {
        row[0]: row[1:]
        for row in store.con.execute(
            f"select {key}, {key} in (select {key} from staging.confluence__{table}),"
            f" _deleted_at is not null, _unseen_at is not null from raw.confluence__{table}"
        ).fetchall()
    }


SEEN, DELETED, UNSEEN = (True, False, False), (False, True, False), (True, False, True)


def test_what_an_archived_or_deleted_page_holds_stays_and_a_deleted_comment_goes(
    data_center: ConfluenceWorld, tmp_path: Path
):
    world, wiki = data_center, data_center.wiki
    ada = wiki.add_user("ada", name="Ada Brandt")
    space = wiki.add_space("ENG")
    pages = [wiki.add_page(space, f"Page {number}", ada) for number in range(3)]
    comments = [wiki.add_comment(page, ada, "Well.") for page in pages]
    with _stored(world, tmp_path / "data") as store:
        _pull(world, store)
        wiki.archive_page(pages[0])
        wiki.delete_page(pages[1])
        wiki.delete_comment(comments[2])
        world.time.pass_by(days=8)
        _pull(world, store)
        assert _marks(store, "page", "page_id") == {
            pages[0].id: UNSEEN,
            pages[1].id: UNSEEN,
            pages[2].id: SEEN,
        }
        assert _marks(store, "footer_comment", "comment_id") == {
            comments[0].id: UNSEEN,
            comments[1].id: UNSEEN,
            comments[2].id: DELETED,
        }
        unseen = store.con.execute("select stream, row_count from ops.unseen order by 1")
        assert unseen.fetchall() == [("footer_comment", 2), ("page", 2)]
        pages[0].status = "current"
        world.time.pass_by(days=8)
        _pull(world, store)
        assert _marks(store, "page", "page_id")[pages[0].id] == SEEN
        assert _marks(store, "footer_comment", "comment_id")[comments[0].id] == SEEN
