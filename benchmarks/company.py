"""An invented company's raw rows, made inside DuckDB so that millions take seconds."""

from warehouse.store import Store

_AT = "timestamptz '2025-01-01 00:00+00' + to_seconds((i * 7919) % 31536000)"


def _user(column: str, shift: int = 0) -> str:
    user = f"1 + (i * 31 + {shift}) % $people"
    return (
        f"{user} as {column}_id, 'user' || ({user}) as {column}_login,"
        f" case when ({user}) % 50 = 0 then 'Bot' else 'User' end as {column}_type"
    )


_ROWS = {
    "github__repository": (
        "repositories",
        "i as repository_id, 'acme/r' || i as full_name, 'https://github.com/acme/r' || i as url,"
        " 'main' as default_branch, false as is_private, false as is_fork, false as is_archived,"
        f" {_AT} as created_at, {_AT} as updated_at, {_AT} as observed_at",
    ),
    "github__pull": (
        "pulls",
        "i as pull_id, i % 200 as repository_id, i as number,"
        f" 'https://github.com/acme/p/' || i as url, 'Change ' || i as title, {_user('author')},"
        " 'closed' as state, false as is_draft, 'h' || i as head_sha, []::varchar[] as labels,"
        " case when i % 3 = 0 then sha256(i::varchar) end as merge_commit_sha,"
        f" {_AT} as created_at, {_AT} as updated_at, {_AT} as merged_at",
    ),
    "github__review": (
        "reviews",
        "i as review_id, (i % $pulls) % 200 as repository_id, i % $pulls as pull_number,"
        f" 'https://github.com/acme/v/' || i as url, {_user('author', 7)}, 'APPROVED' as state,"
        f" 9 as word_count, i % 5 = 0 as has_rationale, {_AT} as submitted_at,"
        f" {_AT} as observed_at",
    ),
    "github__review_comment": (
        "review_comments",
        "i as comment_id, (i % $pulls) % 200 as repository_id, i % $pulls as pull_number,"
        f" 'a.py' as path, 'https://github.com/acme/c/' || i as url, {_user('author', 7)},"
        f" 9 as word_count, i % 4 = 0 as has_rationale, i % 9 = 0 as has_suggestion,"
        f" {_AT} as created_at, {_AT} as updated_at",
    ),
    "github__issue": (
        "issues",
        "i as issue_id, i % 200 as repository_id, 10000000 + i as number, false as is_pull,"
        f" 'https://github.com/acme/i/' || i as url, 'Issue ' || i as title, {_user('author')},"
        f" 'open' as state, []::varchar[] as labels, 1 as comment_count,"
        f" {_AT} as created_at, {_AT} as updated_at",
    ),
    "github__issue_comment": (
        "issue_comments",
        "i as comment_id, (i % $issues) % 200 as repository_id,"
        f" 10000000 + i % $issues as issue_number, {_user('author', 3)},"
        " 'https://github.com/acme/d/' || i as url, 9 as word_count, false as has_rationale,"
        f" false as is_question, {_AT} as created_at, {_AT} as updated_at",
    ),
    "github__issue_event": (
        "issue_events",
        "i as event_id, (i % $issues) % 200 as repository_id,"
        f" 10000000 + i % $issues as issue_number, false as is_pull, {_user('actor', 5)},"
        " case i % 3 when 0 then 'labeled' when 1 then 'assigned' else 'subscribed' end as event,"
        f" {_AT} as created_at",
    ),
    "git__commit": (
        "commits",
        "'acme/r' || (i % 200) as repository, sha256(i::varchar) as sha, []::varchar[] as parents,"
        f" {_AT} as authored_at, {_AT} as committed_at, false as is_merge, true as is_reachable,"
        " 'https://github.com/acme/k/' || i as url, false as is_reapply, 1 as files_changed,"
        " case i % 9 when 0 then 'ci' when 1 then 'docs' else 'feat' end as conventional_type,"
        " case when i % 500 = 1 then sha256((i - 1)::varchar) end as reverts_sha,"
        f" 5 as lines_added, 1 as lines_deleted, {_AT} as observed_at",
    ),
    "git__file_change": (
        "commits",
        "'acme/r' || (i % 200) as repository, sha256(i::varchar) as sha, i < 9000 as is_created,"
        " case when i % 9 = 1 then 'docs/d' || (i % 3000) || '.md' else 'src/m' || (i % 9000) end"
        " as path, 5 as lines_added, 1 as lines_deleted",
    ),
}
_CREDITS = {0: ("author", 0), 1: ("committer", 0), 2: ("reviewed-by", 11)}


def fill(store: Store, events: int, people: int) -> None:
    """Fills the raw tables so that `core.event` has about so many rows.

    Args:
        store: The open store; its raw tables exist.
        events: How many events, in all sources together.
        people: How many accounts GitHub has; git knows the same people by noreply addresses.
    """
    sizes = {
        "repositories": 200,
        "pulls": events * 3 // 100,
        "reviews": events * 6 // 100,
        "review_comments": events * 14 // 100,
        "issues": events * 2 // 100,
        "issue_comments": events * 12 // 100,
        "issue_events": events * 8 // 100,
        "commits": events * 20 // 100,
    }
    names = {name: sizes[name] for name in ("pulls", "issues")} | {"people": people}
    for table, (size, columns) in _ROWS.items():
        used = {name: value for name, value in names.items() if f"${name}" in columns}
        store.con.execute(
            f"insert into raw.{table} by name select {columns} from range({sizes[size]}) as r(i)",
            used,
        )
    for position, (role, shift) in _CREDITS.items():
        user = f"(1 + (i * 31 + {shift}) % $people)"
        mail = f"{user} || '+user' || {user} || '@users.noreply.github.com'"
        store.con.execute(
            "insert into raw.git__person_credit by name select"
            " 'acme/r' || (i % 200) as repository, sha256(i::varchar) as sha,"
            f" {position} as position, '{role}' as role, 'User ' || {user} as name,"
            f" {mail} as email, 'User ' || {user} as mapped_name, {mail} as mapped_email,"
            f" true as in_trailer_block, {_AT} as observed_at"
            f" from range({sizes['commits']}) as r(i)",
            {"people": people},
        )
