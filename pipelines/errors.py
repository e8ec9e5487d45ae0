"""The documented exit codes and the errors only the command line raises."""

from collections.abc import Iterator, Sequence

COMPLETE = 0
PARTIAL = 3
CONFIG = 4
DATA_REFUSED = 5
STORE = 6
UNFORESEEN = 70
LOCKED = 75
INTERRUPTED = 130
TERMINATED = 143


class ConfigError(Exception):
    """The configuration or an environment variable it names is wrong: what, where, what to do."""

    def __init__(self, place: str, cause: str, action: str) -> None:
        super().__init__(f"CONFIG: {place}: {cause}; {action}")

    @classmethod
    def of(cls, findings: "Sequence[ConfigError]") -> "ConfigError":
        """One error that says several findings, a line each."""
        error = cls("", "", "")
        error.args = ("\n".join(map(str, findings)),)
        return error


class TablesRefused(Exception):
    """People or claims tables are wrong: every finding, one line each.

    Attributes:
        exit_code: What the command line ends with.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        is_config = any(line.startswith("PERMANENT") for line in lines)
        self.exit_code = CONFIG if is_config else DATA_REFUSED


def chain(error: BaseException) -> Iterator[BaseException]:
    """An error and those behind it, the outermost first; chains may be circular."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
