"""What the assets work with, built from the configuration. No work at import, and no Dagster."""

import hashlib
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from connectors.landing import LandingZone
from connectors.pull import WalkResult
from connectors.settings import Runtime
from connectors.stream import Connector
from pipelines.config import Config, read_secrets
from pipelines.progress import Progress
from pipelines.tools import find_tools
from transforms.models import code_version
from transforms.rule_tables import rules_version
from warehouse.publish import Build
from warehouse.store import Store, open_store, store_identity


def fault_mark() -> Callable[[str], None]:
    """A mark that kills this process at the point that ``UNSUNG_FAULT_AT`` names, for tests.

    ``name`` kills at the first time the point is reached, ``name:3`` at the third.
    ``UNSUNG_FAULT_SIGNAL`` names other signals than KILL to send, such as ``INT``.
    ``UNSUNG_FAULT_TRACE`` names a file that lists every point reached.
    """
    wanted, _, nth = os.environ.get("UNSUNG_FAULT_AT", "").partition(":")
    names = os.environ.get("UNSUNG_FAULT_SIGNAL", "KILL").split(",")
    trace = os.environ.get("UNSUNG_FAULT_TRACE")
    reached: dict[str, int] = {}

    def mark(name: str) -> None:
        reached[name] = reached.get(name, 0) + 1
        if trace:
            with Path(trace).open("a", encoding="utf-8") as handle:
                handle.write(f"{name}:{reached[name]}\n")
        if name == wanted and reached[name] == int(nth or 1):
            for each in names:
                os.kill(os.getpid(), signal.Signals[f"SIG{each}"])

    return mark


@dataclass
class RunReport:
    """What a run did, filled in as it goes on.

    Attributes:
        results: How every walk of this process ended, for the closing table.
        requests: Requests sent so far, by source.
        failures: Sources that could not even start, and why.
        issues: What a build could not load, one line each.
        refused: Records and pages that did not fit in what a build loaded.
        broken: Blocking checks that failed in the build, one line each.
        published: The folder of the version that this process published.
        stopping: Records that the job in hand is being stopped (``has_ended``: was stopped).
        store: The store, while a build holds it.
        build: What the build in hand is; the same for every step of a run.
    """

    results: list[WalkResult] = field(default_factory=list)
    requests: dict[str, int] = field(default_factory=dict)
    failures: dict[str, Exception] = field(default_factory=dict)
    issues: list[str] = field(default_factory=list)
    refused: int = 0
    broken: list[str] = field(default_factory=list)
    published: Path | None = None
    stopping: Callable[..., None] = lambda **_: None
    store: Store | None = None
    build: Build | None = None

    def note(self, result: WalkResult, requests: int) -> None:
        """Remembers how a walk ended, for the closing table."""
        self.results.append(result)
        self.requests[result.source] = requests


@dataclass(frozen=True)
class RunContext:
    """What a run is given: the configuration and the outside world.

    Attributes:
        clock: The current instant, UTC.
        as_of: What builds treat as now, UTC; None is the moment the build starts.
        wait: Whether to wait for another build to end.
        accept_shrink: Whether to publish although unexplained evidence is gone.
        progress: What is being done right now, and whether a stop was asked for.
        mark: Called at points where a kill must be harmless.
        report: What the run did.
    """

    config: Config
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    as_of: datetime | None = None
    wait: bool = False
    accept_shrink: bool = False
    progress: Progress = field(default_factory=Progress)
    mark: Callable[[str], None] = field(default_factory=fault_mark)
    report: RunReport = field(default_factory=RunReport)

    @property
    def landing(self) -> LandingZone:
        """Where pulls leave their pages."""
        return LandingZone(
            self.config.data_dir / "landing",
            store_identity(self.config.data_dir),
            clock=self.clock,
            mark=self.mark,
        )

    def connect(self, source: str) -> Connector:
        """Opens one configured source.

        Raises:
            ConfigError: An environment variable that it names is not set.
        """
        settings = self.config.sources[source]
        runtime = Runtime(self.config.folder, clock=self.clock, sleep=self.progress.sleep)
        return find_tools()[source].connect(settings, read_secrets(source, settings), runtime)

    @contextmanager
    def open_store(self) -> Iterator[Store]:
        """Opens the store for one build."""
        with open_store(
            self.config.data_dir,
            clock=self.clock,
            wait=self.wait,
            memory_limit=self.config.memory_limit,
        ) as self.report.store:
            try:
                yield self.report.store
            finally:
                self.report.store = None

    def current_build(self, store: Store) -> Build:
        """Identifies the build of what the store holds; the same for every step of a run."""
        if self.report.build is None:
            self.report.build = build = self._describe_build(store)
            versions = (build.rules_version, build.code_version)
            store.start_build(build.build_id, build.as_of, *versions)
        return self.report.build

    def forget_build(self) -> None:
        """Ends a run: the next one describes its own build."""
        self.report.build = None

    def _describe_build(self, store: Store) -> Build:
        as_of = self.as_of or self.clock()
        rules = rules_version(self.config.credit_policy, self.config.switches)
        versions = (rules, code_version())
        about = (self.config.organization, self.config.purpose)
        parts = [store.fingerprint(), as_of.isoformat(), *versions, *about]
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return Build(
            f"{as_of:%Y%m%dT%H%M%SZ}-{digest[:12]}",
            as_of,
            *versions,
            purpose=self.config.purpose,
            scopes=store.configured_scopes(),
            unread=store.unread(),
            people_version=store.people_version(),
        )
