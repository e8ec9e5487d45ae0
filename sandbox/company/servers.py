"""Serves the company's four tools on the loopback and writes what mines them."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import yaml

from sandbox.company.build import Emission, Tools, build
from sandbox.company.operations import COMMANDER, COMMUNICATOR, SCRIBE
from sandbox.company.roster import write_absences, write_machines, write_roster
from sandbox.confluence.server import Server as ConfluenceServer
from sandbox.github.server import Server as GitHubServer
from sandbox.jira.server import Server as JiraServer
from sandbox.pagerduty.server import Server as PagerDutyServer
from sandbox.server import Server

ENVIRONMENT = {
    "UNSUNG_SANDBOX_EMAIL": "miner@acme.example",
    "UNSUNG_SANDBOX_TOKEN": "an-invented-token",
}
"""What a pull needs in its environment; nothing else is accepted."""

_TOKEN, _EMAIL = "UNSUNG_SANDBOX_TOKEN", "UNSUNG_SANDBOX_EMAIL"
_THREADS = 4

_REQUESTS_A_MINUTE = 1_000_000
"""PagerDuty grants some accounts more than the usual 960; nobody waits for the minute here."""


@dataclass(frozen=True)
class Served:
    """The running tools.

    Attributes:
        servers: By source.
    """

    tools: Tools
    servers: Mapping[str, Server]

    def config(self) -> dict[str, Any]:
        """The ``unsung.yaml`` that reads all of it."""
        keys = [team.key for team in self.tools.company.teams]
        roles = {"commander": COMMANDER, "communicator": COMMUNICATOR, "scribe": SCRIBE}
        own: dict[str, dict[str, Any]] = {
            "github": {"repositories": [r.full_name for r in self.tools.hub.repositories.values()]},
            "jira": {"email_env": _EMAIL, "projects": [*keys]},
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
            },
            "sources": {
                source: {
                    "base_url": server.base_url,
                    "token_env": _TOKEN,
                    "threads": _THREADS,
                    **own[source],
                }
                for source, server in self.servers.items()
            },
        }

    def write(self, folder: Path) -> Path:
        """Writes the configuration and the people's files, and returns the configuration."""
        folder.mkdir(parents=True, exist_ok=True)
        write_roster(self.tools, folder / "roster.csv")
        write_absences(self.tools, folder / "absences.csv")
        write_machines(self.tools, folder / "machines.csv")
        path = folder / "unsung.yaml"
        path.write_text(yaml.safe_dump(self.config(), sort_keys=False, allow_unicode=True))
        return path


@contextmanager
def serve(tools: Tools) -> Iterator[Served]:
    """Serves the tools; their clocks start at the end of the window."""
    started, end = datetime.now(UTC), tools.company.end

    def clock() -> datetime:
        return end + (datetime.now(UTC) - started)

    tools.hub.clock = tools.site.clock = tools.wiki.clock = tools.account.clock = clock
    pagerduty = PagerDutyServer(tools.account)
    pagerduty.api.limit = pagerduty.api.duty_limit = _REQUESTS_A_MINUTE
    servers: dict[str, Server] = {
        "github": GitHubServer(tools.hub),
        "jira": JiraServer(tools.site),
        "confluence": ConfluenceServer(tools.wiki),
        "pagerduty": pagerduty,
    }
    email, token = ENVIRONMENT[_EMAIL], ENVIRONMENT[_TOKEN]
    with ExitStack() as stack:
        for server in servers.values():
            server.tokens = {token, f"{email}:{token}"}
            stack.enter_context(server)
        yield Served(tools, servers)


def build_into(
    folder: Path, seed: int, people: int, end: datetime, weeks: int, emission: Emission
) -> Tools:
    """Builds a company whose truth goes line by line into ``truth.jsonl`` of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.jsonl").open("wb") as file:

        def tell(line: dict[str, Any]) -> None:
            file.write(msgspec.json.encode(line) + b"\n")

        return build(seed, people, end, weeks, emission, tell)
