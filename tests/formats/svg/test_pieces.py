"""Strokes that were exported in pieces."""

from __future__ import annotations

import pytest

from tests.formats.svg.pictures import page_of, told_of


@pytest.mark.parametrize(
    ("content", "strokes"),
    [
        ('<path stroke-width="1" d="M0 0L1 1L2 1"/><path stroke-width="2" d="M2 1L3 3"/>', [4]),
        ('<path d="M0 0C1 1 2 1 2 0"/><path d="M2 0C3 1 4 1 4 0"/>', None),
        ('<path d="M0 0L1 1M1 1L2 0M2 0L5 5"/>', [4]),
        ('<line x2="1"/><line x1="1" x2="2"/><line x1="3" x2="4"/>', [3, 2]),
        ('<g><line x2="1"/></g><g><line x1="1" x2="2"/></g>', [2, 2]),
        ('<line x2="1" stroke="red"/><line x1="1" x2="2" stroke="blue"/>', [2, 2]),
        ('<path d="M0 0L1 1L2 1"/><path d="M2 1L3 3L4 4"/>', [3, 3]),
    ],
)
def test_strokes_exported_in_pieces_are_whole_again(content: str, strokes: list[int] | None):
    lengths, told = told_of(content)
    assert (lengths == strokes if strokes else len(lengths) == 1) and not told


def test_a_long_path_of_short_steps_is_one_stroke():
    (stroke,) = page_of('<path d="m1 1' + "l.01 .01" * 5_000 + '"/>').strokes
    assert len(stroke) == 5_001 and stroke.x[-1] == pytest.approx(51)
