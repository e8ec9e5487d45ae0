"""Who is named on a commit, and in which role."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.git.people import people
from tests.connectors.git.conftest import ADA


def credits_of(landed, sha):
    return [
        (r["position"], r["role"], r["name"], r["email"], r["in_trailer_block"])
        for r in landed.rows("person_credit")
        if r["sha"] == sha and r["position"] > 1
    ]


def test_author_and_committer_come_first_raw_and_mapped(repo, pull_repos):
    repo.commit("Map", {".mailmap": "Ada Lindqvist <ada@new.example> <ada@example.com>\n"})
    sha = repo.commit("Work\n\nTested-by: A. Brandt <ADA@example.com>\n")
    landed = pull_repos(repo)
    common = {"repository": "lighthouse", "sha": sha, "observed_at": "2026-03-02T12:00:00Z"}
    mapped = {"mapped_name": "Ada Lindqvist", "mapped_email": "ada@new.example"}
    raw = {"name": "Ada Brandt", "email": "ada@example.com", "in_trailer_block": True}
    assert [row for row in landed.rows("person_credit") if row["sha"] == sha] == [
        {**common, **mapped, **raw, "position": 0, "role": "author"},
        {**common, **mapped, **raw, "position": 1, "role": "committer"},
        {
            **common,
            **mapped,
            "position": 2,
            "role": "tested-by",
            "name": "A. Brandt",
            "email": "ADA@example.com",
            "in_trailer_block": True,
        },
    ]


def test_every_by_line_counts_inside_and_outside_the_trailer_block(repo, pull_repos):
    sha = repo.commit(
        "Work\n\n"
        "  Reported-by: Chidi Okafor <chidi@example.com>\n"
        "More text follows, so this was no trailer.\n\n"
        "Reviewed-by: Dorit Weiss <dorit@example.com>\n"
        "Helped-by: not a trailer either, <farah@example.com> says\n\n"
        "Change-Id: I0123\n"
        "REVIEWED-BY: Dorit Weiss <dorit@example.com>\n"
        "Co-Authored-By: Emeka\n  Abara\n  <emeka@example.com>\n"
        "(cherry picked from commit 0123456789)\n"
        "Signed-off-by: Farah Rossi <farah@example.com>\n"
        "Signed-off-by: Farah Rossi <farah@example.com>\n"
    )
    assert credits_of(pull_repos(repo), sha) == [
        (2, "reported-by", "Chidi Okafor", "chidi@example.com", False),
        (3, "reviewed-by", "Dorit Weiss", "dorit@example.com", False),
        (4, "helped-by", "not a trailer either", "farah@example.com", False),
        (5, "reviewed-by", "Dorit Weiss", "dorit@example.com", True),
        (6, "co-authored-by", "Emeka Abara", "emeka@example.com", True),
        (7, "signed-off-by", "Farah Rossi", "farah@example.com", True),
        (8, "signed-off-by", "Farah Rossi", "farah@example.com", True),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("Acked-by:Hana <h@x>", [(2, "acked-by", "Hana", "h@x", True)], id="no-space"),
        pytest.param("Acked-by: Hana <h@x>\r\n", [(2, "acked-by", "Hana", "h@x", True)], id="crlf"),
        pytest.param(
            "Text\rAcked-by: Hana <h@x>\rmore", [(2, "acked-by", "Hana", "h@x", False)], id="cr"
        ),
        pytest.param("Acked-by:\n Hana <h@x>", [(2, "acked-by", "Hana", "h@x", True)], id="folded"),
        pytest.param("Acked-by:\n", [], id="empty"),
        pytest.param("> Acked-by: Hana <h@x>", [], id="quoted"),
        pytest.param("Acked by: Hana <h@x>", [], id="no-hyphen"),
        pytest.param(f"{'a' * 38}-by: Hana <h@x>", [], id="long-key"),
        pytest.param(
            "Reported-and-tested-by: H <h@x>, I <i@x>\nAcked-by: J <j@x>",
            [
                (2, "reported-and-tested-by", "H", "h@x", True),
                (3, "reported-and-tested-by", "I", "i@x", True),
                (4, "acked-by", "J", "j@x", True),
            ],
            id="several-on-a-line",
        ),
        pytest.param(
            "Fixed-by: commit 0123abc\nAcked-by: Hana", [(2, "acked-by", "Hana", None, True)],
            id="nobody",
        ),
        pytest.param(
            "Acked-by: H\x1f\x07ana <h\x1e@x>", [(2, "acked-by", "Hana", "h@x", True)], id="control"
        ),
    ],
)  # fmt: skip
def test_by_lines_in_odd_shapes(repo, pull_repos, body, expected):
    sha = repo.commit(f"Work\n\n{body}\n")
    assert credits_of(pull_repos(repo), sha) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("Hana Ilves <hana@x.example>", [("Hana Ilves", "hana@x.example")], id="full"),
        pytest.param("<hana@x.example>", [(None, "hana@x.example")], id="only-e-mail"),
        pytest.param("hana@x.example", [(None, "hana@x.example")], id="bare-e-mail"),
        pytest.param("Hana Ilves", [("Hana Ilves", None)], id="bare-name"),
        pytest.param("Hana hana@x.example", [("Hana", "hana@x.example")], id="no-brackets"),
        pytest.param("Hana (hana@x.example)", [("Hana", "hana@x.example")], id="parentheses"),
        pytest.param("Hana <hana@x.example", [("Hana", "hana@x.example")], id="unclosed"),
        pytest.param('"Ilves, Hana" <h@x>', [("Ilves, Hana", "h@x")], id="quoted-name"),
        pytest.param(
            "A <a@x>, B <b@x>,C <c@x>", [("A", "a@x"), ("B", "b@x"), ("C", "c@x")], id="3"
        ),
        pytest.param("A <a@x> (was B <b@x>)", [("A", "a@x")], id="explained"),
        pytest.param("Hana <h@x> # v2", [("Hana", "h@x")], id="comment-after-e-mail"),
        pytest.param("Hana <h@x> [sparc parts]", [("Hana", "h@x")], id="note-after-e-mail"),
        pytest.param("Hana # on a sunny day", [("Hana", None)], id="comment-after-name"),
        pytest.param("Hana [lib]", [("Hana", None)], id="note-after-name"),
        pytest.param("dependabot[bot]", [("dependabot[bot]", None)], id="bot"),
        pytest.param("Hana <hana at x dot example>", [("Hana", None)], id="obfuscated"),
        pytest.param("Hana <>", [("Hana", None)], id="empty-e-mail"),
        pytest.param("<>", [], id="nothing"),
        pytest.param("# nobody", [], id="only-comment"),
        pytest.param("commit abc123", [], id="commit"),
        pytest.param("0123456789abcdef", [], id="sha"),
        pytest.param("https://x.example/h@y", [], id="url"),
        pytest.param("the people who were there yesterday", [], id="sentence"),
        pytest.param("Decade Facade", [("Decade Facade", None)], id="hex-like-name"),
    ],
)
def test_people_are_read_from_a_value(value, expected):
    assert list(people(value)) == expected


@given(st.text() | st.text(alphabet='a@<>,."# []()\t', max_size=60))
def test_reading_people_never_fails_and_emails_are_plain(value):
    for name, email in people(value):
        assert name or email
        assert name is None or name == name.strip()
        assert email is None or not any(c.isspace() or c in "<>" for c in email)


@pytest.mark.parametrize(
    ("ident", "expected"),
    [
        pytest.param(b" <> 1700000000 +0000", (None, None), id="empty"),
        pytest.param(b"Ada <> 1700000000 +0000", ("Ada", None), id="no-e-mail"),
        pytest.param(b" <a@x> 1700000000 +0000", (None, "a@x"), id="no-name"),
        pytest.param(b"A\x01d\x1fa\r <a@x\x07> 1700000000 +0000", ("Ada", "a@x"), id="control"),
        pytest.param(b"Ad\xe4 <a@x> 1700000000 +0000", ("Ad\ufffd", "a@x"), id="latin-1"),
        pytest.param(b"Ada a@x 1700000000 +0000", (None, None), id="no-brackets"),
    ],
)
def test_authors_in_odd_shapes(repo, pull_repos, ident, expected):
    sha = repo.raw_commit(b"author " + ident + b"\ncommitter " + ident + b"\n\nWork\n")
    row = pull_repos(repo).row("person_credit", sha=sha, role="author")
    assert (row["name"], row["email"]) == expected


def test_a_declared_encoding_is_converted(repo, pull_repos):
    repo.git("config", "i18n.commitEncoding", "ISO-8859-1")
    who = b"Ad\xe4 <a@x> 1700000000 +0000"
    sha = repo.raw_commit(
        b"author " + who + b"\ncommitter " + who + b"\nencoding ISO-8859-1\n\nAcked-by: J\xfcrgen\n"
        b"\nAcked-by: J\xfcrgen\n"
    )
    landed = pull_repos(repo)
    assert landed.row("person_credit", sha=sha, role="author")["name"] == "Adä"
    assert [name for _, _, name, _, _ in credits_of(landed, sha)] == ["Jürgen", "Jürgen"]


def test_a_bare_repository_uses_the_committed_mailmap(repo, new_repo, pull_repos):
    repo.commit("Map\n\nAcked-by: ada@example.com\n", {".mailmap": "Ada L <ada@example.com>\n"})
    bare = new_repo("bare.git", "--bare")
    repo.git("push", "-q", bare.path, "main")
    landed = pull_repos(bare)
    assert landed.result.scope == "bare"
    assert [row["mapped_name"] for row in landed.rows("person_credit")] == ["Ada L"] * 3


def test_a_mailmap_that_is_not_committed_is_not_used(repo, pull_repos):
    repo.commit("Work")
    repo.write(".mailmap", "Somebody Else <ada@example.com>\n")
    assert {r["mapped_name"] for r in pull_repos(repo).rows("person_credit")} == {"Ada Brandt"}


def test_a_changed_mailmap_corrects_everybody(repo, pull_repos):
    first = repo.commit("Work\n\nHelped-by: Ada <ada@example.com>\n", author=ADA)
    pull_repos(repo)
    second = repo.commit("Map", {".mailmap": "Ada Lindqvist <ada@example.com>\n"})
    landed = pull_repos(repo)
    rows = landed.rows("person_credit")
    assert {row["sha"] for row in rows} == {first, second}
    assert {row["mapped_name"] for row in rows} == {"Ada Lindqvist"}
    assert {row["observed_at"] for row in rows} == {"2026-03-03T12:00:00Z"}
    assert landed.complete() == {"commit", "tag"}
