"""Turns Markdown, reStructuredText, plain text and HTML into the lines that scribes are read from.

HTML becomes simple Markdown first, so that there is one set of rules. Code, comments and quotes
are left out. A handle (``@ada``) or a link to a profile is a mention, unless it stands behind a
name: then the name counts, as everywhere.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from connectors.text import flags
from connectors.text.scribes import (
    BULLET,
    CELL,
    NOBODY,
    mention,
    present_names,
    scribe_hashes,
    typed,
)

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# Attributes of kramdown and what a site's generator fills in.
_ATTRIBUTES = re.compile(r"\{::?[^{}]*\}|\{\{.*?\}\}|\{%.*?%\}")
HANDLE = r"[A-Za-z\d](?:[\w-]|\.(?=\w)){0,38}"
PROFILE = rf"https?://(?:[\w-]+\.)*(?:github|gitlab)\.(?!io\b)[\w.-]+/@?({HANDLE})/?(?![\w/-])"
_LINK = re.compile(r"!?\[([^\]\[]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_ADDRESS = r"[^\s<>,;:()\[\]\"'`|]+@[\w-]+(?:\.[\w-]+)+"
# What a name is followed by belongs to it; everything else stands for itself.
_ANNOTATION = re.compile(rf"(?<=[\w.])[*_]*\s+(?:<{_ADDRESS}>|{_ADDRESS}|`?@{HANDLE}`?)")
_PERSON = re.compile(rf"<?({_ADDRESS})>?|(?<![\w@/.])@({HANDLE})(?![\w/@])")
_JOINED = re.compile(r"(?:\b(?:and|und|et)|@[\w.-]+)\s*$", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>@]*>|<https?://[^<>]*>_{0,2}")
_EMPHASIS = re.compile(r"\*+|~~|`+|__|(?<!\w)_|_(?!\w)|[\[\]\"]")
_ITEM = re.compile(r"^([ \t]*)(?:[-*+•]|\d{1,3}[.)])[ \t]+(?:\[([ xX])\][ \t]+)?(.*)")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$")
_RULE = re.compile(r"^\s*([-=~^\"'`#*+.:])\1{2,}\s*$")
_DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_NAME_COLUMN = re.compile(r"^(?:full )?(?:names?|attendees?|participants?|who)$", re.IGNORECASE)
_CELL_END = re.compile(r"(?<!\\)\|")


def markdown(path: str, body: str) -> str:
    """A file's text as Markdown, without code, comments and quotes."""
    if path.lower().endswith((".html", ".htm")):
        parser = _Html()
        parser.feed(body)
        parser.close()
        return "".join(parser.parts)
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    return body if path.lower().endswith(".rst") else flags.prose(_unticked(body))


def _unticked(body: str) -> str:
    """Handles in backticks are no code."""
    return re.sub(rf"`(@?{HANDLE})`", r"\1", body)


def lines(source: str) -> list[str]:
    """The lines of Markdown as `connectors.text.scribes` wants them."""
    return [line for line in _Lines().read(source) if line is not None]


@dataclass
class _Lines:
    """Where in the file the reader is.

    Attributes:
        item: Indentation and text of the entry of a list before, if one is open.
        is_below_heading: Whether the lines right below a heading are read.
        table: Which column of a table below a label names people; None outside of one, -1 if none.
    """

    item: tuple[int, str] | None = None
    is_below_heading: bool = False
    table: int | None = None
    found: list[str] = field(default_factory=list)

    def read(self, source: str) -> list[str]:
        """Every line, and the marks before it."""
        for typed_line in source.split("\n"):
            line = _ATTRIBUTES.sub("", typed_line)
            if typed_line.strip() and not line.strip():
                continue
            if not line.strip():
                self.table = None
                # What stands below a heading ends with its paragraph.
                self.is_below_heading &= self.found[-2:-1] != [BULLET]
                continue
            if row := cells(line):
                self._row(row)
                continue
            if self.table is not None and _DELIMITER.match(line):
                continue
            self.table = None
            if match := _ITEM.match(line):
                self._entry(*match.groups())
            elif match := _HEADING.match(line):
                self._plain(match[1], is_heading=True)
            elif not _RULE.match(line):
                self._plain(line, is_heading=False)
            elif self.found and self.found[-1] != "":
                # A rule below a line makes it a heading.
                self.is_below_heading, self.item = True, None
        return self.found

    def _plain(self, line: str, *, is_heading: bool) -> None:
        value = said(line).removeprefix(":")
        if self.is_below_heading and not is_heading and not _is_label(value):
            self.found.append(BULLET)
        else:
            self.is_below_heading = is_heading
        self.item = None
        self.found.append(value)

    def _entry(self, indent: str, box: str | None, line: str) -> None:
        value, depth = said(line), len(indent.expandtabs(4))
        if box == " ":
            return
        if self.item is not None:
            before, text_before = self.item
            if depth < before or (depth == before and _is_label(text_before)):
                self.found.append("")
        self.item, self.is_below_heading = (depth, value), False
        self.found += [BULLET, value]

    def _row(self, row: list[str]) -> None:
        self.item, self.is_below_heading = None, False
        values = [said(cell) for cell in row]
        if self.table is None:
            self.table = self._people_column(values)
            if self.table >= 0:
                return
        if self.table >= 0:
            self.found += [BULLET, *values[self.table : self.table + 1]]
            return
        is_pair = len(values) == 2 and _is_label(values[0]) and not _is_label(values[1])
        if is_pair and ":" not in values[0]:
            values[0] += ":"
        for value in values:
            self.found += [CELL, value]

    def _people_column(self, header: list[str]) -> int:
        """Where a table right below a label such as `Attendees:` has its names."""
        label = next((line for line in reversed(self.found) if line), "")
        if len(header) < 2 or not _is_label(label):
            return -1
        names = [index for index, cell in enumerate(header) if _NAME_COLUMN.match(cell)]
        return names[0] if names else -1


