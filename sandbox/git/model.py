"""What a clone holds: commits on branches, and tags, each with the id that git gives it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.git.objects import Objects

MAIN = "main"


@dataclass(frozen=True)
class Signature:
    """Who says so, and when."""

    name: str
    email: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.name} <{self.email}> {int(self.at.timestamp())} +0000"


@dataclass
class Clone:
    """One repository.

    Attributes:
        name: Owner and name.
        branches: Name -> newest commit.
        tags: Name -> what it points to.
    """

    name: str
    branches: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    objects: Objects = field(default_factory=Objects)
    _files: dict[str, dict[str, str]] = field(default_factory=dict)
    _forks: dict[str, str] = field(default_factory=dict)

    def fork(self, branch: str) -> None:
        """Starts a branch at the newest commit of the main one, unless it is there."""
        if branch not in self.branches:
            self.branches[branch] = self._forks[branch] = self.branches[MAIN]

    def paths(self, branch: str) -> list[str]:
        """The files of a branch."""
        return list(self._files[self.branches[branch]])

    def text(self, branch: str, path: str) -> str:
        """What a file of a branch holds; nothing if there is none."""
        blob = self._files[self.branches[branch]].get(path)
        return self.objects.rows[blob][1].decode() if blob else ""

    def commit(
        self,
        branch: str,
        message: str,
        changes: Mapping[str, str],
        author: Signature,
        committer: Signature | None = None,
    ) -> str:
        """Commits new contents of files, path -> text, and returns the commit's id."""
        parents = [self.branches[branch]] if branch in self.branches else []
        before = self._files[parents[0]] if parents else {}
        blobs = {path: self.objects.add("blob", text.encode()) for path, text in changes.items()}
        return self._add(branch, message, before | blobs, parents, author, committer or author)

    def merge(self, topic: str, message: str, by: Signature) -> str:
        """Merges a branch into the main one, and removes it."""
        head, tip = self.branches[MAIN], self.branches.pop(topic)
        changed = dict(self._files[tip].items() - self._files[self._forks.pop(topic)].items())
        return self._add(MAIN, message, self._files[head] | changed, [head, tip], by, by)

    def tag(self, name: str, message: str, by: Signature) -> None:
        """Tags the newest commit of the main branch, with a message."""
        target = self.branches[MAIN]
        text = f"object {target}\ntype commit\ntag {name}\ntagger {by}\n\n{message}\n"
        self.tags[name] = self.objects.add("tag", text.encode())

    def _add(
        self,
        branch: str,
        message: str,
        files: dict[str, str],
        parents: Sequence[str],
        author: Signature,
        committer: Signature,
    ) -> str:
        lines = [f"tree {self.objects.tree(files)}", *(f"parent {parent}" for parent in parents)]
        lines += [f"author {author}", f"committer {committer}", "", message, ""]
        sha = self.objects.add("commit", "\n".join(lines).encode())
        self._files[sha] = files
        self.branches[branch] = sha
        return sha
