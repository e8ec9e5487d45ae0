"""Where an installation keeps its things, known without reading the whole configuration.

Commands that only look at what is published need nothing but the data folder; validating every
tool's settings would cost them seconds of imports.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml

DAGSTER_YAML = Path(__file__).parents[1] / "dagster_home" / "dagster.yaml"
"""How every instance is configured; the wheel carries it."""
_DEFAULT_DATA_DIR = "var"
_DEEPEST = 100
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Place:
    """One installation: a configuration and its data folder.

    Attributes:
        config: The configuration file.
        data_dir: Where store, landing, published and Dagster's instance live.
        sources: What the configuration names as sources; None where that was not read.
    """

    config: Path
    data_dir: Path
    sources: frozenset[str] | None = None

    @property
    def installation(self) -> str:
        """What jobs, run tags, sensor cursors and checks of this installation carry."""
        paths = f"{self.config.resolve()}\n{self.data_dir.resolve()}"
        return hashlib.sha256(paths.encode(errors="surrogateescape")).hexdigest()[:12]

    @property
    def log(self) -> Path:
        """Details of errors that nobody foresaw."""
        return self.data_dir / "log"

    @property
    def dagster_home(self) -> Path:
        """Dagster's instance, when ``DAGSTER_HOME`` names no other."""
        return self.data_dir / "dagster"


def find_place(config: Path) -> Place | None:
    """Where a configuration keeps its data; None if it does not say so in the simplest way.

    Then reading it whole says what is wrong with it.
    """
    try:
        text = config.read_bytes()
        if _is_too_deep(text):
            return None
        content = yaml.load(text, _LOADER)  # noqa: S506  # because both are safe
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return None
    data_dir = content.get("data_dir", _DEFAULT_DATA_DIR) if isinstance(content, dict) else None
    if not isinstance(data_dir, str):
        return None
    return Place(config, config.absolute().parent / data_dir, _sources(content))


def _sources(content: dict[str, object]) -> frozenset[str] | None:
    sources = content.get("sources", {})
    if not isinstance(sources, dict):
        return None
    return frozenset([*map(str, sources), *(["roster"] if content.get("people") else [])])


def _is_too_deep(text: bytes) -> bool:
    """Whether lists and mappings are nested so deep that libyaml's loader ends the process."""
    depth = 0
    for event in yaml.parse(text, _LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return True
    return False
