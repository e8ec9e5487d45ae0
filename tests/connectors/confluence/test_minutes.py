"""What titles and minutes tell, and that bodies stay closed unless they are asked for."""

import hashlib
from typing import Any

import pytest

from connectors.confluence.minutes import lines_of
from connectors.confluence.titles import title_class
from connectors.text.scribes import present_names, scribe_hashes
from tests.connectors.confluence.conftest import populate


def hashed(*names: str) -> list[str]:
    return [hashlib.sha256(name.encode()).hexdigest() for name in names]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Minutes of the platform meeting", "minutes"),
        ("2026-03-02 Meeting notes", "minutes"),
        ("Notes from 12 March 2026", "minutes"),
        ("Notes from the field", None),
        ("Protokoll 02.03.2026", "minutes"),
        ("Protokoll", None),
        ("Compte rendu 2026/03/02", "minutes"),
        ("Acta 3/2/2026", "minutes"),
        ("MQTT protocole", None),
        ("Deploy in minutes", None),
        ("Runbook: restart in 5 minutes", "runbook"),
        ("Postmortem: checkout", "postmortem"),
        ("Post-mortem 2026-03-02", "postmortem"),
        ("Incident review 7", "postmortem"),
        ("Retrospective of incident 7", "postmortem"),
        ("Retrospective of the sprint", None),
        ("On-call playbook", "runbook"),
        ("Service dependency map", "dependency_map"),
        ("Dependency board Q2", "dependency_map"),
        ("Release checklist 4.2", "release"),
        ("Go/no-go 4.2", "release"),
        ("Shift report", "shift_report"),
        ("Oncall handover", "shift_report"),
        ("On-call handover", "shift_report"),
        ("ADR-0012 Queues", "decision"),
        ("Decision: queues", "decision"),
        ("Indecision", None),
        ("Madrid", None),
        ("Weekly update", "status_report"),
        ("Status report March", "status_report"),
        ("Status of the sprint", None),
        ("", None),
    ],
)
def test_a_title_says_what_the_page_is(title: str, expected: str | None):
    assert title_class(title) == expected
    assert title_class(title.upper()) == expected


@pytest.mark.parametrize(
    ("storage", "names"),
    [
        ("<p>Scribe: Ada Example</p>", ["ada example"]),
        (
            "<p><strong>Scribe(s):</strong> Ada  Example, Bo Sample</p>",
            ["ada example", "bo sample"],
        ),
        ("<p>Note taker: Ada and Bo &amp; Cy</p>", ["ada", "bo", "cy"]),
        ("<p>notetaker: Ada</p>", ["ada"]),
        ("<p>Minutes by: Ada&nbsp;Example (Acme).</p>", ["ada example"]),
        ("<p>Notes by: Ada<br/>Attendees: Bo</p>", ["ada"]),
        ("<ul><li>Protokollant: Jörg Ü</li><li>Bo</li></ul>", ["jörg ü"]),
        ("<p>Secrétaire: Ada et Bo</p>", ["ada", "bo"]),
        ("<table><tr><th><p>Scribe:</p></th><td><p>Ada</p></td></tr></table>", ["ada"]),
        ("<table><tr><th>Scribe: </th><td></td></tr><tr><td>Bo</td></tr></table>", []),
        ("<p>Scribe:</p><p>Attendees: Bo</p>", []),
        ("<p>Our scribe: Ada</p>", []),
        ("<p>Describe: Ada</p>", []),
        ("<p>Scribe Ada</p>", []),
        ("<p>Scribe: -</p><p>Scribe: 12</p>", []),
        ("<p>Scribe: we never quite agreed on who that should be</p>", []),
        ("<p>Scribe: Ada</p><p>Scribe: ada</p>", ["ada"]),
        (
            '<p>Scribe: <ac:link><ri:user ri:account-id="55:a" /></ac:link> and Bo</p>',
            ["account:55:a", "bo"],
        ),
        ('<p>Scribe: <ac:link><ri:user ri:userkey="8a7f"/></ac:link></p>', ["account:8a7f"]),
        ("<p>Scribe: \ue000Ada</p>", ["ada"]),
        (
            "<ac:structured-macro><ac:plain-text-body><![CDATA[\nScribe: Ada\n]]>"
            "</ac:plain-text-body></ac:structured-macro>",
            [],
        ),
        ("<p>Scribe: Ada <b>Example</p><p>unclosed", ["ada example"]),
    ],
)
def test_a_line_of_minutes_names_its_scribes(storage: str, names: list[str]):
    assert scribe_hashes(lines_of(storage)) == hashed(*names)


