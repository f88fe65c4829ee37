"""The journal's thread: what was done is in the file, also after a full disk; a journal goes when it is not needed."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from inkapp.editor import journal_thread
from inkapp.editor.journal_thread import JournalThread
from inkapp.editor.open_document import OpenDocument
from inkapp.ink.journal import Recovered, read_journal
from tests.ink.documents import stroke
from tests.live.fakes import PATIENCE

A = stroke([(10, 20), (30, 40)])


class Desk:
    """An open document with a journal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "journals"
        self.troubles: list[str] = []
        self.journal = JournalThread(self.folder, "me", self.troubles.append)
        self.document = OpenDocument(self.journal)

    def journals(self) -> list[Path]:
        assert self.journal.flush(PATIENCE) and self.journal.flush(PATIENCE)
        return sorted(self.folder.glob("*"))

    def recovered(self) -> Recovered | None:
        (path,) = self.journals()
        return read_journal(path)


@pytest.fixture
def desk(tmp_path: Path):
    desk = Desk(tmp_path)
    yield desk
    assert desk.journal.close(keep=True, timeout=PATIENCE)


def test_an_untouched_page_has_no_journal_and_an_untitled_one_has(desk: Desk):
    assert desk.journals() == []
    desk.document.add([A])
    assert desk.recovered().document.pages == desk.document.document.pages
    desk.document.undo()
    assert desk.recovered() is None
    desk.document.redo()
    desk.document.add_page()
    desk.document.add([A])
    recovered = desk.recovered()
    assert recovered.document.pages == desk.document.document.pages and recovered.page == 1


def test_a_save_is_noted_and_what_follows_is_not_saved(desk: Desk, tmp_path: Path):
    desk.document.save_as(tmp_path / "early.ink")
    desk.document.add([A])
    assert desk.recovered().source.path == tmp_path / "early.ink"
    desk.document.save_as(tmp_path / "page.ink")
    assert desk.recovered() is None
    desk.document.add([A])
    recovered = desk.recovered()
    assert recovered.strokes == 2 and recovered.source.path == tmp_path / "page.ink"
    other = OpenDocument()
    assert isinstance(recovered, Recovered)
    other.recover(recovered, tmp_path / "none")
    assert not other.is_saved and other.title == "page.ink" and not other.is_changed_on_disk
    (tmp_path / "page.ink").write_text("{}")
    assert other.is_changed_on_disk


def test_the_journal_goes_when_another_document_begins_and_at_the_end(desk: Desk, tmp_path: Path):
    desk.document.add([A])
    assert [path.name for path in desk.journals()] == ["me-1.journal"]
    desk.document.new()
    assert desk.journals() == []
    desk.document.add([A])
    assert [path.name for path in desk.journals()] == ["me-2.journal"]
    assert desk.journal.close(keep=False, timeout=PATIENCE) and list(desk.folder.glob("*")) == []
    desk.document.add([A])  # after the end nothing is written and nothing fails


def test_a_recovered_document_is_in_a_journal_before_the_old_one_goes(desk: Desk, tmp_path: Path):
    desk.document.add([A])
    (first,) = desk.journals()
    recovered = read_journal(first)
    assert isinstance(recovered, Recovered)
    assert desk.journal.close(keep=True, timeout=PATIENCE) and first.exists()
    next_start = Desk(tmp_path)
    next_start.journal._name = "next"
    next_start.document.recover(recovered, first)
    assert [path.name for path in next_start.journals()] == ["next-1.journal"]
    assert next_start.recovered().document.pages == desk.document.document.pages
    next_start.document.new()
    assert next_start.journals() == []
    assert next_start.journal.close(keep=True, timeout=PATIENCE)


class FullDisk:
    """``os.write`` for a disk with so many bytes left: it writes a part before it fails, as systems do."""

    def __init__(self, room: int) -> None:
        self.room, self.write = room, os.write

    def __call__(self, file: int, data: memoryview) -> int:
        if not self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        done = self.write(file, data[: self.room])
        self.room -= done
        return done


def test_a_full_disk_is_told_until_it_has_room_and_what_it_refused_is_written_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    disk = FullDisk(1500)
    monkeypatch.setattr(journal_thread.os, "write", disk)
    for number in range(20):
        desk.document.add([A])
        assert desk.journal.flush(0.2 if number > 3 else PATIENCE) or number > 3
        (path,) = desk.folder.glob("*")
        if disk.room == 0:
            break
    assert 0 < read_journal(path).strokes <= number and path.read_bytes().endswith(b"\n")
    assert len(desk.troubles) == 1 and "No space left" in desk.troubles[0]
    disk.room = 1 << 20
    assert desk.recovered().document.pages == desk.document.document.pages
    assert len(desk.troubles) == 2 and desk.troubles[1] == ""


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "journals").write_text("a file is in the way")
    desk = Desk(tmp_path)
    desk.document.add([A])
    assert not desk.journal.flush(0.2)
    assert len(desk.troubles) == 1 and desk.document.document.pages[0].strokes == (A,)
    assert desk.journal.close(keep=True, timeout=PATIENCE)


def test_what_cannot_be_written_down_is_told_and_the_rest_kept(desk: Desk):
    desk.document.add([A])
    desk.document.add([stroke([(1e9, 0)])])
    desk.document.add([A])
    assert desk.recovered().strokes == 1 and len(desk.troubles) == 1 and "mm away" in desk.troubles[0]
    desk.document.new()  # of which all can be written down
    assert desk.journal.flush(PATIENCE) and desk.troubles[1:] == [""]
