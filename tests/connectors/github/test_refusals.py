"""What GitHub may refuse, move or take away during a pull."""

from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from connectors.errors import (
    AuthExpired,
    Gone,
    NotFound,
    Permanent,
    ScopeRevoked,
)
from connectors.github import STREAMS, Settings, connect
from connectors.pull import pull
from sandbox.github import Server, populate

CANARY = "canary-51c0"


def test_a_pull_request_that_vanished_is_skipped_and_nothing_of_it_deleted(world: Any):
    repository = populate(world.hub, pulls=10, issues=0)
    world.pull("pull")
    del repository.issues[4]
    world.server.on("/pulls/7/reviews", status=410)
    world.pull("pull", "review")
    assert world.complete("review") == [[repository.id, n] for n in (10, 9, 8, 6, 5, 3, 2, 1)]
    assert world.manifests("review")[-1]["status"] == "complete"


def test_a_scope_taken_away_during_child_reads_is_no_vanished_pull_request(world: Any):
    repository = populate(world.hub, pulls=10, issues=0)
    repositories = world.hub.repositories
    world.server.on("/reviews", "run", nth=4, call=lambda: repositories.pop(repository.id))
    _, review = world.pull("pull", "review")
    assert isinstance(review.error, ScopeRevoked)
    assert world.complete("review") == [[repository.id, n] for n in (10, 9, 8)]


def test_a_renamed_repository_is_read_by_its_canonical_name(world: Any):
    repository = populate(world.hub, pulls=150, issues=20)
    world.pull()
    before = len(world.landed("pull"))
    world.hub.rename(repository, "acme/gadget")
    world.time.pass_by(days=1)
    world.hub.touch(repository.issues[3])
    for result in world.pull():
        assert result.error is None
    moved = [request for request in world.server.log if request.status == 301]
    assert [request.path for request in moved] == ["/repos/acme/widget"]
    assert [row["number"] for row in world.landed("pull")[before:]] == [3]
    assert [row["full_name"] for row in world.landed("repository")] == [
        "acme/widget",
        "acme/gadget",
    ]


def test_a_redirect_without_its_query_loses_no_closed_issue(world: Any):
    repository = populate(world.hub, pulls=150, issues=20)
    location = f"{world.server.base_url}/repositories/{repository.id}/pulls"
    world.server.on(r"^/repos/acme/widget/pulls\?", status=301, headers={"Location": location})
    world.pull("pull")
    assert len(world.landed("pull")) == 150


def test_two_names_of_one_repository_are_read_once(world: Any):
    repository = populate(world.hub, pulls=5, issues=0)
    world.hub.rename(repository, "acme/gadget")
    names = ("acme/widget", "acme/gadget", "acme/widget")
    world.pull("pull", repositories=names)
    assert len(world.landed("pull", "acme/widget")) == 5
    assert world.landed("pull", "acme/gadget") == []
    assert len(world.server.paths("/pulls")) == 1


def test_an_organization_stands_for_its_repositories(world: Any):
    for number in range(130):
        world.hub.add_repository(f"acme/part-{number:03}")
    world.hub.add_repository("other/secret")
    connector = world.connect(repositories=("org:acme", "acme/part-007"))
    assert connector.scopes() == [f"acme/part-{number:03}" for number in range(130)]
    assert connector.requests == len(world.server.log) == 2


def test_a_missing_repository_fails_alone(world: Any):
    populate(world.hub, pulls=5, issues=0)
    good, bad = world.pull("pull", repositories=("acme/widget", "acme/nowhere"))
    assert good.error is None
    assert isinstance(bad.error, NotFound)


@pytest.mark.parametrize("body", [b"[]", b"7", b'"x"', b"{}", b'{"id": 1}'])
def test_a_repository_that_is_none_is_a_bad_payload(world: Any, body: bytes):
    world.server.on("/repos/acme/widget", body=body, times=9)
    (result,) = world.pull("pull")
    assert result.error.code == "BAD_PAYLOAD"


def test_a_next_page_that_github_forgot_starts_the_listing_again(world: Any):
    populate(world.hub, pulls=450, issues=0)
    world.zone.monotonic = iter(range(0, 100_000, 31)).__next__
    world.server.on("page=3", status=502, times=6)
    world.server.on("page=3", status=422)
    codes = [result.error.code for _ in range(2) for result in world.pull("pull")]
    assert codes == ["TRANSIENT", "CURSOR_INVALID"]
    world.pull("pull")
    assert len(world.latest("pull")) == 450


def test_a_repository_without_issues_has_none_to_read(world: Any):
    repository = populate(world.hub, pulls=5, issues=0)
    repository.has_issues = False
    (result,) = world.pull("issue")
    assert result.error is None
    assert world.manifests("issue")[-1]["covered_until"] == "2026-03-02T08:00:00Z"


def test_a_listing_that_is_gone_without_reason_is_an_error(world: Any):
    populate(world.hub, pulls=5, issues=0)
    world.server.on(r"/issues\?", status=410)
    (result,) = world.pull("issue")
    assert isinstance(result.error, Gone)


def test_a_looping_list_of_reviews_is_stuck(world: Any):
    populate(world.hub, pulls=1, issues=0)
    link = f'<{world.server.base_url}/repos/acme/widget/pulls/1/reviews?page=1>; rel="next"'
    world.server.on("/reviews", headers={"Link": link}, body=b'[{"state": "PENDING"}]', times=9)
    _, review = world.pull("pull", "review")
    assert review.error.code == "CURSOR_STUCK"
    assert world.landed("review") == []


