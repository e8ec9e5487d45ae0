"""Who works in the company: people, teams, managers, leave, and the cast of the scenario."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from sandbox.company.names import Names, addresses
from sandbox.company.worktime import first_monday

SMALLEST = 24
_ROLES = (
    "eng", "pm", "eng", "sre", "eng", "support", "eng", "design", "eng", "eng", "sre", "eng"
)  # fmt: skip
"""Role families of a team in the order of its members; the first leads it."""

_LEVELS = ("junior", "mid", "mid", "senior", "senior", "staff", "principal")
_ZONES = (
    "Europe/Berlin", "Europe/Berlin", "Europe/London", "Europe/Lisbon", "America/New_York",
    "America/Sao_Paulo", "Africa/Lagos", "Asia/Kolkata",
)  # fmt: skip
_OTHER_ADDRESSES = (1, 0, 2, 1, 1, 1, 0, 2)
"""How many addresses people have beside the main one: one on average."""

_TEAMS = (
    "Alpha", "Beta", "Gamma", "Avocet", "Bittern", "Curlew", "Dunlin", "Egret", "Fulmar",
    "Godwit", "Heron", "Ibis", "Jackdaw", "Kestrel", "Lapwing", "Merlin", "Nightjar", "Osprey",
    "Plover", "Quail", "Rail", "Siskin", "Teal", "Wren",
)  # fmt: skip
TRAIN = 3
"""How many teams release together."""


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """One human.

    Attributes:
        emails: The main address first.
        started: The first day.
        ended: The last day, None while employed.
        leave: First and last days of absences.
        former_level: The level before ``promoted``, if that is a day.
    """

    person_id: str
    name: str
    handle: str
    emails: tuple[str, ...]
    team: str
    role_family: str
    level: str
    fte: float
    manager_email: str | None
    zone: str
    started: date
    ended: date | None = None
    leave: tuple[tuple[date, date], ...] = ()
    former_level: str | None = None
    promoted: date | None = None

    def works_on(self, day: date) -> bool:
        """Whether this is a working day on which the person is employed and not away."""
        is_employed = self.started <= day and (self.ended is None or day <= self.ended)
        return is_employed and day.weekday() < 5 and not self.is_on_leave(day)

    def is_on_leave(self, day: date) -> bool:
        """Whether a day lies in a recorded absence."""
        return any(first <= day <= last for first, last in self.leave)

    def is_senior_to(self, other: "Person") -> bool:
        """Whether the person joined at least 180 days before the other one."""
        return (other.started - self.started).days >= 180

    def guides(self, other: "Person", at: datetime) -> bool:
        """Whether the other one is new at an instant, and the person senior to them."""
        return self.is_senior_to(other) and (at.date() - other.started).days <= 180


def first_name(person: Person) -> str:
    """What colleagues call a person."""
    return person.name.split()[0]


@dataclass(frozen=True, slots=True, eq=False)
class Team:
    """A team and what it owns."""

    number: int
    name: str
    members: tuple[Person, ...]

    @property
    def key(self) -> str:
        """Its Jira project and Confluence space."""
        return self.name.upper()

    @property
    def lead(self) -> Person:
        """Who manages it."""
        return self.members[0]

    @property
    def repositories(self) -> tuple[str, ...]:
        """Its GitHub repositories."""
        return tuple(f"acme/{self.name.lower()}-{part}" for part in ("service", "web"))

    @property
    def services(self) -> tuple[str, ...]:
        """Its services in PagerDuty."""
        return tuple(f"{self.name} {part}" for part in ("API", "Web"))

    def of(self, *roles: str) -> list[Person]:
        """Its members of some role families."""
        return [person for person in self.members if person.role_family in roles]


@dataclass(frozen=True, eq=False)
class Cast:
    """The people of the worked scenario."""

    hero: Person
    peer: Person
    juniors: tuple[Person, Person]


@dataclass
class Company:
    """The company of a seed, the same for the same numbers.

    Attributes:
        size: How many people, at least 24.
        end: Nothing happens after it.
        has_twins: Whether two more people, of no team's processes, do the same work.
        monday: The first day of the window.
        members: Everybody in a team's processes.
        twins: The two, of whom the second makes the traces look like more.
    """

    seed: int
    size: int
    end: datetime
    weeks: int = 26
    has_twins: bool = False
    monday: date = field(init=False)
    teams: tuple[Team, ...] = field(init=False)
    members: tuple[Person, ...] = field(init=False)
    people: tuple[Person, ...] = field(init=False)
    cast: Cast = field(init=False)
    twins: tuple[Person, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        if self.size < SMALLEST:
            raise ValueError(f"a company has at least {SMALLEST} people")
        self.end = self.end.astimezone(UTC).replace(microsecond=0)
        self.monday = first_monday(self.end, self.weeks)
        founder = _Founder(self)
        self.teams = tuple(founder.teams())
        if self.has_twins:
            self.twins = tuple(founder.twins(self.teams[0]))
        self.members = tuple(person for team in self.teams for person in team.members)
        self.people = (*self.members, *self.twins)
        by_id = {person.person_id: person for person in self.people}
        hero, peer, *juniors = (by_id[key] for key, *_ in _CAST.values())
        self.cast = Cast(hero, peer, (juniors[0], juniors[1]))

    @property
    def gamer(self) -> Person | None:
        """The twin who games the traces."""
        return self.twins[1] if self.twins else None

    def random(self, *about: object) -> Random:
        """Randomness of its own for one thing, whatever happened before."""
        return Random("/".join(map(str, (self.seed, *about))))

    def trains(self) -> list[tuple[Team, ...]]:
        """Teams that release together; the first are those of the scenario."""
        teams = self.teams
        return [teams[first : first + TRAIN] for first in range(0, len(teams) - 1, TRAIN)]


HERO = "p-mira"
_CAST = {
    (0, 1): (HERO, "Mira Solberg", "pm", "senior", 1600),
    (1, 1): ("p-conrad", "Conrad Vale", "pm", "senior", 1100),
    (2, 1): ("p-jonas", "Jonas Adeyemi", "pm", "junior", 40),
    (1, 7): ("p-leila", "Leila Novák", "pm", "junior", 25),
}
"""Team and place -> the scenario's people: hero, peer, and the two whom the hero coaches.

