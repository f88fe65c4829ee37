"""Does a ghost keep off the ink of any page? ``python -m tools.random_pages --pages 200``.

Each page is made up by its seed, on ruled or plain paper: a hand of any ordinary size, and ink where its ghost would go: words
to the right of the line, above it with their tails, and on the lines below. The shipped network goes on, what it wrote becomes
ink in part, and it goes on again. No stroke of a ghost may come as near to a stroke of another line as ``TOUCH``.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from inkapp.ink.document import Background, Document, Page, Stroke
from inkapp.ink.ghost import Ghost
from inkapp.live.encoder import NothingToContinue, encode_for
from inkapp.live.whole_ghost import continue_page
from model.arrays import Float64Array
from model.checkpoint import LIVE
from model.network_protocol import Writer
from model.sampler import Sampler
from model.trace import Controls
from tools.synthetic.words import write

TOUCH = 0.2  # mm between the middles of two strokes; a pen is wider
FINE = 0.05  # mm between the points at which that is asked
WORDS = (
    "hello",
    "the",
    "and",
    "little",
    "minimum",
    "light",
    "writing",
    "time",
    "it",
    "quick",
    "brown",
    "fifteen",
    "by",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was written on a page: the ghosts, and how many pairs of strokes touch."""

    document: Document
    ghosts: tuple[Ghost, ...]
    touching: int


def random_page(seed: int) -> Page:
    """A page whose last stroke is at the end of a word."""
    chance = random.Random(seed)
    page = Page(background=chance.choice((Background.RULED, Background.RULED, Background.PLAIN)))
    x_height, seeds = chance.uniform(1.5, 7.5), iter(range(1000 * seed, 1000 * seed + 999))
    base = page.rule_top + page.rule_spacing * chance.randint(2, 18)
    prime: list[Stroke] = []
    left = chance.uniform(15, 90)
    for _ in range(chance.randint(1, 3)):
        prime += write(chance.choice(WORDS), left, base, x_height, seed=next(seeds))
        left = max(stroke.bounds[2] for stroke in prime) + 2.0 * x_height
    there: list[Stroke] = []
    for at, y, height in _places(chance, page, x_height, left, base):
        word = write(chance.choice(WORDS), at, y, height, seed=next(seeds))
        inside = all(stroke.bounds[2] < page.width and stroke.bounds[3] < page.height for stroke in word)
        if inside and all(_apart(stroke, other) for stroke in word for other in (*prime, *there)):
            there += word
    return page.with_strokes((*there, *prime))


def _places(
    chance: random.Random, page: Page, x_height: float, left: float, base: float
) -> Iterator[tuple[float, float, float]]:
    """(left edge, baseline, height of an x), mm, of words where the ghost goes of a line that ends at (``left``, ``base``)."""

    def near() -> float:
        return x_height * chance.uniform(0.7, 1.4)

    yield left + x_height * chance.uniform(4.0, 14.0), base, near()  # to its right
    yield left + x_height * chance.uniform(18.0, 30.0), base + chance.uniform(-0.5, 0.5) * x_height, near()
    for _ in range(8):  # above, whose tails reach down
        yield chance.uniform(left - 10.0, page.width - 20.0), base - x_height * chance.uniform(2.2, 4.0), near()
    for line in range(1, 5):  # below, on lines that leave room here and there
        for _ in range(chance.randint(1, 5)):
            yield (
                chance.uniform(5.0, page.width - 20.0),
                base + x_height * (4.0 * line + chance.uniform(-0.8, 0.8)),
                near(),
            )
    for _ in range(chance.randint(0, 8)):
        yield (
            chance.uniform(5.0, 170.0),
            page.rule_top + page.rule_spacing * chance.randint(0, 22),
            chance.uniform(1.5, 7.5),
        )


def _apart(one: Stroke, other: Stroke) -> bool:
    a, b = one.bounds, other.bounds
    return a[2] + 1 < b[0] or b[2] + 1 < a[0] or a[3] + 1 < b[1] or b[3] + 1 < a[1]


