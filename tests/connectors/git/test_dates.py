"""Days in the paths of minutes, and what the method takes for minutes by their path."""

import re
from datetime import date

import pytest

from connectors.git.dates import dated
from connectors.git.documents import _is_minutes
from transforms.rulebook import read_rules


@pytest.mark.parametrize(
    "path",
    [
        "2026-11-03.md", "20261103-x.md", "2026/11/03.md", "2025-01-01/2026-11-03.md",
        "2026-11-3.md", "2026_11_03.md", "2026.11.03.md", "2026/11-03.md", "2026/1103-sync.md",
        "2026/WG-11-03.md", "03-nov-2026.md", "3-November-2026.md", "november-3-2026.md",
        "Nov 3rd 2026.md", "Nov. 3, 2026.md", "2026-nov-03.md", "2026-11/nov-03.md",
        "2026/november-3.md", "2026/3-nov.md", "sync-3rd-nov-2026-minutes.md",
        "2026-11-03-mar-3-again.md", "2020/2026-11-03.md",
    ],
)  # fmt: skip
def test_a_date_is_read_from_the_path_in_any_common_form(path):
    assert dated(f"m/{path}") == date(2026, 11, 3)


def test_a_day_that_can_be_read_one_way_only_is_a_date_and_any_other_is_none():
    assert dated("m/13-02-2026.md") == dated("m/02-13-2026.md") == date(2026, 2, 13)
    assert dated("m/05.05.2026.md") == date(2026, 5, 5)
    paths = (
        "01-02-2026",
        "120261103",
        "2026-02-30",
        "31-31-2026",
        "2026",
        "2026-11",
        "decide-3-2026",
    )
    assert [dated(f"m/{path}.md") for path in paths] == [None] * len(paths)


@pytest.mark.parametrize(
    "folder",
    ["minutes", "_minutes", "meetings", "Meeting-Notes", "wg-meetings", "notes", "tsc_minutes"],
)
def test_what_the_walk_takes_for_minutes_is_none_of_who_commits_it(folder):
    dates = (
        "2026-11-03",
        "20261103",
        "2026/11-03",
        "3-nov-2026",
        "november-3-2026",
        "2026-11/nov-3",
    )
    rules = read_rules()

    def is_minutes(path):
        names = ("paths__minutes_folders", "paths__dates")
        found = [[re.search(rule.pattern, path) for rule in rules[name][1]] for name in names]
        return all(map(any, found))

    paths = [f"{folder}/{day}.md" for day in dates]
    assert all(_is_minutes(path) and is_minutes(path.lower()) for path in paths)
    assert is_minutes(f"{folder}/01-02-2026.md".lower())
    assert not is_minutes(f"{folder}/readme.md".lower())
