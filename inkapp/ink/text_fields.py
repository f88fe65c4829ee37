"""A typed text as fields of JSON, for the .ink file and the journal, as ``docs/ink-format.md`` describes them."""

from __future__ import annotations

from inkapp.ink.errors import FileError
from inkapp.ink.hand import is_id
from inkapp.ink.json_file import read_number
from inkapp.ink.typed_text import LONGEST_TEXT, Alignment, TextStyle, TypedText

MOST_TEXTS = 20_000
LARGEST = 1e6  # mm, and of every number of a style
MOST_AGAIN = 1_000_000  # times that a word was written again
NUMBERS = ("temperature", "slant", "size", "word_spacing", "line_spacing", "indent")
OPTIONAL = ("shake", "pen")


def text_fields(text: TypedText, name: str) -> dict[str, object]:
    """A text as the format has it; ``name`` is how messages call it. Raises FileError for what ``read_text`` would refuse."""
    style = text.style
    fields: dict[str, object] = {
        "id": text.id,
        "text": text.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        "x": float(text.x),
        "y": float(text.y),
        "seed": int(text.seed),
        "hand": text.hand,
        "style": {
            **{key: float(getattr(style, key)) for key in NUMBERS},
            **{key: None if getattr(style, key) is None else float(getattr(style, key)) for key in OPTIONAL},
            "alignment": style.alignment.value,
        },
        "again": [[int(word), int(times)] for word, times in text.again],
    }
    read_text(fields, name)
    return fields


def read_texts(value: object, name: str) -> tuple[TypedText, ...]:
    """The texts of a document, of their JSON list. Raises FileError."""
    if not isinstance(value, list) or len(value) > MOST_TEXTS:
        raise FileError(f"{name}: texts must be a list of at most {MOST_TEXTS}")
    texts = tuple(read_text(text, f"{name}: text {number}") for number, text in enumerate(value, 1))
    if len({text.id for text in texts}) < len(texts):
        raise FileError(f"{name}: two texts have the same id")
    return texts


def read_text(value: object, name: str) -> TypedText:
    """A text, of its JSON object. Raises FileError."""
    if not isinstance(value, dict):
        raise FileError(f"{name}: not an object")
    identity, text, hand, seed = value.get("id"), value.get("text"), value.get("hand", ""), value.get("seed")
    if not isinstance(identity, str) or not is_id(identity) or not (hand == "" or is_id(hand)):
        raise FileError(f"{name}: its id or its hand's is not 16 hexadecimal digits")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise FileError(f"{name}: its text is missing or longer than {LONGEST_TEXT} characters")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise FileError(f"{name}: its text holds half a character")
    if type(seed) is not int or not -(2**63) <= seed < 2**64:
        raise FileError(f"{name}: its seed must be a whole number")
    x, y = (_bounded(value.get(key), f"{name}: {key}") for key in ("x", "y"))
    style = _read_style(value.get("style", {}), f"{name}: style")
    return TypedText(identity, text, x, y, seed, hand, style, _read_again(value.get("again", []), name))


def _read_style(value: object, name: str) -> TextStyle:
    if not isinstance(value, dict):
        raise FileError(f"{name}: not an object")
    usual = TextStyle()
    numbers = {key: _bounded(value.get(key, getattr(usual, key)), f"{name}: {key}") for key in NUMBERS}
    given = {key: _bounded(value[key], f"{name}: {key}") for key in OPTIONAL if value.get(key) is not None}
    try:
        alignment = Alignment(value.get("alignment", usual.alignment.value))
    except ValueError:
        raise FileError(f"{name}: unknown alignment") from None
    return TextStyle(**numbers, **given, alignment=alignment)


def _read_again(value: object, name: str) -> tuple[tuple[int, int], ...]:
    if not isinstance(value, list) or len(value) > LONGEST_TEXT:
        raise FileError(f"{name}: again must be a list of at most {LONGEST_TEXT}")
    pairs = [tuple(pair) for pair in value if isinstance(pair, list) and list(map(type, pair)) == [int, int]]
    if len(pairs) < len(value) or not all(0 <= word <= LONGEST_TEXT and 0 < n <= MOST_AGAIN for word, n in pairs):
        raise FileError(f"{name}: again must hold pairs of a word's number and how often it was written again")
    return tuple((word, times) for word, times in pairs)


def _bounded(value: object, name: str) -> float:
    number = read_number(value, name)
    if abs(number) > LARGEST:
        raise FileError(f"{name}: must be within ±{LARGEST:g}")
    return number
