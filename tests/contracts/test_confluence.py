"""The sandbox answers, and the connector asks, as Atlassian describes Confluence Cloud's v2 API.

Data Center has no public description; its answers are held to the shapes written down here.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from jsonschema import Draft202012Validator

from connectors.confluence import STREAMS, Settings, connect
from connectors.landing import LandingZone
from connectors.pull import pull
from connectors.settings import Runtime
from sandbox.confluence import Server, Wiki

PATHS = json.loads((Path(__file__).parent / "confluence.schemas.json").read_text())["paths"]
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
API = "/wiki/api/v2"

ANSWERS = [
    (f"{API}/spaces", "/spaces"),
    (f"{API}/pages?status=current&status=archived&status=trashed", "/pages"),
    (f"{API}/pages/{{page}}", "/pages/{id}"),
    (f"{API}/pages/{{page}}?body-format=storage", "/pages/{id}"),
    (f"{API}/pages/{{page}}/versions?sort=-modified-date", "/pages/{id}/versions"),
    (f"{API}/footer-comments?limit=1", "/footer-comments"),
    (f"{API}/inline-comments", "/inline-comments"),
    (f"{API}/footer-comments/{{footer}}/versions/1", "/footer-comments/{id}/versions/{number}"),
    (f"{API}/inline-comments/{{inline}}/versions/1", "/inline-comments/{id}/versions/{number}"),
    (f"{API}/spaces/{{space}}/content/labels", "/spaces/{id}/content/labels"),
    (f"{API}/labels/{{label}}/pages", "/labels/{id}/pages"),
    (f"{API}/tasks", "/tasks"),
]

_SAVED = {
    "version": {
        "type": "object",
        "required": ["by", "when", "number", "minorEdit"],
        "properties": {"number": {"type": "integer"}, "when": {"type": "string"}},
    },
    "history": {"type": "object", "required": ["createdBy", "createdDate"]},
    "ancestors": {"type": "array", "items": {"type": "object", "required": ["id"]}},
}
_CONTENT = {
    "type": "object",
    "required": ["id", "type", "status", "title", *_SAVED],
    "properties": {"id": {"type": "string"}, **_SAVED},
}


def results(item: dict[str, Any]) -> dict[str, Any]:
    """The frame of Data Center's lists."""
    return {
        "type": "object",
        "required": ["results", "start", "limit", "size", "_links"],
        "properties": {"results": {"type": "array", "minItems": 1, "items": item}},
    }


PAGE_CQL = "/rest/api/content/search?cql=space+%3D+%22ENG%22+and+type+%3D+page&expand="
COMMENT_CQL = "/rest/api/content/search?cql=space+%3D+%22ENG%22+and+type+%3D+comment&expand="
SHAPES: list[tuple[str, dict[str, Any]]] = [
    ("/rest/api/space", results({"type": "object", "required": ["id", "key"]})),
    (
        "/rest/api/space/ENG",
        {"type": "object", "required": ["key"], "properties": {"id": {"type": "integer"}}},
    ),
    (
        f"{PAGE_CQL}version,history,ancestors,metadata.labels",
        results({**_CONTENT, "required": [*_CONTENT["required"], "metadata"]}),
    ),
    (
        f"{COMMENT_CQL}version,history,ancestors,container,extensions.resolution",
        results({**_CONTENT, "required": [*_CONTENT["required"], "container", "extensions"]}),
    ),
    ("/rest/experimental/content/{page}/version", results(_SAVED["version"])),
    (
        "/rest/api/content/{page}?expand=body.storage,version",
        {"type": "object", "required": ["id", "body", "version"]},
    ),
    ("/rest/api/user?key={user}", {"type": "object", "required": ["userKey", "displayName"]}),
]


