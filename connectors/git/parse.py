"""Reads the output of `git log` as records. Messages are looked at here and go no further.

Every field and path ends in NUL, which none of them can hold, so nothing that people write can be
taken for a separator. Per commit: the fields of `FORMAT`; then, if it changed files, a line feed,
all `--raw` entries and all `--numstat` entries. Both list the same files in the same order.
"""

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, islice
from typing import Literal

from connectors.errors import BadPayload
from connectors.git.client import Failed
from connectors.git.mailmap import Mailmap
from connectors.git.messages import (
    change_id,
    conventional_type,
    is_reapply,
    is_sync,
    picked_from,
    pull_number,
    reverted,
    subject_hash,
)
from connectors.git.people import CONTROL, people
from connectors.git.streams import Commit, FileChange, PersonCredit
from connectors.stream import Record

_PEOPLE = ("%an", "%ae", "%aN", "%aE", "%at", "%cn", "%ce", "%cN", "%cE", "%ct")
_FIELDS = ("%H", "%P", *_PEOPLE, "%(trailers:only,unfold)", "%B")
LOG_ARGUMENTS = (
    "log",
    "--no-walk=unsorted",
    "--stdin",
    "-z",
    f"--format={'%x00'.join(_FIELDS)}",
    "--encoding=UTF-8",
    "--no-abbrev",
    "-O/dev/null",
    "--diff-algorithm=myers",
    "--ignore-submodules=none",
    "--submodule=short",
    "--no-color",
    "--no-diff-merges",
    "--no-ext-diff",
    "--no-notes",
    "--no-relative",
    "--no-show-signature",
    "--no-textconv",
)
Depth = Literal["lines", "files", "commits"]
"""How much of a commit can be read: all, or not what is in its files, or not even its folders."""

DEPTH_ARGUMENTS: dict[Depth, tuple[str, ...]] = {
    "lines": ("--raw", "--numstat", "-M"),
    # Renames without a change are found by name alone.
    "files": ("--raw", "-M100%"),
    "commits": (),
}
_TOKEN_LIMIT = 1024 * 1024
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A repository that configures `trailer.<name>.key` can make git write the colon twice.
_CREDIT_LINE = re.compile(
    r"^[ \t]*([a-z][a-z-]{0,36}-by):[: \t]*(.*)", re.IGNORECASE | re.MULTILINE
)
_Sizes = tuple[int | None, int | None, int | None]
_Changes = Generator[Record, None, tuple[bytes | None, _Sizes]]
_CUT = b"\0"
"""Stands where a program failed; no token of its output holds a NUL."""


@lru_cache(maxsize=16_384)
def text(raw: bytes) -> str | None:
    """A name or e-mail without control characters; None if nothing is left of it."""
    return raw.decode("utf-8", "replace").translate(CONTROL).strip() or None


