"""The date that a heading of minutes holds. Forms that may mean two dates are none."""

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})\b",
        r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b",
        rf"\b{_DAY}\.? {_NAMED},? (?P<year>\d{{4}})\b",
        rf"\b{_NAMED} {_DAY},? (?P<year>\d{{4}})\b",
    )
)


def date_in(text: str) -> str | None:
    """The first date that one of the forms finds, as ISO 8601; None if there is none."""
    for form in _FORMS:
        if match := form.search(text):
            month = match["month"].lower()
            number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
            try:
                return date(int(match["year"]), number, int(match["day"])).isoformat()
            except ValueError:
                continue
    return None
