"""Git's objects as bytes, each named by its hash, and the pack that holds them."""

import zlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Literal

Type = Literal["commit", "tree", "blob", "tag"]
_NUMBERS: dict[Type, int] = {"commit": 1, "tree": 2, "blob": 3, "tag": 4}
_FILE, _FOLDER = "100644", "40000"


@dataclass
class Objects:
    """The objects of one repository.

    Attributes:
        rows: Type and content by id.
    """

    rows: dict[str, tuple[Type, bytes]] = field(default_factory=dict)

    def add(self, kind: Type, data: bytes) -> str:
        """Adds an object and returns its id; equal ones are one."""
        name = sha1(f"{kind} {len(data)}\0".encode() + data, usedforsecurity=False).hexdigest()
        self.rows[name] = kind, data
        return name

    def tree(self, files: Mapping[str, str]) -> str:
        """Adds a folder with all below it, given as path -> id of the content."""
        folders: dict[str, dict[str, str]] = defaultdict(dict)
        entries: list[tuple[bytes, str, str, str]] = []
        for path, blob in files.items():
            name, is_deep, rest = path.partition("/")
            if is_deep:
                folders[name][rest] = blob
            else:
                entries.append((name.encode(), _FILE, name, blob))
        for name, inside in folders.items():
            # Git sorts a folder as if its name ended in a slash.
            entries.append((f"{name}/".encode(), _FOLDER, name, self.tree(inside)))
        rows = (f"{m} {n}\0".encode() + bytes.fromhex(i) for _, m, n, i in sorted(entries))
        return self.add("tree", b"".join(rows))

    def pack(self) -> bytes:
        """All objects as ``git index-pack`` reads them."""
        head = b"PACK" + (2).to_bytes(4, "big") + len(self.rows).to_bytes(4, "big")
        body = b"".join([head, *(_packed(kind, data) for kind, data in self.rows.values())])
        return body + sha1(body, usedforsecurity=False).digest()


def _packed(kind: Type, data: bytes) -> bytes:
    """One object: its type and size, seven bits a byte after the first four, and its content."""
    size = len(data)
    head = [_NUMBERS[kind] << 4 | size & 15]
    size >>= 4
    while size:
        head[-1] |= 0x80
        head.append(size & 0x7F)
        size >>= 7
    return bytes(head) + zlib.compress(data, 1)
