"""A site behind HTTP, as Cloud or as Data Center."""

from sandbox import server
from sandbox.jira.cloud import Cloud
from sandbox.jira.data_center import DataCenter
from sandbox.jira.model import Site
from sandbox.jira.render.references import Deployment


class Server(server.Server):
    """Serves a site.

    Attributes:
        site: What there is.
        api: Answers about it; its attributes say how long pages are and what is granted.
    """

    api: Cloud | DataCenter

    def __init__(
        self,
        site: Site,
        *,
        deployment: Deployment = "Cloud",
        prefix: str = "",
        latency: float = 0.0,
    ) -> None:
        super().__init__(lambda: site.clock(), prefix=prefix, latency=latency)
        kind = Cloud if deployment == "Cloud" else DataCenter
        self.site = site
        self.api = kind(site, self.base_url)
