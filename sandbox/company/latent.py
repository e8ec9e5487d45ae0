"""All work of the company, week by week, as it is before any tool records it."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

from sandbox.company import (
    coordination,
    documents,
    engineering,
    fixes,
    gaming,
    handbook,
    meetings,
    noise,
    onboarding,
    operations,
    patches,
    scenario,
    tickets,
)
from sandbox.company.acts import Act, Document, Week
from sandbox.company.people import Company

Process = Callable[[Company, Week, Random], Iterator[Act]]

PROCESSES: tuple[Process, ...] = (
    coordination.epics,
    documents.founding,
    engineering.pull_requests,
    engineering.github_issues,
    engineering.repository_releases,
    tickets.tickets,
    tickets.covers,
    tickets.backlogs,
    operations.alerts,
    operations.incidents,
    operations.shifts,
    documents.documents,
    documents.upkeep,
    documents.runbooks,
    documents.minutes,
    coordination.releases,
    coordination.links,
    coordination.maps,
    scenario.scenario_releases,
    scenario.scenario_links,
    scenario.scenario_map,
    scenario.scenario_incidents,
    scenario.scenario_launch,
    scenario.scenario_coaching,
    scenario.scenario_reviews,
    noise.noise,
    meetings.syncs,
    meetings.reviews,
    meetings.one_to_ones,
    meetings.designs,
    onboarding.onboarding,
    onboarding.acquaintances,
    gaming.twins,
    patches.patches,
    patches.platform_releases,
    handbook.handbook,
    handbook.decisions,
    handbook.guilds,
    handbook.tables,
    fixes.upkeep_pulls,
    fixes.drive_bys,
    fixes.suggestions,
    fixes.diagnoses,
    fixes.answers,
    fixes.pull_reverts,
    fixes.release_notes,
)
"""Each yields what begins in one week; what it begins may end weeks later."""


def work(company: Company) -> Iterator[tuple[Week, Iterator[Act]]]:
    """Yields each week with its acts, which are made while they are read.

    Only the newest documents of each team and a few counters are kept from week to week.
    """
    shelves: dict[str, deque[Document]] = {}
    turns: Counter[str] = Counter()
    for number in range(company.weeks):
        week = Week(number, company.monday + timedelta(weeks=number), shelves, turns)
        yield week, _acts(company, week)


def _acts(company: Company, week: Week) -> Iterator[Act]:
    for process in PROCESSES:
        yield from process(company, week, company.random(process.__name__, week.number))
