"""The text bar: how the next text is to look, in whose hand, and how keys lead to it and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from inkapp.ink.typed_text import Alignment, TextStyle
from inkapp.ui.chrome.settings import Appearance
from inkapp.ui.chrome.text_settings import Speed
from tests.ui.text.conftest import Typist
from tests.ui.users import KEY


def test_the_bar_says_how_the_next_text_is_to_look_and_is_remembered(typist: Typist):
    typist.open()
    bar = typist.bar
    bar.percent.setValue(150)
    bar.slant.setValue(10)
    bar._alignments[Alignment.RIGHT].trigger()
    bar.more.shake.setValue(0.8)
    bar.more.indent.setValue(12.0)
    bar.more.seed.setValue(77)
    bar.speed.setCurrentIndex(3)
    typist.field.setFocus()
    typist.type("words")
    typist.key(KEY.Key_Return)
    text = typist.texts.asked[0][0]
    style = text.style
    assert (style.size, style.alignment, style.shake, style.pen, style.indent) == (
        1.5,
        Alignment.RIGHT,
        0.8,
        None,
        12.0,
    )
    assert style.slant == pytest.approx(0.1763, abs=1e-3) and text.seed == 77
    assert typist.settings.text.style == style and typist.settings.text.speed is Speed.AT_ONCE
    bar.more.usual.click()
    assert typist.settings.text.style == type(style)() and bar.percent.value() == 100


def test_an_edited_text_has_its_own_style_in_the_bar(typist: Typist):
    first = typist.write()
    bar = typist.bar
    bar.percent.setValue(200)
    typist.edit()
    assert bar.percent.value() == 100 and bar.more.seed_value == first.seed
    bar.percent.setValue(120)
    typist.key(KEY.Key_Return)
    assert typist.texts.asked[-1][0].style.size == 1.2 and typist.texts.asked[-1][0].seed == first.seed
    assert typist.settings.text.style.size == 2.0 and bar.percent.value() == 200


def test_numbers_beyond_the_fields_stay_while_others_are_changed(typist: Typist):
    more = typist.bar.more
    told: list[TextStyle] = []
    far = TextStyle(
        temperature=0.333, shake=2.0, word_spacing=8.0, line_spacing=0.3, indent=100.0
    )  # as the command takes
    more.show_style(far, None)
    more.style_changed.connect(told.append)
    more.pen.setValue(0.7)
    assert told == [replace(far, pen=0.7)]
    more.shake.setValue(more.shake.minimum())
    more.words.setValue(150)
    assert told[-1] == replace(far, pen=0.7, shake=None, word_spacing=1.5)


def test_tab_leads_from_the_field_through_the_bar_and_esc_back(typist: Typist):
    typist.open()
    bar, seen = typist.bar, []
    for _ in range(8):
        typist.key(KEY.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen[:3] == [bar.hand, bar.percent, bar.slant] and bar.speed in seen and bar.more_button in seen
    assert all(widget.accessibleName() for widget in seen)
    for widget in (bar.more_button, bar.percent, bar.speed, bar.hand):
        for key in (KEY.Key_Escape, KEY.Key_Return):
            widget.setFocus()
            typist.key(key)
            assert typist.field.hasFocus() and typist.texts.asked == []


def test_esc_in_the_small_window_leads_back_to_the_field(typist: Typist):
    typist.open()
    more = typist.bar.more
    typist.bar.more_button.click()
    assert more.isVisible() and more.shape.hasFocus()
    assert all(
        field.accessibleName() for field in (more.shape, more.shake, more.pen, more.words, more.lines, more.seed)
    )
    typist.qtbot.keyClick(more, KEY.Key_Escape)
    assert not more.isVisible() and typist.field.hasFocus()


def test_a_hand_is_chosen_in_the_bar(typist: Typist):
    hands = typist.window.hand_in_use.hands
    mine = typist.window.hand_in_use.mine
    assert mine is not None
    kept = hands.keep(mine)
    typist.open()
    bar = typist.bar
    bar.hands.aboutToShow.emit()
    names = [action.text() for action in bar.hands.actions()]
    assert (
        names[:2] == ["Mine on this page", kept.hand.name]
        and bar.hands.actions()[-1] is typist.window._actions["hands"]
    )
    bar.hands.actions()[1].trigger()
    typist.until(lambda: bar.hand.text() == kept.hand.name)
    typist.type("words")
    typist.key(KEY.Key_Return)
    assert typist.texts.asked[0][0].hand == kept.hand.id and typist.texts.asked[0][1].name == kept.hand.id


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_bar_fits_a_small_window(typist: Typist, appearance: Appearance):
    typist.settings.appearance = appearance
    typist.window._follow_settings()
    typist.window.resize(800, 450)
    typist.open()
    bar = typist.bar
    assert typist.window.width() == 800
    typist.until(lambda: bar.hand.width() >= bar.hand.minimumSizeHint().width())
    for widget in (bar.hand, bar.percent, bar.slant, bar.speed, bar.more_button):
        assert bar.rect().contains(widget.geometry()) and widget.width() >= widget.minimumSizeHint().width()


def test_the_bar_keeps_no_window_from_being_narrow(typist: Typist):
    typist.open()
    typist.window.resize(100, 400)
    QApplication.processEvents()
    assert typist.window.width() <= 640
