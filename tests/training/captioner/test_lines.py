"""Pictures with their texts: batches that depend on their key alone, photographs, and other pens."""

from __future__ import annotations

import numpy as np
import torch

from model.ink_picture import picture
from tests.training.reader.test_lines import ALPHABET, TEXTS, prepared
from training.captioner.lines import BROADEST, PictureLines
from training.captioner.photograph import other_pen, photograph
from training.data.augmentation import Augmentation


def lines() -> PictureLines:
    ink = prepared()
    return PictureLines(ink, {line.name: text for line, text in zip(ink, TEXTS, strict=True)}, ALPHABET)


def test_pictures_are_those_that_a_captioner_sees() -> None:
    ink = prepared()[0]
    one = next(PictureLines([ink], {ink.name: "a b"}, ALPHABET).batches((1.0, 1.0), 10_000))
    wanted = picture(ink.strokes)
    assert np.array_equal(one.pictures[0].numpy(), wanted) and one.widths.tolist() == [wanted.shape[2]]
    assert "".join(ALPHABET[label - 1] for label in one.labels[:, 0].tolist()) == "a b"


def test_every_line_is_judged_once_and_plans_hold_so_many_frames() -> None:
    said = lines()
    batches = list(said.batches((1.0, 1.0), 1))  # one line each: none has so few frames
    assert sorted(text for batch in batches for text in batch.written) == sorted(["a bc", "b , a", "c", "cab"])
    assert [len(part) for part in said.plan(0, 1, 10_000)] == [4]


def test_a_slot_has_the_same_sample_in_any_part() -> None:
    said = lines()
    augmentation = Augmentation(scale=0.2, shear=0.3, bend=0.1, noise=0.05, drop_points=0.2, photographs=0.5, blanks=3)
    indices = np.array([2, 0, 3])
    whole = said.batch(indices, augmentation, (1.0, 1.0), (1, 2, 3))
    part = said.batch(indices, augmentation, (1.0, 1.0), (1, 2, 3), [2])
    width = int(part.widths[0])
    assert int(whole.widths[2]) == width
    assert torch.equal(whole.pictures[2, :, :, :width], part.pictures[0])
    assert part.written == whole.written[2:]
    other = said.batch(indices, augmentation, (1.0, 1.0), (1, 2, 4), [2])
    assert other.pictures.shape != part.pictures.shape or not torch.equal(other.pictures, part.pictures)


def test_a_photograph_has_darkness_alone_and_still_shows_the_ink() -> None:
    made = picture(prepared()[0].strokes)
    for seed in range(8):
        shot = photograph(made, np.random.default_rng(seed))
        assert shot.shape == made.shape and not shot[1:].any() and shot[0].max() > 0
        assert shot[0].min() >= 0 and shot[0].max() <= 1
        assert np.corrcoef(shot[0].ravel(), made[0].ravel())[0, 1] > 0.3
    thick = other_pen(made, np.random.default_rng(0))
    assert np.array_equal(thick[1:], made[1:]) and thick[0].sum() > made[0].sum()


def test_blank_strips_are_whole_columns_and_no_wider_than_a_letter() -> None:
    said = lines()
    indices = np.array([0] * 20)
    plain = said.batch(indices, Augmentation(), (1.0, 1.0), (1, 2, 3))
    blanked = said.batch(indices, Augmentation(blanks=2), (1.0, 1.0), (1, 2, 3))
    found = 0
    for one, other in zip(plain.pictures, blanked.pictures, strict=True):
        changed = (one != other).any(dim=0).any(dim=0)
        assert not other[:, :, changed].any() and torch.equal(one[:, :, ~changed], other[:, :, ~changed])
        assert int(changed.sum()) <= 2 * BROADEST
        found += bool(changed.any())
    assert 5 < found < 20  # of some nothing, of others a part is hidden
