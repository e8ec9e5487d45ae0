"""The words of documents and pages that depend on the data."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from transforms.render.document import Activity, Coverage, Event, Levels, Line

NEVER_INFERRED = (
    "Never inferred: mood, character, protected attributes, intent, presence or hours worked, "
    "blame, who withholds credit, the value of work in money, or anything from private messages."
)
EVIDENCE_LEVELS = {"O": "observed", "I": "inferred", "P": "peer-attested", "S": "self-reported"}
_COVERED = "covered"
_NAMED_GAPS = 5
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HARMFUL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_HTTPS = re.compile(r"https://[a-z0-9][a-z0-9.-]*(:\d+)?([/?#][^\s\x00-\x20\x7f\"'<>\\`]*)?", re.I)

_PHRASES = {
    "review.code": ("reviewed {} change of colleagues", "reviewed {} changes of colleagues"),
    "mentoring.review_guidance": (
        "explained {} review to newer colleagues",
        "explained {} reviews to newer colleagues",
    ),
    "triage.issue_triage": ("triaged {} issue", "triaged {} issues"),
    "triage.backlog_hygiene": (
        "tidied the backlog in {} batch",
        "tidied the backlog in {} batches",
    ),
    "documentation.create": ("wrote {} new document", "wrote {} new documents"),
    "documentation.upkeep": ("kept {} document current", "kept {} documents current"),
    "fix.revert": ("reverted {} change", "reverted {} changes"),
    "fix.upkeep": (
        "kept builds and dependencies healthy with {} change",
        "kept builds and dependencies healthy with {} changes",
    ),
    "coordination.release": ("ran {} release", "ran {} releases"),
    "testing.tested": ("tested {} change of others", "tested {} changes of others"),
    "testing.reported": (
        "reported what {} change of others then fixed",
        "reported what {} changes of others then fixed",
    ),
    "triage.alert_triage": ("sorted {} alert", "sorted {} alerts"),
    "documentation.runbook": ("kept {} runbook ready", "kept {} runbooks ready"),
    "documentation.dependency_map": (
        "kept {} dependency map true",
        "kept {} dependency maps true",
    ),
    "handoff.handoff_note": (
        "handed {} piece of work on with a summary",
        "handed {} pieces of work on with a summary",
    ),
    "handoff.cover": ("covered for colleagues {} time", "covered for colleagues {} times"),
    "coordination.dependency_link": (
        "linked work across teams {} time",
        "linked work across teams {} times",
    ),
    "coordination.unblock": ("unblocked {} ticket of others", "unblocked {} tickets of others"),
    "meeting.minutes": ("took the minutes of {} meeting", "took the minutes of {} meetings"),
    "meeting.curated_notes": (
        "put the machine-made notes of {} meeting right",
        "put the machine-made notes of {} meetings right",
    ),
    "meeting.published_minutes": (
        "published the minutes of {} meeting",
        "published the minutes of {} meetings",
    ),
    "meeting.logistics": ("arranged {} meeting of others", "arranged {} meetings of others"),
    "meeting.action_followup": (
        "followed up {} action item of others",
        "followed up {} action items of others",
    ),
    "meeting.facilitate": ("facilitated {} meeting", "facilitated {} meetings"),
    "mentoring.one_to_one": (
        "met newcomers one to one {} time",
        "met newcomers one to one {} times",
    ),
    "mentoring.answer": (
        "answered newcomers in {} thread",
        "answered newcomers in {} threads",
    ),
    "mentoring.coaching_artifact": (
        "coached on {} document of a newcomer",
        "coached on {} documents of newcomers",
    ),
    "mentoring.pairing": (
        "worked in a pair with a newcomer {} time",
        "worked in a pair with newcomers {} times",
    ),
    "mentoring.buddy": ("onboarded {} newcomer", "onboarded {} newcomers"),
    "mentoring.possible": ("possibly mentored {} newcomer", "possibly mentored {} newcomers"),
    "review.design": ("reviewed {} design", "reviewed {} designs"),
    "relationship.liaison": (
        "kept up {} contact between teams",
        "kept up {} contacts between teams",
    ),
    "relationship.stakeholder_update": (
        "informed stakeholders {} time",
        "informed stakeholders {} times",
    ),
    "relationship.customer_call": ("talked to customers {} time", "talked to customers {} times"),
    "social.mediation": ("mediated {} time", "mediated {} times"),
    "social.welcome": ("welcomed {} person", "welcomed {} people"),
    "social.morale_event": ("organized {} gathering", "organized {} gatherings"),
    "social.peer_support": ("supported colleagues {} time", "supported colleagues {} times"),
    "citizenship.interview": ("interviewed {} time", "interviewed {} times"),
    "citizenship.hiring_panel": ("sat on {} hiring panel", "sat on {} hiring panels"),
    "citizenship.training": ("taught {} session", "taught {} sessions"),
    "citizenship.employee_group": (
        "ran {} event of an employee group",
        "ran {} events of employee groups",
    ),
    "citizenship.nomination": ("put {} colleague forward", "put {} colleagues forward"),
    "citizenship.community_event": (
        "represented the company at {} event",
        "represented the company at {} events",
    ),
    "triage.support_routing": (
        "routed {} request to those who could help",
        "routed {} requests to those who could help",
    ),
    "triage.stakeholder_intake": (
        "took in {} request of others",
        "took in {} requests of others",
    ),
    "documentation.reused_answer": (
        "gave {} answer that others reused",
        "gave {} answers that others reused",
    ),
    "handoff.transfer": ("handed {} area over", "handed {} areas over"),
    "coordination.status_synthesis": (
        "summed up the state of several teams {} time",
        "summed up the state of several teams {} times",
    ),
    "coordination.decision_record": ("recorded {} decision", "recorded {} decisions"),
    "review.release_gate": ("approved {} release of others", "approved {} releases of others"),
    "fix.drive_by": (
        "fixed what other teams own with {} change",
        "fixed what other teams own with {} changes",
    ),
    "fix.absorbed_patch": (
        "suggested what others then committed in {} change",
        "suggested what others then committed in {} changes",
    ),
    "fix.diagnosis_only": (
        "found what others then fixed in {} issue",
        "found what others then fixed in {} issues",
    ),
    "fix.document": ("corrected {} document of others", "corrected {} documents of others"),
    "incident.command": ("led {} incident", "led {} incidents"),
    "incident.comms": (
        "kept others informed in {} incident",
        "kept others informed in {} incidents",
    ),
    "incident.scribe": ("kept the record of {} incident", "kept the record of {} incidents"),
    "incident.responder": ("responded to {} incident", "responded to {} incidents"),
    "incident.postmortem": ("wrote {} postmortem", "wrote {} postmortems"),
    "incident.corrective_action": ("closed {} corrective action", "closed {} corrective actions"),
    "incident.interception": (
        "held {} release until it was fixed",
        "held {} releases until they were fixed",
    ),
    "relationship.escalation_absorbed": ("absorbed {} escalation", "absorbed {} escalations"),
    "delivery.ticket_work": ("resolved {} ticket", "resolved {} tickets"),
    "delivery.feature": ("delivered {} change", "delivered {} changes"),
}


def levels(found: Levels) -> str:
    """The levels of evidence of a line with their counts: ``O12 I2``."""
    counts = (found.observed, found.inferred, found.attested, found.reported)
    named_counts = zip(EVIDENCE_LEVELS, counts, strict=True)
    return " ".join(f"{level}{count}" for level, count in named_counts if count)


def harmless(value: object) -> object:
    """Text without control, invisible and direction-changing characters; others unchanged.

    Marked-up text, a subclass of str, is what templates made themselves and stays as it is.
    """
    return _HARMFUL.sub("", value) if type(value) is str else value


def shown_name(name: str) -> str:
    """A name as pages show it, never empty."""
    return _HARMFUL.sub("", name).strip() or "unnamed"


def link(url: str | None) -> str | None:
    """The URL when it is plain https, else None: the page then shows text."""
    return url if url is not None and _HTTPS.fullmatch(url) else None


@lru_cache(maxsize=10_000)
def day(instant: str) -> str:
    """The day of an instant as people write it: 3 Feb 2025."""
    year, month, number = instant[:10].split("-")
    return f"{int(number)} {_MONTHS[int(month) - 1]} {year}"


@lru_cache(maxsize=1_000)
def event_words(kind: str) -> str:
    """What a tool calls an event, without the tool's name: ``review submitted``."""
    return re.sub(r"[._]", " ", kind.partition(".")[2] or kind)


