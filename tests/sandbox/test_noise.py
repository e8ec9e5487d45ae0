"""What looks like work and is not is there, and nobody gets anything for it."""

from typing import Any

from sandbox.company import Company
from sandbox.company.acts import Stranger, Week
from sandbox.company.latent import work
from sandbox.company.noise import noise

from .conftest import END


def test_noise_claims_nothing() -> None:
    company = Company(7, 60, END)
    makers = 0
    for week, acts in work(company):
        assert sum(1 for _ in acts)
        for act in noise(company, Week(week.number, week.monday, week.shelves), company.random(1)):
            makers += 1
            assert not any(step.claims or step.credits for step in act.steps)
    assert makers > 100


def test_only_people_of_the_company_are_in_truth(world: Any) -> None:
    people = {person.person_id for person in world.tools.company.people}
    told = world.activities + world.lines("credit")
    assert {line["person_id"] for line in told} <= people


def test_machines_and_strangers_are_accounts_of_nobody(world: Any) -> None:
    nobody = [line for line in world.lines("account") if line["person_id"] is None]
    assert {line["tool"] for line in nobody} == {"git", "github", "jira", "confluence"}
    assert {line["is_machine"] for line in nobody} == {True, False}


def test_no_step_of_a_stranger_claims_anything_for_itself() -> None:
    for _, acts in work(Company(7, 24, END)):
        for act in acts:
            for step in act.steps:
                if isinstance(step.actor, Stranger):
                    assert step.claims == ()


def test_every_tool_has_its_noise(world: Any) -> None:
    tools = world.tools
    pulls = [pull for r in tools.hub.repositories.values() for pull in r.pulls]
    reviews = [review for pull in pulls for review in pull.reviews]
    assert any(pull.issue.author is None for pull in pulls)
    assert any(pull.issue.author and pull.issue.author.type == "Bot" for pull in pulls)
    assert any(review.state == "PENDING" for review in reviews)
    assert any(r.published_at is None for x in tools.hub.repositories.values() for r in x.releases)
    pages = [page for space in tools.wiki.spaces.values() for page in space.pages.values()]
    assert any(page.status == "trashed" for page in pages)
    assert any(version.minor for page in pages for version in page.versions)
    issues = tools.site.issues.values()
    assert any(h.author and h.author.type == "app" for i in issues for h in i.histories)
    assert any(comment.author is None for issue in issues for comment in issue.comments)
    incidents = tools.account.incidents.values()
    assert any(note.bot for incident in incidents for note in incident.notes)
    assert any(
        entry.channel == "auto" and entry.type == "resolve" for entry in tools.account.entries
    )


def test_people_change_their_names_and_accounts_are_closed(world: Any) -> None:
    assert any(user.name.endswith("-Lind") for user in world.tools.site.users.values())
    assert any(not user.active for user in world.tools.site.users.values())
