"""A text as it becomes ink: one step, pages that come as they are needed, and old words that stay as they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inkapp.editor import text_writing
from inkapp.editor.open_document import OpenDocument
from inkapp.editor.text_writing import NoMorePages, TextWriting, page_of, without_text
from inkapp.ink.document import Origin, Stroke
from inkapp.ink.ghost import GhostStroke
from inkapp.ink.typed_text import TypedText
from inkapp.live.text_events import PlacedWord
from tests.ink.documents import stroke, text_stroke

TEXT = TypedText("0123456789abcdef", "some words", 30.0, 42.0, 7)


def word(number: int, page: int = 0, x: float = 0.0, wave: float = 1.0) -> PlacedWord:
    at = np.arange(6, dtype=np.float64)
    origin = Origin("writer", 7, 0.4, text=TEXT.id, word=number)
    strokes = tuple(
        GhostStroke(
            x + 20.0 * number + 5 * k + at / 3,
            40.0 + wave * np.sin(at),
            at / 10,
            np.full(6, 0.5),
            np.arange(6),
            k == 0,
            origin,
        )
        for k in range(2)
    )
    return PlacedWord(number, page, strokes)


def written(*words: PlacedWord) -> OpenDocument:
    document = OpenDocument()
    document.add([stroke([(1, 1), (2, 2)])])
    job = TextWriting(document, TEXT, 0)
    job.write(words)
    job.finish()
    return document


def numbers(document: OpenDocument, page: int = 0) -> list[int]:
    return [s.origin.word for s in document.document.pages[page].strokes if s.origin is not None]


def test_words_are_one_step_and_in_step_until_something_else_is_done():
    document = OpenDocument()
    job = TextWriting(document, TEXT, 0)
    assert not job.is_begun and job.is_in_step
    assert job.write([word(0)]) and job.write([word(1), word(2)])
    assert job.is_begun and job.is_in_step and numbers(document) == [0, 0, 1, 1, 2, 2]
    document.undo()
    assert not job.is_in_step and numbers(document) == [] and not document.can_undo


def test_pages_come_after_the_first_on_its_paper_and_empty_ones_are_used():
    document = OpenDocument()
    document.change_paper(replace(document.document.pages[0], width=100.0))
    document.add_page()
    document.add_page()
    document.add([stroke([(1, 1)])])
    job = TextWriting(document, TEXT, 0)
    job.write([word(0), word(1, 1), word(2, 2)])
    pages = document.document.pages
    assert [numbers(document, n) for n in range(4)] == [[0, 0], [1, 1], [2, 2], []]
    assert len(pages) == 4 and len(pages[3].strokes) == 1 and all(page.width == 100.0 for page in pages)


def test_a_document_that_is_full_ends_the_text(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(text_writing, "MOST_PAGES", 2)
    document = OpenDocument()
    job = TextWriting(document, TEXT, 0)
    with pytest.raises(NoMorePages, match="at most 2 pages"):
        job.write([word(0), word(1, 1), word(2, 2)])
    assert [numbers(document, n) for n in range(2)] == [[0, 0], [1, 1]]


def test_a_text_that_comes_out_as_it_is_changes_nothing():
    document = written(word(0), word(1))
    before = document.document
    job = TextWriting(document, TEXT, 0)
    assert not job.write([word(0), word(1)]) and not job.finish() and not job.is_begun
    assert document.document is before


def test_an_old_word_goes_when_the_new_one_comes_and_others_stay():
    document = written(word(0), word(1), word(2))
    before = document.document.pages[0].strokes
    job = TextWriting(document, TEXT, 0)
    job.write([word(0)])
    assert job.come_to(word(1)) == 0 and not job.is_begun
    assert job.come_to(word(1, wave=2.0)) == 0 and numbers(document) == [0, 0, 2, 2]
    job.write([word(1, wave=2.0)])
    assert numbers(document) == [0, 0, 2, 2, 1, 1]  # whoever stops here has lost no word
    job.write([word(2, x=3.0)])
    now = document.document.pages[0].strokes
    assert numbers(document) == [0, 0, 1, 1, 2, 2] and all(a is b for a, b in zip(now[:3], before[:3], strict=True))
    assert not job.finish()
    document.undo()
    assert document.document.pages[0].strokes == before


def test_an_old_word_goes_that_stands_where_a_new_one_is_to_stand():
    document = written(word(0), word(1), word(2), word(3))
    job = TextWriting(document, TEXT, 0)
    job.come_to(word(0, x=35.0))  # over the third one
    assert numbers(document) == [1, 1, 3, 3]
    below = OpenDocument()
    below.add([text_stroke(TEXT.id, 0, 30.0, 42.0), text_stroke(TEXT.id, 1, 30.0, 54.0)])  # a word and one under it
    job = TextWriting(below, TEXT, 0)
    job.write([word(0, x=30.0)])
    assert numbers(below) == [1, 0, 0]


def test_a_page_that_comes_between_leaves_old_words_on_theirs():
    document = written(word(0), word(1))
    document.add_page()
    document.add([*text_strokes(5)])  # a word of the text that stands on another page
    document.change_paper(replace(document.document.pages[1], width=80.0))
    job = TextWriting(document, TEXT, 0)
    job.write([word(0, wave=2.0), word(1, 1)])
    assert [numbers(document, n) for n in range(3)] == [[0, 0], [1, 1], [5]]
    job.finish()
    assert [numbers(document, n) for n in range(3)] == [[0, 0], [1, 1], []]


def text_strokes(number: int) -> list[Stroke]:
    return [text_stroke(TEXT.id, number)]


def test_a_word_that_only_went_elsewhere_stood_before():
    document = written(word(0), word(1))
    job = TextWriting(document, TEXT, 0)
    assert job.stood(word(1)) and job.stood(word(1, x=7.123)) and job.stood(word(4, 2))
    assert not job.stood(word(1, wave=1.2)) and not TextWriting(document, replace(TEXT, id="f" * 16), 0).stood(word(1))


def test_words_beyond_a_shorter_text_go():
    document = written(word(0), word(1), word(2))
    shorter = replace(TEXT, text="some")
    job = TextWriting(document, shorter, 0)
    job.write([word(0)])
    assert job.finish() and numbers(document) == [0, 0] and document.document.texts == (shorter,)


def test_a_text_on_two_pages_is_written_anew_on_them():
    document = written(word(0), word(1, 1))
    document.page = 1
    document.add([stroke([(9, 9)])])  # ink of the person beside it
    document.page = 0
    job = TextWriting(document, TEXT, 0)
    job.write([word(0, wave=3.0), word(1, 1, wave=3.0)])
    assert len(document.document.pages) == 2 and numbers(document, 1) == [1, 1]


def test_where_a_text_begins():
    document = written(word(0), word(1, 1))
    assert page_of(document, TEXT.id) == 0 and page_of(document, "f" * 16) is None
    document.move_page(1)
    assert page_of(document, TEXT.id) == 1
    page = document.document.pages[0].with_strokes(
        [stroke([(1, 1)]), text_stroke(TEXT.id, 3), text_stroke("f" * 16, 3)]
    )
    assert without_text(page, TEXT.id).strokes == (page.strokes[0], page.strokes[2])
