"""Raw tables, models and the published version: one asset per table, true lineage, one writer."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import dagster as dg
import duckdb

from pipelines.landing_assets import landing_key
from pipelines.progress import Task
from pipelines.run_context import RunContext
from pipelines.tools import find_tools
from transforms.models import LAYERS, Model, build_model, check_model, find_models, public_inputs
from transforms.render.about import About
from transforms.render.profile import write_profiles
from transforms.render.site import write_site
from transforms.rule_tables import RULE_TABLES, load_rules, rules_version
from warehouse.contract import Contract, read_contracts
from warehouse.errors import NothingToShow
from warehouse.load import load
from warehouse.pages import delete_old_pages
from warehouse.publish import Build, Writer, publish, refuse_empty
from warehouse.raw import loaded_scopes, show
from warehouse.store import RawTable, Store

PUBLISHED = dg.AssetKey(["published", "current"])
_KINDS = {"duckdb", "sql"}
_OWNERS = ["team:unsung"]
_KEYS_HOLD = "keys_hold"
_SHOWS_SOMEBODY = "shows_somebody"
# A nightly build and two hours of grace.
_STALE_AFTER = timedelta(hours=26)


def raw_assets(run_context: RunContext) -> dg.AssetsDefinition:
    """Every declared raw table; tables of sources that are not configured stay empty."""
    tables = {table.name: table for table in _raw_tables()}

    def spec(table: RawTable) -> dg.AssetSpec:
        settings = run_context.config.sources.get(table.source)
        pulled = settings is not None and settings.reads(table.stream)
        return dg.AssetSpec(
            ["raw", table.name],
            deps=[landing_key(table.source, table.stream)] if pulled else [],
            description=table.description,
            group_name="raw",
            kinds={"duckdb"},
            owners=_OWNERS,
            metadata=_column_schema(table),
        )

    @dg.multi_asset(
        name="load",
        specs=[spec(table) for table in tables.values()],
        can_subset=True,
    )
    def load_raw(
        context: dg.AssetExecutionContext, store: dg.ResourceParam[Store]
    ) -> Iterator[dg.MaterializeResult]:
        load_rules(store, run_context.config.credit_policy, run_context.config.switches)
        store.create_raw(tuple(tables.values()))
        chosen = {key.path[-1] for key in context.selected_asset_keys}
        wanted = [table for name, table in tables.items() if name in chosen]
        with run_context.progress.task("load") as task:
            for number, table in enumerate(wanted):
                run_context.progress.step(table.name, done=number, total=len(wanted))
                yield _loaded(store, table, run_context, task)
            task.outcome = "done"
        config = run_context.config
        unread = config.unread(tables.values())
        show(store, tuple(tables.values()), config.configured(loaded_scopes(store)), unread)
        delete_old_pages(store, run_context.landing.root, run_context.config.keep_days)

    return load_raw


def _raw_tables() -> list[RawTable]:
    return [table for tool in find_tools().values() for table in tool.raw_tables]


def _column_schema(table: RawTable) -> dict[str, dg.TableSchema]:
    columns = [dg.TableColumn(name, sql_type) for name, sql_type, _ in table.columns]
    return {"dagster/column_schema": dg.TableSchema(columns)}


def _loaded(
    store: Store, table: RawTable, run_context: RunContext, task: Task
) -> dg.MaterializeResult:
    with store.memory_for(f"raw.{table.name}"):
        result = load(store, run_context.landing.root, table, run_context.mark)
    task.records += result.records
    run_context.report.issues += result.issues
    run_context.report.refused += result.quarantined + result.refused
    return dg.MaterializeResult(
        asset_key=["raw", table.name],
        metadata={
            "records": result.records,
            "pages": result.pages,
            "quarantined": result.quarantined,
            "refused_pages": result.refused,
        },
    )


def rule_specs(run_context: RunContext) -> list[dg.AssetSpec]:
    """The rule tables: data that decides what counts, from the rule files and the credit policy."""
    version = rules_version(run_context.config.credit_policy, run_context.config.switches)
    return [
        dg.AssetSpec(
            ["rules", name],
            description=row_type.__doc__,
            group_name="rules",
            kinds={"duckdb", "yaml"},
            owners=_OWNERS,
            code_version=version,
        )
        for name, row_type in RULE_TABLES.items()
    ]


def staging_specs() -> list[dg.AssetSpec]:
    """The views of what is configured now: no build has anything to tell of them.

    The step that loads raw tables makes them.
    """
    return [
        dg.AssetSpec(
            ["staging", table.name],
            deps=[["raw", table.name]],
            description=table.description,
            group_name="staging",
            kinds=_KINDS,
            owners=_OWNERS,
        )
        for table in _raw_tables()
    ]


def layer_assets(layer: str, run_context: RunContext) -> dg.AssetsDefinition:
    """The models of one layer, built in one step in dependency order.

    Each is an asset of its own, but for the private steps between them: Dagster's bookkeeping
    costs about 0.1 s an asset, many times what building an unchanged table does.
    """
    models = [model for model in find_models().values() if model.schema == layer]

    @dg.multi_asset(
        name=layer,
        specs=[
            _model_spec(model, run_context.config.sources)
            for model in models
            if not model.is_private
        ],
        check_specs=[
            dg.AssetCheckSpec(_KEYS_HOLD, asset=list(model.key), blocking=True)
            for model in models
            if not model.is_view and not model.is_private
        ],
    )
    def build_layer(
        store: dg.ResourceParam[Store],
    ) -> Iterator[dg.MaterializeResult]:
        build = run_context.current_build(store)
        parameters = {"as_of": build.as_of, "build_id": build.build_id}
        with run_context.progress.task(f"models: {layer}") as task:
            for number, model in enumerate(models):
                run_context.mark(f"model.{layer}")
                run_context.progress.step(model.name, done=number, total=len(models))
                result = _built(store, model, parameters, run_context)
                if not model.is_private:
                    yield result
            task.outcome = "done"

    return build_layer


def _built(
    store: Store, model: Model, parameters: Mapping[str, object], run_context: RunContext
) -> dg.MaterializeResult:
    """Builds one model and checks it; a broken check blocks what comes after the layer."""
    rows = build_model(store, model, parameters)
    if model.is_view:
        return dg.MaterializeResult(asset_key=list(model.key))
    table = ".".join(model.key)
    run_context.progress.check()
    results = list(check_model(store, model))
    failures = [
        f"{table}: {result.check} ({result.broken_rows} rows: {result.cause})"
        for result in results
        if result.broken_rows
    ]
    run_context.report.broken += failures
    if failures and model.is_private:
        raise dg.Failure("; ".join(failures), allow_retries=False)
    check = dg.AssetCheckResult(
        asset_key=list(model.key),
        check_name=_KEYS_HOLD,
        passed=not failures,
        metadata={result.check: result.broken_rows for result in results},
    )
    return dg.MaterializeResult(
        asset_key=list(model.key),
        metadata={"dagster/row_count": rows},
        check_results=[check],
    )


def _model_spec(model: Model, sources: Collection[str]) -> dg.AssetSpec:
    # Both views of a raw table are one asset.
    inputs = sorted(
        {
            ("staging" if schema == "history" else schema, name)
            for schema, name in public_inputs(model)
            if schema != "ops"
        }
    )
    # Dagster orders steps by what a job materializes, and staging views are not among it. For each
    # input that no run has materialized it asks its storage once more in every build.
    behind_views = [
        ("raw", name)
        for schema, name in inputs
        if schema == "staging" and name.split("__")[0] in sources
    ]
    return dg.AssetSpec(
        list(model.key),
        deps=[list(key) for key in (*inputs, *behind_views)],
        description=model.doc,
        group_name=model.topic,
        kinds=_KINDS,
        owners=_OWNERS,
        code_version=model.version,
    )


def profile_writers(run_context: RunContext, build: Build) -> list[Writer]:
    """What writes profiles and pages beside a version's DuckDB file."""
    about = About(
        organization=run_context.config.organization,
        purpose=run_context.config.purpose,
        build_id=build.build_id,
        as_of=build.as_of,
        rules_version=build.rules_version,
        code_version=build.code_version,
        credit_policy=run_context.config.credit_policy.version,
    )

    def profiles(con: duckdb.DuckDBPyConnection, version: Path) -> None:
        write_profiles(con, version / "profiles", about, _counter(con, "profiles", run_context))

    def pages(con: duckdb.DuckDBPyConnection, version: Path) -> None:
        write_site(con, version / "site", about, _counter(con, "pages", run_context))

    return [profiles, pages]


