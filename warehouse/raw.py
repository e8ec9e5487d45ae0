"""Which raw rows models see: those of what is configured now. The others wait, or are deleted."""

from collections.abc import Collection

from warehouse.store import RawTable, Scope, Store, quote, raw_views

_LEDGERS = ("page_ledger", "attempt", "listing", "quarantine", "issue", "configured", "unseen")


def loaded_scopes(store: Store) -> set[Scope]:
    """Every (source, stream, scope) that pages were loaded of."""
    loaded = "select distinct source, stream, scope from ops.page_ledger"
    return set(store.con.execute(loaded).fetchall())


def show(
    store: Store,
    tables: tuple[RawTable, ...],
    configured: set[Scope],
    unread: Collection[tuple[str, str]] = (),
) -> None:
    """Lets models see the rows of what is configured now; other rows stay in raw, unseen.

    Args:
        store: The open store.
        tables: Every declared table.
        configured: The (source, stream, scope) that the configuration names.
        unread: The (source, stream) that it leaves out of the sources it names.
    """
    with store.transaction():
        store.con.execute("delete from ops.configured")
        for place in sorted(configured):
            store.con.execute("insert into ops.configured values ($1, $2, $3)", list(place))
        store.con.execute("delete from ops.unread")
        for stream in sorted(unread):
            store.con.execute("insert into ops.unread values ($1, $2)", list(stream))
    hidden = loaded_scopes(store) - configured
    for table in tables:
        key = (table.source, table.stream)
        shown = {scope for *place, scope in configured if tuple(place) == key}
        unseen = sorted(scope for *place, scope in hidden if tuple(place) == key)
        if not unseen or (table.shared and shown):
            condition = "true"
        elif shown:
            condition = f"_scope not in ({', '.join(map(_text, unseen))})"
        else:
            condition = "false"
        for statement in raw_views(table, condition):
            store.con.execute(statement)


def delete_rows(store: Store, tables: tuple[RawTable, ...], scope: str | None) -> int:
    """Deletes the rows of a source, or of one scope, and what is known of their loading.

    Args:
        store: The open store.
        tables: The tables of the source.
        scope: Only this scope; rows that belong to the tool as a whole then stay.

    Returns:
        How many raw rows were deleted.
    """
    store.create_raw(tables)
    rows = 0
    with store.transaction():
        for table in tables:
            if scope is None or not table.shared:
                (gone,) = store.con.execute(
                    f"delete from raw.{quote(table.name)} where $1 is null or _scope = $1",
                    [scope],
                ).fetchall()
                rows += gone[0]
            for name in _LEDGERS:
                store.con.execute(
                    f"delete from ops.{name}"
                    " where source = $1 and stream = $2 and ($3 is null or scope = $3)",
                    [table.source, table.stream, scope],
                )
    return rows


def _text(value: str) -> str:
    """Quotes a text for SQL, where a view cannot have parameters."""
    return "'" + value.replace("'", "''") + "'"
