"""Lets the company work and its tools record it, in the order in which things happen."""

from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any

from sandbox.company.acts import Act, Step
from sandbox.company.diary import keep_diaries
from sandbox.company.emission import Emission, lose
from sandbox.company.identity import Identities
from sandbox.company.latent import work
from sandbox.company.names import DOMAIN
from sandbox.company.people import Company, Person
from sandbox.company.record import Objects, Recorder
from sandbox.company.record_confluence import Confluence, page_url
from sandbox.company.record_git import Git
from sandbox.company.record_github import GitHub
from sandbox.company.record_google import Google
from sandbox.company.record_jira import Jira
from sandbox.company.record_pagerduty import SHIFTS, PagerDuty
from sandbox.company.reports import hand_in
from sandbox.company.tools import Tools
from sandbox.company.truth import Tell, Truth
from sandbox.confluence.model import Wiki
from sandbox.github.model.hub import Hub
from sandbox.google.model.workspace import Workspace
from sandbox.jira.model import Site
from sandbox.pagerduty.model import Account


def build(
    seed: int,
    people: int,
    end: datetime,
    weeks: int = 26,
    emission: Emission = 1.0,
    tell: Tell | None = None,
    *,
    has_twins: bool = False,
) -> Tools:
    """Builds the company of a seed and fills its tools.

    Args:
        seed: The same numbers give the same company.
        people: At least 24.
        end: When the window ends; nothing happens after it.
        weeks: How long the window is.
        emission: Which share of traces the tools keep. Truth does not depend on it.
        tell: Gets every line of truth; None collects them in the result.
        has_twins: Whether two more people do the same work, one of whom games the traces.
    """
    company = Company(seed, people, end, weeks, has_twins=has_twins)
    truth: list[dict[str, Any]] = []
    tools = _open(company, truth, tell or truth.append)
    told = Truth(tell or truth.append, company.end)
    told.company(company)
    _Timeline(tools, told).run()
    tools.diaries = keep_diaries(company, told.settle(company))
    users, objects = tools.confluence.accounts.rows, tools.github.objects
    tools.handed = hand_in(company, objects, users, tell or truth.append)
    lose(tools, company.random("emission"), emission)
    return tools


def _open(company: Company, truth: list[dict[str, Any]], tell: Tell) -> Tools:
    """Empty tools with everybody's accounts."""
    who, objects = Identities(company), Objects()
    hub, site, wiki, account = Hub(), Site(), Wiki(), Account()
    workspace = Workspace(domain=DOMAIN)
    jira = Jira(company, site, objects, who, tell, page_url)
    git = Git(company, objects, who, tell)
    objects.ids |= {f"pairing/{p.person_id}": f"pairing:{p.person_id}" for p in company.people}
    return Tools(
        company,
        who,
        hub,
        site,
        wiki,
        account,
        workspace,
        git,
        GitHub(company, hub, git, objects, who, tell),
        jira,
        Confluence(company, wiki, objects, who, tell, jira),
        PagerDuty(company, account, objects, who, tell),
        Google(company, workspace, objects, who, tell),
        truth=truth,
    )


class _Timeline:
    """Brings the steps of all acts into one order; holds only what has not happened yet."""

    def __init__(self, tools: Tools, truth: Truth) -> None:
        self.tools, self.truth, self.company = tools, truth, tools.company
        self.objects = tools.github.objects
        self.recorders: dict[str, Recorder] = {
            "git": tools.git,
            "github": tools.github,
            "jira": tools.jira,
            "confluence": tools.confluence,
            "pagerduty": tools.pagerduty,
            "google": tools.google,
        }
        self.ahead: list[tuple[datetime, int, Act, Step]] = []
        self.order = count()

    def run(self) -> None:
        """Everything happens."""
        for week, acts in work(self.company):
            if week.number == self.company.weeks // 2:
                self._rename()
            for act in acts:
                for step in act.steps:
                    if step.at <= self.company.end:
                        heappush(self.ahead, (step.at, next(self.order), act, step))
            self._until(
                datetime.fromisoformat(f"{week.monday + timedelta(weeks=1)}T00:00:00+00:00")
            )
        self._until(self.company.end + timedelta(seconds=1))
        for person in self.company.people:
            if person.ended and person.ended < self.company.end.astimezone(UTC).date():
                self.tools.jira.depart(person)

    def _until(self, moment: datetime) -> None:
        while self.ahead and self.ahead[0][0] < moment:
            _, _, act, step = heappop(self.ahead)
            object_id = self.recorders[act.tool].record(act, step)
            if object_id is None:
                continue
            self.truth.step(act, step, object_id, self.objects.ids)
            if isinstance(step.actor, Person) and step.verb in SHIFTS:
                self.truth.shift(step.actor, *SHIFTS[step.verb](step))

    def _rename(self) -> None:
        for person in sorted(self.tools.identities.renamed, key=lambda person: person.person_id):
            for recorder in (self.tools.github, self.tools.jira, self.tools.confluence):
                recorder.rename(person)
