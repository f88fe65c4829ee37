"""Samples → strokes, whatever a driver sends."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkapp.ink.document import Document, Stroke
from inkapp.ink.file import dumps, loads
from inkapp.ink.pen import PenSample, Phase
from inkapp.ink.recorder import FARTHEST_MM, MOUSE_PRESSURE, TREMBLE_MM, Recorder

NAN = math.nan


def feed(recorder: Recorder, samples: list[tuple[float, float, float, float | None, Phase]]) -> list[Stroke]:
    ended = [recorder.feed(PenSample(*sample)) for sample in samples]
    return [stroke for stroke in ended if stroke is not None]


def drag(points: list[tuple[float, float]], pressure: float | None = None) -> Stroke:
    last = len(points) - 1
    phases = [Phase.DOWN if i == 0 else Phase.UP if i == last else Phase.MOVE for i in range(len(points))]
    samples = [(x, y, i * 0.01, pressure, phase) for i, ((x, y), phase) in enumerate(zip(points, phases, strict=True))]
    (stroke,) = feed(Recorder(), samples)
    return stroke


def test_a_tablet_stroke_keeps_all_its_samples_and_its_pressure_ramp():
    n = 200
    x = 20 + np.arange(n) * 0.137
    y = 50 + 3 * np.sin(np.arange(n) / 20)
    ramp = np.linspace(0.1, 0.9, n)
    recorder = Recorder()
    samples = [(x[i], y[i], i * 0.005, ramp[i], Phase.MOVE) for i in range(n)]
    # every move comes a second time, as the mouse event that some systems make of it
    doubled = [s for s in samples for s in (s, s)]
    strokes = feed(recorder, [(x[0], y[0], 0, ramp[0], Phase.DOWN), *doubled, (x[-1], y[-1], 1, 0.0, Phase.UP)])
    assert len(strokes) == 1
    assert len(strokes[0]) == n
    assert strokes[0].has_pressure
    np.testing.assert_allclose(strokes[0].pressure, ramp, atol=1e-4)
    np.testing.assert_allclose(strokes[0].x, x, atol=TREMBLE_MM + 1e-4)
    np.testing.assert_allclose(strokes[0].t, np.arange(n) * 0.005, atol=1e-5)


def test_a_mouse_has_no_pressure_of_its_own():
    stroke = drag([(0.0, 0.0), (1.0, 0.3), (2.0, 0.1)])
    assert not stroke.has_pressure
    assert (stroke.pressure == MOUSE_PRESSURE).all()


def test_a_tap_is_one_point():
    stroke = drag([(12.5, 30.25), (12.5, 30.25)])
    assert (stroke.x.tolist(), stroke.y.tolist(), stroke.t.tolist()) == ([12.5], [30.25], [0.0])


def test_moves_and_releases_without_a_press_are_ignored():
    recorder = Recorder()
    assert feed(recorder, [(1, 1, 0, None, Phase.MOVE), (2, 2, 1, None, Phase.UP)]) == []
    assert recorder.finish() is None
    assert len(recorder.preview()[0]) == 0


def test_a_press_without_a_release_before_ends_the_stroke_before():
    recorder = Recorder()
    strokes = feed(
        recorder,
        [
            (1, 1, 0, None, Phase.DOWN),
            (2, 1, 1, None, Phase.MOVE),
            (50, 50, 2, None, Phase.DOWN),
            (51, 50, 3, None, Phase.MOVE),
        ],
    )
    assert [stroke.x.tolist() for stroke in strokes] == [[1, 2]]
    last = recorder.finish()
    assert last is not None and last.x.tolist() == [50, 51]
    assert recorder.finish() is None


def test_missing_pressure_is_held_and_a_release_does_not_thin_the_end():
    strokes = feed(
        Recorder(),
        [
            (0, 0, 0.0, NAN, Phase.DOWN),
            (1, 0, 0.1, 0.8, Phase.MOVE),
            (2, 0, 0.2, NAN, Phase.MOVE),
            (3, 0, 0.3, -1.0, Phase.MOVE),
            (4, 0, 0.4, 7.0, Phase.MOVE),
            (5, 0, 0.5, 0.0, Phase.UP),
        ],
    )
    assert strokes[0].pressure.tolist() == [0.8, 0.8, 0.8, 0.0, 1.0, 1.0]


def test_a_device_that_only_sends_nan_is_one_without_pressure():
    stroke = drag([(0, 0), (1, 1), (2, 1)], NAN)
    assert not stroke.has_pressure
    assert (stroke.pressure == MOUSE_PRESSURE).all()


def test_clocks_that_stop_go_back_or_say_nothing():
    times = [5.0, 5.1, 5.1, 4.0, NAN, math.inf, 5.3, -math.inf, 5.4, 1e308, -1e308]
    samples = [(i, 0, t, None, Phase.DOWN if i == 0 else Phase.MOVE) for i, t in enumerate(times)]
    recorder = Recorder()
    feed(recorder, samples)  # type: ignore[arg-type]
    stroke = recorder.finish()
    assert stroke is not None
    np.testing.assert_allclose(stroke.t, [0, 0.05, 0.1, 0.1, 0.1, 0.1, 0.3, 0.3, 0.4, 0.4, 0.4], atol=1e-5)


@pytest.mark.parametrize(
    ("stamps", "times"),
    [
        ([0, 8, 8, 8, 8, 16, 16], [0, 2, 4, 6, 8, 12, 16]),
        ([0, 0, 0, 8, 16], [0, 8 / 3, 16 / 3, 8, 16]),  # the first burst is of the time before the second
        ([0, 0, 8, 8, 16], [0, 8 / 3, 16 / 3, 8, 16]),
        ([5, 5, 5], [0, 0, 0]),
        ([0, 8, 5, 5, 16], [0, 8, 8, 8, 16]),
    ],
)
def test_points_that_share_a_stamp_are_spread(stamps: list[float], times: list[float]):
    recorder = Recorder()
    feed(recorder, [(i, 0, t / 1000, 0.5, Phase.MOVE if i else Phase.DOWN) for i, t in enumerate(stamps)])
    stroke = recorder.finish()
    assert stroke is not None
    np.testing.assert_allclose(stroke.t, np.array(times) / 1000, atol=1e-5)


def test_positions_that_are_none_are_dropped():
    places = [NAN, 1.0, math.inf, 2.0, FARTHEST_MM * 2, 3.0]
    recorder = Recorder()
    feed(recorder, [(x, 0, i, None, Phase.DOWN if i == 0 else Phase.MOVE) for i, x in enumerate(places)])
    stroke = recorder.finish()
    assert stroke is not None and stroke.x.tolist() == [1, 2, 3]


def test_a_stroke_without_any_place_is_none():
    recorder = Recorder()
    assert feed(recorder, [(NAN, 0, 0, None, Phase.DOWN), (NAN, 1, 1, None, Phase.UP)]) == []
    assert recorder.finish() is None
    assert feed(recorder, [(1, 1, 2, None, Phase.MOVE), (2, 2, 3, None, Phase.UP)]) == []  # the pen is not down


def test_the_preview_ends_at_the_pen_and_begins_where_it_touched():
    recorder = Recorder()
    rng = np.random.default_rng(3)
    for i, (x, y) in enumerate(np.cumsum(rng.normal(0, 1, (60, 2)), axis=0)):
        recorder.feed(PenSample(x, y, i / 100, None, Phase.DOWN if i == 0 else Phase.MOVE))
        seen_x, seen_y, pressure = recorder.preview()
        assert (seen_x[-1], seen_y[-1]) == (x, y)
        assert len(seen_x) == len(pressure) == i + 1


def test_smoothing_can_be_turned_off():
    points = [(0.0, 0.0), (0.26, 0.0), (0.26, 0.26), (0.52, 0.26), (0.52, 0.52), (0.78, 0.52), (0.78, 0.78)]
    recorder = Recorder(smoothing=0)
    feed(recorder, [(x, y, i, None, Phase.DOWN if i == 0 else Phase.MOVE) for i, (x, y) in enumerate(points)])
    assert np.stack(recorder.preview()[:2], axis=1).tolist() == [list(p) for p in points]
    stroke = recorder.finish()
    assert stroke is not None and list(zip(stroke.x.tolist(), stroke.y.tolist(), strict=True)) == points
    with pytest.raises(ValueError, match="smoothing"):
        Recorder(smoothing=NAN)


anything = st.floats(allow_nan=True, allow_infinity=True)
nearly = st.floats(-50, 300)
hostile = st.builds(
    PenSample,
    x=nearly | anything,
    y=nearly | anything,
    t=st.floats(0, 10) | anything,
    pressure=st.none() | st.floats(0, 1) | anything,
    phase=st.sampled_from(Phase),
)


@given(st.lists(hostile, max_size=40))
def test_a_hostile_driver_leaves_only_ink_that_can_be_kept(samples: list[PenSample]):
    recorder = Recorder()
    strokes = [stroke for sample in samples if (stroke := recorder.feed(sample)) is not None]
    x, y, pressure = recorder.preview()
    assert np.isfinite([*x, *y, *pressure]).all()
    strokes += [stroke] if (stroke := recorder.finish()) is not None else []
    for stroke in strokes:
        assert (np.diff(stroke.t) >= 0).all() and stroke.t[0] >= 0
        assert stroke.pressure.min() >= 0 and stroke.pressure.max() <= 1
        assert max(np.abs(stroke.x).max(), np.abs(stroke.y).max()) <= FARTHEST_MM
    document = Document().add_strokes(strokes)
    assert loads(dumps(document), "x").pages == document.pages
