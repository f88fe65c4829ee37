"""Pages of the app's own hands: which of their words are written again, and that they say what is typed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from inkapp.ink.document import Author, Page
from tests.live.compose.networks import MadeUpNetwork
from tools.bred_hands import first_lines
from tools.hand_pages import MOST_AGAIN, PAGE_LINES, lines_of, misread_words, write_page


class Says:
    """A reader that says the page's lines in turn, the first ones as they are given."""

    def __init__(self, *said: str) -> None:
        self.said, self.count = said, 0

    def __call__(self, ink: Sequence[np.ndarray]) -> str:
        number, self.count = self.count, self.count + 1
        return self.said[number] if number < len(self.said) else PAGE_LINES[number % len(PAGE_LINES)]


@pytest.mark.parametrize(
    ("line", "said", "words"),
    [
        (0, "Our house stands by a river,", set()),
        (0, "Our home stands by a river,", {1}),
        (0, "Ourhouse stands by a river,", {0}),
        (3, "My siHer keps a garden there.", {19, 20}),
        (1, "", set(range(6, 12))),
    ],
)
def test_words_are_misread_where_letters_are(line: int, said: str, words: set[int]) -> None:
    assert misread_words([said if k == line else text for k, text in enumerate(PAGE_LINES)]) == words


def test_a_page_is_the_networks_alone_and_misread_words_are_written_again() -> None:
    network = MadeUpNetwork()
    lines = first_lines(network, lambda ink: "", [1, 2])
    plain, wrong = write_page(network, Says(), lines, 2.0, 1)
    assert wrong == 0 and {stroke.author for stroke in plain.strokes} == {Author.MODEL}
    inks = lines_of(plain)
    assert len(inks) == len(PAGE_LINES) and sum(map(len, inks)) == len(plain.strokes)
    assert np.all(np.diff([np.mean([stroke.y.mean() for stroke in line]) for line in inks]) > 0)
    reader = Says("Our home stands by a river,")
    again, wrong = write_page(network, reader, lines, 2.0, 1)
    assert wrong == 0 and reader.count == 2 * len(PAGE_LINES)

    def house(page: Page) -> list[list[float]]:
        return [stroke.x.tolist() for stroke in page.strokes if stroke.origin and stroke.origin.word == 1]

    assert house(plain) != house(again)


def test_the_page_that_is_read_best_is_taken_when_none_is_read_well() -> None:
    reader = Says(*["Our h"] * (len(PAGE_LINES) * (MOST_AGAIN + 1)))
    network = MadeUpNetwork()
    _, wrong = write_page(network, reader, first_lines(network, lambda ink: "", [1, 2]), 2.0, 1)
    assert wrong > 0 and reader.count == len(PAGE_LINES) * (MOST_AGAIN + 1)
