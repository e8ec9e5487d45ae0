"""Reads pages of PagerDuty, and knows what a scope is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.errors import BadPayload, CursorStuck, NotFound, Permanent
from connectors.pagerduty.settings import ACCOUNT, Settings
from connectors.rest.answer import Answer
from connectors.rest.http import HttpClient, Params
from connectors.rest.paging import MOST_PASSES, Page, Row, by_token
from connectors.settings import Runtime

LIMIT = 100
HEADERS = {"Accept": "application/vnd.pagerduty+json;version=2"}

CEILING = 10_000
"""PagerDuty refuses a page whose offset and limit sum up to more."""

Query = dict[str, str | list[str]]
Key = Callable[[Row], str]


class Shifted(CursorStuck):
    """Rows that were read moved away between two pages: the listing must start again."""


class TooLong(Permanent):
    """A list has more rows than PagerDuty shows: it cannot be read completely."""

    code = "LIST_TOO_LONG"
    action = "configure teams, so that each is listed by itself"


def row_id(row: Row) -> str:
    """A row's id.

    Raises:
        BadPayload: It has none.
    """
    found = row.get("id")
    if not isinstance(found, str):
        raise BadPayload("a row has no id")
    return found


@dataclass(frozen=True)
class Target:
    """One scope of one pull.

    Attributes:
        scope: A team's id, or ``account``.
        row: The team as PagerDuty describes it, empty for the account.
        date: PagerDuty's clock at the first answer about this scope in a pull.
    """

    scope: str
    row: Row
    date: datetime

    @property
    def is_team(self) -> bool:
        """Whether this is one team only."""
        return self.scope != ACCOUNT

    @property
    def by_team(self) -> Query:
        """The filter of the lists that have one for teams."""
        return {"team_ids[]": [self.scope]} if self.is_team else {}


class Client:
    """One credential on one account."""

    def __init__(self, settings: Settings, token: str, runtime: Runtime) -> None:
        self.threads = settings.threads or 1
        scheme = "Token token=" if settings.auth == "key" else "Bearer "
        authorization = {"Authorization": f"{scheme}{token.strip()}"}
        self.http = HttpClient(
            settings.base_url,
            lambda: authorization,
            runtime,
            headers=HEADERS,
            threads=self.threads,
        )

    def resolve(self, scope: str) -> Target:
        """Asks whether a scope can be read at all.

        Raises:
            ScopeRevoked: It can not, or it does not exist.
        """
        if scope != ACCOUNT:
            answer = self.http.get(f"/teams/{scope}")
            return Target(scope, one(answer, "team"), answer.date)
        return Target(scope, {}, self.http.get("/services", {"limit": "1"}).date)

    def has_team(self, team_id: str) -> bool:
        """Whether a team is still there."""
        try:
            self.http.get(f"/teams/{team_id}")
        except NotFound:
            return False
        return True

    def pages(
        self,
        path: str,
        name: str,
        query: Params,
        *,
        key: Key = row_id,
        offset: int = 0,
        anchor: str | None = None,
    ) -> Iterator[Page]:
        """Yields the rows of a list that is paged by offset, each row once.

        Offsets count rows, so a row that leaves the list moves an unread one to where it is not
        looked for. Therefore every page starts with the last row of the page before it, the anchor.
        A page's token is the offset of its last row, None on the last page.

        Args:
            path: Below the base URL.
            name: Where the body holds the rows.
            query: What to ask besides limit and offset.
            key: Tells rows apart.
            offset: Where to resume: the place of the anchor.
            anchor: Key of the last row that was read.

        Raises:
            TooLong: It has more rows than PagerDuty lists.
            Shifted: The anchor is not where it was.
        """
        last = anchor

        def fetch(token: str | int | None) -> Page:
            nonlocal last
            start = int(token or 0)
            answer = self._listed(path, query, start)
            rows = answer.rows_of(name)
            keys = [key(row) for row in rows]
            if last is not None and last not in keys:
                raise Shifted(f"{answer.label}: rows moved between two pages")
            fresh = rows if last is None else rows[keys.index(last) + 1 :]
            last = keys[-1] if keys else last
            token = start + len(rows) - 1 if _more(answer) else None
            return Page(answer.label, fresh, answer.date, token)

        return by_token(fetch, offset or None)

    def _listed(self, path: str, query: Params, start: int) -> Answer:
        """One page; a refusal behind the first one is taken as the end of what can be listed."""
        too_long = TooLong(f"GET {path} has more rows than PagerDuty lists")
        if start + LIMIT > CEILING:
            raise too_long
        try:
            answer = self.http.get(path, {**query, "limit": str(LIMIT), "offset": str(start)})
        except Permanent as error:
            if start and type(error) is Permanent:
                raise too_long from None
            raise
        total = answer.body.get("total") if isinstance(answer.body, dict) else None
        if isinstance(total, int) and total > CEILING and not start:
            raise too_long
        return answer

    def whole(
        self, path: str, name: str, query: Params, key: Key = row_id
    ) -> tuple[list[Row], datetime]:
        """A list that stood still while it was read, and PagerDuty's clock at its first page.

        It is held in memory: users, teams, services and schedules are at most some ten thousand.

        Raises:
            CursorStuck: It never stood still.
        """
        for _ in range(MOST_PASSES):
            rows: dict[str, Row] = {}
            dates = []
            try:
                for page in self.pages(path, name, query, key=key):
                    rows |= {key(row): row for row in page.items}
                    dates.append(page.date)
            except Shifted:
                continue
            return list(rows.values()), dates[0]
        raise CursorStuck(f"GET {path}: rows move between pages")


def one(answer: Answer, name: str) -> Row:
    """The one object an answer is about.

    Raises:
        BadPayload: It holds something else.
    """
    found = answer.body.get(name) if isinstance(answer.body, dict) else None
    if not isinstance(found, dict):
        raise BadPayload(f"{answer.label} answered no {name}")
    return found


def _more(answer: Answer) -> bool:
    more: Any = answer.body.get("more")
    if not isinstance(more, bool):
        raise BadPayload(f"{answer.label} does not say whether there is more")
    return more
