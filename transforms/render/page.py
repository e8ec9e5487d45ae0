"""What the page of one person shows, taken from the profile document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from transforms.render.document import Activity, Line, Period, Profile, Standing
from transforms.render.wording import summary

QUARTERS_SHOWN = 8
ACTIVITIES_SHOWN = 25
EVENTS_SHOWN = 4


@dataclass(frozen=True)
class Tier:
    """Kinds of equal default visibility, in the order in which pages show them."""

    visibility: str
    heading: str
    note: str


TIERS = (
    Tier(
        "hidden",
        "Work that usually goes unseen",
        "It keeps things running, and formal records rarely name the person who did it.",
    ),
    Tier(
        "partly",
        "Work that is partly seen",
        "A record names the person, but it seldom counts.",
    ),
    Tier("visible", "Delivery, for context", "Work that is usually noticed already."),
)
_TIER_ORDER = {tier.visibility: place for place, tier in enumerate(TIERS)}


@dataclass(frozen=True)
class KindWords:
    """What pages call a kind, and where they show it."""

    category: str
    label: str
    visibility: str


@dataclass(frozen=True)
class Calendar:
    """The periods that pages show.

    Attributes:
        quarters: Quarters up to the build, oldest first.
        shares: Share of each period that the sources cover, where known.
    """

    window: Period
    quarters: tuple[str, ...]
    shares: dict[str, float]

    @property
    def weeks(self) -> int:
        """Length of the review window."""
        length = _parsed(self.window.ends_at) - _parsed(self.window.starts_at)
        return round(length.days / 7)

    @property
    def last_day(self) -> str:
        """An instant on the last day of the review window, which its end is not part of."""
        return (_parsed(self.window.ends_at) - timedelta(seconds=1)).isoformat()


@dataclass(frozen=True)
class Trend:
    """Objects of one category in the quarters shown.

    Attributes:
        bars: The counts as an SVG path, 20 high at the peak of all trends.
    """

    category: str
    counts: tuple[int, ...]
    bars: str


@dataclass(frozen=True)
class LedgerEntry:
    """The newest activities of one kind and how many more there are."""

    kind: str
    words: KindWords
    activities: Sequence[Activity]
    more: int


@dataclass(frozen=True)
class PersonPage:
    """Everything the template of a person needs beside the document.

    Attributes:
        summary: Hidden work of the review window in one sentence part.
        beside: The other work of the window, the same way.
        standing: Where the person stood as of the window, where the roster tells.
        weeks: Weeks of the window in which there could be work: those present, where known.
        tiers: Tiers that have lines in the review window, with these lines, most objects first.
        lines: The same lines in one list.
        longest: Objects of the longest bar.
        quarters: Quarters shown: the last ones, or the last active ones of an empty window.
        line_ids: What ``unsung explain`` asks for, by quarter with activity.
    """

    summary: str
    beside: str
    standing: Standing | None
    weeks: int
    tiers: list[tuple[Tier, list[Line]]]
    lines: list[Line]
    longest: int
    quarters: tuple[str, ...]
    line_ids: dict[str, str]
    trends: list[Trend]
    ledger: list[LedgerEntry]


def person_page(
    profile: Profile,
    counts: dict[tuple[str, str], int],
    line_ids: dict[str, str],
    calendar: Calendar,
    kinds: dict[str, KindWords],
) -> PersonPage:
    """Arranges a document for its page.

    Args:
        profile: The document.
        counts: Distinct objects by quarter and category.
        line_ids: Ids of the quarters with activity.
        calendar: The periods that pages show.
        kinds: What pages call each kind.
    """
    lines = [line for line in profile.lines if line.period_id == calendar.window.period_id]
    lines.sort(key=lambda line: (_TIER_ORDER[line.visibility], -line.object_count, line.kind))
    quarters = calendar.quarters
    if not lines:
        active = {quarter for quarter, _ in counts}
        quarters = tuple(quarter for quarter in quarters if quarter in active)
    quarters = quarters[-QUARTERS_SHOWN:]
    standing = _standing(profile, calendar)
    return PersonPage(
        summary=summary([line for line in lines if line.visibility == "hidden"]),
        beside=summary([line for line in lines if line.visibility != "hidden"]),
        standing=standing,
        weeks=calendar.weeks if standing is None else standing.weeks_present or 0,
        tiers=[
            (tier, found)
            for tier in TIERS
            if (found := [line for line in lines if line.visibility == tier.visibility])
        ],
        lines=lines,
        longest=max((line.object_count for line in lines), default=0),
        quarters=quarters,
        line_ids=line_ids,
        trends=_trends(counts, quarters, kinds),
        ledger=_ledger(profile.evidence, kinds),
    )


def _standing(profile: Profile, calendar: Calendar) -> Standing | None:
    """Where the person stood as of the window, if the roster tells of it."""
    for standing in profile.standing:
        if standing.period_id == calendar.window.period_id and standing.weeks_employed is not None:
            return standing
    return None


def _trends(
    counts: dict[tuple[str, str], int], quarters: Sequence[str], kinds: dict[str, KindWords]
) -> list[Trend]:
    """The categories seen in the quarters, those with the least visible kinds first."""
    shown = {key: objects for key, objects in counts.items() if key[0] in quarters}
    peak = max(shown.values(), default=0)
    places = {category: len(TIERS) for _, category in shown}
    for words in kinds.values():
        if words.category in places:
            place = _TIER_ORDER[words.visibility]
            places[words.category] = min(place, places[words.category])
    trends = []
    for category in sorted(places, key=lambda name: (places[name], name)):
        row = tuple(shown.get((quarter, category), 0) for quarter in quarters)
        trends.append(Trend(category, row, _bars(row, peak)))
    return trends


def _bars(counts: Sequence[int], peak: int) -> str:
    heights = [round(20 * objects / peak, 1) for objects in counts]
    return "".join(f"M{10 * place} 20v-{high}h8v{high}z" for place, high in enumerate(heights))


def _ledger(evidence: Sequence[Activity], kinds: dict[str, KindWords]) -> list[LedgerEntry]:
    entries = []
    for kind, group in groupby(evidence, key=attrgetter("kind")):
        activities = list(group)
        more = max(0, len(activities) - ACTIVITIES_SHOWN)
        entries.append(LedgerEntry(kind, kinds[kind], activities[:ACTIVITIES_SHOWN], more))
    entries.sort(key=lambda entry: _TIER_ORDER[entry.words.visibility])
    return entries


def _parsed(instant: str) -> datetime:
    return datetime.fromisoformat(instant)
