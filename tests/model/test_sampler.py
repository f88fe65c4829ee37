"""The sampler resumed anywhere, at equal seeds, side by side, and what it refuses."""

from itertools import islice

import numpy as np
import pytest

from model.checkpoint import save
from model.futures import continue_batch
from model.lstm_state import LstmState
from model.sampler import Sampler
from model.trace import Controls, Step
from tests.model import nets

SHAPES = [
    {"layers": 1, "hidden": 20, "inputs": 3},
    {"layers": 2, "hidden": 24, "inputs": 4},
    {"layers": 3, "hidden": 16, "inputs": 3},
    {"layers": 4, "hidden": 16, "inputs": 4},
    {"layers": 5, "hidden": 12, "inputs": 4},
]


def write(sampler: Sampler, state: LstmState, seed: int, controls: Controls, count: int, start: int = 0) -> list[Step]:
    return [step for step, _ in sampler.continue_ink(state, seed, controls, start, count)]


def same_ink(one: list[Step], other: list[Step]) -> bool:
    def key(step: Step) -> tuple[object, ...]:
        return step.index, step.dx, step.dy, step.lift, step.new_stroke, step.nats, step.component, step.controls

    return [key(step) for step in one] == [key(step) for step in other]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_state_does_not_depend_on_how_the_ink_was_cut(shape: dict[str, int]) -> None:
    sampler, rows = nets.sampler(**shape), nets.ink(60, shape["inputs"])
    whole = sampler.feed(sampler.start(), rows)
    parts = sampler.start()
    for cut in (rows[:1], rows[1:1], rows[1:40], rows[40:]):
        parts = sampler.feed(parts, cut)
    assert np.allclose(whole.hidden, parts.hidden, atol=1e-5) and np.allclose(whole.cell, parts.cell, atol=1e-5)
    assert whole.height == pytest.approx(parts.height, abs=1e-5) and whole.lifted == parts.lifted
    last = float(rows[-1, 3]) if shape["inputs"] == 4 else float(rows[:, 1].sum())
    assert whole.height == pytest.approx(last, abs=1e-5) and whole.lifted == bool(rows[-1, 2])


def test_score_prices_each_next_row_and_goes_on_from_a_state() -> None:
    sampler, rows = nets.sampler(), nets.ink(40)
    prices = sampler.score(rows)
    assert prices.shape == (39,)
    state = sampler.feed(sampler.start(), rows[:10])
    assert sampler.score(rows[10:], state) == pytest.approx(prices[10:], abs=1e-4)


def test_the_price_of_a_step_is_the_score_of_its_row() -> None:
    sampler, rows = nets.sampler(inputs=3), nets.ink(10, 3)
    steps = write(sampler, sampler.feed(sampler.start(), rows), 1, Controls(0.6), 50)
    road = np.array([(step.dx, step.dy, step.lift) for step in steps], dtype=np.float32)
    assert [step.nats for step in steps] == pytest.approx(sampler.score(np.concatenate([rows, road]))[9:], abs=1e-3)


def test_steps_say_what_made_them() -> None:
    sampler = nets.sampler()
    state = sampler.feed(sampler.start(), nets.ink(12))
    pairs = list(sampler.continue_ink(state, 5, Controls(0.8), limit=80))
    before = state
    for index, (step, after) in enumerate(pairs):
        assert step.index == index and step.new_stroke == before.lifted and after.lifted == step.lift
        assert step.hidden is before.hidden and step.cell is before.cell
        assert after.height == pytest.approx(before.height + step.dy)
        assert not step.hidden.flags.writeable and not after.cell.flags.writeable
        before = after
    assert {step.lift for step, _ in pairs} == {True, False}


def test_equal_seeds_write_equal_ink_and_others_do_not() -> None:
    sampler = nets.sampler()
    state = sampler.feed(sampler.start(), nets.ink(12))
    first = write(sampler, state, 5, Controls(0.8), 60)
    assert same_ink(first, write(nets.sampler(), state, 5, Controls(0.8), 60))
    assert not same_ink(first, write(sampler, state, 6, Controls(0.8), 60))


