"""The Jira connector: which walk reads which stream, and what a pull knows of its scopes."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from connectors.atlassian import open_http
from connectors.errors import BadPayload
from connectors.jira import children, records
from connectors.jira.buddies import Reading
from connectors.jira.check import check_fields, check_language, check_project
from connectors.jira.cloud import Cloud
from connectors.jira.data_center import DataCenter
from connectors.jira.listing import Lister
from connectors.jira.records import Context
from connectors.jira.settings import Settings
from connectors.jira.site import ServerInfo, Site, Target, server_info
from connectors.jira.streams import STREAMS, Field
from connectors.jira.worklogs import worklogs
from connectors.rest.http import HttpClient
from connectors.rest.paging import Row
from connectors.settings import Finding, Runtime
from connectors.stream import Connector, Cursor, ParentKeys, Stream
from connectors.sync import Reader, Sync, if_changed, parse

_SPRINT_TYPE = "com.pyxis.greenhopper.jira:gh-sprint"
_WALKS = {stream.name: stream.walk or stream.name for stream in STREAMS}


def connect(settings: Settings, secrets: Mapping[str, str], runtime: Runtime) -> Connector:
    """Prepares Jira for reading; nothing is requested yet.

    Args:
        settings: What the operator configured.
        secrets: ``token``, and ``email`` for Cloud's API tokens.
        runtime: Clock, sleep and random.
    """
    email = secrets["email"] if settings.email_env is not None else None
    threads = settings.threads or 1
    http = open_http(settings.base_url, email, secrets["token"], runtime, threads)
    return Jira(settings, http)


class Jira(Reader):
    """One configured Jira, as `connectors.stream.Connector` wants it."""

    source = "jira"
    streams: Sequence[Stream] = STREAMS

    def __init__(self, settings: Settings, http: HttpClient) -> None:
        super().__init__()
        self._settings, self._http = settings, http
        self._threads = settings.threads or 1
        self._info: ServerInfo | None = None
        self._lists: dict[str, list[Row]] = {}
        self._targets: dict[str, Target] = {}

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._http.requests

    def scopes(self) -> Sequence[str]:
        """The configured projects; a pull begins here."""
        self._targets.clear()
        self.coverage.begin()
        self._lists.clear()
        return list(dict.fromkeys(self._settings.projects))

    def check(self) -> Iterator[Finding]:
        """Says of every project whether it can be read."""
        for scope in self.scopes():
            yield from check_project(self._site(), scope)
        if not self._server().is_cloud:
            yield from check_language(self._site())
        if self._settings.onboarding is not None:
            yield from check_fields(self._site(), self._settings.onboarding)

    def _server(self) -> ServerInfo:
        if self._info is None:
            self._info = server_info(self._settings, self._http)
        return self._info

    def _site(self) -> Site:
        cloud = self._server().is_cloud
        return Cloud(self._http) if cloud else DataCenter(self._http, self._threads)

    def _target(self, scope: str) -> Target:
        if scope not in self._targets:
            answer = self._http.get(f"{self._site().api}/project/{scope}")
            row = answer.body
            if not isinstance(row, dict) or not isinstance(row.get("key"), str):
                raise BadPayload("a project came without a key")
            web = self._server().web
            self._targets[scope] = Target(scope, row["key"], row, web, answer.date)
        return self._targets[scope]

    def _rows(self, name: str) -> list[Row]:
        """A list of the site, asked for once in a pull."""
        if name not in self._lists:
            self._lists[name] = self._http.get(f"{self._site().api}/{name}").rows()
        return self._lists[name]

    def _context(self, target: Target) -> Context:
        return Context(
            target.web, target.date, self._site().account, titles=self._settings.titles == "on"
        )

    def sync(
        self, walk: Sequence[Stream], scope: str, cursor: Cursor | None, parents: ParentKeys
    ) -> Sync:
        """Reads one listing of a project."""
        target = self._target(scope)
        site, context, stream = self._site(), self._context(target), walk[0]
        name = _WALKS[stream.name]
        if name == "project":
            row = parse("project", records.project, target.row, context)
            named = [[[row.lead_id]]] if row.lead_id else []
            yield from if_changed("project", [row], cursor, changed={"project": named})
            return target.date
        if name == "field":
            yield from if_changed("field", self._field_records(context), cursor)
            return target.date
        if name == "status":
            rows = self._rows("status")
            found = [parse("status", records.status, row, context) for row in rows]
            yield from if_changed("status", found, cursor)
            return target.date
        if name == "issue":
            fields = self._field_records(context)
            sprint = next((each.field_id for each in fields if each.type == _SPRINT_TYPE), None)
            context = replace(context, sprint_field=sprint)
            names = {each.name for each in walk}
            wants = ("comment" in names, "pairing" in names)
            lister = Lister(site, target, context, self._threads, *wants, self._reading())
            return (yield from lister.walk(cursor))
        listings = [_WALKS[parent] for parent in stream.children_of]
        covered = self.coverage.of_parents(scope, listings, target.date)
        if name == "change":
            yield from children.changes(site, context, cursor, parents, self._threads)
        elif name == "worklog":
            yield from worklogs(site, context, cursor, parents, covered)
        else:
            yield from children.users(site, context, cursor, stream.children_of, parents)
        return covered

    def _reading(self) -> Reading | None:
        rules = self._settings.onboarding
        if rules is None:
            return None
        return Reading(rules, hashlib.sha256(rules.model_dump_json().encode()).hexdigest())

    def _field_records(self, context: Context) -> list[Field]:
        return [parse("field", records.field, row, context) for row in self._rows("field")]
