"""Reads the credit policy: which formal records count, for which kinds, and allocated time."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from transforms.catalogue import read_kinds
from transforms.rule_files import Rule, line_of, repeated_keys
from transforms.rulebook import FOLDER

DEFAULT = FOLDER / "credit_policy.yaml"
_EVERY = ".*"

FIELDS = {
    "github": (
        "author",
        "trailer:co-authored-by",
        "trailer:co-developed-by",
        "review.author",
        "release.author",
        "named_in_notes",
    ),
    "git": (
        "author",
        "trailer:co-authored-by",
        "trailer:co-developed-by",
        "trailer:reviewed-by",
        "trailer:acked-by",
        "trailer:tested-by",
        "trailer:reported-by",
    ),
    "jira": ("assignee_at_resolution", "epic.owner", "reporter"),
    "pagerduty": ("role:commander", "role:communicator", "role:scribe"),
    "confluence": ("owner", "creator"),
    "google": ("owner",),
}
"""What ``core/credit_record.sql`` finds in each source, as policies call it."""


class PolicyRefused(Exception):
    """A policy is not what it must be.

    Attributes:
        place: File, line and key.
        cause: What is wrong there.
        action: What to do.
        others: What else is wrong with it.
    """

    others: "Sequence[PolicyRefused]" = ()

    def __init__(self, place: str, cause: str, action: str) -> None:
        super().__init__(f"{place}: {cause}; {action}")
        self.place, self.cause, self.action = place, cause, action


class CreditRule(Rule):
    """One formal record, whether the employer's rubric counts it, and where it is found."""

    record: str
    source: str
    field: str
    counts: bool


class Capacity(Rule):
    """One kind that a formal record covers; it never covers another (CRD-2)."""

    record: str
    kind: str


class Duty(Rule):
    """One formal duty; minutes per week are null where each shift of the rota allocates its own."""

    duty: str
    minutes_per_week: int | None


class DutyKind(Rule):
    """One kind that the time allocated to a duty is for."""

    duty: str
    kind: str


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_WEEK_MINUTES = 7 * 24 * 60


class _Record(_Strict):
    id: _Word
    source: str
    field: str
    capacity: Annotated[list[str], Field(min_length=1)]
    counts: bool


class _RosterDuty(_Strict):
    duty: _Word
    kinds: Annotated[list[str], Field(min_length=1)]
    minutes_per_week: Annotated[int, Field(ge=0, le=_WEEK_MINUTES)] | Literal["from_rota"]


class _Document(_Strict):
    version: _Word
    records: Annotated[list[_Record], Field(min_length=1)]
    roster_duties: list[_RosterDuty] = []


_KEYS = {*_Document.model_fields, *_Record.model_fields, *_RosterDuty.model_fields}

TABLES: dict[str, type[Rule]] = {
    "credit_policy__records": CreditRule,
    "credit_policy__capacities": Capacity,
    "credit_policy__duties": Duty,
    "credit_policy__duty_kinds": DutyKind,
}


@dataclass(frozen=True)
class CreditPolicy:
    """A validated policy.

    Attributes:
        version: What the employer calls it.
        digest: Of the file, so that another policy is another build.
        tables: Rule table -> its rows, wildcards expanded to kinds.
    """

    version: str
    digest: str
    tables: dict[str, tuple[Rule, ...]]

    @property
    def duties(self) -> tuple[str, ...]:
        """The duties that somebody can hold; who holds those of a rota stands in its tool."""
        rows = self.tables["credit_policy__duties"]
        return tuple(
            row.duty for row in rows if isinstance(row, Duty) and row.minutes_per_week is not None
        )


def read_policy(path: Path = DEFAULT) -> CreditPolicy:
    """Reads and validates a policy.

    Raises:
        PolicyRefused: It cannot be read, or a line names what is not known.
    """
    text, root, content = _load(path)
    try:
        document = _Document.model_validate(_texts(content))
    except ValidationError as error:
        found: dict[tuple[str | int, ...], str] = {}
        for each in error.errors(include_input=False):
            # Pydantic lists the type that it tried of a union as if it were a key.
            keys = tuple(key for key in each["loc"] if isinstance(key, int) or key in _KEYS)
            found.setdefault(keys, each["msg"])
        refused = [_refusal(path, root, keys, cause, "correct it") for keys, cause in found.items()]
        raise _together(refused) from None
    if mistakes := [_refusal(path, root, *mistake) for mistake in _mistakes(document)]:
        raise _together(mistakes)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return CreditPolicy(document.version, digest, _tables(document))


