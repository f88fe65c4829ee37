"""The .hand file: a hand as versioned JSON, described in ``docs/hand-format.md``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from inkapp.ink.atomic_files import read_bytes, replace_and_check
from inkapp.ink.document import Stroke
from inkapp.ink.errors import FileError
from inkapp.ink.file import page_text, read_stroke, read_whole_page, stroke_text
from inkapp.ink.hand import Hand, Sign, is_id, is_sign, tidy_name
from inkapp.ink.json_file import check_head, parse, read_number

FORMAT = "hand"
VERSION = 1
WHAT = "a hand file"
SUFFIX = ".hand"
# Limits, so that a damaged or hostile file costs a second at most. A hand that is kept here needs a tenth of them.
MOST_BYTES = 8 << 20
MOST_POINTS = 150_000
MOST_STROKES = 5_000  # of the page and all signs
MOST_SIGNS = 2_000
MOST_VALUES = 6 * MOST_POINTS  # JSON values: x, y, t, pressure and room for the rest
MOST_NESTED = 8 * MOST_STROKES  # JSON arrays and objects
FIRST_YEAR, LAST_YEAR = 1971, 2999
SMALLEST_X_MM, LARGEST_X_MM = 0.1, 1000.0


def load_hand(path: Path) -> Hand:
    """Reads a .hand file. Raises FileError."""
    return loads_hand(read_bytes(path, MOST_BYTES), str(path))


def save_hand(hand: Hand, path: Path) -> None:
    """Writes a .hand file whole or not at all, and reads it back. Raises FileError."""
    replace_and_check(path, dumps_hand(hand))


def dumps_hand(hand: Hand) -> bytes:
    """The file of a hand: equal hands give equal bytes. Raises FileError for what ``loads_hand`` would refuse."""
    if trouble := _excess(hand):
        raise FileError(f"a hand of {trouble}")
    head = {"format": FORMAT, "version": VERSION, "id": hand.id, "name": tidy_name(hand.name)}
    head["made"] = hand.made.astimezone(UTC).isoformat(timespec="seconds")
    begin = json.dumps(head, separators=(",", ":"))[:-1]
    page = page_text(hand.page, "the page")
    signs = ",\n".join(_sign_text(character, hand.signs[character]) for character in sorted(hand.signs))
    data = f'{begin},"page":\n{page},"signs":{{\n{signs}\n}}}}\n'.encode()
    if len(data) > MOST_BYTES:
        raise FileError(f"a hand of {len(data)} bytes cannot be saved (at most {MOST_BYTES})")
    return data


def loads_hand(data: bytes, name: str) -> Hand:
    """The hand of a file's bytes, which may be gzipped; ``name`` is how messages call it. Raises FileError."""
    root = parse(data, name, WHAT, MOST_VALUES, MOST_NESTED, MOST_BYTES)
    root = check_head(root, name, WHAT, FORMAT, VERSION)
    title, signs = root.get("name"), root.get("signs", {})
    if not isinstance(title, str) or not title.strip():
        raise FileError(f"{name}: its name is missing")
    if not is_id(root.get("id")):
        raise FileError(f"{name}: its id is not 16 hexadecimal digits")
    if not isinstance(signs, dict) or len(signs) > MOST_SIGNS:
        raise FileError(f"{name}: signs must be an object of at most {MOST_SIGNS}")
    page = read_whole_page(root.get("page"), f"{name}: the page")
    hand = Hand(
        tidy_name(title),
        page,
        _read_time(root.get("made"), f"{name}: made"),
        root["id"],
        {character: _read_sign(character, sign, name) for character, sign in signs.items()},
    )
    if trouble := _excess(hand):
        raise FileError(f"{name}: holds {trouble}")
    return hand


def _excess(hand: Hand) -> str:
    """What is too much or too little of a hand for a file; "" where it can be kept."""
    strokes = [*hand.page.strokes, *(stroke for sign in hand.signs.values() for stroke in sign.strokes)]
    if not hand.page.strokes:
        return "no ink"
    if not is_id(hand.id):
        return f"the id {hand.id!r}, which is not 16 hexadecimal digits"
    for count, most, what in (
        (len(hand.signs), MOST_SIGNS, "signs"),
        (len(strokes), MOST_STROKES, "strokes"),
        (sum(map(len, strokes)), MOST_POINTS, "points"),
    ):
        if count > most:
            return f"{count} {what}, more than {most}"
    return ""


def _sign_text(character: str, sign: Sign) -> str:
    """``"a":{…}``, a stroke a line."""
    name = f"sign {character!r}"
    if not is_sign(character) or not sign.strokes:
        raise FileError(f"{name}: not one character, or without strokes")
    if not SMALLEST_X_MM <= sign.x_height <= LARGEST_X_MM:
        raise FileError(f"{name}: x_height must be {SMALLEST_X_MM} to {LARGEST_X_MM:.0f} mm")
    strokes = ",\n".join(stroke_text(stroke, f"{name}, stroke {n}") for n, stroke in enumerate(sign.strokes, 1))
    return f'{json.dumps(character)}:{{"x_height":{float(sign.x_height)!r},"strokes":[\n{strokes}\n]}}'


def _read_sign(character: str, value: object, name: str) -> Sign:
    name = f"{name}: sign {character[:8]!r}"
    if not is_sign(character):
        raise FileError(f"{name}: not one character that can be written")
    if not isinstance(value, dict):
        raise FileError(f"{name}: not an object")
    x_height = read_number(value.get("x_height"), f"{name}: x_height")
    if not SMALLEST_X_MM <= x_height <= LARGEST_X_MM:
        raise FileError(f"{name}: x_height must be {SMALLEST_X_MM} to {LARGEST_X_MM:.0f} mm")
    strokes = value.get("strokes")
    if not isinstance(strokes, list) or not strokes:
        raise FileError(f"{name}: strokes are missing")
    return Sign(_read_strokes(strokes, name), x_height)


def _read_strokes(values: list[object], name: str) -> tuple[Stroke, ...]:
    return tuple(read_stroke(value, f"{name}, stroke {n}") for n, value in enumerate(values, 1))


def _read_time(value: object, name: str) -> datetime:
    """A moment with its time zone, as ISO 8601 has it, in years that every system can tell in its own time."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        if moment is None or moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValueError
        return moment.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise FileError(f"{name}: not a date and time with its zone") from None
