"""Reads files of one commit's tree, without a checkout: the list of paths, then some blobs."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from typing import IO, Self

from connectors.git.client import Failed, Git, Output, open_pipes

MOST_BYTES = 1024 * 1024
"""Larger files are nothing that somebody wrote by hand."""

_COMMAND = ("cat-file", "--batch-command")
_FILES = (b"100644", b"100755", b"100664")
_PATH_LIMIT = 64 * 1024


def files(git: Git, commit: str) -> Iterator[tuple[str, str]]:
    """Yields path and blob of every file; links and submodules are none.

    Raises:
        Failed: The tree cannot be read.
    """
    arguments = ("ls-tree", "-r", "-z", "--full-tree", commit)
    with closing(Output(git, *arguments, stdin=b"")) as output:
        rest = b""
        for chunk in output:
            entries = (rest + chunk).split(b"\0")
            rest = entries.pop()[:_PATH_LIMIT]
            for entry in entries:
                kind, _, path = entry.partition(b"\t")
                mode, _, blob = kind.split(b" ")
                if mode in _FILES:
                    yield path.decode("utf-8", "replace"), blob.decode()


class Missing(Failed):
    """A file is not in this clone."""

    action = "run `git fetch --refetch --no-filter` there, or clone it again"


class Blobs:
    """One `git cat-file` that is asked for one blob after the other.

    Args:
        git: The repository.
    """

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, blob: str) -> str | None:
        """The text of a blob; None if it is too large, or not text.

        Raises:
            Missing: The blob is not here.
            Failed: It is broken.
        """
        try:
            header = self._ask(f"info {blob}").split()
        except Failed:
            header = []  # In a partial clone git ends where it must not fetch.
        if len(header) != 3:
            raise Missing(f"a file of the current branch is missing in {self._git.path}")
        if int(header[2]) > MOST_BYTES:
            return None
        size = int(self._ask(f"contents {blob}").split()[2])
        content = self._answers.read(size + 1)
        if len(content) != size + 1:
            raise self._git.failed(_COMMAND, self._started.wait())
        return None if b"\0" in content else content.decode("utf-8-sig", "replace")

    @property
    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = self._git.start(*_COMMAND)
        return self._process

    @property
    def _answers(self) -> IO[bytes]:
        return open_pipes(self._started)[0]

    def _ask(self, command: str) -> str:
        answers, questions = open_pipes(self._started)
        try:
            questions.write(f"{command}\n".encode())
            questions.flush()
        except BrokenPipeError:
            raise self._git.failed(_COMMAND, self._started.wait()) from None
        answer = answers.readline().decode()
        if not answer:
            raise self._git.failed(_COMMAND, self._started.wait())
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            for pipe in open_pipes(self._process):
                pipe.close()
            self._process.wait()