def spaced(name: str) -> str:
    """A name of the rules as people write it: ``meeting record``."""
    return name.replace("_", " ")


def event_on_day(event: Event) -> str:
    """An event and its day: ``review submitted 3 Feb 2025``."""
    return f"{event_words(event.kind)} {day(event.occurred_at)}"


def days(activity: Activity) -> str:
    """The day of an activity, or its first and its last."""
    first, last = day(activity.first_at), day(activity.last_at)
    return first if first == last else f"{first} to {last}"


def named(activity: Activity) -> str:
    """The object of an activity: its label, and its title if it is known."""
    return f"{activity.object_label} {activity.title or ''}".strip()


def proof(activity: Activity) -> str:
    """How an activity is known: ``observed by rule review``."""
    known = f"{EVIDENCE_LEVELS[activity.evidence_level]} by rule {activity.rule_id}"
    return f"{known}, with an AI agent" if activity.is_agent_assisted else known


def enumeration(parts: Sequence[str]) -> str:
    """The parts as a list in a sentence."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def summary(lines: Iterable[Line]) -> str:
    """What the lines of one period say in one sentence part."""
    return enumeration([_phrase(line) for line in lines])


def _phrase(line: Line) -> str:
    one, many = _PHRASES.get(line.kind, (f"{line.label.lower()} ({{}})",) * 2)
    return (one if line.object_count == 1 else many).format(f"{line.object_count:,}")


def coverage_sentences(coverage: Sequence[Coverage]) -> list[str]:
    """One sentence per tool: how far it was read, and its gaps by name."""
    return [
        _source_sentence(source, list(rows))
        for source, rows in groupby(coverage, key=attrgetter("source"))
    ]


def _source_sentence(source: str, rows: Sequence[Coverage]) -> str:
    gaps = [row for row in rows if row.status != _COVERED or row.covered_until is None]
    if not gaps:
        until = min(row.covered_until for row in rows if row.covered_until is not None)
        return f"{source}: everything that is read is covered until {day(until)}."
    named = "; ".join(_gap(row) for row in gaps[:_NAMED_GAPS])
    more = f"; and {len(gaps) - _NAMED_GAPS} more" if len(gaps) > _NAMED_GAPS else ""
    return f"{source}: {len(gaps)} of {len(rows)} streams have a gap: {named}{more}."


def _gap(row: Coverage) -> str:
    until = "not covered"
    if row.covered_until is not None:
        until = f"covered only until {day(row.covered_until)}"
    return f"{row.stream} of {row.scope} is {until}"


def limits(coverage: Sequence[Coverage]) -> list[str]:
    """What a profile cannot show, in plain sentences."""
    sources = sorted({row.source for row in coverage})
    read = f"Only these tools are read: {enumeration(sources)}." if sources else "No tool is read."
    return [
        f"{read} Work in other tools, in meetings, in conversation or by hand is not seen.",
        *coverage_sentences(coverage),
        "A gap is missing data, not missing work.",
        "Minutes are a lower bound from traces, but for kinds that diaries calibrate.",
        "Objects are counted once per period and kind, so periods and kinds do not add up.",
        NEVER_INFERRED,
    ]
