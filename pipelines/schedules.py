"""When things run: every source is pulled nightly, the build follows when the pulls have ended."""

from collections.abc import Iterator, Sequence

import dagster as dg

NIGHTLY = "0 1 * * *"
_PULL_FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE]
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


def build_after_pulls(build: str, pull_jobs: Sequence[str]) -> dg.SensorDefinition:
    """Starts one build after the last running pull ended, however it ended."""

    @dg.sensor(
        name="build_after_pulls",
        job_name=build,
        minimum_interval_seconds=60,
        default_status=dg.DefaultSensorStatus.RUNNING,
    )
    def sensor(context: dg.SensorEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
        """Asks for one build per newest finished pull."""
        instance = context.instance
        newest = ""
        for job in pull_jobs:
            if instance.get_runs_count(dg.RunsFilter(job_name=job, statuses=_UNFINISHED)):
                yield dg.SkipReason(f"{job} is still running")
                return
            finished = dg.RunsFilter(job_name=job, statuses=_PULL_FINISHED)
            for record in instance.get_run_records(finished, limit=1):
                newest = max(newest, f"{record.end_time or 0:017.3f}-{record.dagster_run.run_id}")
        if newest in ("", context.cursor):
            yield dg.SkipReason("no pull ended since the last build")
            return
        context.update_cursor(newest)
        yield dg.RunRequest(run_key=newest)

    return sensor
