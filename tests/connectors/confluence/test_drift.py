"""Whatever happens between and during pulls, pulling ends where one full read would."""

from typing import Any

import pytest

from tests.connectors.confluence.conftest import populate


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
