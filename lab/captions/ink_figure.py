"""``python -m lab.captions.ink_figure [--weights FILE]``: made-up words, and on which of their ink each character hangs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from inkapp.inspect.occlusion import fall
from lab.findings.figure import STYLE, svg
from lab.findings.store import LabError
from model.arrays import Float32Array, Float64Array
from model.atomic_write import swap_in
from model.caption_decoder import END, Said
from model.captioner import LONGEST, Captioner
from model.checkpoint import CAPTIONER_FILE
from model.convolutions import COLUMNS
from model.ink_picture import HEIGHT, MARGIN, PIXELS, picture
from model.straighten import space_strokes
from tools.synthetic.words import write_words
from training.command import run_command

WORDS = ("good", "day")
X_HEIGHT, GAP = 3.6, 3.0  # mm
WIDE, TALL = 4, 8  # frames and rows of pixels of a patch that is hidden: a part of a letter; the next is half as far
FIGURE = Path("docs/lab/captions-ink.svg")
ACROSS = 3  # panels beside each other
DOT = 0.05  # spreads: a stroke of one point is drawn so long


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(
        prog="python -m lab.captions.ink_figure", description="Draw what characters hang on."
    )
    parser.add_argument("--weights", type=Path, default=CAPTIONER_FILE, help="default: the shipped captioner")
    parser.add_argument("--words", nargs="+", default=WORDS, help=f"of the letters a–z (default: {' '.join(WORDS)})")
    parser.add_argument("--file", type=Path, default=FIGURE, help=f"the picture (default: {FIGURE})")
    return run_command(parser, arguments, draw)


def draw(options: argparse.Namespace) -> None:
    """Writes the picture. Raises CheckpointError, LabError, OSError, ValueError."""
    network = Captioner.load(options.weights)
    ink = write_words(options.words, 20.0, 50.0, X_HEIGHT, GAP, seed=1)
    strokes = space_strokes([stroke.points for stroke in ink], network.representation, straight=True)
    seen = picture(strokes)
    said = list(network.decoder.caption(network.encode(seen), LONGEST))
    text = "".join(network.alphabet[one.label - 1] for one in said if one.label != END)
    print(f"ink_figure: read as {text!r}")
    if said[-1].label != END:
        raise LabError(f"{options.weights}: never says that the line of made-up words ends")
    options.file.parent.mkdir(parents=True, exist_ok=True)
    swap_in({options.file: svg(figure(network, strokes, seen, said))})
    print(f"{options.file}: written")


def falls(network: Captioner, seen: Float32Array, said: Sequence[Said]) -> Float64Array:
    """(symbols, HEIGHT, frames) nats by which each symbol's chance falls, the mean over the patches that hide that place."""
    frames = seen.shape[2] // COLUMNS
    sums, counts = np.zeros((len(said), HEIGHT, frames)), np.zeros((HEIGHT, frames))
    for begin in range(-WIDE // 2, frames, WIDE // 2):
        strip = max(begin, 0), min(begin + WIDE, frames)
        for top in range(0, HEIGHT, TALL // 2):
            rows = slice(top, top + TALL)
            if seen[0, rows, strip[0] * COLUMNS : strip[1] * COLUMNS].any():
                sums[:, rows, slice(*strip)] += fall(network, seen, said, strip, rows)[:, None, None]
            counts[rows, slice(*strip)] += 1
    return np.asarray(sums / np.maximum(counts, 1))


def figure(network: Captioner, strokes: Sequence[Float64Array], seen: Float32Array, said: Sequence[Said]) -> Figure:
    """A panel for each character: the ink, red where hiding it lowers that character's chance, blue where it raises it."""
    nats = falls(network, seen, said)
    left = min(float(points[:, 0].min()) for points in strokes)
    paths = [points if len(points) > 1 else np.concatenate((points, points + DOT)) for points in strokes]
    pieces = np.concatenate([np.stack((points[:-1], points[1:]), axis=1) for points in paths])
    pieces = pieces - np.array((left, 0.0))
    middle = pieces.mean(axis=1) * PIXELS + np.array((MARGIN, HEIGHT / 2))
    column = np.clip(middle[:, 0] / COLUMNS, 0, nats.shape[2] - 1).astype(np.intp)
    row = np.clip(middle[:, 1], 0, HEIGHT - 1).astype(np.intp)
    down = -(-len(said) // ACROSS)
    with matplotlib.rc_context(STYLE):
        drawn = Figure(figsize=(2.7 * ACROSS, 1.1 * down), layout="constrained", facecolor="white")
        for k, one in enumerate(said):
            axes = drawn.add_subplot(down, ACROSS, k + 1)
            of_piece = nats[k, row, column]
            most = max(float(np.abs(of_piece).max()), 1e-6)
            lines = LineCollection(
                pieces.tolist(), linewidths=1.8, capstyle="round", cmap="coolwarm", clim=(-most, most)
            )
            lines.set_array(of_piece)
            axes.add_collection(lines)
            axes.set_xlim(float(pieces[:, :, 0].min()) - 0.5, float(pieces[:, :, 0].max()) + 0.5)
            axes.set_ylim(float(pieces[:, :, 1].max()) + 0.5, float(pieces[:, :, 1].min()) - 0.5)
            axes.set_aspect("equal")
            axes.set_axis_off()
            name = "end" if one.label == END else {" ": "space"}.get(network.alphabet[one.label - 1])
            axes.set_title(
                f"{name or network.alphabet[one.label - 1]}: {np.exp(one.log_probs[one.label]):.0%}, "
                f"up to {of_piece.max():.1f} nats",
                fontsize=8,
                loc="left",
            )
    return drawn


if __name__ == "__main__":
    raise SystemExit(main())
