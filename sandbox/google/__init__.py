"""Google Workspace as a loopback server: directory, calendar, Meet, Drive, sheets, forms."""

from sandbox.google.server import Server
from sandbox.google.workspace import Account, Workspace

__all__ = ["Account", "Server", "Workspace"]
