"""Rules as data: every list in ``rules/*.yaml`` becomes a table ``rules.<file>__<list>``."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from transforms.catalogue import Kind, read_kinds
from transforms.rule_files import Minutes, Rule, load, parse_list
from warehouse.errors import DataRefused

FOLDER = Path(__file__).parent / "rules"


class TrailerKind(Rule):
    """Which kind a named role on a commit is."""

    role: str
    kind: str


class Role(Rule):
    """A role that shares authorship."""

    role: str


class ConventionalType(Rule):
    """A conventional commit type."""

    conventional_type: str


class Event(Rule):
    """An event's name without its source."""

    event: str


class TriageEvent(Event):
    """An event that sorts an issue, and which one it takes back.

    Attributes:
        is_move: Whether it moves the issue on a board.
        closes: Whether GitHub closes the issue with it.
    """

    undoes: str | None = None
    is_move: bool = False
    closes: bool = False


class RecordEvent(Rule):
    """An event that formally names somebody, and what credit policies call the record."""

    event: str
    field: str


class StateReason(Rule):
    """Why an issue was closed."""

    state_reason: str


class Pattern(Rule):
    """A regular expression over lower-case text."""

    pattern: str


class Name(Rule):
    """A word of a tool or a display name, in lower case."""

    name: str


class TypeWord(Rule):
    """What a tool calls a type of account."""

    type_word: str


class PageClass(Rule):
    """What a page with a label is; the smallest rank decides."""

    label: str
    page_class: str
    rank: int


class PageKind(Rule):
    """Which kind saving a page of a class is, and whether each week counts on its own."""

    page_class: str
    kind: str
    is_weekly: bool


class CreatedKind(Rule):
    """Which kind the first version of a page of a class is."""

    page_class: str
    kind: str


class KindName(Rule):
    """A kind of upkeep by its name."""

    kind: str


class SharedLogin(Rule):
    """A login that a tool keeps for an account of nobody."""

    tool: str
    login: str


class Switch(Rule):
    """What the configuration chose, by the name of its key."""

    name: str
    value: Literal["link", "suggest"]


class Weight(Rule):
    """How much one likeness of an account and a person says by itself."""

    feature: str
    weight: Annotated[float, Field(gt=0, lt=1)]


class Accent(Rule):
    """A letter and what it is written as with accents, one character each."""

    letter: Annotated[str, Field(min_length=1, max_length=1)]
    accented: Annotated[str, Field(min_length=1)]


_OutcomeType = Literal[
    "code_change",
    "release",
    "incident",
    "postmortem",
    "corrective_action",
    "document",
    "meeting_record",
    "handoff",
    "milestone",
]
_OutcomeRoleName = Literal[
    "author",
    "co_author",
    "suggester",
    "lead",
    "gate_approver",
    "link_maintainer",
    "commander",
    "fixer",
    "communicator",
    "scribe",
    "responder",
    "observer",
    "contributor",
    "reviewer",
    "owner",
    "creator",
    "editor",
    "commenter",
    "minute_taker",
    "action_follower",
    "organizer",
    "giver",
    "receiver",
    "mentor",
]


class OutcomeRole(Rule):
    """What part of an outcome a role stands for, and whether somebody must have held it."""

    outcome_type: _OutcomeType
    role: _OutcomeRoleName
    weight: Annotated[float, Field(ge=0)]
    is_required: bool


class Threshold(Rule):
    """A named number."""

    name: str
    value: int


class Passes(Rule):
    """A number of minutes for each bound."""

    low: Minutes
    mid: Minutes
    high: Minutes


class Cap(Passes):
    """The longest that work before one event of a pace counts, for each bound."""

    pace: Literal["short", "middle", "long"]


class LastingKind(Rule):
    """A kind whose objects last from a start to an end."""

    kind: str
    lasts_as: Literal["meeting", "incident"]


