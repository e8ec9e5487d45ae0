"""What a model reads is told by the database that will run it."""

import duckdb
import pytest

from transforms.models import Model

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
