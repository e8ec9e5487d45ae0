"""Faults that pass: what one request gets instead of its answer."""

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

from tests.connectors.conftest import NOW

PASSING: dict[str, dict[str, Any]] = {
    "500": {"status": 500},
    "502": {"status": 502},
    "503 with a wait": {"status": 503, "headers": {"Retry-After": "7"}},
    "504": {"status": 504},
    "connection reset": {"do": "reset"},
    "429 with seconds": {"status": 429, "headers": {"Retry-After": "40"}},
    "429 with a date": {
        "status": 429,
        "headers": {"Retry-After": format_datetime(NOW + timedelta(seconds=40), usegmt=True)},
    },
    "429 with nothing": {"status": 429},
    "a page to log in": {"body": b"<html>Log in</html>", "headers": {"Content-Type": "text/html"}},
    "no body": {"body": b""},
    "no UTF-8": {"body": b'["\xff"]'},
    "cut, with its length": {"do": "truncate", "framing": "length"},
    "cut, in chunks": {"do": "truncate", "framing": "chunked"},
    "cut, without a length": {"do": "truncate", "framing": "none"},
    "401 once": {"status": 401},
}

ATLASSIAN: dict[str, dict[str, Any]] = {
    "429 with Atlassian's reset": {
        "status": 429,
        "headers": {
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": (NOW + timedelta(seconds=40)).isoformat(),
            "RateLimit-Reason": "jira-burst-based",
        },
    },
}
