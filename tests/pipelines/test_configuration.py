"""Configurations full of nonsense: every finding at once, by line and column, no secret shown."""

import os
import subprocess
import sys
import tempfile
import typing
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipelines.config import read_config
from pipelines.errors import ConfigError
from pipelines.tools import find_tools

TOKEN = "ghp_0123456789abcdefABCDEF0123456789abcd"  # noqa: S105  # because it is invented
HEAD = "organization: Acme\npurpose: open_source\n"
GOOD: Mapping[str, Mapping[str, Any]] = {
    "git": {"repositories": [{"path": "."}]},
    "github": {"token_env": "T", "repositories": ["acme/widget"]},
    "jira": {"base_url": "https://a.example", "token_env": "T", "projects": ["OPS"]},
    "confluence": {"base_url": "https://a.example", "token_env": "T", "spaces": ["ENG"]},
    "pagerduty": {"token_env": "T"},
    "google": {"credentials_file_env": "G", "domain": "acme.example"},
    "claims": {"self_reports": "a.csv"},
    "roster": {"roster": "people.csv"},
}
GIT = "sources: {git: {repositories: [{path: .}]}}\n"
WRITTEN = {
    "nothing": ("", "document: it must be a mapping"),
    "a list": ("- a\n- b\n", "document: it must be a mapping"),
    "a word": ("Acme\n", "document: it must be a mapping"),
    "only a comment": ("# later\n", "document: it must be a mapping"),
    "a tab": ("organization: Acme\n\tpurpose: x\n", "line 2 column 1: not valid YAML"),
    "an open bracket": (f"{HEAD}sources: [", "not valid YAML"),
    "no space after a colon": ("organization:Acme\npurpose: open_source\n", "not valid YAML"),
    "an open quote": ('organization: "Acme\n', "not valid YAML"),
    "a tag": (f"{HEAD}sources: !!python/object:os.system {{}}\n", "not valid YAML"),
    "an alias": (f"a: &x [1]\nb: *x\n{HEAD}", "it uses a YAML alias"),
    "two documents": (f"{HEAD}{GIT}---\n{HEAD}", "not valid YAML"),
    "a key twice": (
        f"{HEAD}{GIT}purpose: own_view\n",
        "line 4 column 1: the key is already on line 2",
    ),
    "a nested key twice": (
        f"{HEAD}sources:\n  git: {{repositories: [{{path: ., path: x}}]}}\n",
        "line 4 column 34: the key is already on line 4",
    ),
    "a date that is none": (
        f"{HEAD}sources: {{pagerduty: {{token_env: T, since: 2026-13-45}}}}\n",
        "a date",
    ),
    "a number in eights": (
        f"{HEAD}sources: {{git: {{repositories: [{{path: .}}], threads: 010}}}}\n",
        "line 3 column 53: YAML reads this number as another one",
    ),
    "a number in sixties": (
        f"{HEAD}sources: {{git: {{repositories: [{{path: .}}], threads: 1:30}}}}\n",
        "YAML reads this number as another one",
    ),
    "a misspelt key of a repository": (
        f"{HEAD}sources: {{git: {{repositories: [{{paht: .}}]}}}}\n",
        "sources.git.repositories.0.paht: unknown key (did you mean path?)",
    ),
    "one variable for two secrets": (
        f"{HEAD}sources: {{jira: {{base_url: https://a.example, email_env: T, token_env: T}}}}\n",
        "sources.jira.token_env: email_env names the same variable",
    ),
    "the web page of GitHub": (
        f"{HEAD}sources: {{github: {{base_url: https://github.com, token_env: T}}}}\n",
        "sources.github.base_url: it is the address of the website, not of the API",
    ),
    "a token of small letters": (
        f"{HEAD}sources: {{pagerduty: {{token_env: a1b2c3d4e5f60718293a4b5c6d7e8f90}}}}\n",
        "sources.pagerduty.token_env: this is not the name of an environment variable",
    ),
    "no organization": ("purpose: open_source\n" + GIT, "organization: it is missing"),
    "no purpose": ("organization: A\n" + GIT, "purpose: it is missing"),
    "a blank organization": (
        'organization: " "\npurpose: open_source\n' + GIT,
        "line 1 column 15: organization: it is empty",
    ),
    "a misspelt purpose": (
        "organization: A\npurpose: opensource\n" + GIT,
        "line 2 column 10: purpose: it must be one of",
    ),
    "a misspelt key": (
        f"{HEAD}data_dri: x\n{GIT}",
        "line 3 column 1: data_dri: unknown key (did you mean data_dir?)",
    ),
    "no sources": (HEAD, "sources: nothing to read"),
    "empty sources": (f"{HEAD}sources: {{}}\n", "sources: nothing to read"),
    "sources as a list": (
        f"{HEAD}sources: [git]\n",
        "line 3 column 10: sources: it must be a mapping",
    ),
    "a misspelt source": (
        f"{HEAD}sources: {{githbu: {{}}}}\n",
        "line 3 column 11: sources.githbu: unknown source (did you mean github?)",
    ),
    "a source without settings": (
        f"{HEAD}sources: {{git: }}\n",
        "sources.git: it must be a mapping",
    ),
    "a misspelt stream": (
        f"{HEAD}sources: {{git: {{repositories: [{{path: .}}], streams: [comit]}}}}\n",
        "sources.git.streams.0: unknown stream comit (did you mean commit?)",
    ),
    "no streams": (
        f"{HEAD}sources: {{git: {{repositories: [{{path: .}}], streams: []}}}}\n",
        "sources.git.streams: it is empty",
    ),
    "a repository twice": (
        f"{HEAD}sources: {{github: {{token_env: T, repositories: [a/b, a/b]}}}}\n",
        "repositories.1: it is in the list already",
    ),
    "a repository without an owner": (
        f"{HEAD}sources: {{github: {{token_env: T, repositories: [widget]}}}}\n",
        "repositories.0: it must match",
    ),
    "no credential": (
        f"{HEAD}sources: {{github: {{repositories: [a/b]}}}}\n",
        "give either token_env or app_id",
    ),
    "two credentials": (
        f"{HEAD}sources: {{github: {{repositories: [a/b], token_env: T, app_id: 1,"
        " app_private_key_env: K, installation_id: 2}}\n",
        "and not both",
    ),
    "a data folder that is a file": (
        f"{HEAD}data_dir: unsung.yaml\n{GIT}",
        "data_dir: it is a file",
    ),
    "a size that is none": (
        f"{HEAD}store: {{memory_limit: much}}\n{GIT}",
        "store.memory_limit: it must match",
    ),
    "days that are none": (
        f"{HEAD}landing: {{keep_days: 0}}\n{GIT}",
        "landing.keep_days: it is less than 1",
    ),
    "a credit policy that is not there": (
        f"{HEAD}credit_policy: no.yaml\n{GIT}",
        "credit_policy: no.yaml: No such file",
    ),
    "a credit policy that is a folder": (f"{HEAD}credit_policy: .\n{GIT}", "Is a directory"),
    "people without a roster": (
        f"{HEAD}people: {{absences: a.csv}}\n",
        "people.roster: it is missing",
    ),
    "people with a misspelt table": (
        f"{HEAD}people: {{roster: p.csv, absence: a.csv}}\n",
        "people.absence: unknown key (did you mean absences?)",
    ),
    "people with an inner key": (
        f"{HEAD}people: {{roster: p.csv, known_duties: [x]}}\n",
        "people.known_duties: unknown key",
    ),
    "a purpose without a roster": (
        "organization: A\npurpose: promotion_review\n" + GIT,
        "people: promotion_review is about people",
    ),
    "claims of nothing": (
        f"{HEAD}sources: {{claims: {{}}}}\n",
        "name self_reports, peer_notes or both",
    ),
    "a sheet without a credential": (
        f"{HEAD}people: {{roster: {{sheet: abcdefghijkl, tab: A}}}}\n",
        "needs credentials_file_env",
    ),
}
SECRETS = {
    "a GitHub token": TOKEN,
    "a fine-grained token": "github_pat_11ABCDEFG0123456789_abcdefghijklmnop",
    "an Atlassian token": "ATATT3xFfGF0abcdefgh",
    "a random word": "aB3dE5gH7jK9mN1pQ3sT5vW7",
    "words": "my token",
    "a URL": "https://a.example/secret",
    "a key": "-----BEGIN PRIVATE KEY-----",
}
BASES = (
    "http://a.example",
    "a.example",
    "https://u:p@a.example",
    "https://a.example?x=1",
    "ftp://a.example",
    "https://",
    "https://[",
)
WRONG_TYPES: tuple[Any, ...] = (None, {"x": 1}, [{"y": 2}], -7, "\u0000?", True)


