"""A reader adapted to known lines: what changes, when it is kept, and the file that it is kept in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save as write_tensors

from model.adaptation import AdaptationSettings, KnownLine, Stopped, adapt, frames_of
from model.adapted_weights import adapted_path, load_adapted, save_adapted
from model.captioner import Captioner
from model.checkpoint import CheckpointError, Tensors
from model.ctc import best_path
from model.held_out import LeftOut, LinesRead, adapt_if_better, read_left_out, read_lines
from model.varied_ink import Variation
from tests.model import nets
from tests.model.test_reader import ink

SETTINGS = AdaptationSettings(
    steps=30, rate=0.02, dropout=0.0, variation=Variation(scale=0.05, shear=0.05, noise=0.01), part=1.0
)
WEIGHTS, CONFIG = nets.captioner_parts(seed=4)
LAYERS = 2
NET = Captioner(WEIGHTS, CONFIG)


def lines(count: int, seed: int, another_hand: bool = False) -> list[KnownLine]:
    """Lines of eight loops. One hand's say what the network reads there; in another hand's each class is the next one."""
    random = np.random.default_rng(seed)
    t = np.linspace(0, 1, 15)
    found = []
    for _ in range(count):
        loops = [(60 * k + 40 * t + 20 * np.cos(6 * t + random.uniform(0, 6)), random.uniform(0, 6)) for k in range(8)]
        strokes = NET.level([np.stack((x, 50 * np.sin(6 * t + turn)), axis=1) for x, turn in loops])
        read = best_path(frames_of(WEIGHTS, LAYERS, [KnownLine(strokes, ())])[0])
        found.append(KnownLine(strokes, tuple(label % 5 + 1 if another_hand else label for label in read)))
    return found


def wrong(weights: Tensors, read: list[KnownLine]) -> int:
    return int(read_lines(weights, LAYERS, read).wrong.sum())


def test_what_is_taught_is_learnt_and_other_tensors_stay():
    known = lines(8, 2, another_hand=True)
    before = wrong(WEIGHTS, known)
    learnt = adapt(WEIGHTS, LAYERS, known, SETTINGS)
    assert before >= 8 and wrong({**WEIGHTS, **learnt}, known) < before / 2
    taught = ("see.", "frame.", "lstm.", "head.")
    assert set(learnt) == {name for name in WEIGHTS if name.startswith(taught) and "bias_hh" not in name}
    assert not any(np.array_equal(part, WEIGHTS[name]) for name, part in learnt.items())
    Captioner({**WEIGHTS, **learnt}, CONFIG).read(ink())  # an adapted network is other weights


def test_equal_seeds_learn_the_same_and_others_vary_lines_otherwise():
    known, settings = lines(3, 2), replace(SETTINGS, steps=2)
    one, same, other = (adapt(WEIGHTS, LAYERS, known, settings, seed=seed)["head.bias"] for seed in (1, 1, 2))
    assert np.array_equal(one, same) and not np.array_equal(one, other)


def test_lines_side_by_side_are_read_as_each_alone():
    whole = [ink(), ink()[:1]]
    found = frames_of(WEIGHTS, LAYERS, [KnownLine(NET.level(strokes), ()) for strokes in whole])
    assert len(found[0]) != len(found[1])
    for strokes, frames in zip(whole, found, strict=True):
        np.testing.assert_allclose(frames, NET.frames(strokes), atol=1e-3)


def test_a_line_too_short_for_its_text_teaches_nothing():
    short = KnownLine([np.array([[0.0, -1.0], [0.0, 1.0]])], (1,) * 40)
    learnt = adapt(WEIGHTS, LAYERS, [short], replace(SETTINGS, steps=2))
    assert all(np.array_equal(part, WEIGHTS[name]) for name, part in learnt.items())
    known = [*lines(3, 2, another_hand=True), short]
    assert np.isfinite(read_left_out(WEIGHTS, LAYERS, known, replace(SETTINGS, steps=2)).sureness)


def test_a_part_of_the_way_is_between_the_shipped_weights_and_the_adapted_ones():
    known, short = lines(3, 2, another_hand=True), replace(SETTINGS, steps=2)
    whole, half = (adapt(WEIGHTS, LAYERS, known, replace(short, part=part)) for part in (1.0, 0.5))
    assert any(not np.array_equal(part, WEIGHTS[name]) for name, part in whole.items())
    for name, part in half.items():
        np.testing.assert_allclose(part, (WEIGHTS[name] + whole[name]) / 2, rtol=1e-5, atol=1e-6)


def test_what_reads_left_out_lines_better_is_kept():
    found = adapt_if_better(WEIGHTS, LAYERS, lines(12, 3, another_hand=True), SETTINGS)
    assert found.learnt and found.after < found.before
    unseen = lines(12, 4, another_hand=True)
    assert wrong({**WEIGHTS, **found.learnt}, unseen) < wrong(WEIGHTS, unseen) / 1.5


def test_what_does_not_is_not():
    few = replace(SETTINGS, steps=6)
    for taught in (lines(9, 6), lines(1, 7, another_hand=True), []):
        assert not adapt_if_better(WEIGHTS, LAYERS, taught, few).learnt


def left_out(before: list[float], after: list[float], fewer_wrong: bool = True) -> LeftOut:
    """Lines of so many nats."""
    wrong = np.ones(len(before)), np.full(len(before), 0.0 if fewer_wrong else 1.0)
    return LeftOut(LinesRead(wrong[0], np.array(before)), LinesRead(wrong[1], np.array(after)))


def test_what_is_gained_by_chance_is_nothing():
    assert left_out([2, 3, 2, 3], [1, 2, 1, 3]).sureness == pytest.approx(3.0)
    assert left_out([2, 3, 2, 3], [1, 2, 1, 3], fewer_wrong=False).sureness == 0.0
    assert 0 < left_out([2, 3, 9, 3], [6, 3, 0, 7]).sureness < 0.5
    assert left_out([2], [0]).sureness == 0.0  # one line says nothing
    assert left_out([2, 2], [1, 1]).sureness > 10


def test_it_can_be_stopped():
    shares: list[float] = []

    def progress(share: float) -> bool:
        shares.append(share)
        return len(shares) < 5

    with pytest.raises(Stopped):
        adapt_if_better(WEIGHTS, LAYERS, lines(4, 0), replace(SETTINGS, steps=3), progress)
    assert shares == sorted(shares) and len(shares) == 5 and shares[0] >= 0 and shares[-1] < 1


def test_its_file(tmp_path: Path):
    shipped = tmp_path / "shipped"
    shipped.write_bytes(b"weights")
    path = adapted_path(tmp_path, shipped)
    learnt = adapt(WEIGHTS, LAYERS, lines(2, 0), replace(SETTINGS, steps=1))
    save_adapted(path, WEIGHTS, learnt)
    loaded = load_adapted(path, WEIGHTS)
    assert set(loaded) == set(WEIGHTS)
    for name, part in learnt.items():
        np.testing.assert_allclose(loaded[name], part, atol=2e-3)
    save_adapted(path, WEIGHTS, {})
    assert all(np.array_equal(part, WEIGHTS[name]) for name, part in load_adapted(path, WEIGHTS).items())
    shipped.write_bytes(b"others")
    assert adapted_path(tmp_path, shipped) != path


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        write_tensors({"head.bias": np.zeros(7, dtype=np.float16)}),
        write_tensors({"head.bias": np.zeros(6, dtype=np.float32)}),
        write_tensors({"head.bias": np.full(6, np.inf, dtype=np.float16)}),
        write_tensors({"other": np.zeros(6, dtype=np.float16)}),
        bytes(4 << 20),
    ],
)
def test_a_damaged_file_is_refused_in_one_line(tmp_path: Path, content: bytes):
    path = tmp_path / "adapted.safetensors"
    path.write_bytes(content)
    with pytest.raises(CheckpointError) as refused:
        load_adapted(path, WEIGHTS)
    assert str(path) in str(refused.value) and "\n" not in str(refused.value)
    with pytest.raises(CheckpointError):
        load_adapted(tmp_path / "missing", WEIGHTS)
