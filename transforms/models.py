"""Finds the SQL models, orders them by what they read, and builds them in the store."""

import hashlib
import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from warehouse.store import Store, quote

FOLDER = Path(__file__).parent
LAYERS = ("core", "marts")
_HEADER = re.compile(r"^-- (doc|grain|kind|references): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Model:
    """One SELECT in one file: ``sql/<topic>/<schema>.<name>.sql`` builds ``<schema>.<name>``.

    Attributes:
        topic: The folder; what the table is about.
        sql: The file's text, header included.
    """

    topic: str
    schema: str
    name: str
    sql: str

    @property
    def key(self) -> tuple[str, str]:
        """Schema and table, the same words in DuckDB and in Dagster."""
        return self.schema, self.name

    @property
    def is_view(self) -> bool:
        """The few whose header says so."""
        return self.header.get("kind") == "view"

    @cached_property
    def header(self) -> dict[str, str]:
        """The lines at the top of the file: ``doc``, ``grain``, ``kind``, ``references``.

        A line that is too long goes on in another of the same name.
        """
        header: dict[str, str] = {}
        for name, text in _HEADER.findall(self.sql):
            header[name] = f"{header[name]} {text}" if name in header else text
        return header

    @property
    def doc(self) -> str:
        """What one row means."""
        return self.header["doc"]

    @property
    def grain(self) -> tuple[str, ...]:
        """The columns that identify a row."""
        return tuple(column.strip() for column in self.header["grain"].split(","))

    @property
    def references(self) -> dict[str, str]:
        """Columns whose values must exist elsewhere: column -> schema.table.column."""
        pairs = [pair.split(" -> ") for pair in self.header.get("references", "").split(", ")]
        return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}

    @property
    def version(self) -> str:
        """Changes when the SQL does."""
        return hashlib.sha256(self.sql.encode()).hexdigest()[:16]

    @cached_property
    def inputs(self) -> tuple[tuple[str, str], ...]:
        """The (schema, table) pairs that the SELECT reads, sorted."""
        return tuple(sorted(self._parsed[0]))

    @property
    def columns(self) -> tuple[str, ...]:
        """What the SELECT calls its columns, in order; what it gives no name is ``?``."""
        return self._parsed[1]

    @property
    def patterns(self) -> frozenset[str]:
        """The rule tables of which it takes the patterns as one: ``$paths__documentation``.

        DuckDB compiles a regular expression for every row unless it is a constant, and of all that
        a table could give only a parameter is one.
        """
        return self._parsed[2]

    @cached_property
    def _parsed(self) -> tuple[set[tuple[str, str]], tuple[str, ...], frozenset[str]]:
        return _parse(f"{self.schema}.{self.name}", self.sql)

    @property
    def is_private(self) -> bool:
        """Names that start with an underscore are steps inside a layer, not tables to rely on."""
        return self.name.startswith("_")

    @property
    def needs(self) -> tuple[tuple[str, str], ...]:
        """What must be built before: the tables that it reads or refers to."""
        targets = [target.split(".") for target in self.references.values()]
        return (*self.inputs, *((schema, name) for schema, name, _ in targets))


@dataclass(frozen=True)
class CheckResult:
    """One check of a built table, how many rows break it and what is wrong with them."""

    check: str
    broken_rows: int
    cause: str


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def _parse(model: str, sql: str) -> tuple[set[tuple[str, str]], tuple[str, ...], frozenset[str]]:
    """The tables, columns and rule tables as parameters of a SELECT, as DuckDB parses it."""
    found = set()

    def note(node: dict[str, Any]) -> dict[str, Any]:
        if node.get("type") == "BASE_TABLE" and "schema_name" in node:
            found.add((node["schema_name"], node["table_name"]))
        return node

    query = "select json_serialize_sql($1, skip_default := true)"
    ((text,),) = _parser().cursor().execute(query, [sql]).fetchall()
    tree = json.loads(text, object_hook=note)
    if tree["error"]:
        raise duckdb.ParserException(f"{model}: {tree['error_message']}")
    (statement,) = tree["statements"]
    names = {parameter["key"] for parameter in statement.get("named_param_map", [])}
    patterns = frozenset(name for name in names if "__" in name)
    found |= {("rules", name) for name in patterns}
    first = statement["node"]
    while "select_list" not in first:
        first = first["children"][0]
    return found, tuple(map(_column, first["select_list"])), patterns


def _column(item: dict[str, Any]) -> str:
    return str(item.get("alias") or item.get("column_names", "?")[-1])


