"""A sandbox PagerDuty, and pulls from it into a landing zone through the real path."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import pagerduty
from connectors.settings import Runtime
from sandbox.pagerduty import Account, Server
from tests.world import World


class PagerDutyWorld(World):
    """An account, its server, and one store's landing zone."""

    def __init__(self, server: Server, runtime: Runtime, time: Any, folder: Path) -> None:
        super().__init__(
            pagerduty,
            server,
            runtime,
            time,
            folder,
            settings={"token_env": "T"},
            secrets={"token": "k-1"},
            scope="account",
        )
        self.account, self.api = server.account, server.api

    def ago(self, **delta: float) -> datetime:
        return self.time.now() - timedelta(**delta)


def fill(account: Account, *, incidents: int = 30, days: int = 300, people: int = 5) -> None:
    """Incidents spread over the days before now, with everything that can happen to one."""
    now = account.clock()
    users = [account.add_user(f"u{n}", email=f"u{n}@acme.example") for n in range(people)]
    team, other = account.add_team("Storage"), account.add_team("Billing")
    for user in users:
        account.add_member(team, user)
    services = [account.add_service("disks", teams=(team,)), account.add_service("money")]
    schedules = [account.add_schedule(name) for name in ("Primary", "Backup")]
    for number in range(incidents):
        at = now - timedelta(days=days) + timedelta(days=days) * number / incidents
        user, next_user = users[number % people], users[(number + 1) % people]
        incident = account.trigger(services[number % 2], f"Incident {number}", at=at)
        account.notify(incident, user, at)
        account.acknowledge(incident, user, at=at + timedelta(minutes=2))
        account.assign(incident, user, next_user, at + timedelta(minutes=3))
        for note in range(number % 3):
            account.add_note(incident, user, f"Note {note}", at=at + timedelta(minutes=5 + note))
        if number % 4:
            account.resolve(incident, None if number % 5 == 0 else user, at + timedelta(hours=1))
        schedule = schedules[number % 2]
        account.add_on_call(schedule, user, at, at + timedelta(hours=12))
        account.plan(schedule, user, at, at + timedelta(hours=12))
        account.add_override(schedule, next_user, at, at + timedelta(hours=4))
        account.add_audit(user if number % 3 else None, "update", "schedule", schedule.id, at)
    account.add_on_call(None, users[0], None, None, level=2)
    account.add_member(other, users[0], "manager")


@pytest.fixture
def world(runtime: Runtime, time: Any, tmp_path: Path) -> Iterator[PagerDutyWorld]:
    with Server(Account(clock=time.now)) as server:
        yield PagerDutyWorld(server, runtime, time, tmp_path)