@pytest.mark.parametrize("at", [1, 30, 59])
def test_going_on_from_a_kept_state_is_exact(at: int) -> None:
    sampler = nets.sampler()
    pairs = list(sampler.continue_ink(sampler.start(), 5, Controls(0.8), limit=60))
    rest = write(sampler, pairs[at - 1][1], 5, Controls(0.8), 60 - at, start=at)
    assert same_ink([step for step, _ in pairs[at:]], rest)


def test_controls_act_from_the_next_step_and_leave_the_noise() -> None:
    sampler = nets.sampler()
    calls: list[Controls] = []

    def turned() -> Controls:
        calls.append(Controls(0.8) if len(calls) < 20 else Controls(0.2))
        return calls[-1]

    calm = [step for step, _ in sampler.continue_ink(sampler.start(), 5, turned, limit=40)]
    plain = list(sampler.continue_ink(sampler.start(), 5, Controls(0.8), limit=40))
    assert len(calls) == 40 and [step.controls for step in calm] == calls
    assert same_ink(calm[:20], [step for step, _ in plain[:20]])
    assert not same_ink(calm[20:], [step for step, _ in plain[20:]])
    assert same_ink(calm[20:], write(sampler, plain[19][1], 5, Controls(0.2), 20, start=20))


def test_without_a_limit_it_never_ends_and_two_may_run_at_once() -> None:
    sampler = nets.sampler()
    alone = write(sampler, sampler.start(), 1, Controls(), 300)
    one = sampler.continue_ink(sampler.start(), 1, Controls())
    other = sampler.continue_ink(sampler.start(), 2, Controls())
    mixed = [step for (step, _), _ in islice(zip(one, other, strict=False), 300)]
    assert same_ink(mixed, alone)
    assert write(sampler, sampler.start(), 1, Controls(), 0) == []


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_futures_side_by_side_are_those_written_alone(shape: dict[str, int]) -> None:
    sampler = nets.sampler(**shape)
    state = sampler.feed(sampler.start(), nets.ink(12, shape["inputs"]))
    futures = continue_batch(sampler, state, [4, 5, 6], Controls(0.5), 12)
    for column, seed in enumerate((4, 5, 6)):
        pairs = list(sampler.continue_ink(state, seed, Controls(0.5), limit=12))
        assert futures.dx[:, column] == pytest.approx([step.dx for step, _ in pairs], abs=1e-3)
        assert futures.dy[:, column] == pytest.approx([step.dy for step, _ in pairs], abs=1e-3)
        assert futures.lift[:, column].tolist() == [step.lift for step, _ in pairs]
        assert futures.nats[:, column] == pytest.approx([step.nats for step, _ in pairs], abs=1e-2)
        end = futures.states[column]
        assert np.allclose(end.hidden, pairs[-1][1].hidden, atol=1e-3) and end.lifted == pairs[-1][1].lifted
        assert end.height == pytest.approx(pairs[-1][1].height, abs=1e-3)
        assert not end.hidden.flags.writeable
    assert continue_batch(sampler, state, [], Controls(), 3).dx.shape == (3, 0)
    assert continue_batch(sampler, state, [1, 2], Controls(), 0).dx.shape == (0, 2)


def test_it_loads_from_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("weights") / "net.safetensors"
    weights, config = nets.make()
    save(path, weights, config)
    for narrow in (False, True):
        loaded, made = Sampler.load(path, narrow=narrow), Sampler(weights, config, narrow=narrow)
        assert loaded.name == config["name"]
        assert same_ink(*(write(one, one.start(), 1, Controls(), 20) for one in (loaded, made)))


def test_foreign_weights_and_rows_are_refused() -> None:
    weights, config = nets.make()
    with pytest.raises(ValueError, match="window"):
        Sampler(weights | {"window.weight": weights["head.bias"]}, config)
    with pytest.raises(ValueError, match=r"head\.bias"):
        Sampler(weights | {"head.bias": weights["head.bias"][:-1]}, config)
    sampler = Sampler(weights, config)
    with pytest.raises(ValueError, match=r"\(n, 4\)"):
        sampler.feed(sampler.start(), nets.ink(5, 3))
    with pytest.raises(ValueError, match="not finite"):
        sampler.feed(sampler.start(), np.full((2, 4), np.nan))
