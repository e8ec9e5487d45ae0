"""The words of documents and pages that depend on the data."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import groupby
from operator import attrgetter

from transforms.catalogue import read_kinds
from transforms.render.document import Activity, Coverage, Event, Levels, Line

NEVER_INFERRED = (
    "Never inferred: mood, character, protected attributes, intent, presence or hours worked, "
    "blame, who withholds credit, the value of work in money, or anything from private messages."
)
EVIDENCE_LEVELS = {"O": "observed", "I": "inferred", "P": "peer-attested", "S": "self-reported"}
_COVERED = "covered"
_NOT_READ = "not read"
_NAMED_GAPS = 5
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HARMFUL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_CHAPTER = re.compile(r"\[[^]]+\]\(([a-z-]+\.md)\)")
_HTTPS = re.compile(r"https://[a-z0-9][a-z0-9.-]*(:\d+)?([/?#][^\s\x00-\x20\x7f\"'<>\\`]*)?", re.I)


def levels(found: Levels) -> str:
    """The levels of evidence of a line with their counts: ``O12 I2``."""
    counts = (found.observed, found.inferred, found.attested, found.reported)
    named_counts = zip(EVIDENCE_LEVELS, counts, strict=True)
    return " ".join(f"{level}{count}" for level, count in named_counts if count)


def harmless(value: object) -> object:
    """Text without control, invisible and direction-changing characters; others unchanged.

    Marked-up text, a subclass of str, is what templates made themselves and stays as it is.
    """
    return _HARMFUL.sub("", value) if type(value) is str else value


def shown_name(name: str) -> str:
    """A name as pages show it, never empty."""
    return _HARMFUL.sub("", name).strip() or "unnamed"


def link(url: str | None) -> str | None:
    """The URL when it is plain https, else None: the page then shows text."""
    return url if url is not None and _HTTPS.fullmatch(url) else None


@lru_cache(maxsize=10_000)
def day(instant: str) -> str:
    """The day of an instant as people write it: 3 Feb 2025."""
    year, month, number = instant[:10].split("-")
    return f"{int(number)} {_MONTHS[int(month) - 1]} {year}"


@lru_cache(maxsize=1_000)
def event_words(kind: str) -> str:
    """What a tool calls an event, without the tool's name: ``review submitted``."""
    return re.sub(r"[._]", " ", kind.partition(".")[2] or kind)


def spaced(name: str) -> str:
    """A name of the rules as people write it: ``meeting record``."""
    return name.replace("_", " ")


def event_on_day(event: Event) -> str:
    """An event and its day: ``review submitted 3 Feb 2025``."""
    return f"{event_words(event.kind)} {day(event.occurred_at)}"


def days(activity: Activity) -> str:
    """The day of an activity, or its first and its last."""
    first, last = day(activity.first_at), day(activity.last_at)
    return first if first == last else f"{first} to {last}"


def named(activity: Activity) -> str:
    """The object of an activity: its label, and its title if it is known."""
    return f"{activity.object_label} {activity.title or ''}".strip()


def proof(activity: Activity) -> str:
    """How an activity is known: ``observed by rule review``."""
    known = f"{EVIDENCE_LEVELS[activity.evidence_level]} by rule {activity.rule_id}"
    if activity.is_agent_assisted:
        known += ", with an AI agent"
    if activity.copy_count:
        commits = "commit" if activity.copy_count == 1 else "commits"
        known += f", also in {activity.copy_count} more {commits}"
    return known


def passages(rule: str) -> list[str]:
    """A rule of the catalogue in turns of text and of what is set as code, which text begins.

    Chapters of the method are not published, so a link to one is its path.
    """
    return _CHAPTER.sub(r"`docs/method/\1`", rule).split("`")


def enumeration(parts: Sequence[str]) -> str:
    """The parts as a list in a sentence."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def summary(lines: Iterable[Line]) -> str:
    """What the lines of one period say in one sentence part."""
    return enumeration([_phrase(line) for line in lines])


def _phrase(line: Line) -> str:
    one, many = _phrases()[line.kind]
    return (one if line.object_count == 1 else many).format(f"{line.object_count:,}")


@cache
def _phrases() -> dict[str, tuple[str, str]]:
    """What pages say of one and of several objects of each kind."""
    return {entry.kind: entry.phrase for entry in read_kinds()}


def coverage_sentences(coverage: Sequence[Coverage]) -> list[str]:
    """One sentence per tool: how far it was read, and its gaps by name."""
    return [
        _source_sentence(source, list(rows))
        for source, rows in groupby(coverage, key=attrgetter("source"))
    ]


def _source_sentence(source: str, rows: Sequence[Coverage]) -> str:
    left_out = [row.stream for row in rows if row.status == _NOT_READ]
    rows = [row for row in rows if row.status != _NOT_READ]
    gaps = [row for row in rows if row.status != _COVERED or row.covered_until is None]
    lacking = _incomplete(rows) + _left_out(left_out)
    if not rows:
        return f"{source}: nothing is read yet.{lacking}"
    if not gaps:
        until = min(row.covered_until for row in rows if row.covered_until is not None)
        return f"{source}: everything that is read is covered until {day(until)}.{lacking}"
    named = "; ".join(_gap(row) for row in gaps[:_NAMED_GAPS])
    more = f"; and {len(gaps) - _NAMED_GAPS} more" if len(gaps) > _NAMED_GAPS else ""
    return f"{source}: {len(gaps)} of {len(rows)} streams have a gap: {named}{more}.{lacking}"


def _incomplete(rows: Sequence[Coverage]) -> str:
    count = sum(row.incomplete_count for row in rows)
    if not count:
        return ""
    what = "one commit is" if count == 1 else f"{count:,} commits are"
    return f" The lines of {what} unknown, as a clone lacks files."


def _left_out(streams: Sequence[str]) -> str:
    if not streams:
        return ""
    return f" Not read, as the configuration leaves it out: {enumeration(streams)}."


def _gap(row: Coverage) -> str:
    until = "not covered"
    if row.covered_until is not None:
        until = f"covered only until {day(row.covered_until)}"
    return f"{row.stream} of {row.scope} is {until}"


def namesake_sentence(accounts: int) -> str:
    """Says of a page that accounts are on it by their name, which may be another person's."""
    which = "1 account is" if accounts == 1 else f"{accounts} accounts are"
    return (
        f"{which} on this page only because the name is the same in one repository. That is not"
        " certain; `unsung identity unlink` takes away what is somebody else's."
    )


def limits(coverage: Sequence[Coverage]) -> list[str]:
    """What a profile cannot show, in plain sentences."""
    sources = sorted({row.source for row in coverage})
    read = f"Only these tools are read: {enumeration(sources)}." if sources else "No tool is read."
    return [
        f"{read} Work in other tools, in meetings, in conversation or by hand is not seen.",
        *coverage_sentences(coverage),
        "A gap is missing data, not missing work.",
        "Minutes are a lower bound from traces, but for kinds that diaries calibrate.",
        "Objects are counted once per period and kind, so periods and kinds do not add up.",
        NEVER_INFERRED,
    ]
