"""Turns a book's file into paragraphs as a person would write them: one a line, in characters that can be typed.

What a printer sets is brought to what a pen writes: quotation marks are straight, a dash is a hyphen between spaces, emphasis
has no marks, letters have no accents. Headings, verses and notes that no sentence is in are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from model.alphabet import PRINTABLE

SHORTEST = 20  # characters of a paragraph that is kept
PLAIN = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "--", "—": "--", "…": "...", "æ": "ae", "œ": "oe",
    "£": "L", "\x91": "'", "\x92": "'", "\x93": '"', "\x94": '"', "\x96": "--", "\x97": "--", "\xad": "",
})  # fmt: skip


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text whose paragraphs stand apart by empty lines."""
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        made = plain(block)
        if is_prose(made):
            yield made


def plain(block: str) -> str:
    """A paragraph on one line, in printable ASCII."""
    block = re.sub(r"\[[^\]]{0,300}\]", " ", block)  # notes and captions of pictures
    block = unicodedata.normalize("NFKD", block.translate(PLAIN))
    block = re.sub(r"\s*-{2,}\s*", " - ", block.replace("_", ""))
    block = "".join(character for character in block if character in PRINTABLE or character.isspace())
    block = re.sub(r" - (?=[\"'.,;:?!]|$)", " -", " ".join(block.split()))
    return re.sub(r"(^|[\"']) - ", r"\1- ", block).strip()


def is_prose(paragraph: str) -> bool:
    """Whether it has a sentence's end, small letters for the most part, and some length."""
    if len(paragraph) < SHORTEST or not re.search(r"[.?!][\"')]*$|[.?!][\"')]* ", paragraph):
        return False
    small = sum(character.islower() for character in paragraph)
    return small > 0.6 * len(paragraph)
