"""Typed texts in files and journals: round trips, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from inkapp.ink import text_fields
from inkapp.ink.document import Document
from inkapp.ink.edits import EraseStrokes, WriteText
from inkapp.ink.errors import FileError
from inkapp.ink.file import dumps, loads
from inkapp.ink.text_fields import read_text
from inkapp.ink.typed_text import TypedText
from tests.ink.documents import stroke, text_stroke, texts, written

TEXT = TypedText("0123456789abcdef", "two\nlines", 30.0, 42.0, 7)


def with_text() -> Document:
    return WriteText(TEXT).apply(Document()).add_strokes([stroke([(1, 1)]), text_stroke(TEXT.id, 0)])


def damaged(change: Callable[[dict[str, Any]], object]) -> bytes:
    root = json.loads(dumps(with_text()))
    change(root)
    return json.dumps(root).encode()


@given(written())
def test_texts_come_back_exactly(document: Document):
    data = dumps(document)
    again = loads(data, "x")
    assert again.texts == document.texts and again.pages == document.pages
    assert dumps(again) == data


@given(texts)
def test_a_text_is_its_fields(text: TypedText):
    assert read_text(json.loads(json.dumps(text_fields.text_fields(text, "x"))), "x") == text


def test_a_text_whose_strokes_are_gone_is_not_saved():
    document = with_text()
    gone = EraseStrokes((1,)).apply(document)
    assert gone.texts == document.texts  # undo may bring its strokes back
    assert loads(dumps(document), "x").texts == (TEXT,)
    assert loads(dumps(gone), "x").texts == () and b"texts" not in dumps(gone)


def test_half_a_character_is_saved_as_a_sign_for_one():
    document = replace(with_text(), texts=(replace(TEXT, text="a\ud800b"),))
    assert loads(dumps(document), "x").texts[0].text == "a\ufffdb"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda r: r.update(texts={}), "texts must be a list of at most"),
        (lambda r: r["texts"].append(3), "text 2: not an object"),
        (lambda r: r["texts"].append(r["texts"][0]), "two texts have the same id"),
        (lambda r: r["texts"][0].update(id="../../etc/passwd"), "text 1: its id"),
        (lambda r: r["texts"][0].update(hand=[1]), "text 1: its id or its hand's"),
        (lambda r: r["texts"][0].update(text="a" * 30_001), "longer than 30000 characters"),
        (lambda r: r["texts"][0].update(text="\ud800"), "half a character"),
        (lambda r: r["texts"][0].update(seed=True), "its seed must be"),
        (lambda r: r["texts"][0].update(seed=2**64), "its seed must be"),
        (lambda r: r["texts"][0].update(x=None), "text 1: x: a number is missing"),
        (lambda r: r["texts"][0].update(y=1e7), "text 1: y: must be within"),
        (lambda r: r["texts"][0].update(style=[]), "text 1: style: not an object"),
        (lambda r: r["texts"][0]["style"].update(size="big"), "text 1: style: size: a number is missing"),
        (lambda r: r["texts"][0]["style"].update(pen=10**400), "text 1: style: pen: not a finite number"),
        (lambda r: r["texts"][0]["style"].update(alignment=[]), "text 1: style: unknown alignment"),
        (lambda r: r["texts"][0].update(again=[[1]]), "again must hold pairs"),
        (lambda r: r["texts"][0].update(again=[[-1, 1]]), "again must hold pairs"),
        (lambda r: r["texts"][0].update(again=[[1, True]]), "again must hold pairs"),
        (lambda r: r["pages"][0]["strokes"][1]["origin"].update(text="x"), "its text's id is not"),
        (lambda r: r["pages"][0]["strokes"][1]["origin"].update(word=-1), "its word must be"),
    ],
)
def test_a_hostile_text_is_refused_in_one_line(change: Callable[[dict[str, Any]], object], message: str):
    with pytest.raises(FileError) as refused:
        loads(damaged(change), "page.ink")
    assert (
        message in str(refused.value) and str(refused.value).startswith("page.ink") and "\n" not in str(refused.value)
    )


def test_too_many_texts_are_not_written(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("inkapp.ink.file.MOST_TEXTS", 0)
    with pytest.raises(FileError, match="1 texts cannot be saved"):
        dumps(with_text())
