"""Invents a git history that looks like a company's: nested folders, merges, renames, trailers.

The same seed and size give the same commits. Nothing is held in memory but the files of now.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

_SEED = 20_261_122
_START = 1_500_000_000
_FIRST_FILES = 500
_FILES = 3_000
_GIVEN = "Ada Bela Chidi Dorit Emeka Farah Goran Hana Ines Jomo Kaya Lior Mina Noor Odile Pavel"
_FAMILY = (
    "Abara Brandt Castell Dimov Ekwall Ferrand Gisler Hvidt Ilves Jansky Kovac Lindqvist Marek "
    "Novotny Okafor Petrov Quist Rossi Saar Tamm Ueda Varga Weiss Yilmaz Zelenka"
)
_WORDS = (
    "account balance cache delay entry filter gateway handler index job kernel ledger module node "
    "order parser queue record schema token update value worker yield zone retry batch limit"
)
_FOLDERS = (
    "docs",
    "docs/guides",
    "docs/decisions",
    "services/billing/src",
    "services/billing/tests",
    "services/search/src/index",
    "services/search/tests",
    "libs/core/src/model",
    "libs/core/tests",
    "web/app/components/forms",
    "web/app/pages",
    "ops/terraform/modules",
    "ops/runbooks",
)
_KINDS = ("feat", "fix", "docs", "test", "chore", "refactor", "ci")
_ROLES = ("Reviewed-by", "Co-authored-by", "Tested-by", "Reported-by", "Signed-off-by")


@dataclass
class _Company:
    """Who works there and what their files hold now."""

    random: Random
    words: list[str] = field(default_factory=_WORDS.split)
    people: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    files: dict[str, list[str]] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    created: int = 0

    def __post_init__(self) -> None:
        self.people = [
            f"{given} {family} <{given}.{family}@example.com>"
            for given in _GIVEN.split()
            for family in _FAMILY.split()
        ]
        self.lines = [
            f"{' ' * 4 * (n % 4)}{' '.join(self.random.choices(self.words, k=3 + n % 6))} {n}\n"
            for n in range(5_000)
        ]

    def create(self) -> str:
        """Adds a file of 1 to 8 KB and returns the command that writes it."""
        folder = self.random.choice(_FOLDERS)
        ending = "md" if folder.startswith(("docs", "ops/runbooks")) else "py"
        self.created += 1
        path = f"{folder}/{self.random.choice(self.words)}_{self.created:04}.{ending}"
        self.files[path] = self.random.choices(self.lines, k=self.random.randint(25, 200))
        self.paths.append(path)
        return self.written(path)

    def edit(self) -> str:
        """Changes one to three places of a file."""
        path = self.random.choice(self.paths)
        content = self.files[path]
        for _ in range(self.random.randint(1, 3)):
            at = self.random.randrange(len(content))
            new = self.random.choices(self.lines, k=self.random.randint(0, 4))
            content[at : at + self.random.randint(0, 4)] = new
        if len(content) < 20:
            content += self.random.choices(self.lines, k=20)
        del content[220:]
        return self.written(path)

    def rename(self) -> str:
        """Moves a file aside its old place."""
        at = self.random.randrange(len(self.paths))
        old = self.paths[at]
        folder, _, name = old.rpartition("/")
        new = f"{folder}/{self.random.choice(self.words)}_{name}"[-200:]
        if new in self.files:
            return self.edit()
        self.files[new] = self.files.pop(old)
        self.paths[at] = new
        return f"R {old} {new}\n"

    def edits(self) -> str:
        """Edits one to four files."""
        return "".join(self.edit() for _ in range(self.random.choice((1, 1, 2, 2, 3, 4))))

    def changes(self) -> str:
        """What one commit does: mostly edits, now and then a new or a moved file."""
        dice = self.random.random()
        if dice < 0.005:
            return self.rename()
        if dice < 0.035 and len(self.files) < _FILES:
            return self.edits() + self.create()
        return self.edits()

    def written(self, path: str) -> str:
        content = "".join(self.files[path])
        return f"M 100644 inline {path}\n{_data(content)}"

    def message(self, number: int) -> str:
        words = " ".join(self.random.choices(self.words, k=5))
        text = f"{self.random.choice(_KINDS)}({words.split()[0]}): {words}\n"
        for _ in range(self.random.randint(0, 4)):
            text += f"\n{' '.join(self.random.choices(self.words, k=10))}"
        if number % 211 == 0:
            text = f'Revert "{words} (#{number})"\n\nThis reverts commit {number:040x}.\n'
        if self.random.random() < 0.5:
            lines = {
                f"{self.random.choice(_ROLES)}: {self.random.choice(self.people)}"
                for _ in range(self.random.randint(1, 3))
            }
            text += "\n\n" + "\n".join(sorted(lines))
        return text + "\n"


def _data(text: str) -> str:
    return f"data {len(text)}\n{text}\n"


def _commit(
    company: _Company, number: int, branch: str, changes: str, merged: int | None = None
) -> str:
    author = company.random.choice(company.people)
    at = _START + number * 600
    return (
        f"commit refs/heads/{branch}\nmark :{number}\n"
        f"author {author} {at} +0100\ncommitter {author} {at + 60} +0100\n"
        f"{_data(company.message(number))}"
        f"{f'merge :{merged}' + chr(10) if merged else ''}{changes}\n"
    )


def commands(commits: int) -> Iterator[str]:
    """What `git fast-import` reads to make the history."""
    company = _Company(Random(_SEED))
    yield _commit(company, 1, "main", "".join(company.create() for _ in range(_FIRST_FILES)))
    side = 0
    for number in range(2, commits + 1):
        phase = number % 25
        branch = "side" if phase in (10, 11, 12) else "main"
        if phase == 10:
            yield f"reset refs/heads/side\nfrom :{number - 1}\n\n"
        if phase == 15 and side:
            yield _commit(company, number, "main", "", merged=side)
            continue
        if phase == 12:
            side = number
        # Files are not made or moved while two branches are open: only one would have them.
        changes = company.edits() if 10 <= phase < 15 else company.changes()
        yield _commit(company, number, branch, changes)
        if number % max(commits // 50, 1) == 0:
            tag = f"v{number // max(commits // 50, 1)}.0"
            tagger = company.random.choice(company.people)
            yield f"tag {tag}\nfrom :{number}\ntagger {tagger} {_START + number * 600} +0100\n"
            yield _data(f"Release {tag}")


def history(folder: Path, commits: int) -> Path:
    """A bare repository with so many commits, made once and kept in a folder."""
    path = folder / f"history-{commits}.git"
    if path.exists():
        return path
    aside = folder / f"history-{commits}.part.git"
    subprocess.run(["rm", "-rf", aside], check=True)
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", aside], check=True)
    with tempfile.TemporaryFile("w+") as stream:
        stream.writelines(commands(commits))
        stream.seek(0)
        subprocess.run(
            ["git", "-C", aside, "fast-import", "--quiet", "--force"], stdin=stream, check=True
        )
    subprocess.run(["git", "-C", aside, "repack", "-q", "-a", "-d", "-f"], check=True)
    aside.rename(path)
    return path
