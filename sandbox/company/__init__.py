"""A simulated company with known truth, whose work is recorded by simulated tools."""

from sandbox.company.build import Tools, build
from sandbox.company.people import Company
from sandbox.company.servers import serve

__all__ = ["Company", "Tools", "build", "serve"]
