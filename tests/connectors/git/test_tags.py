"""Tags as git keeps them."""

from tests.connectors.git.conftest import NOON, identity

TAGGER = identity("Noor Saar <noor@example.com>", NOON)


def test_annotated_lightweight_nested_and_blob_tags_are_listed(repo, pull_repos):
    sha = repo.commit("One", {"a": "1\n"})
    blob = repo.git("rev-parse", "HEAD:a")
    repo.git("remote", "add", "origin", "https://noor:hunter2@github.com/acme/sea.git")
    repo.git("tag", "light")
    repo.git("tag", "-a", "-m", "Note", "rel/1.0#a", **TAGGER)
    repo.git("tag", "-a", "-m", "Nested", "nested", "rel/1.0#a", **TAGGER)
    repo.git("tag", "key", blob)
    landed = pull_repos(repo)
    common = {"repository": "acme/sea", "observed_at": "2026-03-02T12:00:00Z"}
    nobody = {"tagger_name": None, "tagger_email": None, "tagged_at": None, "is_annotated": False}
    noor = {
        "tagger_name": "Noor Saar",
        "tagger_email": "noor@example.com",
        "tagged_at": "2023-11-14T22:13:20Z",
        "is_annotated": True,
    }
    page = "https://github.com/acme/sea/releases/tag/"
    assert landed.rows("tag") == [
        {**common, **nobody, "name": "key", "target_sha": blob, "url": f"{page}key"},
        {**common, **nobody, "name": "light", "target_sha": sha, "url": f"{page}light"},
        {**common, **noor, "name": "nested", "target_sha": sha, "url": f"{page}nested"},
        {**common, **noor, "name": "rel/1.0#a", "target_sha": sha, "url": f"{page}rel/1.0%23a"},
    ]
    assert landed.complete() == {"commit", "tag"}


def test_a_tag_without_a_tagger_is_annotated_by_nobody(repo, pull_repos):
    sha = repo.commit("One")
    tag = f"object {sha}\ntype commit\ntag old\n\nNote\n".encode()
    repo.git("update-ref", "refs/tags/old", repo.git("mktag", "--no-strict", stdin=tag))
    row = pull_repos(repo).row("tag", name="old")
    found = (row["is_annotated"], row["tagger_name"], row["tagged_at"], row["target_sha"])
    assert found == (True, None, None, sha)


def test_tags_are_listed_again_in_full_when_one_moves_or_goes(repo, pull_repos):
    first = repo.commit("One")
    second = repo.commit("Two")
    repo.git("tag", "a", first)
    repo.git("tag", "b", first)
    pull_repos(repo)
    repo.git("tag", "-f", "a", second)
    repo.git("tag", "-d", "b")
    landed = pull_repos(repo)
    assert [(row["name"], row["target_sha"]) for row in landed.rows("tag")] == [("a", second)]
    assert landed.complete() == {"tag"}
    assert landed.rows("commit") == []


def test_many_tags_come_in_batches_and_the_last_completes_them(repo, pull_repos):
    repo.commit("One")
    for n in range(7):
        repo.git("tag", f"t{n}")
    landed = pull_repos(repo, batch_records=3)
    assert [row["name"] for row in landed.rows("tag")] == [f"t{n}" for n in range(7)]
    assert landed.complete() == {"commit", "tag"}
    assert pull_repos(repo).count == 0
