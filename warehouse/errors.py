"""Typed errors of the store and of publishing, each with the documented exit code."""


class WarehouseError(Exception):
    """What the operator reads in one line: code, cause, what to do.

    Attributes:
        code: Stable word for logs and tests.
        exit_code: What the command line ends with.
    """

    code = "STORE"
    exit_code = 6

    def __init__(self, cause: str, action: str) -> None:
        super().__init__(f"{self.code}: {cause}; {action}")


class StoreBusy(WarehouseError):
    """Another process is building."""

    code = "STORE_BUSY"
    exit_code = 75


class StoreNewer(WarehouseError):
    """The store was written by a later version of Unsung."""

    code = "STORE_NEWER"


class StoreBroken(WarehouseError):
    """DuckDB cannot open or write the store."""

    code = "STORE_BROKEN"


class StoreFull(WarehouseError):
    """A table does not fit into the memory that a build may use."""

    code = "STORE_FULL"


class DataRefused(WarehouseError):
    """Data or a built table breaks its contract; nothing was published."""

    code = "DATA_REFUSED"
    exit_code = 5


class NothingToShow(DataRefused):
    """A version would show nobody or cover nothing; it was not published."""

    code = "NOTHING_TO_SHOW"
