"""What a repository says about itself: its name, web address, branch tips, tags and gaps."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from connectors.git.client import Failed, Git
from connectors.git.parse import instant, text
from connectors.git.streams import Tag

_REFS = ("refs/heads", "refs/remotes", "refs/tags")
_SCP_LIKE = re.compile(r"(?:[^@/]+@)?([^:/@]+):(?!//)(.+)")
_WEB_PAGES = {
    "github": ("/commit/", "/releases/tag/"),
    "gitlab": ("/-/commit/", "/-/tags/"),
    "bitbucket": ("/commits/", "/commits/tag/"),
}
_TAG_FIELDS = ("refname:strip=2", "objectname", "objecttype", "taggername", "taggeremail:trim")
_TAG_FORMAT = "%00".join(f"%({name})" for name in (*_TAG_FIELDS, "taggerdate:unix"))


@dataclass(frozen=True)
class Snapshot:
    """What decides how much of the history must be read.

    Attributes:
        refs: Fingerprint of all branches and tags.
        mailmap: Object id of the committed mailmap, empty if there is none.
        shallow: Fingerprint of the places where a shallow clone ends, empty if it is complete.
        boundary: Those places: commits whose parents are not here.
    """

    refs: str
    mailmap: str
    shallow: str
    boundary: frozenset[str]


class Repository:
    """A repository that can be read.

    Attributes:
        git: Runs programs in it.
        name: Its scope: configured, or owner and name of its origin, or its folder's name.
    """

    def __init__(self, git: Git, path: Path, name: str | None) -> None:
        self.git = git
        origin = git.run("config", "--local", "--get", "remote.origin.url", no_match=1)
        remote = _remote(origin.decode("utf-8", "replace").removesuffix("\n"))
        self.name = name or (remote[1] if remote else path.name.removesuffix(".git"))
        self._web = _web(*remote) if remote else None

    def snapshot(self) -> Snapshot:
        """The state of the branches, tags, mailmap and shallow ends."""
        refs = self.git.run("for-each-ref", "--format=%(objectname) %(refname)", *_REFS)
        shallow = self.git.shallow_file
        ends = shallow.read_text(encoding="utf-8").split() if shallow.exists() else []
        return Snapshot(
            refs=hashlib.sha256(refs).hexdigest(),
            mailmap=self._mailmap(),
            shallow=hashlib.sha256(" ".join(sorted(ends)).encode()).hexdigest() if ends else "",
            boundary=frozenset(ends),
        )

    def _mailmap(self) -> str:
        try:
            name = ("rev-parse", "--verify", "--quiet", "HEAD:.mailmap")
            return self.git.run(*name, no_match=1).decode().strip()
        except Failed:
            return ""  # The folder that would name it is missing.

    def head(self) -> str | None:
        """The commit of the current branch, None if that has none."""
        name = ("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return self.git.run(*name, no_match=1).decode().strip() or None

    def default_head(self) -> str | None:
        """The newest commit of the default branch: the origin's, or else the current branch."""
        name = ("rev-parse", "--verify", "--quiet", "refs/remotes/origin/HEAD^{commit}")
        return self.git.run(*name, no_match=1).decode().strip() or self.head()

    def tips(self) -> list[str]:
        """The commits that branches and tags point at, each once, in a fixed order."""
        refs = self.git.run("for-each-ref", "--format=%(objectname)^{commit}", *_REFS)
        lines = self.git.run("cat-file", "--batch-check", stdin=refs).decode().splitlines()
        return sorted({line.split()[0] for line in lines if line.split()[1] == "commit"})

    def holds(self, commits: list[str]) -> bool:
        """Whether all of these commits are still here."""
        names = "".join(f"{sha}\n" for sha in commits).encode()
        answers = self.git.run("cat-file", "--batch-check", stdin=names).split(b"\n")
        return not any(answer.endswith(b" missing") for answer in answers)

    def has(self, name: str) -> bool:
        """Whether one object is here; in a partial clone, git also fails where it is not."""
        try:
            self.git.run("cat-file", "-e", name)
        except Failed:
            return False
        return True

    def tags(self, observed_at: datetime) -> Iterator[Tag]:
        """Every tag; one that points at another tag counts for what it finally names."""
        lines = self.git.run("for-each-ref", f"--format={_TAG_FORMAT}", "refs/tags").split(b"\n")
        rows = [line.split(b"\0") for line in lines if line]
        ends = b"".join(row[1] + b"^{}\n" for row in rows)
        targets = self.git.run("cat-file", "--batch-check", stdin=ends).decode().splitlines()
        for (label, _, kind, name, email, tagged_at), target in zip(rows, targets, strict=True):
            path = label.decode("utf-8", "replace")
            yield Tag(
                repository=self.name,
                name=path,
                target_sha=target.split()[0].removesuffix("^{}"),
                is_annotated=kind == b"tag",
                tagger_name=text(name),
                tagger_email=text(email),
                tagged_at=instant(tagged_at) if tagged_at else None,
                url=self._web and f"{self._web[1]}{quote(path)}",
                observed_at=observed_at,
            )

    @property
    def commit_page(self) -> str | None:
        """Where the web page of a commit is, up to the commit's id."""
        return self._web[0] if self._web else None


def _remote(url: str) -> tuple[str, str] | None:
    """Host and path of a remote, without user, password, port of a shell, query and `.git`."""
    if "://" in url:
        try:
            parts = urlsplit(url)
            port = f":{parts.port}" if parts.port and parts.scheme in ("http", "https") else ""
        except ValueError:
            return None
        host, path = f"{parts.hostname or ''}{port}", parts.path
    elif match := _SCP_LIKE.fullmatch(url):
        host, path = match.groups()
    else:
        return None
    path = path.strip("/").removesuffix(".git")
    return (host, path) if host and path else None


def _web(host: str, path: str) -> tuple[str, str] | None:
    """Where the pages of commits and tags start, if the host is known by its name."""
    for label in host.lower().partition(":")[0].split(".")[:-1]:
        if label in _WEB_PAGES:
            commits, tags = _WEB_PAGES[label]
            root = f"https://{host}/{quote(path)}"
            return f"{root}{commits}", f"{root}{tags}"
    return None
