"""A listing of the whole site that all spaces of one pull read at the cost of one."""

import zlib
from collections.abc import Callable, Iterator

import msgspec

from connectors.rest.paging import Page, by_token


class SharedListing:
    """Keeps the pages that were read for whoever reads them next.

    They are kept compressed, some tens of bytes a row, until the next pull begins.

    Args:
        fetch: Reads a page at a link.
        link: Where the listing starts.
    """

    def __init__(self, fetch: Callable[[str | int | None], Page], link: str) -> None:
        self._fetch, self._token = fetch, link
        self._kept: list[bytes] = []
        self._pages: Iterator[Page] | None = None
        self._is_complete = False

    def pages(self) -> Iterator[Page]:
        """Yields every page from the first; those that nobody has read yet are read now."""
        index = 0
        while index < len(self._kept) or not self._is_complete:
            if index == len(self._kept):
                self._kept.append(self._read())
            yield msgspec.msgpack.decode(zlib.decompress(self._kept[index]), type=Page)
            index += 1

    def _read(self) -> bytes:
        """The next page; after an error the next reader tries the same one again."""
        pages = self._pages or by_token(self._fetch, self._token)
        self._pages = None
        page = next(pages)
        self._pages = pages
        self._token = str(page.token)
        self._is_complete = page.token is None
        return zlib.compress(msgspec.msgpack.encode(page))
