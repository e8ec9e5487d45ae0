"""A credit policy is refused with file, line and reason before anything is built."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from pipelines.tools import find_tools
from transforms.models import CheckResult, build_model, check_model, find_models
from transforms.policy import DEFAULT, PolicyRefused, read_policy
from transforms.rule_tables import load_rules, rules_version
from warehouse.store import open_store

SMALL = """version: 2026-01
records:
  - id: author
    source: github
    field: author
    capacity: ["fix.*", delivery.feature]
    counts: true
roster_duties:
  - duty: release_manager
    kinds: [coordination.release]
    minutes_per_week: 120
  - duty: oncall
    kinds: ["incident.*"]
    minutes_per_week: from_rota
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "credit_policy.yaml"
    path.write_text(text)
    return path


def test_the_shipped_policy_is_valid_and_covers_every_field_that_it_names() -> None:
    policy = read_policy()
    assert policy.duties == ("release_manager", "buddy")
    assert len(policy.tables["credit_policy__records"]) == len(
        yaml.safe_load(DEFAULT.read_text())["records"]
    )


def test_a_category_stands_for_all_of_its_kinds(tmp_path: Path) -> None:
    rows = read_policy(written(tmp_path, SMALL)).tables["credit_policy__capacities"]
    kinds = {row.model_dump()["kind"] for row in rows}
    assert {"fix.revert", "fix.drive_by", "delivery.feature"} < kinds
    assert not any(kind.startswith("review.") for kind in kinds)


def test_a_duty_of_the_rota_has_no_minutes_and_no_rows_of_a_table(tmp_path: Path) -> None:
    policy = read_policy(written(tmp_path, SMALL))
    assert policy.duties == ("release_manager",)
    minutes = {
        row.model_dump()["duty"]: row.model_dump()["minutes_per_week"]
        for row in policy.tables["credit_policy__duties"]
    }
    assert minutes == {"release_manager": 120, "oncall": None}


@pytest.mark.parametrize(
    ("old", "new", "place", "cause"),
    [
        ("delivery.feature]", "delivery.glory]", "line 6, records[0].capacity", "unknown kind"),
        ("source: github", "source: abacus", "line 4, records[0].source", "unknown source abacus"),
        ("field: author", "field: role:king", "line 5, records[0].field", "has no record"),
        ("week: 120", "week: -1", "line 11, roster_duties[0].minutes_per_week", "greater than"),
        ("[coordination.release]", "[all]", "line 10, roster_duties[0].kinds", "unknown kind all"),
        ("duty: oncall", "duty: release_manager", "line 12, roster_duties[1]", "appears twice"),
        ("counts: true", "counts: maybe", "line 7, records[0].counts", "boolean"),
        ("    counts: true\n", "    weight: 3\n", "line 3, records[0].counts", "required"),
        ("version: 2026-01\n", "", "line 1, version", "required"),
        ("records:", "records: [", "line", "not valid YAML"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, place: str, cause: str
) -> None:
    path = written(tmp_path, SMALL.replace(old, new, 1))
    with pytest.raises(PolicyRefused) as refused:
        read_policy(path)
    assert refused.value.place.startswith("credit_policy.yaml " + place)
    assert cause in refused.value.cause
    assert refused.value.action


def test_two_records_of_one_id_are_refused(tmp_path: Path) -> None:
    head, duties = SMALL.split("roster_duties:")
    record = head.split("records:\n")[1]
    with pytest.raises(PolicyRefused, match="author appears twice"):
        read_policy(written(tmp_path, head + record + "roster_duties:" + duties))


def test_a_policy_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyRefused, match=r"credit_policy.yaml: No such file"):
        read_policy(tmp_path / "credit_policy.yaml")


def test_another_policy_is_another_version_of_the_rules(tmp_path: Path) -> None:
    one = read_policy(written(tmp_path, SMALL))
    other = read_policy(written(tmp_path, SMALL.replace("counts: true", "counts: false")))
    assert rules_version(one) != rules_version(other)
    assert rules_version(one) == rules_version(read_policy(written(tmp_path, SMALL)))


def test_a_duty_that_somebody_holds_and_a_new_policy_dropped_stops_the_build(
    tmp_path: Path,
) -> None:
    models = find_models()
    duty = models["core", "_duty"]
    with open_store(tmp_path / "data") as store:
        store.create_raw(tuple(t for tool in find_tools().values() for t in tool.raw_tables))
        store.con.execute(
            "insert into raw.roster__employment (roster_id, name, email, valid_from, observed_at)"
            " values ('e1', 'Ana Ruiz', 'ana@acme.example', '2020-01-01', '2026-06-01')"
        )
        store.con.execute(
            "insert into raw.roster__duty (roster_id, duty, held_from, observed_at)"
            " values ('e1', 'buddy', '2026-05-04', '2026-06-01'),"
            " ('e1', 'release_manager', '2026-05-04', '2026-06-01')"
        )
        load_rules(store, read_policy(written(tmp_path, SMALL)))
        parameters = {"as_of": datetime(2026, 7, 1, tzinfo=UTC), "build_id": "build"}
        for model in models.values():
            build_model(store, model, parameters)
            if model == duty:
                break
        broken = [result for result in check_model(store, duty) if result.broken_rows]
    cause = "duty is not in rules.credit_policy__duties"
    assert broken == [CheckResult("duty_is_known", 1, cause)]
