"""``page_of`` and ``line_of``: made-up words on a page, as a small network reads them."""

from __future__ import annotations

from inkapp.ink.document import Document
from inkapp.inspect.page import InkLine, PageReading, read_page
from model.sampler import Sampler
from tests.live.fakes import tiny_network
from tools.synthetic.words import write


def page_of(*words: str) -> PageReading:
    """One line a word, a centimetre and more apart."""
    document = Document()
    for number, word in enumerate(words):
        document = document.add_strokes(write(word, 20, 54 + 24 * number, 3.5, seed=number))
    return read_page(document, 0, Sampler(*tiny_network()))


def line_of(word: str = "hello") -> InkLine:
    """One line."""
    (line,) = page_of(word).lines
    return line
