"""``unsung explain LINE``: what stands behind a figure, and what would change it."""

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click
import duckdb

from pipelines.cli.completion import complete_lines
from pipelines.cli.explain_outcomes import OUTCOME, PART, tell_outcome, tell_part
from pipelines.cli.options import config_option, json_option, place_of
from pipelines.cli.queries import query
from pipelines.errors import ConfigError
from transforms.render.macros import define_macros
from warehouse.store import open_store

SHOWN = 20
"""Events, activities or lines that text lists; the others are counted, and ``--json`` has all."""

_CLASSES = {
    "credited": "a record that the credit policy counts names the person on it",
    "allocated": "all of its minutes lie inside time allocated to a duty",
    "unattributed": "tools show it and no record names the person on it in this capacity",
    "uncounted": "a record names the person on it, and the credit policy does not count it",
    "untraced": "no tool shows it: only a report or notes of colleagues do",
}
_HIDDEN = ("unattributed", "uncounted", "untraced")
_LEVELS = {"O": "observed", "I": "inferred", "P": "peer-attested", "S": "self-reported"}
_BOUNDS = {1: "low, mid and high", 2: "mid and high", 3: "high only"}

_ACTIVITY = query("explain.activity")
_EVENTS = query("explain.events")
_RECORDS = query("explain.records")
_COVERING = query("explain.covering")
_DUTIES = query("explain.duties")
_LINE = query("explain.line")
_ACTIVITIES = query("explain.activities")
_OUTLIERS = query("explain.outliers")
_SHARE = query("explain.share")
_LINES = query("explain.lines")
_CATEGORIES = query("explain.categories")


@click.command()
@click.argument("line_id", metavar="LINE", shell_complete=complete_lines)
@config_option
@json_option
def explain(line_id: str, config_path: Path, *, as_json: bool) -> None:
    """Shows what a figure is made of: its rule, inputs and links.

    LINE is the id beside a figure on a page or in a profile document. The answer is about that
    person and names nobody else.

    Exit codes: 0 shown, 4 no line has this id or nothing is built, 75 locked.
    """
    data_dir = place_of(config_path).data_dir
    if not (data_dir / "store" / "unsung.duckdb").exists():
        raise ConfigError("explain", "nothing is built yet", "run `unsung run` first")
    with open_store(data_dir) as store:
        found = Ledger(store.con).explain(line_id.lower())
    if as_json:
        click.echo(json.dumps(found, default=str, indent=1))
        return
    for heading, lines in found.items():
        click.echo(f"{heading}:")
        listed = [lines] if isinstance(lines, str) else lines
        for line in listed[:SHOWN]:
            click.echo(f"  {line}")
        if len(listed) > SHOWN:
            click.echo(f"  and {len(listed) - SHOWN} more, which --json lists")


@dataclass(frozen=True)
class Ledger:
    """What the last build knows, from a figure down to its events."""

    con: duckdb.DuckDBPyConnection

    def __post_init__(self) -> None:
        define_macros(self.con)

    def explain(self, line_id: str) -> dict[str, Any]:
        """What a line says, from what, and what would change it.

        Raises:
            ConfigError: No line of the last build has this id.
        """
        for statement, tell in (
            (_ACTIVITY, self._activity),
            (_LINE, self._line),
            (_SHARE, self._share),
            (PART, partial(tell_part, self._rows)),
            (OUTCOME, partial(tell_outcome, self._rows)),
        ):
            if rows := self._rows(statement, line_id):
                return tell(rows[0])
        action = "use an id from the page or document of the last build"
        raise ConfigError("explain", "no line has this id", action)

    def _rows(self, statement: str, *values: object) -> list[dict[str, Any]]:
        found = self.con.execute(statement, list(values))
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def _activity(self, row: dict[str, Any]) -> dict[str, Any]:
        events = self._rows(_EVENTS, row["activity_id"])
        records = self._rows(_RECORDS, row["person_id"], row["object_id"], row["kind"])
        covering = self._rows(_COVERING, row["kind"])
        duties = [duty["duty"] for duty in self._rows(_DUTIES, row["activity_id"])]
        shown = [
            f"{event['occurred_at']:%Y-%m-%d %H:%M} {event['event_kind']}"
            f" by rule {event['rule_id']}: {event['url'] or 'no link'}"
            for event in events
        ]
        return {
            "what": f"{row['label']}: one {row['unit']}, {row['object_id']} in {row['container']}",
            "how it is known": f"{_LEVELS[row['evidence_level']]} by rule {row['rule_id']};"
            f" in the bounds {_BOUNDS[row['bound']]}"
            f"{'; with an AI agent' if row['is_agent_assisted'] else ''}",
            "credit": _credit(row, records, duties),
            "minutes": _minutes(row, [event["rule_id"] for event in events]),
            "events": shown,
            "what would change it": _changes(row, records, covering, duties),
        }

    def _line(self, row: dict[str, Any]) -> dict[str, Any]:
        activities = [
            f"{each['activity_id']} {each['credit_class'] or 'tag'}, last on"
            f" {each['last_at']:%Y-%m-%d}"
            for each in self._rows(_ACTIVITIES, row["person_id"], row["kind"], row["period_id"])
        ]
        outliers = [
            f"{each['week']}: {each['object_count']} objects, usually {each['usual_count']:g}"
            f" (robust z {each['robust_z']:g}): look whether all of them are yours"
            for each in self._rows(_OUTLIERS, row["person_id"], row["kind"], row["period_id"])
        ]
        calibrated = "calibrated by diaries" if row["is_calibrated"] else "not calibrated"
        is_claimed = row["attested_count"] or row["reported_count"]
        return {
            "what": f"{row['label']} in {row['period_id']}: {row['activity_count']} x"
            f" {row['unit']}, {row['object_count']} objects, {row['weeks_active']} weeks",
            "how it is known": ", ".join(
                f"{row[f'{name}_count']} {name}"
                for name in ("observed", "inferred", "attested", "reported")
            ),
            "credit": [
                f"{row[f'{name}_count']} x {meaning}"
                for name, meaning in _CLASSES.items()
                if row[f"{name}_count"]
            ]
            or "none: another kind counts this work",
            "minutes": f"{_told(row)}, from the timeline of all tools"
            f"{' and from claims' if is_claimed else ''}, {calibrated}",
            **({"weeks far out of the usual": outliers} if outliers else {}),
            "activities": activities,
            "what would change it": "explain an activity by its id to see what would change it",
        }

    def _share(self, row: dict[str, Any]) -> dict[str, Any]:
        lines = [
            f"{each['line_id']} {each['kind']}: {each['activity_count']} units,"
            f" {'calibrated' if each['is_calibrated'] else 'not calibrated'}"
            for each in self._rows(_LINES, row["person_id"], row["period_id"])
        ]
        categories = [
            f"{each['category']}: {each['objects']}"
            for each in self._rows(_CATEGORIES, row["person_id"], row["period_id"])
        ]
        return {
            "what": f"hidden share in {row['period_id']}: {_share_of(row, 'hidden')}",
            "if every record counted": _share_of(row, "lenient"),
            "how it is made": "hidden minutes / (hidden + visible minutes); low is low hidden with"
            " high visible minutes, high the other way round (docs/method/credit.md)",
            "limits": f"{row['active_weeks']} active weeks; "
            + ("a lower bound from traces" if row["is_lower_bound"] else "calibrated by diaries"),
            "objects by category": categories,
            "lines": lines,
            "what would change it": "a credit policy that counts more records, time allocated to a"
            " duty, a diary that calibrates minutes",
        }


