"""Which rows a path and query answer, in PagerDuty's order and pages, within its limits."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.pagerduty import render
from sandbox.pagerduty.model import Account
from sandbox.pagerduty.render import Json
from sandbox.pagerduty.rows import Incident, LogEntry, Schedule, Team, User
from sandbox.server import Asked, Reply

VERSION = "application/vnd.pagerduty+json;version=2"
LONGEST_AUDIT = timedelta(days=31)
LONGEST_DUTY = timedelta(days=92)

_REFUSALS = {
    400: ("Invalid Input Provided", 2001),
    401: ("Unauthorized", 2006),
    403: ("Access Denied", 2010),
    404: ("Not Found", 2100),
    406: ("Not Acceptable", 2001),
    429: ("Rate Limit Exceeded", 2020),
}


@dataclass
class _List:
    """Rows in order, where the body holds them, and how each is rendered."""

    name: str
    rows: Sequence[Any]
    render: Callable[[Any], Json]


class Api:
    """Answers requests about an account.

    Attributes:
        page_cap: The most rows of a page, however many are asked for.
        ceiling: Pages whose offset and limit sum up to more are refused.
        has_totals: Whether ``total=true`` is answered.
        limit: Requests a minute.
        duty_limit: Requests a minute to the list of duty, which has a limit of its own.
        teams_of: The teams of each schedule by its id.
        person: Whose key it is, None for a key of the account.
        is_admin: Whether audit records may be read.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self.ceiling, self.has_totals = 10_000, True
        self.page_cap = 100
        self.limit, self.duty_limit = 960, 120
        self.teams_of: dict[str, tuple[Team, ...]] = {}
        self.person: User | None = None
        self.is_admin = True
        self._asked: Counter[tuple[datetime, bool]] = Counter()
        self._sorted: list[LogEntry] = []
        self._lists: dict[str, Callable[[Asked], _List | Reply]] = {
            "/log_entries": self._log_entries,
            "/services": self._services,
            "/users": self._users,
            "/teams": lambda _: _List("teams", self._by_name(self._account.teams), render.team),
            "/schedules": self._schedules,
            "/oncalls": self._on_calls,
        }

    def answer(self, asked: Asked) -> Reply:
        """Answers a read."""
        is_duty = asked.path == "/oncalls"
        minute = self._account.clock().replace(second=0, microsecond=0)
        self._asked[minute, is_duty] += 1
        if self._asked[minute, is_duty] > (self.duty_limit if is_duty else self.limit):
            return refused(429)
        if asked.headers.get("accept") != VERSION:
            return refused(406)
        if asked.path in self._lists:
            found = self._lists[asked.path](asked)
            return found if isinstance(found, Reply) else self._page(found, asked)
        if asked.path == "/audit/records":
            return self._audit(asked.query)
        return self._single(asked)

    def refuse(self) -> Reply:
        """Answers a credential that is not accepted."""
        return refused(401)

    def is_open(self, asked: Asked) -> bool:
        """Nothing is open."""
        del asked
        return False

    def decorate(self, asked: Asked, reply: Reply, body: bytes) -> Mapping[str, str]:
        """The state of the limit, on every answer."""
        del reply, body
        now = self._account.clock()
        is_duty = asked.path == "/oncalls"
        limit = self.duty_limit if is_duty else self.limit
        used = self._asked[now.replace(second=0, microsecond=0), is_duty]
        return {
            "ratelimit-limit": str(limit),
            "ratelimit-remaining": str(max(limit - used, 0)),
            "ratelimit-reset": str(60 - now.second),
        }

    def _single(self, asked: Asked) -> Reply:
        if asked.path == "/users/me":
            return Reply(200, {"user": render.user(self.person)}) if self.person else refused(400)
        kind, _, rest = asked.path.removeprefix("/").partition("/")
        identity, _, tail = rest.partition("/")
        incident, team = self._account.incidents.get(identity), self._account.teams.get(identity)
        schedule = self._account.schedules.get(identity)
        if kind == "incidents" and incident is not None:
            return _of_incident(incident, tail)
        if kind == "teams" and team is not None:
            return self._of_team(team, tail, asked)
        if kind == "schedules" and schedule is not None:
            return self._of_schedule(schedule, tail, asked.query)
        return refused(404)

    def _of_team(self, team: Team, tail: str, asked: Asked) -> Reply:
        if tail == "members":
            people = {user.id: user for user in self._account.users.values()}
            rows = [(people[key], role) for key, role in team.members.items() if key in people]
            found = _List("members", rows, lambda pair: render.member(*pair))
            return self._page(found, asked)
        return refused(404) if tail else Reply(200, {"team": render.team(team)})

    def _of_schedule(self, row: Schedule, tail: str, query: Mapping[str, str]) -> Reply:
        if tail == "overrides":
            return _overrides(row, query)
        bounds = None if tail else _bounds(query)
        if bounds is None:
            return refused(404 if tail else 400)
        teams = self.teams_of.get(row.id, ())
        return Reply(200, {"schedule": render.layered(row, teams, *bounds)})

    def _log_entries(self, asked: Asked) -> _List | Reply:
        now = self._account.clock()
        bounds = _bounds(asked.query, (now - timedelta(days=7), now))
        if bounds is None:
            return refused(400)
        if len(self._sorted) != len(self._account.entries):
            self._sorted = sorted(
                self._account.entries, key=lambda each: (each.created_at, each.id)
            )
        first, last = (bisect_left(self._sorted, at, key=_created) for at in bounds)
        rows, teams = self._sorted[first:last][::-1], set(asked.all("team_ids[]"))
        if teams:
            rows = [row for row in rows if teams & {t.id for t in row.incident.service.teams}]
        return _List("log_entries", rows, render.log_entry)

    def _services(self, asked: Asked) -> _List:
        rows, teams = self._by_name(self._account.services), set(asked.all("team_ids[]"))
        if teams:
            rows = [row for row in rows if teams & {team.id for team in row.teams}]
        return _List("services", rows, render.service)

    def _users(self, asked: Asked) -> _List:
        rows, teams = self._by_name(self._account.users), asked.all("team_ids[]")
        if teams:
            members = {key for team in teams for key in self._account.teams[team].members}
            rows = [row for row in rows if row.id in members]
        return _List("users", rows, render.user)

    def _schedules(self, _: Asked) -> _List:
        def rendered(row: Schedule) -> Json:
            return render.schedule(row, self.teams_of.get(row.id, ()))

        return _List("schedules", self._by_name(self._account.schedules), rendered)

    def _on_calls(self, asked: Asked) -> _List | Reply:
        now = self._account.clock()
        bounds = _bounds(asked.query, (now, now))
        if bounds is None or bounds[1] - bounds[0] > LONGEST_DUTY:
            return refused(400)
        since, until = bounds
        schedules = set(asked.all("schedule_ids[]"))
        rows = [
            row
            for row in self._account.on_calls
            if (row.start is None or row.start <= until)
            and (row.end is None or row.end >= since)
            and (not schedules or (row.schedule is not None and row.schedule.id in schedules))
        ]
        return _List("oncalls", rows, render.on_call)

    def _audit(self, query: Mapping[str, str]) -> Reply:
        now = self._account.clock()
        bounds = _bounds(query, (now - timedelta(days=1), now))
        if not self.is_admin:
            return refused(403)
        if bounds is None or bounds[1] - bounds[0] > LONGEST_AUDIT:
            return refused(400)
        since, until = bounds
        rows = [r for r in self._account.audit_records if since <= r.executed_at < until]
        rows.sort(key=lambda row: (row.executed_at, row.id), reverse=True)
        after = query.get("cursor")
        start = next((i for i, row in enumerate(rows) if row.id == after), -1) + 1
        limit = min(int(query.get("limit", 100)), self.page_cap)
        shown = rows[start : start + limit]
        following = shown[-1].id if start + limit < len(rows) else None
        records = [render.audit_record(row) for row in shown]
        return Reply(200, {"records": records, "next_cursor": following, "limit": limit})

    def _page(self, found: _List, asked: Asked) -> Reply:
        limit = min(int(asked.query.get("limit", 25)), self.page_cap)
        offset = int(asked.query.get("offset", 0))
        if offset + limit > self.ceiling:
            return refused(400)
        is_counted = self.has_totals and asked.query.get("total") == "true"
        shown = found.rows[offset : offset + limit]
        body = {
            found.name: [found.render(row) for row in shown],
            "limit": limit,
            "offset": offset,
            "more": offset + limit < len(found.rows),
            "total": len(found.rows) if is_counted else None,
        }
        return Reply(200, body)

    def _by_name(self, rows: Mapping[str, Any]) -> list[Any]:
        return sorted(rows.values(), key=lambda row: (row.name, row.id))


