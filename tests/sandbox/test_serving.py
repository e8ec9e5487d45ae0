"""The company behind its four servers, and the files that mine it."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from connectors.roster import Settings as RosterSettings
from connectors.roster import connect
from connectors.settings import Runtime
from pipelines.config import PROJECT, read_config
from sandbox.company import serve
from sandbox.company.kinds import KINDS

ASKED = {
    "github": "/repos/acme/alpha-service",
    "jira": "/rest/api/3/myself",
    "confluence": "/wiki/api/v2/spaces",
    "pagerduty": "/services",
}


def test_the_roster_is_accepted_whole(world: Any, tmp_path: Path) -> None:
    with serve(world.tools) as served:
        served.write(tmp_path)
    settings = RosterSettings(roster=Path("roster.csv"), absences=Path("absences.csv"))
    roster: Any = connect(settings, {}, Runtime(tmp_path))
    (batch,) = roster.read(roster.streams, "people", None, lambda _stream, _after: iter(()))
    people = {row.roster_id: row for row in batch.records["employment"]}
    assert len(people) == 60
    assert len(batch.records["employment"]) > 60
    assert len(batch.records["absence"]) > 60
    owners = world.owners()
    for row in batch.records["account_claim"]:
        assert owners[row.tool, row.handle] == row.roster_id


def test_the_roster_ties_nearly_everybody_and_leaves_an_honest_gap(
    world: Any, tmp_path: Path
) -> None:
    with serve(world.tools) as served:
        served.write(tmp_path)
    settings = RosterSettings(roster=Path("roster.csv"))
    roster: Any = connect(settings, {}, Runtime(tmp_path))
    (batch,) = roster.read(roster.streams, "people", None, lambda _stream, _after: iter(()))
    claimed = {(row.tool, row.handle) for row in batch.records["account_claim"]}
    known = {
        address for row in batch.records["employment"] for address in (row.email, *row.other_emails)
    }
    tools = world.tools
    shown = {u.id for u in tools.wiki.users.values() if u.email in known}
    shown |= {u.id for u in tools.account.users.values() if u.email in known}
    shown |= {a.id for a in tools.workspace.accounts.values() if a.email in known}
    shown |= known
    loose = [
        (tool, account)
        for (tool, account), person in world.owners().items()
        if person and (tool, account) not in claimed and account not in shown
    ]
    assert 2 <= len(loose) <= 6
    assert {tool for tool, _ in loose} == {"github", "jira", "confluence"}
    hidden = [u for u in tools.site.users.values() if u.email is None and u.type == "atlassian"]
    assert len(hidden) >= 6


def test_only_the_invented_credential_is_accepted(small: Any) -> None:
    with serve(small.tools) as served:
        for source, server in served.servers.items():
            asked = {**ASKED, "google": "/calendar/v3/calendars/x/events"}
            url = f"{server.base_url}{asked[source]}"
            assert requests.get(url, timeout=5).status_code in {401, 403}, source


def test_the_command_serves_until_its_input_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sandbox", "--people", "60", "--seed", "7"]
    started = time.monotonic()
    with subprocess.Popen(
        [*command, "--folder", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    ) as process:
        assert process.stdin
        assert process.stdout
        ready = json.loads(process.stdout.readline())
        assert time.monotonic() - started < 20
        config = read_config(Path(ready["config"]))
        email, token, _ = ready["environment"].values()
        for source, path in ASKED.items():
            settings: Any = config.sources[source]
            headers = {"Accept": "application/vnd.pagerduty+json;version=2"}
            auth = (email, token) if source in {"jira", "confluence"} else None
            if auth is None:
                headers["Authorization"] = f"token {token}"
            reply = requests.get(settings.base_url + path, headers=headers, auth=auth, timeout=5)
            assert reply.status_code == 200, source
        process.stdin.close()
        assert process.wait(5) == 0
    lines = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text().splitlines()]
    assert ready["hero"] in {line["person_id"] for line in lines if line["type"] == "activity"}


@pytest.mark.parametrize("name", ["roster.csv", "absences.csv", "unsung.yaml"])
def test_the_files_for_the_pipeline_say_nothing_of_truth(
    small: Any, tmp_path: Path, name: str
) -> None:
    with serve(small.tools) as served:
        served.write(tmp_path)
    text = (tmp_path / name).read_text()
    assert "truth" not in text
    assert [kind for kind in KINDS if kind in text] == []
