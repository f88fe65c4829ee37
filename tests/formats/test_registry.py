"""Paths in, paths out."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from inkapp.formats.registry import check_target, is_own, read_any, targets, write_any
from inkapp.ink.document import Document, Page
from inkapp.ink.errors import FileError
from inkapp.ink.file import dumps, loads
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


@pytest.mark.parametrize("name", ["a.ink", "a.inkml", "a.svg", "A.SVG"])
@pytest.mark.parametrize("document", [sample(), Document((Page(), sample().pages[0]))])
def test_what_will_be_written_is_known_before(tmp_path: Path, name: str, document: Document):
    assert targets(tmp_path / name, len(document.pages)) == write_any(document, tmp_path / name)


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


INKML = b'<ink xmlns="http://www.w3.org/2003/InkML"><trace>1 1, 2 2</trace></ink>'


@pytest.mark.parametrize(
    "data", [INKML, b"\xef\xbb\xbf" + INKML, gzip.compress(INKML, mtime=0), INKML.decode().encode("utf-16")]
)
def test_inkml_may_be_named_ink_and_is_not_the_apps_own(tmp_path: Path, data: bytes):
    path = tmp_path / "a.ink"
    path.write_bytes(data)
    assert len(read_any(path).pages[0].strokes) == 1
    assert not is_own(path)
    with pytest.raises(FileError, match="is the file that is read"):
        check_target(path, path)
    write_any(sample(), path)
    assert is_own(path)


@pytest.mark.parametrize("suffix", [".svg", ".inkml"])
def test_what_could_not_be_read_again_is_not_written(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("inkapp.formats.shared.xml_events.MOST_ELEMENTS", 3)
    with pytest.raises(FileError, match=r"could not be read again .*more than 3 elements"):
        write_any(sample(), tmp_path / f"a{suffix}")
    assert os.listdir(tmp_path) == []


def test_what_is_left_out_is_told(tmp_path: Path):
    path, told = tmp_path / "a.svg", list[str]()
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>a</text><path d="M0 0L9 9"/></svg>')
    read_any(path, told.append)
    assert told == [f"{path}: left out: 1 × text"]


def test_more_strokes_than_can_be_read_are_not_saved(monkeypatch: pytest.MonkeyPatch):
    data = dumps(sample())
    monkeypatch.setattr("inkapp.ink.file.MOST_NESTED", 10)
    with pytest.raises(FileError, match="2 strokes cannot be saved"):
        dumps(sample())
    with pytest.raises(FileError, match="more than an ink file may"):
        loads(data, "x")


def test_what_older_versions_could_save_is_still_read():
    many = Document((Page(strokes=sample().pages[0].strokes[1:] * 160_000),))
    assert len(loads(dumps(many), "x").pages[0].strokes) == 160_000
