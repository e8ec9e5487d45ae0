"""Published pages in a real browser."""

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.transforms.invented import ABOUT, company
from transforms.render.site import write_site

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = {
    "index": "index.html",
    "rich person": f"people/{'a' * 16}.html",
    "hostile name": f"people/{'b' * 16}.html",
    "empty person": f"people/{'c' * 16}.html",
    "right-to-left name": f"people/{'d' * 16}.html",
    "method": "method.html",
    "records": "records.html",
    "coverage": "coverage.html",
}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing: the test reads what the browser asked for."""


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("published")
    with company(folder / "unsung.duckdb") as con:
        write_site(con, folder / "site", ABOUT)
    handler = partial(QuietHandler, directory=str(folder / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS) as browser,
    ):
        yield browser


@pytest.fixture(params=PAGES.values(), ids=PAGES.keys())
def path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def open_page(browser: Browser, url: str, **options: object) -> Page:
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
    page.goto(url)
    return page


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_axe_finds_nothing(
    browser: Browser, origin: str, path: str, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 900}
    page = open_page(browser, origin + path, bypass_csp=True, viewport=size, color_scheme=scheme)
    result = Axe().run(page, options=RULES)
    page.context.close()
    assert result["passes"]
    assert [
        (broken["id"], node["html"]) for broken in result["violations"] for node in broken["nodes"]
    ] == []


def test_pages_ask_for_nothing_elsewhere_and_stay_silent(
    browser: Browser, origin: str, path: str
) -> None:
    page = browser.new_context().new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(origin + path, wait_until="networkidle")
    page.context.close()
    assert [url.removeprefix(origin) for url in asked] == [path, "style.css"]
    assert said == []


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_never_scroll_sideways(browser: Browser, origin: str, path: str, width: int) -> None:
    page = open_page(browser, origin + path, viewport={"width": width, "height": 900})
    needed = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert needed <= width


def test_names_are_text_and_bring_no_elements(browser: Browser, origin: str) -> None:
    for name in ("hostile name", "index"):
        page = open_page(browser, origin + PAGES[name])
        assert page.locator("img, script, iframe").count() == 0
        assert page.get_by_text("<img src=x onerror=alert(1)>evil").count() == 1
        page.context.close()


def test_the_first_tab_stop_skips_to_the_content(browser: Browser, origin: str, path: str) -> None:
    page = open_page(browser, origin + path)
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text() == "Skip to the content"
    assert focused.bounding_box()["y"] >= 0
    page.context.close()


def test_every_person_is_reached_from_the_index(browser: Browser, origin: str) -> None:
    page = open_page(browser, origin + "index.html")
    page.get_by_role("link", name="Imani Okafor").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Imani Okafor"
    page.get_by_role("link", name="People").click()
    assert page.url == origin + "index.html"
    page.context.close()


def test_links_into_tools_give_no_page_away(browser: Browser, origin: str) -> None:
    page = open_page(browser, origin + PAGES["rich person"])
    links = page.locator("a[href^='https:']")
    relations = links.evaluate_all("found => found.map(link => link.rel)")
    page.context.close()
    assert relations
    assert set(relations) == {"noopener noreferrer"}
