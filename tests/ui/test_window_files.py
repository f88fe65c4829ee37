"""The window and files: unsaved ink is asked about once, a bad file costs nothing, pages are turned."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from inkapp.formats.registry import read_any
from inkapp.ink.document import Author, Document
from inkapp.ink.file import save
from inkapp.ui import files
from inkapp.ui.chrome.dialogs import Answer
from tests.live.fakes import page_of
from tests.ui.users import CTRL, KEY, User, begun


def test_unsaved_ink_is_asked_about_once(user: User, tmp_path: Path):
    assert user.window.files.may_leave() and user.person.asked == 0
    user.draw()
    assert user.window.isWindowModified()
    for errand in (KEY.Key_N, KEY.Key_Q):
        user.key(errand, CTRL)
    save(page_of(20), tmp_path / "other.ink")
    user.person.path = tmp_path / "other.ink"
    user.key(KEY.Key_O, CTRL)
    assert user.person.asked == 3 and user.authors == [Author.PERSON] and user.window.isVisible()
    user.person.answer = Answer.SAVE
    user.person.path = None  # …and thinks better of the name
    assert not user.window.close() and user.window.isVisible()
    user.person.path = tmp_path / "none" / "page.ink"
    assert not user.window.close() and user.window.isVisible()
    (told,) = user.person.not_saved_files
    assert told[0] == user.person.path and told[1] not in user.status  # told in one place
    user.person.path = tmp_path / "mine.ink"
    assert user.window.close()
    assert user.person.asked == 6 and len(read_any(tmp_path / "mine.ink").pages[0].strokes) == 1
    assert user.window.close() and user.person.asked == 6
    assert user.bridge.closed


@pytest.mark.parametrize("errand", [KEY.Key_N, KEY.Key_Q])
def test_a_stroke_under_way_is_unsaved_ink_too(user: User, errand: Qt.Key):
    begun(user)
    user.key(errand, CTRL)
    assert user.person.asked == 1 and user.authors == [Author.PERSON] and user.window.isVisible()


def test_save_open_and_the_recent_files(user: User, tmp_path: Path):
    user.draw()
    user.person.path = tmp_path / "one.ink"
    user.key(KEY.Key_S, CTRL)
    assert user.window.windowTitle().startswith("one.ink") and not user.window.isWindowModified()
    user.key(KEY.Key_N, CTRL)
    assert user.person.asked == 0 and user.authors == []
    user.person.path = tmp_path / "one.ink"
    user.key(KEY.Key_O, CTRL)
    assert user.authors == [Author.PERSON] and user.settings.recent == (tmp_path / "one.ink",)
    user.key(KEY.Key_N, CTRL)
    user.window._front.recent.actions()[0].trigger()
    assert user.authors == [Author.PERSON]
    (tmp_path / "one.ink").unlink()
    user.window._front.recent.actions()[0].trigger()
    assert "No such file" in user.status and user.authors == [Author.PERSON] and user.settings.recent == ()


def test_an_import_is_untitled(user: User, tmp_path: Path):
    user.draw()
    user.person.path = tmp_path / "note.svg"
    user.key(KEY.Key_E, CTRL)
    user.person.answer = Answer.DISCARD
    user.key(KEY.Key_O, CTRL)
    assert user.window.windowTitle().startswith("note[*]") and user.window.isWindowModified()
    assert user.window.open_document.path is None
    user.person.path = tmp_path / "note.ink"
    user.key(KEY.Key_S, CTRL)
    assert user.person.suggested[-1] == (tmp_path / "note.ink", (".ink",), "Save the document")
    assert (tmp_path / "note.ink").exists()


def test_an_export_asks_about_every_file_that_it_would_replace(user: User, tmp_path: Path):
    user.draw()
    for _ in range(3):
        user.key(KEY.Key_PageDown, CTRL)
    user.person.path = tmp_path / "note.svg"
    user.key(KEY.Key_E, CTRL)
    written = [tmp_path / f"note-{number}.svg" for number in range(1, 5)]
    assert user.person.to_replace == [] and all(path.exists() for path in written)
    for path in (written[1], written[3], tmp_path / "note.svg"):
        path.write_text("foreign")
    written[0].unlink()
    user.key(KEY.Key_E, CTRL)
    assert user.person.to_replace == [written[1:]]
    assert written[1].read_text() == "foreign" and not written[0].exists()
    user.person.replaces = True
    user.key(KEY.Key_E, CTRL)
    assert "foreign" not in written[1].read_text() and written[0].exists()
    assert (tmp_path / "note.svg").read_text() == "foreign"  # it is not one of those that are written


def test_an_export_asks_once_about_the_name_that_was_picked(user: User, tmp_path: Path):
    user.draw()
    for name in ("note.svg", "note.inkml"):
        user.person.path = tmp_path / name
        user.key(KEY.Key_E, CTRL)
        user.key(KEY.Key_E, CTRL)
    assert user.person.to_replace == []  # the file dialog has asked
    user.person.path = tmp_path / "note"  # from a dialog that adds no extension, and so has not asked
    user.key(KEY.Key_E, CTRL)
    assert user.person.to_replace == [[tmp_path / "note.svg"]]


HOSTILE = {
    "empty.ink": b"",
    "brace.ink": b"{",
    "deep.ink": b"[" * 100_000,
    "newer.ink": b'{"format":"ink","version":99,"pages":[]}',
    "nan.ink": b'{"format":"ink","version":1,"pages":[{"strokes":[{"x":[NaN]}]}]}',
    "zip.ink": b"\x1f\x8b\x08\x00garbage",
    "entity.svg": b'<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>',
    "cut.inkml": b"<ink><trace>1 2, 3",
    "what.docx": b"PK",
    "binary": bytes(range(256)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_told_in_one_place_and_costs_nothing(user: User, tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(HOSTILE[name])
    user.draw()
    before, hint = user.window.open_document.document, user.status
    for _ in range(2):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        user.window.dropEvent(
            QDropEvent(
                QPointF(50, 50),
                Qt.DropAction.CopyAction,
                mime,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )
    if name in ("newer.ink", "what.docx", "binary"):
        assert user.person.damaged_files == [] and user.status != hint
        lines = [user.status]
    else:
        assert [path for path, _ in user.person.damaged_files] == [tmp_path / name] * 2 and user.status == hint
        lines = [line for _, line in user.person.damaged_files]
    assert all(str(tmp_path / name) in line and "\n" not in line for line in lines)
    assert user.window.open_document.document is before and user.person.asked == 0
    assert (tmp_path / name).read_bytes() == HOSTILE[name]
    user.person.path = tmp_path / "out.docx"
    user.key(KEY.Key_E, CTRL)
    assert "cannot write .docx" in user.status


def test_what_a_foreign_file_loses_stands_in_the_status_line(user: User, tmp_path: Path):
    path = tmp_path / "a.svg"
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>a</text><path d="M0 0L9 9"/></svg>')
    assert user.window.files.open_path(path)
    assert user.window.status.text == f"{path}: left out: 1 × text"


def test_inkml_named_ink_is_an_import(user: User, tmp_path: Path):
    path = tmp_path / "a.ink"
    path.write_text('<ink xmlns="http://www.w3.org/2003/InkML"><trace>1 1, 9 9</trace></ink>')
    assert user.window.files.open_path(path)
    assert user.window.open_document.path is None and not user.window.open_document.is_saved


def test_a_folder_and_a_missing_file_are_told_too(user: User, tmp_path: Path):
    for path in (tmp_path, tmp_path / "none.ink"):
        assert not user.window.files.open_path(path)
        assert str(path) in user.status and user.person.damaged_files == []


def test_a_file_of_several_pages_is_turned(user: User, tmp_path: Path):
    save(Document(pages=page_of(20).pages + page_of(20, 30).pages), tmp_path / "two.ink")
    assert user.window.files.open_path(tmp_path / "two.ink")
    page = next(label for label in user.window.status.findChildren(QLabel) if label.accessibleName() == "Page")
    assert page.text() == "page 1 of 2"
    user.key(KEY.Key_PageDown, CTRL)
    assert page.text() == "page 2 of 2"
    user.draw()
    assert [len(p.strokes) for p in user.window.open_document.document.pages] == [1, 3]
    user.key(KEY.Key_PageUp, CTRL)
    assert page.text() == "page 1 of 2"


def test_a_page_turned_with_the_pen_down_keeps_the_stroke_on_its_own(user: User, tmp_path: Path):
    save(Document(pages=page_of(20).pages + page_of(20, 30).pages), tmp_path / "two.ink")
    assert user.window.files.open_path(tmp_path / "two.ink")
    begun(user)
    user.key(KEY.Key_PageDown, CTRL)
    user.mouse(QEvent.Type.MouseButtonRelease, 60.0, 80.0)
    assert user.window.open_document.page == 1
    assert [len(p.strokes) for p in user.window.open_document.document.pages] == [2, 2]


class Manager:
    """As much of a QSessionManager as is asked; Qt makes the real ones itself."""

    def __init__(self, *, may_ask: bool) -> None:
        self.may_ask, self.said = may_ask, []  # type: ignore[var-annotated]

    def allowsInteraction(self) -> bool:
        return self.may_ask

    def release(self) -> None:
        self.said.append("release")

    def cancel(self) -> None:
        self.said.append("cancel")


def end_session(user: User, *, may_ask: bool) -> list[str]:
    manager = Manager(may_ask=may_ask)
    user.window.files.end_session(manager)  # type: ignore[arg-type]
    return manager.said


def test_a_log_off_is_heard(user: User):
    app = QApplication.instance()
    assert app is not None and app.receivers(SIGNAL("commitDataRequest(QSessionManager&)")) > 0


def test_a_log_off_asks_about_unsaved_ink_and_can_be_stopped(user: User, tmp_path: Path):
    assert end_session(user, may_ask=True) == ["release"] and user.person.asked == 0
    begun(user)  # a stroke under way counts, too
    user.person.answer = Answer.CANCEL
    assert end_session(user, may_ask=True) == ["cancel"] and user.person.asked == 1
    user.person.answer, user.person.path = Answer.SAVE, tmp_path / "kept.ink"
    assert end_session(user, may_ask=True) == ["release"]
    assert len(read_any(tmp_path / "kept.ink").pages[0].strokes) == 1


def test_a_log_off_that_may_not_ask_saves_what_has_a_file(user: User, tmp_path: Path):
    user.draw()
    assert end_session(user, may_ask=False) == [] and not user.window.open_document.is_saved
    user.person.path = tmp_path / "one.ink"
    user.key(KEY.Key_S, CTRL)
    user.draw(shift=40.0)
    assert end_session(user, may_ask=False) == []
    assert user.person.asked == 0 and len(read_any(tmp_path / "one.ink").pages[0].strokes) == 2
    user.window.open_document.path = tmp_path / "none" / "page.ink"
    user.draw(shift=80.0)
    end_session(user, may_ask=False)
    assert user.person.not_saved_files == [] and "none" in user.status  # no dialog keeps the system waiting


def test_dialogs_begin_at_the_documents_not_where_the_app_was_started(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    documents, used = tmp_path / "documents", tmp_path / "used"
    for folder in (documents, used):
        folder.mkdir()
    monkeypatch.chdir("/")
    monkeypatch.setattr(files.QStandardPaths, "writableLocation", lambda _: str(documents))
    assert user.window.files.folder() == documents == user.window.inspector.context.folder()
    user.draw()
    user.person.path = used / "one.ink"
    user.key(KEY.Key_S, CTRL)
    assert user.window.files.folder() == used
    user.key(KEY.Key_N, CTRL)
    assert user.window.files.folder() == used == user.window.inspector.context.folder()
    (used / "one.ink").unlink()
    used.rmdir()
    assert user.window.files.folder() == documents
    documents.rmdir()
    assert user.window.files.folder() == Path.home()
