"""The worked scenario and the shape of the company's minutes, in exact figures."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from sandbox.company import build

from .conftest import END, World


@pytest.fixture(
    scope="module", params=[(7, 24, 0), (7, 60, 0), (11, 60, 3), (12, 25, 5), (13, 31, 1)]
)
def company(request: pytest.FixtureRequest) -> World:
    seed, size, earlier = request.param
    return World(build(seed, size, END - timedelta(days=earlier)))


def hero(world: World) -> str:
    return world.tools.company.cast.hero.person_id


def minutes(world: World, title: str) -> list[Any]:
    return [
        page
        for space in world.tools.wiki.spaces.values()
        for page in space.pages.values()
        if "meeting-notes" in page.labels and page.title.startswith(title)
    ]


def test_the_hero_holds_twelve_of_thirteen_releases_and_is_named_on_three(company: World) -> None:
    issues = company.tools.site.projects["ALPHA"].issues.values()
    releases = [issue for issue in issues if issue.type == "Release"]
    name = company.tools.company.cast.hero.name
    assert [issue.status for issue in releases] == ["Done"] * 13
    assert sum(issue.reporter.name == name for issue in releases) == 12
    assert sum(issue.assignee.name == name for issue in releases) == 3
    assert company.count(hero(company))["coordination.release"] == 12


def test_the_hero_makes_47_of_61_links_between_the_three_teams(company: World) -> None:
    site = company.tools.site
    inside = {
        i.id for key in ("ALPHA", "BETA", "GAMMA") for i in site.projects[key].issues.values()
    }
    links = [
        person
        for person, unit, _ in company.units("coordination.dependency_link")
        if {int(part) for part in unit.split(":")[2:]} <= inside
    ]
    assert len(links) == 61
    assert links.count(hero(company)) == 47


def test_the_hero_informs_on_five_incidents_and_stops_four_broken_releases(company: World) -> None:
    found = company.count(hero(company))
    assert found["incident.comms"] == 5
    assert found["incident.postmortem"] == 2
    assert found["incident.interception"] == 4
    assert found["incident.corrective_action"] >= 1


def test_the_hero_stops_five_releases(company: World) -> None:
    issues = company.tools.site.projects["ALPHA"].issues.values()
    held = [
        history.author.name
        for issue in issues
        if issue.type == "Release"
        for history in issue.histories
        if any(item.to_text == "On hold" for item in history.items)
    ]
    assert held == [company.tools.company.cast.hero.name] * 5


def test_the_hero_makes_most_edits_of_the_map(company: World) -> None:
    (page,) = [
        page
        for page in company.tools.wiki.spaces["ALPHA"].pages.values()
        if "dependency-map" in page.labels
    ]
    name = company.tools.company.cast.hero.name
    share = sum(v.author.name == name for v in page.versions) / len(page.versions)
    assert 0.7 < share < 0.85


def test_the_hero_writes_the_minutes_of_twelve_of_thirteen_syncs(company: World) -> None:
    units = {
        unit for person, unit, _ in company.units("meeting.minutes") if person == hero(company)
    }
    syncs = minutes(company, "Release sync 1 ")
    assert len(syncs) == 13
    assert sum(f"confluence:{page.id}" in units for page in syncs) == 12


def test_the_hero_coaches_two_newcomers(company: World) -> None:
    pairs = {(line["mentor"], line["mentee"]) for line in company.lines("pairing")}
    juniors = company.tools.company.cast.juniors
    assert pairs >= {(hero(company), junior.person_id) for junior in juniors}
    name = company.tools.company.cast.hero.name
    wiki = company.tools.wiki
    for junior in juniors:
        about = [c for c in wiki.comments.values() if c.page.author.name == junior.name]
        assert len([c for c in about if c.author.name == name]) >= 26


def test_the_peer_has_one_loud_launch_and_little_else(company: World) -> None:
    peer = company.tools.company.cast.peer
    found = company.count(peer.person_id)
    launch = [i for i in company.tools.site.issues.values() if "launch" in i.labels]
    assert Counter(i.type for i in launch)["Epic"] == 1
    assert sum(i.assignee.name == peer.name for i in launch) == 17
    assert found["delivery.ticket_work"] >= 14
    assert found["coordination.release"] == 0


def test_two_in_five_minutes_have_several_scribes(company: World) -> None:
    pages = minutes(company, "")
    several = sum(page.body.startswith("<p>Scribes:") for page in pages)
    assert several / len(pages) == pytest.approx(0.41, abs=0.02)


def test_one_person_writes_three_in_five_minutes_of_the_council(company: World) -> None:
    lead = company.tools.company.teams[2].lead.person_id
    units = {unit for person, unit, _ in company.units("meeting.minutes") if person == lead}
    pages = minutes(company, "Council")
    kept = sum(f"confluence:{page.id}" in units for page in pages)
    assert kept / len(pages) == pytest.approx(0.6, abs=0.04)


def test_minutes_are_mostly_published_by_somebody_else(company: World) -> None:
    owners = company.owners()
    scribes = {(person, unit) for person, unit, _ in company.units("meeting.minutes")}
    pages = minutes(company, "")
    own = sum(
        (owners["confluence", page.author.id], f"confluence:{page.id}") in scribes for page in pages
    )
    assert own / len(pages) < 0.25
