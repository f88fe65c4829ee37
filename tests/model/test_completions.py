"""How a line goes on: readings and words weighed together, against what can be reckoned by hand."""

from __future__ import annotations

import numpy as np
import pytest

from model.character_lstm import CharacterLstm
from model.completions import Completions
from model.guess import Guess, Line, sure
from model.text_model import TextModel
from tests.model import character_networks, words
from tests.model.test_word_beam import spelt

ALPHABET = "abcdehlnotyTL,. 1"


def completions(network: CharacterLstm | None = None, unfinished: float = 0.0) -> Completions:
    return Completions(TextModel(words.language()), ALPHABET, network, unfinished=unfinished)


def tiny_network() -> CharacterLstm:
    return CharacterLstm(character_networks.weights(), character_networks.CONFIG)


def line(text: str, **doubt: dict[int, tuple[str, float]]) -> Line:
    return Line(log_probs=spelt(text, doubt.get("doubt"), ALPHABET))


def test_a_word_under_the_pen_is_finished_as_it_begins() -> None:
    found = completions().guesses(line("the ca"), most=2)
    assert [guess.text for guess in found] == ["the cat", "the cab"]
    assert all((guess.before, guess.begun, guess.more) == ("the ", 2, "") for guess in found)
    assert found[0].shown == "cat" and found[0].standing == "the ca" and found[0].finishes
    assert 0.5 < found[0].chance < 1.0 and found[0].chance + found[1].chance <= 1.0


def test_after_a_whole_word_the_next_one_comes() -> None:
    found = completions().guesses(line("a cat"), most=20)
    ahead = [guess for guess in found if not guess.finishes]
    assert ahead and all(guess.standing == "a cat" and guess.more.startswith(" ") for guess in ahead)
    assert sum(guess.chance for guess in found) <= 1.0 + 1e-6


def test_a_doubtful_reading_gives_its_part_of_the_chance_to_either_word() -> None:
    plain = completions().guesses(line("the ca"), most=20)
    doubted = completions().guesses(line("the ca", doubt={4: ("d", 0.4)}), most=20)
    words_of = {guess.word: guess.chance for guess in doubted}
    assert words_of["dab"] > 0.01 > sum(guess.chance for guess in plain if guess.word == "dab")
    assert words_of["cat"] < next(guess.chance for guess in plain if guess.word == "cat")


def test_a_last_letter_may_be_unfinished() -> None:
    never, perhaps = (completions(unfinished=part).guesses(line("the cal"), most=20) for part in (0.0, 0.3))
    chances = [sum(guess.chance for guess in found if guess.word == "cat") for found in (never, perhaps)]
    assert chances[0] < chances[1]
    assert all(guess.begun == 2 for guess in perhaps if guess.word == "cat")


def test_what_is_known_is_taken_as_it_is() -> None:
    known = completions().guesses(Line(known="the ca"))
    read = completions().guesses(line("the ca"))
    assert [guess.text for guess in known] == [guess.text for guess in read]
    together = completions().guesses(Line(known="the ", log_probs=spelt("ca", alphabet=ALPHABET)))
    assert together[0].text == "the cat" and together[0].standing == "the ca"


@pytest.mark.parametrize("text", ["", "1", "the 11", "("])
def test_where_nobody_knows_what_comes_there_is_no_guess(text: str) -> None:
    assert completions().guesses(Line(known=text)) == []


def test_what_stands_before_the_line_has_its_say() -> None:
    alone, after_a = (completions().guesses(Line(before, "ca"), most=2) for before in ("", "a"))
    assert alone[0].chance == pytest.approx(alone[1].chance), "alone they are alike"
    assert after_a[0].word == "cab", "after a the table has cab"


def test_a_sentence_begins_with_a_capital() -> None:
    found = completions().guesses(Line(known="a cat."), most=20)
    assert found[0].more == " The"


def test_the_network_has_its_part_and_chances_stay_chances() -> None:
    table, both = completions(), completions(tiny_network())
    lines = [Line(known="the ca"), Line(known="a cat"), Line("they", "the")]
    for one in lines:
        found = both.guesses(one, most=50)
        assert found and 0.0 < sum(guess.chance for guess in found) <= 1.0 + 1e-6
    alone = {guess.text: guess.chance for guess in table.guesses(lines[0], most=50)}
    mixed = {guess.text: guess.chance for guess in both.guesses(lines[0], most=50)}
    assert alone.keys() <= mixed.keys() and alone != mixed
    again = both.guesses(lines[0], most=50)
    assert {guess.text: guess.chance for guess in again} == mixed, "what was kept changes nothing"


def test_it_goes_on_while_it_is_sure_enough() -> None:
    guesser = completions()
    first = guesser.guesses(Line(known="th"))[0]
    short = guesser.go_on(first, "", most=1, least=0.0)
    longer = guesser.go_on(first, "", most=4, least=0.0)
    assert len(short.more.split()) == 1 and len(longer.more.split()) == 4 and longer.text.startswith(short.text)
    assert guesser.go_on(first, "", most=4, least=0.99) == first
    assert guesser.go_on(first, "", 4, 0.0) == longer, "the likeliest words are the same each time"


def test_words_are_drawn_by_their_seed() -> None:
    guesser = completions()
    first = guesser.guesses(Line(known="th"))[0]
    drawn = [guesser.go_on(first, "", 5, 0.0, 1.0, seed).more for seed in range(8)]
    assert len(set(drawn)) > 2 and guesser.go_on(first, "", 5, 0.0, 1.0, 3).more == drawn[3]


def test_only_what_is_sure_enough_is_shown() -> None:
    finishing, following = Guess("", "cat", 2, "", 0.3), Guess("a ", "cat", 3, " the", 0.1)
    assert sure([finishing, following], 0.2, 0.05) == [finishing, following]
    assert sure([finishing, following], 0.4, 0.05) == [following]
    assert sure([finishing, following], 0.2, 0.2) == [finishing]


def test_a_long_text_before_does_not_grow_what_is_kept() -> None:
    guesser = completions(tiny_network())
    for number in range(40):
        guesser.guesses(Line("the cat " * 20, f"{'a ' * number}ca"))
    assert len(guesser._states) <= 256
    assert np.isfinite([guess.chance for guess in guesser.guesses(Line(known="ca"))]).all()


def test_a_line_in_capitals_goes_on_in_capitals() -> None:
    for network in (None, tiny_network()):
        found = completions(network).guesses(Line(known="THE CAT"), most=9)
        assert found and all(guess.more == guess.more.upper() for guess in found)
    one_word = completions().guesses(Line(known="THE"), most=9)
    assert one_word and any(guess.more != guess.more.upper() for guess in one_word)


def test_a_text_of_words_that_the_table_does_not_have_is_of_another_language() -> None:
    guesser = completions()
    assert guesser.foreign("la gatta nera") and not guesser.foreign("the cat the cab a cat")
    assert not guesser.foreign("la gatta")  # too few to tell
    assert not guesser.foreign("la gatta nera the cat the cat the cat")  # the last ones count
