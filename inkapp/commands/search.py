"""``inkapp search WORD FILES…``: where ink says a word, though a letter of it was misread or mistyped.

The exit status is 0 where it was found, 1 where not, 2 where a file could not be read; the others are searched all the same.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from inkapp.commands import network
from inkapp.commands.command import Answer, Command, complain, file
from inkapp.commands.read import read_pages
from inkapp.formats.registry import read_any
from inkapp.ink.errors import FileError
from inkapp.live.reading.page_reader import PageReader
from inkapp.live.reading.page_text import PageText
from inkapp.live.reading.search import folded_words, search

NOT_FOUND, BAD_FILE = 1, 2


def _words(text: str) -> str:
    if not folded_words(text):
        raise argparse.ArgumentTypeError("there is no word to look for")
    return text


def _describe(parser: argparse.ArgumentParser) -> None:
    words = "a word, its beginning, or several words; if none fits, one letter of each may be wrong"
    parser.add_argument("word", type=_words, metavar="WORD", help=words)
    parser.add_argument("files", type=file, nargs="+", metavar="FILE", help="the ink: .ink, .inkml or .svg")
    parser.epilog = "The exit status is 0 if it was found, 1 if not, 2 if a file could not be read."


def _search(given: argparse.Namespace) -> Answer:
    reader = PageReader(network.load_reader())
    texts: list[tuple[Path, int, PageText]] = []
    bad = False
    for path in given.files:
        try:
            document = read_any(path, complain)
        except FileError as error:
            complain(f"inkapp search: {error}")
            bad = True
            continue
        for number, page in enumerate(read_pages(document, reader), 1):
            texts.append((path, number, page))
            if page.trouble:
                complain(f"inkapp search: {path}: page {number}: {page.trouble}")
                bad = True
    hits = search(given.word, [page.lines for _, _, page in texts])
    lines = []
    for hit in hits:
        path, number, _ = texts[hit.page]
        left, top, right, bottom = hit.bounds
        place = f"{left:.1f},{top:.1f} to {right:.1f},{bottom:.1f} mm"
        lines.append(f"{path}:{number}:{hit.line + 1}: {hit.text} ({place})\n")
    return Answer("".join(lines), BAD_FILE if bad else 0 if hits else NOT_FOUND)


SEARCH = Command("Prints where ink says a word.", _describe, _search)
