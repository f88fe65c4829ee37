"""Passages of text: where they begin, what goes together in a batch, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.alphabet import PRINTABLE
from model.character_form import BREAK, classes_of
from tests.training.language import made_up
from training.data.augmentation import Augmentation
from training.data.iam import DataError
from training.language.passages import Passages, read_text

LENGTH, SCALE, SPACE = 24, (1.0, 1.0), classes_of(" ", PRINTABLE)[0]


@pytest.fixture
def passages(tmp_path: Path) -> Passages:
    return Passages(read_text(made_up.folder(tmp_path) / "train.txt"), LENGTH)


def said(classes: np.ndarray) -> str:
    return "".join("|" if number == BREAK else PRINTABLE[number - 1] for number in classes.tolist())


def test_a_text_is_its_paragraphs_between_breaks(tmp_path: Path):
    (tmp_path / "text.txt").write_text("One.\n\nTwo!\n")
    assert said(read_text(tmp_path / "text.txt")) == "|One.|Two!|"


def test_each_passage_begins_with_a_word_and_tells_what_comes_next(passages: Passages):
    batch = passages.batch(np.arange(len(passages)), Augmentation(), SCALE, (1, 0, 0))
    assert batch.read.shape == batch.target.shape == (LENGTH, len(passages))
    assert set(batch.read[0].tolist()) <= {SPACE, BREAK}
    assert not set(batch.target[0].tolist()) & {SPACE, BREAK}
    assert (batch.read[1:] == batch.target[:-1]).all()


def test_slots_are_parts_of_the_whole_batch(passages: Passages):
    indices, key = passages.plan(0, 1, 10 * LENGTH)[0], (1, 0, 0)
    whole = passages.batch(indices, Augmentation(), SCALE, key)
    part = passages.batch(indices, Augmentation(), SCALE, key, range(1, 10, 2))
    assert len(whole) == 10 and (part.read == whole.read[:, 1::2]).all()
    assert len(passages.batch(indices, Augmentation(), SCALE, key, range(0))) == 0


def test_an_epoch_has_each_passage_at_most_once_and_begins_elsewhere(passages: Passages):
    plan = passages.plan(0, 1, 10 * LENGTH)
    numbers = np.concatenate(plan)
    assert len(set(numbers.tolist())) == len(numbers) > len(passages) - 10
    assert {len(own) for own in plan} == {10}
    assert not np.array_equal(plan[0], passages.plan(1, 1, 10 * LENGTH)[0])
    first, second = (passages.batch(plan[0], Augmentation(), SCALE, (1, epoch, 0)) for epoch in (0, 1))
    assert not np.array_equal(first.read, second.read)


def test_what_judges_is_all_passages_whoever_takes_which(passages: Passages):
    whole = [batch.read for batch in passages.batches(SCALE, 10 * LENGTH)]
    assert sum(read.shape[1] for read in whole) == len(passages)
    parts = [[batch.read for batch in passages.batches(SCALE, 10 * LENGTH, (rank, 2))] for rank in range(2)]
    assert all(np.array_equal(read, parts[n % 2][n // 2]) for n, read in enumerate(whole))


def test_what_is_too_short_or_no_ascii_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="has no passage"):
        Passages(np.zeros(30, dtype=np.uint8), LENGTH)
    for text, words in (("caf\u00e9\n", "ASCII"), ("a\tb\n", "alphabet")):
        (tmp_path / "text.txt").write_text(text, encoding="utf-8")
        with pytest.raises(DataError, match=words):
            read_text(tmp_path / "text.txt")
