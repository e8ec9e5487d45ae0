"""Files that name people: minutes of meetings, and tables of who is paired with whom."""

import hashlib

import pytest

from connectors.git import STREAMS
from connectors.git.markup import lines, markdown
from connectors.text.scribes import mention_hash, name_hash, present_names, scribe_hashes

MINUTES = [stream for stream in STREAMS if stream.walk == "minutes"]
PAIRING = [stream for stream in STREAMS if stream.name == "pairing"]
GRAPH = [stream for stream in STREAMS if stream.walk in ("history", "side_commit")]
CANARY = "canary-91ab"
ADA, BO, CY = (name_hash(name) for name in ("Ada Brandt", "Bo Sample", "Cy Novák"))
PATH = "minutes/2026-11-03.md"
BODY = f"# Sync\n\nScribe: Ada Brandt\n\n## Attendees\n\n- Bo Sample\n- Cy Novák\n\n{CANARY}\n"
TABLE = "| Role | Lead | Shadow(s) |\n|---|---|---|\n| CI | Ada Brandt | Bo Sample, @cy |\n"


@pytest.fixture
def pull_minutes(pull_repos):
    pull_repos.settings["read_minutes"] = "on"
    return lambda repo, **options: pull_repos(repo, streams=MINUTES, **options)


@pytest.fixture
def pull_pairs(pull_repos):
    pull_repos.settings["pairing_tables"] = ["releases/*/team.md"]
    return lambda repo, **options: pull_repos(repo, streams=PAIRING, **options)


def people(landed):
    return {
        (r["path"], r["role"], r["rule_id"], r["name_hash"]) for r in landed.rows("minutes_person")
    }


def scribed(body, path="m.md"):
    return scribe_hashes(lines(markdown(path, body)))


def present(body, path="m.md"):
    return present_names(lines(markdown(path, body)))


def test_minutes_and_whom_they_name_are_kept_and_no_body(repo, pull_minutes):
    repo.commit("One", {PATH: BODY, "README.md": BODY, "src/2026-11-03.md": BODY})
    landed = pull_minutes(repo)
    (row,) = landed.rows("minutes")
    assert row == {
        "repository": "lighthouse",
        "path": PATH,
        "minutes_id": hashlib.sha256(f"lighthouse\0{PATH}".encode()).hexdigest(),
        "held_on": "2026-11-03",
        "rule_id": "M4",
        "scribe_count": 1,
        "present_count": 2,
        "observed_at": "2026-03-02T12:00:00Z",
    }
    expected = {("scribe", "W1", ADA), ("present", "present", BO), ("present", "present", CY)}
    assert people(landed) == {(PATH, *each) for each in expected}
    assert landed.complete() == {"minutes", "minutes_person"}
    files = [path.read_bytes() for path in landed.folder.rglob("*") if path.is_file()]
    assert not any(word in b"".join(files) for word in (CANARY.encode(), b"Ada", b"Bo S"))


def test_a_scribe_line_that_names_nobody_makes_minutes_and_is_counted(repo, pull_minutes):
    repo.commit("One", {PATH: f"Scribe: [name]\n\nScribe: @tbd, {CANARY}\n\nScribe: Bo\n"})
    landed = pull_minutes(repo)
    assert landed.row("minutes", path=PATH)["scribe_count"] == 2
    told = {(r["form"], r["line_number"], r["name_hash"]) for r in landed.rows("minutes_person")}
    assert told == {
        ("nobody", 1, name_hash("nobody:1")),
        ("first", 2, name_hash(CANARY)),
        ("first", 3, name_hash("Bo")),
    }


def test_the_first_word_of_every_name_is_kept_as_a_hash(repo, pull_minutes):
    repo.commit("One", {PATH: BODY})
    rows = pull_minutes(repo).rows("minutes_person")
    assert {(r["role"], r["form"], r["first_name_hash"]) for r in rows} == {
        ("scribe", "full", name_hash("Ada")),
        ("present", "full", name_hash("Bo")),
        ("present", "full", name_hash("Cy")),
    }


