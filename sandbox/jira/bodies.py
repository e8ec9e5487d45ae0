"""Plain text as the two kinds of Jira store it: a document (ADF) on Cloud, wiki text elsewhere.

Of Markdown, fenced code and quoted lines are understood.
"""

import re
from collections.abc import Sequence
from typing import Any

from sandbox.jira.rows import User

_FENCE = re.compile(r"^```\n(.*?)^```$\n?", re.MULTILINE | re.DOTALL)


def document(text: str, mentions: Sequence[User] = ()) -> dict[str, Any]:
    """Text as an Atlassian document, the people it mentions in its last paragraph."""
    content: list[dict[str, Any]] = []
    for index, part in enumerate(_FENCE.split(text)):
        if index % 2:
            content.append({"type": "codeBlock", "attrs": {}, "content": [_text(part)]})
        else:
            content += [_block(block) for block in part.split("\n\n") if block.strip()]
    if mentions:
        named = [
            {"type": "mention", "attrs": {"id": user.account_id, "text": f"@{user.name}"}}
            for user in mentions
        ]
        content.append({"type": "paragraph", "content": named})
    return {"type": "doc", "version": 1, "content": content}


def wiki(text: str, mentions: Sequence[User] = ()) -> str:
    """Text as wiki text, the people it mentions at its end."""
    marked = _FENCE.sub(lambda found: f"{{code}}\n{found[1]}{{code}}\n", text)
    marked = re.sub(r"^> ?", "bq. ", marked, flags=re.MULTILINE)
    return " ".join([marked, *(f"[~{user.handle}]" for user in mentions)])


def _block(text: str) -> dict[str, Any]:
    lines = text.strip().split("\n")
    if not all(line.startswith(">") for line in lines):
        return _paragraph(lines)
    return {"type": "blockquote", "content": [_paragraph([line[1:].strip() for line in lines])]}


def _paragraph(lines: Sequence[str]) -> dict[str, Any]:
    content: list[dict[str, Any]] = []
    for line in lines:
        content += [{"type": "hardBreak"}] if content else []
        content += [_text(line)] if line else []
    return {"type": "paragraph", "content": content}


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}
