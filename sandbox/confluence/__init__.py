"""A Confluence on the loopback: pages in memory, as Cloud or Data Center serves them."""

from sandbox.confluence.model import Wiki
from sandbox.confluence.server import Server

__all__ = ["Server", "Wiki"]
