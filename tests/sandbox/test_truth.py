"""Truth is right if what the tools hold, read by the meaning of each kind, says the same."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from sandbox.company.kinds import KINDS
from sandbox.company.worktime import is_within
from sandbox.jira.rows import Issue
from sandbox.pagerduty.rows import User


@pytest.fixture(params=["world", "small"])
def seen(request: pytest.FixtureRequest) -> Any:
    return Seen(request.getfixturevalue(request.param))


class Seen:
    """What the tools hold, in persons instead of accounts."""

    def __init__(self, world: Any) -> None:
        self.world, self.tools = world, world.tools
        self.owners = world.owners()

    def jira(self, user: Any) -> str | None:
        return user and self.owners["jira", user.account_id]

    def page(self, user: Any) -> str | None:
        return user and self.owners["confluence", user.id]

    def github(self, user: Any) -> str | None:
        return user and self.owners["github", str(user.id)]

    def duty(self, agent: Any) -> str | None:
        return self.owners["pagerduty", agent.id] if isinstance(agent, User) else None

    def changes(self, issue: Issue) -> Iterator[tuple[Any, Any, Any]]:
        """Every changed field with its history and who held the ticket before."""
        moves = [i for h in issue.histories for i in h.items if i.field == "assignee"]
        holder = moves[0].from_id if moves else issue.assignee
        for history in issue.histories:
            for item in history.items:
                yield history, item, holder
                holder = item.to_id if item.field == "assignee" else holder

    def resolver(self, issue: Issue) -> str | None:
        if issue.status != "Done":
            return None
        return [
            self.jira(history.author)
            for history, item, _ in self.changes(issue)
            if item.field == "status" and item.to_text == "Done"
        ][-1]

    def worker_before(self, issue: Issue) -> str | None:
        """Who held it for a quarter of its time in progress, before its last holder."""
        begun, given, former, done = None, None, None, None
        for history, item, holder in self.changes(issue):
            if item.field == "status" and item.to_text == "In Progress":
                begun = begun or history.created_at
            if item.field == "status" and item.to_text == "Done":
                done = history.created_at
            if item.field == "assignee" and holder and begun and not done:
                given, former = history.created_at, self.jira(holder)
        is_long = begun and given and done and (given - begun) * 4 >= done - begun
        return former if is_long else None


def bucket(moment: datetime) -> str:
    return (moment.date() - timedelta(days=moment.weekday())).isoformat()


def test_every_kind_happens_and_nothing_else(world: Any) -> None:
    assert {line["kind"] for line in world.activities} == set(KINDS)


def test_no_unit_of_work_is_told_twice(world: Any) -> None:
    units = Counter(
        (line["person_id"], line["kind"], line["object"], line["bucket"])
        for line in world.activities
    )
    assert max(units.values()) == 1


def test_every_object_of_truth_exists_in_its_tool(seen: Seen) -> None:
    tools, known = seen.tools, set()
    for repository in tools.hub.repositories.values():
        known |= {f"github:{repository.id}#{number}" for number in repository.issues}
        known |= {f"release:{repository.full_name}:{r.tag_name}" for r in repository.releases}
    for name, clone in tools.git.clones.items():
        known |= {f"git:{row}" for row, (kind, _) in clone.objects.rows.items() if kind == "commit"}
        known |= {f"git:{name}:{path}" for path in clone.paths("main")}
        known |= {f"release:{name}:{tag.partition('-rc')[0]}" for tag in clone.tags}
        known.add(f"git:{name}:release-notes")
    known |= {f"pairing:{person.person_id}" for person in tools.company.people}
    known |= {f"batch:jira:{project.id}" for project in tools.site.projects.values()}
    known |= {f"jira:{number}" for number in tools.site.issues}
    for issue in tools.site.issues.values():
        known |= {f"jira:link:{link.source.id}:{link.target.id}" for link in issue.links}
    known |= {f"confluence:{key}" for s in tools.wiki.spaces.values() for key in s.pages}
    known |= {f"pagerduty:{key}" for key in tools.account.incidents}
    for schedule in tools.account.schedules.values():
        known |= {f"pagerduty:override:{override.id}" for override in schedule.overrides}
    for file in tools.workspace.drive.files.values():
        known |= {f"google:{file.id}", *(f"google:{file.id}:{act.thread}" for act in file.acts)}
    for meeting in tools.google.meetings:
        occurrence = f"{meeting.ical_uid}/{int(meeting.start.timestamp())}"
        known.add(f"google:meeting:{sha256(occurrence.encode()).hexdigest()[:16]}")
        known.add(f"google:series:{sha256(meeting.ical_uid.encode()).hexdigest()[:16]}")
    told = seen.world.activities + seen.world.lines("credit")
    assert {line["object"] for line in told} <= known


SORTING = ("labeled", "issue_type_added", "milestoned", "added_to_project_v2")


def test_reviews_and_merged_changes_are_those_in_github(seen: Seen) -> None:
    reviews, merged, sorted_by = set(), set(), set()
    for repository in seen.tools.hub.repositories.values():
        for pull in repository.pulls:
            unit, author = f"github:{repository.id}#{pull.issue.number}", pull.issue.author
            is_revert = pull.issue.title.startswith("Revert ")
            if pull.merged_at and seen.github(author) and not is_revert:
                merged.add((seen.github(author), unit, None))
            for review in pull.reviews:
                person = seen.github(review.author)
                if review.submitted_at and person and person != seen.github(author):
                    reviews.add((person, unit, None))
        for event in repository.events:
            person, issue = seen.github(event.actor), event.issue
            if event.event in SORTING and person and person != seen.github(issue.author):
                sorted_by.add((person, f"github:{repository.id}#{issue.number}", None))
    assert seen.world.units("review.code", "github") == reviews
    kinds = ("delivery.feature", "fix.upkeep", "fix.drive_by")
    assert set().union(*(seen.world.units(kind, "github") for kind in kinds)) == merged
    assert seen.world.units("triage.issue_triage", "github") == sorted_by


def test_tickets_were_sorted_by_those_who_neither_had_nor_resolved_them(seen: Seen) -> None:
    found = set()
    for issue in seen.tools.site.issues.values():
        for history, item, holder in seen.changes(issue):
            person = seen.jira(history.author)
            is_taking = item.field == "assignee" and seen.jira(item.to_id) == person
            own = (seen.jira(issue.reporter), seen.jira(holder), seen.resolver(issue))
            sorts = item.field in {"priority", "labels", "Component", "assignee"}
            is_batch = "stale" in issue.labels
            if sorts and person and person not in own and not is_taking and not is_batch:
                found.add((person, f"jira:{issue.id}", None))
    assert seen.world.units("triage.issue_triage", "jira") == found


def test_a_batch_is_at_least_five_stale_tickets_within_half_an_hour(seen: Seen) -> None:
    sorted_at = defaultdict(list)
    for issue in seen.tools.site.issues.values():
        for history, item, _ in seen.changes(issue):
            if item.field == "labels" and "stale" in (item.to_text or ""):
                assert history.created_at - issue.created_at > timedelta(days=30)
                person, day = seen.jira(history.author), history.created_at.date().isoformat()
                sorted_at[person, f"batch:jira:{issue.project.id}", day].append(history.created_at)
    for times in sorted_at.values():
        assert len(times) >= 5
        assert max(times) - min(times) < timedelta(minutes=30)
    assert seen.world.units("triage.backlog_hygiene") == set(sorted_at)


def test_resolved_tickets_are_those_of_who_held_them_in_progress(seen: Seen) -> None:
    found = {
        (seen.resolver(issue), f"jira:{issue.id}", None)
        for issue in seen.tools.site.issues.values()
        if issue.type in {"Story", "Task", "Bug"}
        and seen.resolver(issue)
        and seen.resolver(issue) == seen.jira(issue.assignee)
    }
    found |= {
        (seen.worker_before(issue), f"jira:{issue.id}", None)
        for issue in seen.tools.site.issues.values()
        if issue.type in {"Story", "Task", "Bug"}
        and seen.resolver(issue)
        and seen.worker_before(issue)
    }
    assert seen.world.units("delivery.ticket_work") == found


def test_handoff_notes_are_long_and_by_the_giver(seen: Seen) -> None:
    found = set()
    for issue in seen.tools.site.issues.values():
        for history, item, holder in seen.changes(issue):
            giver = seen.jira(history.author)
            gives = item.field == "assignee" and giver and giver == seen.jira(holder)
            for comment in issue.comments if gives else ():
                is_near = abs(comment.created_at - history.created_at) <= timedelta(hours=24)
                is_long = len(comment.body.split()) >= 40
                if seen.jira(comment.author) == giver and is_near and is_long:
                    found.add((giver, f"jira:{issue.id}", None))
    assert seen.world.units("handoff.handoff_note") == found


def test_unblocking_helped_within_two_working_days(seen: Seen) -> None:
    found = set()
    for issue in seen.tools.site.issues.values():
        blocked_at = None
        for history, item, _ in seen.changes(issue):
            if item.field == "status" and item.from_text == "Blocked" and blocked_at:
                for comment in issue.comments:
                    person, at = seen.jira(comment.author), comment.created_at
                    is_near = blocked_at <= at and is_within(at, history.created_at, 2)
                    if is_near and person and person != seen.jira(issue.assignee):
                        found.add((person, f"jira:{issue.id}", None))
            if item.field == "status" and item.to_text == "Blocked":
                blocked_at = history.created_at
    assert seen.world.units("coordination.unblock") == found


def test_covers_of_tickets_were_taken_while_the_holder_was_away(seen: Seen) -> None:
    people = {person.person_id: person for person in seen.tools.company.people}
    found = set()
    for issue in seen.tools.site.issues.values():
        for history, item, holder in seen.changes(issue):
            taker, giver = seen.jira(history.author), seen.jira(holder)
            is_taken = item.field == "assignee" and giver and taker and taker != giver
            if is_taken and people[giver].is_on_leave(history.created_at.date()):
                found.add((taker, f"jira:{issue.id}", None))
    assert seen.world.units("handoff.cover", "jira") == found


def test_dependency_links_tie_two_teams_and_stay(seen: Seen) -> None:
    found = set()
    for issue in seen.tools.site.issues.values():
        for link in issue.links:
            if link.type != "Blocks" or link.source is not issue:
                continue
            if link.source.project is not link.target.project:
                unit = f"jira:link:{link.source.id}:{link.target.id}"
                for history, item, _ in seen.changes(issue):
                    if item.field == "Link" and item.to_id == link.target.key:
                        found.add((seen.jira(history.author), unit, None))
    assert seen.world.units("coordination.dependency_link") == found


def test_releases_of_several_teams_were_edited_by_those_who_ran_them(seen: Seen) -> None:
    found = set()
    for issue in seen.tools.site.issues.values():
        projects = {end.project.key for link in issue.links for end in (link.source, link.target)}
        if issue.type == "Release" and len(projects) >= 2:
            editors = {seen.jira(history.author) for history in issue.histories}
            found |= {(p, f"jira:{issue.id}", None) for p in {*editors, seen.jira(issue.creator)}}
    assert seen.world.units("coordination.release", "jira") == found


def test_pages_were_created_and_kept_by_those_in_confluence(seen: Seen) -> None:
    found: dict[str, set[Any]] = defaultdict(set)
    special = {"runbook": "runbook", "dependency-map": "dependency_map"}
    for space in seen.tools.wiki.spaces.values():
        for page in space.pages.values():
            unit, creator = f"confluence:{page.id}", seen.page(page.author)
            for version in page.versions:
                person = seen.page(version.author)
                if not person or page.status == "trashed" or version.minor:
                    continue
                if page.labels:
                    kind = special.get(page.labels[0], "other")
                    found[kind].add((person, unit, bucket(version.created_at)))
                elif version.number == 1:
                    found["create"].add((person, unit, None))
                elif person != creator:
                    found["upkeep"].add((person, unit, bucket(version.created_at)))
    for kind in ("create", "upkeep", "runbook", "dependency_map"):
        assert seen.world.units(f"documentation.{kind}", "confluence") == found[kind]


def test_alerts_and_responders_are_those_in_pagerduty(seen: Seen) -> None:
    acts = defaultdict(set)
    for entry in seen.tools.account.entries:
        person = seen.duty(entry.agent)
        if person:
            acts[entry.incident.id, person].add(entry.type)
    crowd = Counter(incident for incident, _ in acts)
    alerts, responders = set(), set()
    for (number, person), types in acts.items():
        unit = (person, f"pagerduty:{number}", None)
        incident = seen.tools.account.incidents[number]
        if incident.priority is None and crowd[number] == 1 and incident.status == "resolved":
            alerts.add(unit)
        is_busy = "acknowledge" in types and types & {"annotate", "resolve", "assign"}
        if incident.priority and is_busy:
            responders.add(unit)
    assert seen.world.units("triage.alert_triage") == alerts
    assert seen.world.units("incident.responder") == responders


def test_postmortems_are_linked_from_their_incidents(seen: Seen) -> None:
    notes = [n.content for i in seen.tools.account.incidents.values() for n in i.notes]
    linked = {text.rpartition("/")[2] for text in notes if "/pages/" in text}
    authors = {
        (seen.page(version.author), f"confluence:{page.id}", None)
        for space in seen.tools.wiki.spaces.values()
        for page in space.pages.values()
        if "postmortem" in page.labels and page.id in linked
        for version in page.versions
    }
    assert seen.world.units("incident.postmortem") == authors
