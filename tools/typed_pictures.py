"""Scenes of typed text for the pictures of the window: the field on a page, and one sentence in three hands.

The person's ink is made up. The other hands are the app's own, or made up too where it has fewer than two.
"""

from __future__ import annotations

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from inkapp.ink.document import Page
from inkapp.ink.hand import Hand
from inkapp.ink.typed_text import TypedText
from inkapp.ui.chrome.text_settings import Speed
from inkapp.ui.window import Window
from tools.synthetic.examples import draw

INK = ("you write a line or two", "and the app learns your hand")
X_HEIGHT_MM, SLANT, INK_SEED = 3.4, 0.12, 40
TYPED = "Then type what you like:\nit is written in the same way."
SENTENCE = "One sentence, typed once, in the hands of three people."
OTHERS = ("Slanted", "Joined")  # hands of the app's own
FIRST_LINE, LINES_EACH = 3, 2  # of the page's ruling
SEED = 23
SIZE, TALLER = (1080, 700), (1080, 800)


def show_field(app: QApplication, window: Window) -> None:
    """Ink on the page, and below it the open field with a text that is about to be written."""
    _begin(app, window, SIZE)
    window.text_tool.open()
    window.text_tool.field.insertPlainText(TYPED)
    _settle(app, window)


def show_three_hands(app: QApplication, window: Window) -> None:
    """Ink on the page, and below it one typed sentence in its hand and in two others."""
    _begin(app, window, TALLER)
    window.typing.set_speed(Speed.AT_ONCE.value)
    page = window.open_document.document.pages[0]
    mine = window.hand_in_use.mine
    assert mine is not None, window.hand_in_use.ink.trouble
    for number, hand in enumerate((mine, *_others(window))):
        baseline = page.rule_top + (FIRST_LINE + number * LINES_EACH) * page.rule_spacing
        _write(window, TypedText(f"{number:016x}", SENTENCE, page.margin + 3.0, baseline, SEED, hand.id), hand)
    _settle(app, window)


def _begin(app: QApplication, window: Window, size: tuple[int, int]) -> None:
    """A page with a person's ink."""
    app.setCursorFlashTime(0)  # a cursor that blinks would be in some of the pictures
    window.resize(*size)
    window.show()
    window.companion.set_seed(SEED)  # of ghosts, which the bar shows
    window.open_document.add(_ink(INK, X_HEIGHT_MM, SLANT, INK_SEED).strokes)
    window.writing.show()
    window.canvas.zoom_fit()


def _others(window: Window) -> list[Hand]:
    """Two hands beside the person's."""
    named = {kept.hand.name: kept.hand for kept in window.hand_in_use.hands.built_in}
    return [named[name] for name in OTHERS]


def _write(window: Window, text: TypedText, hand: Hand) -> None:
    """Writes a text to its end. Ends the process where that cannot be."""
    ended, trouble = QEventLoop(), []
    window.typing.writing_changed.connect(lambda busy: None if busy else ended.quit())
    window.typing.unwritten.connect(lambda text, why: trouble.append(why))
    window.typing.warned.connect(trouble.append)
    window.typing.write(text, hand, 0)
    ended.exec()
    if trouble:
        raise SystemExit(f"tools.screenshots: {trouble[0]}")


def _settle(app: QApplication, window: Window) -> None:
    window.status.set_pen("pressure: none")
    app.processEvents()
    window.canvas.settle()
    app.processEvents()


def _ink(lines: tuple[str, ...], x_height: float, slant: float, seed: int) -> Page:
    return draw(lines, x_height, slant, seed).pages[0]
