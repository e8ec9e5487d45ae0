"""GitHub's JSON to records, one short function per stream. Text is read for flags and dropped."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectors.github import notes, streams
from connectors.rest.paging import Row, parse_instant
from connectors.sync import parse
from connectors.text import cleaning, flags
from connectors.text.named_objects import named_objects


@dataclass(frozen=True)
class Context:
    """What a record needs that its row does not say.

    Attributes:
        repository_id: The repository that was listed.
        observed_at: GitHub's clock at the answer.
        titles: Whether titles are kept.
        parent: The pull request or deployment that was listed.
    """

    repository_id: int
    observed_at: datetime
    titles: bool
    parent: Any = None


# An event has one of these; a changed type has the type before, too.
_TIES = ("parent_issue", "sub_issue", "blocked_by", "blocking")
_PLACES = (
    ("issue_type", "id"),
    ("prev_issue_type", "id"),
    ("project_card", "project_id"),
)

Convert = Callable[[Row, Context], Any]
"""Makes a record, or None of a row that is not read."""


def converted(name: str, row: Row, context: Context) -> Any:
    """Makes the record of a stream.

    Raises:
        BadPayload: The row lacks a documented field or holds another type.
    """
    return parse(name, CONVERT[name], row, context)


def repository(row: Row, context: Context) -> streams.Repository:
    """One repository."""
    return streams.Repository(
        repository_id=row["id"],
        full_name=row["full_name"],
        url=row["html_url"],
        default_branch=cleaning.clean(row["default_branch"]),
        is_private=row["private"],
        is_fork=row["fork"],
        is_archived=row["archived"],
        created_at=_instant(row, "created_at"),
        updated_at=_instant(row, "updated_at"),
        observed_at=context.observed_at,
    )


def issue(row: Row, context: Context) -> streams.Issue:
    """One issue; only pull requests have the key ``pull_request``."""
    return streams.Issue(
        issue_id=row["id"],
        repository_id=context.repository_id,
        number=row["number"],
        url=row["html_url"],
        title=_title(row["title"], context),
        **_author(row),
        author_association=row.get("author_association"),
        state=row["state"],
        state_reason=row.get("state_reason"),
        is_pull="pull_request" in row,
        labels=_labels(row),
        comment_count=row["comments"],
        named_objects=named_objects(row["body"]),
        created_at=_instant(row, "created_at"),
        updated_at=_instant(row, "updated_at"),
        closed_at=_instant_or_none(row, "closed_at"),
    )


def issue_comment(row: Row, context: Context) -> streams.IssueComment:
    """One comment of a conversation."""
    body = row["body"]
    return streams.IssueComment(
        comment_id=row["id"],
        repository_id=context.repository_id,
        issue_number=_number(row["issue_url"]),
        url=row["html_url"],
        **_author(row),
        author_association=row.get("author_association"),
        word_count=flags.word_count(body),
        skeleton=flags.skeleton(body),
        has_rationale=flags.has_rationale(body),
        is_question=flags.is_question(body),
        named_objects=named_objects(body),
        created_at=_instant(row, "created_at"),
        updated_at=_instant(row, "updated_at"),
    )


def review_comment(row: Row, context: Context) -> streams.ReviewComment:
    """One comment on a line."""
    body = row["body"]
    return streams.ReviewComment(
        comment_id=row["id"],
        repository_id=context.repository_id,
        pull_number=_number(row["pull_request_url"]),
        review_id=row.get("pull_request_review_id"),
        in_reply_to_id=row.get("in_reply_to_id"),
        path=cleaning.clean(row["path"]),
        url=row["html_url"],
        **_author(row),
        author_association=row.get("author_association"),
        word_count=flags.word_count(body),
        skeleton=flags.skeleton(body),
        has_rationale=flags.has_rationale(body),
        has_suggestion=flags.has_suggestion(body),
        is_outdated=_is_outdated(row),
        created_at=_instant(row, "created_at"),
        updated_at=_instant(row, "updated_at"),
    )


def pull(row: Row, context: Context) -> streams.Pull:
    """One pull request."""
    return streams.Pull(
        pull_id=row["id"],
        repository_id=context.repository_id,
        number=row["number"],
        url=row["html_url"],
        title=_title(row["title"], context),
        **_author(row),
        author_association=row.get("author_association"),
        state=row["state"],
        is_draft=row.get("draft", False),
        head_sha=row["head"]["sha"],
        merge_commit_sha=row.get("merge_commit_sha"),
        labels=_labels(row),
        created_at=_instant(row, "created_at"),
        updated_at=_instant(row, "updated_at"),
        closed_at=_instant_or_none(row, "closed_at"),
        merged_at=_instant_or_none(row, "merged_at"),
    )


def review(row: Row, context: Context) -> streams.Review | None:
    """One review, unless it is pending."""
    # https://github.com/airbytehq/airbyte/issues/10669: pending ones have no submitted_at.
    if row["state"] == "PENDING" or row.get("submitted_at") is None:
        return None
    body = row["body"]
    return streams.Review(
        review_id=row["id"],
        repository_id=context.repository_id,
        pull_number=context.parent,
        url=row["html_url"],
        **_author(row),
        author_association=row.get("author_association"),
        state=row["state"],
        word_count=flags.word_count(body),
        skeleton=flags.skeleton(body),
        has_rationale=flags.has_rationale(body),
        commit_sha=row.get("commit_id"),
        submitted_at=_instant(row, "submitted_at"),
        observed_at=context.observed_at,
    )


def pull_file(row: Row, context: Context) -> streams.PullFile:
    """One file at the head that was listed, which a push may have moved past the known one."""
    number, known_sha = context.parent
    ref = parse_qs(urlsplit(row.get("contents_url") or "").query).get("ref")
    previous = row.get("previous_filename")
    return streams.PullFile(
        repository_id=context.repository_id,
        pull_number=number,
        head_sha=ref[0] if ref else known_sha,
        path=cleaning.clean(row["filename"]),
        previous_path=None if previous is None else cleaning.clean(previous),
        status=row["status"],
        lines_added=row["additions"],
        lines_deleted=row["deletions"],
    )


def issue_event(row: Row, context: Context) -> streams.IssueEvent | None:
    """One event, unless its issue was deleted."""
    subject_issue = row.get("issue")
    if subject_issue is None:
        return None
    subject = row.get("requested_reviewer") or row.get("assignee")
    label = row.get("label")
    return streams.IssueEvent(
        event_id=row["id"],
        repository_id=context.repository_id,
        issue_number=subject_issue["number"],
        is_pull="pull_request" in subject_issue,
        event=row["event"],
        **_account(row.get("actor"), "actor"),
        subject_id=None if subject is None else subject["id"],
        label=None if label is None else cleaning.clean(label["name"]),
        target=_target(row),
        commit_sha=row.get("commit_id"),
        state_reason=row.get("state_reason"),
        created_at=_instant(row, "created_at"),
    )


def release(row: Row, context: Context) -> streams.Release | None:
    """One release, unless it is a draft."""
    if _flag(row, "draft") or row["published_at"] is None:
        return None
    name = row.get("name")
    return streams.Release(
        release_id=row["id"],
        repository_id=context.repository_id,
        tag_name=cleaning.clean(row["tag_name"]),
        title=None if name is None else _title(name, context),
        url=row["html_url"],
        **_account(row.get("author"), "author"),
        named=notes.named(row["body"]),
        is_prerelease=row["prerelease"],
        created_at=_instant(row, "created_at"),
        published_at=_instant(row, "published_at"),
        observed_at=context.observed_at,
    )


def deployment(row: Row, context: Context) -> streams.Deployment:
    """One deployment."""
    return streams.Deployment(
        deployment_id=row["id"],
        repository_id=context.repository_id,
        sha=row["sha"],
        ref=cleaning.clean(row["ref"]),
        task=cleaning.clean(row["task"]),
        environment=cleaning.clean(row["environment"]),
        **_account(row.get("creator"), "creator"),
        created_at=_instant(row, "created_at"),
        updated_at=_instant(row, "updated_at"),
    )


def deployment_status(row: Row, context: Context) -> streams.DeploymentStatus:
    """One state of a deployment."""
    environment = row.get("environment")
    return streams.DeploymentStatus(
        status_id=row["id"],
        deployment_id=context.parent,
        repository_id=context.repository_id,
        state=row["state"],
        environment=None if environment is None else cleaning.clean(environment),
        **_account(row.get("creator"), "creator"),
        created_at=_instant(row, "created_at"),
        updated_at=_instant(row, "updated_at"),
    )


CONVERT: dict[str, Convert] = {
    "repository": repository,
    "issue": issue,
    "issue_comment": issue_comment,
    "review_comment": review_comment,
    "pull": pull,
    "review": review,
    "pull_file": pull_file,
    "issue_event": issue_event,
    "release": release,
    "deployment": deployment,
    "deployment_status": deployment_status,
}


def _author(row: Row) -> dict[str, Any]:
    return _account(row.get("user"), "author")


def _account(user: Row | None, prefix: str) -> dict[str, Any]:
    """A deleted account is null; GitHub shows some as the user ``ghost``, kept as it comes."""
    user = {"id": None, "login": None, "type": None} if user is None else user
    return {f"{prefix}_{part}": user[part] for part in ("id", "login", "type")}


def _target(row: Row) -> str | None:
    """Only whether two events are about the same thing is of use, so the thing is hashed."""
    for name in _TIES:
        if tied := row.get(name):
            return _hash(f"{tied['repository']['id']:d}#{tied['number']:d}")
    for name, part in _PLACES:
        if place := row.get(name):
            return _hash(f"{place[part]:d}")
    if milestone := row.get("milestone"):
        return _hash(milestone["title"])
    return None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _is_outdated(row: Row) -> bool:
    # A comment loses its line when a push changes it; one on a whole file never has a line.
    # https://docs.github.com/en/rest/pulls/comments
    is_on_line = row.get("original_line") is not None and row.get("subject_type") != "file"
    return is_on_line and row.get("line") is None


def _labels(row: Row) -> tuple[str, ...]:
    # The description allows plain strings beside objects, and objects without a name.
    names = (label if isinstance(label, str) else label.get("name") for label in row["labels"])
    return tuple(cleaning.clean(name) for name in names if name)


def _title(title: str, context: Context) -> str | None:
    return cleaning.title(title) if context.titles else None


def _flag(row: Row, name: str) -> bool:
    if not isinstance(row[name], bool):
        raise TypeError(name)
    return bool(row[name])


def _number(url: str) -> int:
    return int(urlsplit(url).path.rpartition("/")[2])


def _instant(row: Row, name: str) -> datetime:
    return parse_instant(row[name], name)


def _instant_or_none(row: Row, name: str) -> datetime | None:
    return None if row.get(name) is None else _instant(row, name)
