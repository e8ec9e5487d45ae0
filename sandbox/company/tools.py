"""A company's tools, and all that else is known of it after the window."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.company.diary import Entry
from sandbox.company.identity import Identities
from sandbox.company.people import Company
from sandbox.company.record_confluence import Confluence
from sandbox.company.record_git import Git
from sandbox.company.record_github import GitHub
from sandbox.company.record_google import Google
from sandbox.company.record_jira import Jira
from sandbox.company.record_pagerduty import PagerDuty
from sandbox.company.reports import Handed
from sandbox.confluence.model import Wiki
from sandbox.github.model.hub import Hub
from sandbox.google.model.workspace import Workspace
from sandbox.jira.model import Site
from sandbox.pagerduty.model import Account


@dataclass(repr=False)
class Tools:
    """The company's tools after the window, and what really happened.

    Attributes:
        handed: Self-reports and peer notes.
        diaries: What volunteers wrote down of their weeks.
        truth: The lines of truth, empty if they were told elsewhere.
    """

    company: Company
    identities: Identities
    hub: Hub
    site: Site
    wiki: Wiki
    account: Account
    workspace: Workspace
    git: Git
    github: GitHub
    jira: Jira
    confluence: Confluence
    pagerduty: PagerDuty
    google: Google
    handed: Handed = field(default_factory=Handed)
    diaries: list[Entry] = field(default_factory=list)
    truth: list[dict[str, Any]] = field(default_factory=list)
