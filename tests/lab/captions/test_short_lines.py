"""Short lines are cut out of whole ones word by word, and nothing of these is lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lab.captions.short_lines import MOST_WORDS, as_pictures, short_lines
from lab.findings.store import LabError
from model.strokes import Representation
from tests.training import archives
from tests.training.reader import made_up
from training.data.iam import parse_line
from training.writer.prepared import PreparedLine, prepare_lines

TEXT = "tell a lion the hat is on no nest"


def line(text: str = TEXT, seed: int = 3) -> PreparedLine:
    strokes, _ = made_up.drawn(text, seed)
    name = archives.name_of("m00-000", seed)
    (made,) = prepare_lines([parse_line(name, archives.xml(strokes))], {name: text}, Representation(), straight=True)
    return made


def test_the_words_of_a_line_are_each_in_one_short_line() -> None:
    whole = line()
    cut = list(short_lines(whole))
    assert " ".join(short.text for short in cut) == TEXT and len({short.name for short in cut}) == len(cut) > 2
    assert all(1 <= len(short.text.split(" ")) <= MOST_WORDS for short in cut)
    assert sorted(id(stroke) for short in cut for stroke in short.strokes) == sorted(map(id, whole.strokes))
    right = [max(float(stroke[:, 0].max()) for stroke in short.strokes) for short in cut]
    left = [min(float(stroke[:, 0].min()) for stroke in short.strokes) for short in cut]
    assert all(end < begin for end, begin in zip(right, left[1:], strict=False))
    assert [short.text for short in short_lines(whole)] == [short.text for short in cut]
    assert len({tuple(short.text for short in short_lines(whole, seed)) for seed in range(6)}) > 1


def test_a_line_that_cannot_be_parted_for_certain_gives_none() -> None:
    whole = line()
    assert not list(short_lines(replace(whole, text="tell a")))
    assert not list(short_lines(replace(whole, text="")))
    with pytest.raises(LabError, match="none can be parted"):
        as_pictures([replace(whole, text="tell a")])


def test_as_pictures_they_say_what_they_say() -> None:
    pictures = as_pictures([line(), line(seed=4)])
    batch = next(pictures.batches((1.0, 1.0), 100_000))
    said = " ".join(batch.written)
    assert sorted(said.split()) == sorted(TEXT.split() * 2) and batch.pictures.any()
    few = as_pictures([line(), line(seed=4)], most=3)
    assert len(few) == 3 and np.all(few.plan(0, 1, 100_000)[0] < 3)
