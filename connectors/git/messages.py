"""What the words of a commit's message say of the change; the words themselves are not kept."""

import hashlib
import re

_CONVENTIONAL = re.compile(
    r"(build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test)(?:\([^()]*\))?!?: +\S",
    re.IGNORECASE,
)
# Subjects that only name a version: "Release 1.2", "Bump version to 1.2.0", "v1.2rc1", "Git 2.42".
_VERSION = re.compile(
    r"(?:[\w*./-]+:\s+)?(?!(?:add|allow|drop|fix|require|support|use)\b)"
    r"(?:(?:prepare|bump|update|set|tag|cut|start|begin)\w*\s+)?(?:for\s+|the\s+)?(?:\w+\s+)?"
    r"(?:version|release)?\s*(?:number\s+)?(?:to\s+|from\s+\S+\s+to\s+)?"
    r"v?\d+\.\d+[\w.+-]*(?:\s+release)?(?:\s+\(#\d+\))?\s*",
    re.IGNORECASE,
)
_REVERTS_COMMIT = re.compile(r"This reverts commit\s+([0-9a-f]{7,64})\b")
_REVERTS_PULL = re.compile(r"^Reverts\s+(?:[\w.-]+/[\w.-]+)?#(\d{1,9})\b", re.MULTILINE)
_SQUASHED = re.compile(r"^\* \S", re.MULTILINE)
_REVERTS_TITLE = re.compile(r'Revert ".*\(#(\d{1,9})\)"')
_PICKED = re.compile(
    r"^\s*[(\[]?\s*(?:cherry[- ]picked from commit|backported from commit|upstream commit)"
    r"\s+([0-9a-f]{7,64})\b|^\s*commit ([0-9a-f]{40,64}) upstream\b",
    re.IGNORECASE | re.MULTILINE,
)
_CHANGE_ID = re.compile(r"^Change-Id:\s*(I[0-9a-f]{40})\s*$", re.MULTILINE)
_LANDS_PULL = re.compile(r"\((?:#|GH-)(\d{1,9})\)\s*$")
_MERGES_PULL = re.compile(r"(?:Auto merge of|Merge pull request|Merge) #(\d{1,9})\b")
_MERGES_REQUEST = re.compile(r"^See merge request [\w./-]*!(\d{1,9})\s*$", re.MULTILINE)
_SYNCS = re.compile(
    r"Merge (?:remote(?:-tracking)? )?branch(?:es)?"
    r"(?:(?:,| and)? '(?:[\w.-]+/)?(?:master|main|trunk|develop|devel|dev)')+"
    r"(?: of \S+)?(?: into \S+)?\s*$"
)
_LABEL = re.compile(r"\[[^\]]*\]|\((?:#|GH-)\d+\)|\s+")


def conventional_type(subject: str) -> str | None:
    """The type by Conventional Commits, such as ``fix``; ``chore`` if it only names a version."""
    found = _CONVENTIONAL.match(subject)
    if found:
        return found.group(1).lower()
    return "chore" if any(map(str.isdigit, subject)) and _VERSION.fullmatch(subject) else None


def is_sync(subject: str) -> bool:
    """Whether a merge only caught up with the main line."""
    return _SYNCS.match(subject) is not None


def is_reapply(subject: str) -> bool:
    """Whether it takes a revert back."""
    return subject.startswith(('Reapply "', 'Revert "Revert "'))


def reverted(subject: str, message: str) -> tuple[str | None, int | None]:
    """The commit and the number of the request that a commit says it reverts."""
    if "evert" not in message:
        return None, None
    own = _own_message(subject, message)
    commit = _REVERTS_COMMIT.search(own)
    pull = _REVERTS_PULL.search(own) or _REVERTS_TITLE.match(subject)
    return commit.group(1) if commit else None, int(pull.group(1)) if pull else None


def _own_message(subject: str, message: str) -> str:
    """The message without the list of commits that a squash leaves in it.

    One of these may revert another, which the change itself does not.
    """
    squashed = None if "revert" in subject.lower() else _SQUASHED.search(message)
    return message[: squashed.start()] if squashed else message


def subject_hash(subject: str) -> str | None:
    """A hash of the subject without numbers of requests, labels, case and blanks."""
    is_labelled = "[" in subject or "(" in subject
    words = (_LABEL.sub("", subject) if is_labelled else "".join(subject.split())).lower()
    return hashlib.sha256(words.encode()).hexdigest()[:16] if words else None


def picked_from(message: str) -> str | None:
    """The direct source: a pick of a pick repeats the older line and adds its own below."""
    if " from commit " not in message and " upstream" not in message.lower():
        return None
    found = _PICKED.findall(message)
    return (found[-1][0] or found[-1][1]).lower() if found else None


def change_id(message: str) -> str | None:
    """The id that Gerrit gives a change, whatever commit carries it."""
    found = _CHANGE_ID.findall(message) if "Change-Id:" in message else ()
    return found[-1] if found else None


def pull_number(subject: str, message: str) -> int | None:
    """The number of the request that a commit says it lands."""
    found = _LANDS_PULL.search(subject) or _MERGES_PULL.match(subject)
    if found is None and "See merge request " in message:
        found = _MERGES_REQUEST.search(message)
    return int(found.group(1)) if found else None
