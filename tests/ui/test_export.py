"""Exports say what the ink says where that is wanted: what is not read is waited for, and nothing is lost where it fails."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressDialog, QPushButton

from inkapp.ui.chrome.dialogs import Dialogs
from tests.formats.pdf.parsed import Parsed
from tests.ui.reading_users import ReadingUser
from tests.ui.users import CTRL, KEY, SHIFT


def export(reader: ReadingUser, path: Path) -> Path:
    reader.person.path, reader.person.replaces = path, True
    reader.key(KEY.Key_E, CTRL)
    return path


def test_all_pages_are_read_for_it(reader: ReadingUser, tmp_path: Path):
    reader.write(["the fox"], ["jumps", "over"])
    reader.window._settings.author = "Me"
    parsed = Parsed(export(reader, tmp_path / "notes.pdf").read_bytes())
    assert parsed.read_aloud() == [("P", "the fox"), ("P", "jumps"), ("P", "over")]
    assert reader.person.waited == ["Reading… 2 pages are left"] and reader.status == f"Wrote {tmp_path / 'notes.pdf'}"
    info = parsed.get(parsed.trailer["/Info"])
    assert info["/Author"] == "Me" and info["/Title"] == "Untitled" and parsed.root["/Lang"]
    export(reader, tmp_path / "notes.svg")
    assert "<title>over</title>" in (tmp_path / "notes-2.svg").read_text()
    assert len(reader.person.waited) == 1  # nothing was to be read any more


def test_what_is_being_put_right_is_in_it(reader: ReadingUser, tmp_path: Path):
    reader.write(["the fax"])
    panel = reader.open()
    panel.view.moveCursor(panel.view.textCursor().MoveOperation.End)
    reader.qtbot.keyClicks(panel.view, "es")
    assert Parsed(export(reader, tmp_path / "notes.pdf").read_bytes()).read_aloud() == [("P", "the faxes")]


def test_without_the_tick_nothing_is_read_and_nothing_said(reader: ReadingUser, tmp_path: Path):
    reader.write(["the fox"])
    reader.open()
    assert reader.window._actions["export_text"].isChecked()
    reader.key(KEY.Key_E, CTRL | SHIFT)
    assert not reader.window._actions["export_text"].isChecked() and not reader.window._settings.export_text
    parsed = Parsed(export(reader, tmp_path / "notes.pdf").read_bytes())
    assert parsed.read_aloud() == [("Figure", "Handwriting")] and reader.person.waited == []


def test_who_would_not_wait_gets_no_file_and_the_reading_ends(reader: ReadingUser, tmp_path: Path):
    reader.write(["the fox"])
    reader.person.while_waiting = lambda: None
    assert not export(reader, tmp_path / "notes.pdf").exists()
    assert reader.status == "Nothing was exported" and reader.reads.cancelled == 1


def test_what_cannot_be_read_is_written_without_text(reader: ReadingUser, tmp_path: Path):
    reader.write(["the fox"])
    reader.person.while_waiting = lambda: reader.reads.fail("no weights")
    parsed = Parsed(export(reader, tmp_path / "notes.pdf").read_bytes())
    assert parsed.read_aloud() == [("Figure", "Handwriting")]
    assert reader.status.endswith("but without text: no weights")


def test_a_folder_that_is_not_there_is_one_line(reader: ReadingUser, tmp_path: Path):
    reader.write(["the fox"])
    export(reader, tmp_path / "none" / "notes.pdf")
    assert "No such file" in reader.status and "\n" not in reader.status


def test_the_dialog_says_how_far_it_is_and_can_be_left(reader: ReadingUser):
    reader.write(["the fox"], ["jumps"])
    pages, dialogs = reader.window.reading.pages, Dialogs(reader.window)
    seen: list[str] = []

    def dialog() -> QProgressDialog:
        (shown,) = (one for one in reader.window.findChildren(QProgressDialog) if one.isVisible())
        return shown

    def read_one() -> None:
        reader.reads.tell(1)
        seen.append(dialog().labelText())
        reader.reads.tell()

    def leave() -> None:
        seen.append(dialog().labelText())
        dialog().findChild(QPushButton).click()

    for answer, act in ((True, read_one), (False, leave)):
        reader.write(["the fox"], ["jumps"])
        pages.want("test", all_pages=True)
        QTimer.singleShot(0, reader.window, act)
        done = dialogs.wait("Export", lambda: pages.progress, pages.changed, lambda: not pages.is_busy)
        assert done is answer
        pages.want("test", all_pages=None)
    assert seen == ["Reading…", "Reading… 2 pages are left"]
