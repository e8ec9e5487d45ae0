"""Plain text as the two kinds of Jira store it: a document (ADF) on Cloud, wiki text elsewhere.

Of Markdown, fenced code and quoted lines are understood; ``@[handle]`` mentions an account.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.jira.rows import User

_INLINE = re.compile(r"@\[([^\]]+)\]")
_FENCE = re.compile(r"^```\n(.*?)^```$\n?", re.MULTILINE | re.DOTALL)


def document(
    text: str, mentions: Sequence[User] = (), users: Mapping[str, User] | None = None
) -> dict[str, Any]:
    """Text as an Atlassian document, the people it mentions in its last paragraph."""
    known = users or {}
    content: list[dict[str, Any]] = []
    for index, part in enumerate(_FENCE.split(text)):
        if index % 2:
            content.append({"type": "codeBlock", "attrs": {}, "content": [_text(part)]})
        else:
            content += [_block(block, known) for block in part.split("\n\n") if block.strip()]
    if mentions:
        named = [_mention(user) for user in mentions]
        content.append({"type": "paragraph", "content": named})
    return {"type": "doc", "version": 1, "content": content}


def wiki(text: str, mentions: Sequence[User] = ()) -> str:
    """Text as wiki text, the people it mentions at its end."""
    marked = _FENCE.sub(lambda found: f"{{code}}\n{found[1]}{{code}}\n", text)
    marked = re.sub(r"^> ?", "bq. ", _INLINE.sub(r"[~\1]", marked), flags=re.MULTILINE)
    return " ".join([marked, *(f"[~{user.handle}]" for user in mentions)])


def _block(text: str, users: Mapping[str, User]) -> dict[str, Any]:
    lines = text.strip().split("\n")
    if not all(line.startswith(">") for line in lines):
        return _paragraph(lines, users)
    quoted = _paragraph([line[1:].strip() for line in lines], users)
    return {"type": "blockquote", "content": [quoted]}


def _paragraph(lines: Sequence[str], users: Mapping[str, User]) -> dict[str, Any]:
    content: list[dict[str, Any]] = []
    for line in lines:
        content += [{"type": "hardBreak"}] if content else []
        for index, part in enumerate(_INLINE.split(line)):
            if part:
                content.append(_mention(users[part]) if index % 2 else _text(part))
    return {"type": "paragraph", "content": content}


def _mention(user: User) -> dict[str, Any]:
    return {"type": "mention", "attrs": {"id": user.account_id, "text": f"@{user.name}"}}


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}
