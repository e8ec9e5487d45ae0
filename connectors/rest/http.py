"""The only HTTP policy: every request of every tool goes through one ``HttpClient``.

Origin fixed, redirects and links checked against it, one deadline and one size cap per answer,
one set of retries and one rate-limit budget for all threads. Errors name method, path and cause:
never a query, a body or a credential.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.cookiejar import DefaultCookiePolicy
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import requests
import urllib3
from requests import Response
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import parse_header_links

from connectors.errors import (
    AuthExpired,
    BadPayload,
    BodyTooLarge,
    ClockSkew,
    Gone,
    HostUnreachable,
    NotFound,
    Permanent,
    RateLimited,
    RedirectRefused,
    ScopeRevoked,
    SourceError,
    Transient,
    Unprocessable,
)
from connectors.rest.answer import Answer, Reply, decode, http_date
from connectors.rest.origin import broken_off, check_base, is_below
from connectors.settings import Runtime

TRIES = 6
BACKOFF_CAP = 60.0
PATIENCE = 10.0
UNTOLD_LIMIT_WAIT = 60.0
LONGEST_WAIT = 120.0
DEADLINE = 60.0
TIMEOUTS = (10.0, 30.0)
BODY_BYTES = 16 * 1024 * 1024
MOST_REDIRECTS = 3
SKEW_WARNED = timedelta(minutes=1)
SKEW_REFUSED = timedelta(minutes=10)

Params = Mapping[str, str | Sequence[str]]
"""A query; a name with several values repeats."""

_RETRIED = frozenset({408, 425, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 307, 308})
_CHUNK = 64 * 1024
_log = logging.getLogger(__name__)

# urllib3 writes whole URLs, query included, into its debug and warning lines.
logging.getLogger("urllib3").setLevel(logging.ERROR)


@dataclass(frozen=True)
class _Call:
    """One request as it goes out, without the credential."""

    method: str
    url: str
    headers: Mapping[str, str]
    payload: Any = None
    form: Mapping[str, str] | None = None
    redirects: int = 0
    name: str | None = None

    @property
    def label(self) -> str:
        return self.name or f"{self.method} {urlsplit(self.url).path}"


class _Again(Exception):
    """Trying once more may help; ``failure`` is what to raise when it has not."""

    def __init__(self, failure: SourceError, wait: float | None = None) -> None:
        self.failure, self.wait = failure, wait


@dataclass
class _Shared:
    """What all threads of one client share."""

    lock: Lock = field(default_factory=Lock)
    authorizing: Lock = field(default_factory=Lock)
    credential: Mapping[str, str] | None = None
    not_before: float = 0.0
    unreachable_since: float | None = None
    requests: int = 0
    skew_warned: bool = False


class HttpClient:
    """Sends requests to one origin for any number of threads.

    Args:
        base_url: Where the tool lives; https, or http on a loopback address.
        authorize: Gives the headers that carry the credential. Called before the first request
            and again after a 401, when it must give fresh ones if it can.
        runtime: Clock, sleep and random.
        headers: Sent with every request.
        threads: How many callers there may be at once.

    Raises:
        Permanent: The base URL is not allowed.
    """

    def __init__(
        self,
        base_url: str,
        authorize: Callable[[], Mapping[str, str]],
        runtime: Runtime,
        *,
        headers: Mapping[str, str] | None = None,
        threads: int = 1,
    ) -> None:
        self._base = base_url.rstrip("/")
        check_base(self._base)
        self._host = urlsplit(self._base).netloc
        self._authorize, self._runtime = authorize, runtime
        self._headers = {"User-Agent": "unsung", "Accept-Encoding": "gzip", **(headers or {})}
        self._shared = _Shared()
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.mount(self._base, HTTPAdapter(pool_maxsize=threads, max_retries=0))

    @property
    def requests(self) -> int:
        """Requests sent so far, retries included."""
        return self._shared.requests

    def get(self, path: str, params: Params | None = None, *, name: str | None = None) -> Answer:
        """Reads a path below the base URL, or a link that an answer gave.

        Args:
            path: What to read.
            params: Its query.
            name: What messages call the request, where its path may hold a person's address.

        Raises:
            SourceError: The typed reason why there is no answer.
        """
        return self._answer(replace(self._call("GET", path, params), name=name))

    def get_if_changed(self, path: str, params: Params | None, etag: str | None) -> Answer | None:
        """Reads a path unless it still has this ETag: then None, which is not an empty list."""
        call = self._call("GET", path, params)
        if etag is not None:
            call = replace(call, headers={**call.headers, "If-None-Match": etag})
        return self._send(call)

    def post(self, path: str, payload: Any, *, name: str | None = None) -> Answer:
        """Sends JSON to a path that only reads, or that gives a token: it may be sent twice."""
        return self._answer(replace(self._call("POST", path, None), payload=payload, name=name))

    def post_form(self, path: str, form: Mapping[str, str], *, name: str | None = None) -> Answer:
        """Sends a form to a path that only gives a token: it may be sent twice."""
        return self._answer(replace(self._call("POST", path, None), form=form, name=name))

    def _answer(self, call: _Call) -> Answer:
        answer = self._send(call)
        if answer is None:
            raise BadPayload(f"{call.label} answered 304 without being asked to")
        return answer

    def _call(self, method: str, path: str, params: Params | None) -> _Call:
        url = path if "://" in path else self._base + path
        if params:
            url += f"{'&' if urlsplit(url).query else '?'}{urlencode(params, doseq=True)}"
        self._check_origin(f"{method} {urlsplit(url).path}", url)
        return _Call(method, url, self._headers)

    def _send(self, call: _Call) -> Answer | None:
        renewed, tried, unreached = False, 0, 0
        while True:
            self._await_turn()
            credential = self._credential()
            try:
                return self._once(call, credential)
            except AuthExpired:
                if renewed:
                    raise
                renewed = True
                self._forget(credential)
            except HostUnreachable as failure:
                self._await_host(failure, 2.0**unreached)
                unreached += 1
            except _Again as again:
                tried += 1
                if tried >= TRIES:
                    raise again.failure from None
                self._pause(again.wait, tried)

    def _credential(self) -> Mapping[str, str]:
        with self._shared.authorizing:
            if self._shared.credential is None:
                self._shared.credential = self._authorize()
            return self._shared.credential

    def _forget(self, refused: Mapping[str, str]) -> None:
        """Drops a refused credential, unless another thread has renewed it already."""
        with self._shared.authorizing:
            if self._shared.credential is refused:
                self._shared.credential = None

    def _await_turn(self) -> None:
        with self._shared.lock:
            delay = self._shared.not_before - self._runtime.monotonic()
        if delay > 0:
            self._runtime.sleep(delay)

    def _await_host(self, failure: HostUnreachable, wait: float) -> None:
        """Waits for a tool that restarts; all threads have one patience, renewed by an answer."""
        with self._shared.lock:
            now = self._runtime.monotonic()
            if self._shared.unreachable_since is None:
                self._shared.unreachable_since = now
            since = self._shared.unreachable_since
        if now + wait > since + PATIENCE:
            raise failure
        self._runtime.sleep(wait)

    def _pause(self, wait: float | None, tried: int) -> None:
        """Holds every thread for as long as the tool asked, else this one for a random while."""
        if wait is None:
            most = min(BACKOFF_CAP, 2.0**tried)
            self._runtime.sleep(self._runtime.random.uniform(0, most))
            return
        with self._shared.lock:
            until = self._runtime.monotonic() + wait
            self._shared.not_before = max(self._shared.not_before, until)

    def _once(self, call: _Call, credential: Mapping[str, str]) -> Answer | None:
        reply = self._exchange(call, credential)
        self._check_clock(reply)
        if reply.status in _REDIRECTS:
            return self._once(self._moved(call, reply), credential)
        if reply.status == 304:
            return None
        if reply.status not in (200, 201):
            raise self._refusal(call, reply)
        try:
            body = decode(reply.body)
        except (ValueError, RecursionError):
            raise _Again(BadPayload(f"{call.label} answered no valid JSON")) from None
        headers = reply.headers
        return Answer(call.label, body, headers, reply.date, self._next_link(call, reply))

    def _exchange(self, call: _Call, credential: Mapping[str, str]) -> Reply:
        with self._shared.lock:
            self._shared.requests += 1
        deadline = self._runtime.monotonic() + DEADLINE
        try:
            with self._session.request(
                call.method,
                call.url,
                headers={**call.headers, **credential},
                json=call.payload,
                data=call.form,
                timeout=TIMEOUTS,
                allow_redirects=False,
                stream=True,
            ) as response:
                body = self._read(call, response, deadline)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            failure = broken_off(self._host, call.label, error)
            raise (failure if failure.ends_source else _Again(failure)) from None
        self._shared.unreachable_since = None
        date = http_date(response.headers.get("Date", ""))
        if date is None:
            raise _Again(BadPayload(f"{call.label} answered without a valid Date header"))
        return Reply(response.status_code, CaseInsensitiveDict(response.headers), body, date)

    def _read(self, call: _Call, response: Response, deadline: float) -> bytes:
        """Reads a body as it drips in, so that neither its time nor its size is unbounded."""
        body = bytearray()
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > BODY_BYTES:
                raise BodyTooLarge(f"{call.label} answered more than {BODY_BYTES} bytes")
            if self._runtime.monotonic() > deadline:
                raise _Again(Transient(f"{call.label} was not complete after {DEADLINE:.0f} s"))
        return bytes(body)

    def _refusal(self, call: _Call, reply: Reply) -> Exception:
        cause = f"{call.label} answered {reply.status}"
        if reply.status == 401 and not reply.lacks_scope:
            return AuthExpired(f"{self._host} refuses the credential (401)")
        if (until := reply.exhausted_until()) is not None:
            return RateLimited(f"{cause}: its quota is used up", until)
        wait = reply.asked_wait()
        if reply.limited:
            wait = UNTOLD_LIMIT_WAIT * self._runtime.random.uniform(1, 2) if wait is None else wait
            failure = RateLimited(cause, reply.date + timedelta(seconds=wait))
            return failure if wait > LONGEST_WAIT else _Again(failure, wait)
        if reply.status in _RETRIED:
            wait = None if wait is None else min(wait, LONGEST_WAIT)
            return _Again(Transient(cause), wait)
        kinds: dict[int, type[SourceError]] = {
            401: ScopeRevoked,
            403: ScopeRevoked,
            404: NotFound,
            410: Gone,
            422: Unprocessable,
            451: ScopeRevoked,
        }
        return kinds.get(reply.status, Permanent)(cause)

    def _moved(self, call: _Call, reply: Reply) -> _Call:
        url = urljoin(call.url, reply.headers.get("Location", ""))
        self._check_origin(call.label, url)
        if call.method != "GET" or call.redirects >= MOST_REDIRECTS:
            raise RedirectRefused(f"{call.label} was redirected too often or is no read")
        parts = urlsplit(url)
        if not parts.query:
            url = parts._replace(query=urlsplit(call.url).query).geturl()
        return replace(call, url=url, redirects=call.redirects + 1)

    def _next_link(self, call: _Call, reply: Reply) -> str | None:
        for link in parse_header_links(reply.headers.get("Link", "")):
            if link.get("rel") == "next":
                url = urljoin(call.url, link["url"])
                self._check_origin(call.label, url)
                return url
        return None

    def _check_origin(self, label: str, url: str) -> None:
        if not is_below(self._base, url):
            raise RedirectRefused(f"{label} points outside base_url")

    def _check_clock(self, reply: Reply) -> None:
        skew = abs(reply.date - self._runtime.clock())
        difference = f"the tool's clock differs by {skew.total_seconds():.0f} s"
        if skew > SKEW_REFUSED:
            raise ClockSkew(f"{self._host}: {difference}")
        if skew > SKEW_WARNED and not self._shared.skew_warned:
            self._shared.skew_warned = True
            _log.warning(difference)
