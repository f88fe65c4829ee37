"""Lines of the data set as the shipped captioner sees them, with what they say."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.arrays import Float32Array
from model.captioner import Captioner
from model.checkpoint import CAPTIONER_FILE
from model.ink_picture import picture
from model.straighten import space_strokes
from training.data.form_lists import lines_of
from training.data.iam import DataError, read_lines
from training.data.texts import read_texts

KEPT = Path("runs/captions")
REPORT_LIST = "t1/testset_t.txt"  # of which nothing was learnt, and nothing chosen


@dataclass(frozen=True, eq=False, slots=True)
class ToldPicture:
    """``seen``: (channels, height, width) of ``model.ink_picture``; ``text``: what it says, all of it, as in
    ``training.evaluate --read``."""

    name: str
    seen: Float32Array
    text: str


def add_options(parser: argparse.ArgumentParser, every: int) -> None:
    """Which lines, which weights, and where the figures go."""
    parser.add_argument("--data", type=Path, required=True, help="folder of IAM-OnDB")
    parser.add_argument("--weights", type=Path, default=CAPTIONER_FILE, help="default: the shipped captioner")
    parser.add_argument("--split", type=Path, help=f"a list of its forms or lines (default: {REPORT_LIST})")
    parser.add_argument("--every", type=int, default=every, metavar="N", help=f"of its lines every Nth ({every})")
    parser.add_argument("--out", type=Path, default=KEPT, help=f"folder for the figures (default: {KEPT})")


def told_pictures(options: argparse.Namespace) -> Iterator[ToldPicture]:
    """The lines that have an extent and a text. Raises DataError, OSError, ValueError."""
    if options.every < 1:
        raise ValueError(f"every Nth line: N must be 1 or more, not {options.every}")
    names = lines_of(options.data, split_of(options))[:: options.every]
    texts, lines = read_texts(options.data, names), read_lines(options.data, names)[0]
    told = [(line, " ".join(text.split())) for line in lines if (text := texts.get(line.name, "")).strip()]
    if not told:
        raise DataError(f"{split_of(options)}: none of its {len(names)} lines has a text")
    reader = Captioner.load(options.weights)
    for line, text in told:
        strokes = [stroke[:, :2].astype(np.float64) for stroke in line.strokes()]
        try:
            level = space_strokes(strokes, reader.representation, straight=True)
        except ValueError:
            continue
        yield ToldPicture(line.name, picture(level), text)


def split_of(options: argparse.Namespace) -> Path:
    """The list that is meant."""
    return Path(options.split or options.data / REPORT_LIST)


def source(options: argparse.Namespace) -> dict[str, object]:
    """Of what the figures are, for their file."""
    digest = hashlib.sha256(options.weights.read_bytes()).hexdigest()[:12]
    return {"weights": options.weights.name, "digest": digest, "split": split_of(options).name, "every": options.every}
