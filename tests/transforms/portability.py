"""SQL that Spark answers otherwise than DuckDB, or not at all, though sqlglot carries it over.

Spark is the way off one machine, so models keep to what both engines answer alike. Constructs are
found in the syntax tree: text would be fooled by comments, strings and spelling.
"""

from collections.abc import Callable
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

DIALECT = "duckdb"
TARGET = "spark"

_EXTRACTED = {"YEAR", "QUARTER", "MONTH", "DAY", "HOUR", "MINUTE"}
_DOUBLES = {exp.DType.DOUBLE, exp.DType.FLOAT}
_COMBINING = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Greatest, exp.Least, exp.Coalesce, exp.Case)
_KEEPING = (exp.Neg, exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Window, exp.Filter, exp.Abs, exp.Round)


@dataclass(frozen=True)
class Construct:
    """A construct that models may not use.

    Attributes:
        reason: What differs and what to write instead.
        refused: Queries that use it.
        allowed: Queries that come close to it and may be written.
        is_used: Whether a node of a syntax tree is the construct.
    """

    reason: str
    refused: tuple[str, ...]
    allowed: tuple[str, ...]
    is_used: Callable[[exp.Expr], bool]


def find_constructs(sql: str) -> list[str]:
    """The reasons why a query may not be carried to Spark, sorted; none if it may."""
    nodes = list(sqlglot.parse_one(sql, dialect=DIALECT).walk())
    return sorted(item.reason for item in CONSTRUCTS if any(map(item.is_used, nodes)))


