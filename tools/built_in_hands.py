"""``python -m tools.built_in_hands --weights FILE --embedding FILE``: makes the app's own hands, by the network.

No ink of anybody's is read. The network writes a line as nobody in particular, at a temperature at which no two lines look
alike; leant or stretched, that line is the hand in which it writes a page, from whose newest lines the app learns the hand. Of
many such pages those are kept that a reader reads with few errors, also in what is written in their hand, and that are farthest
apart in the embedding of ``lab.writers``. Equal weights give equal files.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import product
from pathlib import Path

import numpy as np

from assets import HANDS
from inkapp.ink.document import Author, Origin, Page, Stroke
from inkapp.ink.errors import InkError
from inkapp.ink.hand import Hand, file_stem
from inkapp.ink.hand_file import SUFFIX, save_hand
from inkapp.ink.typed_text import TextStyle, TypedText
from inkapp.live.compose.read_hand import HandReader, HandSource
from inkapp.live.compose.write_text import write_text
from lab.typed.written import write_line
from lab.writers.embedding import HandEmbedding, embed, rows_of
from lab.writers.store import load_embedding
from model.arrays import Float32Array, Float64Array
from model.batched_writer import BatchedWriter
from model.checkpoint import READER
from model.reader import Reader
from model.text_protocol import TextNetwork
from model.trace import Controls
from tools.hand_looks import looks_of, names
from training.command import run_command
from training.reader.edits import edits

FIRST_LINE = "some ink for a quiet morning by the river"
PAGE_LINES = (
    "Our house stands by a river,",
    "where every morning we look out",
    "for the quiet wind of summer.",
    "My sister keeps a garden there.",
)
TRIED = "How much of this could be read by a good friend"  # written in each hand, to see whether it can be
WILD, CALM = 0.75, 0.3  # temperatures of the first line, which makes the hand, and of its page
SLANTS, WIDTHS = (-0.3, 0.05, 0.5), (0.75, 1.3)  # what a first line is leant and stretched by
SPREADS = (1.2, 1.6, 2.0)  # mm: small, middling and large writing, by the seed
SECONDS = 0.05  # between the first line's points
TALLEST_LINE = 1.6  # rules: ink that spans more is of two lines
MOST_ERRORS = 0.12  # of characters, on a hand's page and in what is written in it
Read = Callable[[Sequence[Float64Array]], str]
MADE = datetime(2026, 11, 30, tzinfo=UTC)


@dataclass(frozen=True, eq=False, slots=True)
class Candidate:
    """A page in a hand of the network's own, its ``vector``, its share of misread characters, and measures of its look."""

    page: Page
    vector: Float32Array
    errors: float
    looks: dict[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m tools.built_in_hands", description="Makes the app's own hands.")
    parser.add_argument("--weights", type=Path, required=True, help="the network that writes text")
    parser.add_argument("--reader", type=Path, default=READER, help="the network that reads ink")
    parser.add_argument("--embedding", type=Path, required=True, help="of lab.writers, trained")
    parser.add_argument("-o", "--output", type=Path, default=HANDS, help="folder of the .hand files")
    parser.add_argument("--seeds", type=int, default=12, help="first lines; each is leant and stretched in six ways")
    parser.add_argument("--count", type=int, default=8, help="hands that are kept")
    return run_command(parser, arguments, make)


def make(options: argparse.Namespace) -> None:
    """Makes, chooses and writes the hands. Raises ModelError, InkError, OSError, ValueError."""
    network, reader = BatchedWriter.load(options.weights), Reader.load(options.reader)
    found = list(
        candidates(network, lambda ink: reader.read(ink).text, load_embedding(options.embedding), options.seeds)
    )
    chosen = choose(found, options.count)
    options.output.mkdir(parents=True, exist_ok=True)
    for candidate, name in zip(chosen, names([one.looks for one in chosen]), strict=True):
        path = options.output / f"{file_stem(name).lower()}{SUFFIX}"
        hand_id = blake2b(f"{network.name} {name}".encode(), digest_size=8).hexdigest()
        save_hand(Hand(name, candidate.page, MADE, hand_id), path)
        print(f"{path}: {candidate.errors:.1%} of characters misread")
    print(f"{len(found)} candidates, {len(chosen)} hands")


def candidates(network: TextNetwork, read: Read, embedding: HandEmbedding, seeds: int) -> Iterator[Candidate]:
    """Pages in hands of the network's own; those that are too hard to ``read`` are left out."""
    for seed, slant, width in product(range(1, seeds + 1), SLANTS, WIDTHS):
        try:
            page = page_in(network, first_page(network, seed, slant, width), seed)
            lines = lines_of(page)
            source = HandSource(page, own=False)
            tried = write_line(network, HandReader(network).read(source), TRIED, seed, TextStyle(temperature=CALM))
        except (InkError, ValueError):
            continue  # no hand can be learnt from it, or the page has no room for such wide writing
        inks = [[np.stack((stroke.x, stroke.y), axis=1) for stroke in line] for line in lines]
        said = [read(ink) for ink in (*inks, tried.ink)]
        errors = [edits(one, text) / len(text) for one, text in zip(said, (*PAGE_LINES, TRIED), strict=True)]
        if max(float(np.mean(errors)), errors[-1]) > MOST_ERRORS:
            continue
        letters = sum(len(line.replace(" ", "")) for line in PAGE_LINES)
        vector = embed(embedding, [rows_of(ink) for ink in (*inks, tried.ink)]).mean(axis=0)
        yield Candidate(page, vector / np.linalg.norm(vector), float(np.mean(errors)), looks_of(lines, letters))


def first_page(network: TextNetwork, seed: int, slant: float, width: float) -> Page:
    """A page with one line by the network as nobody in particular, leant and stretched. Raises ValueError."""
    controls = Controls(WILD)
    written = network.write_texts(network.start(), [FIRST_LINE], [seed], controls)[0]
    points = np.cumsum(written.offsets, axis=0)
    points = points * (width, 1.0) - np.outer(points[:, 1], (slant, 0.0))
    page = Page()
    begin = (page.margin, page.rule_top + page.rule_spacing)
    points = SPREADS[seed % len(SPREADS)] * (points - (points[:, 0].min(), 0.0)) + begin
    ends = np.flatnonzero(written.lifts[:-1]) + 1
    origin = Origin(network.name, seed, WILD)
    strokes = [_stroke(part, origin) for part in np.split(points, ends)]
    return Page(tuple(strokes), width=max(page.width, page.margin + float(points[:, 0].max())))


def _stroke(points: Float64Array, origin: Origin) -> Stroke:
    x, y = points.T
    return Stroke(x, y, SECONDS * np.arange(len(x), dtype=np.float64), np.full(len(x), 0.5), Author.MODEL, origin)


def page_in(network: TextNetwork, first: Page, seed: int) -> Page:
    """A page of ``PAGE_LINES`` in the hand of ``first``. Raises InkError, ValueError."""
    hand = HandReader(network).read(HandSource(first, own=False))
    page = Page()
    y = page.rule_top + page.rule_spacing
    text = TypedText(f"{seed:016x}", "\n".join(PAGE_LINES), page.margin, y, seed, style=TextStyle(temperature=CALM))
    strokes = []
    for progress in write_text(text, hand, page, network):
        for word in progress.words:
            if word.faulty or word.page:
                raise ValueError("a word went wrong, or the page is too small")
            strokes += [ghost.to_stroke() for ghost in word.strokes]
    return page.with_strokes(strokes)


def lines_of(page: Page) -> list[list[Stroke]]:
    """The strokes of a page by the typed lines to which their words belong. Raises ValueError where one was wrapped."""
    ends = np.cumsum([len(line.split()) for line in PAGE_LINES])
    lines: list[list[Stroke]] = [[] for _ in PAGE_LINES]
    for stroke in page.strokes:
        assert stroke.origin is not None
        lines[int(np.searchsorted(ends, stroke.origin.word, side="right"))].append(stroke)
    for line in lines:
        heights = np.concatenate([stroke.y for stroke in line])
        if np.ptp(heights) > TALLEST_LINE * page.rule_spacing:
            raise ValueError("the writing is too wide for its page")
    return lines


def choose(found: Sequence[Candidate], count: int) -> list[Candidate]:
    """The most legible one, then always the one that is farthest from its nearest among the chosen. Raises ValueError."""
    if len(found) < count:
        raise ValueError(f"only {len(found)} hands could be read well enough, of {count} that are wanted")
    chosen = [min(found, key=lambda one: one.errors)]
    while len(chosen) < count:
        left = [one for one in found if one not in chosen]
        chosen.append(min(left, key=lambda one: max(float(one.vector @ other.vector) for other in chosen)))
    return chosen


if __name__ == "__main__":
    raise SystemExit(main())