def test_nothing_is_read_unless_it_is_switched_on(repo, pull_repos):
    repo.commit("One", {PATH: BODY, "releases/1/team.md": TABLE})
    landed = pull_repos(repo, streams=STREAMS)
    assert [result.error for result in landed.results] == [None] * 4
    assert not any(landed.rows(s.name) for s in (*MINUTES, *PAIRING))
    alone = pull_repos({"path": repo.path, "name": "alone"}, streams=GRAPH)
    assert landed.connector.requests == alone.connector.requests


def test_switched_off_for_a_while_it_goes_on_from_where_it_was(repo, pull_repos, pull_minutes):
    repo.commit("One", {PATH: BODY})
    pull_minutes(repo)
    pull_repos.settings.clear()
    repo.commit("Two", {PATH: BODY.replace("Ada Brandt", "Bo Sample")})
    landed = pull_repos(repo, streams=MINUTES)
    assert (landed.count, landed.complete()) == (0, set())
    pull_repos.settings["read_minutes"] = "on"
    assert (PATH, "scribe", "W1", BO) in people(pull_minutes(repo))


def test_only_a_change_of_such_a_file_is_read_again(repo, pull_minutes):
    repo.commit("One", {PATH: BODY})
    pull_minutes(repo)
    assert (idle := pull_minutes(repo)).count == 0
    repo.commit("Two", {"src/a": "1\n"})
    other = pull_minutes(repo)
    assert (other.count, other.complete()) == (0, set())
    assert other.connector.requests == idle.connector.requests + 1
    repo.commit("Three", {PATH: BODY.replace("Ada Brandt", "Bo Sample")})
    changed = pull_minutes(repo)
    assert (PATH, "scribe", "W1", BO) in people(changed)
    assert changed.complete() == {"minutes", "minutes_person"}


def test_a_deleted_or_renamed_file_is_missing_in_a_complete_listing(repo, pull_minutes):
    repo.commit("One", {PATH: BODY, "notes/2026/11/04.txt": BODY})
    assert len(pull_minutes(repo).rows("minutes")) == 2
    (repo.path / PATH).unlink()
    repo.git("mv", "notes/2026/11/04.txt", "notes/20261104-sync.txt")
    repo.commit("Two")
    landed = pull_minutes(repo)
    assert [row["path"] for row in landed.rows("minutes")] == ["notes/20261104-sync.txt"]
    assert landed.complete() == {"minutes", "minutes_person"}


def test_links_submodules_binaries_and_huge_files_are_no_minutes(repo, pull_minutes):
    start = repo.commit("One", {"x.md": BODY, "minutes/2026-11-05.md": BODY + " " * 1024 * 1024})
    repo.write("minutes/2026-11-06.md", BODY.encode() + b"\0")
    (repo.path / "minutes/2026-11-07.md").symlink_to("../x.md")
    repo.git("add", "--all")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{start},minutes/2026-11-08.md")
    tree = repo.git("write-tree").encode()
    content = b"author A <a@example.com> 1 +0000\ncommitter A <a@example.com> 1 +0000\n\nLinks\n"
    raw = b"tree " + tree + f"\nparent {start}\n".encode() + content
    sha = repo.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=raw)
    repo.git("update-ref", "refs/heads/main", sha)
    landed = pull_minutes(repo)
    assert (landed.count, landed.complete()) == (0, {"minutes", "minutes_person"})


def test_a_body_in_another_encoding_still_tells_whom_it_can(repo, pull_minutes):
    body = "Scribe: Ada Brandt, René\n".encode("latin-1")
    repo.commit("One", {PATH: body, "minutes/2026-11-04.md": b"\xef\xbb\xbfScribe: Bo Sample\n"})
    landed = pull_minutes(repo)
    assert {(PATH, "scribe", "W1", ADA), ("minutes/2026-11-04.md", "scribe", "W1", BO)} <= people(
        landed
    )
    assert landed.row("minutes", path=PATH)["scribe_count"] == 2


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("minutes/rolling.md", BODY),
        ("minutes/2026-13-03.md", BODY),
        ("minutes/2026-11-03.py", BODY),
        ("release-notes/2026-11-03.md", BODY),
        (PATH, "# Agenda\n\n- Budget\n- Scribe\n"),
    ],
    ids=["rolling", "no-date", "no-text", "no-folder", "no-people"],
)
def test_what_is_not_clearly_minutes_is_none(repo, pull_minutes, path, body):
    repo.commit("One", {path: body})
    assert pull_minutes(repo).rows("minutes") == []


