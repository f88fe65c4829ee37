"""``python -m lab.captions.decoding --data DIR [--weights FILE]``: the decoder's errors greedily, by chance and by a beam.

Also how often it never says that a line ends, in ``LONGEST`` symbols. Finished lines are kept, so that a stopped one goes on.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from itertools import count, islice
from pathlib import Path

import numpy as np
import torch

from lab.captions.say import Caption, by_beam, by_chance
from lab.captions.told_pictures import ToldPicture, add_options, source, told_pictures
from lab.findings import store
from model.captioner import LONGEST
from model.checkpoint import CAPTIONER, load
from training.captioner.network import CaptionerNetwork
from training.captioner.settings import Caption as Sizes
from training.command import run_command
from training.network import Config
from training.reader.edits import edits
from training.tensors import fill

TEMPERATURES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5)  # 0: greedy
WIDTHS = (2, 4, 8)
PART = 50  # lines that are kept together
COUNTED = ("lines", "characters", "edits", "right", "endless", "nats")
GREEDY = "greedy"
FILE = "decoding.json"

Counts = dict[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(
        prog="python -m lab.captions.decoding", description="Greedy, by chance or by a beam: what a decoder gets wrong."
    )
    add_options(parser, every=1)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures and writes them into the folder. Raises ModelError, OSError, ValueError."""
    torch.set_num_threads(1)
    network = read_captioner(options.weights)
    told = source(options)
    parts = options.out / f"decoding-{store.key_of([told, TEMPERATURES, WIDTHS])}"
    sums: dict[str, Counts] = {}
    lines = told_pictures(options)
    for number in count():
        if not (part := list(islice(lines, PART))):
            break
        path = parts / f"{number}.json"
        found = store.recall(path)
        if found is None:
            found = judge(network, part)
            store.keep(path, found)
        for way, counts in found.items():
            mine = sums.setdefault(way, dict.fromkeys(COUNTED, 0.0))
            for name in COUNTED:
                mine[name] += counts[name]
        print(f"decoding: {sums[GREEDY]['lines']:,.0f} lines", flush=True)
    store.keep(options.out / FILE, {**told, "ways": sums})
    print("\n".join(table(sums)))


def read_captioner(path: Path) -> CaptionerNetwork:
    """A captioner's weights in torch, ready to be judged. Raises CheckpointError."""
    tensors, config = load(path, CAPTIONER)
    sizes = Sizes(**config["caption"])
    network = CaptionerNetwork(Config(config["layers"], config["hidden"]), sizes, config["alphabet"])
    fill(network, tensors, "", path)
    return network.eval()


def judge(network: CaptionerNetwork, lines: Sequence[ToldPicture]) -> dict[str, Counts]:
    """Of each way of decoding the counts over the lines."""
    sums: dict[str, Counts] = {}
    for line in lines:
        for way, caption in ways(network, line).items():
            wrong = edits("".join(network.alphabet[label - 1] for label in caption.labels), line.text)
            more = (1, len(line.text), wrong, wrong == 0, not caption.ended, caption.nats)
            counts = sums.setdefault(way, dict.fromkeys(COUNTED, 0.0))
            for name, value in zip(COUNTED, more, strict=True):
                counts[name] += float(value)
    return sums


def ways(network: CaptionerNetwork, line: ToldPicture) -> dict[str, Caption]:
    """A line's caption by each way; chance depends on the line's name alone."""
    seed = int(store.key_of(line.name), 16)
    with torch.no_grad():
        picture = torch.from_numpy(line.seen)[None]
        frames = network.encode(picture, torch.tensor([picture.shape[3]]))[0][:, 0]
        sampled = by_chance(network.decoder, frames, TEMPERATURES, LONGEST, np.random.default_rng(seed))
        said = {name_of(heat): caption for heat, caption in zip(TEMPERATURES, sampled, strict=True)}
        return said | {f"beam of {width}": by_beam(network.decoder, frames, width, LONGEST) for width in WIDTHS}


def name_of(temperature: float) -> str:
    """What a temperature's way of decoding is called."""
    return f"temperature {temperature:g}" if temperature else GREEDY


def table(sums: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The figures, as a table in Markdown."""
    rows = [
        "| way | characters wrong | lines without an error | lines that never end | nats of what was said, a line |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for way, counts in sums.items():
        lines = counts["lines"]
        rows.append(
            f"| {way} | {counts['edits'] / counts['characters']:.2%} | {counts['right'] / lines:.1%}"
            f" | {counts['endless']:.0f} of {lines:,.0f} | {counts['nats'] / lines:.2f} |"
        )
    return [row.replace("%", " %") for row in rows]


if __name__ == "__main__":
    raise SystemExit(main())