def _share_of(row: dict[str, Any], name: str) -> str:
    if not row["is_enough"]:
        return "not shown, too little was seen"
    low, mid, high = (row[f"{name}_share_{bound}"] for bound in ("low", "mid", "high"))
    return f"{low:.0%} - {mid:.0%} - {high:.0%}"


def _credit(
    row: dict[str, Any], records: list[dict[str, Any]], duties: list[str]
) -> list[str] | str:
    if row["credit_class"] is None:
        return "none: another kind counts this work"
    named = [
        f"{each['record']} ({'counts' if each['counts'] else 'does not count'}):"
        f" {each['url'] or 'no link'}"
        for each in records
    ]
    held = [f"time allocated to {duty}" for duty in duties]
    return [f"{row['credit_class']}: {_CLASSES[row['credit_class']]}", *named, *held]


def _minutes(row: dict[str, Any], rules: list[str]) -> str:
    is_claim = all(rule.startswith("claim_") for rule in rules)
    if row["is_tag"] or not (is_claim or row["minutes_high"]):
        return "none of its own"
    if is_claim and row["minutes_high"]:
        return (
            f"0-{row['minutes_mid']}-{row['minutes_high']}, those of its kind,"
            " in the bounds that include it"
        )
    if is_claim:
        return (
            "as claimed, in the bounds that include it; with other claims of the same days at most"
            " their contracted time less what tools saw (EVI-4)"
        )
    return (
        f"by the gaps before its events, up to the caps of pace {row['pace']}; after a break"
        f" {row['minutes_low']}-{row['minutes_mid']}-{row['minutes_high']} as lead"
    )


def _told(row: dict[str, Any]) -> str:
    """The minutes of a line as pages tell them."""
    if row["shown_high"] is None:
        return "not for a single week"
    return f"{row['shown_low']} - {row['shown_mid']} - {row['shown_high']}"


def _changes(
    row: dict[str, Any],
    records: list[dict[str, Any]],
    covering: list[dict[str, Any]],
    duties: list[str],
) -> list[str]:
    """The plain ways in which the class or the bounds would be others."""
    found = []
    counted = [f"{each['source']} {each['field']}" for each in covering if each["counts"]]
    if row["credit_class"] in _HIDDEN and counted:
        found.append(f"being named on it as {' or '.join(counted)}: credited")
    elif row["credit_class"] in _HIDDEN:
        found.append("a credit policy with a record that covers this kind and counts")
    if row["credit_class"] == "uncounted":
        found.append(f"a credit policy that counts {', '.join(r['record'] for r in records)}")
    if row["credit_class"] == "credited":
        found.append("a credit policy that counts none of these records: uncounted")
    if duties:
        found.append(f"other minutes allocated to {', '.join(duties)}")
    if row["evidence_level"] == "I":
        found.append("an event in which the tool itself names the person: observed")
    if row["evidence_level"] in ("P", "S"):
        found.append("an event of the person on the same object, or independent witnesses")
    if not row["is_tag"]:
        found.append("a diary that calibrates the minutes of this kind")
    return [*found, "an account that is tied to somebody else, or a rule that is wrong: contest it"]
