"""Pairs of lines: of one form, the first one's text hidden, the second one's told, and each epoch's batches."""

from __future__ import annotations

import numpy as np
import pytest

from model.alphabet import END, to_ids
from model.input_rows import NEW_LINE
from model.strokes import to_rows
from tests.training.writer.networks import line, lines
from training.data.augmentation import Augmentation
from training.writer.pairs import BEGINS, PairedLines, believable, hand_of, pair, part_of
from training.writer.prepared import PreparedLine
from training.writer.settings import Pairs
from training.writer.spans import how_often

RANDOM = np.random.default_rng
PLAIN = Augmentation()


def test_a_pair_is_ink_without_text_a_new_line_and_ink_with_its_text() -> None:
    one, other = line("q11-000", 1, "a bad Cab"), line("q11-000", 2, "it is")
    made = pair(one, other, 25, RANDOM(1), first=0.5, hidden_weight=0.3)
    assert 25 <= made.begin < 36 and np.array_equal(made.rows[made.begin], NEW_LINE)
    assert made.ids == to_ids("it is") and made.ids[-1] == END
    count = sum(map(len, other.strokes))
    assert len(made.rows) == made.begin + 1 + count and len(made.counts) == len(made.rows) - 1
    assert np.unique(made.counts[: made.begin - 1]) == np.float32(0.3)
    assert made.counts[made.begin - 1] == 0 and (made.counts[made.begin :] == 1).all()
    first = made.rows[made.begin + 1]
    assert first[0] == 0.5 and first[1] == first[3] != 0  # from the line's middle to where its ink begins


def test_the_second_line_is_as_large_beside_the_first_as_it_was() -> None:
    one = line("q11-000", 1, "a bad Cab")
    for size, seen in ((100.0, 1.0), (130.0, 1.3), (900.0, 1.4)):
        other = line("q11-000", 2, "it is", size)
        small, large = (
            pair(one, which, 60, RANDOM(1), first=0.5, hidden_weight=1.0)
            for which in (line("q11-000", 2, "it is"), other)
        )
        assert np.ptp(large.rows[large.begin + 1 :, 3]) == pytest.approx(
            seen * np.ptp(small.rows[small.begin + 1 :, 3]), rel=1e-5
        )


def test_both_lines_are_slanted_and_stretched_alike() -> None:
    one, other = line("q11-000", 1, "a bad Cab"), line("q11-000", 2, "it is")
    matrix = np.array([[1.2, 0.0], [0.3, 0.9]])
    plain = pair(one, other, 25, RANDOM(1), first=0.5, hidden_weight=1.0).rows
    varied = pair(one, other, 25, RANDOM(1), first=0.5, hidden_weight=1.0, matrix=matrix).rows
    begin = int(np.flatnonzero((plain == NEW_LINE).all(1))[0])
    assert varied[1:begin, :2] == pytest.approx(plain[1:begin, :2] @ matrix, abs=1e-5)
    assert varied[begin + 2 :, :2] == pytest.approx(plain[begin + 2 :, :2] @ matrix, abs=1e-5)
    assert varied[:, 3] == pytest.approx(0.9 * plain[:, 3], abs=1e-5)


def test_a_part_is_whole_strokes_of_about_as_many_rows() -> None:
    strokes = [np.full((n, 2), float(n)) for n in (3, 4, 5, 6, 7)]
    seen = {tuple(len(s) for s in part_of(strokes, 9, RANDOM(seed))) for seed in range(50)}
    assert seen == {(3, 4, 5), (4, 5), (5, 6), (6, 7)}
    assert part_of(strokes, 99, RANDOM(1)) == strokes


def test_lines_are_paired_within_their_form_alone() -> None:
    """Each form's ink is of a size of its own, so that a row tells whose it is."""
    made = [
        PreparedLine(one.name, one.form, [stroke * (1.0 + f) for stroke in one.strokes], one.size, one.text, one.digest)
        for f, form in enumerate(("q11-000", "q11-001", "q11-002"))
        for one in (line(form, n, "it is") for n in range(1, 4))
    ]
    pairs = PairedLines(made, Pairs(alone=0.0, hidden_lines=0.0))
    for index, own in enumerate(pairs.lines):
        assert {other.form for other in pairs._others[index]} == {own.form}
        assert own not in pairs._others[index] and len(pairs._others[index]) == 2


def test_a_line_without_text_is_a_hand_to_take_and_nothing_to_write() -> None:
    pairs = PairedLines(lines(), Pairs())
    assert len(pairs) == 5 and all(one.text for one in pairs.lines)
    assert any(other.text == "" for others in pairs._others for other in others)


def test_what_a_text_cannot_be_is_not_believed() -> None:
    made = [line("q11-000", n, "it is ok") for n in range(1, 6)]
    liar = made[2]
    made[2] = PreparedLine(liar.name, liar.form, liar.strokes, liar.size, "it", liar.digest)
    assert believable(made) == [*made[:2], *made[3:]]


def test_an_epoch_has_every_line_and_rare_letters_more_often() -> None:
    texts = ["common", "common", "common", "Quo"]
    often = how_often(texts, rare=3, most_often=1.5)
    assert often.tolist() == [1.0, 1.0, 1.0, 1.5]
    pairs = PairedLines(lines(), Pairs(rare=4, most_often=3.0))
    taken = [np.concatenate(pairs.plan(epoch, 1, 300)) for epoch in range(40)]
    counts = np.array([np.bincount(epoch, minlength=5) for epoch in taken])
    assert (counts >= 1).all()
    assert counts.mean(0) == pytest.approx(how_often([one.text for one in pairs.lines], 4, 3.0), abs=0.3)


