"""A GitHub on the loopback: repositories in memory, served as the REST API serves them."""

from sandbox.github.model.hub import Hub
from sandbox.github.populate import populate
from sandbox.github.server import Server

__all__ = ["Hub", "Server", "populate"]
