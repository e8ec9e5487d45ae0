"""Tables in files and at a simulated Google, and pulls from them through the real path."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from connectors.settings import Runtime
from tests.connectors.google.conftest import StrictServer, workspace
from tests.world import World

SHEET, FORM = "sheet-1234567890", "form-1234567890"
CLAIMS = (
    "author_email,submitted_at,kind,object,from,to,minutes_low,minutes_high,others_involved,"
    "beneficiary,share,what_changed,visibility"
)
NOTES = "author_email,submitted_at,about,tag,kind,object,date,relation,text"


class TableWorld(World):
    """A folder with tables, and a Workspace whose sheets and forms may be shared with us."""

    def __init__(
        self,
        tool: ModuleType,
        server: StrictServer,
        runtime: Runtime,
        time: Any,
        folder: Path,
        scope: str,
    ) -> None:
        self.workspace, self.us = server.workspace, server.api.client_email
        file = folder / "credentials.json"
        file.write_text(json.dumps(server.api.key_file(server.base_url)))
        super().__init__(
            tool,
            server,
            runtime,
            time,
            folder,
            settings={"credentials_file_env": "G"},
            secrets={"credentials_file": str(file)},
            scope=scope,
        )

    def write(self, name: str, *lines: str) -> str:
        """Writes a CSV file and returns its name."""
        (self.folder / name).write_text("\n".join(lines) + "\n")
        return name

    def errors(self, **settings: Any) -> list[Any]:
        """Why the pull's walks failed."""
        return [result.error for result in self.pull(**settings) if result.error]


@contextmanager
def served(
    tool: ModuleType, scope: str, runtime: Runtime, time: Any, folder: Path
) -> Iterator[TableWorld]:
    """A world of tables for one tool; every answer of Google's is checked."""
    with StrictServer(workspace(time.now)) as server:
        yield TableWorld(tool, server, runtime, time, folder, scope)
        assert server.violations == []
