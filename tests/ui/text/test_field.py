"""The field on the page: what is typed, pasted and composed in it, and where it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from tests.ui.text.conftest import Typist
from tests.ui.users import KEY, SHIFT


def test_what_is_typed_can_be_written_ahead(typist: Typist):
    typist.open()
    typist.type("so far")
    told = [text for _, text in typist.texts.prepared if text is not None]
    assert told[0].text == "" and told[-1].text == "so far" and len({text.seed for text in told}) == 1
    typist.bar.style_changed.emit(replace(told[-1].style, temperature=0.25))
    assert typist.texts.prepared[-1][1].style.temperature == 0.25
    typist.key(KEY.Key_Return)
    (text, source, _), (ahead, last) = typist.texts.asked[0], typist.texts.prepared[-1]
    assert source.is_same(ahead) and (text.text, text.seed, text.style) == (last.text, last.seed, last.style)
    count = len(typist.texts.prepared)
    typist.field.setPlainText("nobody sees this")
    assert len(typist.texts.prepared) == count


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "There is no text to write"), ("  \n ", "nothing that can be seen"), ("שלום", "from right to left")],
)
def test_what_cannot_be_written_stays_in_the_field(typist: Typist, text: str, why: str):
    typist.open()
    typist.field.setPlainText(text)
    typist.key(KEY.Key_Return)
    assert typist.field.isVisible() and typist.field.text == text and why in typist.status
    assert typist.texts.asked == []


def test_a_paste_keeps_its_lines_and_is_cut_where_it_is_too_long(typist: Typist):
    typist.open()
    source = QMimeData()
    source.setText("one\r\ntwo\u00a0three\n")
    typist.field.insertFromMimeData(source)
    assert typist.field.text == "one\ntwo\u00a0three\n"
    source.setText("x" * 100_000)
    typist.field.insertFromMimeData(source)
    assert len(typist.field.text) == 30_000 and "70,0" in typist.status
    typist.key(KEY.Key_Return)
    assert typist.window.typing.is_writing and "70,0" not in typist.status  # how far it has come is to be seen


def test_an_input_method_composes_in_the_field(typist: Typist):
    typist.open()
    event = QInputMethodEvent()
    event.setCommitString("ñandú")
    QApplication.sendEvent(typist.field, event)
    assert typist.field.text == "ñandú"


def test_the_field_follows_its_place(typist: Typist):
    typist.open()
    canvas, field = typist.window.canvas, typist.field
    assert field.viewport().font().pixelSize() == field.font().pixelSize()  # the placeholder's
    for move in (
        canvas.zoom_in,
        lambda: canvas.scroll_by(0, 40),
        canvas.zoom_actual,
        lambda: typist.window.resize(820, 500),
    ):
        move()
        x, y = canvas.view.to_widget(*field.place)
        assert abs(field.x() + 8 - x) <= 1 and field.y() < y < field.y() + field.height()
    height = field.height()
    typist.key(KEY.Key_Return, SHIFT)
    typist.key(KEY.Key_Return, SHIFT)
    assert field.height() > height
    typist.field.setPlainText("line\n" * 500)
    assert field.height() <= canvas.height() and canvas.rect().contains(field.geometry())


def test_enter_brings_the_place_into_view(typist: Typist):
    typist.open()
    typist.type("far up")
    canvas, field = typist.window.canvas, typist.field
    canvas.scroll_by(0, 10_000)
    assert not canvas.rect().intersects(field.geometry())
    typist.key(KEY.Key_Return)
    assert typist.texts.asked and 0 < canvas.view.to_widget(*field.place)[1] < canvas.height()
