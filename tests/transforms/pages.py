"""Pages and documents as tests read them."""

import json
from html.parser import HTMLParser
from pathlib import Path

from tests.transforms.invented import (
    AS_OF,
)

IMANI, HOSTILE, EMPTY = "a" * 16, "b" * 16, "c" * 16


class Page(HTMLParser):
    """Tags, links and visible text of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.links: list[str] = []
        self.pieces: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)
        self.links.extend(value or "" for name, value in attrs if tag == "a" and name == "href")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.pieces).split())


def person_page(folder: Path, person_id: str) -> Page:
    return Page(folder / "site" / "people" / f"{person_id}.html")


def document(folder: Path, person_id: str) -> dict:
    return json.loads((folder / "profiles" / f"{person_id}.json").read_bytes())


def evidence_row(**more: object) -> dict:
    row = {
        "person_id": IMANI,
        "activity_id": "1" * 16,
        "kind": "review.code",
        "object_type": "pull",
        "object_id": "github:1#7",
        "container": "lantern/beacon",
        "object_label": "#7",
        "title": "Keep the light on",
        "event_id": "github:review:1",
        "event_kind": "github.review.submitted",
        "occurred_at": AS_OF.replace(day=1),
        "url": "https://code.lantern.example/7",
        "evidence_level": "O",
        "rule_id": "review",
        "is_agent_assisted": False,
        "copy_count": 0,
    }
    return {**row, **more}
