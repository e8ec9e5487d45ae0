"""How a file of rules is read: each list checked against its row type, mistakes by line."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from warehouse.errors import DataRefused


class Rule(BaseModel):
    """Base of one row of a rule file; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Minutes = Annotated[int, Field(ge=0)]
_R = TypeVar("_R", bound=Rule)
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(text: str) -> Any:
    """What a YAML text says; libyaml, where it is there, reads it in a tenth of the time."""
    return yaml.load(text, _LOADER)  # noqa: S506  # because both loaders are safe


def parse_list(row_type: type[_R], file: str, name: str, rows: object, text: str) -> list[_R]:
    """Checks one list of a file.

    Args:
        row_type: What each row is.
        file: What messages call the file.
        name: The list's name.
        rows: What it holds.
        text: The whole file, for the line of a mistake.

    Raises:
        DataRefused: A row is not as declared.
    """
    try:
        return TypeAdapter(list[row_type]).validate_python(rows)  # type: ignore[valid-type]  # because the row type is data
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        line = line_of(yaml.compose(text), (name, *first["loc"]))
        cause = f"{file} line {line}, {name}[{place}]: {first['msg']}"
        raise DataRefused(cause, "correct it") from None


def repeated_keys(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Keys that stand twice in one mapping, and where first: YAML takes the last in silence."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from repeated_keys(item)
    if not isinstance(node, yaml.MappingNode):
        return
    known: dict[str, yaml.Node] = {}
    for key, value in node.value:
        first = known.setdefault(str(key.value), key)
        if first is not key:
            yield key, first
        yield from repeated_keys(value)


def line_of(node: yaml.Node | None, place: Sequence[str | int]) -> int:
    """The line of what a path names, or of the nearest thing around it that is there."""
    line = 1
    for key in place:
        if isinstance(node, yaml.MappingNode):
            node = next((value for name, value in node.value if name.value == key), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            node = node.value[key] if key < len(node.value) else None
        else:
            break
        if node is None:
            break
        line = node.start_mark.line + 1
    return line
