"""How releases and deployments are written."""

from sandbox.github.model.releases import Deployment, Release, Status
from sandbox.github.model.repositories import Repository
from sandbox.github.render.references import WEB, Json, References, node, stamp, stamp_or_none


class Releases:
    """Writes releases and deployments."""

    def __init__(self, to: References) -> None:
        self._to = to

    def release(self, row: Release, repository: Repository) -> Json:
        """A release, drafts too."""
        base = f"{self._to.repository(repository)}/releases/{row.id}"
        return {
            "url": base,
            "html_url": f"{WEB}/{repository.full_name}/releases/tag/{row.tag_name}",
            "assets_url": f"{base}/assets",
            "upload_url": f"{base}/assets{{?name,label}}",
            "tarball_url": None,
            "zipball_url": None,
            "id": row.id,
            "node_id": node("Release", row.id),
            "tag_name": row.tag_name,
            "target_commitish": repository.default_branch,
            "name": row.name,
            "body": row.body,
            "draft": row.published_at is None,
            "prerelease": row.prerelease,
            "created_at": stamp(row.created_at),
            "published_at": stamp_or_none(row.published_at),
            "author": self._to.user(row.author),
            "assets": [],
        }

    def deployment(self, row: Deployment, repository: Repository) -> Json:
        """A deployment."""
        base = self._to.repository(repository)
        return {
            "url": f"{base}/deployments/{row.id}",
            "id": row.id,
            "node_id": node("Deployment", row.id),
            "sha": row.sha,
            "ref": row.ref,
            "task": row.task,
            "payload": {},
            "environment": row.environment,
            "description": None,
            "creator": self._to.user(row.creator),
            "created_at": stamp(row.created_at),
            "updated_at": stamp(row.updated_at),
            "statuses_url": f"{base}/deployments/{row.id}/statuses",
            "repository_url": base,
        }

    def status(self, row: Status, deployment: Deployment, repository: Repository) -> Json:
        """One state of a deployment."""
        base = self._to.repository(repository)
        return {
            "url": f"{base}/deployments/{deployment.id}/statuses/{row.id}",
            "id": row.id,
            "node_id": node("DeploymentStatus", row.id),
            "state": row.state,
            "creator": self._to.user(row.creator),
            "description": "",
            "environment": row.environment,
            "target_url": "",
            "created_at": stamp(row.created_at),
            "updated_at": stamp(row.updated_at),
            "deployment_url": f"{base}/deployments/{deployment.id}",
            "repository_url": base,
        }
