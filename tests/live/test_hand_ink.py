"""How much ink is a hand: words are, of any size and slant; drawings, dashes, dots and the network's own ink are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inkapp.ink.document import Author, Origin, Page, Stroke
from inkapp.live import hand_ink as module
from inkapp.live.hand_ink import DRAWN, ENOUGH, KEPT, NOTHING, hand_ink, kept_page, prime
from tests.ink.documents import stroke
from tools.synthetic.words import write_words


def words(text: str, baseline: float = 54.0, x_height: float = 3.4, slant: float = 0.12) -> list[Stroke]:
    """A line of made-up writing."""
    return write_words(text.split(), 20.0, baseline, x_height, 1.3 * x_height, slant=slant)


def page(*strokes: list[Stroke], **paper: float) -> Page:
    return replace(Page(), **paper).with_strokes(one for some in strokes for one in some)  # type: ignore[arg-type]


TEXT = "pack my box with five dozen jugs"  # 26 letters


@pytest.mark.parametrize("x_height", [1.2, 2.0, 3.4, 5.0])
@pytest.mark.parametrize("slant", [-0.3, 0.12, 0.6])
def test_letters_are_counted_from_ink_of_any_size_and_slant(x_height: float, slant: float):
    ink = hand_ink(page(words(TEXT, x_height=x_height, slant=slant), rule_spacing=4 * x_height))
    assert 18 <= ink.letters <= 34 and not ink.trouble
    assert ink.x_height == pytest.approx(x_height, rel=0.4)


def test_more_writing_is_more_letters():
    counted = [hand_ink(page(words(TEXT[:n]))).letters for n in (4, 7, 11, 16, 21, 26, 32)]
    assert counted == sorted(counted)


def test_too_little_ink_says_how_much_there_is():
    assert hand_ink(page()).trouble == NOTHING
    little = hand_ink(page(words("you see")))
    assert little.letters < ENOUGH and f"about {round(little.letters)}" in little.trouble
    assert not hand_ink(page(words("you see my pen now"))).trouble


def circle(x: float, y: float, radius: float) -> Stroke:
    turn = np.linspace(0, 2 * np.pi, 60)
    return stroke(list(zip(x + radius * np.cos(turn), y + radius * np.sin(turn), strict=True)))


HOUSE = [
    stroke([(30.0, 150.0), (30.0, 80.0), (110.0, 80.0), (110.0, 150.0), (30.0, 150.0)]),
    stroke([(30.0, 80.0), (70.0, 40.0), (110.0, 80.0)]),
    circle(70.0, 110.0, 12.0),
]


@pytest.mark.parametrize(
    "strokes",
    [
        HOUSE,
        [circle(90.0, 90.0, 60.0)],
        [stroke([(x, 60.0 + 40.0 * (n % 2)) for n, x in enumerate(np.linspace(20, 190, 60))])],  # tall zigzag
    ],
    ids=["house", "circle", "zigzag"],
)
def test_a_drawing_is_no_hand(strokes: list[Stroke]):
    assert hand_ink(page(strokes)).trouble == DRAWN


@pytest.mark.parametrize(
    "strokes",
    [
        [stroke([(20.0, 60.0), (190.0, 60.2)])],
        [stroke([(20.0, 60.0), (190.0, 60.0)]), stroke([(20.0, 72.0), (190.0, 72.0)])],
        [stroke([(20.0 + 3 * n, 60.0)]) for n in range(50)],
        [stroke([(40.0 + n % 2, 60.0 + 3.0 * (n // 2 % 2)) for n in range(300)])],  # hatching on one spot
    ],
    ids=["dash", "underlines", "dots", "hatching"],
)
def test_long_ink_that_is_no_writing_is_not_enough(strokes: list[Stroke]):
    ink = hand_ink(page(strokes))
    assert ink.letters < 4 and ink.trouble


def test_a_drawing_beside_words_is_left_out():
    ink = hand_ink(page(words(TEXT), [circle(90.0, 200.0, 50.0)]))
    assert not ink.trouble and max(one.bounds[3] for one in ink.strokes) < 70


def test_the_networks_ink_is_nobodys_hand_unless_it_is_wanted():
    copied = [replace(one, author=Author.MODEL, origin=Origin("live", 1, 0.5)) for one in words(TEXT)]
    assert hand_ink(page(copied)).trouble == NOTHING
    assert not hand_ink(page(copied), own=False).trouble
    both = page(words("you see my pen now"), [replace(one) for one in copied])
    assert all(one.author is Author.PERSON for one in hand_ink(both).strokes)


def test_a_prime_is_the_newest_lines_in_whole_words():
    rows = [words(TEXT, 40.0 + 12.0 * n) for n in range(5)]
    ink = hand_ink(page(*rows))
    assert prime(ink, 1000.0) == tuple(tuple(row) for row in rows)
    assert [line[0] for line in prime(ink, 40.0)][-1] is rows[4][0] and len(prime(ink, 40.0)) == 2
    (last,) = prime(ink, 2.0)
    assert [one.id for one in last] == [one.id for one in rows[4][-len(last) :]]  # "jugs", and its dot
    assert last[0].bounds[0] > rows[4][0].bounds[2] and len(ink.lines[4].words()) == 7
    assert len(ink.lines[4].words()[-1]) == len(last)


def test_a_bar_added_at_the_end_is_its_words():
    row = words("the pen")
    late = [*row[:1], *row[2:], row[1]]
    first, second = hand_ink(page(late)).lines[0].words()
    assert row[1] in first and row[1] not in second


def test_a_hand_keeps_the_page_and_its_lines_of_writing():
    whole = page(*(words(TEXT, 40.0 + 12.0 * n) for n in range(3)), [circle(90.0, 200.0, 50.0)])
    kept = kept_page(whole, hand_ink(whole, whole=True))
    assert kept == whole.with_strokes(whole.strokes[:-1])


def test_of_a_full_page_a_hand_keeps_the_newest_lines_and_no_more_than_a_file_takes(monkeypatch: pytest.MonkeyPatch):
    full = page(*(words(TEXT, 20.0 + 12.0 * n) for n in range(20)))
    ink = hand_ink(full, whole=True)
    kept = kept_page(full, ink)
    assert ink.letters > 1.3 * KEPT and kept.strokes[-1] is full.strokes[-1]
    assert KEPT - 10 < hand_ink(kept, whole=True).letters < KEPT + 10
    most = sum(map(len, kept.strokes)) // 3
    monkeypatch.setattr(module, "MOST_POINTS", 2 * most)
    fewer = kept_page(full, ink)
    assert most / 3 < sum(map(len, fewer.strokes)) <= most and not hand_ink(fewer).trouble