def test_no_batch_has_more_rows_than_it_may_and_lines_grow_with_the_epochs() -> None:
    pairs = PairedLines(lines(), Pairs(shortest=5, longest=20, rows=30, growth=1.5, alone=0.0, hidden_lines=0.0))
    for epoch, most in ((0, 30), (1, 45), (2, 67)):
        assert pairs.most_rows(epoch) == most
        for number, indices in enumerate(pairs.plan(epoch, 1, 200)):
            batch = pairs.batch(indices, PLAIN, (1.0, 1.0), (1, epoch, number))
            # strokes are taken whole: up to nine rows more before each line
            assert batch.rows.shape[0] * len(indices) <= 200 + 10 * len(indices) or len(indices) == 1
            assert (batch.mask[:, :] * batch.on).sum(0).max() <= most + 1


def test_a_line_that_is_cut_does_not_end_its_text() -> None:
    one, other = line("q11-000", 1, "a bad Cab"), line("q11-000", 2, "it is")
    count = sum(map(len, other.strokes))
    for most, whole in ((None, True), (count, True), (count - 1, False)):
        assert pair(one, other, 25, RANDOM(1), first=0.5, hidden_weight=0.3, most=most).whole is whole


def test_a_slot_alone_decides_what_is_in_it() -> None:
    pairs = PairedLines(lines(), Pairs(shortest=5, longest=20))
    augmentation = Augmentation(scale=0.1, shear=0.2)
    indices = np.arange(5)
    whole = pairs.batch(indices, augmentation, (0.7, 0.6), (1, 3, 2))
    again = pairs.batch(indices, augmentation, (0.7, 0.6), (1, 3, 2), range(1, 5, 2))
    for b, slot in enumerate((1, 3)):
        steps, characters = again.rows.shape[0], again.text.shape[1]
        assert (whole.rows[:steps, slot] == again.rows[:, b]).all()
        assert (whole.text[slot, :characters] == again.text[b]).all() and (
            whole.on[:steps, slot] == again.on[:, b]
        ).all()
    other = pairs.batch(indices, augmentation, (0.7, 0.6), (1, 3, 3))
    assert other.rows.shape != whole.rows.shape or (other.rows != whole.rows).any()


def test_shares_of_lines_are_alone_or_have_their_text_hidden() -> None:
    hidden = PairedLines(lines(), Pairs(hidden_lines=1.0, hidden_weight=0.25))
    batch = hidden.batch(np.arange(5), PLAIN, (1.0, 1.0), (1, 0, 0))
    assert not batch.on.any() and (batch.text[:, 0] == END).all() and set(batch.mask.unique().tolist()) <= {0.0, 0.25}
    alone = PairedLines(lines(), Pairs(hidden_lines=0.0, alone=1.0))
    batch = alone.batch(np.arange(5), PLAIN, (1.0, 1.0), (1, 0, 0))
    assert (batch.on == (batch.mask > 0)).all() and (batch.rows[0] == batch.rows.new_tensor(NEW_LINE)[None]).all()
    begins = batch.rows[1, :, 0]
    assert ((begins > BEGINS[0]) & (begins < BEGINS[1])).all()


def test_in_evaluation_each_line_comes_once_and_its_own_rows_alone_count() -> None:
    pairs = PairedLines(lines(), Pairs(rows=5))
    seen = [batch for k in range(2) for batch in pairs.batches((1.0, 1.0), 300, (k, 2))]
    assert sum(len(batch) for batch in seen) == 5
    assert sum(float(batch.mask.sum()) for batch in seen) == pairs.points
    assert all((batch.mask <= batch.on).all() for batch in seen)


def test_a_hand_is_shown_by_other_lines_of_the_form_varied_as_the_line_is() -> None:
    others = [line("q11-000", number, "it is") for number in (2, 3)]
    rows = [to_rows(other.strokes, height=True) for other in others]
    for wanted in (5, len(rows[0]) + 5, 10_000):
        shown = hand_of(others, wanted, RANDOM(1))
        assert shown is not None and len(shown) == min(wanted, sum(map(len, rows)))
        first = next(own for own in rows if np.array_equal(shown[: min(wanted, len(own))], own[:wanted]))
        if wanted > len(first):
            rest = rows[1] if first is rows[0] else rows[0]
            assert np.array_equal(shown[len(first) :], rest[: wanted - len(first)])
    matrix = np.array([[1.2, 0.0], [0.3, 0.9]])
    plain, varied = (hand_of(others, 60, RANDOM(1), each) for each in (None, matrix))
    assert plain is not None and varied is not None
    assert varied[:, :2] == pytest.approx(plain[:, :2] @ matrix, abs=1e-5)
    assert hand_of([], 60, RANDOM(1)) is None


def test_whose_line_stands_alone_shows_no_hand_and_no_line_shows_itself() -> None:
    whole = lines()
    own = {line.digest: to_rows(line.strokes, height=True) for line in whole}
    for alone, longest in ((1.0, 0), (0.0, 60)):
        pairs = PairedLines(whole, Pairs(alone=alone, hidden_lines=0.0))
        for seed in range(5):
            batch = pairs.batch(np.arange(len(pairs)), PLAIN, (1.0, 1.0), (seed, 0, 0))
            assert (batch.hand_rows.numpy() > 0).all() == bool(longest) == batch.hand_rows.numpy().any()
            if longest:
                for index, hand in enumerate(batch.hand.numpy()):
                    mine = own[pairs.lines[index].digest]
                    assert not np.array_equal(hand[5, 1 : len(mine)], mine[1:, 3])
