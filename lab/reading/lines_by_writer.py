"""Lines of a list by their writers, as a captioner's picture takes them, which is kept: the archive is slow."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from model.arrays import Float64Array
from model.captioner import Captioner
from training.data.form_lists import lines_of
from training.data.iam import DataError, Line, form_of, read_lines, read_list
from training.data.texts import read_texts
from training.data.writers import by_writer
from training.reader.lines import as_written


@dataclass(frozen=True, eq=False, slots=True)
class WrittenLine:
    """``text``: what it says, ``as_written``; ``strokes``: see ``Captioner.level``."""

    name: str
    text: str
    strokes: list[Float64Array]


def lines_by_writer(
    data: Path, split: Path, weights: Path, kept: Path, every: int = 1, most: int | None = None
) -> list[list[WrittenLine]]:
    """Of every so many writers of a list of forms the lines in the list's order, the first ``most`` of each.

    Raises CheckpointError, DataError, OSError.
    """
    if every < 1:
        raise ValueError(f"every Nth writer: N must be 1 or more, not {every}")
    forms = by_writer(read_list(split))[::every]
    place = {form: (number, index) for number, own in enumerate(forms) for index, form in enumerate(own)}
    names: list[list[str]] = [[] for _ in forms]
    for name in sorted(
        (name for name in lines_of(data, split) if form_of(name) in place), key=lambda one: (place[form_of(one)], one)
    ):
        names[place[form_of(name)][0]].append(name)
    names = [own[:most] for own in names]
    reader = Captioner.load(weights)
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    paths = [
        kept / f"{hashlib.sha256((digest + ' level ' + ' '.join(own)).encode()).hexdigest()[:16]}.npz" for own in names
    ]
    wanted = [name for path, own in zip(paths, names, strict=True) if not path.exists() for name in own]
    if wanted:
        kept.mkdir(parents=True, exist_ok=True)
        ink = {line.name: line for line in read_lines(data, wanted)[0]}
        texts = read_texts(data, wanted)
        for path, own in zip(paths, names, strict=True):
            if not path.exists():
                _keep(path, _seen(reader, [ink[name] for name in own if name in ink], texts))
    return [_kept(path) for path in paths]


def _seen(reader: Captioner, lines: Sequence[Line], texts: dict[str, str]) -> list[WrittenLine]:
    found = []
    for line in lines:
        text = as_written(" ".join(texts.get(line.name, "").split()))
        if not text or not set(text) <= set(reader.alphabet):
            continue
        try:
            strokes = reader.level([stroke.astype(np.float64) for stroke in line.strokes()])
        except ValueError:  # no extent
            continue
        found.append(WrittenLine(line.name, text, strokes))
    if not found:
        raise DataError("a writer without a line that can be read")
    return found


def _keep(path: Path, lines: Sequence[WrittenLine]) -> None:
    strokes = [stroke for line in lines for stroke in line.strokes]
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(
            file,
            names=[line.name for line in lines],
            texts=[line.text for line in lines],
            strokes_in=[len(line.strokes) for line in lines],
            points_in=[len(stroke) for stroke in strokes],
            points=np.concatenate(strokes).astype(np.float32),
        )
    part.replace(path)


def _kept(path: Path) -> list[WrittenLine]:
    with np.load(path, allow_pickle=False) as parts:
        strokes = iter(np.split(parts["points"].astype(np.float64), np.cumsum(parts["points_in"])[:-1]))
        return [
            WrittenLine(str(name), str(text), list(islice(strokes, count)))
            for name, text, count in zip(parts["names"], parts["texts"], parts["strokes_in"].tolist(), strict=True)
        ]
