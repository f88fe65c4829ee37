"""Lines of a split with their texts, resampled and straightened, and a file that keeps them for the next start.

Reading and resampling takes minutes, and a run is stopped and continued many times. The file is a cache: its name follows
from all that decides what is in it, and one that is missing or damaged is made anew.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from model.alphabet import unknown
from model.arrays import Float64Array
from model.atomic_write import swap_in
from model.straighten import space_strokes
from model.strokes import Representation, measure_frame
from training.data.iam import Line

VERSION = 2  # of what preparing does
APART = re.compile(r"""(^|\s)["'](\s|$)|\(\s|\s\)""")


@dataclass(frozen=True, eq=False, slots=True)
class PreparedLine:
    """A line of one hand. ``strokes``: resampled, each (n, 2), in spreads of the line's own y; ``size``: that spread in the
    data's units; ``text``: what it says, or "" where that is not known; ``digest``: stands for all of it."""

    name: str
    form: str
    strokes: list[Float64Array]
    size: float
    text: str
    digest: bytes


def clean(text: str | None) -> str:
    """A transcription as it is to be learnt: no gap before a mark that ends something. "" where it cannot be learnt.

    Some transcriptions put all marks apart as words of their own, which nobody wrote so; of a quotation mark or a bracket
    it is not clear to which side it belongs. A text with a character that is not in the alphabet is not learnt: most of
    those stand for something illegible.
    """
    text = re.sub(r"\s+", " ", re.sub(r"\s+([.,;:?!])", r"\1", text or "")).strip()
    return "" if unknown(text) or APART.search(text) else text


def prepare_lines(
    lines: Sequence[Line], texts: dict[str, str], representation: Representation, *, straight: bool
) -> list[PreparedLine]:
    """The lines that have an extent."""
    made = []
    for line in lines:
        strokes = [stroke[:, :2].astype(np.float64) for stroke in line.strokes()]
        try:
            frame = measure_frame(strokes)
            local = space_strokes(strokes, representation, frame=frame, straight=straight)
        except ValueError:
            continue
        local = [stroke.astype(np.float32).astype(np.float64) for stroke in local]  # as the cache gives them back
        text = clean(texts.get(line.name))
        digest = hashlib.sha256(line.digest() + text.encode()).digest()
        made.append(PreparedLine(line.name, line.form, local, frame.size, text, digest))
    return made


def cache_name(names: Sequence[str], representation: Representation, *, straight: bool) -> str:
    """The cache's file for a list of lines."""
    told = json.dumps([VERSION, list(names), representation.to_json(), straight])
    return f"lines-{hashlib.sha256(told.encode()).hexdigest()[:16]}.npz"


def keep(path: Path, lines: Sequence[PreparedLine]) -> None:
    """Writes a cache. Raises OSError."""
    strokes = [stroke for line in lines for stroke in line.strokes]
    told = [[line.name, line.form, line.text, line.digest.hex()] for line in lines]
    data = BytesIO()
    np.savez(
        data,
        points=np.concatenate(strokes).astype(np.float32),
        points_in=np.array([len(stroke) for stroke in strokes], dtype=np.int64),
        strokes_in=np.array([len(line.strokes) for line in lines], dtype=np.int64),
        sizes=np.array([line.size for line in lines]),
        told=np.frombuffer(json.dumps(told).encode(), dtype=np.uint8),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    swap_in({path: data.getvalue()})


def kept(path: Path) -> list[PreparedLine] | None:
    """What a cache holds, or None where there is none that can be read."""
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as file:
            parts = {name: file[name] for name in ("points", "points_in", "strokes_in", "sizes", "told")}
        told = json.loads(parts["told"].tobytes())
        strokes = np.split(parts["points"].astype(np.float64), np.cumsum(parts["points_in"])[:-1])
        ends = np.cumsum(parts["strokes_in"]).tolist()
        return [
            PreparedLine(name, form, strokes[end - count : end], size, text, bytes.fromhex(digest))
            for (name, form, text, digest), end, count, size in zip(
                told, ends, parts["strokes_in"].tolist(), parts["sizes"].tolist(), strict=True
            )
        ]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error):
        return None
