"""A hand: how somebody writes, as a sample of their ink and the signs that they wrote on a card. Frozen values."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from inkapp.ink.document import Page, Stroke

LONGEST_NAME = 60  # characters
MOST_TYPED = 1_000  # characters that are looked at
UNNAMED = "A hand"
JOINERS = "\u200c\u200d"  # invisible, but parts of words and of some emoji
UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')  # what a file's name may not hold on some system
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sign:
    """One character as a hand writes it.

    ``strokes``: mm, in the order of writing; the baseline is y = 0 (y down), the ink's left edge x = 0. ``x_height``: mm,
    that of the card it was written on, by which it is brought to the size of other ink.
    """

    strokes: tuple[Stroke, ...]
    x_height: float


@dataclass(frozen=True, slots=True)
class Hand:
    """``page``: ink as it stood on the page, with the page's size and ruling. ``signs``: by character.

    ``made``: when, in UTC, to the second. ``id``: 16 hexadecimal digits, which stay the same when the hand is renamed.
    """

    name: str
    page: Page
    made: datetime
    id: str
    signs: Mapping[str, Sign] = field(default_factory=dict)


def new_hand(name: str, page: Page) -> Hand:
    """A hand made now of a page's ink, under an id that no other has."""
    return Hand(tidy_name(name), page, datetime.now(UTC).replace(microsecond=0), new_id())


def new_id() -> str:
    """An id that no other hand has."""
    return secrets.token_hex(8)


def is_id(text: object) -> bool:
    """Whether it can be a hand's id, and so a file's name anywhere."""
    return isinstance(text, str) and re.fullmatch(r"[0-9a-f]{16}", text) is not None


def is_sign(text: str) -> bool:
    """Whether it is one character that is seen: no space, control or lone accent."""
    return len(text) == 1 and unicodedata.category(text)[0] in "LNPS" and unicodedata.normalize("NFC", text) == text


def tidy_name(text: str) -> str:
    """The name that was typed, in one line of at most ``LONGEST_NAME`` characters, without what cannot be seen."""
    seen = (c for c in unicodedata.normalize("NFC", text[:MOST_TYPED]) if c.isspace() or _is_seen(c))
    return " ".join("".join(seen).split())[:LONGEST_NAME].strip() or UNNAMED


def unique_name(text: str, taken: Collection[str]) -> str:
    """The tidy name itself, or with a number where it is ``taken``, whatever its letters' case."""
    name, others = tidy_name(text), {other.casefold() for other in taken}
    stem, number = name, 1
    while name.casefold() in others:
        number += 1
        end = f" {number}"
        name = stem[: LONGEST_NAME - len(end)].strip() + end
    return name


def file_stem(name: str) -> str:
    """A name as a file's, without its extension, on every system."""
    stem = UNSAFE.sub("_", name).strip(" .") or UNNAMED
    return f"_{stem}" if RESERVED.fullmatch(stem) else stem


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs") or character in JOINERS
