"""The catalogue of kinds is complete: each has its words, a case and a truth, or says why not."""

import re
from pathlib import Path

import pytest

from pipelines.config import PROJECT
from sandbox.company.kinds import KINDS
from transforms.catalogue import FOLDER, Entry, read_kinds
from warehouse.errors import DataRefused

CASES = "\n".join(
    path.read_text() for path in sorted((PROJECT / "tests/transforms/cases").glob("*.yaml"))
)
KIND = pytest.mark.parametrize("entry", read_kinds(), ids=lambda entry: entry.kind)


def _is_claimed_only(entry: Entry) -> bool:
    return entry.no_truth == "claims are its only evidence"


@KIND
def test_a_kind_has_a_case_or_only_claims_tell_of_it(entry: Entry) -> None:
    assert re.search(rf"kind: {entry.kind}\b", CASES) or _is_claimed_only(entry)


@KIND
def test_a_kind_has_a_truth_in_the_simulated_company_or_says_why_not(entry: Entry) -> None:
    assert (entry.kind in KINDS) == (entry.no_truth is None)


@KIND
def test_a_kind_has_a_phrase_for_one_and_for_many(entry: Entry) -> None:
    assert all(phrase.count("{}") == 1 for phrase in entry.phrase)


def test_no_kind_stands_twice() -> None:
    names = [entry.kind for entry in read_kinds()]
    assert len(names) == len(set(names))


def test_a_kind_in_the_file_of_another_category_is_refused(tmp_path: Path) -> None:
    text = (FOLDER / "testing.yaml").read_text()
    (tmp_path / "review.yaml").write_text(text)
    with pytest.raises(
        DataRefused, match=r"kinds/review.yaml: testing.tested is in the file of another cat"
    ):
        read_kinds(tmp_path)


def test_a_wrong_kind_is_refused_with_its_line(tmp_path: Path) -> None:
    text = (FOLDER / "review.yaml").read_text()
    for old, new, cause in (
        ("minutes: [5, 20", "minutes: [-5, 20", "greater than or equal"),
        ("visibility: partly", "visibility: partial", "should be 'hidden'"),
    ):
        folder = tmp_path / new[:7]
        folder.mkdir()
        line = text[: text.index(old)].count("\n") + 1
        (folder / "review.yaml").write_text(text.replace(old, new, 1))
        with pytest.raises(DataRefused, match=rf"kinds/review.yaml line {line}, .*{cause}"):
            read_kinds(folder)
