"""``python -m lab.captions.evidence --data DIR [--weights FILE]``: which ink a character hangs on, by hiding it.

Where the decoder looked at a character, a patch of the picture is made white paper: all of its height, or what is above,
between or below a spread of the line's y from its mean. Told is by how many nats the chance of each character falls (Zeiler
and Fergus 2014, arXiv 1311.2901).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from inkapp.inspect.occlusion import ALL_ROWS, fall
from lab.captions.told_pictures import add_options, source, told_pictures
from lab.findings import store
from model.arrays import Float32Array
from model.caption_decoder import END, Said
from model.captioner import LONGEST, Captioner
from model.ink_picture import HEIGHT, PIXELS
from training.command import run_command

BANDS = {
    "whole": ALL_ROWS,
    "above": slice(0, int(HEIGHT / 2 - PIXELS)),
    "middle": slice(int(HEIGHT / 2 - PIXELS), int(HEIGHT / 2 + PIXELS)),
    "below": slice(int(HEIGHT / 2 + PIXELS), HEIGHT),
}
WIDTH = 8  # frames: a letter of the data set's lines
FARTHEST = 4  # characters before and after that whose ink is hidden
SHOWN = 30  # of a character, before the table has it
FILE = "evidence.json"
NAMES = {" ": "space", "": "end"}

Nats = dict[str, list[float]]  # by what they are of, of each case


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(
        prog="python -m lab.captions.evidence", description="Which ink a character hangs on, by hiding it."
    )
    add_options(parser, every=30)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures and writes them into the folder. Raises ModelError, OSError, ValueError."""
    network = Captioner.load(options.weights)
    by_distance: Nats = {}
    by_character: dict[str, Nats] = {}
    lines = 0
    for line in told_pictures(options):
        find(network, line.seen, by_distance, by_character)
        lines += 1
        print(f"evidence: {lines} lines", flush=True)
    told = {**source(options), "lines": lines, "distance": means(by_distance)}
    told |= {"characters": {name: {"count": len(own["whole"]), **means(own)} for name, own in by_character.items()}}
    store.keep(options.out / FILE, told)
    print("\n".join(table(told)))


def find(network: Captioner, seen: Float32Array, by_distance: Nats, by_character: dict[str, Nats]) -> None:
    """Hides the ink of each symbol of a line in turn, and adds what that costs: by how many characters after the hidden one a
    character comes, and by itself, of each of ``BANDS``. Lines that do not end are passed over."""
    said = list(network.decoder.caption(network.encode(seen), LONGEST))
    if said[-1].label != END:
        return
    for k, one in enumerate(said):
        strip = about(one)
        fallen = {band: fall(network, seen, said, strip, rows) for band, rows in BANDS.items()}
        name = network.alphabet[one.label - 1] if one.label != END else ""
        own = by_character.setdefault(name, {})
        for band, nats in fallen.items():
            own.setdefault(band, []).append(float(nats[k]))
        for other in range(max(k - FARTHEST, 0), min(k + FARTHEST + 1, len(said))):
            by_distance.setdefault(str(other - k), []).append(float(fallen["whole"][other]))


def about(said: Said) -> tuple[int, int]:
    """The strip of ``WIDTH`` frames in whose middle it was looked most."""
    begin = min(max(int(said.looked.argmax()) - WIDTH // 2, 0), max(len(said.looked) - WIDTH, 0))
    return begin, min(begin + WIDTH, len(said.looked))


def means(nats: Nats) -> dict[str, float]:
    """The mean of each."""
    return {name: float(np.mean(values)) for name, values in nats.items()}


def table(told: Mapping[str, Any]) -> list[str]:
    """The figures, as two tables in Markdown."""
    distances = [str(k) for k in range(-FARTHEST, FARTHEST + 1) if str(k) in told["distance"]]
    rows = [
        "| characters after the hidden one | " + " | ".join(distances) + " |",
        "| --- |" + " ---: |" * len(distances),
        "| nats lost | " + " | ".join(f"{told['distance'][k]:.2f}" for k in distances) + " |",
        "",
        "| character | seen | all | above | middle | below |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    often = {name: own for name, own in told["characters"].items() if own["count"] >= SHOWN}
    for name, own in sorted(often.items(), key=lambda item: -item[1]["whole"]):
        rows.append(
            f"| {NAMES.get(name, name)} | {own['count']} | " + " | ".join(f"{own[band]:.2f}" for band in BANDS) + " |"
        )
    return [row.replace("-0.00", "0.00").replace("| -", "| −") for row in rows]


if __name__ == "__main__":
    raise SystemExit(main())
