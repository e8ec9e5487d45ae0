"""Which files, commits and other comments a comment names. Bodies are read for that, and dropped.

Of a file's base name, in lower case, of the first seven digits of a commit and of what ends the
link of a comment, the first 16 digits of the SHA-256 are kept: whether a later fix changed one of
them, and whose answer was linked, can be told; what was said cannot.
"""

import hashlib
import re

from connectors.text import flags

_MOST = 20
_SHORT = 7
_BACKTICK = re.compile(r"(?<!`)`(?!`)")
_TOKEN = re.compile(r"focusedcommentid=\d+|(?<![\w@.-])[\w.-]+(?:/[\w.-]+)*")
_COMMIT = re.compile(r"(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{7,40}")
_FILE = re.compile(r"[\w.-]*[\w-]\.[a-z]\w{0,9}")
# How GitHub and Jira link to one comment of an issue.
_COMMENT = re.compile(r"(?:issuecomment-|focusedcommentid=)\d+")


def named_objects(body: str | None) -> tuple[str, ...]:
    """Hashes of the first twenty files, commits and comments that somebody's own words name.

    Quoted lines and blocks of code do not count: who pastes a log has not found the fault.
    """
    words = flags.prose(_BACKTICK.sub(" ", body or "")).lower()
    named = (_named(match[0].rstrip(".-")) for match in _TOKEN.finditer(words))
    found = dict.fromkeys(name for name in named if name)
    return tuple(_hash(name) for name in list(found)[:_MOST])


def _named(token: str) -> str | None:
    base = token.rpartition("/")[2]
    if _COMMIT.fullmatch(base):
        return base[:_SHORT]
    is_named = "/" in token or _FILE.fullmatch(base) or _COMMENT.fullmatch(base)
    return base if is_named else None


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:16]
