"""What looks like work and is nobody's: machines, mistakes, drafts, people from outside."""

from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random

from sandbox.company.acts import Act, Proposal, Step, Stranger, Week, act
from sandbox.company.operations import MONITOR, ON_CALL
from sandbox.company.people import Company, Person, Team, pick
from sandbox.company.phrases import ALERTS, CHANGES, PLAIN, PROBLEMS, SUBJECTS, WAITING
from sandbox.company.tickets import Ticket
from sandbox.company.worktime import NEVER, moment, soon

DEPENDENCIES = Stranger("dependabot[bot]", type="Bot")
RELEASER = Stranger("acme-releases")
"""A login that several pipelines share; GitHub does not know that it is a machine."""

JIRA_APP = Stranger("automation-for-jira", type="app")
WIKI_APP = Stranger("page-formatter", type="app")
VISITOR = Stranger("visitor", is_machine=False)
CUSTOMER = Stranger("customer", is_machine=False, type="customer")

_RATE = 0.012
"""How often each noise happens, for one member of a team in one week."""

Maker = Callable[[Team, Week, Random, Person, Person], Iterator[Act]]


def noise(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Some of each noise in every team."""
    for team in company.teams:
        for make in _MAKERS:
            if random.random() < _RATE * len(team.members):
                day = week.day(random)
                one = pick(random, team.members, day, roles=ON_CALL)
                two = pick(random, team.members, day, one, roles=ON_CALL)
                if one and two:
                    yield from make(team, week, random, one, two)


def _update_by_bot(
    team: Team, week: Week, random: Random, one: Person, _two: Person
) -> Iterator[Act]:
    """A machine opens, labels and merges; another reviews."""
    at = moment(one, week.days[0], random)
    yield act("github", team.repositories[0], week.key("pull"), [
        Step(at, DEPENDENCIES, "open", Proposal("Bump a library")),
        Step(soon(at, 3), RELEASER, "review", ("APPROVED", PLAIN[0])),
        Step(soon(at, 9), RELEASER, "merge"),
    ])  # fmt: skip


def _deleted_author(
    team: Team, week: Week, random: Random, one: Person, _two: Person
) -> Iterator[Act]:
    """Somebody whose account is gone opened it, and another reviewed it."""
    at = moment(one, week.days[1], random)
    yield act("github", team.repositories[1], week.key("pull"), [
        Step(at, None, "open", Proposal(random.choice(CHANGES))),
        Step(soon(at, 30), None, "review", ("COMMENTED", PLAIN[1])),
        Step(soon(at, 50), None, "merge"),
    ])  # fmt: skip


def _never_said(team: Team, week: Week, random: Random, one: Person, two: Person) -> Iterator[Act]:
    """A review that stays pending, a comment on the own change, no merge."""
    at = moment(one, week.days[1], random)
    yield act("github", team.repositories[1], week.key("pull"), [
        Step(at, one, "open", Proposal(random.choice(CHANGES))),
        Step(soon(at, 10), one, "review", ("COMMENTED", "I will split this.")),
        Step(soon(moment(two, week.days[2], random), 5), two, "review", ("PENDING", PLAIN[2])),
    ])  # fmt: skip


def _own_label(team: Team, week: Week, random: Random, one: Person, two: Person) -> Iterator[Act]:
    """The reporter sorts the own issue at once; a machine labels it too."""
    at = moment(one, week.days[3], random)
    yield act("github", team.repositories[0], week.key("issue"), [
        Step(at, one, "report", random.choice(PROBLEMS)),
        Step(soon(at, 1), DEPENDENCIES, "label", "triage"),
        Step(soon(at, 20), one, "label", "bug"),
        Step(moment(two, week.days[4], random), two, "close"),
    ])  # fmt: skip


def _releases(team: Team, week: Week, random: Random, one: Person, _two: Person) -> Iterator[Act]:
    """A draft that nobody publishes, and a release of a machine."""
    at = moment(one, week.days[2], random)
    for actor, verb in ((one, "draft"), (RELEASER, "publish")):
        tag = f"v2.{week.number}.{verb}"
        step = Step(at, actor, verb, tag)
        yield act("github", team.repositories[1], week.key("release"), [step])


def _sorted_by_app(
    team: Team, week: Week, random: Random, one: Person, two: Person
) -> Iterator[Act]:
    """The reporter sorts the own ticket within the hour, and an app every ticket."""
    ticket = Ticket(week, random, team)
    at = ticket.report(moment(one, week.days[0], random), one)
    ticket.do(soon(at, 1), JIRA_APP, "labels", ["auto"])
    ticket.do(soon(at, 2), JIRA_APP, "priority", "Low")
    ticket.do(soon(at, 12), one, "priority", "High")
    ticket.do(soon(moment(two, week.days[1], random), 3), two, "comment", WAITING)
    ticket.do(soon(moment(two, week.days[1], random), 9), None, "comment", WAITING)
    yield ticket.act()


def _to_and_fro(team: Team, week: Week, random: Random, one: Person, two: Person) -> Iterator[Act]:
    """Given away by mistake and taken back."""
    ticket = Ticket(week, random, team)
    at = ticket.report(moment(one, week.days[1], random), one, one)
    ticket.do(soon(at, 20), one, "assign", two)
    ticket.do(soon(at, 25), one, "assign", one)
    yield ticket.act()


def _reopened(team: Team, week: Week, random: Random, one: Person, two: Person) -> Iterator[Act]:
    """Closed too early by its reporter, who never comes back to it."""
    ticket = Ticket(week, random, team)
    at = ticket.report(moment(one, week.days[1], random), one)
    ticket.do(soon(at, 10), one, "move", "Done")
    ticket.do(soon(moment(two, week.days[2], random), 4), two, "move", "To Do")
    yield ticket.act()


def _duplicate(team: Team, week: Week, random: Random, one: Person, _two: Person) -> Iterator[Act]:
    """A customer asks, and the asking is closed as known by an app."""
    ticket = Ticket(week, random, team, "Support")
    at = ticket.report(moment(one, week.days[2], random), CUSTOMER)
    ticket.do(soon(at, 4), JIRA_APP, "labels", ["duplicate"])
    ticket.do(soon(at, 5), JIRA_APP, "move", "Closed")
    yield ticket.act()


def _links(team: Team, week: Week, random: Random, one: Person, two: Person) -> Iterator[Act]:
    """A link inside the team, and one to another team that is taken back."""
    at = moment(one, week.days[3], random)
    step = Step(at, one, "link", (team.key, team.key))
    yield act("jira", team.key, week.key("link"), [step])
    again = moment(two, week.days[4], random)
    key = week.key("link")
    other = "BETA" if team.key == "ALPHA" else "ALPHA"
    made = Step(again, two, "link", (team.key, other))
    yield act("jira", team.key, key, [made, Step(soon(again, 15), two, "unlink")])


def _small_edits(
    team: Team, week: Week, random: Random, one: Person, _two: Person
) -> Iterator[Act]:
    """Corrected commas, machines that format, visitors, writers at their own pages."""
    for document in list(week.shelf(team))[:2]:
        if document.created_at.date() < week.monday:
            at = moment(one, week.days[0], random)
            writer = moment(document.creator, week.days[2], random)
            yield act("confluence", team.key, document.key, [
                Step(at, one, "minor"),
                Step(soon(at, 1), WIKI_APP, "edit"),
                Step(soon(at, 9), VISITOR, "edit"),
                Step(writer, document.creator, "edit"),
            ])  # fmt: skip


def _thrown_away(
    team: Team, week: Week, random: Random, one: Person, _two: Person
) -> Iterator[Act]:
    """A page that goes into the trash, and one that a machine made."""
    at = moment(one, week.days[2], random)
    title = random.choice(SUBJECTS)
    yield act("confluence", team.key, week.key("page"), [
        Step(at, one, "create", (f"Copy of {title}", (), ())), Step(soon(at, 9), one, "trash"),
    ])  # fmt: skip
    report = Step(soon(at, 30), WIKI_APP, "create", (f"Report {week.monday}", (), ()))
    yield act("confluence", team.key, week.key("page"), [report])


def _went_away(team: Team, week: Week, random: Random, one: Person, two: Person) -> Iterator[Act]:
    """An alert that ends by itself, with a machine's note, while people are only notified."""
    at = moment(one, week.days[3], random)
    yield act("pagerduty", team.services[0], week.key("incident"), [
        Step(at, MONITOR, "trigger", random.choice(ALERTS)),
        Step(soon(at, 1), None, "notify", one),
        Step(soon(at, 2), None, "notify", two),
        Step(soon(at, 3), MONITOR, "bot_note", "Runbook: restart the worker."),
        Step(soon(at, 9), None, "resolve"),
    ])  # fmt: skip


def _two_at_once(team: Team, week: Week, random: Random, one: Person, two: Person) -> Iterator[Act]:
    """Two people stumble over one alert that nobody declares."""
    first, second = sorted(((moment(p, week.days[4], random), p) for p in (one, two)), key=_moment)
    if second[0] == NEVER:
        return
    yield act("pagerduty", team.services[1], week.key("incident"), [
        Step(soon(first[0], -5), MONITOR, "trigger", random.choice(ALERTS)),
        Step(first[0], first[1], "acknowledge"),
        Step(soon(second[0], 10), second[1], "acknowledge"),
        Step(soon(second[0], 30), second[1], "resolve"),
    ])  # fmt: skip


def _moment(row: tuple[datetime, Person]) -> datetime:
    return row[0]


def _own_shift(team: Team, week: Week, random: Random, one: Person, _two: Person) -> Iterator[Act]:
    """Somebody books a shift that is the own one already."""
    at = moment(one, week.days[4], random)
    step = Step(soon(at, 30), one, "own_override", at)
    yield act("pagerduty", team.key, week.key("override"), [step])


_MAKERS: tuple[Maker, ...] = (
    _update_by_bot, _deleted_author, _never_said, _own_label, _releases, _sorted_by_app,
    _to_and_fro, _reopened, _duplicate, _links, _small_edits, _thrown_away, _went_away,
    _two_at_once, _own_shift,
)  # fmt: skip
