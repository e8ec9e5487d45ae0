"""Writes clones to disk with the installed git, as ``git clone --mirror`` would."""

import os
import subprocess
from pathlib import Path

from sandbox.git.model import MAIN, Clone

_HOST = "https://github.example"


def write(clone: Clone, folder: Path) -> None:
    """Writes a bare repository into a folder that is not there yet."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    _git(folder.parent, "init", "--quiet", "--bare", f"--initial-branch={MAIN}", folder.name)
    _git(folder, "config", "remote.origin.url", f"{_HOST}/{clone.name}.git")
    _git(folder, "index-pack", "--stdin", stdin=clone.objects.pack())
    refs = {f"refs/heads/{name}": sha for name, sha in clone.branches.items()}
    refs |= {f"refs/tags/{name}": sha for name, sha in clone.tags.items()}
    lines = "".join(f"create {name} {sha}\n" for name, sha in refs.items())
    _git(folder, "update-ref", "--stdin", stdin=lines.encode())


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> None:
    """Runs git without the configuration of who runs it."""
    own = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(  # noqa: S603  # because the arguments are our own
        ["git", *arguments],  # noqa: S607  # because git is where the system has it
        cwd=folder,
        env={"PATH": os.defpath, **own},
        input=stdin,
        stdout=subprocess.DEVNULL,
        check=True,
    )
