"""Paths in, paths out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inkapp.formats.registry import read_any, write_any
from inkapp.ink.document import Document, Page
from inkapp.ink.errors import FileError
from tests.ink.documents import stroke


def sample() -> Document:
    return Document().add_strokes([stroke([(10, 20), (30, 40)]), stroke([(50, 60)])])


@pytest.mark.parametrize("name", ["a.ink", "a.inkml", "a.svg", "A.SVG"])
def test_each_format_goes_out_and_in(tmp_path: Path, name: str):
    path = tmp_path / name
    assert write_any(sample(), path) == (path,)
    strokes = read_any(path).pages[0].strokes
    assert [s.x.tolist() for s in strokes] == [[10, 30], [50]]


def test_several_pages_are_several_pictures_and_one_document(tmp_path: Path):
    document = Document((Page(), sample().pages[0]))
    assert write_any(document, tmp_path / "a.svg") == (tmp_path / "a-1.svg", tmp_path / "a-2.svg")
    assert sorted(os.listdir(tmp_path)) == ["a-1.svg", "a-2.svg"]
    for name in ("a.ink", "a.inkml"):
        write_any(document, tmp_path / name)
        assert read_any(tmp_path / name).pages == document.pages


def test_of_several_pictures_all_are_written_or_none(tmp_path: Path):
    document = Document((Page(), sample().pages[0]))
    write_any(document, tmp_path / "a.svg")
    before = (tmp_path / "a-1.svg").read_bytes()
    (tmp_path / "a-2.svg").unlink()
    (tmp_path / "a-2.svg").mkdir()
    with pytest.raises(FileError, match=r"a-2\.svg: cannot be written"):
        write_any(Document((sample().pages[0], Page())), tmp_path / "a.svg")
    assert (tmp_path / "a-1.svg").read_bytes() == before and sorted(os.listdir(tmp_path)) == ["a-1.svg", "a-2.svg"]


@pytest.mark.parametrize("name", ["a.docx", "a", ".svg"])
def test_unknown_formats_are_named_and_nothing_is_written(tmp_path: Path, name: str):
    with pytest.raises(FileError, match="cannot write"):
        write_any(sample(), tmp_path / name)
    with pytest.raises(FileError, match="cannot read"):
        read_any(tmp_path / name)
    assert os.listdir(tmp_path) == []


def test_a_document_that_cannot_be_written_leaves_the_file(tmp_path: Path):
    path = tmp_path / "a.ink"
    write_any(sample(), path)
    before = path.read_bytes()
    with pytest.raises(FileError):
        write_any(Document(()), path)
    assert path.read_bytes() == before
    with pytest.raises(FileError, match="No such file"):
        write_any(sample(), tmp_path / "none" / "a.svg")
