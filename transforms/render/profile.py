"""Writes one JSON document per person, ``<person_id>.json``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from transforms.render.about import About
from transforms.render.document import Profile
from transforms.render.reading import read_profiles
from warehouse.errors import DataRefused

_INDENT = 1


def write_profiles(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    about: About,
    written: Callable[[int], Any] = lambda _count: None,
) -> int:
    """Writes every person's document and returns how many there are.

    What is written is read back strictly against the types that the JSON Schema is made from.

    Args:
        con: The version's DuckDB file.
        folder: Where the documents go.
        about: The build.
        written: Called with the number of documents so far after each.

    Raises:
        DataRefused: A document breaks its schema, or a person's id is no file name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    decoder = msgspec.json.Decoder(Profile)
    count = 0
    for profile in read_profiles(con, about):
        document = msgspec.json.encode(profile)
        try:
            decoder.decode(document)
        except msgspec.ValidationError as error:
            cause = f"a profile breaks its schema: {error}"
            raise DataRefused(cause, "nothing was published; report this line") from None
        path = folder / f"{profile.person.person_id}.json"
        path.write_bytes(msgspec.json.format(document, indent=_INDENT) + b"\n")
        count += 1
        written(count)
    return count
