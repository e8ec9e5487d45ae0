"""Finds out whether a base URL is Confluence Cloud or Data Center."""

from connectors.confluence import cloud, data_center
from connectors.confluence.settings import Settings
from connectors.confluence.site import Site
from connectors.errors import BadPayload, NotFound, Permanent, RedirectRefused
from connectors.rest.http import HttpClient


class NoConfluence(Permanent):
    """Neither Cloud's nor Data Center's interface answers there."""

    code = "NO_CONFLUENCE"
    action = "correct base_url: the site on Cloud, with the context path on Data Center"


def site_url(settings: Settings) -> str:
    """The base URL below which both interfaces are looked for."""
    return settings.base_url.rstrip("/").removesuffix("/wiki")


def find_site(settings: Settings, http: HttpClient) -> Site:
    """Asks for a list of spaces, as Cloud and then as Data Center offers it.

    Raises:
        NoConfluence: Neither answers with one.
        SourceError: The credential is refused, or nothing answers at all.
    """
    url = site_url(settings)
    if _lists_spaces(http, f"{cloud.API}/spaces"):
        return cloud.Cloud(settings, http, url)
    if _lists_spaces(http, f"{data_center.API}/space"):
        return data_center.DataCenter(settings, http, url)
    raise NoConfluence("no interface of Confluence answers at base_url")


def _lists_spaces(http: HttpClient, path: str) -> bool:
    try:
        http.get(path, {"limit": "1"}).rows_of("results")
    except (NotFound, BadPayload, RedirectRefused):
        # A path that a server does not know may lead to a page to log in, here or elsewhere.
        return False
    return True
