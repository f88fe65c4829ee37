"""The .ink file: a document as versioned JSON, described in ``docs/ink-format.md``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from inkapp.ink.atomic_files import MOST_BYTES, one_line, read_bytes, replace_and_check
from inkapp.ink.corrections import corrections_text, read_corrections
from inkapp.ink.document import Author, Background, Document, Origin, Page, Stroke
from inkapp.ink.errors import FileError
from inkapp.ink.hand import is_id
from inkapp.ink.json_file import check_head, holds_too_much, parse, read_number
from inkapp.ink.text_fields import MOST_TEXTS, read_texts, text_fields
from inkapp.ink.typed_text import LONGEST_TEXT, TypedText

FORMAT = "ink"
VERSION = 1
WHAT = "an ink file"
# Limits, so that a damaged or hostile file costs a second and 450 MB at most. Half of them is 50 full pages.
MOST_POINTS = 1_200_000
MOST_VALUES = 5 * MOST_POINTS  # JSON values: x, y, t, pressure and room for the rest
MOST_NESTED = 1_000_000  # JSON arrays and objects
MOST_PAGES = 1_000
FARTHEST_MM = 1e6
LONGEST_S = 1e9
LARGEST_PAGE_MM = 10_000.0
LONGEST_NAME = 200


def load(path: Path) -> Document:
    """Reads a .ink file. Raises FileError."""
    return loads(read_bytes(path), str(path))


def save(document: Document, path: Path) -> str:
    """Writes a .ink file, checks that the disk holds what was written, and returns its digest.

    Raises FileError. The file is then still the one before, but where the check failed: that comes after it was replaced.
    """
    return replace_and_check(path, dumps(document))


def dumps(document: Document) -> bytes:
    """The file of a document: equal pages give equal bytes. The revision is not kept: a file begins anew at 0.

    Pressures are brought into 0 … 1 and times into order. Raises FileError for what ``loads`` would refuse.
    """
    pages = [page_text(page, f"page {number}") for number, page in enumerate(document.pages, 1)]
    texts = [
        json.dumps(text_fields(text, f"text {text.id}"), separators=(",", ":")) for text in _written_texts(document)
    ]
    if not 1 <= len(pages) <= MOST_PAGES:
        raise FileError(f"a document of {len(pages)} pages cannot be saved (1 to {MOST_PAGES} can)")
    points = sum(len(stroke) for page in document.pages for stroke in page.strokes)
    if points > MOST_POINTS:
        raise FileError(f"a document of {points} points cannot be saved (at most {MOST_POINTS})")
    if len(texts) > MOST_TEXTS:
        raise FileError(f"a document of {len(texts)} texts cannot be saved (at most {MOST_TEXTS})")
    head = f'{{"format":"{FORMAT}","version":{VERSION},"pages":[\n'
    tail = "" if not texts else ',"texts":[\n' + ",\n".join(texts) + "\n]"
    data = (head + ",\n".join(pages) + "\n]" + tail + "}\n").encode()
    if len(data) > MOST_BYTES:
        raise FileError(f"a document of {len(data)} bytes cannot be saved (at most {MOST_BYTES})")
    if holds_too_much(data, MOST_VALUES, MOST_NESTED):
        strokes = sum(len(page.strokes) for page in document.pages)
        raise FileError(f"a document of {strokes} strokes cannot be saved (about {MOST_NESTED // 6} can)")
    return data


def loads(data: bytes, name: str) -> Document:
    """The document of a file's bytes, which may be gzipped; ``name`` is how messages call it. Raises FileError."""
    return read_document(parse(data, name, WHAT, MOST_VALUES, MOST_NESTED), name)


def read_document(root: object, name: str) -> Document:
    """A document, of a file's JSON object. Raises FileError."""
    root = check_head(root, name, WHAT, FORMAT, VERSION)
    pages = root.get("pages")
    if not isinstance(pages, list) or not 1 <= len(pages) <= MOST_PAGES:
        raise FileError(f"{name}: needs 1 to {MOST_PAGES} pages")
    texts = read_texts(root.get("texts", []), name)
    whole = tuple(read_whole_page(page, f"{name}: page {number}") for number, page in enumerate(pages, 1))
    return Document(whole, texts=texts)


