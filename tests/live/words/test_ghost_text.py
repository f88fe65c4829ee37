"""Which word of a ghost each character is of."""

from __future__ import annotations

from inkapp.ink.document import Stroke
from inkapp.live.words.ghost_text import GhostText
from model.guess import Guess
from tests.live.made_layouts import ink

INK: tuple[Stroke, ...] = (ink(20.0, 24.0),)


def test_a_word_that_is_finished_is_the_first_with_its_ink() -> None:
    text = GhostText.of(Guess("in ", "support", 4, " of the", 0.5), "in ", INK)
    assert text.text == "in support of the"
    assert [word.text for word in text.words] == ["support", "of", "the"]
    assert [word.begun for word in text.words] == [INK, (), ()]
    assert text.word_of == (-1, -1, -1, *[0] * 7, *[1] * 3, *[2] * 4)


def test_a_word_that_stands_whole_is_none_of_the_ghosts() -> None:
    text = GhostText.of(Guess("in ", "support", 7, " of", 0.5), "", INK)
    assert text.text == "support of" and [word.text for word in text.words] == ["of"]
    assert text.word_of == (*[-1] * 7, 0, 0, 0) and text.words[0].begun == ()


def test_each_character_has_its_word() -> None:
    for guess in (Guess("", "a", 0, "", 1.0), Guess("x ", "y", 1, " b c d", 1.0)):
        text = GhostText.of(guess, "x ", INK)
        assert len(text.word_of) == len(text.text)
        assert max(text.word_of) == len(text.words) - 1