def _read(path: Path) -> Model:
    schema, name = path.stem.split(".")
    return Model(path.parent.name, schema, name, path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Union:
    """A view of every model whose name begins so; there is no list to edit."""

    topic: str
    name: str
    beginning: str
    doc: str
    grain: str
    columns: str

    def of(self, models: Sequence[Model]) -> Model:
        """The view.

        Raises:
            ValueError: A model whose name begins so has other columns, or the same in other order.
        """
        names = [f"{model.schema}.{model.name}" for model in models if self._has(model)]
        selects = "\nunion all\n".join(f"select * from {name}" for name in names)
        header = f"-- doc: {self.doc}\n-- grain: {self.grain}\n-- kind: view\n"
        return Model(self.topic, "core", self.name, header + selects)

    def _has(self, model: Model) -> bool:
        begins = model.name.startswith(self.beginning)
        if begins and ", ".join(model.columns) != self.columns:
            raise ValueError(
                f"{model.schema}.{model.name} begins with {self.beginning}, so it is in the union"
                f" core.{self.name} and must select {self.columns}: rename or correct it"
            )
        return begins


UNIONS = (
    Union(
        topic="events",
        name="_every_event",
        beginning="_event_",
        doc="One row is one thing one account did to one object at one time, in any tool.",
        grain="event_id",
        columns="event_id, source, kind, occurred_at, account_id, object_type, object_id,"
        " container, detail, url",
    ),
    Union(
        topic="identity",
        name="_every_account",
        beginning="_account_",
        doc="One row is one identity in one tool, as the tool has it.",
        grain="account_id",
        columns="source, account_id, login, display_name, email, type_word, first_seen_at",
    ),
    Union(
        topic="evidence",
        name="_traced_evidence",
        beginning="_evidence_",
        doc="One row is one event that a tool recorded behind one person's activity.",
        grain="person_id, kind, object_id, bucket, event_id",
        columns="person_id, kind, object_type, object_id, container, bucket, event_id,"
        " occurred_at, url, evidence_level, rule_id",
    ),
)


@cache
def _read_models() -> dict[tuple[str, str], Model]:
    found = [_read(path) for path in sorted(FOLDER.glob("sql/*/*.sql"))]
    unions = [union.of(found) for union in UNIONS]
    return {model.key: model for model in (*found, *unions)}


def _in_order(models: dict[tuple[str, str], Model]) -> dict[tuple[str, str], Model]:
    graph = {key: [need for need in model.needs if need in models] for key, model in models.items()}
    return {key: models[key] for key in TopologicalSorter(graph).static_order()}


@cache
def find_models() -> dict[tuple[str, str], Model]:
    """All models by key, each after everything that it reads or refers to."""
    return _in_order(_read_models())


def upstream(
    wanted: Iterable[tuple[str, str]], given: Container[tuple[str, str]] = ()
) -> dict[tuple[str, str], Model]:
    """What to build for some tables, in order: they and all that they need, but what is given."""
    models, found, waiting = _read_models(), {}, [*wanted]
    while waiting:
        key = waiting.pop()
        if key in models and key not in found and key not in given:
            found[key] = models[key]
            waiting += models[key].needs
    return _in_order(found)


def public_inputs(model: Model) -> tuple[tuple[str, str], ...]:
    """The tables that a model reads, seen through the private ones between."""
    found: set[tuple[str, str]] = set()
    for key in model.inputs:
        step = find_models().get(key)
        found.update(public_inputs(step) if step and step.is_private else [key])
    return tuple(sorted(found))


def code_version() -> str:
    """A hash of every model and page template, written into every build."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in {".sql", ".j2", ".css", ".py"}:
            digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def build_model(store: Store, model: Model, parameters: Mapping[str, Any]) -> int:
    """Builds one model and returns its row count."""
    patterns = {name: _pattern(store, name) for name in model.patterns}
    given = {**parameters, **patterns}
    return store.run_model(model.schema, model.name, model.sql, given, view=model.is_view)


def _pattern(store: Store, table: str) -> str | None:
    """One pattern that matches what any pattern of a rule table does; None if it has none."""
    query = f"select string_agg(pattern, '|' order by pattern) from rules.{quote(table)}"
    ((pattern,),) = store.con.execute(query).fetchall()
    return None if pattern is None else str(pattern)


def check_model(store: Store, model: Model) -> Iterator[CheckResult]:
    """Yields the result of every check of a table; views have none."""
    if model.is_view:
        return
    table = f"{quote(model.schema)}.{quote(model.name)}"
    columns = ", ".join(map(quote, model.grain))
    empty = " or ".join(f"{quote(column)} is null" for column in model.grain)
    cause = f"{', '.join(model.grain)} missing or not unique"
    queries = {
        ("grain_is_unique", cause): f"select (select count(*) from {table} where {empty})"
        f" + (select coalesce(sum(rows - 1), 0)::bigint from (select count(*) as rows from {table}"
        f" group by {columns} having count(*) > 1))",
    }
    for column, target in model.references.items():
        schema, name, other = target.split(".")
        # Counting what matches takes a third of the time of looking for what does not.
        queries[f"{column}_is_known", f"{column} is not in {schema}.{name}"] = (
            f"select (select count({quote(column)}) from {table}) - (select count(*)"
            f" from {table} as checked where exists (select 1 from {quote(schema)}.{quote(name)}"
            f" as target where target.{quote(other)} = checked.{quote(column)}))"
        )
    for (check, cause), query in queries.items():
        with store.memory_for(".".join(model.key)):
            ((rows,),) = store.con.execute(query).fetchall()
        yield CheckResult(check, int(rows), cause)
