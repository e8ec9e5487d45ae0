"""Loads landed pages into raw: strictly typed, once each, in any order to the same end.

A row that does not fit its declared types goes to ``ops.quarantine`` (its place and reason, never
its values). A row wins by (version, page); page names sort by time. Rows, deletions and ledger of a
batch of pages are one transaction.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.pages import Page, batches, is_intact, new_pages, write_rewind
from warehouse.store import RawTable, Store, quote

_HAS_OFFSET = r"(Z|[+-]\d\d:?\d\d)$"


@dataclass(frozen=True)
class LoadResult:
    """What a load did to one stream.

    Attributes:
        refused: Pages that could not be read.
        issues: What is lost until the next pull and what to do, one line each.
    """

    pages: int
    records: int
    quarantined: int
    refused: int
    issues: tuple[str, ...] = ()


def load(
    store: Store, landing: Path, table: RawTable, mark: Callable[[str], None] = lambda _name: None
) -> LoadResult:
    """Loads every page of one stream that the ledger does not hold yet.

    A page that is missing or damaged is refused: an issue says so, and a rewind manifest makes the
    next pull read that part again.

    Args:
        store: The open store; the raw table exists.
        landing: The landing folder.
        table: The stream to load.
        mark: Called with the name of each point where a kill must be harmless.
    """
    pages = records = quarantined = refused = 0
    issues: list[str] = []
    for batch in batches(new_pages(store, table, landing)):
        bad, refused_rows = _load_batch(store, table, batch, mark)
        mark("load.after_commit")
        for scope in dict.fromkeys(page.scope for page in batch):
            of_scope = [page for page in batch if page.scope == scope]
            issues += _rewind(store, table, scope, of_scope, bad)
        pages += len(batch) - len(bad)
        refused += len(bad)
        records += sum(page.manifest.get("records", 0) for page in batch if page not in bad)
        quarantined += refused_rows
    if table.replaces is not None:
        _mark_missing(store, table)
    return LoadResult(pages, records, quarantined, refused, tuple(issues))


def _load_batch(
    store: Store, table: RawTable, batch: list[Page], mark: Callable[[str], None]
) -> tuple[list[Page], int]:
    """Loads a batch in one transaction; returns the pages set apart and the rows refused."""
    bad = [page for page in batch if not is_intact(page)]
    try:
        return bad, _commit(store, table, batch, bad, mark)
    except duckdb.InvalidInputException:
        bad = [page for page in batch if page in bad or not _is_readable(store, table, page)]
        return bad, _commit(store, table, batch, bad, mark)


def _commit(
    store: Store,
    table: RawTable,
    batch: list[Page],
    bad: list[Page],
    mark: Callable[[str], None],
) -> int:
    with store.transaction():
        refused_rows = _merge(store, table, [page for page in batch if page not in bad])
        mark("load.mid_transaction")
        _write_ledger(store, table, batch, bad)
    return refused_rows


def _is_readable(store: Store, table: RawTable, page: Page) -> bool:
    if page.data is None:
        return True
    try:
        store.con.execute(f"select count(*) from ({_lines(table)})", {"files": [str(page.data)]})
    except duckdb.InvalidInputException:
        return False
    return True


def _lines(table: RawTable) -> str:
    """Every declared column as JSON, so that nothing is converted before it is checked."""
    columns = ", ".join(f"{quote(name)}: 'JSON'" for name, _, _ in table.columns)
    return (
        f"select * from read_json($files, columns = {{{columns}}}, "
        "format = 'newline_delimited', filename = true, maximum_object_size = 33554432)"
    )


def _is_wrong(name: str, sql_type: str, nullable: bool) -> str:  # noqa: FBT001  # because it is one column's declaration
    """SQL that says whether a JSON value breaks its column's declaration.

    It looks at the value's JSON text, as DuckDB writes it, where that tells the type: parsing every
    value once more with `json_type` took half of the time of a load.
    """
    column = quote(name)
    text = f"cast({column} as varchar)"
    bare = _unquoted(column)
    wrong = {
        "varchar": f"not starts_with({text}, '\"')",
        "bigint": f"cast(try_cast({text} as bigint) as varchar) is distinct from {text}",
        "double": f"json_type({column}) not in ('UBIGINT', 'BIGINT', 'DOUBLE')",
        "boolean": f"{text} not in ('true', 'false')",
        "timestamptz": f"not starts_with({text}, '\"')"
        f" or try_cast({bare} as timestamptz) is null"
        f" or not (suffix({bare}, 'Z') or regexp_matches({bare}, '{_HAS_OFFSET}'))",
        "date": f"not starts_with({text}, '\"') or try_cast({bare} as date) is null",
        "varchar[]": f"json_type({column}) <> 'ARRAY' or len(list_filter("
        f"from_json({column}, '[\"json\"]'), lambda x: json_type(x) <> 'VARCHAR')) > 0",
    }[sql_type]
    return f"({column} is not null and ({wrong}))" if nullable else f"({column} is null or {wrong})"


def _problem(table: RawTable) -> str:
    """SQL that names the first column that is wrong; the sentence is only made for such rows."""
    wrong = {column[0]: _is_wrong(*column) for column in table.columns}
    sentences = "".join(
        f" when {wrong[name]} then '{name} is ' ||"
        f" case when {quote(name)} is null then 'missing' else 'not a {sql_type}' end"
        for name, sql_type, _ in table.columns
    )
    return f"case when {' or '.join(wrong.values())} then case{sentences} end end"


def _unquoted(column: str) -> str:
    """The text of a JSON string that needs no escapes, such as a time."""
    return f"trim(cast({column} as varchar), '\"')"


def _cast(name: str, sql_type: str) -> str:
    column = quote(name)
    value = {
        "varchar[]": f"from_json({column}, '[\"varchar\"]')",
        "varchar": f"{column} ->> '$'",
        "timestamptz": f"cast({_unquoted(column)} as timestamptz)",
        "date": f"cast({_unquoted(column)} as date)",
    }.get(sql_type, f"cast({column} as {sql_type})")
    return f"{value} as {column}"


def _merge(store: Store, table: RawTable, pages: Sequence[Page]) -> int:
    """Checks, casts and merges the rows of some pages; returns how many were refused."""
    files = [str(page.data) for page in pages if page.data is not None]
    if not files:
        return 0
    scopes = {page.path.parent.name: page.scope for page in pages}
    store.con.execute(
        "create or replace temp table incoming as select line.* exclude (filename),"
        " regexp_extract(filename, '([^/]+)[.]jsonl$', 1) as _page, place.scope as _scope,"
        f" {_problem(table)} as _problem from ({_lines(table)}) as line"
        " inner join (select unnest($folders) as folder, unnest($scopes) as scope) as place"
        " on regexp_extract(filename, '([^/]+)/[^/]+$', 1) = place.folder",
        {"files": files, "folders": list(scopes), "scopes": list(scopes.values())},
    )
    ((refused,),) = store.con.execute(
        "select count(*) from incoming where _problem is not null"
    ).fetchall()
    if refused:
        store.con.execute(
            "insert or replace into ops.quarantine select $source, $stream, _scope, _page,"
            " row_number() over (partition by _scope, _page order by _problem), _problem"
            " from incoming where _problem is not null",
            {"source": table.source, "stream": table.stream},
        )
    store.con.execute(_merge_statement(table))
    store.con.execute("drop table incoming")
    return int(refused)


def _merge_statement(table: RawTable) -> str:
    names = [name for name, _, _ in table.columns]
    key = ", ".join(map(quote, table.key))
    order = f"{quote(table.version)} desc, _page desc" if table.version else "_page"
    order += ", _scope"
    casts = ", ".join(_cast(name, sql_type) for name, sql_type, _ in table.columns)
    match = " and ".join(f"old.{quote(name)} = new.{quote(name)}" for name in table.key)
    every = ", ".join([*map(quote, names), "_scope", "_page", "_seen"])
    values = ", ".join(f"new.{name}" for name in every.split(", "))
    clauses = []
    if table.version:
        version = quote(table.version)
        update = ", ".join(f"{quote(name)} = new.{quote(name)}" for name in names)
        clauses.append(
            f"when matched and (old.{version} is null"
            f" or (new.{version}, new._page) > (old.{version}, old._page)) then update"
            f" set {update}, _scope = new._scope, _page = new._page,"
            " _seen = greatest(old._seen, new._seen)"
        )
    if table.replaces is not None:
        clauses.append("when matched and new._seen > old._seen then update set _seen = new._seen")
    clauses.append(f"when not matched then insert ({every}) values ({values})")
    return (
        f"merge into raw.{quote(table.name)} as old using ("
        f" select * replace (max(_page) over (partition by {key}) as _seen) from ("
        f" select {casts}, _scope, _page, _page as _seen from incoming"
        " where _problem is null)"
        f" qualify row_number() over (partition by {key} order by {order}) = 1"
        f") as new on ({match}) {' '.join(clauses)}"
    )


def _write_ledger(store: Store, table: RawTable, batch: list[Page], bad: list[Page]) -> None:
    stream = {"source": table.source, "stream": table.stream}
    store.con.execute(
        "insert into ops.page_ledger"
        " select $source, $stream, landed.scope, landed.page, landed.kind, landed.status,"
        " landed.records, count(refused.page), landed.sha256, landed.cursor_out, $now from ("
        " select unnest($scopes) as scope, unnest($pages) as page, unnest($kinds) as kind,"
        " unnest($statuses) as status, unnest($records) as records, unnest($sha256s) as sha256,"
        " unnest($cursors) as cursor_out"
        ") as landed left join ops.quarantine as refused on refused.source = $source"
        " and refused.stream = $stream and refused.scope = landed.scope"
        " and refused.page = landed.page group by all",
        {
            **stream,
            "now": store.clock(),
            "scopes": [page.scope for page in batch],
            "pages": [page.name for page in batch],
            "kinds": [page.manifest["kind"] for page in batch],
            "statuses": ["refused" if page in bad else "loaded" for page in batch],
            "records": [page.manifest.get("records", 0) for page in batch],
            "sha256s": [page.manifest.get("sha256") or "" for page in batch],
            "cursors": [json.dumps(page.manifest["cursor_out"]) for page in batch],
        },
    )
    loaded = [page for page in batch if page not in bad]
    _write_attempts(store, stream, [page for page in loaded if page.manifest["kind"] == "end"])
    _write_listings(store, stream, loaded)


def _write_attempts(store: Store, stream: dict[str, str], ends: list[Page]) -> None:
    """Keeps how attempts ended."""
    if not ends:
        return
    parts = ("status", "code", "fetched_at", "covered_until")
    store.con.execute(
        "insert or replace into ops.attempt select $source, $stream, unnest($scopes),"
        " unnest($runs), unnest($status), unnest($code),"
        " cast(unnest($fetched_at) as timestamptz), cast(unnest($covered_until) as timestamptz)",
        {
            **stream,
            "scopes": [page.scope for page in ends],
            "runs": [page.name.partition("-")[0] for page in ends],
            **{name: [page.manifest[name] for page in ends] for name in parts},
        },
    )


def _write_listings(store: Store, stream: dict[str, str], pages: list[Page]) -> None:
    """Keeps which listings pages completed."""
    listed = [
        (page.scope, "|".join(map(str, parent_key)), since, page.manifest["fetched_at"])
        for page in pages
        for parent_key, since in page.manifest["complete"]
    ]
    if not listed:
        return
    scopes, keys, sinces, times = map(list, zip(*listed, strict=True))
    store.con.execute(
        "insert or ignore into ops.listing select $source, $stream, unnest($scopes),"
        " unnest($keys), unnest($sinces), cast(unnest($times) as timestamptz)",
        {**stream, "scopes": scopes, "keys": keys, "sinces": sinces, "times": times},
    )


def _rewind(
    store: Store, table: RawTable, scope: str, batch: list[Page], bad: list[Page]
) -> Iterator[str]:
    """Makes the next pull read again what refused or lost pages held; yields the issue."""
    folder = batch[0].path.parent
    place = [table.source, table.stream, scope]
    loaded = store.con.execute(
        "select page, cursor_out from ops.page_ledger where status = 'loaded'"
        " and source = $1 and stream = $2 and scope = $3 order by page",
        place,
    ).fetchall()
    known = dict(loaded)
    lost = [
        page
        for page in batch
        if page in bad or (page.manifest.get("previous") or page.name) not in known
    ]
    if not lost:
        return
    first = lost[0]
    before = [cursor for page, cursor in loaded if page < first.name]
    write_rewind(folder, first, json.loads(before[-1]) if before else None)
    cause = f"landing page {first.name} of {table.source}.{table.stream} ({scope}) cannot be read"
    action = "pull again; it resumes from there"
    store.con.execute(
        "insert or replace into ops.issue values ('PAGE_REFUSED', $1, $2, $3, $4, $5, $6, $7)",
        [*place, first.name, cause, action, store.clock()],
    )
    yield f"PAGE_REFUSED: {cause}; {action}"


def _mark_missing(store: Store, table: RawTable) -> None:
    """Marks rows that a later complete listing of their parent did not show.

    What somebody did is deleted. What holds work of others, or is missing together with what holds
    it, is unseen: it may be archived, moved or restricted, and the work in it was done.
    """
    names = {"source": table.source, "stream": table.stream}
    listed = "select count(*) from ops.listing where source = $source and stream = $stream"
    if store.con.execute(listed, names).fetchall() == [(0,)]:
        return
    name = f"raw.{quote(table.name)}"
    with store.transaction():
        store.con.execute(
            f"update {name} as target set"
            " _deleted_at = case when not found.is_hidden then found.missing_at end,"
            " _unseen_at = case when found.is_hidden then found.missing_at end"
            f" from (select kept.rowid as id, missing.missing_at, {_is_hidden(table)} as is_hidden"
            f" from {name} as kept left join ({_missing(table)}) as missing"
            " on kept.rowid = missing.id) as found where target.rowid = found.id and ("
            "coalesce(target._deleted_at, target._unseen_at) is distinct from found.missing_at"
            " or (target._unseen_at is not null)"
            " <> (found.is_hidden and found.missing_at is not null))",
            names,
        )
        store.con.execute(
            "delete from ops.unseen where source = $source and stream = $stream", names
        )
        store.con.execute(
            "insert into ops.unseen select $source, $stream, _scope, count(*)"
            f" from {name} where _unseen_at is not null group by _scope",
            names,
        )


def _missing(table: RawTable) -> str:
    """SQL for the rows that a later complete listing did not show, and when it was made."""
    parent = ", ".join(f"kept.{quote(name)}" for name in table.replaces or ())
    key = f"concat_ws('|', {parent})" if parent else "''"
    return (
        "select kept.rowid as id, min(listing.listed_at) as missing_at"
        f" from raw.{quote(table.name)} as kept inner join ops.listing as listing"
        " on listing.source = $source and listing.stream = $stream"
        f" and listing.scope = kept._scope and listing.parent_key = {key}"
        " and listing.since_page > kept._seen group by kept.rowid"
    )


def _is_hidden(table: RawTable) -> str:
    """SQL that says of a missing row ``kept`` whether nobody can tell that it was deleted."""
    if table.within is None:
        return "true" if table.holds else "false"
    stream, columns = table.within
    match = " and ".join(f"holder.{quote(held)} = kept.{quote(own)}" for own, held in columns)
    return (
        f"exists (select 1 from raw.{quote(f'{table.source}__{stream}')} as holder"
        f" where {match} and holder._unseen_at is not null)"
    )