def _written_texts(document: Document) -> list[TypedText]:
    """Those of which there is a stroke."""
    named = {stroke.origin.text for page in document.pages for stroke in page.strokes if stroke.origin is not None}
    return [text for text in document.texts if text.id in named]


def page_fields(page: Page) -> dict[str, object]:
    """A page without its strokes, as the format has it. Sizes are in mm."""
    return {
        "width": float(page.width),
        "height": float(page.height),
        "background": page.background.value,
        "rule_top": float(page.rule_top),
        "rule_spacing": float(page.rule_spacing),
        "margin": float(page.margin),
    }


def origin_fields(origin: Origin) -> dict[str, object]:
    """A model stroke's origin, as the format has it."""
    fields: dict[str, object] = {
        "weights": origin.weights[:LONGEST_NAME],
        "seed": int(origin.seed),
        "temperature": float(origin.temperature),
        "step": int(origin.step),
    }
    return {**fields, "text": origin.text, "word": int(origin.word)} if origin.text else fields


def page_text(page: Page, name: str) -> str:
    """A page as JSON, a stroke a line: small differences of ink are small differences of a file."""
    _check_page(page, name)
    strokes = ",\n".join(stroke_text(stroke, f"{name}, stroke {n}") for n, stroke in enumerate(page.strokes, 1))
    head = json.dumps(page_fields(page), separators=(",", ":"))
    return head[:-1] + ',"strokes":[' + (strokes and f"\n{strokes}\n") + "]" + corrections_text(page, name) + "}"


def stroke_text(stroke: Stroke, name: str) -> str:
    """A stroke as one line of JSON; ``name`` is how messages call it. Raises FileError."""
    if max(np.abs(stroke.x).max(), np.abs(stroke.y).max()) > FARTHEST_MM:
        raise FileError(f"{name}: lies farther than {FARTHEST_MM:.0f} mm away")
    fields: dict[str, object] = {"author": stroke.author.value}
    if stroke.origin is not None:
        fields["origin"] = origin_fields(stroke.origin)
    fields["has_pressure"] = bool(stroke.has_pressure)
    fields["x"], fields["y"] = stroke.x.tolist(), stroke.y.tolist()
    fields["t"] = np.maximum.accumulate(np.clip(stroke.t, 0.0, LONGEST_S)).tolist()
    fields["pressure"] = np.clip(stroke.pressure, 0.0, 1.0).tolist()
    try:
        return json.dumps(fields, separators=(",", ":"), allow_nan=False)
    except ValueError:
        raise FileError(f"{name}: holds a number that is not finite") from None


def read_paper(value: object, name: str) -> Page:
    """A page without its strokes, of its JSON object. Raises FileError."""
    if not isinstance(value, dict):
        raise FileError(f"{name}: not an object")
    plain = Page()
    try:
        background = Background(value.get("background", plain.background.value))
    except ValueError:
        raise FileError(f"{name}: unknown background") from None
    page = Page(
        width=read_number(value.get("width"), f"{name}: width"),
        height=read_number(value.get("height"), f"{name}: height"),
        background=background,
        rule_top=read_number(value.get("rule_top", plain.rule_top), f"{name}: rule_top"),
        rule_spacing=read_number(value.get("rule_spacing", plain.rule_spacing), f"{name}: rule_spacing"),
        margin=read_number(value.get("margin", plain.margin), f"{name}: margin"),
    )
    _check_page(page, name)
    return page


def read_whole_page(value: object, name: str) -> Page:
    """A page with its strokes, of its JSON object. Raises FileError."""
    page = read_paper(value, name).with_strokes(_read_strokes(value, name))
    return read_corrections(page, value.get("corrections", []), name) if isinstance(value, dict) else page


def _read_strokes(value: object, name: str) -> list[Stroke]:
    strokes = value.get("strokes") if isinstance(value, dict) else None
    if not isinstance(strokes, list):
        raise FileError(f"{name}: strokes are missing")
    return [read_stroke(stroke, f"{name}, stroke {n}") for n, stroke in enumerate(strokes, 1)]


