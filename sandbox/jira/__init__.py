"""A Jira on the loopback: projects in memory, served as Cloud or Data Center serves them."""

from sandbox.jira.model import Site
from sandbox.jira.server import Server

__all__ = ["Server", "Site"]
