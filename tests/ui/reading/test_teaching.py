"""What a person confirms in the text panel is kept, taught to the reader, and forgotten where they say so."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QProcess

from inkapp.editor.own_hand import OwnHand
from inkapp.ui.reading import teaching
from inkapp.ui.reading.teaching import Teaching
from model import word_reader
from model.held_out import LEAST_LINES
from model.text_model import TextModel
from tests.ui.reading.test_panel import put, said
from tests.ui.reading_users import ReadingUser
from tests.ui.users import CTRL, KEY, WAIT_MS

LINES = [f"a line {letter}" for letter in "bcdefghijklm"][:LEAST_LINES]


def kept(reader: ReadingUser) -> list[str]:
    """What the lines say that are kept for the hand."""
    return sorted(line.text for line in hand(reader).lines.load()[0])


def hand(reader: ReadingUser) -> OwnHand:
    return reader.window.reading._hand


def teacher(reader: ReadingUser) -> Teaching:
    return reader.window.reading.teaching


def confirm(reader: ReadingUser, line: int) -> None:
    put(reader.panel.view, line, 0)
    reader.panel.right.click()
    reader.read()


def test_a_line_that_is_confirmed_is_kept_with_the_ink_and_for_the_hand(reader: ReadingUser):
    reader.write(["the quick fox", "jumps"], ["elsewhere"])
    panel = reader.open()
    assert panel.right.isEnabled() and not panel.forget.isVisible()
    confirm(reader, 0)
    assert said(reader) == [(1, "the"), (1, "quick"), (1, "fox")] and "Taken as right" in reader.status
    assert kept(reader) == ["the quick fox"] and panel.forget.isVisible()
    assert panel.note.text().endswith(f"1 line of yours kept; from {LEAST_LINES} on it learns your hand.")
    confirm(reader, 0)
    assert "known to be right" in reader.status and len(said(reader)) == 3
    reader.key(KEY.Key_Z, CTRL)
    reader.read()
    assert said(reader) == [] and kept(reader) == []


def test_a_line_put_right_is_kept_whole(reader: ReadingUser):
    reader.write(["the qvick fox", "jumps"])
    panel = reader.open()
    put(panel.view, 0, 5, 6)
    reader.qtbot.keyClicks(panel.view, "u")
    panel.right.click()  # as Enter does
    reader.read()
    assert kept(reader) == ["the quick fox"]
    put(panel.view, 0, 0, 3)
    reader.qtbot.keyClicks(panel.view, "a")
    reader.key(KEY.Key_Return)
    reader.read()
    assert kept(reader) == ["a quick fox"]


def test_what_others_said_of_their_ink_teaches_nothing(reader: ReadingUser):
    reader.write(["one", "two"])
    reader.open()
    reader.window.writing.correct(0, [(reader.document.pages[0].strokes[:1], "uno")])  # as a file that is opened has it
    reader.read()
    assert reader.lines == ["uno", "two"] and kept(reader) == []
    confirm(reader, 1)
    assert kept(reader) == ["two"]


def test_nothing_is_confirmed_where_there_are_no_words(reader: ReadingUser):
    reader.write([""])
    assert not reader.open().right.isEnabled()


def test_enough_lines_are_learnt_in_a_process_and_then_read_anew(reader: ReadingUser, monkeypatch: pytest.MonkeyPatch):
    started: list[list[str]] = []
    monkeypatch.setattr(QProcess, "start", lambda self, program, words: started.append([program, *words]))
    reader.write(LINES)
    panel = reader.open()
    for number in range(LEAST_LINES):
        teacher(reader).begin()
        assert not started
        confirm(reader, number)
    assert teacher(reader)._rest.isActive()
    teacher(reader).begin()
    assert started[0][1:] == ["-m", "inkapp", "adapt", str(hand(reader).folder), "--progress"]
    assert "Learning your hand: 0 %." in panel.note.text()
    teacher(reader).begin()  # once at a time
    assert len(started) == 1
    teacher(reader)._end(0)
    assert reader.reads.anew == 1 and not teacher(reader).is_learning
    teacher(reader).begin()
    teacher(reader)._end(2)
    reader.until(lambda: "could not be learnt" in reader.status)
    assert reader.reads.anew == 1
    teacher(reader).begin()
    panel.forget.click()
    assert not teacher(reader).is_learning and kept(reader) == [] and not panel.forget.isVisible()
    assert len(said(reader)) > 1  # that stays with the ink


def test_words_are_known_a_while_after_they_were_confirmed(reader: ReadingUser, monkeypatch: pytest.MonkeyPatch):
    loaded: list[TextModel] = []
    monkeypatch.setattr(word_reader, "WordReader", lambda captioner, model: loaded.append(model))
    reader.write(["a line of zorbs", "more"])
    reader.open()
    confirm(reader, 0)
    assert reader.reads.anew == 0 and teacher(reader)._rest.isActive()
    teacher(reader)._rested()
    assert reader.reads.anew == 1
    reader.window.reading._load()
    assert loaded[0].language.number("zorbs") is not None
    teacher(reader)._rested()  # of lines that it knows
    assert reader.reads.anew == 1
    teacher(reader).forget()
    assert reader.reads.anew == 2
    reader.window.reading._load()
    assert loaded[1].language.number("zorbs") is None


@pytest.mark.process
def test_a_process_that_fails_is_told(reader: ReadingUser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(OwnHand, "is_due", property(lambda self: True))
    teacher(reader).begin()  # too few lines are there
    reader.qtbot.waitUntil(lambda: not teacher(reader).is_learning, timeout=6 * WAIT_MS)
    reader.until(lambda: "are needed" in reader.status)
    monkeypatch.setattr(teaching.sys, "executable", str(tmp_path / "none"))
    teacher(reader).begin()
    reader.until(lambda: not teacher(reader).is_learning)


def test_words_are_known_also_where_their_hand_could_not_be_learnt(
    reader: ReadingUser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(OwnHand, "is_due", property(lambda self: True))
    monkeypatch.setattr(teaching.sys, "executable", str(tmp_path / "none"))
    reader.write(["a line of zorbs", "more"])
    reader.open()
    confirm(reader, 0)
    teacher(reader)._rested()
    reader.until(lambda: not teacher(reader).is_learning)
    assert reader.reads.anew == 1
    teacher(reader)._rested()  # of lines that it knows
    reader.until(lambda: not teacher(reader).is_learning)
    assert reader.reads.anew == 1