def _counter(
    con: duckdb.DuckDBPyConnection, what: str, run_context: RunContext
) -> Callable[[int], None]:
    ((people,),) = con.execute("select count(*) from marts.person").fetchall()
    return lambda count: run_context.progress.step(what, done=count, total=people)


def published_asset(run_context: RunContext) -> dg.AssetsDefinition:
    """The version that readers see."""
    contracts = read_contracts()

    @dg.asset(
        key=PUBLISHED,
        deps=[["marts", contract.table] for contract in contracts],
        group_name="published",
        kinds={"duckdb", "parquet", "html"},
        owners=_OWNERS,
        description="The published version: DuckDB file, Parquet, profiles and pages.",
        freshness_policy=dg.FreshnessPolicy.time_window(fail_window=_STALE_AFTER),
        check_specs=[
            dg.AssetCheckSpec("every_stream_is_covered", asset=PUBLISHED),
            dg.AssetCheckSpec("every_record_fits", asset=PUBLISHED),
            dg.AssetCheckSpec(_SHOWS_SOMEBODY, asset=PUBLISHED),
        ],
    )
    def published(
        store: dg.ResourceParam[Store],
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
        build = run_context.current_build(store)
        try:
            refuse_empty(store)
        except NothingToShow:
            yield _check(run_context, _SHOWS_SOMEBODY, passed=False)
            raise
        run_context.report.published = _publish(store, build, contracts, run_context)
        store.end_build(build.build_id)
        yield dg.MaterializeResult(
            metadata={"build_id": build.build_id},
            check_results=[
                _check(run_context, _SHOWS_SOMEBODY, passed=True),
                _coverage_check(store, run_context),
                _load_check(run_context),
            ],
        )

    return published


def _publish(
    store: Store, build: Build, contracts: Sequence[Contract], run_context: RunContext
) -> Path:
    with store.memory_for("the version to publish"), run_context.progress.task("publish") as task:
        run_context.progress.step("tables")
        folder = publish(
            store,
            build,
            contracts,
            profile_writers(run_context, build),
            accept_shrink=run_context.accept_shrink,
            mark=run_context.mark,
        )
        task.outcome = "done"
    return folder


def _check(
    run_context: RunContext,
    name: str,
    *,
    passed: bool,
    severity: dg.AssetCheckSeverity = dg.AssetCheckSeverity.ERROR,
    **counts: int,
) -> dg.AssetCheckResult:
    """One check of the published version, with the installation that it is about."""
    return dg.AssetCheckResult(
        check_name=name,
        passed=passed,
        severity=severity,
        metadata={**counts, "installation": run_context.config.place.installation},
    )


def _coverage_check(store: Store, run_context: RunContext) -> dg.AssetCheckResult:
    """Warns when a stream is not covered up to its last pull; the pages say so too."""
    ((gaps,),) = store.con.execute(
        "select count(*) from marts.coverage where status not in ('covered', 'not read')"
    ).fetchall()
    warn = dg.AssetCheckSeverity.WARN
    name = "every_stream_is_covered"
    return _check(run_context, name, passed=gaps == 0, severity=warn, streams_with_a_gap=gaps)


def _load_check(run_context: RunContext) -> dg.AssetCheckResult:
    """Warns when records or pages were refused; each raw table's metadata say how many.

    One check for all tables: Dagster writes every check of every table into its log.
    """
    refused, warn = run_context.report.refused, dg.AssetCheckSeverity.WARN
    name = "every_record_fits"
    return _check(run_context, name, passed=refused == 0, severity=warn, refused=refused)


def build_selection(run_context: RunContext) -> dg.AssetSelection:
    """What a build materializes: all but the raw tables of unconfigured sources.

    Those tables are created empty all the same, so that every model finds what it reads.
    """
    used = [table.name for table in _raw_tables() if table.source in run_context.config.sources]
    inputs = [dg.AssetKey(["raw", name]) for name in used]
    models = find_models().values()
    later = [dg.AssetKey(m.key) for m in models if not m.is_private]
    return dg.AssetSelection.assets(*inputs, *later, PUBLISHED)


def build_assets(run_context: RunContext) -> Sequence[dg.AssetsDefinition]:
    """Everything from raw to published."""
    layers = [layer_assets(layer, run_context) for layer in LAYERS]
    return [raw_assets(run_context), *layers, published_asset(run_context)]
