"""``python -m tools.built_in_hands --weights FILE --embedding FILE``: makes the app's own hands, by the network.

No ink of anybody's is read. For each of some aims (slanted, joined, wide …) lines by the network are bred to it
(``tools.bred_hands``), and a page is written in the hand that comes of it, each word again until a reader reads it. Of these
pages those are kept in whose hand the app writes other lines legibly, too, and that look least like each other: in the
embedding of ``lab.writers``, and by what can be seen of them. Equal weights give equal files.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import numpy as np

from assets import HANDS
from inkapp.ink.document import Page
from inkapp.ink.errors import InkError
from inkapp.ink.hand import Hand, file_stem
from inkapp.ink.hand_file import SUFFIX, save_hand
from inkapp.ink.typed_text import TextStyle
from inkapp.live.compose.read_hand import HandReader, HandSource
from inkapp.live.hand_ink import hand_ink
from lab.typed.written import Ink, write_line
from lab.writers.embedding import embed, rows_of
from lab.writers.store import load_embedding
from model.arrays import Float32Array, Float64Array
from model.batched_writer import BatchedWriter
from model.checkpoint import READER
from model.reader import Reader
from model.text_protocol import TextNetwork
from tools.bred_hands import Aim, BredLine, Read, breed, first_lines, pushed
from tools.hand_looks import apart, looks_of, names
from tools.hand_pages import PAGE_LINES, ink_of, lines_of, misread, unevenness, write_page
from training.command import run_command

# Each aim with how high an x is, mm
AIMS = (
    Aim(2.4, {"slant": 0.08, "width": 1.4, "joined": 0.05}),
    Aim(2.4, {"slant": 0.45, "width": 1.6, "joined": 0.1}),
    Aim(2.4, {"slant": -0.42, "width": 1.5}),
    Aim(2.2, {"joined": 0.9, "slant": 0.25, "width": 1.8}),
    Aim(2.1, {"joined": -0.35, "slant": 0.0, "width": 1.7, "letter_gap": 0.65}),
    Aim(2.0, {"width": 2.1, "slant": 0.05}),
    Aim(2.4, {"width": 1.0, "slant": 0.12}),
    Aim(2.7, {"curved": -0.18, "slant": 0.0, "width": 1.7}),
    Aim(1.6, {"tall": 2.5, "slant": 0.2, "width": 1.5}),
)
TRIED = (  # written in each hand as the app does, to see whether it can be read
    "How much of this could be read by a good friend",
    "Please bring the box of old maps on Friday",
    "What a very quick and joyful evening we had",
)
MOST_MISREAD_LINES, MOST_MISREAD_PAGE, MOST_MISREAD = 0.08, 0.02, 0.08  # of characters: as bred, of the page, as tried
MOST_BLOTTED = 0.16  # of a page's ink
# The deviation of the logarithms of words' sizes within a line; people's is 0.15, by ``lab.measure.word_sizes``
MOST_UNEVEN = 0.2
LEAST = 6  # hands that the app promises
MISREAD, BLOTTED = 8.0, 4.0  # how much farther away a hand has to be that is misread, or blotted, by such a share more
MADE = datetime(2026, 11, 30, tzinfo=UTC)


@dataclass(frozen=True, eq=False, slots=True)
class Candidate:
    """A page in a hand of the network's own, bred to ``AIMS[aim]``, and the lines that were ``tried``.

    ``errors``: the share of misread characters of both. ``looks``: of both, ``tools.hand_looks``.
    """

    aim: int
    page: Page
    tried: tuple[Ink, ...]
    errors: float
    looks: dict[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m tools.built_in_hands", description="Makes the app's own hands.")
    parser.add_argument("--weights", type=Path, required=True, help="the network that writes text")
    parser.add_argument("--reader", type=Path, default=READER, help="the network that reads ink")
    parser.add_argument("--embedding", type=Path, required=True, help="of lab.writers, trained")
    parser.add_argument("-o", "--output", type=Path, default=HANDS, help="folder of the .hand files")
    parser.add_argument("--seeds", type=int, default=48, help="lines that the network writes as nobody")
    parser.add_argument(
        "--tries", type=int, default=4, help="hands that are bred to each aim, from as many of those lines"
    )
    parser.add_argument("--count", type=int, default=8, help=f"hands that are kept, at most {len(AIMS)}")
    parser.add_argument("--processes", type=int, default=2)
    return run_command(parser, arguments, make)


def make(options: argparse.Namespace) -> None:
    """Makes, chooses and writes the hands. Raises ModelError, InkError, OSError, ValueError."""
    if any(options.output.glob(f"*{SUFFIX}")):
        raise ValueError(f"{options.output}: there are hands in it already, which would stay beside the new ones")
    network, reader = BatchedWriter.load(options.weights), Reader.load(options.reader)
    embedding = load_embedding(options.embedding)
    found: list[Candidate] = []
    for candidate in candidates(network, reader, options.seeds, options.tries, options.processes):
        found.append(candidate)
        print(f"aim {candidate.aim + 1}: {candidate.errors:.1%} of characters misread", flush=True)
    vectors = [
        embed(embedding, [rows_of(ink) for ink in (*map(ink_of, lines_of(one.page)), *one.tried)]).mean(axis=0)
        for one in found
    ]
    chosen = choose(found, vectors, options.count)
    if len(chosen) < min(LEAST, options.count):
        raise ValueError(f"only {len(chosen)} hands could be read well enough: more --seeds or --tries may help")
    options.output.mkdir(parents=True, exist_ok=True)
    for candidate, name in zip(chosen, names([one.looks for one in chosen]), strict=True):
        path = options.output / f"{file_stem(name).lower()}{SUFFIX}"
        hand_id = blake2b(f"{network.name} {name}".encode(), digest_size=8).hexdigest()
        save_hand(Hand(name, candidate.page, MADE, hand_id), path)
        seen = ", ".join(f"{measure} {value:.2f}" for measure, value in candidate.looks.items())
        print(f"{path}: aim {candidate.aim + 1}, {candidate.errors:.1%} of characters misread; {seen}")
    print(f"{len(found)} candidates, {len(chosen)} hands")


class Said(Protocol):
    """What was read."""

    @property
    def text(self) -> str:
        """All characters."""


class LineReader(Protocol):
    """What reads a line of ink: ``model.reader.Reader``."""

    def read(self, strokes: Sequence[Float64Array], /) -> Said:
        """The text of strokes, each (n, 2)."""


@dataclass(frozen=True, eq=False, slots=True)
class _Maker:
    """Makes one candidate after the other; goes to each process once."""

    network: TextNetwork
    reader: LineReader

    def read(self, ink: Sequence[Float64Array]) -> str:
        """What a line says."""
        return self.reader.read(ink).text

    def first(self, seeds: Sequence[int]) -> list[BredLine]:
        """Lines as nobody in particular."""
        return first_lines(self.network, self.read, seeds)

    def candidate(self, task: tuple[int, int, BredLine]) -> Candidate | None:
        """A hand bred to an aim from a line, with a seed; None where it cannot be read well, or has no room on its page."""
        aim, seed, line = task
        try:
            return _candidate(self.network, self.read, aim, seed, line)
        except (InkError, ValueError):
            return None


def candidates(
    network: TextNetwork, reader: LineReader, seeds: int, tries: int, processes: int = 1
) -> Iterator[Candidate]:
    """Hands bred to each aim, from the lines by so many ``seeds`` that come nearest to it."""
    maker = _Maker(network, reader)
    if processes == 1:
        lines = maker.first(range(1, seeds + 1))
        yield from filter(None, map(maker.candidate, _tasks(lines, tries)))
        return
    with ProcessPoolExecutor(processes, initializer=_begin, initargs=(maker,)) as pool:
        parts = [range(1 + k, seeds + 1, processes) for k in range(processes)]
        lines = [line for part in pool.map(_first, parts) for line in part]
        yield from filter(None, pool.map(_make, _tasks(lines, tries)))


_makers: list[_Maker] = []  # of a process, one


def _begin(maker: _Maker) -> None:
    _makers[:] = [maker]


def _first(seeds: Sequence[int]) -> list[BredLine]:
    return _makers[0].first(seeds)


def _make(task: tuple[int, int, BredLine]) -> Candidate | None:
    return _makers[0].candidate(task)


def _tasks(lines: Sequence[BredLine], tries: int) -> list[tuple[int, int, BredLine]]:
    """(number of an aim, seed, line to begin with), the nearest lines of each aim."""
    return [
        (number, 1 + tries * number + k, line)
        for number, aim in enumerate(AIMS)
        for k, line in enumerate(sorted(lines, key=lambda line: pushed(line, aim).cost(aim))[:tries])
    ]


def _candidate(network: TextNetwork, read: Read, number: int, seed: int, first: BredLine) -> Candidate | None:
    aim = AIMS[number]
    lines = breed(network, read, first, aim, seed)
    if np.mean([line.errors for line in lines]) > MOST_MISREAD_LINES:
        return None
    page, wrong = write_page(network, read, lines, aim.x_height, seed)
    if wrong > MOST_MISREAD_PAGE * sum(map(len, PAGE_LINES)):
        return None
    hand = HandReader(network).read(HandSource(page, own=False))
    tried = [write_line(network, hand, text, seed, TextStyle()) for text in TRIED]
    texts = (*PAGE_LINES, *TRIED)
    wrong_tried = [misread(read(line.ink), line.text) for line in tried]
    if sum(wrong_tried) > MOST_MISREAD * sum(map(len, TRIED)):
        return None
    letters = sum(len(line.replace(" ", "")) for line in PAGE_LINES)
    looks = looks_of(lines_of(page), letters)
    if looks["blotted"] > MOST_BLOTTED or unevenness(page) > MOST_UNEVEN:
        return None
    if len(hand_ink(page, own=False).lines) != len(PAGE_LINES):  # whoever learns the hand would not find its lines
        return None
    errors = (wrong + sum(wrong_tried)) / sum(map(len, texts))
    return Candidate(number, page, tuple(line.ink for line in tried), errors, looks)


def choose(found: Sequence[Candidate], vectors: Sequence[Float32Array], count: int) -> list[Candidate]:
    """The most legible one, then always the one that is farthest from its nearest among the chosen, one for each aim.

    ``vectors``: those of the embedding. Fewer than ``count`` where fewer aims were reached.
    """
    table = [vector / np.linalg.norm(vector) for vector in vectors]

    def worth(k: int) -> float:
        near = [1.0 - float(table[k] @ table[j]) + apart(found[k].looks, found[j].looks) for j in chosen]
        return min(near, default=0.0) - MISREAD * found[k].errors - BLOTTED * found[k].looks["blotted"]

    chosen: list[int] = []
    while len(chosen) < min(count, len({one.aim for one in found})):
        taken = {found[k].aim for k in chosen}
        chosen.append(max((k for k in range(len(found)) if found[k].aim not in taken), key=worth))
    return [found[k] for k in chosen]


if __name__ == "__main__":
    raise SystemExit(main())
