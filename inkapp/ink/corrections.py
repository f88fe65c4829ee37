"""Corrections: what a person says that ink says. How they are made, and their fields of JSON (``docs/ink-format.md``)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from inkapp.ink.document import Correction, Page
from inkapp.ink.errors import FileError

LONGEST = 1_000  # characters


def plain(text: str) -> str:
    """A text as corrections have it: single spaces, no character that cannot be printed, at most ``LONGEST`` characters."""
    printed = "".join(c for c in text if c.isprintable() or c.isspace())
    return " ".join(printed.split())[:LONGEST].rstrip()


def corrected(page: Page, indices: Iterable[int], text: str | None) -> Page:
    """The page on which the strokes with these indices say ``text``, in place of corrections that have any of them.

    ``text``: None where they say what is read. Raises IndexError for a stroke that is not there, and for no stroke.
    """
    chosen = sorted(set(indices))
    if not chosen or chosen[0] < 0 or chosen[-1] >= len(page.strokes):
        raise IndexError(f"no strokes {chosen} to be put right on a page of {len(page.strokes)}")
    strokes = tuple(page.strokes[index] for index in chosen)
    there = set(map(id, strokes))
    kept = [one for one in page.corrections if there.isdisjoint(map(id, one.strokes))]
    if text is not None:
        kept.append(Correction(strokes, plain(text)))
    return _with(page, kept)


def corrections_text(page: Page, name: str) -> str:
    """A page's corrections as the last of its fields, one a line; "" for none. Raises FileError for what is refused."""
    if not page.corrections:
        return ""
    at = {id(stroke): index for index, stroke in enumerate(page.strokes)}
    fields = [{"strokes": [at[id(stroke)] for stroke in one.strokes], "text": one.text} for one in page.corrections]
    read_corrections(page, fields, name)
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in fields)
    return f',"corrections":[\n{lines}\n]'


def read_corrections(page: Page, value: object, name: str) -> Page:
    """The page with its corrections, of their JSON list. Raises FileError."""
    if not isinstance(value, list):
        raise FileError(f"{name}: its corrections are not a list")
    found = [_read(page, one, f"{name}, correction {number}") for number, one in enumerate(value, 1)]
    strokes = [id(stroke) for one in found for stroke in one.strokes]
    if len(set(strokes)) < len(strokes):
        raise FileError(f"{name}: two corrections have the same stroke")
    return _with(page, found) if found else page


def _read(page: Page, value: object, name: str) -> Correction:
    if not isinstance(value, dict):
        raise FileError(f"{name}: not an object")
    indices, text = value.get("strokes"), value.get("text")
    if not isinstance(indices, list) or not indices or set(map(type, indices)) != {int}:
        raise FileError(f"{name}: its strokes must be a list of whole numbers")
    if indices[0] < 0 or indices[-1] >= len(page.strokes) or any(a >= b for a, b in pairwise(indices)):
        raise FileError(f"{name}: its strokes must be ascending indices of the page's {len(page.strokes)}")
    if not isinstance(text, str) or len(text) > LONGEST:
        raise FileError(f"{name}: its text is missing or longer than {LONGEST} characters")
    if text != plain(text):
        raise FileError(f"{name}: its text holds a character that cannot be printed, or spaces that part no words")
    return Correction(tuple(page.strokes[index] for index in indices), text)


def _with(page: Page, corrections: Iterable[Correction]) -> Page:
    """The page with these corrections, in the order of their first strokes."""
    at = {id(stroke): index for index, stroke in enumerate(page.strokes)}
    return replace(page, corrections=tuple(sorted(corrections, key=lambda one: at[id(one.strokes[0])])))
