"""The profile document: its types, from which ``contracts/profile.schema.json`` is made."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

SCHEMA_VERSION: Literal["2.1.0"] = "2.1.0"

Instant = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
Count = Annotated[int, Meta(ge=0)]
Text = Annotated[str, Meta(min_length=1)]


class Part(msgspec.Struct, forbid_unknown_fields=True):
    """Base of every object of the document: its fields are all there is, in this order."""


class Person(Part):
    """Whose profile this is, as of the build."""

    person_id: Annotated[
        str,
        Meta(pattern="^[0-9a-f]+$", min_length=16, max_length=16, description="The file's name"),
    ]
    display_name: Annotated[str, Meta(description="Name as the roster or the tools show it")]
    team: Annotated[str | None, Meta(description="Team; null when the roster names none")]
    role_family: Annotated[str | None, Meta(description="Role family, from the roster")]
    level: Annotated[str | None, Meta(description="Level, from the roster")]


class Coverage(Part):
    """How far one stream of one scope of one tool was read. A gap is missing data."""

    source: Annotated[Text, Meta(description="Tool")]
    stream: Annotated[Text, Meta(description="Kind of record")]
    scope: Annotated[
        Text, Meta(description="Unit that is read, such as a repository, or how many alike")
    ]
    status: Annotated[
        Text,
        Meta(description="covered, covered until the last complete pull, not covered, or not read"),
    ]
    covered_until: Annotated[
        Instant | None, Meta(description="Complete up to this instant, UTC; null is not covered")
    ]
    gap_code: Annotated[str | None, Meta(description="Why the last attempt failed")]
    incomplete_count: Annotated[
        int, Meta(description="Records read in part because the source lacks what belongs to them")
    ]


class Period(Part):
    """A period that has lines."""

    period_id: Annotated[Text, Meta(description="YYYY-MM, YYYY-Qn or review-window")]
    kind: Annotated[
        Literal["month", "quarter", "review_window"], Meta(description="Kind of period")
    ]
    starts_at: Annotated[Instant, Meta(description="First instant, UTC")]
    ends_at: Annotated[Instant, Meta(description="First instant after it, UTC")]


class Standing(Part):
    """Where the person stood as of one period. Weeks away are never a gap."""

    period_id: Annotated[Text, Meta(description="One of periods, or the review window")]
    team: Annotated[str | None, Meta(description="Team; null when the roster names none")]
    role_family: Annotated[str | None, Meta(description="Role family, from the roster")]
    level: Annotated[str | None, Meta(description="Level, from the roster")]
    fte: Annotated[
        Annotated[float, Meta(gt=0, le=1)] | None,
        Meta(description="Fraction of full time, the mean of the days present"),
    ]
    weeks_employed: Annotated[
        Count | None, Meta(description="ISO weeks of employment; null where the roster is silent")
    ]
    weeks_present: Annotated[
        Count | None, Meta(description="Of these, weeks with a working day without an absence")
    ]
    weeks_absent: Annotated[Count | None, Meta(description="Of these, weeks away throughout")]


class Minutes(Part):
    """Minutes from the timeline of all tools, in steps of five; never of a single event or week."""

    low: Annotated[Count, Meta(description="Lower bound")]
    mid: Annotated[Count, Meta(description="Middle of the interval")]
    high: Annotated[Count, Meta(description="Upper bound")]


class Levels(Part):
    """How the units of a line are known. Only observed ones are in the lower bound of minutes."""

    observed: Annotated[Count, Meta(description="Observed: the tool records who did it")]
    inferred: Annotated[Count, Meta(description="Inferred: a rule joins observed events")]
    attested: Annotated[Count, Meta(description="Peer-attested: only notes of peers tell of it")]
    reported: Annotated[Count, Meta(description="Self-reported: only the own report tells it")]


class Capture(Part):
    """How the units of a line stand under the credit policy in force; tags have no units in it."""

    credited: Annotated[Count, Meta(description="A record that the policy counts names the person")]
    allocated: Annotated[Count, Meta(description="All inside time allocated to a duty")]
    unattributed: Annotated[Count, Meta(description="Traced, and no record names the person")]
    uncounted: Annotated[Count, Meta(description="A record names the person and does not count")]
    untraced: Annotated[Count, Meta(description="Known from reports and notes only")]


class ShareBounds(Part):
    """A share between 0 and 1 with its bounds."""

    low: Annotated[float, Meta(ge=0, le=1, description="Lower bound")]
    mid: Annotated[float, Meta(ge=0, le=1, description="Middle of the interval")]
    high: Annotated[float, Meta(ge=0, le=1, description="Upper bound")]


class Share(Part):
    """Which part of the seen time of the review window is hidden; null where too little is seen."""

    line_id: Annotated[Text, Meta(description="What `unsung explain` asks for")]
    hidden: Annotated[
        ShareBounds | None, Meta(description="Neither counted by the credit policy nor allocated")
    ]
    lenient: Annotated[ShareBounds | None, Meta(description="The same if every record counted")]
    is_lower_bound: Annotated[
        bool, Meta(description="Mostly from kinds without a diary: a lower bound from traces")
    ]


class Line(Part):
    """What was done of one kind in one period. Lines of different periods do not add up."""

    line_id: Annotated[Text, Meta(description="What `unsung explain` asks for")]
    period_id: Annotated[Text, Meta(description="One of periods")]
    kind: Annotated[Text, Meta(description="Kind of upkeep, <category>.<kind>")]
    category: Annotated[Text, Meta(description="Category of the kind")]
    label: Annotated[Text, Meta(description="The kind in words")]
    unit: Annotated[Text, Meta(description="What one activity is")]
    visibility: Annotated[
        Literal["hidden", "partly", "visible"],
        Meta(description="How visible the kind is by default"),
    ]
    activity_count: Annotated[Count, Meta(description="Units of upkeep")]
    object_count: Annotated[Count, Meta(description="Distinct objects")]
    weeks_active: Annotated[Count, Meta(description="ISO weeks with at least one event")]
    levels: Annotated[Levels, Meta(description="The units by level of evidence")]
    capture: Annotated[Capture, Meta(description="The units by what formal records say")]
    minutes: Annotated[
        Minutes | None,
        Meta(
            description="Low: observed units; mid: inferred and corroborated too; high: all."
            " Null for a single week"
        ),
    ]
    hidden: Annotated[Minutes | None, Meta(description="Of these, neither counted nor allocated")]
    is_calibrated: Annotated[
        bool, Meta(description="False: a lower bound from traces, not checked against a diary")
    ]
    coverage_share: Annotated[
        Annotated[float, Meta(ge=0, le=1)] | None,
        Meta(description="Share of the period that the connected sources cover"),
    ]


class Outcome(Part):
    """What part the person had in outcomes that several people may share, in the review window.

    Shares of one outcome sum to at most one over everybody; they are no share of the person's time.
    """

    line_id: Annotated[Text, Meta(description="What `unsung explain` asks for")]
    outcome_type: Annotated[Text, Meta(description="code_change, release, incident, document, ...")]
    role: Annotated[Text, Meta(description="Role; of several the one with the largest weight")]
    outcome_count: Annotated[Count, Meta(description="Outcomes with the person in that role")]
    mean_share: Annotated[
        float, Meta(ge=0, le=1, description="Mean share of one, by the weights of the roles")
    ]
    mean_equal_share: Annotated[
        float, Meta(ge=0, le=1, description="The same if every role weighed the same")
    ]


class Event(Part):
    """One event in one tool."""

    event_id: Annotated[Text, Meta(description="Event as the tool identifies it")]
    kind: Annotated[Text, Meta(description="What happened, as the tool calls it")]
    occurred_at: Annotated[Instant, Meta(description="When, UTC")]
    url: Annotated[str | None, Meta(description="Link as the tool gave it; check it before use")]


class Activity(Part):
    """One unit of upkeep on one object, with the events that show it."""

    activity_id: Annotated[Text, Meta(description="Stable id of the activity")]
    kind: Annotated[Text, Meta(description="Kind of upkeep, as in lines")]
    object_type: Annotated[Text, Meta(description="pull, issue, commit, document, release, batch")]
    object_label: Annotated[str, Meta(description="Short name of the object")]
    title: Annotated[str | None, Meta(description="Title; null when titles are off")]
    container: Annotated[str, Meta(description="Repository or space of the object")]
    first_at: Annotated[Instant, Meta(description="First event, UTC")]
    last_at: Annotated[Instant, Meta(description="Last event, UTC")]
    rule_id: Annotated[Text, Meta(description="Rule that made the line")]
    evidence_level: Annotated[
        Literal["O", "I", "P", "S"],
        Meta(description="O observed, I inferred, P peer-attested, S self-reported"),
    ]
    is_agent_assisted: Annotated[
        bool, Meta(description="An AI agent worked on the change that the person made or took in")
    ]
    copy_count: Annotated[
        int, Meta(ge=0, description="Further commits that carry the change, such as its backports")
    ]
    events: Annotated[list[Event], Meta(min_length=1, description="Oldest first")]


class Profile(Part):
    """What one person did that connected tools can show, with the evidence. Not a score."""

    schema_version: Annotated[
        Literal["2.1.0"], Meta(description="Semantic version of the document's shape")
    ]
    build_id: Annotated[Text, Meta(description="Build that made the document")]
    organization: Annotated[Text, Meta(description="Whose tools were read")]
    purpose: Annotated[Text, Meta(description="What the document may be used for")]
    as_of: Annotated[Instant, Meta(description="The instant treated as now, UTC")]
    rules_version: Annotated[Text, Meta(description="Hash of the rules that applied")]
    code_version: Annotated[Text, Meta(description="Version of the code that made it")]
    person: Person
    coverage: Annotated[list[Coverage], Meta(description="What was read, and the gaps")]
    periods: Annotated[list[Period], Meta(description="Periods that have lines, oldest first")]
    standing: Annotated[
        list[Standing], Meta(description="Team, level and weeks present, by period id")
    ]
    credit_policy: Annotated[Text, Meta(description="Version of the credit policy in force")]
    share: Annotated[Share | None, Meta(description="Of the review window; null without lines")]
    lines: Annotated[list[Line], Meta(description="By period, then kind")]
    outcomes: Annotated[list[Outcome], Meta(description="Of the review window, by type and role")]
    evidence: Annotated[list[Activity], Meta(description="By kind, newest activity first")]
    limits: Annotated[list[Text], Meta(description="What the document cannot show")]
    method: Annotated[Text, Meta(description="Page that explains the method, beside profiles/")]


def profile_schema() -> dict[str, Any]:
    """The JSON Schema 2020-12 of a profile document."""
    (_,), parts = msgspec.json.schema_components([Profile], ref_template="#/$defs/{name}")
    root = parts.pop("Profile")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:unsung:profile:{SCHEMA_VERSION}",
        **root,
        "$defs": parts,
    }
