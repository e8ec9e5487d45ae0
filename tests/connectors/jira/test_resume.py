"""A walk can be killed after any batch."""

from typing import Any

from tests.connectors.jira.conftest import populate


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
