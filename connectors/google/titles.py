"""What the title of a document tells. The title itself is dropped.

A class or a hash is a hint that other facts must confirm: a title alone credits nobody.
"""

import hashlib
import re

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
_MACHINE = re.compile(r"- (?:Notes by Gemini|Transcript)(?: \(part \d+ of \d+\))?$")
_DATED_MINUTES = re.compile(r"\b(?:notes from|protokoll|compte rendu|acta)\b", re.IGNORECASE)
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
    )
)


def title_class(title: str) -> str | None:
    """The class of the first rule that fits, minutes first; None of an ordinary title."""
    text = " ".join(title.split())
    if is_machine_title(text):
        return None
    if _DATED_MINUTES.search(text) and _DATE.search(text):
        return "minutes"
    return next((name for name, pattern in _CLASSES if pattern.search(text)), None)


def is_machine_title(title: str) -> bool:
    """Whether Google gives such titles to notes and transcripts that it writes itself."""
    return _MACHINE.search(" ".join(title.split())) is not None


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


def _trimmed(text: str) -> str:
    return re.sub(rf"^{_EDGE}+|{_EDGE}+$", "", " ".join(text.split()))
