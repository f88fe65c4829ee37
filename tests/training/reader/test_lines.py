"""Lines with their texts: what is learnt of a transcription, and batches that depend on their key alone."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from model.reader_form import columns_read
from model.strokes import Representation, to_rows
from tests.training import archives
from training.data.augmentation import Augmentation
from training.reader.lines import ReadLines, as_written
from training.writer.prepared import PreparedLine, prepare_lines

TEXTS = ("a bc", "b , a", "c", "", "a # b", "cab")
ALPHABET = "abc ,"


def prepared() -> list[PreparedLine]:
    return prepare_lines([archives.line(k, letters=3 + k) for k in range(6)], {}, Representation(), straight=True)


def lines() -> ReadLines:
    ink = prepared()
    return ReadLines(ink, {line.name: text for line, text in zip(ink, TEXTS, strict=True)}, ALPHABET)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("a , b .", "a, b."), ('he said : " so ! "', 'he said: " so! "'), ("a - b ( c )", "a - b ( c )"), ("", "")],
)
def test_nobody_wrote_a_gap_before_a_mark(text: str, wanted: str) -> None:
    assert as_written(text) == wanted


def test_lines_without_a_text_or_with_another_character_are_left_out() -> None:
    said = lines()
    batch = next(said.batches((1.0, 1.0), 10_000))
    assert len(said) == 4 and sorted(batch.written) == sorted(["a bc", "b , a", "c", "cab"])
    assert said.characters == len("a bc" + "b, a" + "c" + "cab")
    begins = np.cumsum([0, *batch.counts.tolist()])
    for b, written in enumerate(batch.written):  # judged by the whole transcription, taught as it was written
        labels = batch.labels[begins[b] : begins[b + 1]].tolist()
        assert "".join(ALPHABET[label - 1] for label in labels) == as_written(written)


def test_rows_are_those_that_a_reader_reads() -> None:
    ink, scale = prepared()[0], (0.7, 0.6)
    one = ReadLines([ink], {ink.name: "a"}, ALPHABET)
    batch = next(one.batches(scale, 10_000))
    wanted = columns_read(to_rows(ink.strokes, height=True), scale)
    assert np.array_equal(batch.rows[:, 0].numpy(), wanted) and batch.lengths.tolist() == [len(wanted)]


def test_a_slot_has_the_same_sample_in_any_part() -> None:
    said, augmentation = lines(), Augmentation(scale=0.2, shear=0.3, bend=0.1, noise=0.05, drop_points=0.2)
    indices = np.array([2, 0, 3])
    whole = said.batch(indices, augmentation, (1.0, 1.0), (1, 2, 3))
    part = said.batch(indices, augmentation, (1.0, 1.0), (1, 2, 3), [2])
    length = int(part.lengths[0])
    assert int(whole.lengths[2]) == length and torch.equal(whole.rows[:length, 2], part.rows[:, 0])
    assert part.written == whole.written[2:]
    other = said.batch(indices, augmentation, (1.0, 1.0), (1, 2, 4), [2])
    assert other.rows.shape != part.rows.shape or not torch.equal(other.rows, part.rows)
    assert len(said.batch(indices, augmentation, (1.0, 1.0), (1, 2, 3), [])) == 0


def test_each_text_is_part_of_what_was_trained_on() -> None:
    ink = prepared()
    one, other = (ReadLines(ink, {ink[0].name: text}, ALPHABET).digests for text in ("ab", "ba"))
    assert len(one) == 1 and one != other