def _matrix() -> Iterator[Any]:
    """Every setting of every tool with a value of another type."""
    for tool, settings in find_tools().items():
        for key, info in settings.settings.model_fields.items():
            for value in WRONG_TYPES:
                if _takes(info.annotation, value):
                    continue
                yield pytest.param(tool, {key: value}, key, id=f"{tool}.{key}={value!r}")
        yield pytest.param(tool, {"tokne": "x"}, "tokne", id=f"{tool}: a key that is none")


def _takes(hint: Any, value: Any) -> bool:
    """Whether a value may be right: then it is no nonsense."""
    kinds = {hint, *typing.get_args(hint)}
    if value is None:
        return type(None) in kinds
    if value is True and hint is bool:
        return True
    return isinstance(value, str) and ("str" in str(hint) or "Path" in str(hint))


def _refusal(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    for line in str(caught.value).splitlines():
        assert line.startswith("CONFIG: ")
        assert "; " in line
    return str(caught.value)


@pytest.mark.parametrize(("text", "says"), WRITTEN.values(), ids=WRITTEN)
def test_what_people_write_is_told_by_line_and_column(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "unsung.yaml"
    path.write_text(text, encoding="utf-8")
    assert says in _refusal(path)


@pytest.mark.parametrize(("tool", "wrong", "key"), [*_matrix()])
def test_every_setting_of_every_tool_refuses_a_value_of_another_type(
    tmp_path: Path, tool: str, wrong: dict[str, Any], key: str
) -> None:
    settings = {**GOOD[tool], **wrong}
    people = settings if tool == "roster" else dict(GOOD["roster"])
    sources = {} if tool == "roster" else {tool: settings}
    document = {"organization": "A", "purpose": "own_view", "people": people, "sources": sources}
    path = tmp_path / "unsung.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    refusal = _refusal(path)
    assert f".{key}" in refusal
    assert " line " in refusal


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("place", ["token_env", "app_private_key_env"])
def test_a_secret_in_place_of_a_variable_is_refused_and_never_shown(
    tmp_path: Path, secret: str, place: str
) -> None:
    path = tmp_path / "unsung.yaml"
    path.write_text(f"{HEAD}sources:\n  github: {{repositories: [a/b], {place}: '{secret}'}}\n")
    refusal = _refusal(path)
    assert f"sources.github.{place}: this is not the name of an environment variable" in refusal
    assert secret not in refusal


@pytest.mark.parametrize("where", ["key", "source", "organisation"])
def test_a_secret_at_any_other_place_is_not_shown_either(tmp_path: Path, where: str) -> None:
    text = {
        "key": f"{HEAD}sources: {{github: {{{TOKEN}: 1}}}}\n",
        "source": f"{HEAD}sources: {{{TOKEN}: {{}}}}\n",
        "organisation": f"organisation: {TOKEN}\npurpose: {TOKEN}\n",
    }[where]
    path = tmp_path / "unsung.yaml"
    path.write_text(text)
    assert TOKEN not in _refusal(path)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("tool", ["github", "jira", "confluence", "pagerduty"])
def test_an_address_that_cannot_be_is_told_before_anything_is_sent(
    tmp_path: Path, tool: str, base: str
) -> None:
    path = tmp_path / "unsung.yaml"
    sources = {tool: {**GOOD[tool], "base_url": base}}
    document = {"organization": "A", "purpose": "open_source", "sources": sources}
    path.write_text(yaml.safe_dump(document))
    assert f"sources.{tool}.base_url: " in _refusal(path)


def test_every_finding_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "unsung.yaml"
    path.write_text("organisation: A\nsources:\n  gti: {}\n  git: {repositories: [], treads: 2}\n")
    refusal = _refusal(path)
    for words in (
        "organisation: unknown",
        "purpose: it is missing",
        "sources.gti: unknown source",
        "repositories: it is empty",
        "treads: unknown key (did you mean threads?)",
    ):
        assert words in refusal


def test_a_folder_a_huge_file_and_none_are_told_apart(tmp_path: Path) -> None:
    assert "Is a directory" in _refusal(tmp_path)
    assert "No such file" in _refusal(tmp_path / "no.yaml")
    (tmp_path / "huge.yaml").write_bytes(b"#" * 2_000_000)
    assert "2,000,000 bytes, too many" in _refusal(tmp_path / "huge.yaml")


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(lambda text: text.encode(), id="plain"),
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="UTF-8 with a mark"),
        pytest.param(lambda text: text.encode("utf-16"), id="UTF-16"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(lambda text: ("# über uns\n" + text + "\n\n").encode(), id="comments"),
    ],
)
def test_a_file_as_editors_save_it_says_the_same(tmp_path: Path, written: Any) -> None:
    path = tmp_path / "unsung.yaml"
    path.write_bytes(written(f"{HEAD.replace('Acme', 'Ærø')}{GIT}"))
    config = read_config(path)
    assert (config.organization, list(config.sources)) == ("Ærø", ["git"])


def test_an_encoding_that_is_none_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "unsung.yaml"
    path.write_bytes("purpose: open_source\norganization: Ærø\n".encode("latin-1"))
    assert "unsung.yaml line 2: it is not UTF-8" in _refusal(path)


def test_the_file_is_utf_8_in_every_locale(tmp_path: Path) -> None:
    path = tmp_path / "unsung.yaml"
    path.write_text(f"{HEAD.replace('Acme', 'Ærø')}{GIT}", encoding="utf-8")
    code = (
        "from pathlib import Path\nfrom pipelines.config import read_config\n"
        f"print(ascii(read_config(Path({str(path)!r})).organization))"
    )
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == r"'\xc6r\xf8'"


@given(st.binary(max_size=300) | st.text("{}[]:-,#&*!|>'\"%@ \n\tab1", max_size=80).map(str.encode))
def test_whatever_bytes_a_file_has_they_are_read_or_refused_with_words(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "unsung.yaml")
        path.write_bytes(content)
        with suppress(ConfigError):
            read_config(path)
