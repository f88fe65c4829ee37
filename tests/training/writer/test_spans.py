"""Words in a row: the same words of the ink and of the text, rare ones more often."""

from __future__ import annotations

import numpy as np

from training.data.augmentation import Augmentation
from training.writer.pairs import PairedLines
from training.writer.prepared import PreparedLine
from training.writer.settings import Pairs
from training.writer.spans import WordSpans

PLAIN = Augmentation()
TEXTS = ("one two six", "ten of us all", "be at it")


def spaced(form: str, number: int, text: str) -> PreparedLine:
    """A line whose letters are bars, a spread apart, with as much again for a space."""
    lefts = [1.0 * at for at, character in enumerate(text) if character != " "]
    bars = [np.array([(left, -1.0 - 0.01 * k), (left + 0.4, 1.0)]) for k, left in enumerate(lefts)]
    return PreparedLine(f"{form}-{number:02d}", form, bars, 100.0, text, bytes([number] * 32))


LINES = [spaced("q11-000", n, text) for n, text in enumerate(TEXTS)]


def test_of_a_span_the_strokes_and_the_text_are_the_same_words() -> None:
    spans = WordSpans(LINES, Pairs(spans=1.0, span_words=2))
    seen = set()
    for index, line in enumerate(LINES):
        for epoch in range(30):
            span = spans.span(index, 7, epoch)
            assert span is not None
            part = spans.part(line, index, 7, epoch)
            first, end = span
            words = TEXTS[index].split(" ")
            assert part.text == " ".join(words[first:end])
            before = len("".join(words[:first]))
            assert part.strokes == line.strokes[before : before + len(part.text.replace(" ", ""))]
            seen.add((index, span))
    assert {end - first for _, (first, end) in seen} == {1, 2} and len(seen) == 5 + 7 + 5


def test_a_batch_has_the_rows_that_the_plan_counted() -> None:
    pairs = PairedLines(LINES, Pairs(spans=1.0, span_words=2, hidden_lines=0.0, alone=1.0, through=False))
    spans = WordSpans(LINES, pairs.pairs)
    for epoch in range(5):
        for indices in pairs.plan(epoch, 7, 2_000):
            batch = pairs.batch(indices, PLAIN, (1.0, 1.0), (7, epoch, 0))
            for slot, index in enumerate(indices.tolist()):
                part = spans.part(LINES[index], index, 7, epoch)
                own = batch.mask[:, slot] * batch.on[:, slot]
                assert int(own.sum()) == sum(map(len, part.strokes))


def test_words_with_rare_letters_are_taken_more_often() -> None:
    line = spaced("q11-000", 0, "aa aa aa aq")
    spans = WordSpans([line], Pairs(spans=1.0, span_words=1, rare_words=4, most_often=4.0))
    taken = [spans.part(line, 0, 1, epoch).text for epoch in range(400)]
    assert 110 < taken.count("aq") < 210  # 2 in 5: the root of four times as rare


def test_without_spans_and_where_words_cannot_be_told_apart_lines_are_whole() -> None:
    joined = PreparedLine("x", "q11-000", LINES[0].strokes[:1], 100.0, "a b", b"x" * 32)
    spans = WordSpans([*LINES, joined], Pairs(spans=0.5))
    assert spans.part(joined, 3, 7, 0) is joined
    whole = [spans.part(LINES[0], 0, 7, epoch) is LINES[0] for epoch in range(60)]
    assert 15 < sum(whole) < 45
    assert PairedLines(LINES, Pairs())._part(0, 7, 0) is PairedLines(LINES, Pairs()).lines[0]
