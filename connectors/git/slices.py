"""Cuts a history into slices, in a repeatable order, and has git read some of them ahead."""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import islice

from connectors.git.client import Git, Output
from connectors.git.parse import DEPTH_ARGUMENTS, LOG_ARGUMENTS, Depth

Slice = tuple[list[str], Output]
"""Ids of commits and what `git log` says about them."""


@dataclass(frozen=True)
class Slicer:
    """How a history is cut.

    Attributes:
        git: The repository.
        mailmap: Object id of the mailmap that authors and committers are mapped with.
        workers: How many `git log` programs read ahead of the slice in hand.
        commits: How many commits a slice has.
    """

    git: Git
    mailmap: str
    workers: int
    commits: int

    def slices(self, tips: Sequence[str], base: Sequence[str], skip: int) -> Iterator[Slice]:
        """Yields what the tips reach and the base does not, without the first commits."""
        if not tips:
            return
        revisions = "".join([*(f"{tip}\n" for tip in tips), *(f"^{tip}\n" for tip in base)])
        arguments = ("rev-list", "--topo-order", f"--skip={skip}", "--stdin")
        ahead: deque[Slice] = deque()
        with ExitStack() as stack:
            order = stack.enter_context(
                closing(Output(self.git, *arguments, stdin=revisions.encode()))
            )
            stack.callback(_close, ahead)
            names = lines(order)
            while commits := list(islice(names, self.commits)):
                ahead.append((commits, self.log(commits)))
                if len(ahead) > self.workers:
                    yield ahead[0]
                    ahead.popleft()[1].close()
            while ahead:
                yield ahead[0]
                ahead.popleft()[1].close()

    def log(self, commits: Sequence[str], depth: Depth = "lines") -> Output:
        """What `git log` says about some commits; the caller closes it."""
        names = "".join(f"{sha}\n" for sha in commits).encode()
        arguments = (*LOG_ARGUMENTS, *DEPTH_ARGUMENTS[depth])
        configuration = {"mailmap.blob": self.mailmap}
        return Output(self.git, *arguments, stdin=names, configuration=configuration)


def lines(output: Output) -> Iterator[str]:
    """Yields the lines of what a program writes in ASCII."""
    rest = ""
    for chunk in output:
        whole = (rest + chunk.decode()).split("\n")
        rest = whole.pop()
        yield from whole


def _close(ahead: deque[Slice]) -> None:
    for _, output in ahead:
        output.close()
