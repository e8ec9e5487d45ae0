"""The HTTP side of every simulated tool: keep-alive, credentials, a request log, faults."""

import base64
import re
import socket
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Literal, Protocol, Self
from urllib.parse import parse_qsl, urlsplit

import msgspec

Action = Literal["answer", "raw", "truncate", "reset", "drip", "run", "alter"]


@dataclass(frozen=True)
class Asked:
    """One request as an API sees it.

    Attributes:
        path: Below the base URL, decoded by nobody.
        pairs: The query in order; a name may repeat.
        headers: By lower-case name.
        payload: The decoded JSON of a POST, None without a body.
        form: The fields of a POST that is a form.
    """

    method: str
    path: str
    pairs: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    payload: Any = None
    form: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> dict[str, str]:
        """The query by name, the last of repeated ones."""
        return dict(self.pairs)

    def all(self, name: str) -> list[str]:
        """Every value of a name that may repeat."""
        return [value for key, value in self.pairs if key == name]


@dataclass(frozen=True)
class Reply:
    """A status, a body that becomes JSON, and headers beyond the usual ones."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


class Api(Protocol):
    """What one tool answers."""

    def answer(self, asked: Asked) -> Reply:
        """Answers a request whose credential is accepted."""

    def refuse(self) -> Reply:
        """Answers a request whose credential is not."""

    def is_open(self, asked: Asked) -> bool:
        """Whether a request needs no accepted credential."""

    def decorate(self, asked: Asked, reply: Reply, body: bytes) -> Mapping[str, str]:
        """The headers this tool sends with an encoded answer, beside Date and Content-Type."""


@dataclass
class Step:
    """One fault: what the n-th matching requests get instead of the right answer.

    Attributes:
        match: Regular expression over the path and query.
        do: ``answer`` sends status, headers and body; ``raw`` sends these bytes and closes;
            ``truncate`` cuts the right answer in half (``framing`` says how its end is told);
            ``drip`` sends it byte by byte; ``run`` calls ``call`` and answers rightly; ``alter``
            sends what ``change`` makes of the right answer.
        nth: Which matching request is the first it applies to.
        times: To how many of them it applies.
        seconds: Waited before the answer.
    """

    match: str
    do: Action = "answer"
    nth: int = 1
    times: int = 1
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    framing: Literal["length", "chunked", "none"] = "length"
    call: Callable[[], Any] = lambda: None
    change: Callable[[Asked, Reply], Reply] = lambda _asked, reply: reply
    seconds: float = 0.0
    seen: int = 0

    def applies(self, target: str) -> bool:
        """Counts a request and says whether it gets this fault."""
        if re.search(self.match, target) is None:
            return False
        self.seen += 1
        return self.nth <= self.seen < self.nth + self.times


@dataclass(frozen=True)
class Request:
    """One request as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    status: int
    payload: Any = None


