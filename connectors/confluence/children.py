"""What is read for the pages that changed, and for the accounts that anything names."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.atlassian import named_accounts
from connectors.confluence import streams
from connectors.confluence.minutes import lines_of
from connectors.confluence.site import Site, Target, named_keys
from connectors.errors import Gone, NotFound
from connectors.rest.paging import in_order
from connectors.stream import Batch, Cursor, ParentKeys, Record
from connectors.sync import After
from connectors.text.scribes import RULE, present_in, scribes_in


@dataclass(frozen=True)
class Changed:
    """One page with a version that was not read.

    Attributes:
        position: Where the changed keys tell of it.
        page_id: The page.
        read: The newest version that was read before, 0 if none was.
    """

    position: str
    page_id: str
    read: int


def versions(
    site: Site, target: Target, cursor: Cursor | None, parents: ParentKeys, threads: int
) -> Iterator[Batch]:
    """Reads the new versions of every page that has some."""

    def below(page: Changed) -> Sequence[streams.PageVersion]:
        found: list[streams.PageVersion] = []
        for rows in site.versions(page.page_id, target):
            found += [row for row in rows if row.number > page.read]
            # Newest first; should it be otherwise, nothing ends before the last page.
            if rows and rows[0].number > rows[-1].number and rows[-1].number <= page.read:
                break
        return found

    for batch in _below_pages(site, target, cursor, parents, below, threads):
        keys = named_keys(batch.records["page_version"], "author_id")
        yield Batch(batch.records, batch.cursor, {"page_version": keys})


def scribes(
    site: Site, target: Target, cursor: Cursor | None, parents: ParentKeys, threads: int
) -> Iterator[Batch]:
    """Reads the bodies of changed pages of minutes for who was their scribe, and who was there."""

    def below(page: Changed) -> Sequence[streams.PageScribe]:
        number, storage = site.body(page.page_id)
        lines = lines_of(storage)
        people = [("scribe", named) for named in scribes_in(lines)]
        people += [("present", named) for named in present_in(lines)]
        return [
            streams.PageScribe(
                page_id=page.page_id,
                version_number=number,
                position=position,
                name_hash=named.name_hash,
                rule_id=RULE,
                role=role,
                form=named.form,
                line_number=named.number,
                first_name_hash=named.first_name_hash,
            )
            for position, (role, named) in enumerate(people, start=1)
        ]

    def of_minutes(stream: str, after: str | None) -> Iterator[tuple[str, list[Any]]]:
        return (found for found in parents(stream, after) if found[1][2])

    return _below_pages(site, target, cursor, of_minutes, below, threads, "page_scribe")


def users(
    site: Site, cursor: Cursor | None, names: Sequence[str], parents: ParentKeys
) -> Iterator[Batch]:
    """Reads every account that something changed names, each once."""
    after: After = (cursor or {}).get("after", {})
    for slices, reached in named_accounts(parents, names, after, site.most_users):
        found = [user for asked in slices for user in site.users(asked)]
        yield Batch({"user": found}, {"after": reached})


def _below_pages(
    site: Site,
    target: Target,
    cursor: Cursor | None,
    parents: ParentKeys,
    below: Callable[[Changed], Sequence[Record]],
    threads: int,
    name: str = "page_version",
) -> Iterator[Batch]:
    """Reads what is below every page with an unread version."""
    after = (cursor or {}).get("after", {}).get("page")

    def read(page: Changed) -> Sequence[Record]:
        try:
            return below(page)
        except (Gone, NotFound):
            # Confluence answers 404 as well when the whole space was taken from us: this raises.
            site.resolve(target.key)
            return []

    for page, found in in_order(read, _unread(parents, after), threads):
        yield Batch({name: found}, {"after": {"page": page.position}})


def _unread(parents: ParentKeys, after: str | None) -> Iterator[Changed]:
    """Yields every page with a version that no position before told of.

    All keys are looked at from the beginning: what the overlap or a weekly listing tells again of
    the same version costs nothing then.
    """
    read: dict[str, int] = {}
    for position, (page_id, number, _, _) in parents("page", None):
        known = read.get(page_id, 0)
        if number > known and (after is None or position > after):
            yield Changed(position, page_id, known)
        read[page_id] = max(number, known)
