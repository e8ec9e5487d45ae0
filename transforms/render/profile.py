"""Writes one JSON document per person, ``<person_id>.json``."""

from pathlib import Path

import duckdb
import msgspec

from transforms.render.about import About
from transforms.render.document import Profile
from transforms.render.reading import read_profiles
from warehouse.errors import DataRefused

_INDENT = 1


def write_profiles(con: duckdb.DuckDBPyConnection, folder: Path, about: About) -> int:
    """Writes every person's document and returns how many there are.

    What is written is read back strictly against the types that the JSON Schema is made from.

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
    return count
