"""Reads IAM-OnDB's transcriptions, ``ascii-all.tar*`` or the folder ``ascii``: after ``CSR:`` one text line an ink line."""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from training.data.iam import DataError, form_of

ARCHIVE, FOLDER = "ascii-all.tar", "ascii"
MOST_BYTES = 1 << 20  # of one form's text


def parse(text: str) -> list[str]:
    """The text lines after ``CSR:``, in the ink lines' order; none where that word is missing."""
    lines = [line.strip() for line in text.splitlines()]
    if "CSR:" not in lines:
        return []
    return [line for line in lines[lines.index("CSR:") + 1 :] if line]


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


def _forms(data: Path, wanted: set[str]) -> Iterator[tuple[str, str]]:
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
