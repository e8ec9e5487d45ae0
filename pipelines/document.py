"""A configuration file as a tree that knows the line and column of everything in it."""

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from pipelines.errors import ConfigError
from transforms.rule_files import repeated_keys

MOST_BYTES = 1024 * 1024
_QUOTED = re.compile(r"['\"][^'\"]*['\"]")
_ODD_NUMBER = re.compile(r"[-+]?(0[0-7_]+|0[xb][0-9a-fA-F_]+|\d[\d_]*(:[0-5]?\d)+|\d+_[\d_]*)")
_ENCODINGS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Document:
    """One parsed file.

    Attributes:
        name: What messages call it.
        content: What it says.
        root: Its nodes; None for a document that came from nowhere.
    """

    name: str
    content: object
    root: yaml.Node | None = None

    def place(self, path: Sequence[str | int], *, key: bool = False) -> str:
        """Where something stands, for messages.

        Args:
            path: Keys and indexes from the root.
            key: Whether the last key itself is meant and not its value.
        """
        node, mark = self.root, self.root.start_mark if self.root else None
        for number, part in enumerate(path, 1):
            found = _below(node, part)
            if found is None:
                break
            name, node = found
            is_last = number == len(path)
            mark = (name if key and is_last and name else node).start_mark
        return self.name + (f" line {mark.line + 1} column {mark.column + 1}" if mark else "")


def _below(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    return None


def read_document(path: Path) -> Document:
    """Reads a configuration file: UTF-8, or UTF-16 with its mark, in every locale.

    Raises:
        ConfigError: It cannot be read or is no YAML that a configuration may be.
    """
    text = _text(path)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            action = "write the value out where it is used"
            raise ConfigError(path.name, "it uses a YAML alias (*name)", action)
        root = yaml.compose(text, yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _not_yaml(path.name, error) from None
    except (ValueError, RecursionError):
        cause = "a value looks like a date or number but is none, or lists are nested too deep"
        raise ConfigError(path.name, cause, "put the value in quotes") from None
    document = Document(path.name, content, root)
    if odd := list(_odd_numbers(path.name, root)):
        raise ConfigError.of(odd)
    if twice := [_twice(path.name, key, first) for key, first in repeated_keys(root)]:
        raise ConfigError.of(twice)
    return document


def _odd_numbers(name: str, node: yaml.Node | None) -> Iterator[ConfigError]:
    """Numbers that YAML 1.1 does not read as they look: 010 is eight, 1:30 is ninety."""
    if isinstance(node, yaml.ScalarNode):
        if node.style is None and _ODD_NUMBER.fullmatch(node.value):
            cause = "YAML reads this number as another one"
            action = "write it in plain digits, or put it in quotes"
            yield ConfigError(_at(name, node), cause, action)
    elif isinstance(node, yaml.CollectionNode):
        for each in node.value:
            for child in each if isinstance(each, tuple) else (each,):
                yield from _odd_numbers(name, child)


def _at(name: str, node: yaml.Node) -> str:
    return f"{name} line {node.start_mark.line + 1} column {node.start_mark.column + 1}"


def _text(path: Path) -> str:
    action = "name a file with --config, or write one with `unsung init`"
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ConfigError(str(path), f"it has {size:,} bytes, too many", action)
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no path can look like this"
        raise ConfigError(ascii(str(path))[1:-1], why, action) from None
    encoding = next((name for bom, name in _ENCODINGS if content.startswith(bom)), "utf-8-sig")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        cause = "it is not UTF-8"
        raise ConfigError(f"{path.name} line {line}", cause, "save it as UTF-8") from None


def _not_yaml(name: str, error: yaml.YAMLError) -> ConfigError:
    mark = getattr(error, "problem_mark", None)
    where = f" line {mark.line + 1} column {mark.column + 1}" if mark else ""
    problem = _QUOTED.sub(
        "something", str(getattr(error, "problem", None) or "a sign it cannot hold")
    )
    action = "indent with spaces, put a space after each colon, and quote special characters"
    return ConfigError(f"{name}{where}", f"not valid YAML ({problem})", action)


def _twice(name: str, key: yaml.Node, first: yaml.Node) -> ConfigError:
    cause = f"the key is already on line {first.start_mark.line + 1}"
    return ConfigError(_at(name, key), cause, "keep one of the two")
