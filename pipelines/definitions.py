"""The entry point of Dagster: assets by factory, jobs, schedules; policies applied once."""

import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from pipelines.build_assets import build_assets, build_selection, rule_specs, staging_specs
from pipelines.config import read_config
from pipelines.landing_assets import landing_assets
from pipelines.run_context import RunContext
from pipelines.schedules import INSTALLATION, build_after_pulls, nightly_pull
from warehouse.store import Store

STORE_WRITER = {"unsung/store_writer": "1"}


def build_definitions(run_context: RunContext) -> dg.Definitions:
    """All assets, jobs, schedules and sensors of one configuration."""
    sources = list(run_context.config.sources)
    installation = {INSTALLATION: run_context.config.place.installation}
    landing = [landing_assets(source, run_context) for source in sources]
    built = build_assets(run_context)
    pulls = [
        dg.define_asset_job(
            f"pull_{source}",
            selection=dg.AssetSelection.assets(*assets.keys),
            description=f"Pulls new records of {source} into the landing zone.",
            executor_def=dg.in_process_executor,
            tags={"unsung/pull": source, **installation},
        )
        for source, assets in zip(sources, landing, strict=True)
    ]
    build = dg.define_asset_job(
        "build",
        selection=build_selection(run_context),
        description="Loads landed pages, rebuilds every model, checks and publishes.",
        executor_def=dg.in_process_executor,
        tags={**STORE_WRITER, **installation},
    )
    return dg.Definitions(
        assets=[*landing, *rule_specs(run_context), *staging_specs(), *built],
        jobs=[*pulls, build],
        schedules=[nightly_pull(job.name) for job in pulls],
        sensors=[
            build_after_pulls(build.name, [job.name for job in pulls], installation[INSTALLATION])
        ],
        resources={"store": store_resource(run_context)},
    )


def store_resource(run_context: RunContext) -> dg.ResourceDefinition:
    """The open store, held (and locked) from a run's first step that needs it to its end."""

    @dg.resource(description="The private DuckDB store, one writer")
    def opened(_context: dg.InitResourceContext) -> Iterator[Store]:
        with run_context.open_store() as store:
            yield store
            run_context.forget_build()

    return opened


@dg.definitions
def defs() -> dg.Definitions:
    """What ``dagster dev`` loads: the configuration that ``UNSUNG_CONFIG`` names."""
    path = Path(os.environ.get("UNSUNG_CONFIG") or "unsung.yaml")
    return build_definitions(RunContext(read_config(path)))