def go_on(page: Page, writer: Writer, seed: int, points: int = 250) -> Outcome:
    """Continues a page, takes some of the ghost, and continues what is there then."""
    document, ghosts, touching = Document((page,)), [], 0
    chance = random.Random(seed)
    for turn in range(2):
        try:
            line = {stroke.id for stroke in encode_for(document, 0, writer).strokes}
            ghost = continue_page(document, 0, writer, seed=seed + turn, controls=Controls(0.5), points=points)
        except NothingToContinue:
            break
        ghosts.append(ghost)
        touching += sum(1 for _ in touched(ghost, document.pages[0], line))
        taken = [stroke for piece in ghost.pieces()[: chance.randint(1, 6)] for stroke in piece]
        document = document.add_strokes(stroke.to_stroke() for stroke in taken)
    return Outcome(document, tuple(ghosts), touching)


def touched(ghost: Ghost, page: Page, line: set[int]) -> Iterator[tuple[Stroke, Stroke]]:
    """Pairs of a ghost's stroke and one of the page, or of another of its own lines, that touch.

    On the ``line`` that it goes on from it may dot and join what is there.
    """
    others = [stroke for stroke in page.strokes if stroke.id not in line]
    own = [stroke for stroke in page.strokes if stroke.id in line]
    for number, strokes in enumerate(ghost_lines(ghost)):
        if number:
            others, own = [*others, *own], []
        for mine in strokes:
            yield from ((mine, other) for other in others if _touch(mine, other))
        own += strokes


def ghost_lines(ghost: Ghost) -> list[list[Stroke]]:
    """The strokes of each of the ghost's lines: one begins where a word goes back to the left and down."""
    lines: list[list[Stroke]] = [[]]
    for piece in ghost.pieces():
        strokes = [stroke.to_stroke() for stroke in piece]
        if (
            lines[-1]
            and strokes[0].bounds[0] < lines[-1][-1].bounds[0] - 1.0
            and strokes[0].y.mean() > lines[-1][-1].y.mean() + 3.0
        ):
            lines.append([])
        lines[-1] += strokes
    return lines


def _touch(one: Stroke, other: Stroke) -> bool:
    a, b = one.bounds, other.bounds
    if a[2] + TOUCH < b[0] or b[2] + TOUCH < a[0] or a[3] + TOUCH < b[1] or b[3] + TOUCH < a[1]:
        return False
    fine, near = _fine(one), _fine(other)
    low, high = fine.min(axis=0) - TOUCH, fine.max(axis=0) + TOUCH
    near = near[((near >= low) & (near <= high)).all(axis=1)]
    return any(bool((((near - point) ** 2).sum(axis=1) < TOUCH**2).any()) for point in fine)


def _fine(stroke: Stroke) -> Float64Array:
    points = stroke.points
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
    even = np.linspace(0.0, along[-1], int(along[-1] / FINE) + 2)
    return np.stack([np.interp(even, along, points[:, axis]) for axis in (0, 1)], axis=1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints how many pages, ghosts and strokes there were, and fails where two strokes touch."""
    parser = argparse.ArgumentParser(prog="python -m tools.random_pages", description="Does a ghost keep off all ink?")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0, help="of the first page (0)")
    given = parser.parse_args(arguments)
    sampler = Sampler.load(LIVE)
    wrong, ghosts, strokes, none = [], 0, 0, 0
    for seed in range(given.seed, given.seed + given.pages):
        found = go_on(random_page(seed), sampler, seed)
        ghosts += len(found.ghosts)
        strokes += sum(len(ghost.strokes) for ghost in found.ghosts)
        none += not found.ghosts
        wrong += [seed] if found.touching else []
    print(f"{given.pages} pages, {none} without room, {ghosts} ghosts of {strokes} strokes; touching: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
