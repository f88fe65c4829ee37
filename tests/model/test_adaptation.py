"""A reader adapted to known lines: what changes, when it is kept, and the file that it is kept in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save as write_tensors

from model.adaptation import AdaptationSettings, KnownLine, adapt, frames_of
from model.adapted_weights import adapted_path, load_adapted, save_adapted
from model.captioner import Captioner
from model.checkpoint import CheckpointError, Tensors
from model.held_out import LeftOut, Stopped, adapt_if_better, errors
from tests.model import nets
from tests.model.test_reader import ink

SETTINGS = AdaptationSettings(lowest=0, rate=0.02, rounds=12, at_once=4, dropout=0.0)
WEIGHTS, CONFIG = nets.captioner_parts(seed=4)
LAYERS = 2
SHAPES = np.random.default_rng(0).normal(0, 1.5, (7, 8))  # how each class is written; the last: 3 by another hand
SHAPES[6] = -SHAPES[3]


def lines(count: int, seed: int, another_hand: bool = False) -> list[KnownLine]:
    """Lines of four characters, some frames each, with blank ones between them."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        labels = random.integers(1, 6, 4)
        ways = [6 if another_hand and label == 3 else label for label in labels]
        columns = np.concatenate([np.repeat(SHAPES[[way, 0]], 2, axis=0) for way in ways])
        found.append(
            KnownLine((columns + random.normal(0, 0.2, columns.shape)).astype(np.float32), tuple(labels.tolist()))
        )
    return found


@pytest.fixture(scope="module")
def shipped() -> Tensors:
    """Weights that read the first hand."""
    random = np.random.default_rng(1)
    begun = {name: (0.3 * random.normal(0, 1, part.shape)).astype(np.float32) for name, part in WEIGHTS.items()}
    learnt = adapt(begun, LAYERS, lines(24, 0), replace(SETTINGS, rounds=30), lambda done, learnt: True)
    weights = {**begun, **learnt}
    assert sum(errors(weights, LAYERS, lines(12, 1))) < 3  # of 48
    return weights


def test_what_is_taught_is_learnt_and_other_tensors_stay(shipped: Tensors):
    known = lines(8, 2, another_hand=True)
    before = sum(errors(shipped, LAYERS, known))
    learnt = adapt(shipped, LAYERS, known, SETTINGS, lambda done, learnt: True)
    assert before > 4 and sum(errors({**shipped, **learnt}, LAYERS, known)) < before / 2
    assert set(learnt) == {name for name in WEIGHTS if name.startswith(("lstm.", "head.")) and "bias_hh" not in name}
    upper = adapt(shipped, LAYERS, known, AdaptationSettings(lowest=1, rounds=1), lambda done, learnt: True)
    assert {name for name in learnt if not name.startswith("lstm.0")} == set(upper)
    head = adapt(shipped, LAYERS, known, AdaptationSettings(lowest=2, rounds=1), lambda done, learnt: True)
    assert set(head) == {"head.weight", "head.bias"}
    Captioner({**shipped, **learnt}, CONFIG).read(ink())  # an adapted network is other weights


def test_what_has_changed_is_pulled_back(shipped: Tensors):
    known = lines(4, 2, another_hand=True)
    free, pulled = (
        adapt(shipped, LAYERS, known, replace(SETTINGS, rounds=4, pull=pull), lambda done, learnt: True)
        for pull in (0.0, 20.0)
    )
    far, near = (sum(np.abs(part - shipped[name]).sum() for name, part in one.items()) for one in (free, pulled))
    assert 0 < near < far / 1.2


def test_lines_side_by_side_are_read_as_each_alone():
    net = Captioner(WEIGHTS, CONFIG)
    one, other = net.columns(ink()), net.columns(ink()[:1])
    assert len(one) != len(other)
    for columns, strokes, frames in zip(
        (one, other), (ink(), ink()[:1]), frames_of(WEIGHTS, LAYERS, [one, other]), strict=True
    ):
        assert len(columns) == len(frames)
        np.testing.assert_allclose(frames, net.frames(strokes), atol=1e-4)


def test_a_line_too_short_for_its_text_teaches_nothing(shipped: Tensors):
    short = KnownLine(np.ones((3, 8), dtype=np.float32), (1, 1, 1))
    learnt = adapt(shipped, LAYERS, [short], SETTINGS, lambda done, learnt: True)
    assert all(np.array_equal(part, shipped[name]) for name, part in learnt.items())


def test_what_reads_left_out_lines_better_is_kept(shipped: Tensors):
    found = adapt_if_better(shipped, LAYERS, lines(12, 3, another_hand=True), SETTINGS)
    assert found.learnt and found.rounds in (4, 8, 12) and found.after < found.before
    unseen = lines(12, 4, another_hand=True)
    now = {**shipped, **found.learnt}
    assert sum(errors(now, LAYERS, unseen)) < sum(errors(shipped, LAYERS, unseen)) / 1.5


def test_what_does_not_is_not(shipped: Tensors):
    random = np.random.default_rng(2)
    nonsense = [KnownLine(one.columns, tuple(random.integers(1, 6, 4).tolist())) for one in lines(9, 5)]
    few_rounds = replace(SETTINGS, rounds=2)
    for taught in (nonsense, lines(9, 6), lines(1, 7, another_hand=True), []):
        found = adapt_if_better(shipped, LAYERS, taught, few_rounds)
        assert not found.learnt and found.rounds == 0


def test_what_is_gained_by_chance_is_nothing():
    steady = LeftOut((0, 4), np.array([[2, 3, 2, 3], [1, 2, 1, 3]]))
    wild = LeftOut((0, 4), np.array([[2, 3, 9, 3], [6, 3, 0, 7]]))
    assert steady.best == wild.best == 1
    assert steady.sureness == pytest.approx(3.0) and 0 < wild.sureness < 0.5
    assert LeftOut((0, 4), np.array([[2, 3], [3, 3]])).sureness == 0.0
    assert LeftOut((0, 4), np.array([[2], [0]])).sureness == 0.0  # one line says nothing
    assert LeftOut((0, 4), np.array([[2, 2], [1, 1]])).sureness > 10


def test_it_can_be_stopped():
    shares: list[float] = []

    def progress(share: float) -> bool:
        shares.append(share)
        return len(shares) < 5

    with pytest.raises(Stopped):
        adapt_if_better(WEIGHTS, LAYERS, lines(4, 0), replace(SETTINGS, rounds=2), progress)
    assert shares == sorted(shares) and len(shares) == 5 and shares[0] >= 0 and shares[-1] < 1


def test_its_file(tmp_path: Path):
    shipped = tmp_path / "shipped"
    shipped.write_bytes(b"weights")
    path = adapted_path(tmp_path, shipped)
    learnt = adapt(WEIGHTS, LAYERS, lines(2, 0), replace(SETTINGS, rounds=1), lambda done, learnt: True)
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
