"""A client of the simulated GitHub, and how it fails."""

from typing import Any

import pytest

from connectors.errors import (
    SourceError,
)
from connectors.rest.http import HttpClient
from connectors.settings import Runtime
from sandbox.github import Server

PATH = "/repos/acme/widget/issues"
CREDENTIAL = "canary-credential"


def client(server: Server, runtime: Runtime, **options: Any) -> HttpClient:
    authorize = options.pop("authorize", lambda: {"Authorization": f"Bearer {CREDENTIAL}"})
    return HttpClient(server.base_url, authorize, runtime, **options)


def failure(server: Server, runtime: Runtime, path: str = PATH) -> SourceError:
    with pytest.raises(SourceError) as caught:
        client(server, runtime).get(path, {"secret_parameter": "canary-query"})
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert "canary" not in repr(caught.value)
    assert "secret_parameter" not in str(caught.value)
    return caught.value
