"""What later pulls cost and bring."""

from tests.connectors.acceptance.conftest import Trial
from tests.connectors.acceptance.observed import errors, landed_rows, pull_in_slices


def test_a_pull_of_nothing_new_lands_nothing(trial: Trial) -> None:
    for _ in range(2):
        trial.time.pass_by(hours=1)
        slices = pull_in_slices(trial.world)
        assert errors(slices) == {}
        landed = {
            stream: count
            for part in slices
            for stream, count in part.result.records_by_stream.items()
            if count
        }
        assert landed.keys() <= trial.subject.landed_again.keys()
        assert landed_rows(trial.world) == trial.rows


def test_everything_is_listed_again_after_a_week_and_stays_as_it_is(trial: Trial) -> None:
    trial.time.pass_by(days=8)
    assert errors(pull_in_slices(trial.world)) == {}
    assert landed_rows(trial.world) == trial.rows
