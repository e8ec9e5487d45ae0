"""What the title of a document tells. The title itself is dropped.

A class or a hash is a hint that other facts must confirm: a title alone credits nobody.
"""

import hashlib
import re

from connectors.text.machine_notes import is_machine_title

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"""\b\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}\b | \b\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}\b
      | \b\d{{1,2}}(?:st|nd|rd|th)?\ {_MONTH}(?:\ \d{{4}})?(?!\w)
      | \b{_MONTH}\ \d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\ \d{{4}}\b)?""",
    re.IGNORECASE | re.VERBOSE,
)
_EDGE = r"[\s\-\u2013\u2014:|,/.()\[\]]"
_NOTES = r"(?:meeting\ notes|meeting\ minutes|minutes|notes|protokoll|compte\ rendu)"
_ALONE = re.compile(_NOTES, re.IGNORECASE | re.VERBOSE)
_BEFORE = re.compile(
    rf"^{_NOTES}(?:\s*[-\u2013\u2014:|]\s*|\s+(?:of|from|for)\s+(?:the\s+)?|\s+(?:des|der|du|de)\s+)(.+)$",
    re.IGNORECASE | re.VERBOSE,
)
# A number or a preposition before the word makes it one of time.
_AFTER = re.compile(
    rf"""^(.+?)(?: \s*[\-\u2013\u2014:|]+\s*{_NOTES} | (?<!\ in)(?<!\ of)(?<!\d)\s+minutes
      | \s+(?:meeting\ notes|meeting\ minutes|notes|protokoll|compte\ rendu) )$""",
    re.IGNORECASE | re.VERBOSE,
)
_DATED_MINUTES = re.compile(r"\b(?:notes from|protokoll|compte rendu|acta)\b", re.IGNORECASE)
_NOTES_WORD = re.compile(
    r"\b(?:notes?|minutes|protokoll\w*|notizen|mitschrift|compte[- ]rendu|notas|acta|verbale"
    r"|stand-?up|meeting log)\b",
    re.IGNORECASE,
)
# What is prepared for a meeting, or talked about in it, is not what was said there.
_PLANS = (
    r"(?:plan|plans|roadmap|proposal|budget|okrs?|strategy|spec|specification|brief|forecast"
    r"|konzept|fahrplan|budgetplan|feuille de route|propuesta|slides|deck|report)"
)
_CLASSES = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("minutes", r"(?<!\d )(?<!\d)(?<!\bin )(?<!\bof )\bminutes\b|\bmeeting notes\b|^notes - "),
        ("postmortem", r"\bpost-?mortems?\b|\bincident review\b|\bretrospective of incident\b"),
        ("runbook", r"\b(?:runbook|playbook)s?\b"),
        ("dependency_map", r"\bdependency (?:map|graph|board)\b"),
        ("agenda", r"\bagendas?\b|\btagesordnung\b|\bordre du jour\b"),
        (
            "design",
            r"^design\s*[:\-\u2013\u2014]|\bdesign (?:doc(?:ument)?|proposal|review)s?\b"
            r"|\b(?:rfc|adr)\b[- #]?\d*",
        ),
        ("plan", rf"\b{_PLANS}\b"),
    )
)


def title_class(title: str) -> str | None:
    """The class of the first rule that fits, minutes first; None of an ordinary title."""
    text = " ".join(title.split())
    if is_machine_title(text):
        return None
    if _DATED_MINUTES.search(text) and _DATE.search(text):
        return "minutes"
    found = next((name for name, pattern in _CLASSES if pattern.search(text)), None)
    # Notes of a meeting that plans are notes.
    return None if found == "plan" and _NOTES_WORD.search(text) else found


def is_notes_title(title: str) -> bool:
    """Whether a document of a meeting is its notes by its title: that says so, or has a date."""
    text = " ".join(title.split())
    if is_machine_title(text):
        return True
    kind = title_class(text)
    is_named = meeting_hash(text) is not None or _NOTES_WORD.search(text) is not None
    return kind in ("minutes", "agenda") or (kind is None and (is_named or _has_date(text)))


def subject_hash(title: str) -> str | None:
    """Like `title_hash`, of a title without its dates; a meeting may be called the same."""
    text = _trimmed(_DATE.sub(" ", " ".join(title.split())))
    return title_hash(text) if any(map(str.isalpha, text)) else None


def title_hash(title: str) -> str:
    """The first 16 digits of the hash of a title in lower case with single spaces."""
    return hashlib.sha256(" ".join(title.lower().split()).encode()).hexdigest()[:16]


def meeting_hash(title: str) -> str | None:
    """The hash of the meeting that a title of notes or minutes names, without words and dates."""
    if is_machine_title(title):
        return None
    text = _trimmed(_DATE.sub(" ", " ".join(title.split())))
    if _ALONE.fullmatch(text):
        return None
    match = _BEFORE.match(text) or _AFTER.match(text)
    meeting = _trimmed(match[1]) if match else ""
    return title_hash(meeting) if any(map(str.isalpha, meeting)) else None


def _has_date(text: str) -> bool:
    return _DATE.search(text) is not None


def _trimmed(text: str) -> str:
    return re.sub(rf"^{_EDGE}+|{_EDGE}+$", "", " ".join(text.split()))
