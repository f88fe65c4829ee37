"""Written words stand on the page: on their lines, in the text's style, off other ink, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from inkapp.ink.document import Author, Background, Origin, Page
from inkapp.ink.typed_text import Alignment, TextStyle, TypedText
from inkapp.live.compose.read_hand import ReadHand, read_lines
from inkapp.live.compose.text_placing import TextPlacing, area_of
from inkapp.live.compose.word_writer import MadeWord
from inkapp.live.compose.wrapping import NoRoom
from inkapp.live.text_events import PlacedWord
from tests.live.compose.networks import MadeUpNetwork, page_of, write_run

EMPTY = Page(background=Background.PLAIN)
X = 3.0
WORDS = ("pack my box with five dozen jugs " * 3).split()


def hand() -> ReadHand:
    return read_lines(MadeUpNetwork(), [page_of(x_height=X).strokes], {})


def text(**style: object) -> TypedText:
    return TypedText("a" * 16, " ".join(WORDS), 20.0, 40.0, 7, style=TextStyle(**style))  # type: ignore[arg-type]


def place(page: Page = EMPTY, words: Sequence[str] = WORDS, typed: TypedText | None = None) -> list[PlacedWord]:
    placing = TextPlacing(typed or text(), hand(), page, "weights")
    placed: list[PlacedWord] = []
    for number, word in enumerate(words):
        placed += placing.add(MadeWord(write_run(word, 0.1, 1), False), 1 if number else 0)
    return placed + placing.finish()


def ink(word: PlacedWord) -> np.ndarray:
    return np.concatenate([np.stack((stroke.x, stroke.y), axis=1) for stroke in word.strokes])


def test_words_stand_between_the_margins_one_after_the_other_in_time():
    placed = place()
    assert [word.number for word in placed] == list(range(len(WORDS)))
    for word in placed:
        assert ink(word)[:, 0].min() > 19.0 and ink(word)[:, 0].max() < EMPTY.width - EMPTY.margin + 1.0
    strokes = [stroke for word in placed for stroke in word.strokes]
    assert strokes[0].t[0] == 0.0 and all(a.t[-1] < b.t[0] for a, b in pairwise(strokes))
    middles = [float(ink(word)[:, 1].mean()) for word in placed]
    assert max(middles) - min(middles) > 8.0, "more lines than one"


def test_each_stroke_names_its_text_and_its_word():
    for word in place():
        assert {(s.origin.text, s.origin.word, s.origin.weights, s.origin.seed) for s in word.strokes} == {
            ("a" * 16, word.number, "weights", 7)
        }
        assert [s.opens_piece for s in word.strokes] == [True] + [False] * (len(word.strokes) - 1)


def test_a_style_makes_it_larger_and_leans_it():
    plain, large, leaning = (
        ink(place(words=["jugs"], typed=text(**style))[0]) for style in ({}, {"size": 2.0}, {"slant": 0.5})
    )
    assert np.ptp(large, axis=0) == pytest.approx(2 * np.ptp(plain, axis=0), rel=1e-6)
    baseline = area_of(text(), hand(), EMPTY, X).first_page[0]
    assert leaning[:, 1] == pytest.approx(plain[:, 1])
    assert leaning[:, 0] - plain[:, 0] == pytest.approx(0.5 * (baseline - plain[:, 1]))


@pytest.mark.parametrize("alignment", [Alignment.CENTRED, Alignment.RIGHT])
def test_alignment_waits_for_the_line(alignment: Alignment):
    left, other = place(), place(typed=text(alignment=alignment))
    assert len(left) == len(other)
    assert ink(other[0])[:, 0].min() > ink(left[0])[:, 0].min()


def test_lines_stand_on_rules_and_spacing_takes_more_of_them():
    page = Page(rule_spacing=14.0)
    one, two = (area_of(text(line_spacing=k), hand(), page, X).first_page for k in (1.0, 2.0))
    rules = {page.rule_top + 14.0 * k for k in range(30)}
    assert set(one) <= rules and set(two) <= rules
    assert two[1] - two[0] == 2 * (one[1] - one[0])


def test_other_ink_is_kept_off_and_its_own_is_not():
    stood = place()
    strokes = [replace(stroke.to_stroke()) for word in stood for stroke in word.strokes]
    own = EMPTY.with_strokes(strokes)
    assert np.array_equal(ink(place(own)[0]), ink(stood[0])), "written again, it stands where it stood"
    foreign = EMPTY.with_strokes(
        replace(stroke, author=Author.MODEL, origin=Origin("weights", 7, 0.4, text="b" * 16)) for stroke in strokes
    )
    lowest = max(stroke.bounds[3] for stroke in strokes)
    assert min(ink(word)[:, 1].min() for word in place(foreign)) > lowest


def test_a_style_or_a_page_with_no_room_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        place(typed=text(size=0.0))
    with pytest.raises(NoRoom):
        place(replace(EMPTY, width=34.0))
