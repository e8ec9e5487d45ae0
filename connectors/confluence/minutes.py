"""Whom a page of minutes names as scribe or as present. Its body is read and dropped."""

from html.parser import HTMLParser

from connectors.text.scribes import BULLET, CELL, mention, typed

_BREAKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_CELLS = frozenset({"td", "th"})


class _Lines(HTMLParser):
    """Collects the lines of Confluence's storage format; code macros are CDATA and skipped."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _CELLS:
            self.parts.append(f"\n{CELL}\n")
        elif tag == "li":
            self.parts.append(f"\n{BULLET}\n")
        elif tag in _BREAKS:
            self.parts.append("\n")
        elif tag == "ri:user":
            account = given.get("ri:account-id") or given.get("ri:userkey")
            if account:
                self.parts.append(mention("account", account))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS or tag in _CELLS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(typed(data))


def lines_of(storage: str) -> list[str]:
    """The lines of a page, as `connectors.text.scribes` wants them."""
    parser = _Lines()
    parser.feed(storage)
    parser.close()
    lines = [line.strip() for line in "".join(parser.parts).split("\n")]
    return [line for line in lines if line]