def test_a_listing_of_several_batches_starts_again_when_it_is_interrupted(repo, pull_repos):
    pull_repos.settings["read_minutes"] = "on"
    repo.commit("One", {f"minutes/2026-11-{day:02}.md": BODY for day in range(1, 10)})
    connector = pull_repos.connector(repo, batch_records=4)
    (scope,) = connector.scopes()

    def read(cursor):
        return list(connector.read(MINUTES, scope, cursor, lambda *_: iter(())))

    def keys(batches):
        return {
            (r.path, getattr(r, "name_hash", ""))
            for b in batches
            for p in b.records.values()
            for r in p
        }

    batches = read(None)
    assert len(batches) > 3
    assert [bool(batch.complete) for batch in batches] == [False] * (len(batches) - 1) + [True]
    for batch in batches[:-1]:
        assert keys(read(batch.cursor)) == keys(batches)
    assert read(batches[-1].cursor) == []


def test_an_unborn_branch_and_a_missing_file_delete_nothing(repo, pull_minutes):
    assert pull_minutes(repo).complete() == set()
    repo.commit("One", {PATH: BODY})
    blob = repo.git("rev-parse", f"HEAD:{PATH}")
    (repo.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    (failed,) = pull_minutes(repo).results
    assert failed.error is not None
    assert failed.error.code == "PERMANENT"
    assert "Ada" not in str(failed.error)
    repo.git("symbolic-ref", "HEAD", "refs/heads/none")
    assert pull_minutes(repo).complete() == set()


@pytest.mark.parametrize(
    "body",
    [
        "---\nscribe: Ada Brandt\n---\nText",
        "**Scribe:** Ada Brandt",
        "- Note taker: *Ada  brandt*",
        "Minutes by: Ada Brandt <ada@example.com>",
        "Scribe: Ada Brandt (@ada, Acme)",
        "* __Scribe__: Ada Brandt @ada",
        "| Scribe | Ada Brandt |\n|---|---|\n| Room | 5 |",
        "1. Scribe: `Ada` Brandt".replace("`", ""),
        "- Scribe:\n  - Ada Brandt\n- Topics\n  - Bo Sample",
        "Scribe: [Ada Brandt](https://example.com/ada)",
        "## Scribes\n\n- Ada Brandt (intros)\n\n## Agenda\n\n- Bo Sample",
        "## Scribe\n\n- Ada Brandt\n- TBD\n- N/A\n- `<name>`",
        "**Scribe(s):** Ada Brandt\n{: .people}",
        "_Notes by Ada Brandt_",
        "Minutes taken by: Ada Brandt",
        "Minute taker: Ada Brandt",
        "Scribed by Ada Brandt",
    ],
)
def test_scribe_lines_in_the_forms_of_markdown_name_one_person(body):
    assert scribed(body) == [ADA]


def test_handles_profiles_addresses_and_several_scribes_are_told_apart():
    login, other = mention_hash("login", "ada"), mention_hash("login", "bo-s")
    assert scribed("Scribe: @Ada, [Bo](https://github.com/bo-s)") == [login, other]
    assert scribed("Scribe: @ada @bo-s") == [login, other]
    assert scribed("Scribe: `@ada` and Bo Sample") == [login, BO]
    assert scribed("Scribe: [Ada](mailto:Ada@example.com)") == [
        mention_hash("email", "ada@example.com")
    ]
    assert scribed("Scribe: ada") == [name_hash("ada")]
    assert scribed("Scribe: [Bo Sample](https://bo.github.io/bo)") == [BO]
    assert scribed("Scribe: Cy Nova\u0301k") == [CY]


@pytest.mark.parametrize(
    "body",
    ["```\nScribe: Ada Brandt\n```", "<!-- Scribe: Ada Brandt -->", "> Scribe: Ada Brandt",
     "- [ ] Scribe: Ada Brandt", "We thank the scribe: Ada", "| Scribe | Attendees |\n|---|---|",
     "| Scribe | Day | Room |\n|---|---|---|\n| x | y | z |", "- Scribe\n- Budget", "Scribe: TBD",
     "Scribe: N/A", "Notes by topic", "Notes by the end of the week", "Scribe: {{ page.scribe }}"],
)  # fmt: skip
def test_code_comments_quotes_and_open_boxes_name_nobody(body):
    assert scribed(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "Present: Ada Brandt, Bo Sample",
        "## Attendees\n\n- Ada Brandt (chair)\n- Bo Sample\n\n## Agenda\n\n- Cy Novák",
        "## Attendees\n\nAda Brandt\nBo Sample\n\nCy Novák said no",
        "Participants\n============\n\n* Ada Brandt\n* Bo Sample",
        "attendees:\n  - Ada Brandt\n  - Bo Sample\nscribe: Cy",
        "- Attendees:\n  - Ada Brandt\n  - Bo Sample\n- Agenda:\n  - Cy Novák",
        "**Remote attendees:**\n\n| Name | At |\n|---|---|\n| Ada Brandt | X |\n| Bo Sample | Y |",
        "## Attendees\n**Present:** Ada Brandt, Bo Sample\n\n**Regrets:** Cy Novák",
        "Present: Ada Brandt, <span>Bo Sample</span>, TBD, GitHub:, <b>",
        "## Present\n\n- [x] Ada Brandt\n- [ ] Cy Novák\n- [X] Bo Sample",
    ],
)
def test_those_present_are_read_from_lines_and_lists(body):
    assert present(body) == [ADA, BO]


