"""Loses part of what tools recorded: whole objects, and single traces of those that stay.

A trace survives if its object does and it does itself, each with the square root of the rate;
what is no part of an object, such as a release or a clone, survives with the rate.
"""

from collections.abc import Mapping
from math import sqrt
from random import Random

from sandbox.company.record_google import Google
from sandbox.company.tools import Tools
from sandbox.confluence.model import Page, Wiki
from sandbox.git.model import Clone
from sandbox.github.model.repositories import Pull, Repository
from sandbox.jira.model import Site
from sandbox.jira.rows import Issue
from sandbox.pagerduty.model import Account

Emission = float | Mapping[str, float]
"""The share of traces that the tools keep: of all of them, or by tool."""


def lose(tools: Tools, random: Random, emission: Emission) -> None:
    """Takes traces away at random, until about the given share of them is left."""
    rates = emission if isinstance(emission, Mapping) else dict.fromkeys(_TOOLS, emission)
    for tool, rate in rates.items():
        if tool not in _TOOLS or not 0 <= rate <= 1:
            raise ValueError(f"emission is a share between 0 and 1 for each of {', '.join(_TOOLS)}")
    github, jira, confluence, pagerduty, google, git = (
        _Dice(Random(random.random()), rates.get(tool, 1.0)) for tool in _TOOLS
    )
    for repository in tools.hub.repositories.values():
        _lose_github(repository, github)
    _lose_jira(tools.site, jira)
    _lose_confluence(tools.wiki, confluence)
    _lose_pagerduty(tools.account, pagerduty)
    _lose_google(tools.google, google)
    _lose_clones(tools.git.clones, git)


_TOOLS = ("github", "jira", "confluence", "pagerduty", "google", "git")


class _Dice:
    """Decides what stays; with a rate of 1 everything."""

    def __init__(self, random: Random, rate: float) -> None:
        self.random, self.rate, self.part = random, rate, sqrt(rate)

    def keeps(self) -> bool:
        """Whether an object, or a trace of an object that stays, stays."""
        return self.random.random() < self.part

    def keeps_alone(self) -> bool:
        """Whether a trace that is no part of an object stays."""
        return self.random.random() < self.rate


def _lose_github(repository: Repository, dice: _Dice) -> None:
    for number, issue in list(repository.issues.items()):
        if not dice.keeps():
            del repository.issues[number]
        elif issue.pull is not None:
            _lose_reviews(issue.pull, dice)
    left = repository.issues
    repository.events = [
        event
        for event in repository.events
        if event.issue is not None and event.issue.number in left and dice.keeps()
    ]
    repository.releases = [release for release in repository.releases if dice.keeps_alone()]


def _lose_reviews(pull: Pull, dice: _Dice) -> None:
    pull.reviews = [review for review in pull.reviews if dice.keeps()]
    left = {review.id for review in pull.reviews}
    pull.comments = [comment for comment in pull.comments if comment.review_id in left]


def _lose_jira(site: Site, dice: _Dice) -> None:
    for issue in list(site.issues.values()):
        if dice.keeps():
            _lose_history(issue, dice)
        else:
            site.delete_issue(issue)


def _lose_history(issue: Issue, dice: _Dice) -> None:
    issue.histories = [history for history in issue.histories if dice.keeps()]
    issue.comments = [comment for comment in issue.comments if dice.keeps()]
    for link in [link for link in issue.links if link.source is issue and not dice.keeps()]:
        link.source.links.remove(link)
        link.target.links.remove(link)


def _lose_confluence(wiki: Wiki, dice: _Dice) -> None:
    for page in [page for space in wiki.spaces.values() for page in space.pages.values()]:
        if dice.keeps():
            _lose_versions(page, dice)
        else:
            wiki.delete_page(page)


def _lose_versions(page: Page, dice: _Dice) -> None:
    """Confluence numbers the versions that are left anew; the first one is the page itself."""
    first, *later = page.versions
    page.versions = [first, *(version for version in later if dice.keeps())]
    for number, version in enumerate(page.versions, start=1):
        version.number = number


def _lose_pagerduty(account: Account, dice: _Dice) -> None:
    for incident in list(account.incidents.values()):
        if dice.keeps():
            incident.notes = [note for note in incident.notes if dice.keeps()]
        else:
            account.remove_incident(incident)
    left = account.incidents
    account.entries = [
        entry for entry in account.entries if entry.incident.id in left and dice.keeps()
    ]
    for schedule in account.schedules.values():
        schedule.overrides = [shift for shift in schedule.overrides if dice.keeps_alone()]


def _lose_google(google: Google, dice: _Dice) -> None:
    """Files go with what was done to them; meetings are taken out of the calendars."""
    drive, calendars = google.workspace.drive, google.workspace.calendars
    for file in list(drive.files.values()):
        if dice.keeps():
            file.acts = [act for act in file.acts if dice.keeps()]
        else:
            drive.delete_forever(file)
    for meeting in google.meetings:
        if not dice.keeps_alone():
            calendars.cancel(meeting, meeting.updated_at)


def _lose_clones(clones: dict[str, Clone], dice: _Dice) -> None:
    """No history lacks a commit in its middle: a repository has a clone or not."""
    for name in list(clones):
        if not dice.keeps_alone():
            del clones[name]
