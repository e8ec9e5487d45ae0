"""The worked scenario: quiet coordination of three teams, beside a colleague's loud launch.

In 26 weeks the hero holds 12 of 13 releases and is named on 3, makes 47 of 61 links between the
teams, edits their dependency map most often, informs about 5 incidents, writes 2 postmortems and
stops 5 releases, of which 4 are fixed. Shorter windows have as much of it as fits.
"""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from sandbox.company.acts import Act, Claim, Credit, Document, Proposal, Step, Week, act, claim
from sandbox.company.coordination import Plan, launch_stories, link, map_edit, release
from sandbox.company.operations import ON_CALL, crew_of, declared, is_awake
from sandbox.company.people import Company, Person, pick
from sandbox.company.phrases import REASONED
from sandbox.company.tickets import Ticket
from sandbox.company.worktime import NEVER, after, is_due, moment, soon

RELEASES, HELD_BY_HERO, NAMED = 13, 12, (2, 6, 10)
"""Releases, how many of them the hero holds, and on which the hero is named."""

OTHERS_RELEASE = 7
HOLDS, UNFIXED = (1, 3, 5, 9, 11), 9
"""Releases that the hero stops, and the one that goes on without a fix."""

LINKS, LINKS_OF_HERO, LINK_WEEKS = 61, 47, 24
COMMS_WEEKS, REVIEWED_WEEKS = (3, 8, 13, 17, 22), (8, 17)
"""Weeks of the incidents that the hero informs about, and of those with his postmortem."""

MAP_EVERY = 4
"""Somebody else edits the map every so many weeks; the hero in all others."""

LAUNCH_WEEKS = range(4, 12)


def scenario_releases(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """A release every two weeks, nearly all run by the same person."""
    number, is_off = divmod(week.number, 2)
    if is_off or number >= RELEASES:
        return
    train, hero = company.teams[:3], company.cast.hero
    leads = [team.lead for team in train]
    other = next((lead for lead in leads if lead.works_on(week.days[0])), None)
    if number == OTHERS_RELEASE and other:
        yield from release(train, week, random, Plan(other, other))
        return
    assignee = hero if number in NAMED else leads[number % 3]
    is_held = number in HOLDS
    plan = Plan(hero, assignee, is_held, is_held and number != UNFIXED)
    yield from release(train, week, random, plan)


def scenario_links(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """The teams' tickets are tied to each other, mostly by the hero."""
    if not 0 < week.number <= LINK_WEEKS:
        return
    first, last = (LINKS * number // LINK_WEEKS for number in (week.number - 1, week.number))
    people = [person for team in company.teams[:3] for person in team.of("pm", "eng")]
    for number in range(first, last):
        day = week.day(random)
        is_hers = is_due(number, LINKS_OF_HERO / LINKS)
        person = company.cast.hero if is_hers else pick(random, people, day, company.cast.hero)
        one, two = random.sample(company.teams[:3], 2)
        if person:
            yield link(week, random, person, (one, two), moment(person, day, random))


def scenario_map(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """One page says who waits for whom, and the hero keeps it right."""
    day, hero = week.days[3], company.cast.hero
    train = company.teams[:3]
    person: Person | None = hero
    if week.number % MAP_EVERY == MAP_EVERY - 1:
        people = [p for team in train for p in team.of("pm", "eng")]
        person = pick(random, people, day, hero)
    if person:
        yield map_edit(train, week, random, person, moment(person, day, random))


def scenario_incidents(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Incidents about which the hero informs everybody outside."""
    if week.number not in COMMS_WEEKS:
        return
    hero, first = company.cast.hero, week.number % 3
    author = hero if week.number in REVIEWED_WEEKS else None
    for team in (*company.teams[first:3], *company.teams[:first]):
        for responder in team.of(*ON_CALL):
            at = moment(responder, week.days[2], random)
            if at == NEVER or not is_awake(hero, at):
                continue
            crew = crew_of(random, team.members, responder, at, hero)
            if crew:
                yield from declared(team, week, random, crew, at, author)
                return


def scenario_launch(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """The peer's launch: an epic and many tickets, finished for everybody to see."""
    peer, team = company.cast.peer, company.teams[1]
    if week.number == LAUNCH_WEEKS[0]:
        epic = Ticket(week, random, team, "Epic", ("launch",))
        at = epic.report(moment(peer, week.days[0], random), peer, peer, "Launch of the new plan")
        done = after(peer, at + timedelta(weeks=len(LAUNCH_WEEKS)), random)
        owner = (Credit(peer, "epic_owner"),)
        epic.steps.append(Step(done, peer, "move", "Done", credits=owner))
        yield epic.act()
    if week.number in LAUNCH_WEEKS:
        yield from launch_stories(team, week, random, peer)


def scenario_reviews(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """The hero reads every third week a change of the teams that release together."""
    hero, team = company.cast.hero, company.teams[week.number % 3]
    if week.number % 3:
        return
    author = pick(random, team.of("eng"), week.days[1], hero)
    if author is None:
        return
    at = moment(author, week.days[1], random)
    reviewed = after(hero, at, random, (1, 20))
    claims = [claim(random, hero, "review.code", reviewed, helps=author)]
    if hero.guides(author, reviewed):
        claims.append(Claim(hero, "mentoring.review_guidance", 0, reviewed))
    review = Step(reviewed, hero, "review", ("APPROVED", REASONED[1]), tuple(claims))
    opened = Step(at, author, "open", Proposal("Show the release on the status page"))
    yield act("github", team.repositories[0], week.key("pull"), [opened, review])


def scenario_coaching(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Two juniors write pages, and the hero comments on them in most weeks."""
    hero = company.cast.hero
    for number, junior in enumerate(company.cast.juniors):
        if (week.number + number) % 2 or not junior.works_on(week.days[0]):
            continue
        team = next(team for team in company.teams if junior in team.members)
        written = moment(junior, week.days[0], random)
        key = week.key("page")
        wrote = claim(random, junior, "documentation.create", written)
        value = (f"Requirements {week.number + 1}", (), ())
        steps = [Step(written, junior, "create", value, (wrote,))]
        commented = after(hero, written, random, (2, 30))
        for number, text in enumerate(random.sample(REASONED, 3)):
            at = soon(commented, 2)
            coached = claim(random, hero, "mentoring.coaching_artifact", at, helps=junior)
            steps.append(Step(soon(commented, number), hero, "comment_inline", text, (coached,)))
        week.shelf(team).append(Document(key, team.key, junior, written))
        yield act("confluence", team.key, key, sorted(steps, key=lambda step: step.at))
