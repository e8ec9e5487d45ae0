"""Finds everything that is wrong with a configuration, each with its place and the right word."""

import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from connectors.errors import Permanent
from connectors.nearest import nearest
from connectors.settings import SourceSettings
from pipelines.document import Document
from pipelines.errors import ConfigError
from pipelines.tools import find_tools
from transforms.policy import CreditPolicy, PolicyRefused, read_policy

M = TypeVar("M", bound=BaseModel)

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_SECRET = re.compile(
    r"(ghp|gho|ghu|ghs|ghr|github_pat|glpat|xox[abprs]|sk|pat)[_-]\w{8}|ATATT|ATCTT|AKIA|ya29|-----BEGIN"
    r"|(?=\w*\d)(?=\w*[a-z])[A-Za-z0-9]{20,}"
)
_PLAIN_KEY = re.compile(r"[\w.:-]{1,40}")
_IN_PYDANTIC = re.compile(r"^Value error, ")
_INTERNAL = {"known_duties"}
_WEB_PAGES = {
    "github.com": "https://api.github.com",
    "www.github.com": "https://api.github.com",
    "app.pagerduty.com": "https://api.pagerduty.com",
    "www.pagerduty.com": "https://api.pagerduty.com",
}
_PLAIN_WORDS = {
    "string_too_short": "it is empty",
    "string_type": "it must be text; put it in quotes",
    "int_type": "it must be a whole number",
    "int_parsing": "it must be a whole number",
    "int_from_float": "it must be a whole number",
    "bool_type": "it must be true or false",
    "bool_parsing": "it must be true or false",
    "tuple_type": "it must be a list",
    "dict_type": "it must be a mapping of keys",
    "model_type": "it must be a mapping of keys",
    "path_type": "it must be a path",
    "less_than_equal": "it is more than {le}",
    "greater_than_equal": "it is less than {ge}",
    "string_pattern_mismatch": "it must match {pattern}",
}
"""Pydantic's types of errors, as a reader of the configuration would say them."""


def source_path(source: str) -> tuple[str, ...]:
    """Where the document configures a source."""
    return ("people",) if source == "roster" else ("sources", source)


