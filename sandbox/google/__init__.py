"""Google Workspace as a loopback server: directory, calendar, Meet, Drive, sheets, forms."""

from sandbox.google.model.accounts import Account
from sandbox.google.model.workspace import Workspace
from sandbox.google.server import Server

__all__ = ["Account", "Server", "Workspace"]
