"""Releases, and deployments with the states they pass through."""

from dataclasses import dataclass, field
from datetime import datetime

from sandbox.github.model.accounts import User


@dataclass
class Release:
    """A release; a draft has no ``published_at``."""

    id: int
    tag_name: str
    name: str | None
    body: str
    author: User
    created_at: datetime
    published_at: datetime | None
    prerelease: bool = False


@dataclass
class Status:
    """One state a deployment passed through."""

    id: int
    state: str
    environment: str
    creator: User | None
    created_at: datetime
    updated_at: datetime


@dataclass
class Deployment:
    """One deployment, newest status last."""

    id: int
    sha: str
    ref: str
    environment: str
    creator: User | None
    created_at: datetime
    updated_at: datetime
    task: str = "deploy"
    statuses: list[Status] = field(default_factory=list)