def _check_page(page: Page, name: str) -> None:
    """Refuses sizes with which a page cannot be shown: a spacing of 0 would have no end of lines. Raises FileError."""
    for what, size, least in (
        ("width", page.width, 1.0),
        ("height", page.height, 1.0),
        ("rule_spacing", page.rule_spacing, 0.5),
    ):
        if not least <= size <= LARGEST_PAGE_MM:
            raise FileError(f"{name}: {what} must be {least:g} to {LARGEST_PAGE_MM:g} mm")
    if not (0 <= page.margin <= LARGEST_PAGE_MM and abs(page.rule_top) <= LARGEST_PAGE_MM):
        raise FileError(f"{name}: margin or rule_top is out of range")


def read_stroke(value: object, name: str) -> Stroke:
    """A stroke, of its JSON object. Raises FileError."""
    if not isinstance(value, dict):
        raise FileError(f"{name}: not an object")
    x, y, t = (_numbers(value.get(key), f"{name}: {key}") for key in ("x", "y", "t"))
    pressure = _numbers(value["pressure"], f"{name}: pressure") if "pressure" in value else [0.5] * len(x)
    if not len(x) == len(y) == len(t) == len(pressure):
        raise FileError(f"{name}: its lists are not of the same length")
    # Python's own comparisons: most strokes are short, and infinity and the largest whole numbers are told by them, too
    if max(*x, *y) > FARTHEST_MM or min(*x, *y) < -FARTHEST_MM:
        raise FileError(f"{name}: lies farther than {FARTHEST_MM:.0f} mm away")
    if t[0] < 0 or t != sorted(t):
        raise FileError(f"{name}: its times go back")
    if t[-1] > LONGEST_S:
        raise FileError(f"{name}: takes longer than {LONGEST_S:.0f} s")
    if min(pressure) < 0 or max(pressure) > 1:
        raise FileError(f"{name}: pressure must be 0 to 1")
    measured = value.get("has_pressure", False)
    if not isinstance(measured, bool):
        raise FileError(f"{name}: has_pressure must be true or false")
    try:
        author = Author(value.get("author", Author.PERSON.value))
        origin = read_origin(value["origin"], name) if value.get("origin") is not None else None
        rows = np.array((x, y, t, pressure), dtype=np.float64)
        return Stroke(rows[0], rows[1], rows[2], rows[3], author, origin, measured)
    except ValueError as error:
        raise FileError(f"{name}: {one_line(error)}") from None


def read_origin(value: object, name: str) -> Origin:
    """A model stroke's origin, of its JSON object. Raises FileError."""
    if not isinstance(value, dict):
        raise FileError(f"{name}: origin is not an object")
    weights, seed, step = value.get("weights"), value.get("seed"), value.get("step", 0)
    temperature = read_number(value.get("temperature"), f"{name}: temperature")
    if not isinstance(weights, str) or len(weights) > LONGEST_NAME:
        raise FileError(f"{name}: the weights' name is missing or too long")
    if type(seed) is not int or not -(2**63) <= seed < 2**64 or type(step) is not int or not 0 <= step < 2**63:
        raise FileError(f"{name}: seed and step must be whole numbers")
    text, word = value.get("text", ""), value.get("word", 0)
    if text != "" and not is_id(text):
        raise FileError(f"{name}: its text's id is not 16 hexadecimal digits")
    if type(word) is not int or not 0 <= word <= LONGEST_TEXT:
        raise FileError(f"{name}: its word must be a whole number of 0 to {LONGEST_TEXT}")
    return Origin(weights, seed, temperature, step, text, word)


def _numbers(value: object, name: str) -> list[float]:
    """A JSON list of numbers and nothing else, of one at least."""
    if not isinstance(value, list) or not value:
        raise FileError(f"{name}: a list of numbers is missing")
    if not set(map(type, value)) <= {int, float}:
        raise FileError(f"{name}: holds something that is no number")
    return value
