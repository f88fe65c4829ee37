"""The open document: names, undo, and files that can lose nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inkapp.editor.open_document import OpenDocument, readable, writable
from inkapp.formats.registry import read_any
from inkapp.ink.document import Background, Document, Page
from inkapp.ink.errors import FileError
from inkapp.ink.file import save
from tests.ink.documents import stroke

A, B = stroke([(10, 20), (30, 40)]), stroke([(50, 60)])


def written() -> OpenDocument:
    open_document = OpenDocument()
    open_document.add([A])
    open_document.add([B])
    return open_document


def test_an_untouched_page_is_safe_and_one_that_was_undone_is_too():
    open_document = OpenDocument()
    assert open_document.is_saved and open_document.is_empty and open_document.title == "Untitled"
    open_document.add([A])
    assert not open_document.is_saved and not open_document.is_empty
    open_document.undo()
    assert open_document.is_saved and open_document.is_empty


def test_each_change_is_one_step_and_revisions_only_rise():
    open_document = written()
    seen = [open_document.document.revision]
    open_document.erase((0, 1, 7))
    seen.append(open_document.document.revision)
    assert open_document.is_empty
    open_document.undo()
    seen.append(open_document.document.revision)
    assert open_document.document.pages[0].strokes == (A, B)
    open_document.redo()
    seen.append(open_document.document.revision)
    open_document.new()
    seen.append(open_document.document.revision)
    assert seen == sorted(set(seen))
    open_document.erase(())
    assert not open_document.can_undo


def test_save_gives_it_a_name_and_makes_it_safe(tmp_path: Path):
    open_document = written()
    with pytest.raises(FileError, match="no file yet"):
        open_document.save()
    open_document.save_as(tmp_path / "page")
    assert open_document.is_saved and open_document.title == "page.ink" and open_document.path == tmp_path / "page.ink"
    open_document.add([A])
    assert not open_document.is_saved
    open_document.save()
    assert open_document.is_saved and len(read_any(tmp_path / "page.ink").pages[0].strokes) == 3


def test_a_page_is_saved_as_ink_only_and_a_failure_changes_nothing(tmp_path: Path):
    open_document = written()
    for path, says in ((tmp_path / "a.svg", "export"), (tmp_path / "none" / "a.ink", "No such file")):
        with pytest.raises(FileError, match=says):
            open_document.save_as(path)
        assert open_document.path is None and not open_document.is_saved and open_document.title == "Untitled"


@pytest.mark.parametrize("suffix", [".svg", ".inkml"])
def test_other_formats_are_imports_without_a_name(tmp_path: Path, suffix: str):
    open_document = written()
    (exported,) = open_document.export(tmp_path / f"note{suffix}")
    assert not open_document.is_saved
    other = OpenDocument()
    other.show(other.read(exported), exported)
    assert (other.path, other.title, other.is_saved) == (None, "note", False)
    assert other.suggestion(".ink") == Path("note.ink")
    assert len(other.document.pages[0].strokes) == 2


def test_export_without_an_extension_is_svg(tmp_path: Path):
    assert written().export(tmp_path / "out") == (tmp_path / "out.svg",)
    assert writable()[0] == ".svg" and {".ink", ".inkml"} <= set(writable()) and readable()[0] == ".ink"


def test_reading_a_bad_file_leaves_the_desk_alone(tmp_path: Path):
    open_document, before = written(), written().document.pages
    (tmp_path / "bad.ink").write_text("{")
    for name in ("bad.ink", "none.ink", "what.docx"):
        with pytest.raises(FileError):
            open_document.read(tmp_path / name)
    assert open_document.document.pages == before and not open_document.is_saved


def test_pages_are_turned_and_written_on(tmp_path: Path):
    two = Document(pages=Document().pages * 2)
    save(two, tmp_path / "two.ink")
    open_document = OpenDocument()
    open_document.show(open_document.read(tmp_path / "two.ink"), tmp_path / "two.ink")
    assert not open_document.turn_to(2) and not open_document.turn_to(0) and open_document.turn_to(1)
    open_document.add([A])
    assert [len(page.strokes) for page in open_document.document.pages] == [0, 1]
    assert open_document.suggestion(".svg") == tmp_path / "two.svg"


def three() -> OpenDocument:
    """Pages of one, no and two strokes, the last in sight."""
    open_document = OpenDocument()
    open_document.add([A])
    assert open_document.add_page() and open_document.add_page()
    open_document.add([A, B])
    return open_document


def counts(open_document: OpenDocument) -> list[int]:
    return [len(page.strokes) for page in open_document.document.pages]


def test_pages_are_added_moved_and_deleted_each_as_one_step():
    open_document = three()
    assert (counts(open_document), open_document.page) == ([1, 0, 2], 2)
    assert not open_document.move_page(1) and open_document.move_page(-1) and open_document.move_page(-1)
    assert (counts(open_document), open_document.page) == ([2, 1, 0], 0)
    assert open_document.delete_page()
    assert (counts(open_document), open_document.page) == ([1, 0], 0)
    assert open_document.delete_page() and not open_document.delete_page()
    assert (counts(open_document), open_document.page) == ([0], 0)
    for left in ([1, 0], [2, 1, 0], [1, 2, 0], [1, 0, 2], [1, 0, 0], [1, 0], [1], [0]):
        open_document.undo()
        assert counts(open_document) == left
    assert not open_document.can_undo and open_document.is_saved
    while open_document.can_redo:
        open_document.redo()
    assert counts(open_document) == [0]


def test_undo_and_redo_show_the_page_that_they_change():
    open_document = three()
    open_document.turn_to(0)
    open_document.undo()  # the strokes of the last page
    assert open_document.page == 2
    open_document.redo()
    assert open_document.page == 2
    open_document.move_page(-2)
    open_document.undo()
    assert open_document.page == 2  # goes along with the page
    open_document.delete_page()
    open_document.turn_to(0)
    open_document.undo()
    assert open_document.page == 2  # it is there again
    open_document.undo()
    open_document.undo()
    assert open_document.page == 1  # the last page is not there any more


def test_an_added_page_is_on_the_same_paper():
    open_document = OpenDocument()
    paper = Page(width=148.0, height=210.0, background=Background.PLAIN)
    assert open_document.change_paper(paper) and not open_document.change_paper(paper)
    open_document.add([A])
    open_document.add_page()
    assert open_document.document.pages == (replace(paper, strokes=(A,)), paper)


def test_paper_is_changed_on_one_page_or_on_all_as_one_step():
    open_document = three()
    paper = Page((B,), width=297.0, height=210.0, rule_spacing=8.0)
    assert open_document.change_paper(paper)
    assert [page.width for page in open_document.document.pages] == [210.0, 210.0, 297.0]
    assert open_document.change_paper(paper, all_pages=True)
    assert counts(open_document) == [1, 0, 2]  # what is written stays
    assert {(page.width, page.rule_spacing) for page in open_document.document.pages} == {(297.0, 8.0)}
    open_document.undo()
    open_document.undo()
    assert {page.width for page in open_document.document.pages} == {210.0}


def test_no_page_is_added_that_could_not_be_saved(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("inkapp.editor.open_document.MOST_PAGES", 2)
    open_document = OpenDocument()
    assert open_document.add_page() and not open_document.add_page()
    assert len(open_document.document.pages) == 2 and open_document.page == 1


def test_what_has_no_file_is_changed_nowhere_and_has_none_to_be_saved_in():
    open_document = OpenDocument()
    assert not open_document.is_changed_on_disk
    with pytest.raises(FileError, match="Untitled has no file yet"):
        open_document.save()
