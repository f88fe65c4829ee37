"""Documents drawn by chance, for round trips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from inkapp.ink.corrections import corrected
from inkapp.ink.document import Author, Background, Document, Origin, Page, Stroke
from inkapp.ink.typed_text import Alignment, TextStyle, TypedText


def stroke(points: Sequence[tuple[float, float]], *, model: bool = False) -> Stroke:
    """A stroke through ``points``, a point every 10 ms."""
    x, y = np.array(points, dtype=np.float64).T
    return Stroke(
        x,
        y,
        0.01 * np.arange(len(x), dtype=np.float64),
        np.full(len(x), 0.5),
        author=Author.MODEL if model else Author.PERSON,
        origin=Origin("live", 7, 0.5) if model else None,
    )


def _places(decimals: int | None) -> st.SearchStrategy[float]:
    if decimals is None:
        return st.floats(-1e4, 1e4)
    return st.integers(-(10 ** (decimals + 2)), 10 ** (decimals + 2) * 3).map(lambda n: n / 10**decimals)


origins = st.builds(
    Origin,
    weights=st.text(max_size=12),
    seed=st.integers(0, 2**64 - 1),
    temperature=st.floats(0.01, 10),
    step=st.integers(0, 2**40),
)
_finite = st.floats(-1e6, 1e6)
ids = st.text("0123456789abcdef", min_size=16, max_size=16)
styles = st.builds(
    TextStyle,
    temperature=_finite,
    shake=st.none() | _finite,
    pen=st.none() | _finite,
    slant=_finite,
    size=_finite,
    word_spacing=_finite,
    line_spacing=_finite,
    indent=_finite,
    alignment=st.sampled_from(Alignment),
)
texts = st.builds(
    TypedText,
    id=ids,
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    x=_finite,
    y=_finite,
    seed=st.integers(-(2**63), 2**64 - 1),
    hand=st.just("") | ids,
    style=styles,
    again=st.lists(st.tuples(st.integers(0, 30_000), st.integers(1, 10**6)), max_size=3).map(tuple),
)


@st.composite
def strokes(draw: st.DrawFn, decimals: int | None = None) -> Stroke:
    """Any stroke; with ``decimals``, one as it is recorded: round numbers, times that begin at 0."""
    n = draw(st.integers(1, 12))
    place = st.lists(_places(decimals), min_size=n, max_size=n)
    times = np.sort(draw(st.lists(st.floats(0, 1e5) | st.integers(0, 10**5), min_size=n, max_size=n)))
    if decimals is not None:
        times = np.round(times - times[0], 5)
    measured = draw(st.booleans())
    pressure = st.floats(0, 1) if decimals is None else st.integers(0, 10**4).map(lambda k: k / 1e4)
    origin = draw(st.none() | origins)
    return Stroke(
        np.array(draw(place)),
        np.array(draw(place)),
        times,
        np.array(draw(st.lists(pressure, min_size=n, max_size=n)) if measured or decimals is None else [0.5] * n),
        author=Author.MODEL if origin else Author.PERSON,
        origin=origin,
        has_pressure=measured,
    )


def pages(decimals: int | None = None) -> st.SearchStrategy[Page]:
    return st.builds(
        Page,
        strokes=st.lists(strokes(decimals), max_size=5).map(tuple),
        width=st.floats(1, 1e4),
        height=st.floats(1, 1e4),
        background=st.sampled_from(Background),
        rule_top=st.floats(-100, 100),
        rule_spacing=st.floats(0.5, 100),
        margin=st.floats(0, 100),
    )


def documents(decimals: int | None = None) -> st.SearchStrategy[Document]:
    return st.builds(Document, pages=st.lists(pages(decimals), min_size=1, max_size=3).map(tuple))


@st.composite
def written(draw: st.DrawFn, decimals: int | None = None) -> Document:
    """A document with typed texts, a stroke each, perhaps among others."""
    document = draw(documents(decimals))
    typed = draw(st.lists(texts, max_size=3, unique_by=lambda text: text.id))
    marks = [text_stroke(text.id, number) for number, text in enumerate(typed)]
    return replace(document.add_strokes(marks), texts=tuple(typed))


@st.composite
def corrected_documents(draw: st.DrawFn, decimals: int | None = None) -> Document:
    """A document, some ink of which a person has put right."""
    document = draw(documents(decimals))
    for index, page in enumerate(document.pages):
        for _ in range(draw(st.integers(0, 2)) if page.strokes else 0):
            chosen = draw(st.sets(st.integers(0, len(page.strokes) - 1), min_size=1))
            page = corrected(page, chosen, draw(st.text(max_size=12)))
        document = document.with_page(index, page)
    return document


def text_stroke(text: str, word: int, x: float = 30.0, y: float = 42.0) -> Stroke:
    """A stroke of a word of a typed text."""
    return replace(stroke([(x, y), (x + 4, y - 2)], model=True), origin=Origin("writer", 7, 0.4, 0, text, word))
