"""Raw tables, models and the published version: one asset per table, true lineage, one writer."""

from collections.abc import Iterator, Mapping, Sequence

import dagster as dg

from pipelines.landing_assets import landing_key
from pipelines.resources import Workplace
from pipelines.tools import find_tools
from transforms.models import LAYERS, Model, build_model, check_model, find_models
from transforms.render.about import About
from transforms.render.profile import write_profiles
from transforms.render.site import write_site
from transforms.rulebook import LISTS, load_rules, rules_version
from warehouse.contract import read_contracts
from warehouse.load import delete_old_pages, load
from warehouse.publish import publish
from warehouse.store import RawTable, Store

PUBLISHED = dg.AssetKey(["published", "current"])
_KINDS = {"duckdb", "sql"}
_OWNERS = ["team:unsung"]


def raw_assets(workplace: Workplace) -> dg.AssetsDefinition:
    """Every declared raw table; tables of sources that are not configured stay empty."""
    tables = {table.name: table for tool in find_tools().values() for table in tool.raw_tables}
    docs = {
        f"{tool.name}__{stream.name}": stream.record.__doc__
        for tool in find_tools().values()
        for stream in tool.streams
    }

    def spec(table: RawTable) -> dg.AssetSpec:
        settings = workplace.config.sources.get(table.source)
        pulled = settings is not None and (
            settings.streams is None or table.stream in settings.streams
        )
        return dg.AssetSpec(
            ["raw", table.name],
            deps=[landing_key(table.source, table.stream)] if pulled else [],
            description=docs[table.name],
            group_name="raw",
            kinds={"duckdb"},
            owners=_OWNERS,
            metadata={
                "dagster/column_schema": dg.TableSchema(
                    [dg.TableColumn(name, sql_type) for name, sql_type, _ in table.columns]
                )
            },
        )

    @dg.multi_asset(
        name="load",
        specs=[spec(table) for table in tables.values()],
        can_subset=True,
        check_specs=[
            dg.AssetCheckSpec("every_record_fits", asset=["raw", name])
            for name, table in tables.items()
            if table.source in workplace.config.sources
        ],
    )
    def load_raw(
        context: dg.AssetExecutionContext, store: dg.ResourceParam[Store]
    ) -> Iterator[dg.MaterializeResult]:
        load_rules(store)
        store.create_raw(tuple(tables.values()))
        for name, table in tables.items():
            if dg.AssetKey(["raw", name]) in context.selected_asset_keys:
                yield _loaded(store, table, workplace)
        delete_old_pages(store, workplace.landing.root, workplace.config.keep_days)

    return load_raw


def _loaded(store: Store, table: RawTable, workplace: Workplace) -> dg.MaterializeResult:
    result = load(store, workplace.landing.root, table, workplace.mark)
    check = dg.AssetCheckResult(
        asset_key=["raw", table.name],
        check_name="every_record_fits",
        passed=result.quarantined + result.refused == 0,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"quarantined": result.quarantined, "refused_pages": result.refused},
    )
    return dg.MaterializeResult(
        asset_key=["raw", table.name],
        metadata={"records": result.records, "pages": result.pages},
        check_results=[check] if table.source in workplace.config.sources else [],
    )


def rule_specs() -> list[dg.AssetSpec]:
    """The rule tables: data that decides what counts, read from the code's own files."""
    return [
        dg.AssetSpec(
            ["rules", f"{file}__{name}"],
            description=row_type.__doc__,
            group_name="rules",
            kinds={"duckdb", "yaml"},
            owners=_OWNERS,
            code_version=rules_version(),
        )
        for (file, name), row_type in LISTS.items()
    ]


def layer_assets(layer: str, workplace: Workplace) -> dg.AssetsDefinition:
    """Every model of one layer as an asset of its own, built in one step in dependency order."""
    models = [model for model in find_models().values() if model.schema == layer]

    @dg.multi_asset(
        name=layer,
        specs=[_model_spec(model) for model in models],
        check_specs=[
            dg.AssetCheckSpec(check, asset=list(model.key), blocking=True)
            for model in models
            for check in model.checks
        ],
    )
    def build_layer(store: dg.ResourceParam[Store]) -> Iterator[dg.MaterializeResult]:
        build = workplace.current_build(store)
        parameters = {"as_of": build.as_of, "build_id": build.build_id}
        for model in models:
            workplace.mark(f"model.{layer}")
            yield _built(store, model, parameters, workplace)

    return build_layer


def _built(
    store: Store, model: Model, parameters: Mapping[str, object], workplace: Workplace
) -> dg.MaterializeResult:
    """Builds one model and checks it; a broken check blocks what comes after the layer."""
    rows = build_model(store, model, parameters)
    results = list(check_model(store, model))
    table = ".".join(model.key)
    workplace.broken += [
        f"{table}: {r.check} ({r.broken_rows} rows)" for r in results if r.broken_rows
    ]
    return dg.MaterializeResult(
        asset_key=list(model.key),
        metadata={} if model.is_view else {"dagster/row_count": rows},
        check_results=[
            dg.AssetCheckResult(
                asset_key=list(model.key),
                check_name=result.check,
                passed=result.broken_rows == 0,
                metadata={"broken_rows": result.broken_rows},
            )
            for result in results
        ],
    )


def _model_spec(model: Model) -> dg.AssetSpec:
    return dg.AssetSpec(
        list(model.key),
        deps=[list(key) for key in model.inputs if key[0] != "ops"],
        description=model.doc,
        group_name=model.schema,
        kinds=_KINDS,
        owners=_OWNERS,
        code_version=model.version,
    )


def published_asset(workplace: Workplace) -> dg.AssetsDefinition:
    """The version that readers see."""
    contracts = read_contracts()

    @dg.asset(
        key=PUBLISHED,
        deps=[["marts", contract.table] for contract in contracts],
        group_name="published",
        kinds={"duckdb", "parquet", "html"},
        owners=_OWNERS,
        description="The published version: DuckDB file, Parquet, profiles and pages.",
    )
    def published(store: dg.ResourceParam[Store]) -> dg.MaterializeResult:
        build = workplace.current_build(store)
        about = About(
            organization=workplace.config.organization,
            purpose=workplace.config.purpose,
            build_id=build.build_id,
            as_of=build.as_of,
            rules_version=build.rules_version,
            code_version=build.code_version,
        )
        folder = publish(
            store,
            build,
            contracts,
            [
                lambda con, version: write_profiles(con, version / "profiles", about),
                lambda con, version: write_site(con, version / "site", about),
            ],
            accept_shrink=workplace.accept_shrink,
            mark=workplace.mark,
        )
        workplace.published = folder
        return dg.MaterializeResult(metadata={"build_id": build.build_id})

    return published


def build_assets(workplace: Workplace) -> Sequence[dg.AssetsDefinition]:
    """Everything from raw to published."""
    layers = [layer_assets(layer, workplace) for layer in LAYERS]
    return [raw_assets(workplace), *layers, published_asset(workplace)]
