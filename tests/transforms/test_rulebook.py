"""A rule file that is not as declared is refused with file, line and reason."""

import shutil
from pathlib import Path

import pytest

from transforms.rule_tables import RULE_TABLES, load_rules
from transforms.rulebook import FOLDER, Event, TriageEvent, read_rules
from warehouse.errors import DataRefused
from warehouse.store import open_store


@pytest.mark.parametrize(
    ("file", "old", "new", "cause"),
    [
        ("outcome", "role: author, weight: 4", "role: author, weight: -4", "greater than or equal"),
        ("outcome", "role: author, weight", "role: autor, weight", "should be 'author'"),
    ],
)
def test_a_row_of_a_rule_file_is_refused_with_its_line(
    tmp_path: Path, file: str, old: str, new: str, cause: str
) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    path = tmp_path / f"{file}.yaml"
    text = path.read_text()
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(DataRefused, match=rf"rules/{file}.yaml line {line}, .*{cause}"):
        read_rules(tmp_path)


def test_a_rule_file_without_one_of_its_lists_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "outcome.yaml"
    path.write_text(path.read_text().replace("limits:", "limit:"))
    with pytest.raises(DataRefused, match=r"rules/outcome.yaml has .*expected \['limits'"):
        read_rules(tmp_path)


DOCUMENTED = """
    added_to_merge_queue added_to_project added_to_project_v2 added_to_stack archived assigned
    auto_merge_disabled auto_merge_enabled auto_rebase_enabled auto_squash_enabled
    automatic_base_change_failed automatic_base_change_succeeded base_ref_changed base_ref_deleted
    base_ref_force_pushed blocked_by_added blocked_by_removed blocking_added blocking_removed closed
    comment_deleted commented committed connected convert_to_draft converted_from_draft
    converted_note_to_issue converted_to_discussion cross-referenced demilestoned deployed
    deployment_environment_changed disconnected head_ref_deleted head_ref_force_pushed
    head_ref_restored issue_comment_pinned issue_comment_unpinned issue_field_added
    issue_field_changed issue_field_removed issue_type_added issue_type_changed issue_type_removed
    labeled locked marked_as_duplicate mentioned merged milestoned moved_columns_in_project
    parent_issue_added parent_issue_removed pinned project_v2_item_status_changed ready_for_review
    referenced removed_from_merge_queue removed_from_project removed_from_project_v2
    removed_from_stack renamed reopened review_dismissed review_request_removed review_requested
    reviewed sub_issue_added sub_issue_removed subscribed transferred unarchived unassigned
    unlabeled unlocked unmarked_as_duplicate unpinned unsubscribed user_blocked
"""
"""docs.github.com/en/rest/using-the-rest-api/issue-event-types, and GraphQL's timeline items."""


def test_every_event_of_an_issue_that_github_documents_is_known_once() -> None:
    rules = read_rules()
    sorting = [row for row in rules["credit__triage_events"][1] if isinstance(row, TriageEvent)]
    known = [row.event for row in sorting]
    known += [row.event for row in rules["credit__other_issue_events"][1] if isinstance(row, Event)]
    assert sorted(set(DOCUMENTED.split()) - set(known)) == []
    assert len(known) == len(set(known))
    assert {row.undoes for row in sorting} - {row.event for row in sorting} == {None}


def test_every_rule_table_says_what_its_rows_are(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        load_rules(store)
        found = store.con.execute(
            "select table_name, comment from duckdb_tables() where schema_name = 'rules'"
        ).fetchall()
    assert len(found) == len(RULE_TABLES)
    assert [name for name, comment in found if not comment] == []