def _load(path: Path) -> tuple[str, yaml.Node | None, object]:
    """The text of a policy, its nodes, and what it says."""
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no path can look like this"
        raise PolicyRefused(ascii(path.name)[1:-1], why, "name a file that is there") from None
    try:
        text = content.decode("utf-8-sig")
        root = yaml.compose(text, yaml.SafeLoader)
        said = yaml.safe_load(text)
    except UnicodeDecodeError:
        raise PolicyRefused(path.name, "it is not UTF-8", "save it as UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        raise PolicyRefused(f"{path.name}{line}", "not valid YAML", "correct it") from None
    except (ValueError, RecursionError):
        cause = "a value looks like a date or number but is none, or lists are nested too deep"
        raise PolicyRefused(path.name, cause, "put the value in quotes") from None
    if repeated := list(repeated_keys(root)):
        lines = [(key.start_mark.line + 1, first.start_mark.line + 1) for key, first in repeated]
        raise _together(
            [
                PolicyRefused(
                    f"{path.name} line {line}",
                    f"the key is already on line {first}",
                    "keep one",
                )
                for line, first in lines
            ]
        )
    return text, root, said


def _together(refusals: Sequence[PolicyRefused]) -> PolicyRefused:
    """The first of several refusals, which knows the others."""
    refusals[0].others = refusals[1:]
    return refusals[0]


def _texts(content: object) -> object:
    """A version such as ``2026-11`` or ``3`` may be a date or a number to YAML."""
    if isinstance(content, dict) and isinstance(content.get("version"), int | float | date):
        return {**content, "version": str(content["version"])}
    return content


def _mistakes(document: _Document) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """What the types cannot tell: place, cause, what to do."""
    names = [record.id for record in document.records]
    for number, record in enumerate(document.records):
        place = ("records", number)
        if names.index(record.id) != number:
            yield (*place, "id"), f"{record.id} appears twice", "give each record its own id"
        if record.source not in FIELDS:
            yield (*place, "source"), f"unknown source {record.source}", _one_of(FIELDS)
        elif record.field not in FIELDS[record.source]:
            action = _one_of(FIELDS[record.source])
            yield (*place, "field"), f"{record.source} has no record {record.field}", action
        yield from _unknown_kinds((*place, "capacity"), record.capacity)
    duties = [duty.duty for duty in document.roster_duties]
    for number, duty in enumerate(document.roster_duties):
        if duties.index(duty.duty) != number:
            yield ("roster_duties", number), f"{duty.duty} appears twice", "join its rows"
        yield from _unknown_kinds(("roster_duties", number, "kinds"), duty.kinds)


def _unknown_kinds(
    place: tuple[str | int, ...], names: Sequence[str]
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    for name in names:
        if not list(_expanded([name])):
            action = "use a kind of transforms/kinds/, or <category>.*"
            yield place, f"unknown kind {name}", action


def _expanded(names: Sequence[str]) -> Iterator[str]:
    """The kinds that a list names, each once, by category."""
    for kind in known_kinds():
        category = kind.partition(".")[0] + _EVERY
        if kind in names or category in names:
            yield kind


@cache
def known_kinds() -> tuple[str, ...]:
    """Every kind that the rules know, by category."""
    return tuple(entry.kind for entry in read_kinds())


def _tables(document: _Document) -> dict[str, tuple[Rule, ...]]:
    rows: dict[str, Iterable[Rule]] = {
        "credit_policy__records": (
            CreditRule(record=each.id, source=each.source, field=each.field, counts=each.counts)
            for each in document.records
        ),
        "credit_policy__capacities": (
            Capacity(record=each.id, kind=kind)
            for each in document.records
            for kind in _expanded(each.capacity)
        ),
        "credit_policy__duties": (
            Duty(
                duty=each.duty,
                minutes_per_week=None
                if each.minutes_per_week == "from_rota"
                else each.minutes_per_week,
            )
            for each in document.roster_duties
        ),
        "credit_policy__duty_kinds": (
            DutyKind(duty=each.duty, kind=kind)
            for each in document.roster_duties
            for kind in _expanded(each.kinds)
        ),
    }
    return {name: tuple(found) for name, found in rows.items()}


def _one_of(names: Iterable[str]) -> str:
    return f"use one of {', '.join(names)}"


def _refusal(
    path: Path, root: yaml.Node | None, place: Sequence[str | int], cause: str, action: str
) -> PolicyRefused:
    where = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in place).strip(".")
    line = line_of(root, place)
    return PolicyRefused(f"{path.name} line {line}, {where}", cause, action)
