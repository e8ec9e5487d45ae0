"""A tool that is dead as a whole: one verdict, after seconds, for every walk of every scope."""

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from connectors.errors import AuthExpired, CertificateRefused, HostUnreachable, SourceError
from connectors.pull import WalkResult, pull
from connectors.rest.http import HttpClient
from connectors.settings import Runtime
from sandbox import confluence, github, jira, pagerduty
from tests.connectors.confluence.conftest import ConfluenceWorld
from tests.connectors.github.conftest import GitHubWorld
from tests.connectors.google.conftest import GoogleWorld, StrictServer, workspace
from tests.connectors.jira.conftest import JiraWorld
from tests.connectors.pagerduty.conftest import PagerDutyWorld
from tests.world import World

MANY = tuple(f"TEAM{number}" for number in range(12))
TOOLS: dict[str, tuple[Callable[[Any], Any], type[World], dict[str, Any]]] = {
    "github": (
        lambda clock: github.Server(github.Hub(clock=clock)),
        GitHubWorld,
        {"repositories": tuple(f"acme/{name}" for name in MANY)},
    ),
    "jira": (
        lambda clock: jira.Server(jira.Site(clock=clock), deployment="Cloud"),
        JiraWorld,
        {"projects": MANY},
    ),
    "confluence": (
        lambda clock: confluence.Server(confluence.Wiki(clock=clock), deployment="Cloud"),
        ConfluenceWorld,
        {"spaces": MANY},
    ),
    "pagerduty": (
        lambda clock: pagerduty.Server(pagerduty.Account(clock=clock)),
        PagerDutyWorld,
        {"teams": MANY},
    ),
    "google": (
        lambda clock: StrictServer(workspace(clock)),
        GoogleWorld,
        {"calendars": tuple(f"{name.lower()}@acme.example" for name in MANY), "drive": "audit"},
    ),
}


@pytest.fixture(params=TOOLS)
def world(
    request: pytest.FixtureRequest, runtime: Runtime, time: Any, tmp_path: Path
) -> Iterator[Any]:
    serve, kind, settings = TOOLS[request.param]
    with serve(time.now) as server:
        made: Any = kind(server, runtime, time, tmp_path)  # type: ignore[arg-type]  # because each tool's world has a server of its own
        made.settings |= settings
        yield made


def closed_port() -> str:
    """A loopback address where nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def pull_from(world: Any, base_url: str) -> tuple[list[WalkResult], int]:
    """What a pull of everything from a host brings, and how many requests it takes."""
    if world.source == "google":
        world.use(world.api.key_file(base_url))
    connector = world.connect(base_url=base_url)
    results = list(pull(connector, world.streams(), world.zone))
    return results, connector.requests


def verdict(world: Any, results: list[WalkResult]) -> SourceError:
    """The one error of everything; every gap of coverage has its code."""
    assert len({result.scope for result in results}) >= len(MANY)
    (error,) = {result.error for result in results}
    assert error is not None
    for result in results:
        for stream in result.streams:
            manifest = world.manifests(stream, result.scope)[-1]
            assert (manifest["status"], manifest["code"]) == ("failed", error.code)
            assert (manifest["covered_until"], manifest["complete"]) == (None, [])
    return error


def test_a_host_that_refuses_costs_seconds_and_is_named_once(world: Any):
    base_url = closed_port()
    results, requests = pull_from(world, base_url)
    error = verdict(world, results)
    host = base_url.removeprefix("http://")
    assert type(error) is HostUnreachable
    assert str(error).startswith(f"HOST_UNREACHABLE: no connection to {host}: Connection refused;")
    assert requests <= 4
    assert sum(world.time.slept) <= 10


def test_a_name_that_does_not_resolve_costs_seconds_and_is_named_once(world: Any):
    results, requests = pull_from(world, "https://tool.invalid")
    error = verdict(world, results)
    assert error.cause == "no connection to tool.invalid: the name does not resolve"
    assert requests <= 4
    assert sum(world.time.slept) <= 10


def test_a_credential_that_is_refused_for_everything_ends_the_source(world: Any):
    world.server.on("", status=401, times=10_000)
    results, requests = pull_from(world, world.server.base_url)
    error = verdict(world, results)
    assert type(error) is AuthExpired
    assert "/rest" not in str(error)
    assert requests == len(world.server.log) <= 4
    assert world.time.slept == []


def test_a_tool_that_is_back_is_read_from_where_it_was(world: Any):
    pull_from(world, closed_port())
    world.server.on("", status=500, times=1)
    results, requests = pull_from(world, world.server.base_url)
    assert requests > len(MANY)
    assert not {r.error.code for r in results if r.error} & {"HOST_UNREACHABLE", "AUTH_EXPIRED"}


def test_a_tool_that_restarts_is_waited_for(runtime: Runtime, time: Any):
    class Restarted(github.Server):
        """A server on a port that is known before it starts."""

        def server_bind(self) -> None:
            self.server_address = ("127.0.0.1", int(base_url.rpartition(":")[2]))
            super().server_bind()

    base_url = closed_port()
    started: list[github.Server] = []

    def sleep(seconds: float) -> None:
        time.sleep(seconds)
        if len(time.slept) == 3:
            started.append(Restarted(github.Hub(clock=time.now)).__enter__())

    http = HttpClient(base_url, dict, replace(runtime, sleep=sleep))
    try:
        assert http.get("/rate_limit").body
        assert time.slept == [1, 2, 4]
    finally:
        for server in started:
            server.__exit__(None, None, None)


def test_all_threads_have_one_patience_with_a_host(runtime: Runtime, time: Any):
    http = HttpClient(closed_port(), dict, runtime, threads=8)
    errors: list[SourceError] = []

    def read() -> None:
        try:
            http.get("/x", {"secret": "canary"})
        except SourceError as error:
            errors.append(error)

    threads = [Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(errors) == 8
    assert len({str(error) for error in errors}) == 1
    assert "canary" not in repr(errors)
    # The clock of this test is moved by every thread's sleep, also by those that sleep at once.
    assert sum(time.slept) <= 10 + 8 * 4


def test_a_certificate_that_does_not_verify_is_refused_at_once(
    runtime: Runtime, time: Any, tmp_path: Path
):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path / "server.pem"))
    with github.Server(github.Hub(clock=time.now)) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        http = HttpClient(server.base_url.replace("http:", "https:"), dict, runtime)
        with pytest.raises(
            CertificateRefused, match=r"of 127.0.0.1:\d+ does not verify: self"
        ) as e:
            http.get("/rate_limit", {"secret": "canary"})
        assert e.value.ends_source
        assert "canary" not in str(e.value)
        assert (http.requests, time.slept, server.log) == (1, [], [])


def self_signed(path: Path) -> Path:
    """A key and a certificate that nobody signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(pem + certificate.public_bytes(serialization.Encoding.PEM))
    return path