@dataclass
class ConfigCheck:
    """One look over one document.

    Attributes:
        findings: What is wrong so far.
    """

    document: Document
    folder: Path
    findings: list[ConfigError] = field(default_factory=list)

    def mapping(self, key: str) -> Mapping[str, Any]:
        """One mapping of a document whose other keys are wrong."""
        content = self.document.content
        found = content.get(key) if isinstance(content, dict) else None
        return found if isinstance(found, dict) else {}

    def model(self, model: type[M], content: object, path: Sequence[str]) -> M | None:
        """Validates a part of the document, or notes all that is wrong with it."""
        try:
            return model.model_validate(content)
        except ValidationError as error:
            for each in error.errors(include_input=False, include_url=False):
                self._note(each, model, path)
            return None

    def _note(self, error: Any, model: type[BaseModel], path: Sequence[str]) -> None:
        where = [*path, *error["loc"]]
        if error["type"] == "too_short":
            return  # `_lists` and the items' own findings say it
        if error["type"] in ("extra_forbidden", "missing"):
            fields = _holder(model, error["loc"]).model_fields
            known = [name for name in fields if name not in _INTERNAL]
            hint = nearest(str(where[-1]), known)
            cause = f"unknown key{hint}" if error["type"] == "extra_forbidden" else "it is missing"
            action = f"known keys are {', '.join(known)}"
            self._add(where, cause, action)
            return
        cause = _words(error)
        self._add(where or ["document"], cause, "correct the value", where)

    def _add(
        self, path: Sequence[Any], cause: str, action: str, at: Sequence[Any] | None = None
    ) -> None:
        """Notes a finding; unknown keys stand where the key is, all else where its value is."""
        where = self.document.place(path if at is None else at, key=cause.startswith("unknown"))
        words = ".".join(_shown(str(part)) for part in path)
        self.findings.append(ConfigError(f"{where}: {words}", cause, action))

    def policy(self, path: Path | None) -> CreditPolicy:
        """The credit policy; the shipped one if the configured one is wrong."""
        try:
            return read_policy(self.folder / path) if path else read_policy()
        except PolicyRefused as error:
            place = f"{self.document.place(['credit_policy'])}: credit_policy"
            self.findings += [
                ConfigError(f"{place}: {each.place}", each.cause, each.action)
                for each in (error, *error.others)
            ]
            return read_policy()

    def people(self, people: Mapping[str, Any]) -> None:
        """Refuses what the people entry may not say, though the roster's settings know it."""
        if "roster" not in people:
            self._add(["people", "roster"], "it is missing", "name the table of people")
        for key in _INTERNAL & people.keys():
            self._add(["people", key], "unknown key", "leave it out; it is made from other keys")

    def settings(self, source: str, entry: object) -> SourceSettings | None:
        """The settings of one source, or None and what is wrong with them."""
        path = source_path(source)
        tools = find_tools()
        if source not in tools:
            known = [tool for tool in tools if tool != "roster"]
            cause = f"unknown source{nearest(str(source), known)}"
            self._add(path, cause, f"use one of {', '.join(known)}")
            return None
        if isinstance(entry, dict):
            self._lists(entry, path)
            self._names(entry, path)
        settings = self.model(tools[source].settings, entry, path)
        if settings is not None:
            self._streams(source, settings, path)
        return settings

    def _lists(self, entry: Mapping[Any, Any], path: Sequence[str]) -> None:
        for key, value in entry.items():
            if value == []:
                self._add([*path, key], "it is empty", "name at least one, or leave the key out")
            elif isinstance(value, list):
                texts = [str(each) for each in value]
                twice = next((n for n, text in enumerate(texts) if text in texts[:n]), None)
                if twice is not None:
                    self._add([*path, key, twice], "it is in the list already", "keep one")

    def _streams(self, source: str, settings: SourceSettings, path: Sequence[str]) -> None:
        known = sorted(stream.name for stream in find_tools()[source].streams)
        for number, stream in enumerate(settings.streams or ()):
            if stream not in known:
                cause = f"unknown stream {_shown(stream)}{nearest(stream, known)}"
                self._add([*path, "streams", number], cause, f"use {', '.join(known)}")

    def _names(self, entry: Mapping[Any, Any], path: Sequence[str]) -> None:
        """Names of variables, which are no secrets, and the addresses of tools."""
        variables: dict[str, str] = {}
        for key, value in entry.items():
            if str(key).endswith("_env") and isinstance(value, str):
                if variables.setdefault(value, str(key)) != str(key):
                    cause = f"{variables[value]} names the same variable"
                    self._add([*path, key], cause, "name a variable for each")
                elif not _VARIABLE.fullmatch(value) or _SECRET.search(value):
                    cause = "this is not the name of an environment variable; it may be a secret"
                    action = "put the secret into a variable, write the variable's name here"
                    self._add([*path, key], cause, action)
            elif key == "base_url" and isinstance(value, str):
                from connectors.rest.origin import check_base

                try:
                    check_base(value)
                except (Permanent, ValueError) as error:
                    cause = error.cause if isinstance(error, Permanent) else "it is not a URL"
                    self._add([*path, key], cause, "write it like https://acme.example")
                else:
                    api = _WEB_PAGES.get(urlsplit(value).hostname or "")
                    if api:
                        cause = "it is the address of the website, not of the API"
                        self._add([*path, key], cause, f"write {api}, or leave the key out")

    def whole(self, keys: Any, data_dir: Path, entries: Mapping[str, Any]) -> None:
        """What only the whole document can be wrong about."""
        if fault := _folder_fault(data_dir):
            self._add(["data_dir"], fault, "name a folder that can be made")
        if not entries:
            self._add(["sources"], "nothing to read", "configure at least one source")
        elif keys.purpose != "open_source" and not _knows_people(entries):
            cause = f"{keys.purpose} is about people who work here, and nothing says who does"
            action = (
                "export person_id, name and email from your HR system and name the file as"
                " `people: {roster: people.csv}`, read a `google: {domain: ...}` directory, or set"
                " `purpose: open_source` for public repositories"
            )
            self._add(["people"], cause, action, ["purpose"])


def _holder(model: type[BaseModel], path: Sequence[str | int]) -> type[BaseModel]:
    """The model whose key a path from another model ends in."""
    for part in path[:-1]:
        field = model.model_fields.get(str(part))
        if field is not None:
            model = next(_models(field.annotation), model)
    return model


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    """The models in an annotation such as ``tuple[Repository, ...] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _folder_fault(path: Path) -> str | None:
    """Why nothing can be written in a folder."""
    for each in (path, *path.parents):
        try:
            found = each.stat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError) as error:
            return getattr(error, "strerror", None) or "no path can look like this"
        return None if stat.S_ISDIR(found.st_mode) else "it is a file, or below one"
    return None


def _knows_people(entries: Mapping[str, Any]) -> bool:
    """Whether a roster or a directory says who works here."""
    google, roster = entries.get("google"), entries.get("roster")
    return (isinstance(roster, dict) and "roster" in roster) or (
        isinstance(google, dict) and bool(google.get("domain"))
    )


def _words(error: Any) -> str:
    """What is wrong with a value, without the value."""
    context = error.get("ctx", {})
    if error["type"] == "literal_error":
        return f"it must be one of {context['expected']}"
    if plain := _PLAIN_WORDS.get(error["type"]):
        return plain.format(**context)
    return _IN_PYDANTIC.sub("", error["msg"])


def _shown(word: str) -> str:
    """A key as messages may show it."""
    is_plain = _PLAIN_KEY.fullmatch(word) and not _SECRET.search(word)
    return word if is_plain else "(a key that is not shown)"
