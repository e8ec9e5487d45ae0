"""Goes on with a list at a token that an earlier pull stored, which Google may have forgotten."""

from collections.abc import Callable, Iterator

from connectors.errors import Permanent
from connectors.rest.paging import Page


def resumed(
    pages_from: Callable[[str | None], Iterator[Page]], token: str | None
) -> Iterator[Page]:
    """Yields the pages from a token on; all of them if Google no longer knows the token.

    Google answers 400 to a page token that is too old. It is the only request that can be refused
    so: the others are those that brought the token.

    Raises:
        SourceError: As the pages raise it.
    """
    pages = pages_from(token)
    try:
        first = next(pages)
    except Permanent as error:
        if token is None or type(error) is not Permanent:
            raise
        pages = pages_from(None)
        first = next(pages)
    yield first
    yield from pages
