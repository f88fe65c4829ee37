"""Transcriptions: which lines' text is taken, and what follows from it for points of ink."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import numpy as np
import pytest

from lab.cells import transcription
from tests.lab.cells.test_shapes import rows, zigzag
from training.data.iam import DataError

TEXT = "OCR:\n\nWrong words\n\nCSR:\n\nAb 12 .\nnext line\n"
NAMES = ["lineStrokes/q11/q11-000/q11-000a-01.xml", "lineStrokes/q11/q11-000/q11-000a-02.xml"]
INK = rows(zigzag(9), zigzag(9, 9.0))


def test_text_lines_follow_the_mark() -> None:
    assert transcription.parse(TEXT) == ["Ab 12 .", "next line"] and transcription.parse("no mark") == []
    assert transcription.tokens("Ab 12 . ,") == ["Ab", "12"]


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
    assert transcription.read_texts(tmp_path, [*NAMES, beyond, "x/q11-001-01.xml"]) == dict(
        zip(NAMES, ("Ab 12 .", "next line"), strict=True)
    )


def test_no_texts_are_none_and_a_damaged_archive_is_named(tmp_path: Path) -> None:
    assert transcription.read_texts(tmp_path, NAMES) == {}
    (tmp_path / "ascii-all.tar.xz").write_bytes(b"not an archive")
    with pytest.raises(DataError, match=r"ascii-all\.tar\.xz: damaged archive"):
        transcription.read_texts(tmp_path, NAMES)


def test_words_are_matched_where_there_are_as_many() -> None:
    told = transcription.annotate(INK, "Ab 12 .")
    assert told.capital is not None and told.digit is not None
    assert told.digit.tolist() == [0] * 9 + [1] * 9
    assert told.capital[:5].tolist() == [1] * 5 and np.isnan(told.capital[5:]).all()  # half of a word of two letters
    small = transcription.annotate(INK, "ab c1").capital
    assert small is not None and small[0] == 0 and (small[9:] == 0).any()
    mixed = transcription.annotate(INK, "ab c1").digit
    assert mixed is not None and np.isnan(mixed[9:]).all()  # neither a number nor a word without digits


def test_others_say_nothing() -> None:
    other = transcription.annotate(INK, "one word more").capital
    assert other is not None and np.isnan(other).all()
    assert transcription.annotate(INK, None).capital is None and not transcription.annotate(INK, None).marks_hold


def test_marks_hold_where_the_text_has_as_many_letters_that_bear_one() -> None:
    dotted = rows(zigzag(9), [(1.5, -2.0)])
    assert transcription.annotate(dotted, "in").marks_hold and not transcription.annotate(dotted, "tin").marks_hold
    assert not transcription.annotate(dotted, "on").marks_hold
