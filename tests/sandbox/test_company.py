"""Who works in the company, and when."""

import tracemalloc
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.company import Company, build
from sandbox.company.latent import work
from sandbox.company.people import Person
from sandbox.company.worktime import NEVER, after, is_working_time, moment

from .conftest import END


def everything(tools: Any) -> tuple[Any, ...]:
    """What a company and its tools hold, in words."""
    histories = [
        (history.id, history.created_at, [item.to_text for item in history.items])
        for issue in tools.site.issues.values()
        for history in issue.histories
    ]
    pulls = [
        (pull.id, pull.issue.title, pull.merged_at, [review.body for review in pull.reviews])
        for repository in tools.hub.repositories.values()
        for pull in repository.pulls
    ]
    pages = [
        (page.id, page.body, [version.created_at for version in page.versions])
        for space in tools.wiki.spaces.values()
        for page in space.pages.values()
    ]
    entries = [(entry.id, entry.type, entry.created_at) for entry in tools.account.entries]
    clones = [(name, clone.branches, clone.tags) for name, clone in tools.git.clones.items()]
    return tools.truth, histories, pulls, pages, entries, clones


def test_the_same_seed_is_the_same_company() -> None:
    one, two = build(3, 24, END, 6), build(3, 24, END, 6)
    assert everything(one) == everything(two)


def test_another_seed_is_another_company() -> None:
    assert build(3, 24, END, 3).truth != build(4, 24, END, 3).truth


@pytest.mark.parametrize("size", [24, 25, 27, 28, 37, 60, 1000])
def test_everybody_is_in_one_team_of_four_to_twelve(size: int) -> None:
    company = Company(1, size, END)
    assert len(company.people) == size
    assert len({person.person_id for person in company.people}) == size
    assert all(4 <= len(team.members) <= 12 for team in company.teams)
    assert len({team.key for team in company.teams}) == len(company.teams)


def test_a_company_has_at_least_the_people_of_the_scenario() -> None:
    with pytest.raises(ValueError, match="at least 24"):
        Company(1, 23, END)


def test_people_have_two_addresses_on_average_and_share_none() -> None:
    people = Company(1, 1000, END).people
    addresses = [address for person in people for address in person.emails]
    assert len(addresses) == 2 * len(people)
    assert len(set(addresses)) == len(addresses)
    assert all(address.isascii() and address.endswith("@acme.example") for address in addresses)


def test_some_people_have_the_name_of_somebody_else_and_some_letters_of_their_own() -> None:
    names = [person.name for person in Company(1, 60, END).people]
    assert 1 <= len(names) - len(set(names)) <= 4
    assert sum(not name.isascii() for name in names) >= 5


def test_people_join_and_leave_within_the_window() -> None:
    company = Company(1, 60, END)
    joined = [person for person in company.people if person.started > company.monday]
    left = [person for person in company.people if person.ended]
    assert joined
    assert left
    assert all(person.ended <= END.date() for person in left if person.ended)


def test_one_in_twenty_has_two_accounts_in_one_tool(world: Any) -> None:
    owned = Counter(
        (line["tool"], line["person_id"])
        for line in world.lines("account")
        if line["tool"] in {"github", "pagerduty"} and line["person_id"]
    )
    assert sum(count == 2 for count in owned.values()) == 3
    assert max(owned.values()) == 2


def test_the_tools_of_one_site_share_their_accounts(world: Any) -> None:
    ids = {
        tool: {line["account_id"] for line in world.lines("account") if line["tool"] == tool}
        for tool in ("jira", "confluence")
    }
    people = {user.account_id for user in world.tools.site.users.values() if user.type != "app"}
    assert len(ids["jira"] & ids["confluence"]) == 60
    assert people >= ids["jira"] & ids["confluence"]


def test_people_work_in_their_own_working_hours_and_never_on_leave() -> None:
    company = Company(5, 60, END)
    late = [
        (act, step)
        for _, acts in work(company)
        for act in acts
        for step in act.steps
        if isinstance(step.actor, Person) and step.verb != "on_call"
        if act.tool != "google" and not is_working_time(step.actor, step.at)
    ]
    assert late == []


def test_people_write_in_meetings_of_all_zones_but_never_on_leave() -> None:
    company = Company(5, 60, END)
    steps = [
        step
        for _, acts in work(company)
        for act in acts
        if act.tool == "google"
        for step in act.steps
        if step.verb in {"edit", "comment", "resolve"}
    ]
    assert len(steps) > 100
    away = [step for step in steps if not step.actor.works_on(step.at.date())]
    assert away == []


def test_nothing_is_recorded_after_the_end(world: Any) -> None:
    tools = world.tools
    times = [entry.created_at for entry in tools.account.entries]
    times += [issue.updated_at for issue in tools.site.issues.values()]
    times += [page.updated_at for s in tools.wiki.spaces.values() for page in s.pages.values()]
    for repository in tools.hub.repositories.values():
        times += [issue.updated_at for issue in repository.issues.values()]
    assert max(times) <= END
    assert max(line["at"] for line in world.activities) <= END.isoformat()


def test_a_big_company_is_never_held_in_memory() -> None:
    """Reading its acts one by one takes a small part of what keeping them takes."""
    company = Company(1, 10_000, END)
    peaks = []
    for keep in (lambda acts: sum(1 for _ in acts), list):
        _, first = next(work(company))
        tracemalloc.start()
        try:
            keep(islice(first, 5_000))
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    read, kept = peaks
    assert read < 1_000_000
    assert read < kept / 5


def test_a_week_keeps_only_the_newest_documents_of_each_team() -> None:
    company = Company(1, 60, END, 60)
    for week, acts in work(company):
        assert sum(1 for _ in acts) > 0
        assert all(len(shelf) <= 30 for shelf in week.shelves.values())


@given(seed=st.integers(0, 2**32), person=st.integers(0, 59), days=st.integers(0, 181))
@settings(deadline=None, max_examples=200)
def test_what_somebody_gets_to_is_later_and_in_his_working_hours(
    seed: int, person: int, days: int
) -> None:
    company = Company(2, 60, END)
    who, random = company.people[person], company.random(seed)
    for at in (moment(who, company.monday + timedelta(days=days), random), END):
        later = after(who, at, random, (0, 60))
        assert later >= at
        assert later == NEVER or is_working_time(who, later)


def test_the_window_starts_on_a_monday_and_ends_in_its_last_week() -> None:
    for days in range(8):
        end = datetime(2026, 11, 16, 9, tzinfo=UTC) + timedelta(days=days)
        company = Company(1, 24, end)
        assert company.monday.weekday() == 0
        last = company.monday + timedelta(weeks=company.weeks - 1)
        assert last <= end.date() <= last + timedelta(days=7)
