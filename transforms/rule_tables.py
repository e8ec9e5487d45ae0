"""Writes the rules into the store: every list and the credit policy become tables of ``rules``."""

import hashlib

from transforms.catalogue import FOLDER as KINDS
from transforms.catalogue import Kind
from transforms.policy import TABLES, CreditPolicy, read_policy
from transforms.rule_files import Rule
from transforms.rulebook import FOLDER, LISTS, read_rules
from warehouse.store import Store, quote

RULE_TABLES: dict[str, type[Rule]] = {
    "kinds__kinds": Kind,
    **{f"{file}__{name}": row_type for (file, name), row_type in LISTS.items()},
    **TABLES,
}
"""Rule table -> what one row is."""

_SQL_TYPES: dict[object, str] = {
    int: "bigint",
    int | None: "bigint",
    float: "double",
    bool: "boolean",
}


def rules_version(policy: CreditPolicy) -> str:
    """A hash of every rule file and of the policy in force, written into every build."""
    digest = hashlib.sha256(policy.digest.encode())
    for path in sorted((*FOLDER.glob("*.yaml"), *KINDS.glob("*.yaml"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def load_rules(store: Store, policy: CreditPolicy | None = None) -> None:
    """Replaces the rule tables by what the files say; without a policy by the shipped one."""
    rows = {name: found for name, (_, found) in read_rules().items()}
    rows |= {name: list(found) for name, found in (policy or read_policy()).tables.items()}
    for name, row_type in RULE_TABLES.items():
        _write(store, name, row_type, rows[name])


def _write(store: Store, name: str, row_type: type[Rule], rows: list[Rule]) -> None:
    table = f"rules.{quote(name)}"
    columns = ", ".join(
        f"unnest(${place}::{_SQL_TYPES.get(info.annotation, 'varchar')}[]) as {quote(field)}"
        for place, (field, info) in enumerate(row_type.model_fields.items(), start=1)
    )
    values = [[getattr(row, field) for row in rows] for field in row_type.model_fields]
    store.con.execute(f"create or replace table {table} as select {columns}", values)
    meaning = " ".join((row_type.__doc__ or "").split()).replace("'", "''")
    store.con.execute(f"comment on table {table} is '{meaning}'")
