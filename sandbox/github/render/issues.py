"""How issues, their comments and their events are written."""

from collections.abc import Callable

from sandbox.github.model.repositories import Comment, Event, Issue, Repository
from sandbox.github.render.references import Json, References, node, stamp, stamp_or_none


class Issues:
    """Writes issues, the issue side of pull requests, and what is said and done there."""

    def __init__(self, to: References, repository: Callable[[Repository], Json]) -> None:
        self._to, self._repository = to, repository

    def issue(self, row: Issue) -> Json:
        """An issue, or the issue side of a pull request."""
        repository = self._to.repository(row.repository)
        url, page = f"{repository}/issues/{row.number}", self._to.page(row)
        rendered = self.subject(row, repository) | {
            "id": row.id,
            "node_id": node("Issue", row.id),
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
                "merged_at": stamp_or_none(row.pull.merged_at),
                "diff_url": f"{page}.diff",
                "html_url": page,
                "patch_url": f"{page}.patch",
                "url": f"{repository}/pulls/{row.number}",
            }
        return rendered

    def subject(self, issue: Issue, repository: str) -> Json:
        """What an issue and a pull request have in common."""
        return {
            "number": issue.number,
            "state": issue.state,
            "title": issue.title,
            "body": issue.body,
            "user": self._to.user(issue.author),
            "labels": [_label(repository, name) for name in issue.labels],
            "assignee": None,
            "milestone": None,
            "locked": False,
            "created_at": stamp(issue.created_at),
            "closed_at": stamp_or_none(issue.closed_at),
            "author_association": issue.association,
        }

    def comment(self, row: Comment) -> Json:
        """A comment of a conversation."""
        repository = self._to.repository(row.issue.repository)
        return {
            "id": row.id,
            "node_id": node("IssueComment", row.id),
            "url": f"{repository}/issues/comments/{row.id}",
            "html_url": f"{self._to.page(row.issue)}#issuecomment-{row.id}",
            "body": row.body,
            "user": self._to.user(row.author),
            "created_at": stamp(row.created_at),
            "updated_at": stamp(row.updated_at),
            "issue_url": f"{repository}/issues/{row.issue.number}",
            "author_association": "MEMBER",
        }

    def event(self, row: Event, repository: Repository) -> Json:
        """An event with its issue; only some kinds have a label or a subject."""
        rendered = {
            "id": row.id,
            "node_id": node("Event", row.id),
            "url": f"{self._to.repository(repository)}/issues/events/{row.id}",
            "actor": self._to.user(row.actor),
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
            rendered[key] = self._to.user(row.subject)
        if row.state_reason is not None:
            rendered["state_reason"] = row.state_reason
        return rendered | self._place(row)

    def _place(self, row: Event) -> Json:
        """Where the event put the issue, or took it from."""
        if row.milestone is not None:
            return {"milestone": {"title": row.milestone}}
        if row.issue_type is not None:
            key = "prev_issue_type" if row.event == "issue_type_removed" else "issue_type"
            number = int.from_bytes(row.issue_type.encode()[:6], "big")
            return {key: {"id": number, "name": row.issue_type, "color": "red"}}
        if row.related is not None:
            key = row.event.rpartition("_")[0]
            return {key: self._reference(row.related)}
        if row.board is not None:
            return {"project_card": self._card(row.id, row.board)}
        return {}

    def _card(self, number: int, board: int) -> Json:
        return {
            "id": number,
            "url": self._to.address(f"projects/columns/cards/{number}"),
            "project_id": board,
            "project_url": self._to.address(f"projects/{board}"),
            "column_name": "To do",
        }

    def _reference(self, issue: Issue) -> Json:
        return {
            "number": issue.number,
            "title": issue.title,
            "state": issue.state,
            "repository": self._repository(issue.repository),
            "issue_type": None,
        }


def _label(repository: str, name: str) -> Json:
    return {
        "id": int.from_bytes(name.encode()[:6], "big"),
        "node_id": node("Label", len(name)),
        "url": f"{repository}/labels/{name}",
        "name": name,
        "description": "",
        "color": "ededed",
        "default": False,
    }
