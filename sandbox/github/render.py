"""Rows to the JSON that GitHub's own description of its API asks for."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sandbox.github.model import (
    Comment,
    Deployment,
    Event,
    File,
    Issue,
    Pull,
    Release,
    Repository,
    Review,
    ReviewComment,
    Status,
    User,
)

Json = dict[str, Any]
WEB = "https://github.example"

_USER_LISTS = ("followers", "subscriptions", "organizations", "repos", "received_events")
_USER_TEMPLATES = ("following", "gists", "starred", "events")
_REPOSITORY_URLS = """
    archive assignees blobs branches collaborators comments commits compare contents contributors
    deployments downloads events forks git_commits git_refs git_tags hooks issue_comment
    issue_events issues keys labels languages merges milestones notifications pulls releases
    stargazers statuses subscribers subscription tags teams trees
"""
_REPOSITORY_COUNTS = """
    forks forks_count open_issues open_issues_count size stargazers_count watchers watchers_count
    network_count subscribers_count
"""


class Renderer:
    """Makes JSON with links that start at a base URL."""

    def __init__(self, api: str) -> None:
        self._api = api
        self._user = lru_cache(maxsize=10_000)(self._render_user)

    def user(self, user: User | None) -> Json | None:
        """An account, null when it was deleted."""
        return None if user is None else self._user(user.id, user.login, user.type)

    def _render_user(self, number: int, login: str, type_: str) -> Json:
        url = f"{self._api}/users/{login}"
        row = {f"{name}_url": f"{url}/{name}" for name in (*_USER_LISTS, *_USER_TEMPLATES)}
        return row | {
            "login": login,
            "id": number,
            "node_id": _node("User", number),
            "avatar_url": f"{WEB}/avatars/{number}",
            "gravatar_id": "",
            "url": url,
            "html_url": f"{WEB}/{login}",
            "type": type_,
            "site_admin": False,
        }

    def repository(self, row: Repository, owner: User) -> Json:
        """A repository, in the full form."""
        url = self.repository_url(row)
        name = row.full_name.partition("/")[2]
        return (
            {f"{part}_url": f"{url}/{part}" for part in _REPOSITORY_URLS.split()}
            | dict.fromkeys(_REPOSITORY_COUNTS.split(), 0)
            | {f"{kind}_url": f"{WEB}/{row.full_name}" for kind in ("clone", "ssh", "git", "svn")}
            | dict.fromkeys(("has_projects", "has_wiki", "has_pages", "has_downloads"), False)
            | {
                "id": row.id,
                "node_id": _node("Repository", row.id),
                "name": name,
                "full_name": row.full_name,
                "owner": self.user(owner),
                "private": row.private,
                "html_url": f"{WEB}/{row.full_name}",
                "description": None,
                "fork": row.fork,
                "url": url,
                "default_branch": row.default_branch,
                "has_issues": row.has_issues,
                "has_discussions": False,
                "homepage": None,
                "language": None,
                "archived": row.archived,
                "disabled": False,
                "mirror_url": None,
                "license": None,
                "pushed_at": stamp(row.updated_at),
                "created_at": stamp(row.created_at),
                "updated_at": stamp(row.updated_at),
            }
        )

    def issue(self, row: Issue) -> Json:
        """An issue, or the issue side of a pull request."""
        repository = self.repository_url(row.repository)
        url, page = f"{repository}/issues/{row.number}", self._page(row)
        rendered = self._subject(row, repository) | {
            "id": row.id,
            "node_id": _node("Issue", row.id),
            "url": url,
            "repository_url": repository,
            "labels_url": f"{url}/labels{{/name}}",
            "comments_url": f"{url}/comments",
            "events_url": f"{url}/events",
            "html_url": page,
            "comments": len(row.comments),
            "updated_at": stamp(row.updated_at),
        }
        if row.state_reason is not None:
            rendered["state_reason"] = row.state_reason
        if row.pull is not None:
            rendered["pull_request"] = {
                "merged_at": _stamp_or_none(row.pull.merged_at),
                "diff_url": f"{page}.diff",
                "html_url": page,
                "patch_url": f"{page}.patch",
                "url": f"{repository}/pulls/{row.number}",
            }
        return rendered

    def pull(self, row: Pull, repository: Json) -> Json:
        """A pull request as lists show it; ``repository`` is the rendered one."""
        issue, page = row.issue, self._page(row.issue)
        url = f"{repository['url']}/pulls/{issue.number}"
        links = {
            "comments": f"{repository['url']}/issues/{issue.number}/comments",
            "commits": f"{url}/commits",
            "statuses": f"{repository['url']}/statuses/{row.head_sha}",
            "html": page,
            "issue": f"{repository['url']}/issues/{issue.number}",
            "review_comments": f"{url}/comments",
            "review_comment": f"{repository['url']}/pulls/comments{{/number}}",
            "self": url,
        }
        named = ("comments", "commits", "statuses", "issue", "review_comments", "review_comment")
        urls = {f"{name}_url": links[name] for name in named}
        return (
            self._subject(issue, repository["url"])
            | urls
            | {
                "url": url,
                "id": row.id,
                "node_id": _node("PullRequest", row.id),
                "html_url": page,
                "diff_url": f"{page}.diff",
                "patch_url": f"{page}.patch",
                "draft": row.draft,
                "updated_at": stamp(row.updated_at),
                "merged_at": _stamp_or_none(row.merged_at),
                "merge_commit_sha": row.merge_commit_sha,
                "head": _branch(repository, f"topic-{issue.number}", row.head_sha),
                "base": _branch(repository, "main", "0" * 40),
                "_links": {name: {"href": link} for name, link in links.items()},
                "auto_merge": None,
            }
        )

    def _subject(self, issue: Issue, repository: str) -> Json:
        """What an issue and a pull request have in common."""
        return {
            "number": issue.number,
            "state": issue.state,
            "title": issue.title,
            "body": issue.body,
            "user": self.user(issue.author),
            "labels": [self._label(repository, name) for name in issue.labels],
            "assignee": None,
            "milestone": None,
            "locked": False,
            "created_at": stamp(issue.created_at),
            "closed_at": _stamp_or_none(issue.closed_at),
            "author_association": issue.association,
        }

    def comment(self, row: Comment) -> Json:
        """A comment of a conversation."""
        repository = self.repository_url(row.issue.repository)
        return {
            "id": row.id,
            "node_id": _node("IssueComment", row.id),
            "url": f"{repository}/issues/comments/{row.id}",
            "html_url": f"{self._page(row.issue)}#issuecomment-{row.id}",
            "body": row.body,
            "user": self.user(row.author),
            "created_at": stamp(row.created_at),
            "updated_at": stamp(row.updated_at),
            "issue_url": f"{repository}/issues/{row.issue.number}",
            "author_association": "MEMBER",
        }

    def review(self, row: Review) -> Json:
        """A review; a pending one lacks ``submitted_at``."""
        issue = row.pull.issue
        page = f"{self._page(issue)}#pullrequestreview-{row.id}"
        pull = f"{self.repository_url(issue.repository)}/pulls/{issue.number}"
        rendered = {
            "id": row.id,
            "node_id": _node("PullRequestReview", row.id),
            "user": self.user(row.author),
            "body": row.body,
            "state": row.state,
            "html_url": page,
            "pull_request_url": pull,
            "_links": {"html": {"href": page}, "pull_request": {"href": pull}},
            "commit_id": row.commit_sha,
            "author_association": "MEMBER",
        }
        if row.submitted_at is not None:
            rendered["submitted_at"] = stamp(row.submitted_at)
        return rendered

    def review_comment(self, row: ReviewComment) -> Json:
        """A comment on a line; only a reply has ``in_reply_to_id``."""
        issue = row.pull.issue
        repository = self.repository_url(issue.repository)
        url = f"{repository}/pulls/comments/{row.id}"
        page = f"{self._page(issue)}#discussion_r{row.id}"
        pull = f"{repository}/pulls/{issue.number}"
        links = {"self": url, "html": page, "pull_request": pull}
        rendered = {
            "url": url,
            "pull_request_review_id": row.review_id,
            "id": row.id,
            "node_id": _node("PullRequestReviewComment", row.id),
            "diff_hunk": f"@@ -1 +1 @@\n-{row.body}\n+{row.body}",
            "path": row.path,
            "commit_id": row.pull.head_sha,
            "original_commit_id": row.pull.head_sha,
            "original_line": 1,
            "user": self.user(row.author),
            "body": row.body,
            "created_at": stamp(row.created_at),
            "updated_at": stamp(row.updated_at),
            "html_url": page,
            "pull_request_url": pull,
            "author_association": "MEMBER",
            "_links": {name: {"href": link} for name, link in links.items()},
        }
        if not row.is_outdated:
            rendered["line"] = 1
        if row.in_reply_to_id is not None:
            rendered["in_reply_to_id"] = row.in_reply_to_id
        return rendered

    def file(self, row: File, pull: Pull) -> Json:
        """A changed file; its links name the head."""
        repository = pull.issue.repository
        page = f"{WEB}/{repository.full_name}"
        contents = f"{self.repository_url(repository)}/contents/{row.path}"
        rendered = {
            "sha": pull.head_sha[::-1],
            "filename": row.path,
            "status": row.status,
            "additions": row.additions,
            "deletions": row.deletions,
            "changes": row.additions + row.deletions,
            "blob_url": f"{page}/blob/{pull.head_sha}/{row.path}",
            "raw_url": f"{page}/raw/{pull.head_sha}/{row.path}",
            "contents_url": f"{contents}?ref={pull.head_sha}",
            "patch": f"@@ -1 +1 @@ {pull.issue.body}",
        }
        if row.previous_path is not None:
            rendered["previous_filename"] = row.previous_path
        return rendered

    def event(self, row: Event, repository: Repository) -> Json:
        """An event with its issue; only some kinds have a label or a subject."""
        rendered = {
            "id": row.id,
            "node_id": _node("Event", row.id),
            "url": f"{self.repository_url(repository)}/issues/events/{row.id}",
            "actor": self.user(row.actor),
            "event": row.event,
            "commit_id": row.commit_sha,
            "commit_url": None,
            "created_at": stamp(row.created_at),
            "issue": None if row.issue is None else self.issue(row.issue),
        }
        if row.label is not None:
            rendered["label"] = {"name": row.label, "color": "ededed"}
        if row.subject is not None:
            key = "requested_reviewer" if row.event.startswith("review_request") else "assignee"
            rendered[key] = self.user(row.subject)
        if row.state_reason is not None:
            rendered["state_reason"] = row.state_reason
        return rendered

    def release(self, row: Release, repository: Repository) -> Json:
        """A release, drafts too."""
        base = f"{self.repository_url(repository)}/releases/{row.id}"
        return {
            "url": base,
            "html_url": f"{WEB}/{repository.full_name}/releases/tag/{row.tag_name}",
            "assets_url": f"{base}/assets",
            "upload_url": f"{base}/assets{{?name,label}}",
            "tarball_url": None,
            "zipball_url": None,
            "id": row.id,
            "node_id": _node("Release", row.id),
            "tag_name": row.tag_name,
            "target_commitish": repository.default_branch,
            "name": row.name,
            "body": row.body,
            "draft": row.published_at is None,
            "prerelease": row.prerelease,
            "created_at": stamp(row.created_at),
            "published_at": _stamp_or_none(row.published_at),
            "author": self.user(row.author),
            "assets": [],
        }

    def deployment(self, row: Deployment, repository: Repository) -> Json:
        """A deployment."""
        base = self.repository_url(repository)
        return {
            "url": f"{base}/deployments/{row.id}",
            "id": row.id,
            "node_id": _node("Deployment", row.id),
            "sha": row.sha,
            "ref": row.ref,
            "task": row.task,
            "payload": {},
            "environment": row.environment,
            "description": None,
            "creator": self.user(row.creator),
            "created_at": stamp(row.created_at),
            "updated_at": stamp(row.updated_at),
            "statuses_url": f"{base}/deployments/{row.id}/statuses",
            "repository_url": base,
        }

    def status(self, row: Status, deployment: Deployment, repository: Repository) -> Json:
        """One state of a deployment."""
        base = self.repository_url(repository)
        return {
            "url": f"{base}/deployments/{deployment.id}/statuses/{row.id}",
            "id": row.id,
            "node_id": _node("DeploymentStatus", row.id),
            "state": row.state,
            "creator": self.user(row.creator),
            "description": "",
            "environment": row.environment,
            "target_url": "",
            "created_at": stamp(row.created_at),
            "updated_at": stamp(row.updated_at),
            "deployment_url": f"{base}/deployments/{deployment.id}",
            "repository_url": base,
        }

    def repository_url(self, repository: Repository) -> str:
        """Where a repository's API is."""
        return f"{self._api}/repos/{repository.full_name}"

    def _page(self, issue: Issue) -> str:
        kind = "issues" if issue.pull is None else "pull"
        return f"{WEB}/{issue.repository.full_name}/{kind}/{issue.number}"

    def _label(self, repository: str, name: str) -> Json:
        return {
            "id": int.from_bytes(name.encode()[:6], "big"),
            "node_id": _node("Label", len(name)),
            "url": f"{repository}/labels/{name}",
            "name": name,
            "description": "",
            "color": "ededed",
            "default": False,
        }


def _branch(repository: Mapping[str, Any], ref: str, sha: str) -> Json:
    owner = repository["owner"]
    label = f"{owner['login']}:{ref}"
    return {"label": label, "ref": ref, "sha": sha, "repo": repository, "user": owner}


def stamp(instant: datetime) -> str:
    """An instant as GitHub writes it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _stamp_or_none(instant: datetime | None) -> str | None:
    return None if instant is None else stamp(instant)


def _node(kind: str, number: int) -> str:
    return b64encode(f"{kind}{number}".encode()).decode()