def transpile(sql: str) -> str:
    """The query as Spark would be given it; raises where sqlglot knows of no counterpart."""
    (query,) = sqlglot.transpile(
        sql, read=DIALECT, write=TARGET, unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    return query


def _is_a(*types: type[exp.Expr]) -> Callable[[exp.Expr], bool]:
    return lambda node: isinstance(node, types)


def _is_other_extract(node: exp.Expr) -> bool:
    return isinstance(node, exp.Extract) and node.name.upper() not in _EXTRACTED


def _is_undoubled_division(node: exp.Expr) -> bool:
    return isinstance(node, exp.Div) and not (_is_double(node.this) or _is_double(node.expression))


def _is_double(node: exp.Expr) -> bool:
    node = node.unnest()
    if isinstance(node, exp.Cast):
        return node.to.this in _DOUBLES
    if isinstance(node, exp.Literal):
        return node.is_number and "e" in node.name.lower()
    if isinstance(node, _COMBINING):
        return any(_is_double(child) for child in node.iter_expressions())
    if isinstance(node, _KEEPING):
        return _is_double(node.this)
    return isinstance(node, (exp.Exp, exp.Ln, exp.Sqrt))


def _is_division_by_zero(node: exp.Expr) -> bool:
    return isinstance(node, exp.Div) and not _is_never_zero(node.expression)


def _is_never_zero(node: exp.Expr) -> bool:
    node = node.unnest()
    if isinstance(node, exp.Cast):
        return _is_never_zero(node.this)
    if isinstance(node, exp.Greatest):
        return any(_is_above_zero(child) for child in node.iter_expressions())
    return _is_above_zero(node) or isinstance(node, exp.Nullif)


def _is_above_zero(node: exp.Expr) -> bool:
    node = node.unnest()
    if isinstance(node, exp.Cast):
        return _is_above_zero(node.this)
    return isinstance(node, exp.Literal) and node.is_number and float(node.name) > 0


def _is_epoch_of_difference(node: exp.Expr) -> bool:
    if not isinstance(node, exp.TimeToUnix):
        return False
    inner = node.this.unnest()
    return isinstance(inner, exp.Sub) and not inner.find(exp.Interval)


def _is_rounded_epoch(node: exp.Expr) -> bool:
    """A cast of an epoch that may have a fraction: DuckDB rounds it, Spark has cut it off."""
    if not isinstance(node, exp.Cast) or not node.is_type(*exp.DataType.INTEGER_TYPES):
        return False
    inner = node.this.unnest()
    return isinstance(inner, exp.TimeToUnix) and not isinstance(inner.this, exp.TimestampTrunc)


def _is_series_of_rows(node: exp.Expr) -> bool:
    return isinstance(node, exp.GenerateSeries) and isinstance(node.parent, exp.Table)


def _is_index_from_the_end(node: exp.Expr) -> bool:
    return isinstance(node, exp.Bracket) and any(
        not isinstance(index, exp.Literal) for index in node.expressions
    )


def _is_other_frame(node: exp.Expr) -> bool:
    return isinstance(node, exp.WindowSpec) and (
        node.args.get("kind", "").upper() == "GROUPS" or node.args.get("exclude") is not None
    )


def _is_ordered_list(node: exp.Expr) -> bool:
    return isinstance(node, (exp.ArrayAgg, exp.First, exp.Last)) and isinstance(
        node.this.unnest(), exp.Order
    )


def _has(name: str, kind: type[exp.Expr]) -> Callable[[exp.Expr], bool]:
    return lambda node: isinstance(node, kind) and bool(node.args.get(name))


CONSTRUCTS = (
    Construct(
        "sqlglot does not know the function, so it would pass unchanged: use one that it knows",
        (
            "select hash(a) from t",
            "select to_minutes(a) from t",
            "select strip_accents(a) from t",
            "select date_part('dow', a) from t",
            "select list_slice(a, 1, 2) from t",
            "select json_array_length(a, '$.b') from t",
        ),
        ("select sha256(a), lower(a), translate(a, 'é', 'e') from t",),
        _is_a(exp.Anonymous, exp.AnonymousAggFunc),
    ),
    Construct(
        "date_diff counts boundaries here and whole units there: subtract epochs",
        ("select date_diff('day', a, b) from t", "select datediff('hour', a, b) from t"),
        ("select epoch(a) - epoch(b) from t",),
        _is_a(exp.DateDiff, exp.DatetimeDiff, exp.TimestampDiff, exp.TimeDiff),
    ),
    Construct(
        "days of the week have other numbers: compare with date_trunc('week', day)",
        ("select dayofweek(a) from t", "select isodow(a) from t"),
        ("select a < date_trunc('week', a) + interval '5 days' from t",),
        _is_a(exp.DayOfWeek, exp.DayOfWeekIso),
    ),
    Construct(
        "extract knows fewer parts, and other numbers for days: use date_trunc",
        ("select extract(dow from a) from t", "select extract(isodow from a) from t"),
        ("select extract(year from a) from t",),
        _is_other_extract,
    ),
    Construct(
        "division of decimals keeps six digits: cast one side to double",
        (
            "select a / b from t",
            "select a / 3600.0 from t",
            "select a / (b + 1) from t",
            "select sum(a) / nullif(count(*), 0) from t",
        ),
        (
            "select a / cast(3600 as double), a // 3600 from t",
            "select cast(sum(a) as double) / nullif(count(*), 0) from t",
            "select a / 3.6e3 from t",
        ),
        _is_undoubled_division,
    ),
    Construct(
        "division by zero is null here and an error there: nullif(x, 0) or greatest(1, x)",
        ("select cast(a as double) / b from t", "select 1 / cast(greatest(0, b) as double) from t"),
        (
            "select cast(a as double) / nullif(b, 0) from t",
            "select a / greatest(cast(1 as double), b) from t",
        ),
        _is_division_by_zero,
    ),
    Construct(
        "frames know neither exclude nor groups: use rows and subtract the row",
        (
            "select sum(a) over (order by b rows unbounded preceding exclude current row) from t",
            "select sum(a) over (order by b groups 1 preceding) from t",
        ),
        ("select sum(a) over (order by b rows unbounded preceding) - a from t",),
        _is_other_frame,
    ),
    Construct(
        "JSON is read in the connector: a record has columns",
        (
            "select a -> '$.b' from t",
            "select a ->> '$.b' from t",
            "select json_extract_string(a, '$.b') from t",
            "select unnest(from_json(a, '[\"varchar\"]')) from t",
        ),
        ("select unnest(a) from t",),
        _is_a(exp.JSONExtract, exp.JSONExtractScalar, exp.ParseJSON, exp.FromJson),
    ),
    Construct(
        "quantiles have other names and other arithmetic: take the middle by row_number()",
        ("select median(a) from t", "select quantile_cont(a, 0.5) from t"),
        ("select row_number() over (order by a) from t",),
        _is_a(exp.Median, exp.Quantile, exp.PercentileCont, exp.PercentileDisc, exp.ApproxQuantile),
    ),
    Construct(
        "epoch takes no interval: epoch(a) - epoch(b)",
        ("select epoch(a - b) from t", "select epoch((a - b)) from t"),
        ("select epoch(a) - epoch(b), epoch(a - interval 1 day) from t",),
        _is_epoch_of_difference,
    ),
    Construct(
        "epoch has no fractions there: cast(epoch(date_trunc('second', a)) as bigint)",
        ("select cast(epoch(a) as bigint) from t",),
        ("select cast(epoch(date_trunc('second', a)) as bigint), epoch(a) from t",),
        _is_rounded_epoch,
    ),
    Construct(
        "intervals are made of literals: add seconds to the epoch",
        ("select a + to_days(b) from t",),
        ("select a + interval '1 day', to_timestamp(epoch(a) + b * 86400) from t",),
        _is_a(exp.ToDays),
    ),
    Construct(
        "a series of rows is a list: unnest(generate_series(...)) among the columns",
        ("select * from generate_series(1, 3)", "select * from range(3)"),
        ("select unnest(generate_series(1, 3)) as a",),
        _is_series_of_rows,
    ),
    Construct(
        "lists have no comprehension: unnest, and gather again",
        ("select [x + 1 for x in a] from t",),
        ("select [a, b] from t",),
        _is_a(exp.Comprehension),
    ),
    Construct(
        "lists have no slices: use functions of text, or unnest",
        ("select a[1:2] from t",),
        ("select substr(a, 1, 2) from t",),
        _is_a(exp.Slice),
    ),
    Construct(
        "sqlglot shifts an index by one, from the end to the wrong item: index by a number from 1",
        ("select a[-1] from t", "select a[len(a)] from t"),
        ("select a[1], split_part(b, ' ', -1) from t",),
        _is_index_from_the_end,
    ),
    Construct(
        "pivot and unpivot are written otherwise: sum(...) filter (where ...), or union all",
        (
            "pivot t on a using sum(b)",
            "select * from t pivot (sum(b) for a in ('x'))",
            "select * from t unpivot (a for b in (c))",
        ),
        ("select sum(b) filter (where a = 'x') as x from t",),
        _is_a(exp.Pivot),
    ),
    Construct(
        "a union goes by position: name the columns in order",
        ("select 1 as a union by name select 2 as a",),
        ("select 1 as a union all select 2 as a",),
        _has("by_name", exp.SetOperation),
    ),
    Construct(
        "there is no * replace: name the columns",
        ("select * replace (1 as a) from (select 2 as a) as t",),
        ("select t.*, 1 as b from (select 2 as a) as t",),
        _has("replace", exp.Star),
    ),
    Construct(
        "joins are neither asof nor positional: number the rows, or join and take the latest",
        (
            "select * from a asof join b on a.at >= b.at",
            "select * from a positional join b",
        ),
        ("select * from a inner join b on a.at >= b.at",),
        _has("method", exp.Join),
    ),
    Construct(
        "sqlglot drops the order of a list: string_split(string_agg(a, '|' order by b), '|')",
        ("select list(a order by b) from t", "select first(a order by b) from t"),
        ("select string_agg(a, '|' order by b), list(a), min_by(a, b) from t",),
        _is_ordered_list,
    ),
)
