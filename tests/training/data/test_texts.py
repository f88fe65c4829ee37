"""Transcriptions: which lines' text is taken, from an archive or a folder."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from training.data.iam import DataError
from training.data.texts import parse, read_texts

TEXT = "OCR:\n\nWrong words\n\nCSR:\n\nAb 12 .\nnext line\n"
NAMES = ["lineStrokes/q11/q11-000/q11-000a-01.xml", "lineStrokes/q11/q11-000/q11-000a-02.xml"]


def test_text_lines_follow_the_mark() -> None:
    assert parse(TEXT) == ["Ab 12 .", "next line"] and parse("no mark") == []


@pytest.mark.parametrize("packed", [False, True])
def test_texts_are_found_in_archive_and_folder(packed: bool, tmp_path: Path) -> None:
    place = "ascii/q11/q11-000/q11-000a.txt"
    if packed:
        with tarfile.open(tmp_path / "ascii-all.tar.xz", "w:xz") as tar:
            info = tarfile.TarInfo(place)
            info.size = len(TEXT)
            tar.addfile(info, io.BytesIO(TEXT.encode()))
    else:
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_text(TEXT, encoding="utf-8")
    beyond = "lineStrokes/q11/q11-000/q11-000a-03.xml"
    assert read_texts(tmp_path, [*NAMES, beyond, "x/q11-001-01.xml"]) == dict(
        zip(NAMES, ("Ab 12 .", "next line"), strict=True)
    )


def test_no_texts_are_none_and_a_damaged_archive_is_named(tmp_path: Path) -> None:
    assert read_texts(tmp_path, NAMES) == {}
    (tmp_path / "ascii-all.tar.xz").write_bytes(b"not an archive")
    with pytest.raises(DataError, match=r"ascii-all\.tar\.xz: damaged archive"):
        read_texts(tmp_path, NAMES)
