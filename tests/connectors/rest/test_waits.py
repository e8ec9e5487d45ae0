"""Faults that pass are tried again, and limits are waited for as the tool asks."""

import gzip
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from connectors.errors import (
    BadPayload,
    RateLimited,
    Transient,
)
from connectors.settings import Runtime
from sandbox.github import Server
from sandbox.github.server import message
from tests.connectors.rest.client import PATH, client, failure


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_passing_fault_is_tried_again(server: Server, runtime: Runtime, time: Any, status: int):
    server.on(PATH, status=status, times=5)
    assert len(client(server, runtime).get(PATH).rows()) == 3
    assert len(server.log) == 6
    assert len(time.slept) == 5


@pytest.mark.parametrize(
    "fault",
    [
        {"do": "reset"},
        {"do": "raw", "body": b""},
        {"do": "raw", "body": b"HTTP/1.1 200 OK\r\n"},
        {"do": "truncate", "framing": "length"},
        {"do": "truncate", "framing": "chunked"},
        {"do": "truncate", "framing": "none"},
        {"body": b"<html>Sign in</html>", "headers": {"Content-Type": "text/html"}},
        {"body": b""},
        {"body": b"\xef\xbb\xbf[]"},
        {"body": "[]".encode("utf-16")},
        {"body": b'[{"id": NaN}]'},
        {"body": b'[{"id": "\xff"}]'},
        {"body": b"[" * 100_000},
        {"body": b"[" + b"1" * 5_000 + b"]"},
        {"headers": {"Date": "yesterday"}, "body": b"[]"},
        {"headers": {"Content-Encoding": "gzip"}, "body": b"no gzip"},
        {"headers": {"Content-Encoding": "gzip"}, "body": gzip.compress(b"[]" * 99)[:20]},
    ],
    ids=[
        "reset", "hang-up", "half-a-header", "cut-with-length", "cut-chunked", "cut-without-length",
        "html", "empty", "bom", "utf-16", "nan", "invalid-utf-8", "deep", "huge-number",
        "no-date", "no-gzip", "cut-gzip",
    ],
)  # fmt: skip
def test_a_broken_answer_is_tried_again_and_never_taken(
    server: Server, runtime: Runtime, fault: dict[str, Any]
):
    server.on(PATH, **fault)
    assert len(client(server, runtime).get(PATH).rows()) == 3
    server.on(PATH, **fault, times=99)
    assert isinstance(failure(server, runtime), Transient | BadPayload)


def test_after_six_tries_a_fault_is_reported_without_the_query(
    server: Server, runtime: Runtime, time: Any
):
    server.on(PATH, status=502, times=99)
    error = failure(server, runtime)
    assert isinstance(error, Transient)
    assert str(error).startswith(f"TRANSIENT: GET {PATH} answered 502;")
    assert len(server.log) == 6
    assert all(wait <= 2.0**tried for tried, wait in enumerate(time.slept, start=1))
    assert len(set(time.slept)) == 5


@pytest.mark.parametrize("status", [403, 429, 503], ids=str)
def test_retry_after_in_seconds_is_obeyed(server: Server, runtime: Runtime, time: Any, status: int):
    server.on(PATH, status=status, headers={"Retry-After": "17"})
    client(server, runtime).get(PATH)
    assert time.slept == [17.0]


def test_retry_after_as_a_date_is_obeyed(server: Server, runtime: Runtime, time: Any):
    until = format_datetime(time.now() + timedelta(seconds=40), usegmt=True)
    server.on(PATH, status=429, headers={"Retry-After": until})
    client(server, runtime).get(PATH)
    assert time.slept == [40.0]


@pytest.mark.parametrize("told", ["soon", "\u00b2", "-5", ""])
def test_a_retry_after_that_says_nothing_counts_as_none(
    server: Server, runtime: Runtime, time: Any, told: str
):
    server.on(PATH, status=429, headers={"Retry-After": told})
    client(server, runtime).get(PATH)
    assert 60 <= time.slept[0] <= 120


def test_a_retry_after_beyond_all_calendars_is_a_limit(server: Server, runtime: Runtime):
    server.on(PATH, status=429, headers={"Retry-After": "9" * 400})
    assert isinstance(failure(server, runtime), RateLimited)


def test_the_primary_limit_is_waited_for_until_its_reset(
    server: Server, runtime: Runtime, time: Any
):
    reset = int((time.now() + timedelta(seconds=30)).timestamp())
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)}
    server.on(PATH, status=403, headers=headers)
    client(server, runtime).get(PATH)
    assert time.slept == [31.0]


@pytest.mark.parametrize("status", [403, 429])
def test_a_secondary_limit_without_a_header_waits_a_minute(
    server: Server, runtime: Runtime, time: Any, status: int
):
    body = message("You have exceeded a secondary rate limit.")
    server.on(PATH, status=status, body=body)
    client(server, runtime).get(PATH)
    assert len(time.slept) == 1
    assert 60 <= time.slept[0] <= 120


def test_a_wait_over_budget_ends_the_run_with_its_end(server: Server, runtime: Runtime, time: Any):
    server.on(PATH, status=403, headers={"Retry-After": "3600"})
    error = failure(server, runtime)
    assert isinstance(error, RateLimited)
    assert error.until == time.now() + timedelta(hours=1)
    assert time.slept == []


def test_all_threads_share_one_wait(server: Server, runtime: Runtime, time: Any):
    http = client(server, runtime, threads=2)
    server.on(PATH, status=429, headers={"Retry-After": "50"})
    http.get(PATH)
    time.instant -= timedelta(seconds=20)
    http.get(PATH)
    assert time.slept == [50.0, 20.0]
