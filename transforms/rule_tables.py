"""Writes the rules into the store: every list and the credit policy become tables of ``rules``."""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from transforms.catalogue import FOLDER as KINDS
from transforms.catalogue import Kind
from transforms.policy import TABLES, CreditPolicy, read_policy
from transforms.rule_files import Rule
from transforms.rulebook import FOLDER, LISTS, Switch, read_rules
from warehouse.store import Store, quote

RULE_TABLES: dict[str, type[Rule]] = {
    "kinds__kinds": Kind,
    **{f"{file}__{name}": row_type for (file, name), row_type in LISTS.items()},
    **TABLES,
}
"""Rule table -> what one row is."""

_AS_SHIPPED: Mapping[str, str] = MappingProxyType({})
_SQL_TYPES: dict[object, str] = {
    int: "bigint",
    int | None: "bigint",
    float: "double",
    bool: "boolean",
}


def rules_version(policy: CreditPolicy, switches: Mapping[str, str] = _AS_SHIPPED) -> str:
    """A hash of every rule file, of the policy in force and of the switches, in every build."""
    digest = hashlib.sha256(policy.digest.encode())
    digest.update("".join(f"{name}={switches[name]}\0" for name in sorted(switches)).encode())
    for path in sorted((*FOLDER.glob("*.yaml"), *KINDS.glob("*.yaml"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def load_rules(
    store: Store,
    policy: CreditPolicy | None = None,
    switches: Mapping[str, str] = _AS_SHIPPED,
) -> None:
    """Replaces the rule tables by what the files say; without a policy by the shipped one.

    Args:
        store: Where they go.
        policy: The credit policy in force.
        switches: What the configuration chose, by the name of its key.
    """
    rows = {name: found for name, (_, found) in read_rules().items()}
    rows["identity__switches"] = [
        row.model_copy(update={"value": switches[row.name]})
        if isinstance(row, Switch) and row.name in switches
        else row
        for row in rows["identity__switches"]
    ]
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
