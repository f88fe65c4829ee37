"""Lines as training sequences: what is clipped is counted, and seed, epoch and line alone decide every look."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from model.strokes import Representation
from tests.training import archives
from training.data.augmentation import Augmentation
from training.data.batch import collate
from training.data.dataset import FARTHEST, Sequences, offset_scale, time_rows
from training.data.iam import Line
from training.data.splits import is_dev

TIME, SPACE = Representation("time"), Representation("space")
LINES = [archives.line(seed, letters=4 + seed) for seed in range(7)]
ALL = Augmentation(
    scale=0.1,
    shear=0.2,
    rotate=0.03,
    bend=0.2,
    crop=True,
    prefix_frame=True,
    drop_end=0.1,
    straighten=True,
    level=True,
)


def test_rows_in_time_are_the_offsets() -> None:
    rows, clipped = time_rows(LINES[0])
    points = LINES[0].points
    assert clipped == 0 and rows.shape == (len(points), 3)
    assert (rows[0, :2] == 0).all() and np.array_equal(rows[1:, :2], np.diff(points[:, :2], axis=0))
    assert np.array_equal(rows[:, 2] == 1, LINES[0].lift)


def test_clipped_offsets_are_counted_once_each() -> None:
    points = LINES[0].points.copy()
    points[5:, 0] += 2 * FARTHEST  # one jump along x
    points[9:, :2] -= 2 * FARTHEST  # one along both
    points[12:, 1] += FARTHEST / 2  # one that is far, but not too far
    rows, clipped = time_rows(replace(LINES[0], points=points))
    assert clipped == 2 and np.abs(rows[:, :2]).max() == FARTHEST
    data = Sequences([replace(LINES[0], points=points), LINES[1]], TIME, inputs=3)
    assert data.clipped == 2 and data.unusable == 0 and len(data) == 2


def test_lines_without_extent_are_unusable_in_space_and_counted() -> None:
    dots = replace(LINES[0], points=np.ones((3, 3), np.float32), lift=np.ones(3, np.bool_))
    data = Sequences([dots, *LINES], SPACE, inputs=4)
    assert data.unusable == 1 and len(data) == len(LINES)


def test_the_scale_is_that_of_the_offsets() -> None:
    data = Sequences(LINES, TIME, inputs=3)
    offsets = np.concatenate([np.diff(line.points[:, :2].astype(float), axis=0) for line in LINES])
    assert data.scale() == pytest.approx(tuple(offsets.std(axis=0)), rel=1e-6)
    assert data.scale() == offset_scale(data.plain)
    assert data.points == sum(len(line.points) for line in LINES)


@pytest.mark.parametrize(("representation", "inputs"), [(TIME, 3), (SPACE, 4), (SPACE, 3)])
def test_a_batch_depends_on_its_key_alone(representation: Representation, inputs: int) -> None:
    one, other = (Sequences(LINES, representation, inputs=inputs, straight=True) for _ in range(2))
    indices = np.array([3, 1, 5])
    scale = one.scale()
    first = one.batch(indices, ALL, scale, (1, 2, 3))
    one.batch(indices, ALL, scale, (1, 2, 4))
    again = other.batch(indices, ALL, scale, (1, 2, 3))
    for name in ("rows", "target", "mask"):
        assert torch.equal(getattr(first, name), getattr(again, name))
    later = one.batch(indices, ALL, scale, (1, 2, 4))
    assert later.rows.shape != first.rows.shape or not torch.equal(later.rows, first.rows)
    assert first.rows.shape[2] == inputs and torch.isfinite(first.rows).all()


def test_a_part_of_a_batch_is_what_it_is_in_the_whole() -> None:
    data = Sequences(LINES, SPACE, inputs=4, straight=True)
    indices, scale = np.array([3, 1, 5, 2, 6]), data.scale()
    whole = data.batch(indices, ALL, scale, (1, 2, 3))
    part = data.batch(indices, ALL, scale, (1, 2, 3), range(1, 5, 2))
    n = len(part.rows)
    assert len(part) == 2 and torch.equal(part.mask.sum(dim=0), whole.mask.sum(dim=0)[[1, 3]])
    assert torch.equal(part.rows * part.mask[..., None], (whole.rows * whole.mask[..., None])[:n, [1, 3]])
    assert len(data.batch(indices, ALL, scale, (1, 2, 3), range(5, 5))) == 0


@pytest.mark.parametrize("seed", range(6))
def test_a_look_is_still_the_line(seed: int) -> None:
    data = Sequences(LINES, SPACE, inputs=4, straight=True)
    rows = data.augmented(seed, ALL, np.random.default_rng(seed))
    assert 2 <= len(rows) <= len(data.plain[seed]) and (rows[0, :2] == 0).all() and rows[-1, 2] == 1
    assert rows[1:, 3] == pytest.approx(rows[0, 3] + np.cumsum(rows[1:, 1]), abs=1e-4)  # heights fit the offsets
    still = data.augmented(seed, Augmentation(), np.random.default_rng(seed))
    assert np.array_equal(still, data.plain[seed])


@pytest.mark.parametrize("representation", [TIME, SPACE])
def test_another_hand_is_the_same_for_a_whole_line_and_within_its_limits(representation: Representation) -> None:
    data = Sequences(LINES, representation, inputs=3)
    for seed in range(20):
        look = data.augmented(2, Augmentation(scale=0.2, shear=0.3, rotate=0.1), np.random.default_rng(seed))
        plain = data.plain[2]
        assert np.array_equal(look[:, 2], plain[:, 2])
        matrix, *_ = np.linalg.lstsq(plain[1:, :2].astype(float), look[1:, :2].astype(float), rcond=None)
        assert plain[:, :2] @ matrix == pytest.approx(look[:, :2], abs=1e-3 * float(np.abs(look[:, :2]).max()))
        # a turn, a slant, a stretch: undone from the right, one after the other
        stretched = np.linalg.norm(matrix[0])
        assert 0.8**2 - 1e-6 <= np.linalg.det(matrix) <= 1.2**2 + 1e-6 and 0.8 * 0.9 < stretched < 1.2 * 1.1


def test_a_slant_moves_x_by_y_and_leaves_y() -> None:
    data = Sequences(LINES, TIME, inputs=3)
    slants = []
    for seed in range(50):
        look = data.augmented(0, Augmentation(shear=0.3), np.random.default_rng(seed))
        plain = data.plain[0]
        assert np.array_equal(look[:, 1], plain[:, 1])
        moved = look[:, 0] - plain[:, 0]
        slants.append(float(moved @ plain[:, 1] / (plain[:, 1] @ plain[:, 1])))
        assert moved == pytest.approx(slants[-1] * plain[:, 1], abs=1e-2)
    assert min(slants) < -0.2 and max(slants) > 0.2 and max(map(abs, slants)) <= 0.3


@pytest.mark.parametrize("representation", [TIME, SPACE])
def test_a_bent_line_is_the_same_strokes_and_stays_near(representation: Representation) -> None:
    data = Sequences(LINES, representation, inputs=3)
    plain = data.plain[2]
    way = np.cumsum(plain[:, :2].astype(float), axis=0)
    spread = way[:, 1].std()
    for seed in range(10):
        look = data.augmented(2, Augmentation(bend=0.2), np.random.default_rng(seed))
        assert np.array_equal(look[:, 2], plain[:, 2]) and (look[0, :2] == 0).all()
        assert not np.allclose(look, plain)
        off = np.cumsum(look[:, :2].astype(float), axis=0) - way
        assert np.abs(off).max() < 6 * spread
        # as fast as the pen went, or nearly: a field bends a path and does not tear it
        speed = np.hypot(*plain[1:, :2].T), np.hypot(*look[1:, :2].T)
        assert speed[1] == pytest.approx(speed[0], rel=0.8, abs=0.02 * spread)


def test_a_pen_at_rest_stays_at_rest_where_a_line_is_bent() -> None:
    points = LINES[0].points.copy()
    points[6:9] = points[6]
    still = Sequences([replace(LINES[0], points=points)], TIME, inputs=3)
    look = still.augmented(0, Augmentation(bend=0.4), np.random.default_rng(1))
    assert (look[7:9, :2] == 0).all() and (look[6, :2] != 0).any() and (look[9, :2] != 0).any()


def test_collate_predicts_the_next_row_and_masks_the_rest() -> None:
    data = Sequences(LINES, SPACE, inputs=4)
    short, long = sorted((data.plain[0], data.plain[6]), key=len)
    batch = collate([short, long], (2.0, 4.0))
    n = len(short) - 1
    assert batch.mask.sum(dim=0).tolist() == [n, len(long) - 1]
    assert np.allclose(batch.rows[:n, 0, :2].numpy() * (2, 4), short[:-1, :2], atol=1e-6)
    assert np.array_equal(batch.rows[:n, 0, 2:].numpy(), short[:-1, 2:])  # lift and height are not scaled
    assert torch.equal(batch.target[:-1], batch.rows[1:, :, :3])
    assert np.allclose(batch.target[:n, 0].numpy() * (2, 4, 1), short[1:, :3], atol=1e-6)


def test_an_epoch_has_every_line_once_and_no_batch_too_large() -> None:
    data = Sequences(LINES * 5, TIME, inputs=3)
    plans = [data.plan(epoch, 1, 400) for epoch in (0, 0, 1)]
    for plan in plans:
        assert sorted(np.concatenate(plan).tolist()) == list(range(len(data)))
        for indices in plan:
            lengths = [len(data.plain[i]) for i in indices]
            assert len(indices) == 1 or max(lengths) * len(indices) <= 400
    assert all(np.array_equal(a, b) for a, b in zip(plans[0], plans[1], strict=True))
    assert [p.tolist() for p in plans[0]] != [p.tolist() for p in plans[2]]


def test_evaluation_sees_every_point_once() -> None:
    data = Sequences(LINES, TIME, inputs=3)
    batches = list(data.batches((1.0, 1.0), 300))
    parts = [list(data.batches((1.0, 1.0), 300, (k, 2))) for k in range(2)]
    assert all(torch.equal(batch.rows, parts[i % 2][i // 2].rows) for i, batch in enumerate(batches))
    assert sum(float(batch.mask.sum()) for batch in batches) == data.points - len(data)


def named(numbers: list[int], form: str = "q11-000") -> list[Line]:
    return [replace(archives.line(k, letters=4 + k), name=archives.name_of(form, k)) for k in numbers]


def test_a_line_follows_the_line_before_of_its_form() -> None:
    lines = [*named([3, 1, 2, 5]), *named([2], "q11-001")]
    plain = Sequences(lines, TIME, inputs=3)
    data = plain.after([line.name for line in lines])
    rows = {line.name[-14:]: time_rows(line)[0] for line in lines}
    first, second, third = (rows[f"q11-000-0{k}.xml"] for k in (1, 2, 3))
    wanted = [np.concatenate((second, third)), first, np.concatenate((first, second)), plain.plain[3], plain.plain[4]]
    assert all(np.array_equal(a, b) for a, b in zip(data.plain, wanted, strict=True))
    assert data.following == 2 and plain.following == 0 and data.digests == plain.digests
    with pytest.raises(ValueError, match="only rows in time"):
        Sequences(lines, SPACE, inputs=4).after([line.name for line in lines])


def test_what_is_foretold_of_a_line_that_follows() -> None:
    """In training both lines but for the row where they meet; in evaluation a line's own points, as without the other."""
    lines = named([1, 2])
    plain = Sequences(lines, TIME, inputs=3)
    data = plain.after([line.name for line in lines])
    one, two = map(len, plain.plain)
    both = data.batch(np.array([1]), Augmentation(scale=0.2), (1.0, 1.0), (1, 2, 3))
    assert both.mask[:, 0].tolist() == [1.0] * (one - 1) + [0.0] + [1.0] * (two - 1)
    matrix, *_ = np.linalg.lstsq(data.plain[1][:-1, :2], both.rows[:, 0, :2].numpy(), rcond=None)
    assert data.plain[1][:-1, :2] @ matrix == pytest.approx(both.rows[:, 0, :2].numpy(), abs=0.05)  # one hand
    seen = [(batch.target[batch.mask > 0], int(batch.mask.sum())) for batch in data.batches((1.0, 1.0), 10**6)]
    assert sum(count for _, count in seen) == one + two - 2
    own = torch.cat([target for target, _ in seen])
    alone = torch.cat([batch.target[batch.mask > 0] for batch in plain.batches((1.0, 1.0), 10**6)])
    assert torch.equal(own.sort(dim=0)[0], alone.sort(dim=0)[0])


def test_held_out_forms_are_few_and_the_same_everywhere() -> None:
    forms = [f"{letter}{a:02}-{b:03}" for letter in "abc" for a in range(10) for b in range(100)]
    assert 0.015 < np.mean([is_dev(form) for form in forms]) < 0.035
    assert all(map(is_dev, archives.DEV_FORMS)) and not any(map(is_dev, archives.TRAIN_FORMS))
