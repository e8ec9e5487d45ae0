"""Answers, refusals, redirects and credentials of the one HTTP client."""

import gzip
import logging
from datetime import timedelta
from email.utils import format_datetime
from threading import Barrier, Thread
from typing import Any

import pytest

from connectors.errors import (
    AuthExpired,
    BadPayload,
    BodyTooLarge,
    ClockSkew,
    Gone,
    NotFound,
    Permanent,
    RedirectRefused,
    ScopeRevoked,
    SourceError,
    Transient,
    Unprocessable,
)
from connectors.rest.http import HttpClient
from connectors.settings import Runtime
from sandbox.github import Hub, Server
from sandbox.github.server import message
from tests.connectors.rest.client import PATH, client, failure


def test_an_answer_says_what_it_holds_and_when_it_was_given(
    server: Server, runtime: Runtime, time: Any
):
    http = client(server, runtime)
    answer = http.get(PATH, {"per_page": "2"})
    assert len(answer.rows()) == 2
    assert answer.date == time.now()
    assert answer.next is not None
    assert len(http.get(answer.next).rows()) == 1
    assert http.requests == 2


def test_a_304_is_not_an_empty_list(server: Server, runtime: Runtime):
    http = client(server, runtime)
    first = http.get_if_changed(PATH, None, None)
    assert first is not None
    assert http.get_if_changed(PATH, None, first.headers["etag"]) is None
    assert http.get_if_changed("/repos/acme/widget/releases", None, None).rows() == []


def test_a_304_nobody_asked_for_is_refused(server: Server, runtime: Runtime):
    server.on(PATH, status=304)
    with pytest.raises(BadPayload):
        client(server, runtime).get(PATH)


def test_a_body_that_is_no_list_of_objects_is_refused(server: Server, runtime: Runtime):
    answer = client(server, runtime).get("/repos/acme/widget")
    with pytest.raises(BadPayload):
        answer.rows()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Permanent), (403, ScopeRevoked), (404, NotFound), (410, Gone), (422, Unprocessable),
        (451, ScopeRevoked), (501, Permanent), (202, Permanent),
    ],
)  # fmt: skip
def test_a_lasting_refusal_is_typed_and_not_repeated(
    server: Server, runtime: Runtime, status: int, kind: type[SourceError]
):
    server.on(PATH, status=status, body=message("canary-text"))
    assert isinstance(failure(server, runtime), kind)
    assert len(server.log) == 1