def refused(status: int) -> Reply:
    """An error as PagerDuty writes it."""
    message, code = _REFUSALS[status]
    return Reply(status, {"error": {"message": message, "code": code, "errors": [message]}})


def _of_incident(row: Incident, tail: str) -> Reply:
    if tail == "notes":
        return Reply(200, {"notes": [render.note(note) for note in row.notes]})
    if tail == "custom_fields/values":
        numbered = enumerate(row.roles.items())
        fields = [render.field_value(name, value, number) for number, (name, value) in numbered]
        return Reply(200, {"custom_fields": fields})
    return refused(404) if tail else Reply(200, {"incident": render.incident(row)})


def _overrides(row: Schedule, query: Mapping[str, str]) -> Reply:
    """A GET that answers 201, as PagerDuty describes it."""
    bounds = _bounds(query)
    if bounds is None:
        return refused(400)
    since, until = bounds
    is_whole = query.get("overflow") == "true"
    shown = [
        render.override(
            each,
            start=each.start if is_whole else max(each.start, since),
            end=each.end if is_whole else min(each.end, until),
        )
        for each in row.overrides
        if each.start < until and each.end > since
    ]
    return Reply(201, {"overrides": shown})


def _bounds(
    query: Mapping[str, str], default: tuple[datetime, datetime] | None = None
) -> tuple[datetime, datetime] | None:
    """What ``since`` and ``until`` say, None unless both are instants with an offset."""
    given = [query.get("since", ""), query.get("until", "")]
    if not any(given):
        return default
    if not all(re.search(r"(Z|[+-]\d\d:\d\d)$", each) for each in given):
        return None
    return datetime.fromisoformat(given[0]), datetime.fromisoformat(given[1])


def _created(row: LogEntry) -> datetime:
    return row.created_at