def test_a_handle_behind_a_name_and_a_colon_is_who_was_present():
    expected = [mention_hash("login", "ada"), BO]
    assert present("## Present\n\n- Ada Brandt: @ada\n- Bo Sample\n- Regrets: Cy Novák") == expected


def test_pages_in_html_are_read_by_the_same_rules():
    body = (
        "<title>Scribe: No One</title><dl><dt>Present</dt><dd>Ada Brandt, Bo Sample</dd>"
        "<dt>Scribe</dt><dd><a href='https://github.com/ada'>Ada</a></dd></dl>"
        "<script>Scribe: x</script><pre>Scribe: y</pre>"
    )
    assert present(body, "m.html") == [ADA, BO]
    assert scribed(body, "m.html") == [mention_hash("login", "ada")]
    table = "<table><tr><th>Scribe</th><td><p>Ada Brandt</p></td></tr></table><p>Hi</p>"
    assert scribed(table, "m.htm") == [ADA]
    listed = "<h2>Attendees</h2><ul><li>Ada Brandt</li><li>Bo Sample</li></ul><h2>Notes</h2>"
    assert present(listed, "m.html") == [ADA, BO]


def test_minutes_of_a_site_that_jekyll_makes_are_read(repo, pull_minutes):
    body = (
        "---\nlayout: minutes\ntitle: Sync\n---\n# Sync\n{: .no_toc}\n\n## Attendees\n{: .no_toc}\n"
        "**Present:** Ada Brandt<br>Bo Sample, {{ page.guests }}\n\n**Guests:** \n\n"
        "**Scribe(s):** Cy Novák, Ada Brandt\n\n* TOC\n{:toc}\n"
    )
    repo.commit("One", {"_minutes/2026-11-03-sync.md": body})
    expected = {("scribe", CY), ("scribe", ADA), ("present", ADA), ("present", BO)}
    assert {(role, name) for _, role, _, name in people(pull_minutes(repo))} == expected


def test_leads_and_shadows_of_configured_tables_become_pairs(repo, pull_pairs):
    repo.commit("One", {"releases/2026-11-03/team.md": TABLE, "other/team.md": TABLE})
    landed = pull_pairs(repo)
    cy = mention_hash("login", "cy")
    common = {"repository": "lighthouse", "path": "releases/2026-11-03/team.md", "row_number": 1}
    common |= {"lead_hash": ADA, "role": "lead_shadow", "started_on": "2026-11-03"}
    common |= {"observed_at": "2026-03-02T12:00:00Z"}
    common |= {"lead_name_hash": None, "shadow_name_hash": None}
    assert landed.rows("pairing") == [
        {**common, "position": 0, "shadow_hash": BO},
        {**common, "position": 1, "shadow_hash": cy},
    ]
    (repo.path / "releases/2026-11-03/team.md").unlink()
    repo.commit("Two")
    gone = pull_pairs(repo)
    assert (gone.count, gone.complete()) == (0, {"pairing"})
