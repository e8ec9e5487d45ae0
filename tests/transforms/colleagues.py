"""Four invented colleagues and what their tools recorded of them in a few weeks."""

from datetime import UTC, datetime
from typing import Any

AS_OF = datetime(2026, 7, 1, tzinfo=UTC)
SEEN = "2026-06-30T00:00:00Z"
Streams = dict[tuple[str, str], list[dict[str, Any]]]
Rows = list[tuple[Any, ...]]

EMPTY: dict[str, Any] = {"boolean": False, "varchar[]": [], "bigint": 0, "double": 0.0}
COMMON = {
    "observed_at": SEEN,
    "url": "https://acme.example/",
    "other_emails": [],
    "account_type": "atlassian",
}
ACCOUNTS = {"ana": 1, "bo": 2, "cy": 3, "dee": 4}
NAMES = {"ana": "Ana Ruiz", "bo": "Bo Lind", "cy": "Cy Wu", "dee": "Dee Fox"}
TEAMS = {"ana": "Alpha", "bo": "Beta", "cy": "Alpha", "dee": "Beta"}


def at(moment: str) -> str:
    """A moment of March to May 2026."""
    return f"2026-{moment}:00Z"


def by(who: str, field: str = "author") -> dict[str, Any]:
    """Columns that name somebody's GitHub account."""
    kind = "Bot" if who.endswith("[bot]") else "User"
    number = ACCOUNTS.get(who, 99)
    return {f"{field}_id": number, f"{field}_login": who, f"{field}_type": kind}


def _people() -> Streams:
    employed = {"fte": 1.0, "start_date": "2020-01-06", "valid_from": "1900-01-01"}
    return {
        ("roster", "employment"): [
            {"roster_id": who, "name": name, "email": f"{who}@acme.example", "team": TEAMS[who]}
            | {"role_family": "eng", **employed}
            for who, name in NAMES.items()
        ],
        ("roster", "account_claim"): [
            {"roster_id": who, "tool": "github", "handle": str(number)}
            for who, number in ACCOUNTS.items()
        ],
    }


def _pull(number: int, author: str, opened: str) -> dict[str, Any]:
    moments = {"created_at": at(opened), "updated_at": at(opened), "merged_at": at("05-20T09:00")}
    named = {"pull_id": number * 10, "number": number, "state": "closed", "head_sha": f"h{number}"}
    return {"repository_id": 1, **named, **by(author), **moments}


def review(number: int, pull: int, author: str, moment: str) -> dict[str, Any]:
    said = {"state": "COMMENTED", "word_count": 9, "submitted_at": at(moment)}
    return {"review_id": number, "repository_id": 1, "pull_number": pull, **by(author), **said}


def label(number: int, issue: int, actor: str, moment: str, event: str = "labeled") -> Any:
    about = {"repository_id": 1, "issue_number": issue, "event": event, "label": "bug"}
    return {"event_id": number, **about, **by(actor, "actor"), "created_at": at(moment)}


def _code() -> Streams:
    moments = {"created_at": at("03-01T09:00"), "updated_at": at("03-01T09:00")}
    issue = {"repository_id": 1, "state": "open", **by("cy"), **moments}
    return {
        ("github", "repository"): [
            {"repository_id": 1, "full_name": "acme/widget", "default_branch": "main", **moments}
        ],
        ("github", "issue"): [{"issue_id": n, "number": n, **issue} for n in (3, 4)],
        ("github", "pull"): [
            _pull(7, "bo", "03-02T08:00"), _pull(8, "ana", "03-03T08:00"),
            _pull(9, "cy", "03-04T08:00"),
        ],
        ("github", "review"): [
            review(1, 7, "ana", "03-02T09:00"), review(2, 7, "ana", "03-02T09:12"),
            review(3, 8, "bo", "03-03T10:00"), review(4, 9, "ana", "03-04T11:00"),
            review(5, 9, "bo", "03-04T11:30"), review(6, 8, "cy", "04-07T15:00"),
        ],
        ("github", "issue_event"): [
            label(1, 3, "ana", "03-02T09:40"), label(2, 4, "bo", "03-03T10:20"),
        ],
    }  # fmt: skip


def _pages() -> Streams:
    page = {"space_id": "9", "status": "current", "version_number": 2}
    written = {"created_at": at("03-02T13:00"), "updated_at": at("03-05T14:00")}
    versions = [
        ("5", 1, "bo", "03-02T13:00"), ("5", 2, "ana", "03-04T11:20"),
        ("6", 1, "ana", "03-02T13:00"), ("6", 2, "cy", "03-05T14:00"),
    ]  # fmt: skip
    return {
        ("confluence", "space"): [{"space_id": "9", "key": "ENG"}],
        ("confluence", "user"): [
            {"account_id": who, "display_name": name, "email": f"{who}@acme.example"}
            for who, name in NAMES.items()
        ],
        ("confluence", "page"): [
            {"page_id": "5", "creator_id": "bo", **page, **written},
            {"page_id": "6", "creator_id": "ana", **page, **written},
        ],
        ("confluence", "page_version"): [
            {"page_id": number, "number": version, "author_id": who, "created_at": at(moment)}
            for number, version, who, moment in versions
        ],
    }


def world() -> Streams:
    """Four people who review, sort, merge and write."""
    return {**_people(), **_code(), **_pages()}
