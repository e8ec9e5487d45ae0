"""Serves the company's tools on the loopback and writes what mines them."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import yaml

from sandbox.company.build import build
from sandbox.company.emission import Emission
from sandbox.company.handbook import TEAM_TABLES
from sandbox.company.operations import COMMANDER, COMMUNICATOR, SCRIBE
from sandbox.company.record_google import ADMIN, BUDDY_FIELD
from sandbox.company.roster import (
    share_notes,
    share_pairings,
    write_absences,
    write_diary,
    write_machines,
    write_reports,
    write_roster,
)
from sandbox.company.tools import Tools
from sandbox.confluence.server import Server as ConfluenceServer
from sandbox.git.write import write as write_clone
from sandbox.github.server import Server as GitHubServer
from sandbox.google.server import Server as GoogleServer
from sandbox.jira.server import Server as JiraServer
from sandbox.pagerduty.server import Server as PagerDutyServer

ENVIRONMENT = {
    "UNSUNG_SANDBOX_EMAIL": "miner@acme.example",
    "UNSUNG_SANDBOX_TOKEN": "an-invented-token",
    "UNSUNG_SANDBOX_GOOGLE": "google-key.json",
}
"""What a pull needs in its environment; nothing else is accepted."""

_TOKEN, _EMAIL = "UNSUNG_SANDBOX_TOKEN", "UNSUNG_SANDBOX_EMAIL"
_GOOGLE = "UNSUNG_SANDBOX_GOOGLE"
_THREADS = 4

_OPTED_OUT = 10
"""One in so many people has a calendar that is not read."""

_REQUESTS_A_MINUTE = 1_000_000
"""PagerDuty grants some accounts more than the usual 960; nobody waits for the minute here."""


@dataclass(frozen=True)
class Served:
    """The running tools.

    Attributes:
        servers: By source.
        form: The form with the peer notes.
        sheet: The sheet with the buddies, and its tab.
    """

    tools: Tools
    servers: Mapping[str, Any]
    form: str
    sheet: tuple[str, str]

    def config(self) -> dict[str, Any]:
        """The ``unsung.yaml`` that reads all of it."""
        keys = [team.key for team in self.tools.company.teams]
        roles = {"commander": COMMANDER, "communicator": COMMUNICATOR, "scribe": SCRIBE}
        onboarding = {"labels": ["onboarding"], "buddy_field": self.tools.jira.buddy_field.id}
        own: dict[str, dict[str, Any]] = {
            "github": {"repositories": [r.full_name for r in self.tools.hub.repositories.values()]},
            "jira": {"email_env": _EMAIL, "projects": [*keys], "onboarding": onboarding},
            "confluence": {"email_env": _EMAIL, "spaces": keys, "read_minutes": "on"},
            "pagerduty": {"role_fields": roles},
        }
        return {
            "organization": "Acme",
            "purpose": "promotion_review",
            "data_dir": "data",
            "people": {
                "roster": "roster.csv",
                "absences": "absences.csv",
                "machines": "machines.csv",
                "pairings": {"sheet": self.sheet[0], "tab": self.sheet[1]},
                **self._at_google(),
            },
            "sources": {
                **{
                    source: {
                        "base_url": self.servers[source].base_url,
                        "token_env": _TOKEN,
                        "threads": _THREADS,
                        **settings,
                    }
                    for source, settings in own.items()
                },
                "git": self._clones(),
                "google": {**self._at_google(), "threads": _THREADS, **self._workspace()},
                "claims": {
                    "self_reports": "self_reports.csv",
                    "peer_notes": {"form": self.form},
                    **self._at_google(),
                },
            },
        }

    def _clones(self) -> dict[str, Any]:
        names = self.tools.git.clones
        return {
            "repositories": [{"path": f"clones/{name}.git", "name": name} for name in names],
            "read_minutes": "on",
            "pairing_tables": [TEAM_TABLES],
        }

    def _at_google(self) -> dict[str, Any]:
        return {"base_url": self.servers["google"].base_url, "credentials_file_env": _GOOGLE}

    def _workspace(self) -> dict[str, Any]:
        """Most calendars and every team's documents have opted in."""
        google = self.tools.google
        people = [person for n, person in enumerate(self.tools.company.people) if n % _OPTED_OUT]
        admin = f"{ADMIN}@{self.tools.workspace.domain}"
        return {
            "domain": self.tools.workspace.domain,
            "admin": admin,
            "calendars": [google.accounts.rows[person][0].email for person in people],
            "drives": [drive.id for drive in google.drives.values()],
            "drive_member": admin,
            "drive": "audit",
            "buddy_field": BUDDY_FIELD,
            "read_minutes": "on",
        }

    def write(self, folder: Path, *, has_diary: bool = True) -> Path:
        """Writes the configuration and the people's files, and returns the configuration.

        Args:
            folder: Where they go.
            has_diary: Whether volunteers hand in their diaries.
        """
        folder.mkdir(parents=True, exist_ok=True)
        write_roster(self.tools, folder / "roster.csv")
        write_absences(self.tools, folder / "absences.csv")
        write_machines(self.tools, folder / "machines.csv")
        write_reports(self.tools, folder / "self_reports.csv")
        for name, clone in self.tools.git.clones.items():
            write_clone(clone, folder / "clones" / f"{name}.git")
        google = self.servers["google"]
        key = folder / ENVIRONMENT[_GOOGLE]
        key.write_bytes(msgspec.json.encode(google.api.key_file(google.base_url)))
        path = folder / "unsung.yaml"
        config = self.config()
        if has_diary:
            write_diary(self.tools, folder / "diary.csv")
            config["people"]["diary"] = "diary.csv"
        path.write_text(yaml.safe_dump(config, sort_keys=False, allow_unicode=True))
        return path


@contextmanager
def serve(tools: Tools) -> Iterator[Served]:
    """Serves the tools; their clocks start at the end of the window."""
    started, end = datetime.now(UTC), tools.company.end

    def clock() -> datetime:
        return end + (datetime.now(UTC) - started)

    tools.hub.clock = tools.site.clock = tools.wiki.clock = tools.account.clock = clock
    tools.workspace.clock = clock
    pagerduty = PagerDutyServer(tools.account)
    pagerduty.api.limit = pagerduty.api.duty_limit = _REQUESTS_A_MINUTE
    google = GoogleServer(tools.workspace)
    servers: dict[str, Any] = {
        "github": GitHubServer(tools.hub),
        "jira": JiraServer(tools.site),
        "confluence": ConfluenceServer(tools.wiki),
        "pagerduty": pagerduty,
        "google": google,
    }
    email, token = ENVIRONMENT[_EMAIL], ENVIRONMENT[_TOKEN]
    with ExitStack() as stack:
        for server in servers.values():
            # Google gives tokens itself, for the key file.
            server.tokens = None if server is google else {token, f"{email}:{token}"}
            stack.enter_context(server)
        reader = google.api.client_email
        yield Served(tools, servers, share_notes(tools, reader), share_pairings(tools, reader))


def build_into(
    folder: Path,
    seed: int,
    people: int,
    end: datetime,
    weeks: int,
    emission: Emission,
    *,
    has_twins: bool = False,
) -> Tools:
    """Builds a company whose truth goes line by line into ``truth.jsonl`` of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.jsonl").open("wb") as file:

        def tell(line: dict[str, Any]) -> None:
            file.write(msgspec.json.encode(line) + b"\n")

        return build(seed, people, end, weeks, emission, tell, has_twins=has_twins)
