"""What pages and ``unsung explain`` compute alike, as DuckDB macros of one connection.

Macros belong to a connection, as the published file holds tables alone. Models have none: they stay
SQL that another engine can run.
"""

import duckdb

_IDS = {
    "line_id": "person_id, period_id, kind",
    "share_id": "person_id, period_id",
    "part_id": "person_id, period_id, outcome_type, role",
    "outcome_id": "person_id, outcome_type, object_id",
}
"""Ids that stand beside a figure, and the columns that each one is made of."""

_SHOWN_MINUTES = """
    shown_minutes(minutes, weeks_active) as
    case when weeks_active > 1 then 5 * cast(round(minutes / 5e0) as bigint) end
"""
"""Minutes as pages show them: in steps of five, and none of a single week (EFF-1)."""


def define_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Gives a connection, and none of its cursors, the macros."""
    con.execute(f"create or replace temp macro {_SHOWN_MINUTES}")
    for name, columns in _IDS.items():
        digest = f"substr(md5(concat_ws('|', {columns})), 1, 16)"
        con.execute(f"create or replace temp macro {name}({columns}) as {digest}")