class Server(ThreadingHTTPServer):
    """Serves one tool's API on a free loopback port. Use it as a context manager.

    Attributes:
        base_url: Where the API starts.
        log: Every request so far.
        steps: Faults still to come.
        tokens: Accepted credentials (of basic ones, ``user:password``); None accepts any or none.
        latency: Seconds every answer takes.
        lock: Hold it while changing what the API serves from another thread.
    """

    daemon_threads = True
    request_queue_size = 64
    api: Api

    def __init__(
        self, clock: Callable[[], datetime], *, prefix: str = "", latency: float = 0.0
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.clock, self.latency, self.prefix = clock, latency, prefix
        self.base_url = f"http://127.0.0.1:{self.server_address[1]}{prefix}"
        self.log: list[Request] = []
        self.steps: list[Step] = []
        self.tokens: set[str] | None = None
        self.lock = Lock()

    def __enter__(self) -> Self:
        Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()
        self.server_close()

    def on(self, match: str, do: Action = "answer", **fault: Any) -> None:
        """Adds a fault."""
        self.steps.append(Step(match, do, **fault))

    def paths(self, pattern: str = "") -> list[str]:
        """The paths requested so far that match."""
        return [request.path for request in self.log if re.search(pattern, request.path)]

    def reply(self, asked: Asked) -> Reply:
        """The right answer, credentials checked."""
        if not asked.path.startswith("/"):
            return Reply(404, {"message": "Not Found"})
        is_accepted = self.tokens is None or credential(asked.headers) in self.tokens
        if is_accepted or self.api.is_open(asked):
            return self.api.answer(asked)
        return self.api.refuse()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the play."""


def credential(headers: Mapping[str, str]) -> str:
    """What an Authorization header carries: a token, or a basic ``user:password``."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        return base64.b64decode(given).decode()
    return given.removeprefix("token=")


def _content(kind: str, sent: bytes) -> tuple[Any, tuple[tuple[str, str], ...]]:
    """The JSON and the fields that a request carries."""
    if kind.startswith("application/x-www-form-urlencoded"):
        return None, tuple(parse_qsl(sent.decode()))
    return (msgspec.json.decode(sent) if sent else None), ()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # because of the base class
        """The server keeps its own log."""

    def do_GET(self) -> None:
        """Answers a read."""
        self._handle(b"")

    def do_POST(self) -> None:
        """Answers a read that needs a body, or a request for a token."""
        self._handle(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _handle(self, sent: bytes) -> None:
        server = self.server
        if server.latency:
            time.sleep(server.latency)
        parts = urlsplit(self.path)
        asked = Asked(
            self.command,
            parts.path.removeprefix(server.prefix) if parts.path.startswith(server.prefix) else "",
            tuple(parse_qsl(parts.query)),
            {name.lower(): value for name, value in self.headers.items()},
            *_content(self.headers.get("Content-Type", ""), sent),
        )
        with server.lock:
            step = next((step for step in server.steps if step.applies(self.path)), None)
            if step is not None and step.do == "run":
                step.call()
            reply = server.reply(asked)
            if step is not None and step.do == "alter":
                reply = step.change(asked, reply)
            body = msgspec.json.encode(reply.body)
            status = reply.status if step is None or step.do != "answer" else step.status
            seen = Request(
                asked.method, parts.path, asked.query, asked.headers, status, asked.payload
            )
            server.log.append(seen)
            headers = self._headers(asked, reply, body)
        if step is None or step.do in ("run", "alter"):
            self._send(reply, headers, body)
        else:
            time.sleep(step.seconds)
            self._misbehave(step, headers, body)

    def _headers(self, asked: Asked, reply: Reply, body: bytes) -> dict[str, str]:
        now = self.server.clock().replace(microsecond=0)
        return {
            "Date": format_datetime(now, usegmt=True),
            "Content-Type": "application/json; charset=utf-8",
            **self.server.api.decorate(asked, reply, body),
            **reply.headers,
        }

    def _send(self, reply: Reply, headers: dict[str, str], body: bytes) -> None:
        etag = headers.get("ETag")
        if etag is not None and self.headers.get("If-None-Match") == etag:
            headers.pop("Link", None)
            self._write(304, headers, b"")
        else:
            self._write(reply.status, {**headers, "Content-Length": str(len(body))}, body)

    def _write(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _misbehave(self, step: Step, headers: dict[str, str], body: bytes) -> None:
        headers.pop("ETag", None)
        if step.do == "reset":
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
        elif step.do == "raw":
            self.wfile.write(step.body)
        elif step.do == "truncate":
            self._truncate(step, headers, body)
        elif step.do == "drip":
            self._write(200, {**headers, "Content-Length": str(len(body))}, b"")
            for index in range(len(body)):
                self.wfile.write(body[index : index + 1])
                time.sleep(0.002)
        else:
            length = {"Content-Length": str(len(step.body))}
            sent = {**headers, **length, **step.headers}
            self._write(step.status, {k: v for k, v in sent.items() if v}, step.body)
            return
        self.close_connection = True

    def _truncate(self, step: Step, headers: Mapping[str, str], body: bytes) -> None:
        half = body[: len(body) // 2]
        if step.framing == "chunked":
            chunk = f"{len(body):x}\r\n".encode() + half
            self._write(200, {**headers, "Transfer-Encoding": "chunked"}, chunk)
        elif step.framing == "length":
            self._write(200, {**headers, "Content-Length": str(len(body))}, half)
        else:
            self._write(200, {**headers, "Connection": "close"}, half)
