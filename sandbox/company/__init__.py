"""A simulated company with known truth, whose work is recorded by simulated tools."""

from sandbox.company.build import build
from sandbox.company.people import Company
from sandbox.company.servers import serve
from sandbox.company.tools import Tools

__all__ = ["Company", "Tools", "build", "serve"]
