"""The lists below one pull request or deployment, read for the parents that changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from connectors.errors import Gone, NotFound
from connectors.github.client import PAGE, Client, Target
from connectors.github.records import Context, converted
from connectors.rest.paging import in_order, linked
from connectors.stream import Batch, Cursor, ParentKeys, Stream
from connectors.sync import unread


@dataclass(frozen=True)
class ChildList:
    """How one stream is listed below each parent.

    Attributes:
        path: Below the repository, with a place for the parent.
        by_head: Whether only a new head makes a pull request worth reading again.
        is_complete: Whether rows that a list lacks were deleted.
    """

    path: str
    by_head: bool = False
    is_complete: bool = False


CHILDREN = {
    "review": ChildList("/pulls/{}/reviews", is_complete=True),
    "pull_file": ChildList("/pulls/{}/files", by_head=True),
    "deployment_status": ChildList("/deployments/{}/statuses"),
}


def below_changed(
    stream: Stream,
    client: Client,
    target: Target,
    cursor: Cursor | None,
    context: Context,
    parents: ParentKeys,
) -> Iterator[Batch]:
    """Reads the list of every parent that changed since the cursor, each once."""
    child = CHILDREN[stream.name]

    def records(item: tuple[Cursor, list[Any] | None]) -> list[Any] | None:
        _, key = item
        return None if key is None else _records(stream.name, client, target, context, key)

    keys = unread(stream.children_of, _by_head(parents) if child.by_head else parents, cursor)
    for (reached, key), landed in in_order(records, keys, client.threads):
        if key is None or landed is None:
            yield Batch({}, reached)
            continue
        complete = {stream.name: [[target.id, key[0]]]} if child.is_complete else {}
        yield Batch({stream.name: landed}, reached, complete=complete)


def _records(
    name: str, client: Client, target: Target, context: Context, key: list[Any]
) -> list[Any] | None:
    """The records below one parent, None if the parent vanished."""
    child = CHILDREN[name]
    context = replace(context, parent=tuple(key) if child.by_head else key[0])
    found = []
    try:
        for page in linked(client.http, target.path + child.path.format(key[0]), PAGE):
            context = replace(context, observed_at=page.date)
            found += [converted(name, row, context) for row in page.rows()]
    except (Gone, NotFound):
        # GitHub answers 404 as well when the whole repository was taken from us: then this raises.
        client.resolve(target.name)
        return None
    return [record for record in found if record is not None]


def _by_head(parents: ParentKeys) -> ParentKeys:
    """Leaves out the keys of pull requests whose head is the one that was read before."""

    def changed(stream: str, after: str | None) -> Iterator[tuple[str, list[Any]]]:
        heads: dict[int, str] = {}
        for position, (number, head) in parents(stream, None):
            if heads.get(number) != head and (after is None or position > after):
                yield position, [number, head]
            heads[number] = head

    return changed