def test_an_expired_credential_is_renewed_once_for_all_threads(server: Server, runtime: Runtime):
    renewals = iter(["old", "new", "newer"])
    http = client(server, runtime, authorize=lambda: {"Authorization": f"token {next(renewals)}"})
    server.tokens = {"old"}
    http.get(PATH)
    server.tokens = {"new"}
    start = Barrier(4)

    def read() -> None:
        start.wait()
        http.get(PATH)

    threads = [Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert next(renewals) == "newer"


def test_a_credential_refused_twice_has_expired(server: Server, runtime: Runtime):
    server.tokens = set()
    assert isinstance(failure(server, runtime), AuthExpired)
    assert len(server.log) == 2


@pytest.mark.parametrize(
    "body",
    [message("Unauthorized; scope does not match"), b'{"error": "unauthorized_client"}'],
)
def test_a_401_for_a_missing_scope_says_nothing_of_the_credential(
    server: Server, runtime: Runtime, body: bytes
):
    server.on(PATH, status=401, body=body)
    assert type(failure(server, runtime)) is ScopeRevoked
    assert len(server.log) == 1


def test_a_redirect_keeps_a_query_that_its_location_lost(server: Server, runtime: Runtime):
    target = f"{server.base_url}/repos/acme/widget/issues"
    server.on("/moved", status=301, headers={"Location": target})
    assert len(client(server, runtime).get("/moved", {"per_page": "1"}).rows()) == 1


def test_a_foreign_redirect_sees_no_credential(server: Server, runtime: Runtime):
    with Server(server.hub) as foreign:
        for location in (foreign.base_url, "https://127.0.0.1/x", "//example.org/x"):
            server.on(PATH, status=302, headers={"Location": f"{location}{PATH}"})
            assert isinstance(failure(server, runtime), RedirectRefused)
            server.steps.clear()
        assert foreign.log == []


def test_a_foreign_next_link_is_refused(server: Server, runtime: Runtime):
    with Server(server.hub) as foreign:
        link = f'<{foreign.base_url}{PATH}?page=2>; rel="next"'
        server.on(PATH, headers={"Link": link}, body=b"[{}]")
        assert isinstance(failure(server, runtime), RedirectRefused)
        assert foreign.log == []


def test_links_stay_below_the_base_path(runtime: Runtime, time: Any):
    with Server(Hub(clock=time.now), prefix="/api/v3") as server:
        server.on(
            "/rate_limit", headers={"Link": f'<{server.base_url}/../x>; rel="next"'}, body=b"[]"
        )
        assert isinstance(failure(server, runtime, "/rate_limit"), RedirectRefused)


def test_redirects_that_go_round_end(server: Server, runtime: Runtime):
    server.on(PATH, status=301, headers={"Location": server.base_url + PATH}, times=99)
    assert isinstance(failure(server, runtime), RedirectRefused)
    assert len(server.log) == 4


def test_a_dripping_answer_is_cut_at_the_deadline(server: Server, runtime: Runtime, time: Any):
    ticks = iter(range(0, 10_000_000, 10))
    hurried = Runtime(
        runtime.folder, time.now, lambda: float(next(ticks)), time.sleep, runtime.random
    )
    server.on(PATH, "drip", times=99)
    error = failure(server, hurried)
    assert isinstance(error, Transient)
    assert "not complete after 60 s" in str(error)


def test_a_gzip_bomb_is_refused_at_the_cap(server: Server, runtime: Runtime):
    bomb = gzip.compress(b"[" + b" " * 64 * 1024 * 1024 + b"]")
    server.on(PATH, headers={"Content-Encoding": "gzip"}, body=bomb, times=99)
    assert isinstance(failure(server, runtime), BodyTooLarge)
    assert len(server.log) == 1


def test_gzip_is_understood(server: Server, runtime: Runtime):
    server.on(PATH, headers={"Content-Encoding": "gzip"}, body=gzip.compress(b'[{"id": 1}]'))
    assert client(server, runtime).get(PATH).rows() == [{"id": 1}]


def test_a_lone_surrogate_does_not_spoil_a_page(server: Server, runtime: Runtime):
    server.on(PATH, body=b'[{"title": "a\\ud800b"}]')
    assert client(server, runtime).get(PATH).rows() == [{"title": "a\ufffdb"}]


def test_a_clock_far_off_is_an_error_and_a_little_off_a_warning(
    server: Server, runtime: Runtime, time: Any, caplog: pytest.LogCaptureFixture
):
    early = format_datetime(time.now() - timedelta(minutes=2), usegmt=True)
    server.on(PATH, headers={"Date": early}, body=b"[]", times=2)
    http = client(server, runtime)
    with caplog.at_level(logging.WARNING):
        http.get(PATH)
        http.get(PATH)
    assert [record.getMessage() for record in caplog.records] == [
        "the tool's clock differs by 120 s"
    ]
    server.hub.clock = lambda: time.now() + timedelta(days=2)
    assert isinstance(failure(server, runtime), ClockSkew)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org", "ftp://example.org", "https://user:pass@example.org", "example.org",
        "https://example.org?x=1", "http://127.0.0.1.example.org", "http://10.0.0.1",
    ],
)  # fmt: skip
def test_a_base_url_without_tls_or_with_a_credential_is_refused(runtime: Runtime, url: str):
    with pytest.raises(Permanent) as caught:
        HttpClient(url, dict, runtime)
    assert "pass" not in str(caught.value)


def test_nothing_of_this_machine_leaks_into_requests(
    server: Server, runtime: Runtime, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ada password canary")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    server.on(PATH, headers={"Set-Cookie": "session=canary; Path=/"}, body=b"[]")
    http = client(server, runtime, authorize=dict)
    http.get(PATH)
    http.get(PATH)
    for request in server.log:
        assert "authorization" not in request.headers
        assert "cookie" not in request.headers
        assert request.headers["user-agent"] == "unsung"


def test_no_log_line_holds_a_query(
    server: Server, runtime: Runtime, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG):
        client(server, runtime).get(PATH, {"since": "canary"})
        server.on(PATH, status=500, times=99)
        failure(server, runtime)
    assert "canary" not in caplog.text


def test_connections_are_kept(server: Server, runtime: Runtime, monkeypatch: pytest.MonkeyPatch):
    accepted = []
    original = server.process_request
    monkeypatch.setattr(
        server, "process_request", lambda *given: (accepted.append(1), original(*given))
    )
    http = client(server, runtime)
    for _ in range(5):
        http.get(PATH)
    assert len(accepted) == 1
