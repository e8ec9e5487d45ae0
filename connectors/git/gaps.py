"""Reads commits of a clone that lacks objects: a partial clone, or a copy without large files.

`git log` ends at the first commit whose lines it cannot count. What it had not told of is then
asked for by what is there: commits whose files are all here once more with their lines, those that
lack the content of a file by the names in their folders, those that lack a folder without any.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace

from connectors.git.client import Failed, Git, Output
from connectors.git.parse import DEPTH_ARGUMENTS, Depth, LogEnded, LogReader
from connectors.git.slices import Slicer
from connectors.git.streams import Commit
from connectors.stream import Record

_MISSING = ("rev-list", "--objects", "--missing=print", "--quiet")
_ALONE = ("--no-walk=unsorted", "--stdin")
_FOLDERS = ("log", *_ALONE, "-s", "--format=%H %T")
_FILES = ("log", *_ALONE, "--raw", "--no-renames", "--no-abbrev", "--no-diff-merges")
_FILES_FORMAT = "--format=%H"


@dataclass
class Gaps:
    """What a walk met that is not here.

    Attributes:
        slicer: Runs `git log`.
        missing: One object that is missing, empty if none is.
    """

    slicer: Slicer
    missing: str = ""

    def records(
        self, reader: LogReader, commits: Sequence[str], output: Output
    ) -> Iterator[Record]:
        """Yields the records of each commit once, whatever of it is here.

        Args:
            reader: Makes records of the output.
            commits: The commits of one slice.
            output: What git says about them.

        Raises:
            Failed: Git failed, and not for want of an object.
        """
        try:
            yield from reader.records(commits, output)
        except LogEnded as ended:
            if not (missing := _missing(self._git, ended.commits)):
                raise ended.failure from None
            if reader.is_reachable:
                self.missing = self.missing or min(missing)
            yield from self._rest(reader, ended.commits, missing)

    @property
    def _git(self) -> Git:
        return self.slicer.git

    def _rest(
        self, reader: LogReader, commits: Sequence[str], missing: set[str]
    ) -> Iterator[Record]:
        depths = _depths(self._git, commits, missing)
        with ExitStack() as stack:
            parts = {}
            for depth in DEPTH_ARGUMENTS:
                if names := [sha for sha in commits if depths[sha] == depth]:
                    output = stack.enter_context(closing(self.slicer.log(names, depth)))
                    parts[depth] = replace(reader, depth=depth).records(names, output)
            try:
                for sha in commits:
                    for record in parts[depths[sha]]:
                        yield record
                        if type(record) is Commit:
                            break
            except LogEnded as ended:
                raise ended.failure from None


def count_missing(git: Git) -> int:
    """How many objects are missing that branches and tags lead to. It looks at every object.

    Raises:
        Failed: The repository is broken.
    """
    return len(git.run(*_MISSING, "--branches", "--remotes", "--tags").splitlines())


def _missing(git: Git, commits: Sequence[str]) -> set[str]:
    """The objects of some commits and their parents that are not here."""
    revisions = "".join(f"{sha}\n{sha}^@\n" for sha in commits).encode()
    answer = git.run(*_MISSING, *_ALONE, stdin=revisions).decode()
    return {line.removeprefix("?") for line in answer.splitlines()}


def _depths(git: Git, commits: Sequence[str], missing: set[str]) -> dict[str, Depth]:
    """How much of each commit is here."""
    depths: dict[str, Depth] = {}
    names = "".join(f"{sha}\n" for sha in commits).encode()
    roots = dict(line.split() for line in git.run(*_FOLDERS, stdin=names).decode().splitlines())
    unseen = [sha for sha in commits if roots[sha] not in missing]
    while unseen:
        seen = _named(git, unseen, missing)
        depths |= seen
        # It ended at a commit of which a folder is missing, or that had one which is.
        unseen = unseen[len(seen) + 1 :]
    return {sha: depths.get(sha, "commits") for sha in commits}


def _named(git: Git, commits: Sequence[str], missing: set[str]) -> dict[str, Depth]:
    """Which of the first commits lack a file, up to one whose folders cannot be compared."""
    names = "".join(f"{sha}\n" for sha in commits).encode()
    depths: dict[str, Depth] = {}
    sha = rest = ""
    with closing(Output(git, *_FILES, _FILES_FORMAT, stdin=names)) as output:
        try:
            for chunk in output:
                lines = (rest + chunk.decode("utf-8", "replace")).split("\n")
                rest = lines.pop()
                for line in lines:
                    if not line.startswith(":"):
                        sha = line or sha
                        depths[sha] = depths.get(sha, "lines")
                    elif not missing.isdisjoint(line.split(None, 4)[2:4]):
                        depths[sha] = "files"
        except Failed:
            pass
    return depths
