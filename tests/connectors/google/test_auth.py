"""Credentials: what is asked for, for whom, and what a refusal means."""

import logging
from typing import Any

import jwt
import pytest

from connectors.errors import AuthExpired, Permanent, ScopeRevoked
from connectors.google.auth import AUDIENCE, SCOPE
from tests.connectors.google.conftest import NEEDED
from tests.connectors.google.test_calendar import ADA, BO, scope_of


@pytest.fixture
def case(world: Any) -> Any:
    """Two people whose calendars opted in, and the administrator's log."""
    world.ada = world.workspace.add_account("ada")
    world.bo = world.workspace.add_account("bo")
    world.settings |= {"calendars": (ADA, BO), "drive": "audit"}
    world.scope = scope_of(ADA)
    return world


@pytest.fixture
def claims(case: Any, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the token endpoint was asked for."""
    asked: list[dict[str, Any]] = []
    answer = case.api.answer

    def listen(given: Any) -> Any:
        if given.path == "/token" and "assertion" in dict(given.form):
            assertion = dict(given.form)["assertion"]
            asked.append(jwt.decode(assertion, options={"verify_signature": False}))
        return answer(given)

    monkeypatch.setattr(case.api, "answer", listen)
    return asked


SCOPES = {
    "user": "admin.directory.user.readonly admin.directory.group.readonly",
    "audit_event": "admin.reports.audit.readonly",
    "event": "calendar.events.readonly",
    "conference": "meetings.space.readonly",
}


@pytest.mark.parametrize("stream", SCOPES)
def test_a_token_is_asked_for_with_the_scopes_of_one_api(
    case: Any, claims: list[dict[str, Any]], stream: str
):
    assert [result.error for result in case.pull(stream) if result.error] == []
    wanted = " ".join(SCOPE + name for name in SCOPES[stream].split())
    assert {each["scope"] for each in claims} == {wanted}
    assert {each["aud"] for each in claims} == {AUDIENCE}
    assert {each["exp"] - each["iat"] for each in claims} == {3600}
    assert set(SCOPES[stream].split()) <= NEEDED


def test_each_person_is_acted_for_in_their_own_calendar_only(
    case: Any, claims: list[dict[str, Any]]
):
    case.pull("event")
    assert [each["sub"] for each in claims] == [ADA, BO]
    claims.clear()
    case.pull("user")
    assert [each["sub"] for each in claims] == ["admin@acme.example"]
    claims.clear()
    case.pull("event", delegation=False)
    assert claims
    assert all("sub" not in each for each in claims)


def test_one_token_serves_a_walk(case: Any):
    for number in range(5):
        start = case.ago(days=number)
        case.workspace.meet.add_call("abc-defg-hij", case.ada, start, start, people=[case.ada])
    case.pull("conference")
    assert len(case.server.paths("/token")) == 2


def test_a_token_that_ran_out_is_renewed_once(case: Any):
    case.server.on("/calendars/ada", status=401)
    assert [result.error for result in case.pull("event") if result.error] == []
    assert len(case.server.paths("/token")) == 3


@pytest.mark.parametrize("stream", SCOPES)
def test_a_scope_that_was_taken_back_stops_its_streams_only(case: Any, stream: str):
    case.workspace.granted -= set(SCOPES[stream].split())
    failed = {r.streams[0] for r in case.pull() if isinstance(r.error, ScopeRevoked)}
    below = {"user": {"group", "group_member"}}
    assert failed == {stream} | below.get(stream, set())


def test_a_key_that_was_deleted_ends_the_source(case: Any):
    case.use({**case.api.key_file(case.server.base_url), "client_email": "gone@acme.example"})
    results = case.pull()
    (error,) = {result.error for result in results}
    assert isinstance(error, AuthExpired)
    assert str(error).startswith(f"AUTH_EXPIRED: Google refuses client {case.api.client_id} any")
    assert case.server.paths() == ["/token", "/token"]


def test_consent_that_was_withdrawn_ends_the_source(case: Any):
    case.use(case.api.user_file(case.server.base_url, ADA, frozenset()))
    case.api.users.clear()
    (error,) = {result.error for result in case.pull()}
    assert isinstance(error, AuthExpired)
    assert case.server.paths() == ["/token"]


def test_a_suspended_account_stops_its_own_calendar_only(case: Any):
    case.ada.is_suspended = True
    failed = {r.scope: type(r.error) for r in case.pull("event") if r.error}
    assert failed == {scope_of(ADA): ScopeRevoked}


def test_a_refusal_names_client_and_scopes_and_no_person(case: Any):
    case.workspace.granted.clear()
    case.ada.is_suspended = True
    texts = [str(result.error) for result in case.pull("event")]
    assert any("calendar.events.readonly" in text and case.api.client_id in text for text in texts)
    assert all("@" not in text for text in texts)


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("", "cannot be read as JSON"),
        ("[]", "no service account's and no user's"),
        ('{"type": "external_account"}', "no service account's and no user's"),
        ('{"type": "service_account", "client_id": "1"}', "lacks private_key, client_email"),
        ('{"type": "authorized_user", "client_id": "1"}', "lacks client_secret, refresh_token"),
    ],
)
def test_a_file_that_is_no_credential_is_refused_before_anything_is_asked(
    case: Any, content: str, cause: str
):
    case.credentials.write_text(content)
    with pytest.raises(Permanent, match=cause):
        case.connect()
    case.credentials.unlink()
    with pytest.raises(Permanent, match="cannot be read"):
        case.connect()
    assert case.server.log == []


def test_a_key_that_is_no_key_is_named_nowhere(case: Any):
    case.use({**case.api.key_file(case.server.base_url), "private_key": "a-broken-secret"})
    errors = [result.error for result in case.pull("event")]
    assert {type(error) for error in errors} == {Permanent}
    assert all("a-broken-secret" not in str(error) for error in errors)


def test_a_users_own_consent_reads_what_that_user_sees(case: Any):
    start = case.ago(days=1)
    case.workspace.calendars.add_event(case.ada, [case.ada, case.bo], start, start, "Sync")
    scopes = frozenset({"calendar.events.readonly"})
    case.use(case.api.user_file(case.server.base_url, ADA, scopes))
    failed = {r.scope: type(r.error) for r in case.pull("event") if r.error}
    assert failed == {scope_of(BO): ScopeRevoked}
    assert len(case.landed("event")) == 1


def test_neither_log_nor_landing_zone_holds_a_credential(
    case: Any, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG):
        case.pull()
    tokens = [*case.api.callers]
    assert tokens
    key = case.api.key_file("")["private_key"].splitlines()[1]
    for secret in (*tokens, key):
        assert secret not in caplog.text.replace("/token", "")
        assert all(secret.encode() not in data for data in case.everything_landed())