def test_those_present_are_read_from_a_line_or_from_the_list_below_a_heading():
    mention = '<ac:link><ri:user ri:account-id="55:a"/></ac:link>'
    storage = f"<h2>Participants</h2><ul><li><p>{mention}</p></li><li>Bo Lind</li></ul><p>Cy</p>"
    assert present_names(lines_of(storage)) == hashed("account:55:a", "bo lind")
    assert present_names(lines_of("<p>Present: Ada, Bo</p>")) == hashed("ada", "bo")


def test_no_body_is_asked_for_unless_minutes_are_on(either: Any):
    space = populate(either.wiki, pages=5, comments=4, tasks=2)
    either.wiki.add_page(space, "Minutes", None, body="<p>Scribe: Ada</p>", labels=["runbook"])
    either.pull()
    assert either.landed("page_scribe") == []
    asked = [str(request.query) for request in either.server.log]
    assert asked
    assert not [query for query in asked if "body" in query]


def test_the_bodies_of_minutes_only_are_read_once_for_each_version(either: Any):
    space = either.wiki.add_space("ENG")
    body = "<p>Scribe: Ada Example</p>"
    either.wiki.add_page(space, "Plan", None, body=body)
    titled = either.wiki.add_page(space, "Team minutes", None, body=body)
    labelled = either.wiki.add_page(space, "Sync", None, body=body, labels=["meeting-notes"])

    def bodies() -> int:
        return sum("body" in str(request.query) for request in either.server.log)

    names = ("page", "page_scribe")
    for _ in range(3):
        assert all(result.error is None for result in either.pull(*names, read_minutes="on"))
        either.time.pass_by(hours=2)
    assert bodies() == 2
    found = {(row["page_id"], row["name_hash"]) for row in either.landed("page_scribe")}
    assert found == {(page.id, *hashed("ada example")) for page in (titled, labelled)}
    assert {row["rule_id"] for row in either.landed("page_scribe")} == {"W1"}
    either.wiki.edit_page(titled, None, body="<p>Scribe: Bo, Cy</p>")
    either.pull(*names, read_minutes="on")
    assert bodies() == 3
    new = [row for row in either.landed("page_scribe") if row["version_number"] == 2]
    assert [(row["position"], row["name_hash"]) for row in new] == [
        (1, *hashed("bo")),
        (2, *hashed("cy")),
    ]


def test_a_page_keeps_who_was_there_and_that_a_line_names_no_scribe(either: Any):
    space = either.wiki.add_space("ENG")
    body = "<p>Present: Ada Example, Bo Lind</p><p>Scribe: TBD</p><p>Scribe: Bo</p>"
    either.wiki.add_page(space, "Team minutes", None, body=body)
    either.pull("page", "page_scribe", read_minutes="on")
    rows = either.landed("page_scribe")
    told = [(row["role"], row["form"], row["line_number"], row["first_name_hash"]) for row in rows]
    ada, bo = hashed("ada", "bo")
    assert told == [
        ("scribe", "nobody", 1, None),
        ("scribe", "first", 2, bo),
        ("present", "full", 1, ada),
        ("present", "full", 1, bo),
    ]
    assert [row["name_hash"] for row in rows][1:] == hashed("bo", "ada example", "bo lind")


def test_a_page_that_is_labelled_later_is_read_within_a_week(either: Any):
    space = either.wiki.add_space("ENG")
    page = either.wiki.add_page(space, "Sync", None, body="<p>Scribe: Ada</p>")
    either.pull("page", "page_scribe", read_minutes="on")
    either.wiki.label(page, "meeting-notes")
    either.time.pass_by(days=8)
    either.pull("page", "page_scribe", read_minutes="on")
    assert [row["name_hash"] for row in either.landed("page_scribe")] == hashed("ada")


def test_minutes_switched_on_later_are_read_from_the_beginning(either: Any):
    space = either.wiki.add_space("ENG")
    either.wiki.add_page(space, "Team minutes", None, body="<p>Scribe: Ada</p>")
    for read_minutes in ("off", "on"):
        either.pull("page", "page_scribe", read_minutes=read_minutes)
        either.time.pass_by(days=2)
    assert [row["name_hash"] for row in either.landed("page_scribe")] == hashed("ada")
