"""The HTTP side: keep-alive, ETags, rate-limit headers, a request log, and faults on demand."""

import hashlib
import json
import re
import socket
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import parse_qsl, urlsplit

import msgspec

from sandbox.github.api import Api, Reply
from sandbox.github.model import Hub
from sandbox.github.render import stamp

Action = Literal["answer", "raw", "truncate", "reset", "drip", "run"]


@dataclass
class Step:
    """One fault: what the n-th matching requests get instead of the right answer.

    Attributes:
        match: Regular expression over the path and query.
        do: ``answer`` sends status, headers and body; ``raw`` sends these bytes and closes;
            ``truncate`` cuts the right answer in half (``framing`` says how its end is told);
            ``drip`` sends it byte by byte; ``run`` calls ``call`` and answers rightly.
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


class Server(ThreadingHTTPServer):
    """Serves a hub on a free loopback port. Use it as a context manager.

    Attributes:
        base_url: Where the API starts.
        log: Every request so far.
        steps: Faults still to come.
        tokens: Accepted tokens; None accepts any, also none.
        scopes: Sent as the scopes of a classic token.
        installations: App installation id -> its permissions.
        latency: Seconds every answer takes.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, hub: Hub, *, prefix: str = "", latency: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.hub, self.latency, self.prefix = hub, latency, prefix
        self.base_url = f"http://127.0.0.1:{self.server_address[1]}{prefix}"
        self.api = Api(hub, self.base_url)
        self.log: list[Request] = []
        self.steps: list[Step] = []
        self.tokens: set[str] | None = None
        self.scopes: str | None = None
        self.installations: dict[int, dict[str, str]] = {}
        self.lock = Lock()
        self._minted = count(1)

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

    def mint(self, installation: int) -> Reply:
        """A new installation token, which this server accepts from now on."""
        if installation not in self.installations:
            return Reply(404, {"message": "Not Found"})
        token = f"ghs_sandbox{next(self._minted)}"
        self.tokens = {*(self.tokens or ()), token}
        expires = self.hub.clock().replace(microsecond=0)
        granted = self.installations[installation]
        return Reply(201, {"token": token, "expires_at": stamp(expires), "permissions": granted})

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the play."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # because of the base class
        """The server keeps its own log."""

    def do_GET(self) -> None:
        """Answers a read."""
        self._handle()

    def do_POST(self) -> None:
        """Answers the one POST there is: for an installation token."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._handle()

    def _handle(self) -> None:
        server = self.server
        if server.latency:
            time.sleep(server.latency)
        with server.lock:
            step = next((step for step in server.steps if step.applies(self.path)), None)
            if step is not None and step.do == "run":
                step.call()
            reply = self._reply()
            body = msgspec.json.encode(reply.body)
            parts = urlsplit(self.path)
            status = reply.status if step is None or step.do != "answer" else step.status
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = dict(parse_qsl(parts.query))
            server.log.append(Request(self.command, parts.path, query, headers, status))
        if step is None or step.do == "run":
            self._send(reply, body)
        else:
            time.sleep(step.seconds)
            self._misbehave(step, reply, body)

    def _reply(self) -> Reply:
        server, parts = self.server, urlsplit(self.path)
        path = parts.path.removeprefix(server.prefix)
        if not parts.path.startswith(server.prefix):
            return Reply(404, {"message": "Not Found"})
        if match := re.fullmatch(r"/app/installations/(\d+)/access_tokens", path):
            return server.mint(int(match[1]))
        token = self.headers.get("Authorization", "").partition(" ")[2]
        if server.tokens is not None and token not in server.tokens:
            return Reply(401, {"message": "Bad credentials"})
        return server.api.get(path, dict(parse_qsl(parts.query)))

    def _standard_headers(self, reply: Reply, body: bytes) -> dict[str, str]:
        server = self.server
        now: datetime = server.hub.clock()
        headers = {
            "Date": format_datetime(now.replace(microsecond=0), usegmt=True),
            "Content-Type": "application/json; charset=utf-8",
            "X-RateLimit-Limit": "5000",
            "X-RateLimit-Remaining": str(max(5000 - len(server.log), 1)),
            "X-RateLimit-Reset": str(int(now.timestamp()) + 3600),
        }
        optional = {"Link": reply.link, "Location": reply.location, "X-OAuth-Scopes": server.scopes}
        headers |= {name: value for name, value in optional.items() if value is not None}
        if reply.status == 200:
            headers["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()}"'
        return headers

    def _send(self, reply: Reply, body: bytes) -> None:
        headers = self._standard_headers(reply, body)
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

    def _misbehave(self, step: Step, reply: Reply, body: bytes) -> None:
        headers = self._standard_headers(Reply(0, None, reply.link), b"")
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


def message(text: str) -> bytes:
    """An error body as GitHub writes it."""
    return json.dumps({"message": text, "documentation_url": "https://docs.github.com"}).encode()
