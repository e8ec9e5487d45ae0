"""What stands behind somebody's part in outcomes: each outcome, and what the person did for it."""

from collections.abc import Callable
from typing import Any

from pipelines.cli.queries import query

Rows = list[dict[str, Any]]
Query = Callable[..., Rows]

PART = query("explain_outcomes.part")
OUTCOME = query("explain_outcomes.outcome")
_OUTCOMES = query("explain_outcomes.outcomes")
_ROLES = query("explain_outcomes.roles")
_ACTS = query("explain_outcomes.acts")


def tell_part(query: Query, row: dict[str, Any]) -> dict[str, Any]:
    """A row of the page's outcomes: how it is computed, and every outcome behind it."""
    outcomes = query(
        _OUTCOMES, row["person_id"], row["outcome_type"], row["role"], row["period_id"]
    )
    return {
        "what": f"{row['outcome_count']} x {_named(row['outcome_type'])} as {_named(row['role'])}"
        f" in {row['period_id']}: on average {_shares(row, 'mean_')}",
        "how it is made": _how(query, row["outcome_type"]),
        "outcomes": [
            f"{each['outcome_id']} since {each['ended_at']:%Y-%m-%d},"
            f" {each['contributions']} contributions: {_shares(each)}"
            for each in outcomes
        ],
        "what would change it": "explain an outcome by its id to see what would change it",
    }


def tell_outcome(query: Query, row: dict[str, Any]) -> dict[str, Any]:
    """One outcome: the person's share of it and the acts that it is made of, with links."""
    acts = query(_ACTS, row["outcome_type"], row["object_id"], row["person_id"])
    return {
        "what": f"one {_named(row['outcome_type'])} as {_named(row['role'])}: {_shares(row)}",
        "how it is made": _how(query, row["outcome_type"]),
        "events": [
            f"{each['contributed_at']:%Y-%m-%d %H:%M} {each['kind'] or 'as the tool lists it'}"
            f" as {_named(each['role'])}: {each['url'] or 'no link'}"
            for each in acts
        ],
        "what would change it": [
            "an act of the person, or of others, that a tool links to it and no rule has found",
            "another weight of a role in the published rules, the same for everybody",
            "an account that is tied to somebody else, or a rule that is wrong: contest it",
        ],
    }


def _how(query: Query, outcome_type: str) -> str:
    weights = ", ".join(
        f"{_named(each['role'])} {each['weight']:g}" for each in query(_ROLES, outcome_type)
    )
    return (
        "weight of the role x (1 + log2 of up to four contributions), over the sum of everybody"
        f" (docs/method/outcomes.md); weights: {weights}"
    )


def _named(name: str) -> str:
    return name.replace("_", " ")


def _shares(row: dict[str, Any], prefix: str = "") -> str:
    share, equal = row[f"{prefix}share"], row[f"{prefix}equal_share"]
    return f"{share:.0%}, with equal weights {equal:.0%}"
