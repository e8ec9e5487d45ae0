"""Reads a day out of a path, in the forms in which people name the minutes of meetings."""

import re
from collections.abc import Iterator
from datetime import date

_Found = tuple[int, date]
"""Where a day ends, and the day."""

_YEAR = r"((?:19|20)\d\d)"
_MONTH = (
    r"(?<![a-z])(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_DAY = r"(?<!\d)(\d\d?)(?:st|nd|rd|th)?(?![a-z\d])"
_GAP = r"[-_., /]*"
# A folder of a year, and of a month if need be, may stand before what it holds.
_FOLDER = rf"(?<!\d){_YEAR}(?:[-_/]\d\d)?[-_./ ][^\d]{{0,40}}?"
_NUMBERED = (
    re.compile(rf"(?<!\d){_YEAR}(\d\d)(\d\d)(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}[-_./ ](\d\d?)[-_./ ](\d\d?)(?!\d)"),
)
_IN_FOLDER = re.compile(rf"(?<!\d){_YEAR}/(?:[^\d/]*[-_ ])?(\d\d)[-_.]?(\d\d)(?!\d)")
_NAMED = (
    (re.compile(rf"{_FOLDER}{_MONTH}{_GAP}{_DAY}"), (0, 1, 2)),
    (re.compile(rf"{_FOLDER}{_DAY}{_GAP}{_MONTH}"), (0, 2, 1)),
    (re.compile(rf"{_MONTH}{_GAP}{_DAY}[-_., /]+{_YEAR}(?!\d)"), (2, 0, 1)),
    (re.compile(rf"(?<!\d)(\d\d?)(?:st|nd|rd|th)?{_GAP}{_MONTH}{_GAP}{_YEAR}(?!\d)"), (2, 1, 0)),
)
"""A pattern, and where it has year, month and day."""

_YEAR_LAST = re.compile(rf"(?<!\d)(\d\d?)([-_. ])(\d\d?)\2{_YEAR}(?!\d)")
_NUMBERS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}


def dated(path: str) -> date | None:
    """The last day that a path holds, in numbers from year to day rather than otherwise.

    A day that could be two, such as 01-02-2026, is none.
    """
    for days in (_numbered, _named, _in_folder, _year_last):
        if found := list(days(path.lower())):
            return max(found)[1]
    return None


def _numbered(path: str) -> Iterator[_Found]:
    for pattern in _NUMBERED:
        for match in pattern.finditer(path):
            yield from _day(match, match[1], match[2], match[3])


def _named(path: str) -> Iterator[_Found]:
    for pattern, (year, month, day) in _NAMED:
        for match in pattern.finditer(path):
            parts = match.groups()
            yield from _day(match, parts[year], str(_NUMBERS[parts[month][:3]]), parts[day])


def _in_folder(path: str) -> Iterator[_Found]:
    for match in _IN_FOLDER.finditer(path):
        yield from _day(match, match[1], match[2], match[3])


def _year_last(path: str) -> Iterator[_Found]:
    for match in _YEAR_LAST.finditer(path):
        read = {
            *_day(match, match[4], match[1], match[3]),
            *_day(match, match[4], match[3], match[1]),
        }
        if len(read) == 1:
            yield from read


def _day(match: re.Match[str], year: str, month: str, day: str) -> Iterator[_Found]:
    try:
        yield match.end(), date(int(year), int(month), int(day))
    except ValueError:
        return
