"""What a page's title says the page is. The title itself is dropped. The rules read English.

Only minutes are also known by their German, French and Spanish names, which need a date beside
them: without it they are as often the word for a protocol or a report.
"""

import re

from connectors.text.machine_notes import is_machine_title

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"""\b\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}\b | \b\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}\b
      | \b\d{{1,2}}(?:st|nd|rd|th)?\ {_MONTH}\b | \b{_MONTH}\ \d{{1,2}}\b""",
    re.IGNORECASE | re.VERBOSE,
)
_DATED_MINUTES = re.compile(
    r"\b(?:notes\ from|protokoll|compte\ rendu|protocole|acta)\b", re.IGNORECASE | re.VERBOSE
)
# A number or a preposition before the word makes it one of time.
_MINUTES = re.compile(
    r"(?<!\d\ )(?<!\d)(?<!\bin\ )(?<!\bof\ )\bminutes\b | \bmeeting\ notes\b",
    re.IGNORECASE | re.VERBOSE,
)
_CLASSES = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("postmortem", r"\bpost-?mortems?\b|\bincident review\b|\bretrospective of incident\b"),
        ("runbook", r"\b(?:runbook|playbook)s?\b"),
        ("dependency_map", r"\bdependency (?:map|graph|board)\b"),
        ("release", r"\brelease (?:checklist|plan|notes)\b|\bgo/no-go\b"),
        ("shift_report", r"\bshift report\b|\bon-?call handover\b"),
        ("decision", r"\bADR(?:-?\d+)?\b|\bdecision record\b|\bdecision:"),
        ("status_report", r"\bstatus (?:report|update)\b|\bweekly update\b"),
    )
)


def title_class(title: str) -> str | None:
    """The class of the first rule that fits, minutes first; None of an ordinary title."""
    if is_machine_title(title):
        return "minutes"
    if _MINUTES.search(title) or (_DATED_MINUTES.search(title) and _DATE.search(title)):
        return "minutes"
    return next((name for name, pattern in _CLASSES if pattern.search(title)), None)
