"""Accents on the ink of made-up words: clear of their letter, on its own side, and in the place of its dot."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkapp.live.compose.accents import NEAR, Side, add_accents, side_of
from inkapp.live.compose.characters import Unit, form_of
from inkapp.live.compose.hand import Hand
from inkapp.live.compose.in_hand import in_hand
from inkapp.live.compose.written_word import WrittenStroke, WrittenWord
from inkapp.live.ghost_curve import curve
from tools.synthetic.written_runs import write_run as write_anew

write_run = cache(write_anew)
ABOVE = [chr(code) for code in (0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x309, 0x30A, 0x30B, 0x30C)]
BELOW = [chr(code) for code in (0x323, 0x324, 0x325, 0x326, 0x331)]
ACUTE = ABOVE[1]


def units_of(text: str) -> list[Unit]:
    return [unit for character in text for unit in form_of(character).units]


def write(text: str, *, slant: float = 0.12, seed: int = 3, variation: float = 1.0) -> tuple[WrittenWord, WrittenWord]:
    """A word without accents and with them."""
    units = units_of(text)
    bare = write_run("".join(unit.base for unit in units), slant, seed)
    return bare, add_accents(bare, units, Hand(slant=slant), seed, variation=variation)


def added(bare: WrittenWord, word: WrittenWord) -> list[np.ndarray]:
    """The strokes that are not the bare word's."""
    old = {stroke.points.tobytes() for stroke in bare.strokes}
    return [stroke.points for stroke in word.strokes if stroke.points.tobytes() not in old]


def nearest(first: np.ndarray, second: np.ndarray) -> float:
    first, second = (curve(points, 0.03)[0] for points in (first, second))
    return float(np.hypot(*(first[:, None] - second[None]).transpose(2, 0, 1)).min())


def test_a_word_without_accents_stays_as_it_is():
    bare, word = write("jinx")
    assert word.strokes == bare.strokes and word.advance == bare.advance


@pytest.mark.slow
@settings(max_examples=60)
@given(
    st.sampled_from("acegkmnorstuwyz"),
    st.sampled_from(ABOVE + BELOW),
    st.integers(0, 2),
    st.sampled_from((-0.2, 0.1, 0.5)),
)
def test_an_accent_stands_on_its_side_and_touches_nothing(letter: str, accent: str, seed: int, slant: float):
    run = f"a{letter}n"
    bare = write_run(run, slant, seed)
    units = [Unit("a"), Unit(letter, accents=(accent,)), Unit("n")]
    word = add_accents(bare, units, Hand(slant=slant), seed)
    own, strokes = bare.ink(1), added(bare, word)
    assert strokes and len(word.strokes) == len(bare.strokes) + len(strokes)
    for points in strokes:
        if side_of(accent) is Side.ABOVE:
            assert points[:, 1].max() < own[:, 1].min()
        else:
            assert points[:, 1].min() > own[:, 1].max()
        assert all(nearest(points, stroke.points) > 0.6 * NEAR for stroke in bare.strokes)
    # over its letter, along the slant
    upright, accents = own[:, 0] + slant * own[:, 1], np.concatenate(strokes) @ (1.0, slant)
    assert upright.min() - 0.3 < accents.mean() < upright.max() + 0.3


def test_dots_give_way_to_accents_and_other_dots_stay():
    bare, word = write("pîtiless")
    gone = [stroke for stroke in bare.strokes if all(stroke is not kept for kept in word.strokes)]
    assert len(gone) == 1
    dot = gone[0].points.mean(axis=0)
    body = bare.ink(1)[bare.ink(1)[:, 1] > -1.0]
    assert dot[1] < -1.0 and abs(dot[0] - body[:, 0].mean()) < 0.6
    assert np.concatenate(added(bare, word))[:, 1].max() < -0.9


@pytest.mark.parametrize(("text", "lost"), [("ıji", 1), ("íji", 1), ("ȷii", 1), ("įji", 0), ("ïĵî", 3), ("iji", 0)])
def test_only_letters_that_lose_their_dot_do(text: str, lost: int):
    bare, word = write(text)
    kept = sum(any(stroke is other for other in word.strokes) for stroke in bare.strokes)
    assert len(bare.strokes) - kept == lost


def test_a_dot_is_found_though_its_points_are_another_letters():
    bare = write_run("line", 0.1, 3)
    wrong = tuple(
        type(stroke)(stroke.points, np.full(len(stroke.points), 3), stroke.t, stroke.pressure)
        if stroke.points[:, 1].max() < -1.0
        else stroke
        for stroke in bare.strokes
    )
    word = add_accents(WrittenWord(wrong, bare.advance), units_of("líne"), Hand(slant=0.1), 1)
    assert not any(stroke is dot for dot in wrong if dot.points[:, 1].max() < -1.0 for stroke in word.strokes)


def test_quotes_are_no_dots():
    run, quote = write_run("i", 0.0, 3), in_hand("’", Hand(slant=0.0), 1)
    word = WrittenWord((*run.strokes, *quote.moved(0.25, first_unit=1).strokes), 1.0)
    accented = add_accents(word, [Unit("i", dotless=True), Unit("’", drawn=True)], Hand(slant=0.0), 1)
    assert len(accented.strokes) == len(word.strokes) - 1
    assert any((stroke.units == 1).all() for stroke in accented.strokes)


