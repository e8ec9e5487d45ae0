"""The raw tables of the invented company: how many rows each has and what is in them."""

REPOSITORIES = 200
_SCOPE = "'acme/r' || repository"
_LINK = "'https://github.com/acme/r' || repository"


def _user(column: str) -> str:
    kind = "case when person > $people then 'Bot' else 'User' end"
    return f"person as {column}_id, 'user' || person as {column}_login, {kind} as {column}_type"


# By table: how many rows, what each is about (its repository is that modulo 200), and columns.
ROWS = {
    "github__repository": (
        "repositories",
        "i",
        f"repository as repository_id, {_SCOPE} as full_name, {_LINK} as url,"
        " 'main' as default_branch, false as is_private, false as is_fork, false as is_archived,"
        " acted_at as created_at, acted_at as updated_at, acted_at as observed_at",
    ),
    "github__pull": (
        "pulls",
        "i",
        f"i as pull_id, repository as repository_id, i as number, {_LINK} || '/pull/' || i as url,"
        f" 'Change ' || i as title, {_user('author')}, 'closed' as state, false as is_draft,"
        " 'h' || i as head_sha, []::varchar[] as labels,"
        " case when i % 3 = 0 then sha1(i::varchar) end as merge_commit_sha,"
        " acted_at as created_at,"
        " acted_at as updated_at,"
        " case when i % 5 > 0 then acted_at + to_hours(30) end as merged_at",
    ),
    "github__review": (
        "reviews",
        "draw(i, 'reviewed', $pulls)",
        "i as review_id, repository as repository_id, target as pull_number,"
        f" {_LINK} || '/pull/' || target || '#review-' || i as url, {_user('author')},"
        " 'APPROVED' as state, 9 as word_count, i % 5 = 0 as has_rationale,"
        " acted_at as submitted_at,"
        " acted_at as observed_at",
    ),
    "github__review_comment": (
        "review_comments",
        "draw(i, 'discussed', $pulls)",
        "i as comment_id, repository as repository_id, target as pull_number, 'a.py' as path,"
        f" {_LINK} || '/pull/' || target || '#discussion-' || i as url, {_user('author')},"
        " 9 as word_count, i % 4 = 0 as has_rationale, i % 9 = 0 as has_suggestion,"
        " acted_at as created_at, acted_at as updated_at",
    ),
    "github__issue": (
        "issues",
        "i",
        "i as issue_id, repository as repository_id, 10000000 + i as number, false as is_pull,"
        f" {_LINK} || '/issues/' || i as url, 'Issue ' || i as title, {_user('author')},"
        " 'open' as state, []::varchar[] as labels, 1 as comment_count, acted_at as created_at,"
        " acted_at as updated_at",
    ),
    "github__issue_comment": (
        "issue_comments",
        "draw(i, 'answered', $issues)",
        "i as comment_id, repository as repository_id, 10000000 + target as issue_number,"
        f" {_user('author')}, {_LINK} || '/issues/' || target || '#comment-' || i as url,"
        " 9 as word_count, false as has_rationale, false as is_question, acted_at as created_at,"
        " acted_at as updated_at",
    ),
    # One event in five is part of a session of twelve, a minute apart, by one person.
    "github__issue_event": (
        "issue_events",
        f"(draw(seed, 'sorted', $issues) + i % 12 * {REPOSITORIES}) % $issues",
        "i as event_id, repository as repository_id, 10000000 + target as issue_number,"
        f" false as is_pull, {_user('actor')}, case draw(i, 'event', 3) when 0 then 'labeled'"
        " when 1 then 'assigned' else 'subscribed' end as event,"
        " acted_at + to_minutes(i % 12) as created_at",
    ),
    "github__release": (
        "tags",
        "i",
        "i as release_id, repository as repository_id, 'v1.' || i as tag_name,"
        f" {_LINK} || '/releases/v1.' || i as url, {_user('author')}, false as is_prerelease,"
        " acted_at as created_at, acted_at as published_at, acted_at as observed_at",
    ),
    "git__tag": (
        "tags",
        "i",
        f"{_SCOPE} as repository, 'v1.' || i as name, sha1(i::varchar) as target_sha,"
        " true as is_annotated, shown(person) as tagger_name, mail(person) as tagger_email,"
        f" acted_at as tagged_at, {_LINK} || '/releases/v1.' || i as url, acted_at as observed_at",
    ),
    "git__commit": (
        "commits",
        "i",
        f"{_SCOPE} as repository, sha1(i::varchar) as sha, []::varchar[] as parents,"
        " acted_at as authored_at, acted_at as committed_at, false as is_merge,"
        " true as is_reachable,"
        f" {_LINK} || '/commit/' || sha1(i::varchar) as url, false as is_reapply,"
        " case i % 9 when 0 then 'ci' when 1 then 'docs' else 'feat' end as conventional_type,"
        f" case when i % 500 = 499 then sha1((i - {REPOSITORIES})::varchar) end as reverts_sha,"
        " 2 as files_changed, 12 as lines_added, 2 as lines_deleted, acted_at as observed_at",
    ),
    "git__file_change": (
        "file_changes",
        "i // 2",
        f"{_SCOPE} as repository, sha1(target::varchar) as sha,"
        " draw(i, 'created', 20) = 0 as is_created, true as is_counted,"
        " 6 as lines_added, 1 as lines_deleted,"
        " case when i % 2 = 0 then 'src/m' || draw(i, 'path', 500) || '.py'"
        " when i % 8 = 1 then 'docs/d' || draw(i, 'path', 50) || '.md'"
        " else 'tests/t' || draw(i, 'path', 500) || '.py' end as path",
    ),
    "roster__employment": (
        "people",
        "i",
        "'p' || i as roster_id, shown(i + 1) as name, 'user' || (i + 1) || '@example.org' as email,"
        " []::varchar[] as other_emails, 'team-' || i // 10 as team, 1.0 as fte,"
        " date '2024-12-31' as valid_from, acted_at as observed_at,"
        " date '2024-12-31' + (i % 12 * 30)::integer as start_date",
    ),
    "roster__account_claim": (
        "people",
        "i",
        "'p' || i as roster_id, 'github' as tool, 'user' || (i + 1) as handle,"
        " acted_at as observed_at",
    ),
}
# By position on a commit: the role, who has it, and on how many commits, one in so many.
CREDITS = (
    ("author", "author", 1),
    ("committer", "author", 1),
    ("reviewed-by", "reviewer", 2),
    ("co-authored-by", "helper", 10),
)
CREDIT = (
    f"{_SCOPE} as repository, sha1(i::varchar) as sha, {{position}} as position,"
    " '{role}' as role, shown(person) as name, mail(person) as email, shown(person) as mapped_name,"
    " mail(person) as mapped_email, true as in_trailer_block, acted_at as observed_at"
)
