"""What a model reads and selects is told by the database that will run it."""

from dataclasses import replace

import duckdb
import pytest

from transforms.models import UNIONS, Model, Union, find_models

SQL = """-- doc: core.unread stands in a comment.
with near as (select * from staging.jira__issue where key = 'core.quoted')

select near.key
from near
left join core.account as "from" on near.key = "from".login and exists (select 1 from rules."a b")
where near.key < $as_of
union all
from marts.period
"""


def test_a_model_reads_the_tables_that_it_names_with_their_schema() -> None:
    read = Model("topic", "core", "one", SQL).inputs
    assert read == (
        ("core", "account"),
        ("marts", "period"),
        ("rules", "a b"),
        ("staging", "jira__issue"),
    )


def test_a_model_that_is_no_sql_is_named() -> None:
    with pytest.raises(duckdb.ParserException, match=r"^core\.one: syntax error at or near"):
        _ = Model("topic", "core", "one", "select from where").inputs


def test_a_model_selects_what_its_first_select_names() -> None:
    sql = "with a as (select 1 as b) select b, b + 1, b as c, a.* from a union select 1, 2, 3, 4"
    assert Model("topic", "core", "one", sql).columns == ("b", "?", "c", "?")


@pytest.mark.parametrize("union", UNIONS, ids=lambda union: union.name)
def test_a_step_whose_name_alone_puts_it_into_a_union_is_refused(union: Union) -> None:
    found = find_models().values()
    member = next(model for model in found if model.name.startswith(union.beginning))
    assert union.of([member]).inputs == (member.key,)
    name = f"{union.beginning}first_seen"
    columns = union.columns.split(", ")
    for wrong in (columns[:-1], [*columns, "more"], [*columns[1:], columns[0]], ["*"]):
        stray = replace(member, name=name, sql=f"select {', '.join(wrong)} from core.event")
        with pytest.raises(ValueError, match=rf"^core\.{name} begins with .+: rename or correct"):
            union.of([member, stray])
