"""What operators see in Dagster: it loads without secrets, and shows every stream and model."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster import DagsterInstance

from pipelines.config import make_config
from pipelines.definitions import build_definitions
from pipelines.place import Place
from pipelines.run_context import RunContext
from pipelines.schedules import BUILDS_ITSELF, INSTALLATION, build_after_pulls
from pipelines.tools import find_tools
from transforms.models import LAYERS, find_models, upstream
from transforms.rule_tables import RULE_TABLES
from warehouse.contract import read_contracts

CONFIGURED = {"git", "github", "roster"}
LEFT_OUT = {
    "git__minutes",
    "git__minutes_person",
    "git__pairing",
    "roster__absence",
    "roster__diary",
    "roster__duty",
    "roster__machine",
    "roster__pairing",
}
"""What the settings below do not switch on."""
Key = tuple[str, ...]


@pytest.fixture
def definitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dg.Definitions:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    document = {
        "organization": "Acme",
        "purpose": "promotion_review",
        "people": {"roster": "people.csv"},
        "sources": {
            "git": {"repositories": [{"path": "."}]},
            "github": {"token_env": "GITHUB_TOKEN", "repositories": ["acme/widget"]},
        },
    }
    return build_definitions(RunContext(make_config(document, tmp_path, "test")))


def test_everything_loads_as_a_code_location_without_any_secret(
    definitions: dg.Definitions,
) -> None:
    dg.Definitions.validate_loadable(definitions)
    repository = definitions.get_repository_def()
    repository.load_all_definitions()


@pytest.fixture
def graph(definitions: dg.Definitions) -> dict[Key, set[Key]]:
    """Every asset and what it needs."""
    specs = definitions.resolve_all_asset_specs()
    return {(*spec.key.path,): {(*dep.asset_key.path,) for dep in spec.deps} for spec in specs}


def test_every_stream_lands_is_loaded_and_is_seen(graph: dict[Key, set[Key]]) -> None:
    streams = {
        f"{tool.name}__{stream.name}": tool.name
        for tool in find_tools().values()
        for stream in tool.streams
    }
    landed = {name for name, tool in streams.items() if tool in CONFIGURED} - LEFT_OUT
    assert _of(graph, "landing") == landed
    assert _of(graph, "raw") == _of(graph, "staging") == streams.keys()
    for name in streams:
        assert graph["raw", name] == ({("landing", name)} if name in landed else set())
        assert graph["staging", name] == {("raw", name)}


def test_every_public_model_needs_what_it_reads_however_many_steps_below(
    graph: dict[Key, set[Key]], definitions: dg.Definitions
) -> None:
    public = {key: model for key, model in find_models().items() if not model.is_private}
    assert {key for key in graph if key[0] in LAYERS} == public.keys()
    groups = {(*spec.key.path,): spec.group_name for spec in definitions.resolve_all_asset_specs()}
    for key, model in public.items():
        steps = upstream([key], public.keys() - {key})
        read = {need for step in steps.values() for need in step.inputs if need not in steps}
        seen = {("staging", name) for schema, name in read if schema in {"staging", "history"}}
        other = {need for need in read if need[0] not in {"staging", "history", "ops"}}
        assert {need for need in graph[key] if need[0] != "raw"} == seen | other
        assert groups[key] == model.topic


def test_every_rule_table_is_an_asset_and_every_contract_is_published(
    graph: dict[Key, set[Key]],
) -> None:
    assert _of(graph, "rules") == RULE_TABLES.keys()
    assert graph["published", "current"] == {("marts", each.table) for each in read_contracts()}


def test_there_is_a_job_for_each_configured_tool_and_one_that_builds(
    definitions: dg.Definitions,
) -> None:
    jobs = {job.name for job in definitions.resolve_all_job_defs()}
    assert jobs == {"__ASSET_JOB", "build", *(f"pull_{tool}" for tool in CONFIGURED)}


def _of(graph: dict[Key, set[Key]], layer: str) -> set[str]:
    return {key[1] for key in graph if key[0] == layer}


def test_every_asset_says_what_a_row_is_and_who_owns_it(definitions: dg.Definitions) -> None:
    for spec in definitions.resolve_all_asset_specs():
        assert spec.description, spec.key
        assert spec.owners, spec.key
        assert spec.kinds, spec.key


def test_every_public_table_has_a_blocking_check(definitions: dg.Definitions) -> None:
    checks = definitions.resolve_asset_graph().asset_check_keys
    blocked = {key.asset_key.path[-1] for key in checks if key.name == "keys_hold"}
    assert {"event", "activity", "person", "contribution_profile", "coverage"} <= blocked


def test_pulls_start_nightly_in_utc(definitions: dg.Definitions) -> None:
    schedules = definitions.get_repository_def().schedule_defs
    names = {schedule.name for schedule in schedules}
    assert names == {f"nightly_pull_{tool}" for tool in CONFIGURED}
    assert {(s.cron_schedule, s.execution_timezone) for s in schedules} == {("0 1 * * *", "UTC")}


def _run(
    instance: DagsterInstance, job: dg.JobDefinition, status: dg.DagsterRunStatus, **tags: str
) -> None:
    run = instance.create_run_for_job(
        job, status=dg.DagsterRunStatus.STARTED, tags={INSTALLATION: "one", **tags}
    )
    if status is dg.DagsterRunStatus.SUCCESS:
        instance.report_dagster_event(_event(run, dg.DagsterEventType.PIPELINE_START), run.run_id)
        instance.report_dagster_event(_event(run, dg.DagsterEventType.PIPELINE_SUCCESS), run.run_id)
    if status is dg.DagsterRunStatus.FAILURE:
        instance.report_run_failed(run)


def _event(run: dg.DagsterRun, kind: dg.DagsterEventType) -> dg.DagsterEvent:
    return dg.DagsterEvent(kind.value, run.job_name)


@dg.op
def nothing() -> None:
    pass


@dg.job
def pull_git() -> None:
    nothing()


@dg.job
def pull_github() -> None:
    nothing()


@dg.job
def build() -> None:
    nothing()


def _ask(
    instance: DagsterInstance, cursor: str | None = None, installation: str = "one"
) -> tuple[int, str | None]:
    """How many builds the sensor asks for, and its cursor after that."""
    sensor = build_after_pulls("build", ["pull_git", "pull_github"], installation)
    repository = dg.Definitions(jobs=[pull_git, pull_github, build]).get_repository_def()
    context = dg.build_sensor_context(instance=instance, cursor=cursor, repository_def=repository)
    data = sensor.evaluate_tick(context)
    return len(data.run_requests or []), data.cursor


@pytest.fixture
def ephemeral() -> Iterator[DagsterInstance]:
    with DagsterInstance.ephemeral() as instance:
        yield instance


SUCCESS, FAILURE = dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE


def test_no_build_starts_before_the_last_pull_has_ended(ephemeral: DagsterInstance) -> None:
    assert _ask(ephemeral) == (0, None)
    _run(ephemeral, pull_git, SUCCESS)
    _run(ephemeral, pull_github, dg.DagsterRunStatus.STARTED)
    assert _ask(ephemeral)[0] == 0


def test_one_build_follows_when_the_last_pull_has_ended(ephemeral: DagsterInstance) -> None:
    _run(ephemeral, pull_git, SUCCESS)
    _run(ephemeral, pull_github, FAILURE)
    builds, cursor = _ask(ephemeral)
    assert builds == 1
    assert _ask(ephemeral, cursor) == (0, cursor)


def test_a_daemon_never_builds_because_another_installation_pulled(
    ephemeral: DagsterInstance,
) -> None:
    _run(ephemeral, pull_git, SUCCESS)
    assert _ask(ephemeral, installation="two") == (0, None)


def test_a_cursor_of_another_installation_is_no_reason_to_skip(ephemeral: DagsterInstance) -> None:
    _run(ephemeral, pull_git, SUCCESS)
    _, cursor = _ask(ephemeral)
    assert _ask(ephemeral, cursor and cursor.replace("one", "two"))[0] == 1


def test_a_daemon_does_not_build_what_a_command_has_built(ephemeral: DagsterInstance) -> None:
    _run(ephemeral, pull_git, SUCCESS)
    _run(ephemeral, build, SUCCESS)
    builds, cursor = _ask(ephemeral)
    assert (builds, cursor is None) == (0, False)
    _run(ephemeral, pull_git, SUCCESS)
    assert _ask(ephemeral, cursor)[0] == 1


def test_a_daemon_builds_what_a_command_failed_to_build(ephemeral: DagsterInstance) -> None:
    _run(ephemeral, pull_git, SUCCESS)
    _run(ephemeral, build, FAILURE)
    assert _ask(ephemeral)[0] == 1


def test_a_daemon_leaves_the_build_to_a_command_that_is_between_pull_and_build(
    ephemeral: DagsterInstance,
) -> None:
    _run(ephemeral, pull_git, SUCCESS, **{BUILDS_ITSELF: "1"})
    assert _ask(ephemeral)[0] == 0


def test_every_job_and_run_carries_its_installation(
    definitions: dg.Definitions, tmp_path: Path
) -> None:
    tags = {job.tags[INSTALLATION] for job in definitions.resolve_all_job_defs() if job.tags}
    assert len(tags) == 1
    other = Place(tmp_path / "other.yaml", tmp_path / "var")
    assert other.installation not in tags
