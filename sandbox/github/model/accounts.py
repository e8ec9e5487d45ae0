"""Accounts."""

from dataclasses import dataclass


@dataclass
class User:
    """An account; ``type`` is User, Bot or Organization."""

    id: int
    login: str
    type: str = "User"
