"""The network, the page and the reading that commands work on; what goes wrong is an InkError of one line."""

from __future__ import annotations

from pathlib import Path

from threadpoolctl import threadpool_limits

from assets import LANGUAGE
from inkapp.commands.command import complain
from inkapp.editor.load_words import WordsLoader
from inkapp.formats.registry import read_any
from inkapp.ink.document import Document
from inkapp.ink.errors import InkError
from inkapp.inspect.page import PageReading, read_page
from inkapp.live.encoder import NothingToContinue, encode_for, lines_for
from inkapp.live.words.words_road import WordsRoad
from model.batched_writer import BatchedWriter
from model.checkpoint import CAPTIONER_FILE, CHARACTERS, LIVE, WRITER, CheckpointError
from model.errors import ModelError
from model.line_readers import shared_captioner
from model.sampler import Sampler
from model.word_reader import WordReader

MOST_READ = 25_000  # points of the network's on a page: 200 MB of states, some seconds; a full page has 10,000


def weights() -> Path:
    """The file of the network in use."""
    return LIVE


def writer_weights() -> Path:
    """The file of the network that writes texts."""
    return WRITER


def load_network() -> Sampler:
    """The network. Raises InkError for weights that are missing or damaged."""
    try:
        return Sampler.load(weights())
    except CheckpointError as error:
        raise InkError(str(error)) from None


def load_writer() -> BatchedWriter:
    """The network that writes texts, with one that reads them back. Raises InkError for missing or damaged weights."""
    try:
        return BatchedWriter.load(writer_weights(), reader=CAPTIONER_FILE)
    except CheckpointError as error:
        raise InkError(str(error)) from None


def load_reader() -> WordReader:
    """What reads ink, and pictures of it. Raises InkError where the weights or the table of words are missing or damaged."""
    try:
        return WordReader.load(CAPTIONER_FILE, LANGUAGE)
    except ModelError as error:
        raise InkError(str(error)) from None


def load_words() -> WordsRoad:
    """What goes on in words, as if nothing were known of the person. Raises InkError for files missing or damaged."""
    try:
        return WordsLoader(writer_weights(), LANGUAGE, CHARACTERS, lambda: shared_captioner(CAPTIONER_FILE))()
    except ModelError as error:
        raise InkError(str(error)) from None


def last_page(document: Document) -> int:
    """The last page with ink: there the writer stopped. Of pages without any, the first."""
    return max((index for index, page in enumerate(document.pages) if page.strokes), default=0)


def read_ink(file: Path) -> PageReading:
    """The last page with ink, read by the network. Raises InkError where there is no line that it can judge."""
    document = read_any(file, complain)
    page = last_page(document)
    if not document.pages[page].strokes:
        raise InkError(f"{file}: there is no ink on it")
    sampler = load_network()
    lines = lines_for(document, page, sampler)
    points = sum(len(line.rows) - line.lead for line in lines)
    if points > MOST_READ:
        raise InkError(
            f"{file}: more ink than is read at once ({points} points as the network takes them, {MOST_READ} at most)"
        )
    if not lines:
        raise InkError(f"{file}: no line that the network can judge. {_why(document, page, sampler)}")
    with threadpool_limits(limits=1, user_api="blas"):
        return read_page(document, page, sampler, primes=lines)


def _why(document: Document, page: int, sampler: Sampler) -> str:
    try:
        encode_for(document, page, sampler)
    except NothingToContinue as reason:
        return str(reason)
    return "Dots and pictures are not"
