"""What one window left is offered by the next, with a picture; what is open elsewhere is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from inkapp.ink.file import load, save
from inkapp.ui.chrome.dialogs import Answer
from inkapp.ui.chrome.recovery_dialog import RecoveryChoice
from inkapp.ui.chrome.settings import data_folder
from inkapp.ui.chrome.status import UNKEPT
from inkapp.ui.recovery import Recovery
from tests.live.fakes import page_of
from tests.ui.starts import Starts, flush, opened
from tests.ui.test_window_files import end_session
from tests.ui.users import CTRL, KEY, SHIFT, begun, ghosted

RECOVER, DISCARD, LATER = (
    (choice, 0) for choice in (RecoveryChoice.RECOVER, RecoveryChoice.DISCARD, RecoveryChoice.LATER)
)


def test_an_untitled_page_is_offered_and_recovered(starts: Starts, tmp_path: Path):
    first = starts.start()
    for line in range(3):
        first.draw(shift=10.0 * line)
    before = first.window.open_document.document.pages
    starts.die(first)
    second = starts.start()
    second.person.recovery_answer = RECOVER
    second.window.files.recover(silent=True)
    ((offer,),) = second.person.offered
    assert offer.title == "Untitled" and "3 strokes on 1 page" in offer.about
    assert max(offer.picture.width(), offer.picture.height()) >= 100
    assert second.window.open_document.document.pages == before and second.window.isWindowModified()
    assert "Recovered Untitled" in second.status
    flush(second)
    assert len(starts.journals) == 1  # the second's own
    second.person.path = tmp_path / "safe.ink"
    second.key(KEY.Key_S, CTRL)
    assert second.window.close() and starts.journals == []
    assert load(tmp_path / "safe.ink").pages == before


def test_a_live_window_is_not_offered_and_a_later_answer_keeps_it(starts: Starts):
    first, second = starts.start(), starts.start()
    first.draw()
    flush(first)
    second.window.files.recover()
    assert second.person.offered == [] and "Nothing is left" in second.status
    starts.die(first)
    for _ in range(2):
        second.person.recovery_answer = LATER
        second.window.files.recover()
    assert len(second.person.offered) == 2 and len(starts.journals) == 1
    second.person.recovery_answer = DISCARD
    second.key(KEY.Key_R, CTRL | SHIFT)
    assert len(second.person.offered) == 3 and starts.journals == []


def test_what_is_open_is_asked_about_before_something_is_recovered(starts: Starts):
    first, second = starts.start(), starts.start()
    first.draw()
    starts.die(first)
    second.draw()
    second.draw(shift=5.0)
    second.person.recovery_answer = RECOVER
    second.window.files.recover()
    assert second.person.asked == 1 and len(second.authors) == 2 and len(starts.journals) == 2
    second.person.answer = Answer.DISCARD
    second.window.files.recover()
    assert len(second.authors) == 1
    flush(second)
    assert len(starts.journals) == 1


def test_what_one_window_offers_no_other_does(starts: Starts):
    first = starts.start()
    first.draw()
    starts.die(first)
    one, other = Recovery(starts.folder / "data"), Recovery(starts.folder / "data")
    (lost,) = one.find()
    assert other.find() == []
    one.release(lost)
    assert other.find() == []
    one.release()
    assert len(other.find()) == 1
    for recovery in (one, other):
        recovery.close(keep=True)


def test_a_ghost_is_in_no_journal_until_it_is_taken(starts: Starts):
    user = ghosted(starts.start())
    user.until_ghost()
    flush(user)
    (name,) = starts.journals
    path = starts.folder / "data" / "journals" / name
    assert b'"model"' not in path.read_bytes()
    user.key(KEY.Key_Tab)
    flush(user)
    assert len(set(user.authors)) == 2 and b'"model"' in path.read_bytes()


@pytest.mark.parametrize("content", [b"ink-journal 99\nwhatever\n", b"\x00\x01\n\n", b"ink-journal 1\nrubbish\n"])
def test_what_cannot_be_read_is_told_in_a_line_and_kept(starts: Starts, content: bytes):
    folder = starts.folder / "data" / "journals"
    folder.mkdir(parents=True)
    (folder / "20200101-000000-0-1.journal").write_bytes(content)
    user = starts.start()
    user.window.files.recover(silent=True)
    assert "could not be recovered, and is kept" in user.status and "\n" not in user.status
    assert starts.journals == ["20200101-000000-0-1.journal.unreadable"]
    assert (folder / starts.journals[0]).read_bytes() == content and user.person.offered == []


def test_a_damaged_one_is_offered_to_the_damage_and_kept_aside(starts: Starts):
    first = starts.start()
    for _ in range(4):
        first.draw()
    starts.die(first)
    (path,) = (starts.folder / "data" / "journals").glob("*.journal")
    lines = path.read_bytes().splitlines(keepends=True)
    lines[4] = lines[4].replace(b"7", b"8")
    path.write_bytes(b"".join(lines))
    second = starts.start()
    second.person.recovery_answer = RECOVER
    second.window.files.recover()
    assert "is damaged" in second.person.offered[0][0].about and len(second.authors) == 2
    flush(second)
    assert [name.endswith(".unreadable") for name in starts.journals].count(True) == 1 and len(starts.journals) == 2


def test_who_may_not_ask_keeps_the_journal_and_the_stroke_under_way(starts: Starts):
    user = starts.start()
    begun(user)
    user.window.files.end_unasked()
    assert user.window.close() and user.person.asked == 0
    next_start = starts.start()
    next_start.person.recovery_answer = RECOVER
    next_start.window.files.recover()
    assert len(next_start.authors) == 1


def test_a_discarded_page_is_gone(starts: Starts):
    user = starts.start()
    user.draw()
    flush(user)
    assert len(starts.journals) == 1
    user.person.answer = Answer.DISCARD
    assert user.window.close() and starts.journals == []


def test_a_journal_that_cannot_be_written_is_told_for_as_long_as_that_is_so(starts: Starts):
    (starts.folder / "data").write_text("in the way")
    user = starts.start()
    (sign,) = (label for label in user.window.status.findChildren(QLabel) if label.text() == UNKEPT)
    assert not sign.isVisible()
    user.draw()
    user.until(lambda: "is not kept for the case of a crash" in user.status)
    assert sign.isVisible() and sign.toolTip() == user.status
    user.key(KEY.Key_Escape)
    user.draw()
    assert "is not kept" not in user.status and len(user.authors) == 2
    flushed = user.window.files._recovery.journal.flush(0.2)
    QApplication.processEvents()
    assert not flushed and sign.isVisible() and sign.accessibleDescription() == sign.toolTip() != ""
    (starts.folder / "data").unlink()
    user.until(lambda: not sign.isVisible())
    assert len(starts.journals) == 1


def test_where_the_data_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("INKAPP_SETTINGS", str(tmp_path / "here" / "own.ini"))
    assert data_folder() == tmp_path / "here"
    monkeypatch.delenv("INKAPP_SETTINGS")
    assert data_folder().is_absolute()


def test_a_log_off_that_may_not_ask_loses_nothing(starts: Starts, tmp_path: Path):
    path = tmp_path / "page.ink"
    save(page_of(20), path)
    user = opened(starts, path)
    user.draw()
    save(page_of(20, 30), path)  # another program
    other = path.read_bytes()
    begun(user)
    assert end_session(user, may_ask=False) == [] and path.read_bytes() == other
    starts.die(user)
    next_start = starts.start()
    next_start.person.recovery_answer = RECOVER
    next_start.window.files.recover()
    document = next_start.window.open_document
    assert len(document.document.pages[0].strokes) == 3 and document.path == path
    assert not next_start.window.files.save() and next_start.person.asked == 1 and path.read_bytes() == other
