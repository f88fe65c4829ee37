"""``inkapp read FILE``: what ink or a picture of it says, as text or as JSON with a confidence and a place for each word."""

from __future__ import annotations

import argparse
import json

from threadpoolctl import threadpool_limits

from inkapp.commands import network
from inkapp.commands.command import Command, add_file, complain
from inkapp.commands.photograph import is_photograph, lines_of_photograph, read_photograph
from inkapp.formats.registry import read_any
from inkapp.ink.document import Bounds, Document
from inkapp.ink.errors import InkError
from inkapp.live.photograph.read_lines import PhotographedLine
from inkapp.live.reading.page_reader import PageReader
from inkapp.live.reading.page_text import PageText, ReadLine


def _describe(parser: argparse.ArgumentParser) -> None:
    add_file(parser)
    words = "one JSON object: each word with its confidence, 0 to 1, and where it stands, mm; in a picture pixels"
    parser.add_argument("--json", action="store_true", help=words)
    parser.epilog = (
        "FILE may also be a .png or .jpg picture of handwriting. Latin letters are read; ink that does not look like them is"
        " left out, and told."
    )


def _read(given: argparse.Namespace) -> str:
    if is_photograph(given.file):
        return _photographed(given)
    document = read_any(given.file, complain)
    if not any(page.strokes for page in document.pages):
        raise InkError(f"{given.file}: there is no ink on it")
    pages = read_pages(document, PageReader(network.load_reader()))
    for number, page in enumerate(pages, 1):
        if page.trouble:
            complain(f"{given.file}: page {number}: {page.trouble}")
        if drawn := sum(not line.is_writing for line in page.lines):
            what = f"{drawn} of {len(page.lines)} lines do" if len(page.lines) > 1 else "its ink does"
            complain(f"{given.file}: page {number}: {what} not look like writing that can be read, in Latin letters")
    if given.json:
        return _json(pages)
    if not any(page.text for page in pages):
        raise InkError(f"{given.file}: there is nothing on it that can be read")
    return "\n".join(page.text for page in pages if page.text)


def _photographed(given: argparse.Namespace) -> str:
    lines = read_photograph(lines_of_photograph(given.file), network.load_reader())
    if given.json:
        return json.dumps({"lines": [_photographed_line(k, line) for k, line in enumerate(lines, 1)]}) + "\n"
    if not any(line.words for line in lines):
        raise InkError(f"{given.file}: there is nothing on it that can be read")
    return "".join(f"{line.text}\n" for line in lines if line.words)


def _photographed_line(number: int, line: PhotographedLine) -> dict[str, object]:
    words = [{"text": word.text, "confidence": round(word.confidence, 4), **_place(word.bounds)} for word in line.words]
    return {"line": number, "text": line.text, **_place(line.bounds), "words": words}


def read_pages(document: Document, reader: PageReader) -> list[PageText]:
    """What all pages say."""
    with threadpool_limits(limits=1, user_api="blas"):
        return [reader.read(page, document.texts) or PageText() for page in document.pages]


def _json(pages: list[PageText]) -> str:
    whole = {
        "pages": [
            {"page": number, "lines": [_line(k, line) for k, line in enumerate(page.lines, 1)]}
            for number, page in enumerate(pages, 1)
        ]
    }
    return json.dumps(whole) + "\n"


def _line(number: int, line: ReadLine) -> dict[str, object]:
    words = [
        {
            "text": word.text,
            "confidence": round(word.confidence, 4),
            "source": word.source.value,
            "strokes": len(word.strokes),
            **_place(word.bounds),
        }
        for word in line.words
    ]
    return {"line": number, "text": line.text, "writing": line.is_writing, **_place(line.bounds), "words": words}


def _place(bounds: Bounds) -> dict[str, float]:
    """In mm, of the ink without the pen's width; of a picture in pixels."""
    return dict(zip(("left", "top", "right", "bottom"), (round(edge, 3) for edge in bounds), strict=True))


READ = Command("Prints what ink says.", _describe, _read)
