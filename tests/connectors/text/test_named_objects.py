"""Which files, commits and other comments a comment names."""

import hashlib

import pytest

from connectors.jira.adf import plain
from connectors.text.named_objects import named_objects


def hashed(*names: str) -> tuple[str, ...]:
    return tuple(hashlib.sha256(name.encode()).hexdigest()[:16] for name in names)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("It is the timeout in src/http/Client.py:42.", ("client.py",)),
        ("See `settings.yaml`, and config/production", ("settings.yaml", "production")),
        ("Since deadbeef1 the queue hangs", ("deadbee",)),
        ("https://github.com/acme/widget/blob/main/src/app.py#L7", ("app.py",)),
        (
            "https://github.com/acme/widget/commit/0123456789abcdef0123456789abcdef01234567",
            ("0123456",),
        ),
        (
            "As said in https://github.com/acme/widget/issues/12#issuecomment-987654.",
            ("12", "issuecomment-987654"),
        ),
        (
            "[here](https://acme.example/browse/OPS-1?focusedCommentId=10001&page=x)",
            ("ops-1", "focusedcommentid=10001"),
        ),
        ("client.py, client.py and Client.py", ("client.py",)),
        ("Call 5551234567, version 1.2.3, at 10.30", ()),
        ("Write to ada@acme.example or @acme/platform.", ()),
        ("The facade is effaced.", ()),
        ("> It is client.py\n\nNo.", ()),
        ("```\nTraceback: client.py\n```\nNo idea.", ()),
        (None, ()),
    ],
)
def test_files_and_commits_are_named_in_ones_own_words(body: str | None, named: tuple[str, ...]):
    assert named_objects(body) == hashed(*named)


def test_twenty_are_enough():
    assert len(named_objects(" ".join(f"file{number}.py" for number in range(50)))) == 20


def test_jira_names_files_as_code_inside_a_line_and_not_in_blocks():
    def typed(text: str, *marks: str) -> dict[str, object]:
        return {"type": "text", "text": text, "marks": [{"type": mark} for mark in marks]}

    block = {"type": "codeBlock", "content": [typed("other.py")]}
    line = {"type": "paragraph", "content": [typed("Look at "), typed("client.py", "code")]}
    document = {"type": "doc", "content": [line, block]}
    assert named_objects(plain(document, has_code=True)) == hashed("client.py")
    assert named_objects(plain("{{client.py}} {code}other.py{code}", has_code=True)) == hashed(
        "client.py"
    )


def test_jira_names_the_comment_that_a_card_links():
    url = "https://acme.example/browse/OPS-1?focusedCommentId=10001"
    card = {"type": "inlineCard", "attrs": {"url": url}}
    document = {"type": "doc", "content": [{"type": "paragraph", "content": [card]}]}
    assert hashed("focusedcommentid=10001")[0] in named_objects(plain(document, has_code=True))
    assert "focusedCommentId" not in plain({"type": "inlineCard", "attrs": {"data": {}}})