def instant(seconds: bytes) -> datetime:
    """A time of git; the epoch if it is missing or outside the years 1 to 9999."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return _EPOCH


class LogEnded(Exception):
    """`git log` failed before it told of all commits.

    Attributes:
        commits: Those of which no record was yielded.
        failure: How it failed.
    """

    def __init__(self, commits: Sequence[str], failure: Failed) -> None:
        super().__init__(failure.cause)
        self.commits, self.failure = commits, failure


@dataclass(frozen=True)
class LogReader:
    """Makes records of what git says about commits.

    Attributes:
        repository: Name of the repository.
        observed_at: When the read started.
        commit_page: Where the web page of a commit is, up to its id.
        boundary: Commits whose parents a shallow clone lacks; their changes are unknown.
        mailmap: Maps people whom only messages name.
        is_reachable: Whether a branch or tag leads to these commits.
        depth: How much of them git was asked for.
    """

    repository: str
    observed_at: datetime
    commit_page: str | None
    boundary: frozenset[str]
    mailmap: Mailmap
    is_reachable: bool
    depth: Depth = "lines"

    def records(self, commits: Sequence[str], output: Iterable[bytes]) -> Iterator[Record]:
        """Yields the records of each commit, the commit itself last.

        Args:
            commits: The ids that git was asked for.
            output: What `git log` wrote about them, in pieces.

        Raises:
            BadPayload: The output is not about these commits.
            LogEnded: It ends with an error before one of them.
        """
        tokens = chain.from_iterable(_tokens(output))
        token = next(tokens, None)
        for place, sha in enumerate(commits):
            if token == _CUT:
                raise _ended(commits[place:], tokens)
            fields = list(islice(tokens, len(_FIELDS) - 1))
            if token != sha.encode() or len(fields) < len(_FIELDS) - 1:
                raise self._unexpected(sha)
            token = next(tokens, None)
            created = bytearray()
            if self.depth == "lines" and token is not None and token.startswith(b"\n"):
                token, created = _statuses(token[1:], tokens)
                if token == _CUT:
                    raise _ended(commits[place:], tokens)
            message = fields[-1].decode("utf-8", "replace")
            yield from self._credits(sha, fields, message)
            if self.depth == "lines":
                token, sizes = yield from self._changes(sha, created, token, tokens)
            else:
                token, sizes = yield from self._names(sha, token, tokens)
            yield self._commit(sha, fields, message, sizes)
        if token == _CUT:
            next(tokens)

    def _changes(
        self, sha: str, created: bytearray, token: bytes | None, tokens: Iterator[bytes]
    ) -> _Changes:
        """Yields the changed files; returns the token behind them and their sum."""
        files = added = deleted = 0
        last, is_counted = None, True
        for is_created in created:
            plus, minus, path = self._numstat(sha, token, tokens)
            previous = None if path else next(tokens).decode("utf-8", "replace")
            path = path or next(tokens)
            token = next(tokens, None)
            # A malformed tree can hold one name twice.
            if path == last or sha in self.boundary:
                continue
            last = path
            lines = (None, None) if plus == b"-" else (int(plus), int(minus))
            files, added, deleted = files + 1, added + (lines[0] or 0), deleted + (lines[1] or 0)
            name = path.decode("utf-8", "replace")
            yield FileChange(
                self.repository, sha, name, previous, bool(is_created), is_counted, *lines
            )
        return token, (files, added, deleted)

    def _names(self, sha: str, token: bytes | None, tokens: Iterator[bytes]) -> _Changes:
        """Yields the changed files without their lines; returns what `_changes` returns."""
        if self.depth == "commits":
            return token, (None, None, None)
        files = 0
        last, is_counted = None, False
        if token is not None:
            token = token.removeprefix(b"\n")
        while token is not None and token.startswith(b":"):
            status = token[token.rindex(b" ") + 1 :]
            path = next(tokens)
            previous = None
            if status.startswith(b"R"):
                previous, path = path.decode("utf-8", "replace"), next(tokens)
            token = next(tokens, None)
            if path == last or sha in self.boundary:
                continue
            last, files = path, files + 1
            name, is_created = path.decode("utf-8", "replace"), status == b"A"
            made = (name, previous, is_created, is_counted, None, None)
            yield FileChange(self.repository, sha, *made)
        return token, (files, None, None)

    def _numstat(self, sha: str, token: bytes | None, tokens: Iterator[bytes]) -> list[bytes]:
        if token == _CUT:
            next(tokens)
        counts = token.split(b"\t", 2) if token else []
        if len(counts) != 3:
            raise self._unexpected(sha)
        return counts

    def _unexpected(self, sha: str) -> BadPayload:
        return BadPayload(f"git log of {self.repository} left its format at commit {sha}")

    def _credits(self, sha: str, fields: list[bytes], message: str) -> Iterator[PersonCredit]:
        for position, (role, at) in enumerate((("author", 1), ("committer", 6))):
            name, email, mapped_name, mapped_email = map(text, fields[at : at + 4])
            yield PersonCredit(
                self.repository,
                sha,
                position,
                role,
                name,
                email,
                mapped_name,
                mapped_email,
                in_trailer_block=True,
                observed_at=self.observed_at,
            )
        position = 2
        block = fields[-2].decode("utf-8", "replace")
        for role, value, in_block in _credit_lines(message, block):
            for person in people(value):
                yield PersonCredit(
                    self.repository,
                    sha,
                    position,
                    role,
                    *person,
                    *self.mailmap.mapped(person),
                    in_block,
                    self.observed_at,
                )
                position += 1

    def _commit(self, sha: str, fields: list[bytes], message: str, sizes: _Sizes) -> Commit:
        subject = message.lstrip().partition("\n")[0]
        parents = tuple(fields[0].decode().split())
        reverted_sha, reverted_pull = reverted(subject, message)
        return Commit(
            repository=self.repository,
            sha=sha,
            parents=parents,
            authored_at=instant(fields[5]),
            committed_at=instant(fields[10]),
            url=self.commit_page and f"{self.commit_page}{sha}",
            is_merge=len(parents) > 1,
            is_reachable=self.is_reachable,
            conventional_type=conventional_type(subject),
            reverts_sha=reverted_sha,
            reverts_pull_number=reverted_pull,
            is_reapply=is_reapply(subject),
            subject_hash=subject_hash(subject),
            picked_from=picked_from(message),
            change_id=change_id(message),
            pull_number=pull_number(subject, message),
            is_sync=is_sync(subject) if len(parents) > 1 else None,
            files_changed=sizes[0],
            lines_added=sizes[1],
            lines_deleted=sizes[2],
            observed_at=self.observed_at,
        )


def _tokens(output: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yields the tokens in lists; of a program that gave up between two, `_CUT`, then its error."""
    rest = b""
    try:
        for chunk in output:
            tokens = (rest + chunk).split(b"\0")
            rest = tokens.pop()[:_TOKEN_LIMIT]
            yield tokens
    except Failed as failure:
        if not (rest or failure.is_killed):
            yield [_CUT]
        raise


