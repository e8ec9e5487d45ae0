"""Runs git so that nothing a repository holds or configures can start a program or open a network.

A repository's own configuration may name programs (pagers, hooks, signature checkers, diff and
text converters, transports). What git reads of it is overruled on every command line, and neither
the system's nor the user's configuration is read.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO

from connectors.errors import Permanent

_NOWHERE = "/nonexistent"
_ENVIRONMENT = {
    "PATH": os.defpath,
    "HOME": _NOWHERE,
    "LC_ALL": "C",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
_OVERRULED = {
    "core.askPass": "",
    "core.attributesFile": os.devnull,
    # Twice git's default: a slice of history then rebuilds each old version of a file once, which
    # saves a sixth of the time for about 100 MB more in each program.
    "core.deltaBaseCacheLimit": "256m",
    # The order of `rev-list --topo-order` must not depend on whether maintenance ran.
    "core.commitGraph": "false",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.sshCommand": "false",
    "credential.helper": "",
    "diff.external": "",
    "diff.renameLimit": "1000",
    "gpg.program": "false",
    "gpg.ssh.program": "false",
    "gpg.x509.program": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
    "mailmap.blob": "",
    "mailmap.file": os.devnull,
    "protocol.allow": "never",
    "trailer.separators": ":",
}
_FIND = ("rev-parse", "--absolute-git-dir", "--path-format=absolute", "--git-path", "shallow")
_CHUNK = 256 * 1024
_CHUNKS_AHEAD = 24
# Linux lets a user without privileges ask for this much; elsewhere it is ignored.
_PIPE = 1024 * 1024


class Failed(Permanent):
    """A git program ended with an error. Its own words are not passed on: they may name people.

    Attributes:
        is_killed: Whether a signal ended it, so that its output can stop anywhere.
    """

    is_killed = False
    action = "run `git fsck` there and repair or clone the repository again"


class Git:
    """Git programs in one repository.

    Attributes:
        path: The repository as configured, for messages.
        shallow_file: Where git notes the ends of a shallow clone, if it is one.
        programs: How many programs were started so far, the one that found it included.
    """

    def __init__(self, path: Path, folder: Path, shallow_file: Path) -> None:
        self.path = path
        self.shallow_file = shallow_file
        self.programs = 1
        # Without a work tree only committed attributes and mailmaps can count, as in a bare clone.
        self._environment = {
            **_ENVIRONMENT,
            "GIT_DIR": str(folder),
            "GIT_WORK_TREE": _NOWHERE,
        }

    def run(self, *arguments: str, stdin: bytes = b"", no_match: int = 0) -> bytes:
        """The whole output of a program.

        Args:
            arguments: Subcommand and its arguments.
            stdin: What the program reads.
            no_match: Exit code that means "nothing found"; the output is empty then.

        Raises:
            Failed: It ended with another exit code than 0 or `no_match`.
        """
        with self.start(*arguments) as process:
            output, _ = process.communicate(stdin)
        if process.returncode not in (0, no_match):
            raise self.failed(arguments, process.returncode)
        return output

    def start(
        self,
        *arguments: str,
        configuration: dict[str, str] | None = None,
        is_flushing: bool = True,
    ) -> subprocess.Popen[bytes]:
        """Starts a program with pipes for its input and output.

        Args:
            arguments: Subcommand and its arguments.
            configuration: Further settings for this program only.
            is_flushing: Whether each line or commit is sent at once.
        """
        self.programs += 1
        return subprocess.Popen(  # noqa: S603 because arguments are fixed words and object ids
            _command(*arguments, configuration=configuration),
            cwd="/",
            env={**self._environment, "GIT_FLUSH": str(int(is_flushing))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pipesize=_PIPE,
            # Ctrl-C in a terminal is for us; a git that died of it would look like a broken clone.
            start_new_session=True,
        )

    def failed(self, arguments: tuple[str, ...], code: int) -> Failed:
        """The error of a program that ended with an exit code."""
        failure = Failed(f"git {arguments[0]} ended with exit code {code} in {self.path}")
        failure.is_killed = code < 0
        return failure


class Output:
    """What a git program writes, read ahead by a thread so that the program need not wait."""

    def __init__(
        self,
        git: Git,
        *arguments: str,
        stdin: bytes,
        configuration: dict[str, str] | None = None,
    ) -> None:
        self._git, self._arguments = git, arguments
        self._process = git.start(*arguments, configuration=configuration, is_flushing=False)
        self._chunks: Queue[bytes] = Queue(_CHUNKS_AHEAD)
        self._thread = Thread(target=self._pump, args=(stdin,), daemon=True)
        self._thread.start()

    def _pump(self, stdin: bytes) -> None:
        # The thread closes what it reads: whoever left the output behind does not leave a pipe.
        source, sink = open_pipes(self._process)
        try:
            with source:
                with suppress(BrokenPipeError), sink:
                    # The program may end before it read everything: its exit code says why.
                    sink.write(stdin)
                while chunk := source.read(_CHUNK):
                    self._chunks.put(chunk)
            self._process.wait()
        finally:
            self._chunks.put(b"")

    def __iter__(self) -> Iterator[bytes]:
        """Yields the output in pieces.

        Raises:
            Failed: The program ended with an error.
        """
        while chunk := self._chunks.get():
            yield chunk
        if code := self._process.wait():
            raise self._git.failed(self._arguments, code)

    def close(self) -> None:
        """Ends the program, whether or not its output was read."""
        self._process.kill()
        while self._thread.is_alive():
            while not self._chunks.empty():
                self._chunks.get()
            self._thread.join(0.01)


def open_pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    """The output and the input of a program that was started with pipes."""
    if process.stdout is None or process.stdin is None:
        message = "the program was started without pipes"
        raise ValueError(message)
    return process.stdout, process.stdin


def open_repository(configured: Path, path: Path) -> Git:
    """Finds the repository at a path, bare or with a work tree.

    Args:
        configured: The path as the settings hold it, for messages.
        path: The same path, absolute.

    Raises:
        Permanent: There is no repository that this user may read.
    """
    if not path.is_dir():
        raise Permanent(f"there is no folder {configured}", action="correct `path` or clone it")
    answer = _discover(path)
    if b"dubious ownership" in answer.stderr:
        answer = _discover(path, _safe_directories())
    if b"dubious ownership" in answer.stderr:
        raise Permanent(
            f"{configured} belongs to another user and git refuses to read it",
            action=f"if you trust it: git config --global --add safe.directory {path}",
        )
    if answer.returncode:
        raise Permanent(
            f"{configured} is not a git repository that this user can read",
            action="correct `path` or clone it",
        )
    folder, shallow_file = os.fsdecode(answer.stdout).splitlines()
    return Git(configured, Path(folder), Path(shallow_file))


def _discover(path: Path, safe: Sequence[str] = ()) -> subprocess.CompletedProcess[bytes]:
    # A plain folder inside a repository must not be taken for that repository.
    environment = {**_ENVIRONMENT, "GIT_CEILING_DIRECTORIES": str(path.resolve().parent)}
    executable, *arguments = _command(*_FIND)
    trusted = [part for folder in safe for part in ("-c", f"safe.directory={folder}")]
    return _answer([executable, *trusted, *arguments], path, environment)


def _safe_directories() -> list[str]:
    """The folders of other users that the administrator and this user declared safe."""
    environment = {"PATH": os.defpath, "HOME": str(Path.home()), "LC_ALL": "C"}
    entries: list[str] = []
    for level in ("--system", "--global"):
        command = [_executable(), "config", level, "-z", "--get-all", "safe.directory"]
        answer = _answer(command, Path("/"), environment)
        entries += os.fsdecode(answer.stdout).split("\0")[:-1]
    return entries


def _answer(
    command: list[str], folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 because the words are fixed but for values after `-c`
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def _executable() -> str:
    if (found := shutil.which("git")) is None:
        raise Permanent("git is not installed", action="install git 2.38 or later")
    return found


def _command(*arguments: str, configuration: dict[str, str] | None = None) -> list[str]:
    settings = {**_OVERRULED, **(configuration or {})}
    overruled = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    return [_executable(), "--no-pager", *overruled, *arguments]
