"""A hub behind HTTP: GitHub's headers, ETags, scopes and installation tokens."""

import json

from sandbox import server
from sandbox.github.api import Api
from sandbox.github.model.hub import Hub
from sandbox.server import Asked, Reply


class Server(server.Server):
    """Serves a hub.

    Attributes:
        hub: What there is.
        api: Answers about it; ``api.scopes`` and ``api.installations`` say what is granted.
    """

    api: Api

    def __init__(self, hub: Hub, *, prefix: str = "", latency: float = 0.0) -> None:
        super().__init__(lambda: hub.clock(), prefix=prefix, latency=latency)
        self.hub, self.api = hub, Api(hub, self.base_url)

    def reply(self, asked: Asked) -> Reply:
        """The right answer; a new installation token is accepted from then on."""
        reply = super().reply(asked)
        if self.api.is_open(asked) and reply.status == 201:
            self.tokens = {*(self.tokens or ()), reply.body["token"]}
        return reply


def message(text: str) -> bytes:
    """An error body as GitHub writes it."""
    return json.dumps({"message": text, "documentation_url": "https://docs.github.com"}).encode()
