"""A line of made-up writing as it grows, stroke by stroke."""

from __future__ import annotations

from collections.abc import Iterator

from bench.first_ink import loop
from inkapp.ink.document import Document


def long_line(strokes: int) -> Iterator[Document]:
    """The page after each stroke."""
    document = Document()
    for index in range(strokes):
        document = document.add_strokes([loop(20.0 + 2.8 * index, 54.0, 0.4)])
        yield document
