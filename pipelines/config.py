"""Reads ``unsung.yaml``: strict, with the path of every wrong key; secrets by variable name."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from connectors.settings import SourceSettings
from pipelines.config_check import ConfigCheck, source_path
from pipelines.document import Document, read_document
from pipelines.errors import ConfigError
from pipelines.place import Place
from transforms.policy import CreditPolicy
from warehouse.store import MEMORY_LIMIT, RawTable, Scope

PROJECT = Path(__file__).parent.parent


class LandingConfig(BaseModel):
    """How long loaded pages are kept."""

    model_config = ConfigDict(extra="forbid")

    keep_days: int = Field(default=7, ge=1)


class StoreConfig(BaseModel):
    """What a build may use of the machine."""

    model_config = ConfigDict(extra="forbid")

    memory_limit: str = Field(default=MEMORY_LIMIT, pattern=r"^[1-9][0-9]*(MB|GB)$")


class IdentityConfig(BaseModel):
    """What ties accounts to people beside addresses and ids."""

    model_config = ConfigDict(extra="forbid")

    same_name: Literal["link", "suggest"] = "link"


class Keys(BaseModel):
    """The keys of ``unsung.yaml`` that belong to no single tool."""

    model_config = ConfigDict(extra="forbid")

    organization: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    purpose: Literal["promotion_review", "own_view", "team_load", "open_source"]
    data_dir: Path = Path("var")
    people: dict[str, Any] | None = None
    credit_policy: Path | None = None
    landing: LandingConfig = LandingConfig()
    store: StoreConfig = StoreConfig()
    identity: IdentityConfig = IdentityConfig()
    sources: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True)
class Config:
    """A validated configuration.

    Attributes:
        place: The file, the data folder and what identifies the two.
        keep_days: How long pages stay after they are loaded.
        memory_limit: What DuckDB may use in a build, such as 3GB.
        credit_policy: Which formal records count: the employer's, else the shipped one.
        switches: What the configuration chose of the rules, by the name of its key.
        sources: Settings by source, in the order of the file.
    """

    place: Place
    organization: str
    purpose: str
    keep_days: int
    memory_limit: str
    credit_policy: CreditPolicy
    switches: Mapping[str, str]
    sources: Mapping[str, SourceSettings]

    @property
    def folder(self) -> Path:
        """Where relative paths start."""
        return self.place.config.parent

    @property
    def data_dir(self) -> Path:
        """Where store, landing and published live."""
        return self.place.data_dir

    def configured(self, landed: set[Scope]) -> set[Scope]:
        """Those of the landed (source, stream, scope) that the configuration names now."""
        found: set[Scope] = set()
        for source, settings in self.sources.items():
            places = {(stream, scope) for owner, stream, scope in landed if owner == source}
            named = settings.named({scope for _, scope in places}, self.folder)
            found |= {
                (source, stream, scope)
                for stream, scope in places
                if scope in named and settings.reads(stream)
            }
        return found

    def unread(self, tables: Iterable[RawTable]) -> set[tuple[str, str]]:
        """Source and stream of the tables that the configuration leaves out of a source."""
        return {
            (table.source, table.stream)
            for table in tables
            if table.source in self.sources and not self.sources[table.source].reads(table.stream)
        }


def read_config(path: Path) -> Config:
    """Reads and validates a configuration file.

    Raises:
        ConfigError: It cannot be read, is not YAML, or keys or values are wrong: all of them.
    """
    return _make(read_document(path), path.absolute().parent)


def make_config(content: object, folder: Path, name: str) -> Config:
    """Validates a configuration that is already parsed.

    Args:
        content: The document.
        folder: Where relative paths start.
        name: What messages call it.
    """
    return _make(Document(name, content), folder)


def _make(document: Document, folder: Path) -> Config:
    check = ConfigCheck(document, folder)
    keys = check.model(Keys, document.content, ())
    if not isinstance(document.content, dict):
        raise ConfigError.of(check.findings)
    policy = check.policy(keys.credit_policy if keys else None)
    data_dir = folder / (keys.data_dir if keys else Path())
    entries = dict(keys.sources if keys else check.mapping("sources"))
    people = keys.people if keys else check.mapping("people") or None
    decisions = data_dir / "identity" / "decisions.csv"
    if people is not None:
        check.people(people)
        named = {"identity_decisions": decisions, **people}
        entries["roster"] = {**named, "known_duties": policy.duties}
    elif os.path.isfile(decisions):  # noqa: PTH113  # because Path.is_file raises for a name that is too long
        entries["roster"] = {"identity_decisions": decisions}
    sources = {source: check.settings(source, entry) for source, entry in entries.items()}
    if keys is not None:
        check.whole(keys, data_dir, entries)
    if check.findings or keys is None:
        raise ConfigError.of(check.findings)
    return Config(
        place=Place(folder / document.name, data_dir),
        organization=keys.organization,
        purpose=keys.purpose,
        keep_days=keys.landing.keep_days,
        memory_limit=keys.store.memory_limit,
        credit_policy=policy,
        switches=keys.identity.model_dump(),
        sources={source: settings for source, settings in sources.items() if settings},
    )


def read_secrets(source: str, settings: SourceSettings) -> dict[str, str]:
    """The values of the environment variables that a source's ``*_env`` settings name.

    Raises:
        ConfigError: A variable is not set or empty.
    """
    secrets: dict[str, str] = {}
    for field in type(settings).model_fields:
        variable = getattr(settings, field)
        if field.endswith("_env") and variable is not None:
            value = os.environ.get(variable, "")
            if not value:
                place = ".".join([*source_path(source), field])
                cause = f"environment variable {variable} is not set"
                raise ConfigError(place, cause, f"export {variable} and run again")
            secrets[field.removesuffix("_env")] = value
    return secrets


def check_secrets(config: Config, sources: Iterable[str]) -> None:
    """Fails before anything is read if an environment variable is missing.

    Raises:
        ConfigError: A variable that a source names is not set.
    """
    for source in sources:
        read_secrets(source, config.sources[source])
