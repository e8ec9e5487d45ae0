"""Tables full of nonsense: every finding at once, by line and column, nothing silent, no value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.config import make_config
from pipelines.preflight import check_files
from pipelines.run_context import RunContext

NOW = datetime(2026, 6, 1, tzinfo=UTC)
PEOPLE = "people.csv"
HEADERS: Mapping[str, str] = {
    "roster": "person_id,name,email,other_emails,team,role_family,level,fte,manager_email,"
    "start_date,end_date,valid_from,valid_to,account:github",
    "absences": "person_id,from,to",
    "duties": "person_id,duty,from,to,minutes_per_week",
    "diary": "person_id,week,kind,minutes",
    "machines": "tool,account",
    "pairings": "newcomer_email,buddy_email,role,start_date,end_date,source_note",
    "self_reports": "author_email,submitted_at,kind,object,from,to,minutes_low,minutes_high,"
    "others_involved,beneficiary,share,what_changed,visibility",
    "peer_notes": "author_email,submitted_at,about,tag,kind,object,date,relation,text",
}
GOOD: Mapping[str, list[str]] = {
    "roster": [
        "e1,Ana Ruiz,ana@acme.example,ana@old.example,Platform,eng,L4,1,bo@acme.example,"
        "2020-01-01,,,,ana",
        "e2,Bo Lind,bo@acme.example,,Platform,eng,L4,0.8,,2020-01-01,,,,bo",
        "e3,Cy Doe,cy@acme.example,,Platform,eng,L4,1,bo@acme.example,2020-01-01,,,,cy",
    ],
    "absences": ["e1,2026-02-01,2026-02-14"],
    "duties": ["e1,buddy,2026-01-01,,60"],
    "diary": ["e1,2026-05-04,review.code,120"],
    "machines": ["github,acme-releases"],
    "pairings": ["cy@acme.example,ana@acme.example,buddy,2026-01-05,2026-03-05,told"],
    "self_reports": [
        "ana@acme.example,2026-05-20,review.code,https://a.example/1,2026-05-18,2026-05-19,30,60,"
        "bo@acme.example,Platform,0.5,read it,panel"
    ],
    "peer_notes": [
        "bo@acme.example,2026-05-20,ana@acme.example,coordination,review.code,"
        "https://a.example/1,2026-05-19,witness,read it"
    ],
}
FILES = {name: f"{name}.csv" for name in HEADERS} | {"roster": PEOPLE}
DAY = [
    "31/01/2026",
    "2026-13-01",
    "2026-02-30",
    "soon",
    "46055",
    "0203-01-01",
    "01.13.2026",
    "2026-1-5",
]
ADDRESS = [
    "CANARY",
    "CANARY@acme",
    "CANARY b@acme.example",
    "<CANARY@acme.example>",
    "@acme.example",
]
NUMBER = ["CANARY", "80%", "1,000", "-1", "nan", "1e3"]
WORD = ["CANARY", "42"]
NONSENSE: Mapping[str, Mapping[str, list[str]]] = {
    "roster": {
        "person_id": [""],
        "name": [""],
        "email": ["", *ADDRESS],
        "other_emails": ["CANARY", "ana@old.example CANARY"],
        "fte": [*NUMBER, "80", "0", "1.5"],
        "manager_email": ["CANARY@acme.example", "ana@acme.example"],
        "start_date": [*DAY, "2028-01-01"],
        "end_date": [*DAY, "2019-12-31"],
        "valid_from": DAY,
        "valid_to": DAY,
        "team": ["Platfrom"],
        "role_family": ["egn", "Eng"],
    },
    "absences": {
        "person_id": ["", "CANARY"],
        "from": ["", *DAY, "2026-03-01"],
        "to": ["", *DAY, "2028-02-01"],
    },
    "duties": {
        "person_id": ["", "CANARY"],
        "duty": ["", "buddies", *WORD],
        "from": ["", *DAY],
        "to": [*DAY, "2025-12-31"],
        "minutes_per_week": ["CANARY", "1.5", "-1", "99999"],
    },
    "diary": {
        "person_id": ["", "CANARY"],
        "week": ["", *DAY, "2026-05-05", "2027-05-03"],
        "kind": ["", "review.cod", "CANARY"],
        "minutes": ["", "CANARY", "-5", "1.5", "20000"],
    },
    "machines": {"tool": ["", "githbu", "CANARY"], "account": [""]},
    "pairings": {
        "newcomer_email": ["", *ADDRESS, "ana@acme.example", "CANARY@acme.example"],
        "buddy_email": ["", *ADDRESS, "CANARY@acme.example"],
        "role": ["", "friend", "CANARY"],
        "start_date": ["", *DAY],
        "end_date": [*DAY, "2025-12-31"],
    },
    "self_reports": {
        "author_email": ["", *ADDRESS, "CANARY@acme.example"],
        "submitted_at": ["", "CANARY", "2026-05-20T09:00:00", "20.5."],
        "kind": ["", "CANARY", "review.cod"],
        "object": ["CANARY CANARY", "http://a.example/1", "ftp://CANARY"],
        "from": ["", *DAY, "2026-05-20", "2020-01-01"],
        "to": ["", *DAY, "2026-06-30"],
        "minutes_low": ["CANARY", "90", ""],
        "minutes_high": ["CANARY", "99999", ""],
        "others_involved": ["CANARY"],
        "share": ["CANARY", "2", "-1"],
        "what_changed": ["x" * 281, "Bo is lazy CANARY"],
        "visibility": ["CANARY"],
    },
    "peer_notes": {
        "author_email": ["", *ADDRESS],
        "submitted_at": ["", "CANARY"],
        "about": ["", *ADDRESS, "bo@acme.example"],
        "tag": ["", "CANARY"],
        "kind": ["", "CANARY", "review.cod"],
        "object": ["CANARY CANARY"],
        "date": ["", *DAY, "2026-06-30"],
        "relation": ["", "CANARY"],
        "text": ["x" * 281, "Ana is brilliant CANARY"],
    },
}
"""Table -> column -> what somebody may write there, each wrong or at least unlikely."""


@dataclass(frozen=True)
class Case:
    """One table that is wrong.

    Attributes:
        file: Which file holds ``content``.
        says: Words that one finding must have.
    """

    file: str
    content: bytes
    says: tuple[str, ...]


def _table(name: str, rows: list[str], header: str | None = None) -> bytes:
    return "\n".join([header or HEADERS[name], *rows, ""]).encode()


def _cells() -> Iterator[pytest.param]:  # type: ignore[valid-type]  # because pytest's type is private
    """One wrong cell in the last row of each table."""
    for name, columns in NONSENSE.items():
        names = HEADERS[name].split(",")
        for column, values in columns.items():
            for value in values:
                cells = GOOD[name][0].split(",")
                cells[names.index(column)] = f'"{value}"' if "," in value else value
                rows = [*GOOD[name][1:], ",".join(cells)]
                case = Case(FILES[name], _table(name, rows), (str(len(rows) + 1),))
                yield pytest.param(case, id=f"{name}.{column}={value[:20]}")


def _headers() -> Iterator[pytest.param]:  # type: ignore[valid-type]  # because pytest's type is private
    """Every column misspelt, left out or named twice."""
    for name, header in HEADERS.items():
        names = header.split(",")
        for number, column in enumerate(names):
            wrong = [*names[:number], column[:-1], *names[number + 1 :]]
            says = ("github",) if ":" in column else (f"did you mean {column}?",)
            if len(column) > 2:
                case = Case(FILES[name], _table(name, GOOD[name], ",".join(wrong)), says)
                yield pytest.param(case, id=f"{name}: {column} misspelt")
            twice = Case(
                FILES[name],
                _table(name, [f"{row},x" for row in GOOD[name]], f"{header},{column}"),
                ("line 1", "names twice") if ":" not in column else ("line",),
            )
            if ":" not in column:
                yield pytest.param(twice, id=f"{name}: {column} twice")
        case = Case(FILES[name], _table(name, GOOD[name], f"{header},salary"), ("salary",))
        yield pytest.param(case, id=f"{name}: a column that is none")


def _shapes() -> Iterator[pytest.param]:  # type: ignore[valid-type]  # because pytest's type is private
    """Files that are no tables, or tables of another form."""
    for name, file in FILES.items():
        short = GOOD[name][0].rpartition(",")[0]
        for what, content, says in (
            ("a row too short", _table(name, [*GOOD[name], short]), ("cells of the header",)),
            ("a row too long", _table(name, [f"{GOOD[name][0]},CANARY"]), (" 2", "cells")),
            ("a torn quote", _table(name, ['"CANARY']), ("line 2", "not valid CSV")),
            ("a workbook", b"PK\x03\x04 CANARY", ("Excel workbook",)),
            ("nothing", b"", ("the header lacks",)),
            ("bytes", b"\x81\x8d\xff\xfe\x90CANARY", ()),
            ("a web page", b"<!doctype html><html>CANARY</html>", ("header",)),
            ("no header", "\n".join(GOOD[name]).encode(), ("header",)),
        ):
            yield pytest.param(Case(file, content, says), id=f"{name}: {what}")


TOGETHER = {
    "two people with one address": (
        PEOPLE,
        [*GOOD["roster"], "e4,Dee Fox,ana@old.example,,,,,,,,,,,"],
        ("row 5", "another person_id in row 2"),
    ),
    "two people with one account": (
        PEOPLE,
        [*GOOD["roster"], "e4,Dee Fox,dee@acme.example,,,,,,,,,,,Ana"],
        ("row 5", "account:github is the account of another person in row 2"),
    ),
    "periods that overlap": (
        PEOPLE,
        [*GOOD["roster"], "e2,Bo Lind,bo@acme.example,,,,,,,,,2026-01-01,,"],
        ("row 5", "row 3 has the same person"),
    ),
    "one person with two names": (
        PEOPLE,
        [
            "e4,Dee Fox,dee@acme.example,,,,,,,,,2020-01-01,2020-12-31,",
            "e4,Dee Wolf,dee@acme.example,,,,,,,,,2021-01-01,,",
            *GOOD["roster"],
        ],
        ("line 3", "name differs"),
    ),
    "managers in a circle": (
        PEOPLE,
        [
            "e1,Ana Ruiz,ana@acme.example,,,,,,bo@acme.example,,,,,",
            "e2,Bo Lind,bo@acme.example,,,,,,ana@acme.example,,,,,",
            GOOD["roster"][2],
        ],
        ("line 2", "in a circle"),
    ),
    "nobody": (PEOPLE, [], ("names no one",)),
    "an absence twice as long as a year": (
        "absences.csv",
        ["e1,2024-01-01,2026-01-01"],
        ("line 2", "longer than a year"),
    ),
    "two absences that begin on one day": (
        "absences.csv",
        [*GOOD["absences"], "e1,2026-02-01,2026-02-20"],
        ("line 3", "row 2 has the same person_id and from"),
    ),
    "a duty held twice at once": (
        "duties.csv",
        [*GOOD["duties"], "e1,buddy,2026-02-01,,60"],
        ("line 3", "overlaps"),
    ),
    "a kind twice in a week": (
        "diary.csv",
        [*GOOD["diary"], "e1,2026-05-04,review.code,10"],
        ("line 3", "repeats"),
    ),
}
CASES = [
    *_cells(),
    *_headers(),
    *_shapes(),
    *(
        pytest.param(
            Case(file, _table(next(n for n, f in FILES.items() if f == file), rows), says), id=name
        )
        for name, (file, rows, says) in TOGETHER.items()
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("people")


@pytest.fixture(scope="module")
def installation(folder: Path) -> RunContext:
    """An installation with every table."""
    people = {name: FILES[name] for name in HEADERS if name not in ("self_reports", "peer_notes")}
    document = {
        "organization": "Acme",
        "purpose": "promotion_review",
        "people": people,
        "sources": {
            "github": {"token_env": "T", "repositories": ["acme/widget"]},
            "claims": {"self_reports": "self_reports.csv", "peer_notes": "peer_notes.csv"},
        },
    }
    return RunContext(make_config(document, folder, "unsung.yaml"), clock=lambda: NOW)


@pytest.fixture
def run_context(installation: RunContext, folder: Path) -> RunContext:
    """The installation, all of its tables right."""
    for name, file in FILES.items():
        path = folder / file
        if path.is_dir():
            path.rmdir()
        path.write_bytes(_table(name, GOOD[name]))
    return installation


def _findings(run_context: RunContext) -> list[tuple[str, str]]:
    found = check_files(run_context, ["roster", "claims"])
    return [(finding.level, finding.text) for finding in found]


def test_tables_that_are_right_need_no_word(run_context: RunContext) -> None:
    assert _findings(run_context) == []


def test_the_corpus_is_large() -> None:
    assert len(CASES) >= 300


@pytest.mark.parametrize("case", CASES)
def test_nonsense_is_told_by_line_and_column_and_never_by_value(
    run_context: RunContext, folder: Path, case: Case
) -> None:
    (folder / case.file).write_bytes(case.content)
    found = _findings(run_context)
    assert found
    assert any(all(word in text for word in case.says) for _, text in found), found
    for _, text in found:
        assert "CANARY" not in text
        assert "Ruiz" not in text
        assert "acme.example" not in text
        assert "\n" not in text


@pytest.mark.parametrize("name", HEADERS)
def test_a_table_that_is_no_file_says_so(run_context: RunContext, folder: Path, name: str) -> None:
    path = folder / FILES[name]
    path.unlink()
    assert any(
        FILES[name] in text and "cannot be read" in text for _, text in _findings(run_context)
    )
    path.mkdir()
    assert _findings(run_context)


def test_every_finding_of_every_table_is_told_at_once(
    run_context: RunContext, folder: Path
) -> None:
    (folder / "absences.csv").write_bytes(_table("absences", ["e1,x,y"]))
    (folder / "diary.csv").write_bytes(_table("diary", ["e1,x,review.code,1"]))
    wrong = ",,x,,,,,80 %,,,,,,"
    (folder / PEOPLE).write_bytes(_table("roster", [wrong, *GOOD["roster"]]))
    texts = "\n".join(text for _, text in _findings(run_context))
    for words in (
        "people.csv line 2: person_id is empty",
        "people.csv line 2: name is empty",
        "people.csv line 2: fte is not a number like 0.8",
        "absences.csv line 2: from is not a date",
        "absences.csv line 2: to is not a date",
        "diary.csv line 2: week is not a date",
    ):
        assert words in texts
