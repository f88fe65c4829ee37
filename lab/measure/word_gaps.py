"""Does a ghost begin a word where one has ended, and go on where none has? ``python -m lab.measure.word_gaps --data DIR``.

Lines of the held-out forms are cut at every lift of the pen, as if the person had rested there, and so are made-up words
(``tools.synthetic.words``). At each cut the network writes its first hop under several seeds, as in the app. Two errors:

- *glued*: the word had ended, and the hop does not go ``WORD_GAP`` beyond its ink;
- *split*: the word had not ended, and the hop begins another.

Cuts inside a word are of two kinds. Where the next stroke goes back over the word (a dot, a bar, the rest of a letter) the
word is visibly unfinished. At a lift between two letters the word might be one (``the`` of ``there``): only the person knows.
Lines whose ink has not as many words as their transcription are left out.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from inkapp.ink.document import Document, Page, Stroke
from inkapp.live.encoder import WORD_GAP, NothingToContinue, encode_for
from lab.cells.transcription import tokens
from lab.measure.device import Variant, simulate
from model.arrays import Float64Array
from model.checkpoint import LIVE
from model.sampler import Sampler
from model.strokes import measure_frame
from model.trace import Controls
from tools.synthetic.words import write
from training.command import run_command
from training.data.iam import read_lines
from training.data.splits import even, held_out, listed
from training.data.texts import read_texts

PAGE = Page(width=4000.0, height=600.0)
ENDED, BACK, BETWEEN = "word ended", "unfinished: the next stroke goes back", "between two letters of a word"
BACK_OVER = -0.3  # spreads: a stroke that begins so far to the left of all ink goes back over it
TEMPERATURE, SEEDS = 0.5, 3
WORDS = ["hello", "the", "and", "little", "minimum", "light", "writing"]
WORDS += ["time", "it", "quick", "brown", "at", "fifteen"]
RATES = (125.0, 1000.0)  # events a second


@dataclass(frozen=True, eq=False, slots=True)
class Cut:
    """A page on which the pen rests, and what is known of the word: one of the three kinds. ``source``: lines or words."""

    source: str
    kind: str
    strokes: tuple[Stroke, ...]


def cuts_of(source: str, strokes: Sequence[Stroke], local: Sequence[Float64Array]) -> Iterator[Cut]:
    """A cut at every lift but the last; ``local``: the strokes in spreads of y, level."""
    right = -np.inf
    for k, points in enumerate(local):
        gap = float(points[0, 0]) - right
        right = max(right, float(points[:, 0].max()))
        if k:
            kind = ENDED if gap > WORD_GAP else BACK if gap < BACK_OVER else BETWEEN
            yield Cut(source, kind, tuple(strokes[:k]))


def from_lines(data: Path, count: int | None, split: Path | None = None) -> Iterator[Cut]:
    """Cuts of ``count`` lines, evenly from all, or of all: kept-back ones, or those listed in ``split``. Raises DataError."""
    names = listed(data, split, count) if split else even(held_out(data), count)
    texts = read_texts(data, names)
    for seed, line in enumerate(read_lines(data, names)[0]):
        strokes = simulate(line, Variant("125 Hz"), seed)
        local = _local(strokes)
        made = list(cuts_of("lines", strokes, local))
        words = 1 + sum(cut.kind == ENDED for cut in made)
        if not texts or len(tokens(texts.get(line.name, ""))) == words:
            yield from made


def from_words() -> Iterator[Cut]:
    """Made-up words alone on a page: whole, and at each of their lifts."""
    for seed, word in enumerate(WORDS):
        for rate in RATES:
            strokes = write(word, 20.0, 54.0, 3.6, seed=seed, rate_hz=rate)
            yield Cut("words", ENDED, tuple(strokes))
            yield from (cut for cut in cuts_of("words", strokes, _local(strokes)) if cut.kind != ENDED)


def _local(strokes: Sequence[Stroke]) -> list[Float64Array]:
    points = [stroke.points for stroke in strokes]
    frame = measure_frame(points)
    return [frame.to_local(own) for own in points]


def gaps_made(cut: Cut, sampler: Sampler, seeds: int = SEEDS) -> list[bool] | None:
    """For each seed whether the first hop begins a word; None where there is too little ink to go on from."""
    try:
        prime = encode_for(Document((PAGE.with_strokes(cut.strokes),)), 0, sampler)
    except NothingToContinue:
        return None
    state = sampler.at_rest(sampler.feed(sampler.start(), prime.rows), prime.gap)
    hops = (next(sampler.continue_ink(state, seed, Controls(TEMPERATURE), limit=1))[0].dx for seed in range(seeds))
    return [hop > prime.gap for hop in hops]


def measure(cuts: Iterator[Cut], sampler: Sampler) -> dict[str, dict[str, dict[str, float]]]:
    """For each source and kind: ``hops``, and how many of them are ``wrong``."""
    found: dict[str, dict[str, dict[str, float]]] = defaultdict(dict)
    for cut in cuts:
        made = gaps_made(cut, sampler)
        if made is not None:
            row = found[cut.source].setdefault(cut.kind, {"hops": 0, "wrong": 0})
            row["hops"] += len(made)
            row["wrong"] += sum(gap is (cut.kind != ENDED) for gap in made)
    return dict(found)


def table_of(figures: dict[str, dict[str, dict[str, float]]]) -> str:
    """The figures for people, as a table in Markdown."""
    rows = ["| ink | the pen rests | hops | wrong | of 68 |", "| --- | --- | --- | --- | --- |"]
    for source, kinds in figures.items():
        for kind in (ENDED, BACK, BETWEEN):
            if kind in kinds:
                hops, wrong = kinds[kind]["hops"], kinds[kind]["wrong"]
                error = "glued" if kind == ENDED else "split"
                rows.append(f"| {source} | {kind} | {hops} | {error}: {wrong / hops:.1%} | {68 * wrong / hops:.1f} |")
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    summary = (__doc__ or "").split("?", 1)[0] + "?"
    parser = argparse.ArgumentParser(prog="python -m lab.measure.word_gaps", description=summary)
    parser.add_argument("--data", type=Path, help="folder of IAM-OnDB; without it made-up words alone are measured")
    parser.add_argument("--lines", type=int, help="so many kept-back lines, evenly from all (default: all)")
    parser.add_argument("--split", type=Path, help="a list of other lines, such as the data set's validation list")
    parser.add_argument("--weights", type=Path, default=LIVE, help="default: the shipped live network")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return run_command(parser, arguments, print_table)


def print_table(options: argparse.Namespace) -> None:
    """Measures what the command asks for. Raises DataError, CheckpointError, ValueError."""
    sampler = Sampler.load(options.weights)
    with threadpool_limits(limits=1):
        figures = measure(from_words(), sampler)
        if options.data:
            figures = measure(from_lines(options.data, options.lines, options.split), sampler) | figures
    print(json.dumps(figures, indent=2) if options.json else table_of(figures))


if __name__ == "__main__":
    raise SystemExit(main())
