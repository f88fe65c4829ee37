"""``inkapp export`` and ``inkapp continue``: ink into other files, and ink that goes on."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from inkapp.commands.command import (
    FORMATS,
    Answer,
    Command,
    add_file,
    add_seed,
    add_temperature,
    complain,
    file,
    short,
    whole,
)
from inkapp.commands.network import last_page, load_network, load_reader, load_words
from inkapp.commands.read import read_pages
from inkapp.editor.line_texts import line_texts
from inkapp.formats.registry import WITH_TEXT, carries_text, check_target, read_any, write_any
from inkapp.formats.shared.line_text import About
from inkapp.ink.errors import InkError
from inkapp.ink.ghost import Ghost
from inkapp.live.continuation import WordsWanted
from inkapp.live.encoder import NothingToContinue
from inkapp.live.reading.page_reader import PageReader
from inkapp.live.whole_ghost import grow, grow_words
from inkapp.live.words.pen_line import NoWords
from model.trace import Controls

MOST_POINTS = 5_000
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def _points(text: str) -> int:
    return whole(text, 1, MOST_POINTS)


def _language(text: str) -> str:
    if not LANGUAGE.fullmatch(text):
        raise argparse.ArgumentTypeError(f"must be a language's short name, such as de or en-GB, not {short(text)}")
    return text


def _describe_export(parser: argparse.ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("-o", "--output", type=file, required=True, metavar="OUT", help=FORMATS)
    parser.add_argument("--text", action="store_true", help="reads the ink; .svg and .pdf then say what it says")
    parser.add_argument("--title", metavar="T", help="what a .pdf is called (FILE's name)")
    parser.add_argument("--author", metavar="A", default="", help="who wrote a .pdf")
    words = "of a .pdf's text, by which it is read aloud: de, en-GB … (en)"
    parser.add_argument("--language", type=_language, metavar="L", default="en", help=words)


def _export(given: argparse.Namespace) -> Sequence[Path]:
    check_target(given.output, given.file)
    if given.text and not carries_text(given.output):
        raise InkError(f"{given.output}: no format but {' and '.join(WITH_TEXT)} carries the text of lines")
    document = read_any(given.file, complain)
    texts = [line_texts(page) for page in read_pages(document, PageReader(load_reader()))] if given.text else []
    title = given.file.stem if given.title is None else given.title
    return write_any(document, given.output, texts, About(title, given.author, given.language))


def _describe_continue(parser: argparse.ArgumentParser) -> None:
    add_file(parser)
    default = Path("continued.svg")
    parser.add_argument("-o", "--output", type=file, metavar="OUT", default=default, help=f"{FORMATS} ({default})")
    words = f"1 to {MOST_POINTS}, then on to the end of a word (400)"
    parser.add_argument("--points", type=_points, default=400, metavar="N", help=words)
    add_temperature(parser)
    add_seed(parser)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--words", action="store_true", help="reads the line and goes on in likely words; else it fails")
    kind.add_argument("--free", action="store_true", help="by the network's own free hand (this is what is done)")
    parser.add_argument("--say", action="store_true", help="with --words: prints what was read, and what was written")


def _continue(given: argparse.Namespace) -> Sequence[Path] | Answer:
    check_target(given.output, given.file)
    if given.say and not given.words:
        raise InkError("--say tells words, and so needs --words")
    document = read_any(given.file, complain)
    index, said = last_page(document), ""
    asked = {"seed": given.seed, "controls": Controls(given.temperature), "points": given.points}
    try:
        if given.words:
            guessed, grown = grow_words(document, index, load_words(), words=WordsWanted(), **asked)
            guess = guessed.guesses[guessed.chosen]
            said = f"read: {guess.standing}\nwrote: {_written(grown.ghost)}\n"
        else:
            grown = grow(document, index, load_network(), **asked)
    except (NothingToContinue, NoWords) as reason:
        raise InkError(f"{given.file}: {reason}") from None
    if grown.page_full:
        complain(f"{given.file}: there is no room for more on page {index + 1}, so the ink ends early")
    paths = write_any(document.add_strokes(grown.ghost.to_strokes(), index), given.output)
    if not given.say:
        return paths
    return Answer(said + "".join(f"{path}\n" for path in paths))


def _written(ghost: Ghost) -> str:
    """The words of a ghost of which there is ink."""
    there = {stroke.word for stroke in ghost.strokes}
    return " ".join(word.text for number, word in enumerate(ghost.words) if number in there)


EXPORT = Command("Writes ink in the format of OUT's extension.", _describe_export, _export)
CONTINUE = Command("Writes ink with its continuation.", _describe_continue, _continue)
