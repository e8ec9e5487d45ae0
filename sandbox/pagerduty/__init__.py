"""A PagerDuty on the loopback: an account in memory, served as the REST API serves it."""

from sandbox.pagerduty.model import Account
from sandbox.pagerduty.server import Server

__all__ = ["Account", "Server"]
