"""What is computed from text before the text is dropped. The rules read English."""

import hashlib
import re

_FENCE = re.compile(
    r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_INLINE_CODE = re.compile(r"`[^`\n]+`")
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_QUOTED_LINE = re.compile(r"^ {0,3}>.*$", re.MULTILINE)
_LINK_TARGET = re.compile(r"\]\([^()\s]*\)|https?://\S+")
_WORD = re.compile(r"[^\W_]+(?:['\u2019.\-][^\W_]+)*")
_QUESTION = re.compile(r"\?(?=[\s)\"'*_]|\Z)")
_SUGGESTION = re.compile(r"^ {0,3}(?:`{3,}|~{3,})suggestion\b", re.MULTILINE)
_RATIONALE = re.compile(
    r"""\b(?:
        because | since(?!\s+(?:\d|v\d|version|yesterday|last|then|when|my|the\s+last)\b)
      | so\s+that | otherwise | the\s+reason | reason(?:ing)?\s+(?:is|being|why|for)
      | in\s+order\s+to | to\s+(?:avoid|prevent|ensure|make\s+sure|keep) | which\s+means
      | this\s+means | that\s+way | this\s+way | due\s+to | as\s+a\s+result | therefore
      | or\s+else | if\s+not,? | rather\s+than | given\s+that | that['\u2019]s\s+why
    )\b
    | \b(?:see|per|as\s+in|according\s+to)\b[^.\n]{0,60}(?:https?://|\]\(|\#\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_VARYING = re.compile(r"https?://\S+|@[\w-]+|\b[0-9a-f]{7,40}\b|\d+")
_TEMPLATE_WORDS = 5


def prose(text: str | None) -> str:
    """The author's own words: without code, quoted lines and HTML comments."""
    own = text or ""
    for pattern in (_FENCE, _HTML_COMMENT, _QUOTED_LINE):
        own = pattern.sub("\n", own)
    return _INLINE_CODE.sub(" ", own)


def word_count(text: str | None) -> int:
    """How many words of prose there are; link targets do not count."""
    return len(_WORD.findall(_LINK_TARGET.sub(" ", prose(text))))


def has_rationale(text: str | None) -> bool:
    """Whether the prose gives a reason, or points to where one is given."""
    return _RATIONALE.search(prose(text)) is not None


def has_suggestion(text: str | None) -> bool:
    """Whether there is a block that GitHub offers to commit as a change."""
    return _SUGGESTION.search(text or "") is not None


def is_question(text: str | None) -> bool:
    """Whether a sentence of the prose ends with a question mark."""
    return _QUESTION.search(_LINK_TARGET.sub(" ", prose(text))) is not None


def skeleton(text: str | None) -> str | None:
    """What tells one template of an automation from others: links, handles and numbers left out.

    Eight digits of a hash say that one account repeats itself and are too few to find a text by.
    None for fewer than five words, which people repeat as well.
    """
    words = _WORD.findall(_VARYING.sub(" ", (text or "").lower()))
    if len(words) < _TEMPLATE_WORDS:
        return None
    return hashlib.sha256(" ".join(words).encode("utf-8", "replace")).hexdigest()[:8]
