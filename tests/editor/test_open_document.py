"""The open document: names, undo, and files that can lose nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from inkapp.editor.open_document import Desk, readable, writable
from inkapp.formats.registry import read_any
from inkapp.ink.disk import InkError
from inkapp.ink.document import Document
from inkapp.ink.file import save
from tests.ink.documents import stroke

A, B = stroke([(10, 20), (30, 40)]), stroke([(50, 60)])


def written() -> Desk:
    desk = Desk()
    desk.add([A])
    desk.add([B])
    return desk


def test_an_untouched_page_is_safe_and_one_that_was_undone_is_too():
    desk = Desk()
    assert desk.is_saved and desk.is_empty and desk.title == "Untitled"
    desk.add([A])
    assert not desk.is_saved and not desk.is_empty
    desk.undo()
    assert desk.is_saved and desk.is_empty


def test_each_change_is_one_step_and_revisions_only_rise():
    desk = written()
    seen = [desk.document.revision]
    desk.erase((0, 1, 7))
    seen.append(desk.document.revision)
    assert desk.is_empty
    desk.undo()
    seen.append(desk.document.revision)
    assert desk.document.pages[0].strokes == (A, B)
    desk.redo()
    seen.append(desk.document.revision)
    desk.new()
    seen.append(desk.document.revision)
    assert seen == sorted(set(seen))
    desk.erase(())
    assert not desk.can_undo


def test_save_gives_it_a_name_and_makes_it_safe(tmp_path: Path):
    desk = written()
    with pytest.raises(InkError, match="no file yet"):
        desk.save()
    desk.save_as(tmp_path / "page")
    assert desk.is_saved and desk.title == "page.ink" and desk.path == tmp_path / "page.ink"
    desk.add([A])
    assert not desk.is_saved
    desk.save()
    assert desk.is_saved and len(read_any(tmp_path / "page.ink").pages[0].strokes) == 3


def test_a_page_is_saved_as_ink_only_and_a_failure_changes_nothing(tmp_path: Path):
    desk = written()
    for path, says in ((tmp_path / "a.svg", "export"), (tmp_path / "none" / "a.ink", "No such file")):
        with pytest.raises(InkError, match=says):
            desk.save_as(path)
        assert desk.path is None and not desk.is_saved and desk.title == "Untitled"


@pytest.mark.parametrize("suffix", [".svg", ".inkml"])
def test_other_formats_are_imports_without_a_name(tmp_path: Path, suffix: str):
    desk = written()
    (exported,) = desk.export(tmp_path / f"note{suffix}")
    assert not desk.is_saved
    other = Desk()
    other.show(other.read(exported), exported)
    assert (other.path, other.title, other.is_saved) == (None, "note", False)
    assert other.suggestion(".ink") == Path("note.ink")
    assert len(other.document.pages[0].strokes) == 2


def test_export_without_an_extension_is_svg(tmp_path: Path):
    assert written().export(tmp_path / "out") == (tmp_path / "out.svg",)
    assert writable()[0] == ".svg" and {".ink", ".inkml"} <= set(writable()) and readable()[0] == ".ink"


def test_reading_a_bad_file_leaves_the_desk_alone(tmp_path: Path):
    desk, before = written(), written().document.pages
    (tmp_path / "bad.ink").write_text("{")
    for name in ("bad.ink", "none.ink", "what.docx"):
        with pytest.raises(InkError):
            desk.read(tmp_path / name)
    assert desk.document.pages == before and not desk.is_saved


def test_pages_are_turned_and_written_on(tmp_path: Path):
    two = Document(pages=Document().pages * 2)
    save(two, tmp_path / "two.ink")
    desk = Desk()
    desk.show(desk.read(tmp_path / "two.ink"), tmp_path / "two.ink")
    assert not desk.turn_to(2) and not desk.turn_to(0) and desk.turn_to(1)
    desk.add([A])
    assert [len(page.strokes) for page in desk.document.pages] == [0, 1]
    assert desk.suggestion(".svg") == tmp_path / "two.svg"
