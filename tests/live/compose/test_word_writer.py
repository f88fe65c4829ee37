"""Of several tries the best word is kept, a bad one is tried again, and no word changes with what is written beside it."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.ink.hand import Sign
from inkapp.ink.typed_text import TextStyle, TypedText
from inkapp.live.compose.characters import Unit
from inkapp.live.compose.read_hand import read_lines
from inkapp.live.compose.typed_text import prepare
from inkapp.live.compose.word_writer import CLEAR, ROUNDS, TRIES, MadeWord, WordWriter, controls_of, word_seed
from inkapp.live.compose.written_runs import WrittenRuns
from model.text_protocol import TextNetwork, WritingStopped
from model.trace import Controls
from tests.ink.documents import stroke
from tests.live.compose.networks import MadeUpNetwork, page_of, random_network


def units(text: str) -> list[tuple[Unit, ...]]:
    return [word.units for word in prepare(text).words]


def write(
    network: TextNetwork, text: str, seeds: list[int] | None = None, signs: dict[str, Sign] | None = None
) -> list[MadeWord]:
    hand = read_lines(network, [page_of().strokes], signs or {})
    words = units(text)
    return WordWriter(network, hand, Controls(0.4)).write(words, seeds or list(range(len(words))))


def same(one: MadeWord, other: MadeWord) -> bool:
    return np.array_equal(one.ink.ink(), other.ink.ink())


def test_the_best_of_several_tries_is_kept():
    seeds: list[int] = []

    def third_alone_is_good(text: str, seed: int) -> bool:
        seeds.append(seed)
        return len(seeds) != 3

    network = MadeUpNetwork(bad=third_alone_is_good)
    made = write(network, "over")
    assert network.asked == [["over"] * TRIES] and not made[0].faulty
    assert len(made[0].ink.ink()) and len(set(seeds)) == TRIES


def test_what_has_no_good_try_is_tried_again_alone_and_at_last_kept():
    seen: set[int] = set()

    def bad(text: str, seed: int) -> bool:
        seen.add(seed)
        return text == "jugs"

    network = MadeUpNetwork(bad=bad)
    made = write(network, "five jugs")
    assert [word.faulty for word in made] == [False, True]
    assert [len(texts) for texts in network.asked] == [2 * TRIES] + [TRIES] * (ROUNDS - 1)
    assert set(network.asked[-1]) == {"jugs"} and len(seen) == TRIES * (ROUNDS + 1), "each try has its own seed"
    assert made[1].ink.strokes


def test_the_likeliest_try_that_can_be_read_is_kept_and_no_more_are_read():
    network = MadeUpNetwork(doubts=[2 * CLEAR, CLEAR / 2])
    (made,) = write(network, "over")
    tries, texts = zip(*network.read_back, strict=True)
    assert texts == ("over", "over") and made.tries == (tries[1],) and not made.faulty
    assert network.asked == [["over"] * TRIES] and tries[0].cost < tries[1].cost


def test_where_none_can_be_read_the_least_doubted_is_kept():
    network = MadeUpNetwork(doubts=[3 * CLEAR, 9 * CLEAR, 2 * CLEAR, 5 * CLEAR])
    (made,) = write(network, "over")
    assert network.asked == [["over"] * TRIES] and len(network.read_back) == TRIES
    assert made.tries == (network.read_back[2][0],) and not made.faulty, "the window saw all of it"


def test_what_has_a_fault_is_not_read_and_comes_after_what_has_none():
    seeds: list[int] = []

    def third_alone_is_good(text: str, seed: int) -> bool:
        seeds.append(seed)
        return len(seeds) != 3

    network = MadeUpNetwork(bad=third_alone_is_good, doubts=[9.0])
    (made,) = write(network, "over")
    assert len(network.read_back) == 1 and not made.faulty and made.tries == (network.read_back[0][0],)
    assert len(network.asked) == 1


def test_reading_back_stops_when_nothing_is_wanted_any_more():
    network, hand = MadeUpNetwork(), read_lines(MadeUpNetwork(), [page_of().strokes], {})
    asked = iter([False, True])
    with pytest.raises(WritingStopped):
        WordWriter(network, hand, Controls(0.4), lambda: next(asked)).write(units("over"), [1])
    assert network.asked and not network.read_back


@pytest.mark.parametrize("network", [MadeUpNetwork(), random_network()], ids=["made-up", "random"])
def test_no_word_changes_with_what_is_written_beside_it(network: TextNetwork):
    together = write(network, "five wax jugs", [7, 8, 9])
    alone = write(network, "jugs", [9])[0]
    other = write(network, "quiz mix jugs", [7, 8, 9])
    assert same(together[2], alone) and same(other[2], alone)
    assert not same(write(network, "jugs", [10])[0], alone)


def test_what_was_written_is_not_written_again():
    network, written = MadeUpNetwork(bad=lambda text, seed: text == "mix"), WrittenRuns()
    hand = read_lines(network, [page_of().strokes], {})

    def words(text: str, *seeds: int) -> list[MadeWord]:
        return WordWriter(network, hand, Controls(0.4), written=written).write(units(text), seeds)

    before = words("five mix", 1, 2)
    network.asked.clear()
    after = words("five jugs mix", 1, 3, 2)
    assert network.asked == [["jugs"] * TRIES], "also a word of no good try is the one that it was"
    assert same(before[0], after[0]) and same(before[1], after[2]) and after[2].faulty
    alone = WordWriter(network, hand, Controls(0.4)).write(units("five jugs mix"), [1, 3, 2])
    assert all(same(one, other) for one, other in zip(alone, after, strict=True))


def test_runs_signs_and_accents_come_out_in_one_word():
    network = MadeUpNetwork()
    (made,) = write(network, "naïve+fold")
    assert network.asked == [["naive"] * TRIES + ["fold"] * TRIES]
    assert set(np.concatenate([s.units for s in made.ink.strokes]).tolist()) == set(range(10))


def test_signs_of_the_card_are_taken_from_it():
    sign = Sign((stroke([(0.0, -60.0), (3.0, 0.0)]),), 3.0)  # twenty x-heights tall
    plain, carded = write(MadeUpNetwork(), "a+")[0], write(MadeUpNetwork(), "a+", signs={"+": sign})[0]
    assert plain.ink.bounds[1] > -4 and carded.ink.bounds[1] < -15


def test_a_words_seed_follows_from_its_number_and_how_often_it_was_written_again():
    text = TypedText("0" * 16, "a b c", 0.0, 0.0, 5)
    again = TypedText("0" * 16, "a b c", 0.0, 0.0, 5, again=((1, 1),))
    one, other = ([word_seed(typed, number) for number in range(3)] for typed in (text, again))
    assert one[0] == other[0] and one[2] == other[2] and one[1] != other[1] and len({*one, *other}) == 4


def test_a_style_sets_the_temperatures():
    controls = controls_of(TextStyle(temperature=0.7, shake=0.2, pen=1.5))
    assert (controls.temperature, controls.of_deviations, controls.pen) == (0.7, 0.2, 1.5)
    assert controls_of(TextStyle()).pen == 1.0
    with pytest.raises(ValueError, match="temperature"):
        controls_of(TextStyle(temperature=-1.0))
