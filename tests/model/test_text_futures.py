"""Texts written side by side: each is what its seed writes of it by itself, whatever stands beside it."""

from __future__ import annotations

import numpy as np
import pytest

from model.guidance import Guidance
from model.input_rows import NEW_LINE
from model.network_protocol import State
from model.text_futures import TEXTS, WrittenText, most_points, write_batch
from model.text_writer import TextWriter
from model.trace import Controls, Step
from tests.model import nets, texts

TEXT = "side by side"
WARM = Controls(0.4, shake=0.3, pen=1.2)


def after_ink(writer: TextWriter) -> State:
    return writer.feed(writer.start(), nets.ink(40, 4))


def points(written: WrittenText) -> np.ndarray:
    return np.stack((written.dx, written.dy, written.lift), axis=1)


def same(one: WrittenText, other: WrittenText) -> bool:
    pairs = ((one.dx, other.dx), (one.dy, other.dy), (one.lift, other.lift), (one.attention.seen, other.attention.seen))
    numbers = ((each.nats, each.without_text, each.likeness, each.written) for each in (one, other))
    return all(np.array_equal(*pair) for pair in (*pairs, tuple(numbers)))


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_each_text_is_what_its_seed_writes_by_itself(layers: int) -> None:
    writer = texts.writer(layers=layers, end=-2.0)
    state = after_ink(writer)
    words, seeds = ("a word", "b", "and a longer word", ""), (3, 1, 8, 5)
    for word, seed, beside in zip(words, seeds, write_batch(writer, state, words, seeds, WARM, 50), strict=True):
        begun = writer.begin_line(state, word)
        steps = list(writer.write(begun, word, seed, WARM, limit=50))
        count = min(len(steps), 12)  # after so many steps of a network by chance a last bit has grown
        alone = np.array([(step.dx, step.dy, step.lift) for step, _ in steps[:count]])
        assert alone == pytest.approx(points(beside)[:count], abs=1e-3)
        before = [begun, *(at for _, at in steps)][:count]
        assert np.array([at.seen for at in before]) == pytest.approx(beside.attention.seen[:count], abs=1e-3)
        assert np.array([at.place for at in before]) == pytest.approx(beside.attention.place[:count], abs=1e-3)
        if len(steps) <= 12:
            assert len(beside.dx) == len(steps) and beside.written == steps[-1][1].written
            assert beside.nats == pytest.approx(_mean_nats([step for step, _ in steps]), abs=1e-3)


def _mean_nats(steps: list[Step]) -> float:
    return sum(step.nats for step in steps) / len(steps)


def test_a_text_does_not_depend_on_what_stands_beside_it() -> None:
    writer = texts.writer(end=-2.0)
    state = after_ink(writer)
    (alone,) = write_batch(writer, state, [TEXT], [7], WARM)
    words = [
        "x",
        "a very much longer text than the others are",
        TEXT,
        *(f"word {n}" for n in range(2 * max(TEXTS.values()))),
        TEXT,
    ]
    seeds = [7 if word == TEXT else at for at, word in enumerate(words)]
    among = write_batch(writer, state, words, seeds, WARM)
    assert same(among[2], alone) and same(among[-1], alone)
    assert not same(among[0], among[1])
    turned = write_batch(writer, state, words[::-1], seeds[::-1], WARM)[::-1]
    assert all(same(one, other) for one, other in zip(among, turned, strict=True))


def test_the_trunk_says_what_the_same_ink_is_worth_without_its_text() -> None:
    writer = texts.writer(end=-2.0)
    state = after_ink(writer)
    for text in write_batch(writer, state, [TEXT, "b"], [7, 8], WARM):
        rows = np.stack((text.dx, text.dy, text.lift, np.cumsum(text.dy)), axis=1).astype(np.float32)
        nats = writer.trunk.score(np.concatenate((nets.ink(40, 4), NEW_LINE[None], rows)))[-len(rows) :]
        assert text.without_text == pytest.approx(nats.mean(), rel=1e-5) and text.without_text != text.nats
    judged, plain = (write_batch(writer, state, [TEXT], [7], WARM, judged=judged)[0] for judged in (True, False))
    assert np.array_equal(judged.dx, plain.dx) and np.isnan(plain.without_text) and judged.nats == plain.nats


def test_a_hand_that_was_shown_leads_further() -> None:
    writer = texts.writer(end=-2.0)
    words, seeds = [TEXT, "b"], [7, 8]
    for state, is_moved in ((writer.start(), False), (after_ink(writer), True)):
        plain, led = (
            write_batch(writer, state, words, seeds, WARM, 12, guidance=Guidance(hand=share)) for share in (0.0, 1.0)
        )
        for one, other in zip(plain, led, strict=True):
            alike = len(one.dx) == len(other.dx) and points(one) == pytest.approx(points(other), abs=1e-3)
            assert alike is not is_moved


@pytest.mark.parametrize("judged", [True, False])
@pytest.mark.parametrize("led", [Guidance(hand=0.7), Guidance(text=0.4), Guidance(0.7, 0.4)])
def test_a_led_text_does_not_depend_on_what_stands_beside_it(led: Guidance, judged: bool) -> None:
    writer = texts.writer(end=-2.0)
    words = [f"word {n}" for n in range(2 * max(TEXTS.values()))] + [TEXT]
    among = write_batch(writer, after_ink(writer), words, range(len(words)), WARM, judged=judged, guidance=led)
    (alone,) = write_batch(writer, after_ink(writer), [TEXT], [len(words) - 1], WARM, judged=judged, guidance=led)
    assert np.array_equal(points(among[-1]), points(alone)) and among[-1].nats == alone.nats
    assert np.isnan(alone.without_text) == (not judged and not led.text)
    (plain,) = write_batch(writer, after_ink(writer), [TEXT], [len(words) - 1], WARM)
    assert not same(alone, plain)


def test_its_end_and_its_limit() -> None:
    writer = texts.writer(end=50.0)
    many = write_batch(writer, writer.start(), [TEXT] * 6, range(6), Controls())
    assert all(text.written and text.lift.argmax() + 1 == len(text.lift) for text in many)
    endless = texts.writer(end=-500.0)
    assert [
        (len(text.dx), text.written) for text in write_batch(endless, endless.start(), [TEXT] * 3, range(3), WARM, 20)
    ] == [(20, False)] * 3
    slow, config = texts.make(end=-500.0)
    slow["text.window.bias"][-2:] = -30.0  # the window stands still
    slow["text.window.weight"][-2:] = 0.0
    stuck = TextWriter(slow, config)
    (text,) = write_batch(stuck, stuck.start(), ["ab"], [1], WARM)
    assert len(text.dx) == most_points("ab") and not text.written


def test_no_texts_no_points_and_foreign_characters() -> None:
    writer = texts.writer()
    assert write_batch(writer, writer.start(), [], [], WARM) == []
    nothing = write_batch(writer, writer.start(), ["a", "b"], [1, 2], WARM, 0)
    assert [len(text.dx) for text in nothing] == [0, 0] and not any(text.written for text in nothing)
    with pytest.raises(ValueError, match="not in the alphabet: €"):
        write_batch(writer, writer.start(), ["a", "3 €"], [1, 2], WARM)
