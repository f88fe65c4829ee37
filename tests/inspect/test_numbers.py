"""What the panels show is what the network does: densities, draws, gates, prices and gradients, each held to its source."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.inspect.cells import SIGNALS, cell_image, cell_values, memory_reach
from inkapp.inspect.density import next_point
from inkapp.inspect.futures import futures
from inkapp.inspect.gradient import how_far_back, lab_networks
from inkapp.inspect.next_point import ahead, last_written
from inkapp.inspect.step import one_step
from inkapp.inspect.surprise import UNREAD, surprise
from model import mdn
from model.backward import gradient
from model.trace import Controls
from tests.inspect.lines import line_of, page_of

LINE = line_of()


@pytest.mark.parametrize("temperature", [0.2, 1.0])
def test_the_density_on_the_page_integrates_to_one(temperature: float) -> None:
    found = next_point(LINE, 30, Controls(temperature))
    for mixture in (found.before, found.after):
        grid = found.grid(mixture)
        assert np.trapezoid(np.trapezoid(grid.density, grid.x), grid.y) == pytest.approx(1.0, abs=0.02)


def test_the_density_is_the_networks_by_the_area_of_a_square() -> None:
    found = next_point(LINE, 30)
    sx, sy = LINE.reading.sampler.input_scale
    dx, dy = np.array([0.3, -0.8]), np.array([0.1, 0.6])
    place = ahead(LINE, 30, dx, dy)
    wanted = np.exp(mdn.log_density(found.before, dx / sx, dy / sy)) / (sx * sy * LINE.frame.size**2)
    np.testing.assert_allclose(found.at(found.before, place[:, 0], place[:, 1]), wanted, rtol=1e-6)


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_level_encloses_its_share_of_what_is_drawn(share: float) -> None:
    found = next_point(LINE, 30, Controls(1.0))
    mixture, random = found.before, np.random.default_rng(1)
    weights = mixture.weights.astype(np.float64)
    which = random.choice(len(weights), 4000, p=weights / weights.sum())
    one, other = random.normal(size=(2, 4000))
    rho = mixture.correlation[which]
    x = mixture.mean_x[which] + mixture.std_x[which] * one
    y = mixture.mean_y[which] + mixture.std_y[which] * (rho * one + np.sqrt(1 - rho**2) * other)
    sx, sy = LINE.reading.sampler.input_scale
    place = ahead(LINE, 30, x * sx, y * sy)
    inside = found.at(mixture, place[:, 0], place[:, 1]) >= found.grid(mixture).level(share)
    assert inside.mean() == pytest.approx(share, abs=0.03)


def test_ellipses_are_the_components_of_the_mixture() -> None:
    found = next_point(LINE, 30)
    parts = found.ellipses(found.before)
    sx, sy = (scale * LINE.frame.size for scale in LINE.reading.sampler.input_scale)
    angle = LINE.frame.angle
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    for m in range(len(parts.weights)):
        wide, high = float(found.before.std_x[m]) * sx, float(found.before.std_y[m]) * sy
        both = wide * high * float(found.before.correlation[m])
        wanted = turn @ np.array([[wide**2, both], [both, high**2]]) @ turn.T
        axis = np.array([np.cos(parts.angle[m]), np.sin(parts.angle[m])])
        across = np.array([-axis[1], axis[0]])
        made = parts.major[m] ** 2 * np.outer(axis, axis) + parts.minor[m] ** 2 * np.outer(across, across)
        np.testing.assert_allclose(made, wanted, atol=1e-5 * wanted.max())


def test_the_drawn_point_is_the_samplers() -> None:
    drawn = next_point(LINE, -1, Controls(0.7), seed=5).sampled
    step, _ = next(LINE.reading.sampler.continue_ink(LINE.reading.state(len(LINE) - 1), 5, Controls(0.7)))
    assert (drawn.dx, drawn.dy, drawn.lift, drawn.nats, drawn.component) == (
        step.dx,
        step.dy,
        step.lift,
        step.nats,
        step.component,
    )
    np.testing.assert_allclose((drawn.x, drawn.y), ahead(LINE, -1, step.dx, step.dy))


@pytest.mark.parametrize("parts", [1, 3])
def test_futures_are_the_samplers_for_the_same_seeds(parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkapp.inspect.futures.PARTS", parts)
    monkeypatch.setattr("inkapp.inspect.futures.FEWEST", 1)
    hairs = futures(LINE, 20, 7, Controls(0.6), hairs=4, points=12)
    state = LINE.reading.state(20)
    for k in range(4):
        x = y = 0.0
        for n, (step, _) in enumerate(LINE.reading.sampler.continue_ink(state, 7 + k, Controls(0.6), limit=12)):
            x, y = x + step.dx, y + step.dy
            place = ahead(LINE, 20, x, y)
            np.testing.assert_allclose((hairs.x[k, n + 1], hairs.y[k, n + 1]), place, atol=1e-3)
            assert bool(hairs.lift[k, n + 1]) == step.lift
            assert hairs.nats[k, n] == pytest.approx(step.nats, abs=1e-3)
    assert hairs.seeds.tolist() == [7, 8, 9, 10]
    inked = sum(len(piece) for k in range(4) for piece in hairs.pieces(k))
    assert inked in range(4 * 12, 4 * 13 + 1)


@pytest.mark.parametrize(("hairs", "points"), [(0, 5), (5, 0)])
def test_no_hair_and_no_point_are_refused(hairs: int, points: int) -> None:
    with pytest.raises(ValueError, match="at least one hair"):
        futures(LINE, 3, hairs=hairs, points=points)


def test_prices_add_up_by_stroke_and_by_line() -> None:
    page = page_of("one", "two")
    found = surprise(page)
    assert found.total == pytest.approx(sum(float(line.nats[1:].sum()) for line in page.lines))
    assert found.points == page.points - len(page.lines) == sum(one.points for one in found.strokes)
    assert found.total == pytest.approx(sum(one.nats for one in found.strokes))
    assert found.nats_per_point == pytest.approx(found.total / found.points)
    assert {one.line for one in found.strokes} == {0, 1} and UNREAD not in found.line_of


def test_the_equations_of_a_step_hold() -> None:
    found = one_step(LINE, 25)
    for layer in found.layers:
        np.testing.assert_allclose(
            layer.cell_after, layer.forget * layer.cell + layer.input * layer.candidate, atol=1e-5
        )
        np.testing.assert_allclose(layer.hidden_after, layer.output * np.tanh(layer.cell_after), atol=1e-5)
        moved = np.abs(layer.cell_after - layer.cell)
        assert moved[layer.largest(3)[0]] == moved.max()
    assert found.nats == LINE.nats[25] and found.next.row == 25


def test_an_image_has_a_cell_in_the_row_that_the_order_names() -> None:
    units = LINE.reading.sampler.hidden
    order = list(np.random.default_rng(2).permutation(units))
    for letter, signal in SIGNALS.items():
        image = cell_image(LINE, 1, letter, order)
        assert image.values.shape == (units, len(LINE))
        np.testing.assert_array_equal(image.values[3], cell_values(LINE, 1, letter, int(order[3])))
        assert image.shown.min() >= image.signal.low and image.shown.max() <= image.signal.high
        assert letter == "c" or image.signal == signal


def test_memory_is_shown_on_a_scale_of_its_layer() -> None:
    values = np.random.default_rng(3).standard_normal((64, 200))
    for size, reach in ((0.1, 0.2), (1.0, 2.0), (1.4, 3.0), (7.0, 20.0), (0.0, 0.01)):
        assert memory_reach(size * values) == reach
    for layer in range(LINE.reading.sampler.layers):
        image = cell_image(LINE, layer, "c")
        assert -image.signal.low == image.signal.high == memory_reach(image.values)


@pytest.mark.parametrize(
    ("layer", "signal", "order", "says"),
    [(2, "h", None, "no layer 2"), (0, "x", None, "no signal 'x'"), (0, "h", [0, 0], "names each of them once")],
)
def test_an_image_of_what_is_not_there_is_refused(layer: int, signal: str, order: list[int] | None, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        cell_image(LINE, layer, signal, order)
    with pytest.raises(ValueError, match="no cell 16"):
        cell_values(LINE, 0, "h", 16)


def test_the_way_back_is_the_gradient_on_the_page() -> None:
    flow = how_far_back(LINE, 30, lab_networks())
    found = gradient(LINE.reading, 30)
    np.testing.assert_array_equal(flow.hidden, found.hidden_norms)
    assert flow.distance.tolist() == list(range(1, 31)) and (flow.x[0], flow.y[0]) == (LINE.x[29], LINE.y[29])
    sx, sy = LINE.reading.sampler.input_scale
    nearest = np.hypot(found.rows[-1, 0] / sx, found.rows[-1, 1] / sy) / LINE.frame.size
    assert flow.moved[0] == pytest.approx(nearest, rel=1e-5)
    assert [name for name, _ in flow.lab] == ["lab-rnn", "lab-lstm", "lab-gru"]
    assert all(moved.shape == (30,) and np.isfinite(moved).all() for _, moved in flow.lab)
    half = flow.half()
    assert half is not None and flow.moved[:half].sum() >= flow.moved.sum() / 2


def test_moving_a_way_moves_the_chance_as_fast_as_the_panel_says() -> None:
    row, back, h = 30, 2, 1e-3
    flow, reading = how_far_back(LINE, row), LINE.reading
    slope = np.zeros(2)
    for axis in (0, 1):
        ends = []
        for sign in (1, -1):
            rows = reading.rows[: row + 1].astype(np.float64)
            rows[row - back, axis] += sign * h
            ends.append(-reading.sampler.score(rows)[-1])
        slope[axis] = (ends[0] - ends[1]) / (2 * h)
    assert flow.moved[back - 1] == pytest.approx(np.hypot(*slope) / LINE.frame.size, rel=0.05)


@pytest.mark.parametrize("row", [-1000, 1000])
def test_a_point_that_is_not_there_is_an_index_error(row: int) -> None:
    for ask in (next_point, futures, one_step, how_far_back):
        with pytest.raises(IndexError, match="no point"):
            ask(LINE, row)
    with pytest.raises(ValueError, match="first point has none"):
        how_far_back(LINE, 0)


def test_the_line_last_written_has_the_last_stroke() -> None:
    page = page_of("one", "two")
    assert last_written(page) is page.lines[1]
