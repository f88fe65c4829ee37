"""What the field is about: what is left of it when it closes, and the text that Enter asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inkapp.ink.typed_text import TextStyle, TypedText
from inkapp.ui.text.subject import Subject

STANDS = TypedText("0123456789abcdef", "some words", 40.0, 60.0, 7, again=((1, 2),))
LARGE = TextStyle(size=2.0)


@pytest.mark.parametrize(("typed", "left"), [("later", "later"), (" \n", ""), ("", "")])
def test_what_is_typed_of_a_new_text_is_left(typed: str, left: str):
    assert Subject(begin="earlier", draft="earlier").unwritten(typed) == left


@pytest.mark.parametrize(
    ("typed", "left"), [("other words", "other words"), ("some words", "a draft"), (" ", "a draft")]
)
def test_of_a_text_that_is_edited_its_changes_are_left_or_else_the_draft_before(typed: str, left: str):
    assert Subject(STANDS, STANDS.text, "a draft").unwritten(typed) == left


def test_a_new_text_has_its_subjects_seed_where_none_is_named():
    subject = Subject()
    first, second = (subject.text("word", (1.0, 2.0), seed, "", LARGE) for seed in (None, 5))
    assert (first.seed, second.seed) == (subject.any_seed, 5) and first.id != second.id
    assert (first.text, first.x, first.y, first.style) == ("word", 1.0, 2.0, LARGE)


def test_an_edited_text_stays_where_it_is_and_keeps_what_was_written_again_while_its_words_and_seed_are_the_same():
    subject = Subject(STANDS, STANDS.text)
    assert subject.text("some words", (0.0, 0.0), 7, "", LARGE) == replace(STANDS, style=LARGE)
    assert subject.text("other words", (0.0, 0.0), 7, "", STANDS.style) == replace(STANDS, text="other words", again=())
    assert subject.text("some words", (0.0, 0.0), 8, "", STANDS.style) == replace(STANDS, seed=8, again=())
