"""What truth means: every kind of work, from the side of the person who does it."""

from dataclasses import dataclass
from random import Random
from typing import Literal


@dataclass(frozen=True)
class Kind:
    """One kind of work.

    Attributes:
        meaning: When a person has done it; one object is one activity.
        minutes: The least, the usual and the most it takes one time.
        unit: What counts once: the object, or the object in every ISO week (Monday to Sunday,
            UTC), day or month.
    """

    meaning: str
    minutes: tuple[float, float, float]
    unit: Literal["object", "week", "day", "month"] = "object"

    def draw(self, random: Random) -> int:
        """The minutes of one time."""
        low, usual, high = self.minutes
        return max(1, round(random.triangular(low, high, usual)))


KINDS = {
    "review.code": Kind(
        "Reviewed somebody else's pull request or patch; a review that is still pending is none.",
        (5, 20, 60),
    ),
    "mentoring.review_guidance": Kind(
        "Gave a reason in a review for an author in their first 180 days, who joined at least 180"
        " days later. Beside review.code on the same pull request; no minutes of its own.",
        (0, 0, 0),
    ),
    "triage.issue_triage": Kind(
        "Set labels, type, milestone, board, priority, component or assignee of a GitHub issue or"
        " Jira ticket that was neither reported by nor assigned to the person, and that somebody"
        " else resolves."
        " Taking a ticket oneself is not sorting it.",
        (1, 4, 10),
    ),
    "triage.alert_triage": Kind(
        "The only human responder who acknowledged or resolved an incident without a priority.",
        (2, 8, 20),
    ),
    "triage.backlog_hygiene": Kind(
        "Sorted at least five stale tickets of one project within 30 minutes: one batch, and no"
        " issue_triage of its tickets.",
        (5, 15, 40),
        "day",
    ),
    "documentation.create": Kind(
        "Created a page or a document of a repository that is no minutes, postmortem, runbook,"
        " dependency map or record of a decision, and stays.",
        (10, 40, 120),
    ),
    "documentation.upkeep": Kind(
        "Edited, by more than a comma, such a page or document that somebody else created, and"
        " did not say that it was wrong.",
        (5, 15, 30),
        "week",
    ),
    "documentation.runbook": Kind("Created or edited a runbook.", (10, 30, 90), "week"),
    "documentation.dependency_map": Kind(
        "Created or edited a dependency map.", (5, 20, 45), "week"
    ),
    "handoff.handoff_note": Kind(
        "Gave away a ticket that was assigned to the person, and summed it up in at least 40"
        " words within 24 hours.",
        (3, 10, 25),
    ),
    "handoff.cover": Kind(
        "Took over a shift or a ticket of somebody who was on leave then.", (15, 60, 240)
    ),
    "coordination.dependency_link": Kind(
        "Linked tickets of two teams' projects as blocking, and left the link.", (1, 3, 8)
    ),
    "coordination.unblock": Kind(
        "Commented on a blocked ticket of somebody else, and within two working days it was"
        " blocked no more.",
        (3, 10, 25),
    ),
    "coordination.release": Kind(
        "Created or edited the ticket of a release that ties tickets of two or more projects, or"
        " published a release of a repository.",
        (20, 45, 90),
    ),
    "meeting.minutes": Kind("Was named as a scribe in the minutes of a meeting.", (5, 15, 30)),
    "meeting.curated_notes": Kind(
        "Corrected notes that a machine had written, a day after the meeting.", (1, 5, 15)
    ),
    "meeting.logistics": Kind(
        "Booked a meeting of somebody else, or wrote into its notes before it began.", (2, 5, 15)
    ),
    "meeting.action_followup": Kind(
        "Closed an action item of minutes that somebody else had.", (1, 3, 8)
    ),
    "mentoring.one_to_one": Kind(
        "Met a newcomer alone, as their buddy or mentor; not as their manager.", (25, 30, 40)
    ),
    "mentoring.answer": Kind("Was the first to answer a newcomer's question.", (2, 6, 15)),
    "mentoring.coaching_artifact": Kind(
        "Made at least three comments on a newcomer's document in a week.", (5, 20, 45), "week"
    ),
    "review.design": Kind(
        "Made at least two comments on a design that somebody else wrote.", (5, 25, 60)
    ),
    "incident.command": Kind("Was the commander of an incident with a priority.", (15, 40, 120)),
    "incident.comms": Kind(
        "Was its communications lead, or wrote its status updates.", (10, 30, 60)
    ),
    "incident.scribe": Kind(
        "Was its scribe, or wrote at least three notes of its timeline.", (10, 25, 60)
    ),
    "incident.responder": Kind(
        "Acknowledged it and then noted, assigned or resolved something.", (10, 45, 180)
    ),
    "incident.postmortem": Kind(
        "Created or edited, not as a minor edit, a postmortem that its incident points to.",
        (60, 120, 480),
    ),
    "incident.corrective_action": Kind(
        "Closed an assigned action item of a postmortem.", (20, 60, 240)
    ),
    "incident.interception": Kind(
        "Put a release on hold, whose linked bug was then fixed before the release was done.",
        (10, 30, 90),
    ),
    "relationship.escalation_absorbed": Kind(
        "Was given an escalated ticket and resolved it without passing it on.", (15, 45, 120)
    ),
    "delivery.feature": Kind(
        "Wrote, alone or with others, a pull request that was merged or a patch that was applied,"
        " and that is no fix of another kind.",
        (10, 40, 120),
    ),
    "delivery.ticket_work": Kind(
        "Resolved an assigned story, task or bug; also if it was an action item or escalated.",
        (10, 60, 240),
    ),
    "fix.revert": Kind(
        "Took back a change that is on a main branch, after an hour or more.", (5, 15, 45)
    ),
    "fix.upkeep": Kind(
        "Wrote such a pull request or patch that keeps builds, checks or dependencies going and"
        " does nothing else.",
        (10, 30, 90),
    ),
    "fix.drive_by": Kind(
        "Wrote such a pull request for the code of another team, which had not asked for it.",
        (10, 40, 120),
    ),
    "fix.absorbed_patch": Kind(
        "Wrote out in a review how lines of somebody else should be, who then wrote them so and"
        " named nobody.",
        (3, 10, 30),
    ),
    "fix.diagnosis_only": Kind(
        "Said in an issue where its fault lies, before somebody else fixed it; or is named in a"
        " patch of somebody else as who found the fault.",
        (10, 30, 90),
    ),
    "fix.document": Kind(
        "Corrected what was wrong in a document that somebody else had created.",
        (5, 15, 30),
        "week",
    ),
    "fix.backport": Kind("Brought a change to the branch of an older release.", (2, 10, 30)),
    "fix.helped": Kind("Is named in a patch of somebody else as who helped.", (3, 10, 30)),
    "testing.tested": Kind("Is named in it as who tested it.", (5, 15, 60)),
    "testing.reported": Kind("Is named in it as who reported what it fixes.", (3, 10, 30)),
    "coordination.suggested": Kind("Is named in it as who suggested it.", (2, 5, 15)),
    "mentoring.named": Kind("Is named in it as mentor of who wrote it.", (5, 15, 45)),
    "coordination.integration": Kind(
        "Applied a patch that somebody else wrote, or merged the branch it was on.", (1, 4, 15)
    ),
    "coordination.release_notes": Kind(
        "Wrote what is new in a release of a repository, apart from the changes themselves.",
        (5, 15, 45),
        "week",
    ),
    "coordination.decision_record": Kind(
        "Wrote down a decision in a document of its own.", (10, 25, 60)
    ),
    "documentation.reused_answer": Kind(
        "Gave an answer in an issue of somebody else to which others pointed at least twice. No"
        " minutes of its own.",
        (0, 0, 0),
    ),
    "meeting.published_minutes": Kind("Committed minutes that somebody else had taken.", (1, 3, 8)),
    "mentoring.buddy": Kind(
        "Met, answered, coached or reviewed somebody whose buddy or lead a record names the"
        " person; the record of a release team is such an act itself. No minutes of its own.",
        (0, 0, 0),
        "month",
    ),
    "mentoring.possible": Kind(
        "Did so as the mentor of a newcomer, though no record names the two. No minutes of its"
        " own.",
        (0, 0, 0),
    ),
}
