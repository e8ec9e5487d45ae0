"""An account behind HTTP, with PagerDuty's headers and limits."""

import json

from sandbox import server
from sandbox.pagerduty.api import Api
from sandbox.pagerduty.model import Account


class Server(server.Server):
    """Serves an account.

    Attributes:
        account: What there is.
        api: Answers about it; its attributes say what is allowed.
    """

    api: Api

    def __init__(self, account: Account, *, prefix: str = "", latency: float = 0.0) -> None:
        super().__init__(lambda: account.clock(), prefix=prefix, latency=latency)
        self.account, self.api = account, Api(account)


def message(text: str) -> bytes:
    """An error body as PagerDuty writes it."""
    return json.dumps({"error": {"message": text, "code": 2000, "errors": [text]}}).encode()
