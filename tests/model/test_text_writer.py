"""Writing a text: from any state on the same, by its seed; a text that grows; its end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.checkpoint import CheckpointError, save
from model.text_window import AHEAD
from model.text_writer import FAR_PAST, PAST, TextState, TextWriter
from model.trace import Controls, Step
from tests.model import nets, texts

TEXT = "some text, and more of it"
CALM = Controls(0.4)


def begun(writer: TextWriter, text: str = TEXT, *, ended: bool = True) -> TextState:
    return writer.begin_line(writer.feed(writer.start(), nets.ink(40, 4)), text, ended=ended)


def offsets(steps: list[tuple[Step, TextState]]) -> np.ndarray:
    return np.array([(step.dx, step.dy, step.lift) for step, _ in steps])


def test_equal_seed_and_text_give_equal_ink_and_other_ones_other() -> None:
    writer = texts.writer()
    one, same, other = (list(writer.write(begun(writer), TEXT, seed, CALM, limit=60)) for seed in (1, 1, 2))
    assert np.array_equal(offsets(one), offsets(same)) and not np.array_equal(offsets(one), offsets(other))
    said = list(writer.write(begun(writer, "none"), "none", 1, CALM, limit=60))
    length = min(len(said), 60)
    assert not np.array_equal(offsets(one)[:length], offsets(said)[:length])


@pytest.mark.parametrize("at", [1, 17, 40])
def test_from_the_state_of_any_step_it_goes_on_as_it_would_have(at: int) -> None:
    writer = texts.writer()
    whole = list(writer.write(begun(writer), TEXT, 5, CALM, limit=60))
    assert len(whole) == 60
    rest = list(writer.write(whole[at - 1][1], TEXT, 5, CALM, start_step=at, limit=60 - at))
    assert np.array_equal(offsets(rest), offsets(whole[at:])) and rest[0][0].index == at
    assert np.array_equal(rest[-1][1].place, whole[-1][1].place)


def test_a_text_that_grows_is_written_as_if_it_had_been_there() -> None:
    """What is not ended is written only as far as what may come cannot change it."""
    writer = texts.writer()
    whole = list(writer.write(begun(writer), TEXT, 5, CALM, limit=200))
    short = TEXT[:12]
    first = list(writer.write(begun(writer, short, ended=False), short, 5, CALM, ended=False))
    assert 0 < len(first) < len(whole)
    place = first[-1][1].place.max()
    assert place > len(short) - 1 - AHEAD
    assert offsets(first) == pytest.approx(offsets(whole[: len(first)]), abs=1e-3)
    rest = list(writer.write(first[-1][1], TEXT, 5, CALM, start_step=len(first), limit=5))
    assert offsets(rest) == pytest.approx(offsets(whole[len(first) : len(first) + 5]), abs=1e-2)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_ends_at_a_lift_of_which_the_network_says_so(seed: int) -> None:
    writer = texts.writer(end=0.0)
    steps = list(writer.write(begun(writer), TEXT, seed, CALM, limit=2000))
    *before, (last, state) = steps
    assert last.lift and state.written and len(steps) < 2000 and not any(state.written for _, state in before)
    open_end = list(writer.write(begun(writer), TEXT, seed, CALM, limit=len(steps) + 5, ended=False))
    assert not any(state.written for _, state in open_end)


def test_well_beyond_the_end_the_first_lift_is_the_last_and_further_on_all_is_given_up() -> None:
    weights, config = texts.make(end=-500.0)
    weights["text.window.bias"][-2:] = 1.0  # a character a row
    for pen, written in ((50.0, True), (-50.0, False)):
        hurried = TextWriter(
            {**weights, "head.bias": weights["head.bias"] + np.float32(pen) * (np.arange(31) == 0)}, config
        )
        steps = list(hurried.write(begun(hurried, "a b"), "a b", 1, CALM, limit=500))
        beyond = [state.place.min() - 3 for _, state in steps]
        assert steps[-1][1].written is written and beyond[-1] > (PAST if written else FAR_PAST)
        assert max(beyond[:-1], default=0.0) <= (PAST if written else FAR_PAST)


def test_the_window_only_moves_on() -> None:
    writer = texts.writer()
    steps = list(writer.write(begun(writer), TEXT, 3, CALM, limit=100))
    assert 0 < steps[-1][1].character <= len(TEXT)
    assert [state.place.min() for _, state in steps] == sorted(state.place.min() for _, state in steps)


def test_controls_may_turn_at_any_step() -> None:
    writer = texts.writer()
    asked = iter([Controls(0.4)] * 9 + [Controls(1.2)] * 100)
    turned = list(writer.write(begun(writer), TEXT, 5, lambda: next(asked), limit=30))
    plain = list(writer.write(begun(writer), TEXT, 5, Controls(0.4), limit=30))
    assert np.array_equal(offsets(turned[:9]), offsets(plain[:9]))
    assert not np.array_equal(offsets(turned[9:]), offsets(plain[9:]))


def test_shape_shake_and_pen_have_temperatures_of_their_own() -> None:
    writer = texts.writer()
    ink = {
        name: offsets(list(writer.write(begun(writer), TEXT, 5, controls, limit=30)))
        for name, controls in {
            "plain": Controls(0.5),
            "same": Controls(0.5, shake=0.5),
            "shake": Controls(0.5, shake=0.01),
            "pen": Controls(0.5, pen=3.0),
        }.items()
    }
    assert np.array_equal(ink["plain"], ink["same"])
    assert not np.array_equal(ink["plain"], ink["shake"]) and not np.array_equal(ink["plain"], ink["pen"])


def test_characters_beyond_the_alphabet_are_refused_by_name() -> None:
    writer = texts.writer()
    with pytest.raises(ValueError, match="not in the alphabet: é€"):
        writer.begin_line(writer.start(), "café 3 €, é")


def test_its_weights_are_checked(tmp_path: Path) -> None:
    weights, config = texts.make()
    save(tmp_path / "net.safetensors", weights, config)
    assert TextWriter.load(tmp_path / "net.safetensors").name == config["name"]
    with pytest.raises(ValueError, match=r"text\.head"):
        TextWriter({name: array for name, array in weights.items() if name != "text.head"}, config)
    with pytest.raises(CheckpointError, match="alphabet"):
        save(tmp_path / "bad.safetensors", weights, {**config, "alphabet": ""})
    with pytest.raises(CheckpointError, match="the window's features"):
        save(tmp_path / "bad.safetensors", weights, {**config, "window": {"components": 1, "embedding": 6}})


def test_without_a_text_it_continues_ink_as_its_trunk() -> None:
    writer = texts.writer()
    state = writer.feed(writer.start(), nets.ink(40, 4))
    assert np.array_equal(state.hidden, writer.trunk.feed(writer.trunk.start(), nets.ink(40, 4)).hidden)
    assert replace(state, drift=0.1).drift == 0.1
