"""A walk can be killed after any batch."""

from typing import Any

import pytest

from tests.connectors.jira.conftest import populate

WALKS = {
    "issue": ("issue", "issue_link", "sprint", "version", "comment", "pairing"),
    "change": ("change", "remote_link"),
    "worklog": ("worklog", "worklog_deletion"),
    "user": ("user",),
    "project": ("project",),
    "field": ("field",),
}


def union(world: Any, names: tuple[str, ...], batches: list[Any]) -> dict[str, set[Any]]:
    return {
        stream.name: {
            tuple(getattr(record, part) for part in stream.key)
            for batch in batches
            for record in batch.records.get(stream.name, ())
        }
        for stream in world.streams(*names)
    }


def parents_of(world: Any) -> Any:
    """The changed keys of the walks that others hang on, as a landing zone would give them."""
    keys: dict[str, list[Any]] = {}
    for name in ("project", "issue", "change", "worklog"):
        for batch in world.walk(*WALKS[name], parents=lambda s, a: listed(keys, s, a)):
            for stream, changed in batch.changed.items():
                keys.setdefault(stream, []).extend(changed)
    return lambda stream, after: listed(keys, stream, after)


def listed(keys: dict[str, list[Any]], stream: str, after: str | None) -> Any:
    places = ((f"{index:06d}", key) for index, key in enumerate(keys.get(stream, ())))
    return ((place, key) for place, key in places if after is None or place > after)


@pytest.mark.parametrize("name", WALKS)
def test_a_walk_resumes_from_every_batch(either: Any, name: str):
    populate(either.site, issues=60)
    either.server.api.page_cap = 7
    either.server.api.worklog_page = 2
    names, parents = WALKS[name], parents_of(either)
    batches = either.walk(*names, parents=parents)
    everything = union(either, names, batches)
    assert all(map(len, [everything[names[0]]]))
    for index, batch in enumerate(batches[:-1]):
        rest = either.walk(*names, cursor=batch.cursor, parents=parents)
        assert union(either, names, [*batches[: index + 1], *rest]) == everything
    again = either.walk(*names, cursor=batches[-1].cursor, parents=parents)
    if name in ("change", "user", "project", "field"):
        assert not any(union(either, names, again).values())


def test_a_token_that_expired_starts_the_walk_again(cloud: Any):
    populate(cloud.site, issues=30)
    cloud.server.api.page_cap = 7
    cloud.server.on("search/jql", nth=3, status=500, times=99)
    (failed,) = cloud.pull("issue")
    assert failed.error is not None
    cloud.server.steps.clear()
    cloud.time.pass_by(days=8)
    cloud.server.on("search/jql", status=400, body=b'{"errorMessages": ["expired"]}')
    (result,) = cloud.pull("issue")
    assert result.error is None
    assert len(cloud.latest("issue")) == 30
    assert cloud.complete("issue") == [[]]
