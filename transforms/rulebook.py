"""Rules as data: every list in ``rules/*.yaml`` becomes a table ``rules.<file>__<list>``."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from warehouse.errors import DataRefused

FOLDER = Path(__file__).parent / "rules"


class Rule(BaseModel):
    """Base of one row of a rule table; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Minutes = Annotated[int, Field(ge=0)]


class Kind(Rule):
    """One kind of upkeep: what it is called, how visible it is by default, what a unit costs.

    ``pace`` says how long work before one of its events may last: ``effort.yaml`` has the limits.
    """

    kind: str
    category: str
    label: str
    unit: str
    visibility: Literal["hidden", "partly", "visible"]
    minutes_low: Minutes
    minutes_mid: Minutes
    minutes_high: Minutes
    observability: Literal["A", "B", "C", "X"]
    dimension: str
    pace: Literal["short", "middle", "long"]
    is_tag: bool


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


class AccountId(Rule):
    """An account by its immutable id."""

    account_id: str


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
    "release_types",
    "epic_types",
    "work_types",
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
    ("kinds", "kinds"): Kind,
    ("credit", "trailer_kinds"): TrailerKind,
    ("credit", "author_roles"): Role,
    ("credit", "upkeep_types"): ConventionalType,
    ("credit", "corrective_types"): ConventionalType,
    ("credit", "triage_events"): Event,
    ("credit", "triage_close_reasons"): StateReason,
    ("credit", "record_events"): RecordEvent,
    ("paths", "documentation"): Pattern,
    ("paths", "upkeep"): Pattern,
    ("paths", "decisions"): Pattern,
    ("paths", "releases"): Pattern,
    ("accounts", "bot_names"): Name,
    ("accounts", "suspect_names"): Pattern,
    ("accounts", "shared_accounts"): AccountId,
    ("accounts", "person_types"): TypeWord,
    ("accounts", "machine_types"): TypeWord,
    ("accounts", "agents"): Pattern,
    **{("tickets", name): Name for name in _TICKET_WORDS},
    ("pages", "classes"): PageClass,
    ("pages", "page_kinds"): PageKind,
    ("pages", "created_kinds"): CreatedKind,
    ("identity", "weights"): Weight,
    ("identity", "generic_handles"): Name,
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
    """Reads and validates every rule file: table name -> (row type, rows).

    Raises:
        DataRefused: A file, list or row is not as declared, or one of them is missing.
    """
    tables: dict[str, tuple[type[Rule], list[Rule]]] = {}
    for file in sorted({file for file, _ in LISTS}):
        text = (folder / f"{file}.yaml").read_text(encoding="utf-8")
        content = yaml.safe_load(text)
        declared = {name for owner, name in LISTS if owner == file}
        if set(content) != declared:
            cause = f"rules/{file}.yaml has {sorted(content)}, expected {sorted(declared)}"
            raise DataRefused(cause, "correct the file's lists")
        for name, rows in content.items():
            tables[f"{file}__{name}"] = (LISTS[file, name], _parse(file, name, rows, text))
    return tables


def _parse(file: str, name: str, rows: object, text: str) -> list[Rule]:
    row_type = LISTS[file, name]
    try:
        return TypeAdapter(list[row_type]).validate_python(rows)  # type: ignore[valid-type]  # because the row type is data
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        line = line_of(yaml.compose(text), (name, *first["loc"]))
        raise DataRefused(
            f"rules/{file}.yaml line {line}, {name}[{place}]: {first['msg']}", "correct it"
        ) from None


def repeated_keys(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Keys that stand twice in one mapping, and where first: YAML takes the last in silence."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from repeated_keys(item)
    if not isinstance(node, yaml.MappingNode):
        return
    known: dict[str, yaml.Node] = {}
    for key, value in node.value:
        first = known.setdefault(str(key.value), key)
        if first is not key:
            yield key, first
        yield from repeated_keys(value)


def line_of(node: yaml.Node | None, place: Sequence[str | int]) -> int:
    """The line of what a path names, or of the nearest thing around it that is there."""
    line = 1
    for key in place:
        if isinstance(node, yaml.MappingNode):
            node = next((value for name, value in node.value if name.value == key), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            node = node.value[key] if key < len(node.value) else None
        else:
            break
        if node is None:
            break
        line = node.start_mark.line + 1
    return line
