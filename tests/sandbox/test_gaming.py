"""Twins who do the same work and leave very different traces of it."""

from collections import Counter
from typing import Any

import pytest

from sandbox.company import build

from .conftest import END, World


@pytest.fixture(scope="module")
def twins() -> World:
    return World(build(7, 24, END, has_twins=True))


def test_the_truth_of_both_is_the_same_but_for_objects(twins: World) -> None:
    honest, gamer = (
        sorted(
            (line["kind"], line["minutes"], line["at"])
            for line in twins.activities
            if line["person_id"] == person.person_id
        )
        for person in twins.tools.company.twins
    )
    assert len(honest) > 150
    assert honest == gamer


def test_one_of_them_leaves_several_times_the_traces(twins: World) -> None:
    tools, owners = twins.tools, twins.owners()
    traces: Counter[str | None] = Counter()
    for repository in tools.hub.repositories.values():
        for pull in repository.pulls:
            traces.update(owners["github", str(r.author.id)] for r in pull.reviews if r.author)
    for issue in tools.site.issues.values():
        traces.update(owners["jira", h.author.account_id] for h in issue.histories if h.author)
    honest, gamer = (traces[person.person_id] for person in tools.company.twins)
    assert gamer > 4 * honest > 0


def test_only_one_has_meetings_with_nobody_and_a_ring_of_friends(twins: World) -> None:
    tools = twins.tools
    honest, gamer = tools.company.twins
    alone = [m for m in tools.google.meetings if len(m.guests) == 1]
    assert {meeting.organizer for meeting in alone} == set(gamer.emails[:1])
    assert len(alone) > 100
    thanked = Counter(note.about for note in tools.handed.notes if note.author is gamer)
    assert len(thanked) == 2
    assert all(count >= 3 for count in thanked.values())
    assert honest not in {
        person for note in tools.handed.notes for person in (note.author, note.about)
    }


def test_a_company_without_twins_has_nobody_more(world: Any) -> None:
    assert world.tools.company.twins == ()
    assert len(world.tools.company.people) == 60