def cells(line: str) -> list[str]:
    """The cells of a table's row; none of any other line, or of the line below a header."""
    if not line.lstrip().startswith("|") or _DELIMITER.match(line):
        return []
    return [cell.strip() for cell in _CELL_END.split(line.strip().strip("|"))]


def said(line: str) -> str:
    """What a line says, without markup, its people as mentions."""
    line = _TAG.sub(" ", _linked(_BREAK.sub(", ", typed(line))))
    parts, end = [], 0
    for match in _PERSON.finditer(line):
        parts += [line[end : match.start()], _person(*match.groups(default=""))]
        end = match.end()
    return _EMPHASIS.sub("", "".join([*parts, line[end:]])).strip()


def _linked(line: str) -> str:
    """Links to people become their addresses or handles, others their words."""

    def target(match: re.Match[str]) -> str:
        if profile := re.fullmatch(PROFILE, match[2]):
            return f"@{profile[1]}"
        return match[2][7:] if match[2].startswith("mailto:") else match[1]

    line = _LINK.sub(target, line)

    def annotation(match: re.Match[str]) -> str:
        return match[0] if _JOINED.search(line[: match.start()]) else " "

    return _ANNOTATION.sub(annotation, line)


def _person(address: str, handle: str) -> str:
    """A mention; of a handle that stands where nobody is named, the word."""
    if address:
        return mention("email", address)
    return handle if handle.lower() in NOBODY else mention("login", handle)


def _is_label(value: str) -> bool:
    """Whether a value only announces names."""
    value = value.removesuffix(":")
    return ":" not in value and bool(
        scribe_hashes([f"{value}: Ada"]) or present_names([f"{value}: Ada"])
    )


class _Html(HTMLParser):
    """Writes the lists, headings, tables, definitions and links of a page as Markdown."""

    _BREAKS = frozenset({"p", "div", "br", "ul", "ol", "table", "dl", "section", "body", "head"})
    _HIDDEN = frozenset({"script", "style", "pre", "code", "blockquote", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._depth = self._hidden = 0
        self._is_in_row = False
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in self._HIDDEN
        self._depth += tag in ("ul", "ol")
        if tag == "a":
            self._links.append(dict(attrs).get("href") or "")
            self.parts.append("[")
        elif tag == "li":
            self.parts.append(", " if self._is_in_row else "\n" + "  " * self._depth + "- ")
        elif tag in ("tr", "dt"):
            self._is_in_row = True
            self.parts.append("\n|" if tag == "dt" else "\n")
        elif tag in ("td", "th", "dd"):
            self.parts.append("|")
        elif re.fullmatch("h[1-6]", tag):
            self.parts.append("\n# ")
        elif tag in self._BREAKS:
            self.parts.append(" " if tag == "p" or self._is_in_row else "\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in self._HIDDEN and self._hidden > 0
        self._depth -= tag in ("ul", "ol") and self._depth > 0
        if tag == "a" and self._links:
            self.parts.append(f"]({self._links.pop()})")
        elif tag in ("tr", "dd"):
            self._is_in_row = False
            self.parts.append("\n")
        elif tag in self._BREAKS or re.fullmatch("h[1-6]", tag):
            self.parts.append(" " if self._is_in_row else "\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(typed(data))
