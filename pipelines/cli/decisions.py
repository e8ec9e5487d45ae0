"""What people decided about accounts: one file, appended to under its lock."""

import csv
import fcntl
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Literal, TextIO

from pipelines.errors import ConfigError

Action = Literal["accept", "reject", "unlink", "human", "machine"]


@dataclass(frozen=True)
class Decision:
    """One row of ``identity/decisions.csv``.

    Attributes:
        decided_at: Instant in ISO 8601, UTC.
        person_key: ``roster:<id>``, or the account that stands for a person without a roster; the
            account itself where the decision is whether it is a machine's.
        valid_from: First day on which an accepted account is the person's, or empty.
        valid_to: Last such day, or empty.
    """

    decided_at: str
    decided_by: str
    action: Action
    account_id: str
    person_key: str
    valid_from: str
    valid_to: str
    reason: str

    @property
    def pair(self) -> frozenset[str]:
        """What it is about, whichever of two accounts it names first."""
        return frozenset((self.account_id, self.person_key))

    @property
    def is_dated(self) -> bool:
        """It holds for some days only."""
        return bool(self.valid_from or self.valid_to)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of an accepted account."""
        first = date.fromisoformat(self.valid_from) if self.valid_from else date.min
        last = date.fromisoformat(self.valid_to) if self.valid_to else date.max
        return first, last

    def says_the_same(self, other: "Decision | None") -> bool:
        """Whether another decision about the pair changes nothing."""
        return other is not None and (self.action, *self.days) == (other.action, *other.days)


def decisions_in_force(data_dir: Path) -> list[Decision]:
    """The newest decision of each account and person; none before the first is made.

    Raises:
        ConfigError: Somebody changed the file by hand, and it cannot be read.
    """
    path = data_dir / "identity" / "decisions.csv"
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as lines:
        fcntl.flock(lines, fcntl.LOCK_SH)
        return _newest(lines, path)


@contextmanager
def decision_file(data_dir: Path) -> Iterator["DecisionFile"]:
    """Opens the file of all decisions for reading and appending, under its lock."""
    path = data_dir / "identity" / "decisions.csv"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_size == 0:
            os.write(handle, _lines([[field.name for field in fields(Decision)]]))
        yield DecisionFile(path, handle)
    finally:
        os.close(handle)


@dataclass(frozen=True)
class DecisionFile:
    """The append-only file, locked."""

    path: Path
    handle: int

    def newest(self) -> list[Decision]:
        """The decisions in force: the newest of each account and person.

        Raises:
            ConfigError: Somebody changed the file by hand, and it cannot be read.
        """
        with self.path.open(newline="", encoding="utf-8") as lines:
            return _newest(lines, self.path)

    def append(self, decisions: Sequence[Decision]) -> None:
        """Writes decisions down for good, all of them or none."""
        if not decisions:
            return
        before = os.fstat(self.handle).st_size
        mended = b"" if self.path.read_bytes().endswith(b"\n") else b"\n"
        left = memoryview(mended + _lines([list(asdict(each).values()) for each in decisions]))
        try:
            while left:
                left = left[os.write(self.handle, left) :]
            os.fsync(self.handle)
        except BaseException:
            os.ftruncate(self.handle, before)
            raise
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _newest(lines: TextIO, path: Path) -> list[Decision]:
    try:
        rows = [Decision(*row) for row in csv.reader(lines, strict=True)][1:]  # type: ignore[arg-type]  # because a file holds text
        for row in rows:
            _ = row.days
    except (TypeError, ValueError, csv.Error):
        cause = f"{path.name} was changed by hand and cannot be read"
        raise ConfigError("identity", cause, "correct or restore it") from None
    return list({row.pair: row for row in rows}.values())


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
