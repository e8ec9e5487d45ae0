"""Corrects the names of people that only a message mentions; git maps authors and committers."""

import subprocess
from typing import Self

from connectors.git.client import Git, open_pipes
from connectors.git.people import Person

_COMMAND = ("check-mailmap", "--stdin")
_REMEMBERED = 20_000


class Mailmap:
    """One `git check-mailmap` that answers line by line.

    Args:
        git: The repository.
        blob: Object id of the mailmap; empty if there is none, then nobody is mapped.
    """

    def __init__(self, git: Git, blob: str) -> None:
        self._git, self._blob = git, blob
        self._process: subprocess.Popen[bytes] | None = None
        self._known: dict[Person, Person] = {}

    def mapped(self, person: Person) -> Person:
        """The person as the mailmap corrects them. Without an e-mail nobody can be found."""
        if not self._blob or person[1] is None:
            return person
        if person not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[person] = self._ask(person)
        return self._known[person]

    def _ask(self, person: Person) -> Person:
        if self._process is None:
            self._process = self._git.start(*_COMMAND, configuration={"mailmap.blob": self._blob})
        answers, questions = open_pipes(self._process)
        name, email = person
        questions.write(f"{name or ''} <{email}>\n".encode())
        questions.flush()
        answer = answers.readline().decode("utf-8", "replace")
        if not answer:
            raise self._git.failed(_COMMAND, self._process.wait())
        mapped_name, _, rest = answer.rpartition("<")
        return mapped_name.strip() or None, rest.partition(">")[0] or None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.communicate()
