"""Reads ``unsung.yaml``: strict, with the path of every wrong key; secrets by variable name."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from connectors.settings import SourceSettings
from pipelines.errors import ConfigError
from pipelines.place import Place
from pipelines.tools import find_tools
from transforms.policy import CreditPolicy, PolicyRefused, read_policy
from warehouse.store import MEMORY_LIMIT, Scope

PROJECT = Path(__file__).parent.parent
M = TypeVar("M", bound=BaseModel)


class LandingConfig(BaseModel):
    """How long loaded pages are kept."""

    model_config = ConfigDict(extra="forbid")

    keep_days: int = Field(default=7, ge=1)


class StoreConfig(BaseModel):
    """What a build may use of the machine."""

    model_config = ConfigDict(extra="forbid")

    memory_limit: str = Field(default=MEMORY_LIMIT, pattern=r"^[1-9][0-9]*(MB|GB)$")


class Document(BaseModel):
    """The keys of ``unsung.yaml`` that belong to no single tool."""

    model_config = ConfigDict(extra="forbid")

    organization: str
    purpose: Literal["promotion_review", "own_view", "team_load", "open_source"]
    data_dir: Path = Path("var")
    people: dict[str, Any] | None = None
    credit_policy: Path | None = None
    landing: LandingConfig = LandingConfig()
    store: StoreConfig = StoreConfig()
    sources: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True)
class Config:
    """A validated configuration.

    Attributes:
        place: The file, the data folder and what identifies the two.
        keep_days: How long pages stay after they are loaded.
        memory_limit: What DuckDB may use in a build, such as 3GB.
        credit_policy: Which formal records count: the employer's, else the shipped one.
        sources: Settings by source, in the order of the file.
    """

    place: Place
    organization: str
    purpose: str
    keep_days: int
    memory_limit: str
    credit_policy: CreditPolicy
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
                if scope in named and (settings.streams is None or stream in settings.streams)
            }
        return found


def read_config(path: Path) -> Config:
    """Reads and validates a configuration file.

    Raises:
        ConfigError: It cannot be read, is not YAML, or a key or value is wrong.
    """
    try:
        content = yaml.safe_load(path.read_text())
    except OSError as error:
        action = "name a file with --config, or write one with `unsung init`"
        raise ConfigError(str(path), str(error.strerror), action) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        raise ConfigError(f"{path.name}{line}", "not valid YAML", "correct it") from None
    return make_config(content, path.absolute().parent, path.name)


def make_config(content: object, folder: Path, name: str) -> Config:
    """Validates a configuration that is already parsed.

    Args:
        content: The document.
        folder: Where relative paths start.
        name: What messages call it.
    """
    document = _validate(Document, content, name, ())
    entries = dict(document.sources)
    policy = _policy(folder, document.credit_policy, name)
    data_dir = folder / document.data_dir
    if document.people is not None:
        decisions = {"identity_decisions": data_dir / "identity" / "decisions.csv"}
        duties = {"known_duties": policy.duties}
        entries["roster"] = {**decisions, **document.people, **duties}
    if not entries:
        raise ConfigError(f"{name}: sources", "nothing to read", "configure at least one source")
    if document.purpose != "open_source" and not _knows_people(entries):
        cause = f"{document.purpose} is about people who work here, and nothing says who does"
        action = (
            "export person_id, name and email from your HR system and name the file as `people:"
            " {roster: people.csv}`, read a `google: {domain: ...}` directory, or set `purpose:"
            " open_source` for public repositories"
        )
        raise ConfigError(f"{name}: people", cause, action)
    return Config(
        place=Place(folder / name, data_dir),
        organization=document.organization,
        purpose=document.purpose,
        keep_days=document.landing.keep_days,
        memory_limit=document.store.memory_limit,
        credit_policy=policy,
        sources={source: _settings(source, entry, name) for source, entry in entries.items()},
    )


def _knows_people(entries: Mapping[str, Any]) -> bool:
    """Whether a roster or a directory says who works here."""
    google = entries.get("google")
    return "roster" in entries or (isinstance(google, dict) and bool(google.get("domain")))


def _policy(folder: Path, path: Path | None, name: str) -> CreditPolicy:
    if path is None:
        return read_policy()
    try:
        return read_policy(folder / path)
    except PolicyRefused as error:
        place = f"{name}: credit_policy: {error.place}"
        raise ConfigError(place, error.cause, error.action) from None


def _settings(source: str, entry: object, name: str) -> SourceSettings:
    place = _place(source)
    tools = find_tools()
    if source not in tools:
        known = ", ".join(tool for tool in tools if tool != "roster")
        raise ConfigError(f"{name}: {'.'.join(place)}", "unknown source", f"use one of {known}")
    settings = _validate(tools[source].settings, entry, name, place)
    streams = {stream.name for stream in tools[source].streams}
    for stream in settings.streams or ():
        if stream not in streams:
            where = f"{name}: {'.'.join(place)}.streams"
            raise ConfigError(
                where, f"unknown stream {stream}", f"use {', '.join(sorted(streams))}"
            )
    return settings


def _place(source: str) -> tuple[str, ...]:
    """Where the document configures a source."""
    return ("people",) if source == "roster" else ("sources", source)


def _validate(model: type[M], content: object, name: str, place: tuple[str, ...]) -> M:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join([*place, *map(str, first["loc"])]) or "the document"
        unknown = first["type"] == "extra_forbidden"
        cause = "unknown key" if unknown else first["msg"]
        known = ", ".join(model.model_fields)
        raise ConfigError(f"{name}: {key}", cause, f"known keys are {known}") from None


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
                place = ".".join([*_place(source), field])
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
