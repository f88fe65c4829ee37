"""``inkapp write``: typed text as ink in a hand."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from threadpoolctl import threadpool_limits

from assets import HANDS
from inkapp.commands.command import FORMATS, Command, add_seed, complain, file, number, short, temperature
from inkapp.commands.network import last_page, load_writer
from inkapp.editor.hands import Hands
from inkapp.formats.registry import check_target, read_any, write_any
from inkapp.ink.atomic_files import read_bytes
from inkapp.ink.document import Background, Document, Page
from inkapp.ink.errors import InkError
from inkapp.ink.hand import Hand
from inkapp.ink.hand_file import SUFFIX, load_hand
from inkapp.ink.typed_text import COMMAND_RANGES, Alignment, TextStyle, TypedText
from inkapp.live.compose.read_hand import HandReader, HandSource, NoHand
from inkapp.live.compose.write_text import write_text
from inkapp.live.text_events import PlacedWord

MOST_BYTES = 1 << 20  # of a text file; what has too many characters is refused by their number
MARGIN = 1 / 14  # of the paper's width, as on A4


def _describe(parser: argparse.ArgumentParser) -> None:
    style, page = TextStyle(), Page()
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("text", nargs="?", metavar="TEXT", help="what is to be written")
    what.add_argument("-f", "--file", type=file, metavar="FILE", help="a text file (UTF-8) that holds it")
    default = Path("written.svg")
    formats = f"{FORMATS} ({default})"
    parser.add_argument("-o", "--output", type=file, metavar="OUT", default=default, help=formats)
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--hand", type=file, metavar="FILE", help="a .hand, or ink from which the hand is learnt")
    whose.add_argument("--style", metavar="NAME", help="a hand of the app's own (the first one)")
    add = parser.add_argument
    add("--width", type=number(10, 2000), default=page.width, metavar="MM", help=f"of the paper ({page.width:g})")
    words = f"of the letters' shapes ({style.temperature:g})"
    add("--temperature", type=temperature, default=style.temperature, metavar="T", help=words)
    add("--shake", type=temperature, metavar="T", help="a temperature of the deviations alone (as --temperature)")
    add("--pen", type=temperature, metavar="T", help="a temperature of the pen's lifts (1)")
    add_seed(parser)
    degrees = number(*(math.degrees(math.atan(slant)) for slant in COMMAND_RANGES["slant"]))
    add("--slant", type=degrees, default=0.0, metavar="DEGREES", help="to the right of the hand's own (0)")
    for name in ("size", "word_spacing", "line_spacing"):
        times = number(*COMMAND_RANGES[name])
        add(f"--{name.replace('_', '-')}", type=times, default=1.0, metavar="TIMES", help="the hand's own (1)")
    sides = [side.value for side in Alignment]
    add("--align", choices=sides, default=style.alignment.value, help=f"{', '.join(sides)} ({style.alignment.value})")
    indent = number(*COMMAND_RANGES["indent"])
    add("--indent", type=indent, default=0.0, metavar="MM", help="of each paragraph's first line (0)")


def _write(given: argparse.Namespace) -> Sequence[Path]:
    for source in filter(None, (given.file, given.hand)):
        if given.output.exists() and source.exists() and given.output.samefile(source):
            raise InkError(f"{given.output}: is a file that is read, and would be lost")
    check_target(given.output, Path())
    said = given.text if given.text is not None else _text_of(given.file)
    source = _source(given.hand, given.style)
    page = Page(width=given.width, margin=min(Page().margin, MARGIN * given.width), background=Background.PLAIN)
    style = TextStyle(
        temperature=given.temperature,
        shake=given.shake,
        pen=given.pen,
        slant=math.tan(math.radians(given.slant)),
        size=given.size,
        word_spacing=given.word_spacing,
        line_spacing=given.line_spacing,
        indent=given.indent,
        alignment=Alignment(given.align),
    )
    named = repr((said, given.seed, source.name, style)).encode()  # equal options give equal files
    text_id = blake2b(named, digest_size=8).hexdigest()
    text = TypedText(text_id, said, page.margin, 0.0, given.seed, hand=source.name, style=style)
    words, note = _words(text, source, page, given.hand)
    if note:
        complain(f"inkapp write: {note}")
    document = _document(page, words, text)
    if len(document.pages) > 1:
        complain(f"inkapp write: the text fills {len(document.pages)} pages")
    return write_any(document, given.output)


def _words(text: TypedText, source: HandSource, page: Page, hand: Path | None) -> tuple[list[PlacedWord], str]:
    network = load_writer()
    words: list[PlacedWord] = []
    note = ""
    with threadpool_limits(limits=1, user_api="blas"):
        try:
            read = HandReader(network).read(source)
        except NoHand as reason:
            raise InkError(f"{hand}: {reason}" if hand else str(reason)) from None
        for progress in write_text(text, read, page, network):
            words += progress.words
            note = progress.note
            _tell(f"{progress.done:,} of {progress.total:,} words")
    _tell("")
    return words, note


def _tell(progress: str) -> None:
    """Shows how far it is, in place of what was shown before; on a terminal alone."""
    if sys.stderr.isatty():
        print(f"\r{progress}\x1b[K", end="", file=sys.stderr, flush=True)


def _document(page: Page, words: Sequence[PlacedWord], text: TypedText) -> Document:
    pages = []
    for index in range(max(word.page for word in words) + 1):
        strokes = [stroke.to_stroke() for word in words if word.page == index for stroke in word.strokes]
        pages.append(page.with_strokes(strokes))
    return Document(tuple(pages), texts=(text,))


def _text_of(path: Path) -> str:
    """A text file's text. Raises FileError, InkError."""
    try:
        return read_bytes(path, MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InkError(f"{path}: not a text in UTF-8") from None


def _source(path: Path | None, name: str | None) -> HandSource:
    """Where the hand is learnt; without a file, the hand of the app's own of that name. Raises FileError, InkError."""
    if path is None:
        return HandSource.of_hand(_built_in(name))
    if path.suffix.lower() == SUFFIX:
        return HandSource.of_hand(load_hand(path))
    document = read_any(path, complain)
    return HandSource(document.pages[last_page(document)])


def _built_in(name: str | None) -> Hand:
    kept = Hands(HANDS, HANDS).built_in
    if not kept:
        raise InkError("there is no hand of the app's own here: name one with --hand FILE")
    if name is None:
        return kept[0].hand
    for one in kept:
        if name.casefold() in (one.path.stem.casefold(), one.hand.name.casefold()):
            return one.hand
    raise InkError(f"no hand is called {short(name)}: there are {', '.join(one.path.stem for one in kept)}")


WRITE = Command("Writes typed text as ink, in a hand.", _describe, _write)
