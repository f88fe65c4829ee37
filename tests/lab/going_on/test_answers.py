"""A guess is right by its first new word; letters are saved once a word; what is shown depends on the threshold."""

from __future__ import annotations

import pytest

from inkapp.ink.document import Page
from inkapp.live.words.words_road import FINISH, FOLLOW
from lab.going_on.answers import Answer, along_threshold, as_shown, calibration, hits, is_right, saved, share
from lab.going_on.completion_figure import draw
from lab.going_on.cuts import Cut, ToldLine
from model.guess import Guess

LINE = ToldLine("one", 3, Page(), (), "In support of", "")


def at(begin: int, end: int, begun: int) -> Cut:
    return Cut(LINE, 1, begin, end, begun)


SUPPORT, OF = at(3, 10, 3), at(11, 13, 0)


@pytest.mark.parametrize(
    ("cut", "guess", "right"),
    [
        (SUPPORT, Guess("In ", "support", 3, "", 0.5), True),
        (SUPPORT, Guess("in ", "Support", 2, " of the", 0.5), True),
        (SUPPORT, Guess("In ", "supper", 3, "", 0.5), False),
        (SUPPORT, Guess("In ", "sup", 3, " support", 0.5), False),  # it takes the word for whole
        (OF, Guess("In ", "support", 7, " of the", 0.5), True),
        (OF, Guess("In ", "support", 7, " often", 0.5), False),
        (OF, Guess("In ", "of", 1, "", 0.5), False),
    ],
)
def test_the_first_new_word_counts(cut: Cut, guess: Guess, right: bool) -> None:
    assert is_right(guess, cut) is right


def answer(begun: int, *chances: float, right: int | None = None, finishes: bool = True, writer: int = 0) -> Answer:
    places = range(len(chances))
    return Answer(writer, begun, 4, chances, tuple(finishes for _ in places), tuple(k == right for k in places))


def test_hits_are_told_by_the_letters_that_stand() -> None:
    told = hits([answer(2, 0.5, 0.2, right=0), answer(3, 0.5, 0.2, right=1), answer(3, 0.3), answer(0)])
    assert (told["first_after_2"], told["first_after_3"], told["first_after_2_to_3"]) == (
        1.0,
        0.0,
        pytest.approx(1 / 3),
    )
    assert (told["among_three_after_3"], told["asked_after_4_and_more"], told["first_after_4_and_more"]) == (
        0.5,
        0,
        None,
    )
    assert (told["no_guess_after_0"], told["no_guess_after_2"]) == (1.0, 0.0)


def test_a_word_is_saved_once_and_with_its_space() -> None:
    first = Answer.of(at(3, 10, 1), [Guess("In ", "support", 1, "", 0.9)])
    again = Answer.of(SUPPORT, [Guess("In ", "support", 3, "", 0.9)])
    doubted = Answer.of(at(3, 10, 1), [Guess("In ", "support", 1, "", FINISH / 2)])
    whole = [(LINE, [(at(3, 10, 1), first), (SUPPORT, again)])]
    assert saved(whole)["letters_saved"] == pytest.approx(6 / 11)
    assert saved(whole)["letters_and_spaces_saved"] == pytest.approx(7 / 14)
    late = [(LINE, [(at(3, 10, 1), doubted), (SUPPORT, again)])]
    assert saved(late)["letters_saved"] == pytest.approx(4 / 11)
    assert saved(late, 0.0, 0.0)["letters_saved"] == pytest.approx(6 / 11)
    assert saved([(LINE, [])])["letters_saved"] == 0.0


def test_fewer_are_shown_and_wrong_from_a_higher_chance_on() -> None:
    answers = [answer(2, 0.9, right=0), answer(2, 0.3), answer(0, 0.1, right=0, finishes=False), answer(0)]
    rows = {row["threshold"]: row for row in along_threshold(answers)}
    assert (rows[0.0]["shown"], rows[0.0]["wrong"]) == (0.75, pytest.approx(1 / 3))
    assert (rows[0.5]["shown"], rows[0.5]["wrong"], rows[0.5]["following_wrong"]) == (0.25, 0.0, None)
    assert (rows[0.2]["finishing_shown"], rows[0.2]["finishing_wrong"], rows[0.2]["following_shown"]) == (1.0, 0.5, 0.0)
    assert FOLLOW <= 0.1 and FINISH <= 0.3
    assert as_shown(answers)["wrong_of_these"] == pytest.approx(1 / 3)


def test_guesses_are_as_often_right_as_their_bins_say() -> None:
    rows = calibration([answer(2, 0.55, 0.15, right=0), answer(2, 0.58, 0.12, right=1), answer(1, 1.0, right=0)])
    assert [(row["from"], row["guesses"], row["right"]) for row in rows] == [
        (0.1, 2, 0.5),
        (0.5, 2, 0.5),
        (0.9, 1, 1.0),
    ]
    assert rows[1]["chance"] == pytest.approx(0.565)


def test_writers_are_drawn_not_cuts() -> None:
    told = share([(0, 1, 1)] * 5 + [(1, 0, 1)] * 15)
    assert told[""] == 0.25 and told["_95"] == (0.0, 1.0)
    assert share([(0, 0, 0)]) == {"": None, "_95": None}


def test_the_figure_is_the_same_twice() -> None:
    answers = [answer(2, 0.9, right=0, writer=1), answer(2, 0.3, 0.1), answer(0, 0.1, right=0, finishes=False)] * 10
    picture = draw(along_threshold(answers), calibration(answers))
    assert picture == draw(along_threshold(answers), calibration(answers)) and b"<svg" in picture
