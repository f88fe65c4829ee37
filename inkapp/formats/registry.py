"""The table of file formats, and the way from a path to a document and back. A new format is a line here."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from inkapp.formats.inkml.write import read_inkml, write_inkml
from inkapp.formats.svg.read import read_svg
from inkapp.formats.svg.write import write_svg
from inkapp.ink.atomic_files import read_bytes, replace_all
from inkapp.ink.document import Document
from inkapp.ink.errors import FileError, FileRefused
from inkapp.ink.file import dumps, loads

READERS: dict[str, Callable[[bytes, str], Document]] = {
    ".ink": loads,
    ".inkml": read_inkml,
    ".xml": read_inkml,
    ".svg": read_svg,
    ".svgz": read_svg,
}


def _write_ink(document: Document, stream: BinaryIO) -> None:
    stream.write(dumps(document))


# Formats that hold a whole document, and those that hold one page
WRITERS: dict[str, Callable[[Document, BinaryIO], None]] = {".ink": _write_ink, ".inkml": write_inkml}
PAGE_WRITERS: dict[str, Callable[[Document, BinaryIO, int], None]] = {".svg": write_svg}


def read_any(path: Path) -> Document:
    """The document of a file, by its extension. Raises FileError."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise FileRefused(f"{path}: cannot read {_kind(path)}; known are {_list(READERS)}")
    return reader(read_bytes(path), str(path))


def check_target(path: Path, source: Path) -> None:
    """Refuses what could not be written to, before any work, and what would be lost by writing. Raises FileError.

    A document may be written over its own .ink file, which keeps all of it; a foreign file holds more than ink.
    """
    suffix = path.suffix.lower()
    if suffix not in WRITERS and suffix not in PAGE_WRITERS:
        raise _cannot_write(path)
    try:
        same = path.samefile(source)
    except (OSError, ValueError):  # one of them is not there
        same = False
    if same and suffix != ".ink":
        raise FileError(f"{path}: is the file that is read; written over, it would lose what is not ink")


def write_any(document: Document, path: Path) -> tuple[Path, ...]:
    """Writes a document by the extension, all of its files or none, and returns what was written.

    Of several pages, a format that holds one gets a file each: ``name-1.svg``, ``name-2.svg`` … Raises FileError.
    """
    contents = _contents(document, path)
    replace_all(contents)
    return tuple(contents)


def _contents(document: Document, path: Path) -> dict[Path, bytes]:
    """The files that a document becomes, with what is in them. Raises FileError."""
    suffix = path.suffix.lower()
    stream = io.BytesIO()
    if (write := WRITERS.get(suffix)) is not None:
        write(document, stream)
        return {path: stream.getvalue()}
    if (write_page := PAGE_WRITERS.get(suffix)) is None:
        raise _cannot_write(path)
    pages = range(len(document.pages))
    contents = {}
    for page in pages:
        stream = io.BytesIO()
        write_page(document, stream, page)
        target = path.with_name(f"{path.stem}-{page + 1}{path.suffix}") if len(pages) > 1 else path
        contents[target] = stream.getvalue()
    return contents


def _cannot_write(path: Path) -> FileError:
    return FileError(f"{path}: cannot write {_kind(path)}; known are {_list((*PAGE_WRITERS, *WRITERS))}")


def _kind(path: Path) -> str:
    return f"{path.suffix} files" if path.suffix else "a file without an extension"


def _list(known: Iterable[str]) -> str:
    return ", ".join(known)
