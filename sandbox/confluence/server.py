"""A wiki behind HTTP, as Cloud or as Data Center."""

from typing import Literal

from sandbox import server
from sandbox.confluence.cloud import Cloud
from sandbox.confluence.data_center import DataCenter
from sandbox.confluence.model import Wiki

SITE = "https://acme.atlassian.net"
"""Where people read the Cloud site, whatever address its interface answers at."""


class Server(server.Server):
    """Serves a wiki.

    Attributes:
        wiki: What there is.
        api: Answers about it; ``api.hidden`` are the spaces that may not be seen.
    """

    api: Cloud | DataCenter

    def __init__(
        self,
        wiki: Wiki,
        *,
        deployment: Literal["Cloud", "Server"] = "Cloud",
        prefix: str = "",
        latency: float = 0.0,
    ) -> None:
        super().__init__(lambda: wiki.clock(), prefix=prefix, latency=latency)
        self.wiki = wiki
        if deployment == "Cloud":
            self.api = Cloud(wiki, SITE)
        else:
            self.api = DataCenter(wiki, self.base_url, prefix)
