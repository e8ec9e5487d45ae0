"""The queries of commands: one SELECT a file in ``queries/``, ``<command>.<name>.sql``."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "queries"


def query(name: str) -> str:
    """The text of one query."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