The number says how many days before the window somebody joined.
"""


class _Founder:
    """Hires everybody."""

    def __init__(self, company: Company) -> None:
        self.company, self.random = company, company.random("people")
        self.names = Names(self.random)
        self.given: list[str] = []
        self.count = 0
        self.spread = max(company.weeks * 7 - 14, 14)

    def teams(self) -> Iterator[Team]:
        head: Person | None = None
        for number, size in enumerate(_sizes(self.company.size, self.random)):
            round_, place = divmod(number, len(_TEAMS))
            name = f"{_TEAMS[place]}{round_ + 1 if round_ else ''}"
            lead = self._hire(name, number, 0, head)
            head = head or lead
            others = (self._hire(name, number, place, lead) for place in range(1, size))
            yield Team(number, name, (lead, *others))

    def twins(self, team: Team) -> Iterator[Person]:
        """Two engineers alike, of a team's name and place, but for what they are called."""
        pattern = next(person for person in team.of("eng") if person is not team.lead)
        for number in (1, 2):
            name = self.names.name()
            handle = self.names.handle(name)
            yield replace(
                pattern,
                person_id=f"p-twin-{number}",
                name=name,
                handle=handle,
                emails=addresses(handle, 0),
                zone="Europe/Berlin",
                started=self.company.monday - timedelta(days=400),
                ended=None,
                leave=(),
                former_level=None,
                promoted=None,
            )

    def _hire(self, team: str, number: int, place: int, manager: Person | None) -> Person:
        role = _ROLES[place % len(_ROLES)]
        level = "staff" if place == 0 else self.random.choice(_LEVELS)
        person_id, name, is_cast = f"p-{self.count:05d}", self._name(), (number, place) in _CAST
        if is_cast:
            person_id, name, role, level, _ = _CAST[number, place]
        handle = self.names.handle(name)
        others = _OTHER_ADDRESSES[self.count % len(_OTHER_ADDRESSES)]
        stays = place == 0 or is_cast
        started, ended = self._employment(stays=stays, is_junior=level == "junior")
        if is_cast:
            started = self.company.monday - timedelta(days=_CAST[number, place][4])
        promoted = self._day() if not is_cast and self.random.random() < 0.04 else None
        self.count += 1
        return Person(
            person_id,
            name,
            handle,
            addresses(handle, others),
            team,
            role,
            level,
            1.0 if stays else self.random.choice((1.0,) * 8 + (0.8, 0.6)),
            manager.emails[0] if manager else None,
            "Europe/Berlin" if is_cast else self.random.choice(_ZONES),
            started,
            ended,
            () if is_cast else self._leave(),
            "mid" if promoted else None,
            promoted,
        )

    def _name(self) -> str:
        """One in thirty has the name of somebody else."""
        has_namesake = self.given and self.count % 30 == 20
        name = self.random.choice(self.given) if has_namesake else self.names.name()
        self.given.append(name)
        return name

    def _employment(self, *, stays: bool, is_junior: bool) -> tuple[date, date | None]:
        monday, random = self.company.monday, self.random
        longest = 300 if is_junior else 3000
        started = monday - timedelta(days=random.randint(30, longest))
        if stays:
            return started, None
        if self.count % 12 == 9:
            return self._day(), None
        return started, self._day() if self.count % 23 == 19 else None

    def _leave(self) -> tuple[tuple[date, date], ...]:
        """Two weeks away, a few weeks apart."""
        weeks = self.company.weeks
        first = self.random.randrange(max(weeks // 2, 1))
        second = weeks // 2 + self.random.randrange(1, max(weeks // 2, 2))
        mondays = [self.company.monday + timedelta(weeks=week) for week in (first, second)]
        return tuple((monday, monday + timedelta(days=6)) for monday in mondays)

    def _day(self) -> date:
        return self.company.monday + timedelta(days=self.random.randint(7, self.spread))


def _sizes(people: int, random: Random) -> Iterator[int]:
    """Teams of 4 to 12: three of eight people or a few more, then others as they come."""
    left = people - SMALLEST
    extra = left if left < 4 else 0
    yield from (8 + (number < extra) for number in range(3))
    left -= extra
    while left > 12:
        size = min(random.randint(5, 11), left - 4)
        left -= size
        yield size
    if left:
        yield left


def pick(
    random: Random, people: Sequence[Person], day: date, *but: object, roles: Sequence[str] = ()
) -> Person | None:
    """Somebody who works on a day, but for some, of some role families if any are named."""
    able = [
        person
        for person in people
        if person.works_on(day)
        and all(person is not other for other in but)
        and (not roles or person.role_family in roles)
    ]
    return random.choice(able) if able else None
