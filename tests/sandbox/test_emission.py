"""Tools that lose traces lose about as many as was asked, and truth stays."""

from typing import Any

import pytest

from sandbox.company import Tools, build

from .conftest import END


@pytest.fixture(scope="module")
def half() -> Tools:
    return build(7, 60, END, emission=0.5)


def traces(tools: Tools) -> dict[str, int]:
    """How many single traces each tool holds."""
    issues = tools.site.issues.values()
    pages = [page for space in tools.wiki.spaces.values() for page in space.pages.values()]
    pulls = [pull for r in tools.hub.repositories.values() for pull in r.pulls]
    return {
        "github": sum(len(pull.reviews) for pull in pulls),
        "jira": sum(len(issue.histories) + len(issue.comments) for issue in issues),
        "confluence": sum(len(page.versions) - 1 for page in pages),
        "pagerduty": len(tools.account.entries),
    }


def test_half_of_the_traces_are_lost_and_truth_stays(world: Any, half: Tools) -> None:
    assert half.truth == world.tools.truth
    full = traces(world.tools)
    for tool, count in traces(half).items():
        assert count / full[tool] == pytest.approx(0.5, abs=0.1), tool


def test_whole_objects_are_lost_too(world: Any, half: Tools) -> None:
    full, left = len(world.tools.site.issues), len(half.site.issues)
    assert left / full == pytest.approx(0.71, abs=0.06)


def test_what_is_left_is_what_was_there(world: Any, half: Tools) -> None:
    full = world.tools
    for number, issue in half.site.issues.items():
        assert issue.key == full.site.issues[number].key
        whole = [history.id for history in full.site.issues[number].histories]
        assert [history.id for history in issue.histories if history.id not in whole] == []
    for space in half.wiki.spaces.values():
        for page in space.pages.values():
            assert [version.number for version in page.versions] == [
                *range(1, len(page.versions) + 1)
            ]
            whole_page = full.wiki.spaces[space.key].pages[page.id]
            assert page.author is not None
            assert page.author.id == whole_page.author.id


def test_a_rate_can_be_given_for_each_tool() -> None:
    full, some = build(7, 24, END, 8), build(7, 24, END, 8, {"jira": 0.3, "github": 1.0})
    assert traces(some) == {**traces(full), "jira": traces(some)["jira"]}
    assert traces(some)["jira"] < traces(full)["jira"] / 2


def test_a_repository_has_a_clone_or_none(world: Any, half: Tools) -> None:
    full = world.tools.git.clones
    assert 0 < len(half.git.clones) < len(full)
    for name, clone in half.git.clones.items():
        assert clone.branches == full[name].branches


@pytest.mark.parametrize("emission", [1.5, -0.1, {"slack": 0.5}])
def test_a_rate_that_means_nothing_is_refused(emission: Any) -> None:
    with pytest.raises(ValueError, match="share between 0 and 1"):
        build(7, 24, END, 1, emission)