def full_wiki() -> Wiki:
    """Something of every kind, in every form it can take."""
    wiki = Wiki(clock=lambda: NOW)
    ada = wiki.add_user("ada", email="ada@example.org")
    bot = wiki.add_user("bot", type="app")
    space = wiki.add_space("ENG")
    home = wiki.add_page(space, "Home", None)
    page = wiki.add_page(
        space, "Minutes", ada, parent=home, owner=bot, labels=["meeting-notes"], body="<p>x</p>"
    )
    wiki.edit_page(page, None, minor=True, message="Typo")
    wiki.archive_page(wiki.add_page(space, "Old", ada))
    wiki.trash_page(wiki.add_page(space, "Older", ada))
    for author in (ada, None):
        footer = wiki.add_comment(page, author, "Why?")
        wiki.add_comment(page, ada, "So.", reply_to=footer)
        wiki.edit_comment(footer, bot, "Why so?")
        inline = wiki.add_comment(page, author, "Here?", inline=True)
        wiki.edit_comment(inline, bot, "There?")
    wiki.resolve_comment(inline, ada)
    wiki.add_task(page, None)
    wiki.complete_task(wiki.add_task(page, ada, assignee=bot), ada)
    return wiki


def filled(path: str, wiki: Wiki) -> str:
    space = wiki.spaces["ENG"]
    label = int.from_bytes(b"meeting-notes", "big")
    footer, inline = (
        next(row.id for row in wiki.comments.values() if row.inline == is_inline)
        for is_inline in (False, True)
    )
    page = list(space.pages.values())[1].id
    user = wiki.users["ada"].id
    return path.format(
        page=page, space=space.id, label=label, footer=footer, inline=inline, user=user
    )


@pytest.fixture
def cloud() -> Iterator[Server]:
    with Server(full_wiki()) as running:
        yield running


@pytest.fixture
def data_center() -> Iterator[Server]:
    with Server(full_wiki(), deployment="Server") as running:
        yield running


def check(body: Any, schema: dict[str, Any]) -> None:
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    errors = validator.iter_errors(body)
    assert [f"{list(error.path)}: {error.message[:200]}" for error in errors] == []


def described(shape: str) -> Any:
    return PATHS[API + shape.replace("{number}", "{versionNumber}")]


@pytest.mark.parametrize(("path", "shape"), ANSWERS, ids=[answer[0] for answer in ANSWERS])
def test_every_kind_of_answer_is_as_described(cloud: Server, path: str, shape: str):
    answer = requests.get(cloud.base_url + filled(path, cloud.wiki), timeout=5)
    assert answer.status_code == 200
    body = answer.json()
    assert body.get("results", [body])
    check(body, described(shape)["answer"])


def test_accounts_are_as_described(cloud: Server):
    ids = [user.id for user in cloud.wiki.users.values()]
    link = f"{cloud.base_url}{API}/users-bulk"
    body = requests.post(link, json={"accountIds": [*ids, "unknown"]}, timeout=5).json()
    assert len(body["results"]) == 2
    check(body, described("/users-bulk")["answer"])


def test_the_description_knows_what_is_wrong():
    schema = described("/pages")["answer"]
    with pytest.raises(AssertionError):
        check({"results": [{"id": 7}]}, schema)
    with pytest.raises(AssertionError):
        check({"results": [{"invented": "x"}]}, schema)


def test_the_connector_asks_only_what_is_described(cloud: Server, tmp_path: Path):
    cloud.api.most_rows = 2
    given = {"base_url": cloud.base_url, "token_env": "T", "spaces": ("ENG",)}
    runtime = Runtime(tmp_path, clock=lambda: NOW)
    zone = LandingZone(tmp_path / "landing", "store-1")
    for read_minutes in ("off", "on"):
        connector = connect(Settings(**given, read_minutes=read_minutes), {"token": "t"}, runtime)
        for result in pull(connector, STREAMS, zone):
            assert result.error is None
    list(connector.check())
    assert {template(request.path) for request in cloud.log} == set(PATHS)
    for request in cloud.log:
        operation = PATHS[template(request.path)]
        assert request.method == operation["method"]
        assert set(request.query) <= set(operation["parameters"])
        for name, value in request.query.items():
            known = operation["parameters"][name]
            allowed = known.get("items", known).get("enum", [value])
            assert value in allowed


@pytest.mark.parametrize(("path", "schema"), SHAPES, ids=[shape[0] for shape in SHAPES])
def test_data_center_keeps_its_shapes(data_center: Server, path: str, schema: dict[str, Any]):
    answer = requests.get(data_center.base_url + filled(path, data_center.wiki), timeout=5)
    assert answer.status_code == 200
    check(answer.json(), schema)


def template(path: str) -> str:
    """The described path that a requested one is an instance of."""
    return next(
        shape for shape in PATHS if re.fullmatch(re.sub(r"\{[^}]+\}", "[0-9]+", shape), path)
    )