_TICKET_WORDS = (
    "triage_fields",
    "sorting_resolutions",
    "sorting_statuses",
    "release_types",
    "epic_types",
    "work_types",
    "service_types",
    "fix_types",
    "hold_statuses",
    "gate_statuses",
    "blocked_statuses",
    "dependency_links",
    "copy_links",
    "escalation_labels",
    "corrective_labels",
)

LISTS: dict[tuple[str, str], type[Rule]] = {
    ("credit", "trailer_kinds"): TrailerKind,
    ("credit", "author_roles"): Role,
    ("credit", "upkeep_types"): ConventionalType,
    ("credit", "corrective_types"): ConventionalType,
    ("credit", "triage_events"): TriageEvent,
    ("credit", "other_issue_events"): Event,
    ("credit", "triage_close_reasons"): StateReason,
    ("credit", "record_events"): RecordEvent,
    ("paths", "documentation"): Pattern,
    ("paths", "other_texts"): Pattern,
    ("paths", "minutes_folders"): Pattern,
    ("paths", "dates"): Pattern,
    ("paths", "upkeep"): Pattern,
    ("paths", "decisions"): Pattern,
    ("paths", "status_reports"): Pattern,
    ("paths", "releases"): Pattern,
    ("paths", "other_tags"): Pattern,
    ("paths", "release_notes"): Pattern,
    ("accounts", "bot_names"): Name,
    ("accounts", "machine_words"): Name,
    ("accounts", "bot_addresses"): Pattern,
    ("accounts", "calendar_addresses"): Pattern,
    ("accounts", "bot_handles"): Pattern,
    ("accounts", "suspect_names"): Pattern,
    ("accounts", "suspect_handles"): Pattern,
    ("accounts", "build_hosts"): Name,
    ("accounts", "shared_logins"): SharedLogin,
    ("accounts", "placeholder_names"): Pattern,
    ("accounts", "nobodys_types"): TypeWord,
    ("accounts", "machine_types"): TypeWord,
    ("accounts", "agents"): Pattern,
    ("accounts", "example_names"): Name,
    **{("tickets", name): Name for name in _TICKET_WORDS},
    ("pages", "classes"): PageClass,
    ("pages", "page_kinds"): PageKind,
    ("pages", "created_kinds"): CreatedKind,
    ("identity", "weights"): Weight,
    ("identity", "generic_handles"): Name,
    ("identity", "nobodys_addresses"): Pattern,
    ("identity", "untied_addresses"): Pattern,
    ("identity", "switches"): Switch,
    ("identity", "public_domains"): Name,
    ("identity", "accents"): Accent,
    ("identity", "limits"): Threshold,
    ("limits", "thresholds"): Threshold,
    ("claims", "authored_kinds"): KindName,
    ("effort", "sessions"): Passes,
    ("effort", "caps"): Cap,
    ("effort", "lasting_kinds"): LastingKind,
    ("effort", "limits"): Threshold,
    ("outcome", "roles"): OutcomeRole,
    ("outcome", "limits"): Threshold,
}


def read_rules(folder: Path = FOLDER) -> dict[str, tuple[type[Rule], list[Rule]]]:
    """Reads and validates every rule file and the kinds: table name -> (row type, rows).

    Raises:
        DataRefused: A file, list or row is not as declared, or one of them is missing.
    """
    kinds: list[Rule] = [entry.row for entry in read_kinds()]
    tables: dict[str, tuple[type[Rule], list[Rule]]] = {"kinds__kinds": (Kind, kinds)}
    for file in sorted({file for file, _ in LISTS}):
        text = (folder / f"{file}.yaml").read_text(encoding="utf-8")
        content = load(text)
        declared = {name for owner, name in LISTS if owner == file}
        if set(content) != declared:
            cause = f"rules/{file}.yaml has {sorted(content)}, expected {sorted(declared)}"
            raise DataRefused(cause, "correct the file's lists")
        for name, rows in content.items():
            row_type, path = LISTS[file, name], f"rules/{file}.yaml"
            tables[f"{file}__{name}"] = (row_type, parse_list(row_type, path, name, rows, text))
    return tables
