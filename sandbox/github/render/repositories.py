"""How repositories are written."""

from sandbox.github.model.accounts import User
from sandbox.github.model.repositories import Repository
from sandbox.github.render.references import WEB, Json, References, node, stamp

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


class Repositories:
    """Writes repositories."""

    def __init__(self, to: References) -> None:
        self._to = to

    def repository(self, row: Repository, owner: User) -> Json:
        """A repository, in the full form."""
        url = self._to.repository(row)
        name = row.full_name.partition("/")[2]
        return (
            {f"{part}_url": f"{url}/{part}" for part in _REPOSITORY_URLS.split()}
            | dict.fromkeys(_REPOSITORY_COUNTS.split(), 0)
            | {f"{kind}_url": f"{WEB}/{row.full_name}" for kind in ("clone", "ssh", "git", "svn")}
            | dict.fromkeys(("has_projects", "has_wiki", "has_pages", "has_downloads"), False)
            | {
                "id": row.id,
                "node_id": node("Repository", row.id),
                "name": name,
                "full_name": row.full_name,
                "owner": self._to.user(owner),
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
