"""The table of file formats, and the way from a path to a document and back. A new format is a line here, and a function that
imports its module: XML and PDF bring much along, which the window's start does not wait for.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from inkapp.formats.shared.left_out import Tell, tell_nobody
from inkapp.formats.shared.line_text import NOTHING_ABOUT, About, LineText
from inkapp.ink.atomic_files import one_line, read_bytes, replace_all, unpack
from inkapp.ink.document import Document
from inkapp.ink.errors import FileError, FileRefused
from inkapp.ink.file import dumps, loads

XML_BEGINS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\0", b"\xfe\xff\0<")


def _read_ink(data: bytes, name: str, tell: Tell) -> Document:
    """The app's own, or InkML, whose files may be named .ink, too. Raises FileError."""
    data = unpack(data, name)
    return _read_inkml(data, name, tell) if _is_xml(data) else loads(data, name)


def _read_inkml(data: bytes, name: str, tell: Tell) -> Document:
    from inkapp.formats.inkml.read import read_inkml

    return read_inkml(data, name, tell)


def _read_svg(data: bytes, name: str, tell: Tell) -> Document:
    from inkapp.formats.svg.read import read_svg

    return read_svg(data, name, tell)


def _is_xml(data: bytes) -> bool:
    return data.lstrip().startswith(XML_BEGINS)


READERS: dict[str, Callable[[bytes, str, Tell], Document]] = {
    ".ink": _read_ink,
    ".inkml": _read_inkml,
    ".xml": _read_inkml,
    ".svg": _read_svg,
    ".svgz": _read_svg,
}


def _write_ink(document: Document, stream: BinaryIO) -> None:
    stream.write(dumps(document))


def _write_inkml(document: Document, stream: BinaryIO) -> None:
    from inkapp.formats.inkml.write import write_inkml

    write_inkml(document, stream)


def _write_svg(document: Document, stream: BinaryIO, page: int, texts: Sequence[LineText]) -> None:
    from inkapp.formats.svg.write import write_svg

    write_svg(document, stream, page, texts)


def _write_pdf(document: Document, stream: BinaryIO, texts: Sequence[Sequence[LineText]], about: About) -> None:
    from inkapp.formats.pdf.write import write_pdf

    write_pdf(document, stream, texts, about)


# Formats that hold a whole document, those that hold one page, and those for others to look at, which hold it whole as well
WRITERS: dict[str, Callable[[Document, BinaryIO], None]] = {".ink": _write_ink, ".inkml": _write_inkml}
PAGE_WRITERS: dict[str, Callable[[Document, BinaryIO, int, Sequence[LineText]], None]] = {".svg": _write_svg}
SHOWN_WRITERS: dict[str, Callable[[Document, BinaryIO, Sequence[Sequence[LineText]], About], None]] = {
    ".pdf": _write_pdf
}
WRITTEN = (*PAGE_WRITERS, *SHOWN_WRITERS, *WRITERS)
WITH_TEXT = (*PAGE_WRITERS, *SHOWN_WRITERS)


def read_any(path: Path, tell: Tell = tell_nobody) -> Document:
    """The document of a file, by its extension; ``tell`` hears in one line what was left out of it. Raises FileError."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise FileRefused(f"{path}: cannot read {_kind(path)}; known are {_list(READERS)}")
    return reader(read_bytes(path), str(path), tell)


def is_own(path: Path) -> bool:
    """Whether a file that can be read is one of the app's own, which keep all of a document: .ink, and no InkML."""
    if path.suffix.lower() != ".ink":
        return False
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        with gzip.open(path) if packed else path.open("rb") as file:
            return not _is_xml(file.read(1024))
    except (OSError, EOFError, ValueError, zlib.error):  # gone, or damaged, since it was read
        return True


def check_target(path: Path, source: Path) -> None:
    """Refuses what could not be written to, before any work, and what would be lost by writing. Raises FileError.

    A document may be written over its own .ink file, which keeps all of it; a foreign file holds more than ink.
    """
    if path.suffix.lower() not in WRITTEN:
        raise _cannot_write(path)
    try:
        same = path.samefile(source)
    except (OSError, ValueError):  # one of them is not there
        same = False
    if same and not is_own(path):
        raise FileError(f"{path}: is the file that is read; written over, it would lose what is not ink")


def write_any(
    document: Document, path: Path, texts: Sequence[Sequence[LineText]] = (), about: About = NOTHING_ABOUT
) -> tuple[Path, ...]:
    """Writes a document by the extension, all of its files or none, and returns what was written.

    ``texts``: of each page what its lines say, for formats that carry it (``carries_text``), and ``about``, for those that tell
    of themselves. What a reader would refuse, as too large, is not written. Of several pages, a format that holds one gets a
    file each: ``name-1.svg``, ``name-2.svg`` … Raises FileError.
    """
    contents = _contents(document, path, texts, about)
    replace_all(contents)
    return tuple(contents)


def targets(path: Path, pages: int) -> tuple[Path, ...]:
    """The files that ``write_any`` makes of a document of so many pages."""
    if pages == 1 or path.suffix.lower() not in PAGE_WRITERS:
        return (path,)
    return tuple(path.with_name(f"{path.stem}-{page + 1}{path.suffix}") for page in range(pages))


def carries_text(path: Path) -> bool:
    """Whether the format of an extension carries what lines say."""
    return path.suffix.lower() in WITH_TEXT


def _contents(document: Document, path: Path, texts: Sequence[Sequence[LineText]], about: About) -> dict[Path, bytes]:
    """The files that a document becomes, with what is in them. Raises FileError."""
    suffix = path.suffix.lower()
    stream = io.BytesIO()
    if (show := SHOWN_WRITERS.get(suffix)) is not None:
        show(document, stream, texts, about)
        return {path: stream.getvalue()}
    if (write := WRITERS.get(suffix)) is not None:
        write(document, stream)
        if suffix != ".ink" and any(page.strokes for page in document.pages):
            _check_readable(stream.getvalue(), path)
        return {path: stream.getvalue()}
    if (write_page := PAGE_WRITERS.get(suffix)) is None:
        raise _cannot_write(path)
    contents = {}
    for page, target in enumerate(targets(path, len(document.pages))):
        stream = io.BytesIO()
        write_page(document, stream, page, texts[page] if page < len(texts) else ())
        contents[target] = stream.getvalue()
        if document.pages[page].strokes:
            _check_readable(contents[target], path)
    return contents


def _check_readable(data: bytes, path: Path) -> None:
    """Raises FileError for what the app would not read again."""
    try:
        READERS[path.suffix.lower()](data, "read back", tell_nobody)
    except FileError as error:
        raise FileError(f"{path}: cannot be written, as it could not be read again ({one_line(error)})") from None


def _cannot_write(path: Path) -> FileError:
    return FileError(f"{path}: cannot write {_kind(path)}; known are {_list(WRITTEN)}")


def _kind(path: Path) -> str:
    return f"{path.suffix} files" if path.suffix else "a file without an extension"


def _list(known: Iterable[str]) -> str:
    return ", ".join(known)
