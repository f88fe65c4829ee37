"""What a transcription says of a line's points: which lie in a capital or a number, and whether its marks may be trusted.

IAM-OnDB's transcriptions are ``ascii-all.tar*`` or the folder ``ascii``: after ``CSR:`` one text line an ink line. No text is
kept or written, and nothing is read from the ink.

Where letters stand within a word is not known, so no more is claimed than follows from counts: a line whose text has as many
words as its ink has wide gaps for is aligned word for word, and a word's first letter is its first 1 / (letters) by width.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import numpy as np

from lab.cells import shapes
from lab.cells.features import Annotations
from model.arrays import Float64Array
from model.strokes import RowArray
from training.data.iam import DataError, form_of

ARCHIVE, FOLDER = "ascii-all.tar", "ascii"
MARKED = "ijt"
MOST_BYTES = 1 << 20  # of one form's text


def parse(text: str) -> list[str]:
    """The text lines after ``CSR:``, in the ink lines' order; none where that word is missing."""
    lines = [line.strip() for line in text.splitlines()]
    if "CSR:" not in lines:
        return []
    return [line for line in lines[lines.index("CSR:") + 1 :] if line]


def tokens(text: str) -> list[str]:
    """The words of a text line that leave a gap: marks of punctuation that stand alone are written at the word before."""
    return [word for word in text.split() if any(letter.isalnum() for letter in word)]


def read_texts(data: Path, names: Iterable[str]) -> dict[str, str]:
    """The text of each listed ink line that has one, by its list name; empty where there are no transcriptions at all.

    Raises DataError for a damaged archive.
    """
    wanted: dict[str, list[str]] = {}
    for name in names:
        wanted.setdefault(form_of(name), []).append(name)
    found: dict[str, str] = {}
    for form, text in _forms(data, set(wanted)):
        lines = parse(text)
        for name in wanted[form]:
            number = PurePosixPath(name).stem.rsplit("-", 1)[1]
            if number.isdigit() and 0 < int(number) <= len(lines):
                found[name] = lines[int(number) - 1]
    return found


def annotate(rows: RowArray, text: str | None, speed: Float64Array | None = None) -> Annotations:
    """What is known of a line's rows (n, 4) from its text; with None, nothing, and its marks are not trusted."""
    if text is None:
        return Annotations(speed, marks_hold=False)
    line = shapes.LineGeometry.of(rows)
    owed = sum(text.count(letter) for letter in MARKED)
    hold = len(shapes.marks(line, shapes.body(line))) == owed
    written, number = tokens(text), shapes.words(line)
    capital = np.full(len(rows), np.nan)
    digit = np.full(len(rows), np.nan)
    if len(written) == number.max(initial=-1) + 1:
        for index, word in enumerate(written):
            own = number == index
            left, right = line.x[own].min(), line.x[own].max()
            first = own & (line.x <= left + (right - left) / len(word))
            if word[0].isalpha():
                capital[first] = word[0].isupper()
            if word.isdigit() or not any(letter.isdigit() for letter in word):
                digit[own] = word.isdigit()
    return Annotations(speed, capital, digit, hold)


def _forms(data: Path, wanted: set[str]) -> Iterable[tuple[str, str]]:
    """The transcriptions of forms, as the file's name says them."""
    if (data / FOLDER).is_dir():
        for path in sorted((data / FOLDER).rglob("*.txt")):
            if path.stem in wanted:
                yield path.stem, path.read_text(encoding="utf-8", errors="replace")
        return
    for archive in sorted(data.glob(f"{ARCHIVE}*"))[:1]:
        try:
            with tarfile.open(archive) as tar:
                for member in tar:
                    stem = PurePosixPath(member.name).stem
                    if stem in wanted and member.isfile() and (stream := tar.extractfile(member)):
                        yield stem, stream.read(MOST_BYTES).decode("utf-8", errors="replace")
        except Exception as error:  # lzma and zlib have errors of their own, with no common base
            raise DataError(f"{archive}: damaged archive ({' '.join(str(error).split())})") from None
