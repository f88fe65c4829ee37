"""A ghost in time, in pieces, and as ink."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkapp.ink.document import Author, Origin
from inkapp.ink.ghost import Ghost, GhostStroke

ORIGIN = Origin("live", 3, 0.5)


def ghost_stroke(begin: float, step: int, n: int = 5, opens: bool = False) -> GhostStroke:
    """``n`` points, a tenth of a second and a mm apart, two to a step."""
    return GhostStroke(
        x=begin * 10 + np.arange(n),  # type: ignore[arg-type]
        y=np.full(n, 20.0),
        t=begin + np.arange(n) / 10,
        pressure=np.linspace(0.2, 0.8, n),
        step=step + np.arange(n) // 2,
        opens_piece=opens,
        origin=ORIGIN,
    )


def ghost(complete: bool = True) -> Ghost:
    return Ghost(
        4,
        (
            ghost_stroke(0.2, 0, opens=True),
            ghost_stroke(1.0, 3),
            ghost_stroke(2.0, 6, opens=True),
            ghost_stroke(3.0, 9, n=1),
        ),
        complete,
        3,
    )


def test_nothing_before_and_everything_after():
    g = ghost()
    assert g.visible_at(0.1) == ()
    assert g.visible_at(g.duration) == g.strokes
    assert g.visible_at(99) == g.strokes
    assert g.duration == 3.0


def test_the_last_stroke_ends_where_the_pen_is():
    seen = ghost().visible_at(1.25)
    assert len(seen) == 2
    assert seen[0] is not None and len(seen[0]) == 5
    np.testing.assert_allclose(seen[1].x, [10, 11, 12, 12.5])
    np.testing.assert_allclose(seen[1].t, [1.0, 1.1, 1.2, 1.25])
    np.testing.assert_allclose(seen[1].pressure, [0.2, 0.35, 0.5, 0.575])
    assert seen[1].step.tolist() == [3, 3, 4, 4]


def test_a_time_on_a_point_adds_none():
    seen = ghost().visible_at(float(ghost().strokes[1].t[2]))
    assert seen[1].x.tolist() == [10, 11, 12]


def test_points_drawn_at_one_moment_come_together():
    stroke = GhostStroke(
        np.arange(4.0), np.zeros(4), np.array([1.0, 1, 1, 2]), np.full(4, 0.5), np.arange(4), True, ORIGIN
    )
    assert Ghost(0, (stroke,), True, 0).visible_at(1.0)[0].x.tolist() == [0, 1, 2]


def test_the_first_step_not_yet_visible():
    g = ghost()
    assert g.step_at(0.0) == 0
    assert g.step_at(0.25) == 0  # its second point is still to come
    assert g.step_at(0.31) == 1
    assert g.step_at(0.9) == 3  # between two strokes
    assert g.step_at(2.5) == 9
    assert g.step_at(3.0) == 10
    assert Ghost(0, (), True, 0).step_at(1.0) == 0


@given(st.floats(0, 4), st.floats(0, 4))
def test_what_is_visible_only_grows(one: float, other: float):
    g = ghost()
    early, late = (g.visible_at(t) for t in sorted((one, other)))
    assert len(early) <= len(late)
    assert sum(map(len, early)) <= sum(map(len, late)) + 1  # the interpolated end may give way to a real point
    assert g.step_at(min(one, other)) <= g.step_at(max(one, other))
    for stroke in late:
        assert stroke.t[-1] <= max(one, other)


def test_pieces_begin_where_they_are_said_to():
    g = ghost()
    assert [[s.t[0] for s in piece] for piece in g.pieces()] == [[0.2, 1.0], [2.0, 3.0]]
    assert Ghost(0, g.strokes[1:], True, 0).pieces() == (g.strokes[1:2], g.strokes[2:])
    assert Ghost(0, (), True, 0).pieces() == ()


def test_taking_pieces_takes_all_in_order():
    g = ghost(complete=False)
    first, rest = g.take_piece(9)
    assert [s.x[0] for s in first] == [2, 10]
    assert (rest.revision, rest.complete, rest.seed) == (9, False, 3)
    assert rest.strokes == g.strokes[2:]
    assert rest.strokes[0].t[0] == 2.0
    second, nothing = rest.take_piece(10)
    assert [*first, *second] == list(g.to_strokes())
    assert nothing.is_empty and nothing.duration == 0
    assert nothing.take_piece(11) == ((), Ghost(11, (), False, 3))


def test_accepted_ink_is_the_models_with_its_own_clock():
    stroke = ghost_stroke(2.0, 6).to_stroke()
    assert stroke.author is Author.MODEL and stroke.origin == ORIGIN and not stroke.has_pressure
    np.testing.assert_allclose(stroke.t, np.arange(5) / 10)
    np.testing.assert_allclose(stroke.x, 20 + np.arange(5))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("x", [], "at least one"),
        ("y", [1.0], "shape"),
        ("pressure", [0, 0, 0, 0, np.nan], "finite"),
        ("t", [0, 1, 2, 1, 3], "goes back"),
        ("step", [0, 1, 2, 1, 3], "goes back"),
    ],
)
def test_a_ghost_that_makes_no_sense_is_refused(field: str, value: list[float], message: str):
    stroke = ghost_stroke(0, 0)
    fields = {name: getattr(stroke, name) for name in GhostStroke.__slots__} | {field: np.array(value)}
    with pytest.raises(ValueError, match=message):
        GhostStroke(**fields)


def test_its_arrays_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        ghost_stroke(0, 0).x[0] = 5