@pytest.mark.parametrize(("text", "height"), [("Ά", -1.8), ("Ή", -1.8), ("ό", -0.9)])
def test_capitals_have_accents_above_their_own_height(text: str, height: float):
    unit = form_of(text).units[0]
    hand = Hand(slant=0.2)
    bare = in_hand(unit.base, hand, 4)
    word = add_accents(bare, [unit], hand, 4)
    accent = np.concatenate(added(bare, word))
    assert accent[:, 1].max() < bare.bounds[1] < height + 0.15 and accent[:, 1].min() > bare.bounds[1] - 1.0


@pytest.mark.slow
def test_a_tall_neighbour_is_not_touched():
    for seed in range(4):
        bare, word = write("fîlhé", seed=seed)
        assert all(nearest(points, stroke.points) > 0.5 * NEAR for points in added(bare, word) for stroke in bare.strokes
                   if any(stroke is kept for kept in word.strokes))  # fmt: skip


def test_several_accents_stand_over_each_other():
    bare, word = write("ế")
    circumflex, acute = added(bare, word)
    assert acute[:, 1].max() < circumflex[:, 1].min() < bare.bounds[1]


def test_a_cedilla_begins_at_its_letter_and_a_stroke_goes_through_it():
    bare, word = write("açn")
    cedilla = added(bare, word)[0]
    assert nearest(cedilla, bare.ink(1)) < 0.12 and cedilla[:, 1].max() > 0.3
    bare, word = write("møn")
    bar = added(bare, word)[0]
    own = bare.ink(1)
    assert bar[:, 1].min() < own[:, 1].min() and bar[:, 1].max() > own[:, 1].max() - 0.05
    for text, height in (("đ", -1.5), ("ħ", -1.5), ("ł", -1.0), ("ŧ", -0.6)):
        bare, word = write(text)
        bar = added(bare, word)[0]
        assert bar[:, 1].mean() == pytest.approx(height, abs=0.25)
        assert bar[:, 0].min() < bare.ink(0)[np.abs(bare.ink(0)[:, 1] - height) < 0.2, 0].mean() < bar[:, 0].max()


def test_a_caron_beside_a_tall_letter_is_an_apostrophe():
    bare, word = write("ď")
    mark = added(bare, word)[0]
    assert mark[:, 0].min() > bare.ink(0)[bare.ink(0)[:, 1] < -1.3, 0].max() and mark[:, 1].max() < -1.0
    assert word.advance >= mark[:, 0].max()
    bare, word = write("ťl")
    assert all(nearest(added(bare, word)[0], stroke.points) > 0.6 * NEAR for stroke in bare.strokes)


def test_equal_seeds_put_equal_accents_and_two_of_a_kind_differ():
    (bare, word), (_, again) = write("éné"), write("éné")
    assert all(np.array_equal(a.points, b.points) for a, b in zip(word.strokes, again.strokes, strict=True))
    first, second = added(bare, word)
    assert len(first) != len(second) or not np.allclose(first - first[0], second - second[0], atol=1e-3)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_letter_that_was_never_written_has_its_accent_where_it_would_stand(at: int):
    bare = write_run("nen", 0.0, 3)
    strokes = tuple(
        type(s)(s.points, np.where(s.units == at, -1 if at == 0 else at - 1, s.units), s.t, s.pressure)
        for s in bare.strokes
    )
    units = [Unit("n"), Unit("n"), Unit("n")]
    units[at] = Unit("n", accents=(ACUTE,))
    word = add_accents(WrittenWord(strokes, bare.advance), units, Hand(slant=0.0), 1)
    accent = word.strokes[-1].points
    assert len(word.strokes) == len(strokes) + 1 and -0.6 < accent[:, 0].mean() < bare.advance + 1.5
    assert accent[:, 1].max() < -1.0


def made_of(*lines: tuple[tuple[float, float], tuple[float, float]]) -> WrittenWord:
    """A letter of straight lines, as the unit 0."""
    strokes = [
        WrittenStroke(np.linspace(begin, end, 30), np.zeros(30, dtype=np.int64), np.arange(30) / 100, np.full(30, 0.5))
        for begin, end in lines
    ]
    return WrittenWord(tuple(strokes), max(float(stroke.points[:, 0].max()) for stroke in strokes))


H = made_of(((0, -1.9), (0, 0)), ((1, -1.9), (1, 0)), ((0, -0.95), (1, -0.95)))
D = made_of(((0, -1.9), (0, 0)), ((0, -1.9), (1, -1)), ((1, -1), (0, 0)))
O = made_of(((0, -1), (0.8, -1)), ((0.8, -1), (0.8, 0)), ((0, -1), (0, 0)), ((0, 0), (0.8, 0)))  # noqa: E741


@pytest.mark.parametrize(
    ("letter", "bare", "at", "height"),
    [("Ħ", H, (-0.4, 1.4), -1.48), ("Đ", D, (-0.6, 0.6), -0.95), ("Ł", D, (-0.5, 0.5), -0.95)],
)
def test_a_bar_crosses_both_stems_or_the_left_one(
    letter: str, bare: WrittenWord, at: tuple[float, float], height: float
):
    word = add_accents(bare, form_of(letter).units, Hand(slant=0.0), 1, variation=0.0)
    bar = word.strokes[-1].points
    assert at[0] < bar[:, 0].min() < 0.0 and at[1] > bar[:, 0].max() > (1.0 if letter == "Ħ" else 0.2)
    assert bar[:, 1].mean() == pytest.approx(height, abs=0.1)


def test_a_horn_begins_at_the_upper_right():
    word = add_accents(O, form_of("ơ").units, Hand(slant=0.0), 1)
    horn = word.strokes[-1].points
    assert np.hypot(*(horn[0] - (0.8, -1.0))) < 0.1 and horn[:, 1].min() < -1.2 and word.advance > 0.9
