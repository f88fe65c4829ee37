"""Two ways to choose among the same tries: what they are compared by, and what reading back is told to cost."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.ink.typed_text import TextStyle
from inkapp.live.compose.read_hand import read_lines
from inkapp.live.compose.word_writer import TRIES
from lab.legibility import Counted
from lab.similarity import Nearness
from lab.typed.made_up_hands import TEXTS, made_up_hand
from lab.typed.read_back import SharedTries, Way, compared
from lab.typed.written import WrittenLine, write_line
from tests.live.compose.networks import MadeUpNetwork, page_of
from tests.model import nets


def test_tries_are_shared_and_those_that_are_read_are_counted() -> None:
    plain, network = MadeUpNetwork(), SharedTries(MadeUpNetwork(doubts=[9.0, 0.0]))
    hand = read_lines(plain, [page_of().strokes], {})

    def written(reads: bool) -> WrittenLine:
        network.reads = reads
        return write_line(network, hand, "over", 5, TextStyle())

    unread, read = written(False), written(True)
    assert same(unread, write_line(plain, hand, "over", 5, TextStyle())) and not same(read, unread)
    told = network.figures()
    assert told["tries"] == TRIES and told["tries_read"] == 2 / TRIES
    network.forget()
    written(False)
    assert network.figures()["tries"] == 2 * TRIES


def same(one: WrittenLine, other: WrittenLine) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one.ink, other.ink, strict=True))


def test_both_ways_are_compared_text_by_text() -> None:
    unread, read = (Way(Counted(nets.reader()), Nearness({})) for _ in range(2))
    unread.counted.shares, read.counted.shares = [(2, 10), (0, 10), (1, 10)], [(1, 10), (1, 10), (1, 10)]
    unread.misread = 1
    told = compared(unread, read)
    assert told["texts"] == 3 and told["texts_better"] == told["texts_worse"] == 1
    assert told["unread_faulty_texts_by_reader"] == pytest.approx(1 / 3) and told["read_faulty_texts_by_reader"] == 0.0
    between = told["difference_95"]
    assert isinstance(between, tuple) and -0.1 <= between[0] < 0.0 < between[1] <= 0.1


def test_made_up_hands_have_27_letters_and_are_alike_only_for_equal_numbers() -> None:
    assert {sum(map(str.isalpha, "".join(lines))) for lines in TEXTS} == {27}
    one, same_one, other = made_up_hand(3), made_up_hand(3), made_up_hand(7)
    assert [line.digest() for line in one.prime] == [line.digest() for line in same_one.prime]
    assert one.writer != other.writer and one.prime[0].digest() != other.prime[0].digest()
