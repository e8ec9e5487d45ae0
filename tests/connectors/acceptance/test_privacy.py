"""Text, credentials and queries stay in the connector, whatever the tool answers."""

import logging

import pytest

from tests.connectors.acceptance.conftest import Trial
from tests.connectors.acceptance.observed import pull_in_slices
from tests.connectors.acceptance.subject import CANARY


def _words(trial: Trial) -> list[str]:
    secrets = [secret for secret in trial.world.secrets.values() if "/" not in secret]
    return [CANARY, *secrets]


def test_no_text_and_no_credential_is_landed_or_logged(
    trial: Trial, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        pull_in_slices(trial.empty_zone("logged"))
    for word in _words(trial):
        assert word not in caplog.text
    landed = b"".join(trial.world.everything_landed())
    assert CANARY.encode() not in landed
    assert all(secret.encode() not in landed for secret in _words(trial)[1:])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422, 429, 451, 500])
def test_no_error_holds_a_body_a_query_a_credential_or_a_person(
    whole: Trial, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    body = f'{{"message": "{CANARY}", "error": "{CANARY}"}}'.encode()
    whole.time.pass_by(days=8)
    whole.world.server.on("", status=status, body=body, times=100_000)
    with caplog.at_level(logging.DEBUG):
        slices = pull_in_slices(whole.world)
    texts = [f"{part.result.error!r} {part.result.error}" for part in slices if part.result.error]
    assert bool(texts) == bool(whole.routes)
    for text in [*texts, caplog.text]:
        for word in [*_words(whole), "?", "@"]:
            assert word not in text, text
    assert CANARY.encode() not in b"".join(whole.world.everything_landed())
