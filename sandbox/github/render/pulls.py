"""How pull requests, their reviews and their files are written."""

from collections.abc import Mapping
from typing import Any

from sandbox.github.model.repositories import File, Pull, Review, ReviewComment
from sandbox.github.render.issues import Issues
from sandbox.github.render.references import WEB, Json, References, node, stamp, stamp_or_none


class Pulls:
    """Writes pull requests, and what is said about them and changed in them."""

    def __init__(self, to: References, issues: Issues) -> None:
        self._to, self._issues = to, issues

    def pull(self, row: Pull, repository: Json) -> Json:
        """A pull request as lists show it; ``repository`` is the rendered one."""
        issue, page = row.issue, self._to.page(row.issue)
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
            self._issues.subject(issue, repository["url"])
            | urls
            | {
                "url": url,
                "id": row.id,
                "node_id": node("PullRequest", row.id),
                "html_url": page,
                "diff_url": f"{page}.diff",
                "patch_url": f"{page}.patch",
                "draft": row.draft,
                "updated_at": stamp(row.updated_at),
                "merged_at": stamp_or_none(row.merged_at),
                "merge_commit_sha": row.merge_commit_sha,
                "head": _branch(repository, f"topic-{issue.number}", row.head_sha),
                "base": _branch(repository, "main", "0" * 40),
                "_links": {name: {"href": link} for name, link in links.items()},
                "auto_merge": None,
            }
        )

    def review(self, row: Review) -> Json:
        """A review; a pending one lacks ``submitted_at``."""
        issue = row.pull.issue
        page = f"{self._to.page(issue)}#pullrequestreview-{row.id}"
        pull = f"{self._to.repository(issue.repository)}/pulls/{issue.number}"
        rendered = {
            "id": row.id,
            "node_id": node("PullRequestReview", row.id),
            "user": self._to.user(row.author),
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
        repository = self._to.repository(issue.repository)
        url = f"{repository}/pulls/comments/{row.id}"
        page = f"{self._to.page(issue)}#discussion_r{row.id}"
        pull = f"{repository}/pulls/{issue.number}"
        links = {"self": url, "html": page, "pull_request": pull}
        rendered = {
            "url": url,
            "pull_request_review_id": row.review_id,
            "id": row.id,
            "node_id": node("PullRequestReviewComment", row.id),
            "diff_hunk": f"@@ -1 +1 @@\n-{row.body}\n+{row.body}",
            "path": row.path,
            "commit_id": row.pull.head_sha,
            "original_commit_id": row.pull.head_sha,
            "original_line": 1,
            "user": self._to.user(row.author),
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
        contents = f"{self._to.repository(repository)}/contents/{row.path}"
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


def _branch(repository: Mapping[str, Any], ref: str, sha: str) -> Json:
    owner = repository["owner"]
    label = f"{owner['login']}:{ref}"
    return {"label": label, "ref": ref, "sha": sha, "repo": repository, "user": owner}
