"""The plain text of bodies, for the flags that are computed from it; code and quotes are left out.

Cloud's bodies are Atlassian Document Format:
https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/. Data Center's are
wiki markup.
"""

import re
from collections.abc import Iterator
from typing import Any

NOT_OWN_WORDS = frozenset({"codeBlock", "blockquote"})
_CARDS = frozenset({"inlineCard", "blockCard", "embedCard"})
_BLOCKS = frozenset({"paragraph", "heading", "listItem", "tableCell", "hardBreak"})
_WIKI_BLOCK = re.compile(r"\{(code|noformat|quote)(:[^}]*)?\}.*?(\{\1\}|\Z)", re.DOTALL)
_WIKI_MENTION = re.compile(r"\[~[^\]]*\]")
_WIKI_QUOTE = re.compile(r"^bq\. .*$", re.MULTILINE)


def plain(body: Any, *, has_code: bool = False) -> str:
    """The author's own words in a body: an ADF document, wiki markup or nothing.

    Args:
        body: As the API answers it.
        has_code: Whether words inside a line that are set as code belong to them.
    """
    if isinstance(body, dict):
        return "".join(_words(body, has_code=has_code))
    return _WIKI_MENTION.sub("\n", own_wiki(body))


def own_wiki(body: Any) -> str:
    """Wiki markup without code and quotes."""
    text = body if isinstance(body, str) else ""
    for pattern in (_WIKI_BLOCK, _WIKI_QUOTE):
        text = pattern.sub("\n", text)
    return text


def _words(node: dict[str, Any], *, has_code: bool) -> Iterator[str]:
    kind = node.get("type")
    if kind in NOT_OWN_WORDS:
        return
    marks = node.get("marks") or ()
    if kind == "text" and (has_code or all(mark.get("type") != "code" for mark in marks)):
        yield str(node.get("text", ""))
    if kind in _CARDS:
        yield f" {(node.get('attrs') or {}).get('url') or ''} "
    for child in node.get("content") or ():
        yield from _words(child, has_code=has_code)
    if kind in _BLOCKS:
        yield "\n"
