"""Whatever happens between and during pulls, pulling ends where one full read would."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.connectors.acceptance.conftest import runtime_of
from tests.connectors.acceptance.observed import (
    errors,
    fresh_rows,
    landed_rows,
    pull_in_slices,
    stored_rows,
)
from tests.connectors.acceptance.subject import Subject, every_subject
from tests.connectors.conftest import Time

step = st.one_of(
    st.tuples(st.sampled_from(["now", "during"]), st.integers(0, 99), st.integers(0, 999)),
    st.tuples(st.just("break"), st.integers(1, 40), st.just(0)),
    st.tuples(st.just("pull"), st.just(0), st.sampled_from([1, 60, 4_000, 90_000, 700_000])),
)


def _play(subject: Subject, world: Any, steps: list[tuple[str, int, int]]) -> None:
    """Edits, breaks and pulls; a second passes between, so that seconds differ."""
    names = sorted(subject.edits)
    for what, which, number in steps:
        world.time.pass_by(seconds=1)
        edit = subject.edits[names[which % len(names)]]
        if what == "now":
            edit(world, number)
        elif what == "during":
            call = lambda edit=edit, number=number: edit(world, number)  # noqa: E731  # because it binds what the loop has
            world.server.on("", "run", nth=1 + which % 17, call=call)
        elif what == "break":
            world.server.on("", nth=which, status=502, times=6)
        else:
            pull_in_slices(world)
            world.time.pass_by(seconds=number)
    world.server.steps.clear()


@pytest.mark.parametrize("subject", every_subject(), ids=lambda subject: subject.name)
@settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate])
@given(steps=st.lists(step, min_size=4, max_size=12))
def test_pulls_end_with_the_rows_of_one_full_read(
    subject: Subject, steps: list[tuple[str, int, int]]
) -> None:
    time = Time()
    with (
        tempfile.TemporaryDirectory() as name,
        subject.serve(runtime_of(time, Path(name)), time, Path(name)) as world,
    ):
        subject.fill(world)
        if subject.shrink is not None:
            subject.shrink(world)
        _play(subject, world, steps)
        for days in (0, 1, 8):
            time.pass_by(days=days, minutes=2)
            assert errors(pull_in_slices(world)) == {}
        expected, kept = fresh_rows(world, Path(name)), landed_rows(world)
        assert stored_rows(world) == kept
        for stream, rows in expected.items():
            if stream in subject.forgotten:
                assert rows.items() <= kept[stream].items(), stream
            else:
                assert kept[stream] == rows, stream
