"""The documented exit codes and the errors only the command line raises."""

COMPLETE = 0
PARTIAL = 3
CONFIG = 4
DATA_REFUSED = 5
STORE = 6
LOCKED = 75


class ConfigError(Exception):
    """The configuration or an environment variable it names is wrong: what, where, what to do."""

    def __init__(self, place: str, cause: str, action: str) -> None:
        super().__init__(f"CONFIG: {place}: {cause}; {action}")
