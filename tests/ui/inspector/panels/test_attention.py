"""The attention panel: read after the pen rests, letter by letter under pointer and keys, and one line where it cannot."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inkapp.inspect import attention
from inkapp.inspect.draw.attention import said_of, symbol_of
from inkapp.inspect.draw.scale import LEVELS
from inkapp.ui.inspector.panels.attention import HANGS, WAITS, AttentionPanel
from inkapp.ui.inspector.selection import Spot
from model.checkpoint import save
from tests.inspect.captions import endless
from tests.model import nets
from tests.ui.inspector.conftest import Looker
from tests.ui.users import KEY


def opened(looker: Looker, *words: str) -> AttentionPanel:
    looker.write(*(words or ("hello",)))
    panel: AttentionPanel = looker.open("attention")
    panel.view.setFocus()
    return panel


def test_it_says_what_it_read_and_begins_at_the_selected_point(looker: Looker) -> None:
    panel = opened(looker)
    found = panel._found
    assert found is not None and said_of(found) in panel.caption.text()
    assert panel.letters.symbol == found.symbol_at(len(found.line) - 1)
    assert symbol_of(found, panel.letters.symbol) in panel.caption.text()
    looker.selection.pin(Spot(0, 3))
    looker.settle()
    assert panel.letters.symbol == found.symbol_at(3)


def test_keys_go_from_letter_to_letter_though_a_ghost_would_have_them(
    looker: Looker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attention, "captioner", endless)  # says many a symbol, whatever the ghost is
    panel = opened(looker)
    looker.ghost(1.0)
    panel.view.setFocus()
    strokes, last = len(looker.authors), panel.letters.count - 1
    looker.key(KEY.Key_Home)
    looker.key(KEY.Key_Left)
    assert panel.letters.symbol == 0
    looker.key(KEY.Key_Right)
    looker.key(KEY.Key_Right)
    assert panel.letters.symbol == 2 and len(looker.authors) == strokes
    assert panel._found is not None and symbol_of(panel._found, 2) in panel.view.accessibleDescription()
    looker.key(KEY.Key_End)
    looker.key(KEY.Key_Right)
    assert panel.letters.symbol == last


def test_the_ink_that_a_letter_looked_at_lights_up_on_the_page(looker: Looker) -> None:
    panel = opened(looker)
    assert looker.inspector.marks.colours == "attention"
    levels = []
    for symbol in range(panel.letters.count):
        panel.letters.choose(symbol)
        (line,) = panel._ink.lines
        found = panel._found
        looked = found.on_points(found.looked[symbol])
        assert int(line.levels[looked.argmax()]) == line.levels.max() and len(line.levels) == len(found.line)
        levels.append(tuple(line.levels))
    assert len(set(levels)) > 2
    panel.letters.choose(4)
    assert panel._ink.lines[0].levels.max() >= LEVELS - 2  # nearly all of this look lies in one frame of the ink


def test_pointing_at_a_letter_only_looks_and_a_click_stays(looker: Looker) -> None:
    panel = opened(looker)
    panel.letters.choose(0)
    place = panel.view.place_of(5)
    assert place is not None
    QTest.mouseMove(panel.view, place.toPoint())
    looker.until(lambda: panel.letters.symbol == 5)
    panel.view.pointed.emit(None)
    assert panel.letters.symbol == 0
    QTest.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=place.toPoint())
    panel.view.pointed.emit(None)
    assert panel.letters.symbol == 5


def test_it_plays_to_the_end_and_stops(looker: Looker) -> None:
    panel = opened(looker)
    looker.key(KEY.Key_End)
    looker.key(KEY.Key_Space)
    assert panel.letters.is_playing and panel.letters.symbol == 0 and panel.play.accessibleName() == "Stop reading"
    assert panel.view._until == 0  # what is not read yet is not shown
    for _ in range(panel.letters.count):
        panel.letters.beat()
        looker.window.grab()
    assert panel.letters.symbol == panel.letters.count - 1 and not panel.letters.is_playing
    assert panel.view._until is None and panel.play.accessibleName() == "Read letter by letter"


def test_the_temperature_acts_on_the_chances_alone(looker: Looker) -> None:
    panel = opened(looker)
    looker.key(KEY.Key_Home)
    plain, levels = panel.softmax.bars.accessibleDescription(), panel._ink.lines[0].levels
    panel.softmax.slider.setValue(20)
    assert panel.softmax.bars.accessibleDescription() != plain and "at temperature 0.20" in panel.caption.text()
    assert np.array_equal(panel._ink.lines[0].levels, levels)
    panel.softmax.slider.setValue(100)
    assert panel.softmax.bars.accessibleDescription() == plain


def test_occlusion_hides_every_strip_and_shows_what_was_lost(looker: Looker) -> None:
    panel = opened(looker)
    looker.key(KEY.Key_Home)
    before = panel.legend.accessibleName()
    panel.colours.setCurrentText(HANGS)
    assert "strips were hidden so far" in panel.caption.text()
    looker.settle()
    assert panel._occlusion.hidden == len(panel._occlusion.strips) > 2
    assert "hidden so far" not in panel.caption.text()
    assert "nats lost" in panel.legend.accessibleName() != before
    looker.inspector.docks.dock("attention").close()
    assert looker.inspector.worker.is_idle


def test_ink_that_is_gone_is_not_coloured_any_more(looker: Looker) -> None:
    panel = opened(looker)
    looker.write("you", baseline=90.0)
    assert panel._found.line is not None and looker.inspector.marks.colours == "attention"
    text = panel._found
    looker.window.writing.undo()
    looker.settle()
    assert panel._found is not text and panel._is_shown  # the line before, which was kept
    looker.window.writing.undo()
    looker.settle()
    assert looker.inspector.marks.colours == "" and "Write" in panel.lacks


def test_ink_that_grows_is_read_once_it_rests(looker: Looker) -> None:
    panel = opened(looker)
    found = panel._found
    looker.write_without_waiting("you", baseline=90.0)
    looker.until(lambda: panel.caption.text() == WAITS)
    assert panel.is_due and panel._found is found and looker.inspector.marks.colours == ""
    looker.settle()
    assert panel._found is not found and panel._is_shown and looker.inspector.marks.colours == "attention"


def test_a_line_that_was_read_is_not_read_again(looker: Looker, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = opened(looker)
    found = panel._found
    monkeypatch.setattr(attention, "captioner", endless)
    looker.inspector.docks.dock("attention").close()
    looker.settle()
    looker.open("attention")
    assert panel._found is found and panel._is_shown and looker.inspector.marks.colours == "attention"
    looker.write("you", baseline=90.0)
    assert not panel._found.has_ended and "never said the end" in panel.caption.text()


def test_without_weights_it_says_so_in_one_line_until_they_are_there(
    looker: Looker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "captioner.safetensors"
    monkeypatch.undo()
    monkeypatch.setattr(attention, "CAPTIONER_FILE", path)
    panel = opened(looker)
    assert "captioner.json: cannot be read" in panel.lacks and "\n" not in panel.lacks
    looker.write("you", baseline=90.0)
    assert "captioner.json: cannot be read" in panel.lacks and not panel.export.isEnabled()
    save(path, *nets.captioner_parts())
    looker.inspector.docks.dock("attention").close()
    looker.open("attention")
    assert not panel.lacks and panel._found is not None


def test_a_narrow_panel_wraps_the_line(looker: Looker) -> None:
    panel = opened(looker, "hello", "you", "there", "again")
    view = panel.view
    assert view.heightForWidth(170) > view.heightForWidth(600)
    below = QPoint(view.width() // 2, view.height() - 4).toPointF()
    assert view.symbol_at(below) is not None
