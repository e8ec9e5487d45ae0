"""The wheel works outside any clone: nothing it needs stays behind in the repository."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PACKAGES = ("connectors", "warehouse", "transforms", "pipelines", "sandbox")


@dataclass(frozen=True)
class Installed:
    """An empty environment with the wheel, a home and a folder of its own."""

    wheel: Path
    site: Path
    folder: Path
    run: Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Builds the wheel and installs it beside the libraries of the running environment."""
    base = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet"]
    source = base / "source"
    files = subprocess.run(
        ["git", "-C", str(PROJECT), "ls-files", "-z"], capture_output=True, check=True
    ).stdout.split(b"\0")
    for name in filter(None, map(os.fsdecode, files)):
        if (PROJECT / name).exists():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((PROJECT / name).read_bytes())
    subprocess.run([*build, "-w", str(base), str(source)], check=True, capture_output=True)
    (wheel,) = base.glob("unsung-*.whl")
    venv.create(base / "venv", with_pip=False, symlinks=True)
    python = base / "venv" / "bin" / "python"
    (site,) = (base / "venv" / "lib").glob("python*/site-packages")
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run(
        [*install, "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True
    )
    # A line of a .pth adds a folder, and runs nothing of it: the editable install stays out.
    (site / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    home, folder = base / "home", base / "work"
    home.mkdir()
    folder.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    environment = {**kept, "HOME": str(home)}

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [str(python.with_name(words[0])), *words[1:]]
        return subprocess.run(
            command,
            cwd=folder,
            env={**environment, **more},
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )

    return Installed(wheel, site, folder, run)


def _clone(folder: Path) -> Path:
    """A history of two invented people."""
    clone = folder / "service"
    subprocess.run(["git", "init", "--quiet", str(clone)], check=True)
    for number, name in enumerate(("Ana Ruiz", "Bo Lind", "Ana Ruiz")):
        (clone / "runbook.md").write_text("line\n" * 4 * (number + 1))
        who = [
            "-c",
            f"user.name={name}",
            "-c",
            f"user.email={name[:2].strip().lower()}@acme.example",
        ]
        subprocess.run(["git", "-C", str(clone), "add", "--all"], check=True)
        message = f"docs: step {number}"
        subprocess.run(
            ["git", "-C", str(clone), *who, "commit", "--quiet", "-m", message], check=True
        )
    return clone


def test_everything_the_packages_hold_is_in_the_wheel_and_nothing_else(
    installed: Installed,
) -> None:
    listed = subprocess.run(
        ["git", "-C", str(PROJECT), "ls-files", *PACKAGES, "dagster_home"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    with zipfile.ZipFile(installed.wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == {name for name in listed if (PROJECT / name).exists()}


def test_it_runs_from_the_wheel_and_not_from_a_clone(installed: Installed) -> None:
    where = "import pipelines, sandbox; print(pipelines.__file__, list(sandbox.__path__))"
    done = installed.run("python", "-c", where)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(str(installed.site)) == 2


def test_a_first_hour_from_help_to_the_pages_of_a_clone(installed: Installed) -> None:
    assert "Commands:" in installed.run("unsung", "--help").stdout
    before = sorted(path for path in installed.site.rglob("*") if path.suffix != ".pyc")
    written = installed.run("unsung", "init")
    assert (written.returncode, (installed.folder / "people.csv").exists()) == (0, True)
    checked = installed.run("unsung", "check")
    assert checked.returncode == 4
    assert "it names no one" in checked.stdout
    mined = installed.run("unsung", "run", "--git", str(_clone(installed.folder)))
    assert mined.returncode == 0, mined.stderr
    (page,) = [line for line in mined.stdout.splitlines() if line.startswith("pages")]
    assert Path(page.split()[1]).exists()
    config = next((installed.folder.parent / "home").rglob("unsung.yaml"))
    status = installed.run("unsung", "status", "--config", str(config))
    assert status.stdout.startswith("UP TO DATE")
    loaded = installed.run(
        *("python", "-m", "dagster", "definitions", "validate", "-m", "pipelines.definitions"),
        UNSUNG_CONFIG=str(config),
        DAGSTER_HOME=str(config.parent / "dagster"),
    )
    assert loaded.returncode == 0, loaded.stderr
    assert sorted(p for p in installed.site.rglob("*") if p.suffix != ".pyc") == before


def test_the_demo_runs_from_the_wheel(installed: Installed) -> None:
    (installed.folder / "unsung.yaml").unlink()
    done = installed.run("unsung", "demo", "--quiet")
    assert done.returncode == 0, done.stderr
    assert (installed.folder / "var/demo/data/published/current/site/index.html").exists()
    assert "showing the demo" in installed.run("unsung", "profile", "nobody").stderr
