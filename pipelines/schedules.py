"""When things run: every source is pulled nightly, the build follows when the pulls have ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import dagster as dg

NIGHTLY = "0 1 * * *"
INSTALLATION = "unsung/installation"
"""The tag that says which configuration and data folder a run is of."""

BUILDS_ITSELF = "unsung/builds_itself"
"""The tag of a pull whose command builds as soon as it has ended."""

_LOOKED_AT = 25
_FINISHED = [
    dg.DagsterRunStatus.SUCCESS,
    dg.DagsterRunStatus.FAILURE,
    dg.DagsterRunStatus.CANCELED,
]
_UNFINISHED = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]


def nightly_pull(job: str) -> dg.ScheduleDefinition:
    """Pulls one source at 01:00 UTC: UTC has no hour that comes twice or never."""
    return dg.ScheduleDefinition(
        name=f"nightly_{job}",
        job_name=job,
        cron_schedule=NIGHTLY,
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )


def build_after_pulls(
    build: str, pull_jobs: Sequence[str], installation: str
) -> dg.SensorDefinition:
    """Starts one build after the last running pull ended, however it ended.

    Several installations may share an instance, and commands run the same jobs: only pulls of this
    installation count, and only those that no build has followed yet.
    """

    @dg.sensor(
        name="build_after_pulls",
        job_name=build,
        minimum_interval_seconds=60,
        default_status=dg.DefaultSensorStatus.RUNNING,
    )
    def sensor(context: dg.SensorEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
        """Asks for one build per newest finished pull."""
        runs = _Runs(context.instance, installation)
        for job in [*pull_jobs, build]:
            if runs.newest(job, _UNFINISHED):
                yield dg.SkipReason(f"{job} is still running")
                return
        ended = [run for job in pull_jobs if (run := runs.newest(job, _FINISHED))]
        newest = max(
            (f"{run.end_time or 0:017.3f}-{run.dagster_run.run_id}" for run in ended), default=""
        )
        cursor = f"{installation} {newest}"
        if not newest or cursor == context.cursor:
            yield dg.SkipReason("no pull ended since the last build")
            return
        context.update_cursor(cursor)
        built = runs.newest(build, [dg.DagsterRunStatus.SUCCESS])
        if (
            built
            and built.start_time
            and built.start_time >= max(run.end_time or 0 for run in ended)
        ):
            yield dg.SkipReason("a command has built since the last pull ended")
            return
        yield dg.RunRequest(run_key=cursor)

    return sensor


@dataclass(frozen=True)
class _Runs:
    """The runs of one installation, without pulls of commands that build themselves."""

    instance: dg.DagsterInstance
    installation: str

    def newest(self, job: str, statuses: list[dg.DagsterRunStatus]) -> dg.RunRecord | None:
        """The run of a job that was started last."""
        tags = {INSTALLATION: self.installation}
        wanted = dg.RunsFilter(job_name=job, statuses=statuses, tags=tags)
        records = self.instance.get_run_records(wanted, limit=_LOOKED_AT)
        return next((r for r in records if BUILDS_ITSELF not in r.dagster_run.tags), None)