def _ended(commits: Sequence[str], tokens: Iterator[bytes]) -> LogEnded:
    """What to raise where `_CUT` was read."""
    try:
        next(tokens)
    except Failed as failure:
        return LogEnded(commits, failure)
    message = "tokens went on behind their end"
    raise ValueError(message)


def _statuses(token: bytes | None, tokens: Iterator[bytes]) -> tuple[bytes | None, bytearray]:
    """Reads the `--raw` entries: one byte per file, 1 if the commit created it."""
    created = bytearray()
    while token is not None and token.startswith(b":"):
        at = token.rindex(b" ") + 1
        status = token[at : at + 1]
        created.append(status == b"A")
        next(tokens)
        if status == b"R":
            next(tokens)
        token = next(tokens, None)
    return token, created


def _credit_lines(message: str, block: str) -> list[tuple[str, str, bool]]:
    """Role, value and "git finds it in the trailer block" of each `*-by` line, in order."""
    count = message.lower().count("-by:")
    if not count:
        return []
    trailers = [(key.lower(), value.strip()) for key, value in _CREDIT_LINE.findall(block)]
    if len(trailers) == count and "\r" not in message:
        return [(role, value, True) for role, value in trailers]
    message = message.replace("\r\n", "\n").replace("\r", "\n")
    found = []
    # The block ends the message, so both lists are matched from their ends.
    for key, value in reversed(_CREDIT_LINE.findall(message)):
        line = (key.lower(), value.strip())
        in_block = bool(trailers) and _continues(line, trailers[-1])
        found.append((*(trailers.pop() if in_block else line), in_block))
    return found[::-1]


def _continues(line: tuple[str, str], trailer: tuple[str, str]) -> bool:
    """Whether a line starts a trailer, whose value git joins with the lines it is folded over."""
    return trailer[0] == line[0] and (not line[1] or f"{trailer[1]} ".startswith(f"{line[1]} "))
