"""What an HTTP answer says: its body, its time, and how long the tool wants us to wait."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from connectors.errors import BadPayload

_LONGEST = 366 * 24 * 3600.0
_LIMITED = re.compile(rb"rate ?limit", re.IGNORECASE)
_LACKS_SCOPE = re.compile(rb'scope does not match|"error":\s*"unauthorized_client"', re.IGNORECASE)
_EXHAUSTED = re.compile(rb'"reason":\s*"(?:dailyLimitExceeded|quotaExceeded)"')


@dataclass(frozen=True)
class Answer:
    """A decoded answer.

    Attributes:
        label: Method and path of the request, without its query.
        body: The decoded JSON.
        headers: The answer's headers, by any case.
        date: The tool's clock when it answered, UTC.
        next: The checked ``rel="next"`` link, None on the last page.
    """

    label: str
    body: Any
    headers: Mapping[str, str]
    date: datetime
    next: str | None

    def rows(self) -> list[dict[str, Any]]:
        """The body as a list of objects.

        Raises:
            BadPayload: It is something else.
        """
        return self._objects(self.body)

    def rows_of(self, name: str) -> list[dict[str, Any]]:
        """The list of objects under a name of the body.

        Raises:
            BadPayload: The body has none there; an empty list is one.
        """
        return self._objects(self.body.get(name) if isinstance(self.body, dict) else None)

    def _objects(self, found: Any) -> list[dict[str, Any]]:
        if isinstance(found, list) and all(isinstance(row, dict) for row in found):
            return found
        raise BadPayload(f"{self.label} answered something other than a list of objects")


@dataclass(frozen=True)
class Reply:
    """One answer as it came in."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    date: datetime

    def asked_wait(self) -> float | None:
        """Seconds the tool asks to wait, None if it does not say."""
        now = self.date.timestamp()
        if (after := self.headers.get("Retry-After")) is not None:
            until = http_date(after)
            wait = _number(after) if until is None else until.timestamp() - now
        elif self.headers.get("X-RateLimit-Remaining") == "0":
            wait = _until(self.headers.get("X-RateLimit-Reset", ""), now)
        elif self.status == 429:
            # PagerDuty's name, on every answer, a 403 too; in seconds from now:
            # https://support.pagerduty.com/main/docs/rest-api-rate-limits
            wait = _number(self.headers.get("ratelimit-reset", ""))
        else:
            wait = None
        return None if wait is None else min(max(wait, 0.0), _LONGEST)

    @property
    def limited(self) -> bool:
        """Whether this refuses for a rate limit; GitHub and Google use 403 for it as well."""
        if self.status != 403:
            return self.status == 429
        return self.asked_wait() is not None or _LIMITED.search(self.body) is not None

    @property
    def lacks_scope(self) -> bool:
        """Whether this 401 refuses a scope and not the credential.

        Atlassian's gateway does so, seen in https://github.com/kovetskiy/mark/issues/917, and
        Google's token endpoint, by the error code of RFC 6749, 5.2.
        """
        return _LACKS_SCOPE.search(self.body) is not None

    def exhausted_until(self) -> datetime | None:
        """When a used-up quota of Google begins anew, None if this refuses for anything else.

        Daily quotas begin at midnight Pacific time, 08:00 UTC at the latest:
        https://developers.google.com/workspace/admin/reports/v1/limits
        """
        if self.status not in (403, 429) or _EXHAUSTED.search(self.body) is None:
            return None
        renewed = self.date.replace(hour=8, minute=0, second=0, microsecond=0)
        return renewed if renewed > self.date else renewed + timedelta(days=1)


def _until(text: str, now: float) -> float | None:
    """Seconds until a reset; GitHub gives epoch seconds, Atlassian an ISO 8601 instant."""
    reset = _number(text)
    if reset is None:
        try:
            reset = datetime.fromisoformat(text).timestamp()
        except ValueError:
            return None
    return reset - now + 1.0


def _number(text: str) -> float | None:
    text = text.strip()
    return float(text) if text.isascii() and text.isdigit() else None


def http_date(text: str) -> datetime | None:
    """An HTTP date as UTC, None if it is no date."""
    try:
        instant = parsedate_to_datetime(text)
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def decode(body: bytes) -> Any:
    """Decodes strict JSON. Lone surrogates, which users can type, become U+FFFD.

    Raises:
        ValueError: It is no JSON, no UTF-8, or holds a number that JSON or the store has not.
        RecursionError: It is nested too deeply.
    """
    try:
        return msgspec.json.decode(body)
    except ValueError:
        parsed = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
        text = json.dumps(parsed, ensure_ascii=False).encode("utf-16", "surrogatepass")
        return msgspec.json.decode(text.decode("utf-16", "replace"))


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)