def test_every_request_names_version_media_type_and_us(world: Any):
    populate(world.hub, pulls=5, issues=5, events=3, releases=2, deployments=2)
    world.pull()
    for request in world.server.log:
        assert request.headers["x-github-api-version"] == "2022-11-28"
        assert request.headers["accept"] == "application/vnd.github+json"
        assert request.headers["user-agent"] == "unsung"
        assert request.headers["authorization"] == "token t-1"


def test_an_enterprise_server_is_read_below_its_prefix(world: Any):
    populate(world.hub, pulls=120, issues=5)
    with Server(world.hub, prefix="/api/v3") as enterprise:
        world.server = enterprise
        assert all(result.error is None for result in world.pull())
        assert len(world.landed("pull")) == 120
        assert all(path.startswith("/api/v3/") for path in enterprise.paths())


@pytest.fixture(scope="module")
def private_key() -> str:
    key = rsa.generate_private_key(65537, 2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    ).decode()


@pytest.fixture
def app(world: Any, private_key: str) -> Any:
    settings = Settings(
        base_url=world.server.base_url,
        app_id=12,
        app_private_key_env="K",
        installation_id=34,
        repositories=("acme/widget",),
    )
    world.server.tokens = set()
    world.server.api.installations = {
        34: {"metadata": "read", "issues": "write", "packages": "read"}
    }
    return lambda key=private_key: connect(settings, {"app_private_key": key}, world.runtime)


def test_an_app_renews_its_token_when_it_expires(world: Any, app: Any):
    populate(world.hub, pulls=12, issues=0)
    world.server.on("/reviews", "run", nth=5, call=lambda: world.server.tokens.clear())
    connector = app()
    results = list(pull(connector, STREAMS, world.zone))
    assert [result.error for result in results] == [None] * len(STREAMS)
    minted = [request for request in world.server.log if request.method == "POST"]
    assert [request.path for request in minted] == ["/app/installations/34/access_tokens"] * 2
    assert all(request.headers["authorization"].startswith("Bearer ey") for request in minted)
    assert connector.requests == len(world.server.log)


def test_an_app_that_is_not_installed_any_more_ends_the_source(world: Any, app: Any):
    populate(world.hub, pulls=2, issues=2)
    world.server.api.installations = {}
    results = list(pull(app(), STREAMS, world.zone))
    (error,) = {result.error for result in results}
    assert isinstance(error, AuthExpired)
    assert "no token for installation 34; check the App's id" in str(error)
    assert len(world.server.log) == 1


def test_a_token_revoked_in_mid_pull_ends_what_is_left_and_the_next_pull_has_it(world: Any):
    populate(world.hub, pulls=5, issues=5, releases=2)
    world.server.tokens = {"t-1"}
    world.server.on(r"/issues\?", "run", call=lambda: world.server.tokens.clear())
    results = world.pull()
    refused = [result.streams[0] for result in results if result.error]
    assert refused == [result.streams[0] for result in results][-len(refused) :]
    assert 0 < len(refused) < len(results)
    assert len({str(result.error) for result in results}) == 2
    assert len([request for request in world.server.log if request.status == 401]) == 2
    assert world.complete("release") == []
    world.server.tokens = {"t-1"}
    assert [result.error for result in world.pull() if result.error] == []
    assert len(world.landed("release")) == 2


def test_an_organization_that_cannot_be_listed_is_a_gap_of_what_was_read_of_it(world: Any):
    world.hub.add_repository("acme/widget")
    world.pull(repositories=("org:acme",))
    before = world.manifests("issue")[-1]
    world.server.on("/orgs/acme", status=401, times=9)
    with pytest.raises(AuthExpired):
        world.pull(repositories=("org:acme",))
    newest = world.manifests("issue")[-1]
    assert (newest["status"], newest["code"]) == ("failed", "AUTH_EXPIRED")
    assert newest["covered_until"] is None
    assert newest["cursor_out"] == before["cursor_out"]
    assert [path.name for path in (world.zone.root / "github" / "issue").iterdir()] == [
        "acme%2Fwidget"
    ]


def test_a_key_that_is_none_is_not_quoted(app: Any):
    with pytest.raises(Permanent) as caught:
        list(app(CANARY).check())
    assert CANARY not in repr(caught.value)
    assert caught.value.__suppress_context__


def test_check_names_what_an_app_may_do_besides(world: Any, app: Any):
    world.hub.add_repository("acme/widget")
    found = [(finding.level, finding.text) for finding in app().check()]
    assert found == [
        ("ok", "acme/widget: everything is readable"),
        ("excess", "the App's permission issues should be read, not write"),
        ("excess", "the App's permission packages is not needed"),
    ]


def test_check_names_what_is_missing_and_what_a_classic_token_may_do_besides(world: Any):
    repository = world.hub.add_repository("acme/widget")
    repository.has_issues = False
    world.server.api.scopes = "repo, admin:org"
    world.server.on("/deployments", status=403)
    connector = world.connect(repositories=("acme/widget", "acme/nowhere"))
    assert [(finding.level, finding.text.partition(";")[0]) for finding in connector.check()] == [
        ("missing", "acme/widget: grant the read permission deployments"),
        ("missing", "acme/nowhere: not found"),
        ("excess", "the token's scope admin:org is not needed"),
        ("excess", "the classic scope repo can write"),
    ]
