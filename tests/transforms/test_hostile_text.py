"""Nothing that a tool lets people write can change a page or a file name."""

import re
from pathlib import Path

import duckdb
import pytest

from tests.transforms.invented import (
    ABOUT,
    HOSTILE_NAME,
    add_coverage,
    add_person,
    insert,
    settle,
)
from tests.transforms.pages import HOSTILE, IMANI, Page, document, evidence_row, person_page
from transforms.render.profile import write_profiles
from transforms.render.site import write_site
from transforms.render.wording import link
from warehouse.errors import DataRefused


@pytest.mark.parametrize("person_id", ["../../escape", "A" * 16, "a" * 15, "a" * 16 + "\n", ""])
def test_an_id_that_is_no_file_name_is_refused(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, person_id: str
) -> None:
    add_person(con, person_id, "Imani Okafor")
    settle(con)
    with pytest.raises(DataRefused):
        write_profiles(con, tmp_path / "profiles", ABOUT)
    with pytest.raises(DataRefused):
        write_site(con, tmp_path / "site", ABOUT)
    assert not [path for path in tmp_path.rglob("*") if path.suffix == ".json"]


def test_names_cannot_inject_markup_or_change_direction(published: Path) -> None:
    for page in (person_page(published, HOSTILE), Page(published / "site" / "index.html")):
        assert not {"img", "script", "iframe"} & set(page.tags)
        assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
        assert "<img src=x onerror=alert(1)>evil" in page.text
        assert not re.search("[\u202e\x07]", "".join(page.pieces))
    assert document(published, HOSTILE)["person"]["display_name"] == HOSTILE_NAME


def test_titles_labels_and_containers_cannot_inject_markup(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    add_person(con, IMANI, "Imani Okafor")
    bad = "\"'><script>alert(1)</script>{{ 7 * 7 }}\u2066"
    row = evidence_row(title=bad, object_label=bad, container=bad, rule_id=bad, event_kind=bad)
    insert(con, "marts.profile_evidence", row)
    add_coverage(con, bad, scope=bad, source=bad, gap_code=bad)
    settle(con)
    write_site(con, tmp_path / "site", ABOUT)
    for path in (tmp_path / "site").rglob("*.html"):
        page = Page(path)
        assert "script" not in page.tags
        assert "\u2066" not in page.text
        assert "49" not in page.text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "http://code.lantern.example/7",
        "//code.lantern.example/7",
        "https://user@code.lantern.example/7",
        "https://code.lantern.example/7\n",
        "https://",
        " https://code.lantern.example/7",
        'https://code.lantern.example/"onclick=alert(1)',
        None,
    ],
)
def test_a_url_that_is_not_plain_https_is_text(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, url: str | None
) -> None:
    add_person(con, IMANI, "Imani Okafor")
    for number in range(2):
        insert(con, "marts.profile_evidence", evidence_row(url=url, event_id=f"event-{number}"))
    settle(con)
    write_site(con, tmp_path / "site", ABOUT)
    page = person_page(tmp_path, IMANI)
    assert "#7 Keep the light on" in page.text
    assert all(re.fullmatch(r"#content|(\.\./)?\w+\.html", target) for target in page.links)


@pytest.mark.parametrize(
    "url",
    ["https://code.lantern.example", "https://a.example:8443/x?y=1#z", "https://A.example/ü"],
)
def test_plain_https_stays_a_link(url: str) -> None:
    assert link(url) == url


def test_names_without_visible_signs_are_shown_as_unnamed(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    add_person(con, IMANI, "\u202e \x07")
    settle(con)
    write_site(con, tmp_path / "site", ABOUT)
    assert "unnamed" in person_page(tmp_path, IMANI).text
    assert "unnamed" in Page(tmp_path / "site" / "index.html").text


def test_no_page_scripts_styles_inline_or_lets_a_browser_load_anything(published: Path) -> None:
    policy = (
        "default-src 'none'; style-src 'self'; img-src 'self' data:;"
        " base-uri 'none'; form-action 'none'"
    )
    for path in (published / "site").rglob("*.html"):
        page = Page(path)
        assert ("content", policy) in page.attributes
        assert ("content", "no-referrer") in page.attributes
        assert not {"script", "style", "img", "form", "iframe"} & set(page.tags)
        assert "style" not in {name for name, _ in page.attributes}
