"""Hands that nobody has, bred: the network writes some lines, and those that come nearest to an aim are what it goes on from.

The first lines it writes as nobody in particular. Each line that is kept is leant and stretched a little towards the aim, then
read as a hand, in which the next lines are written; a line that a reader misreads, or that is blotted, does not count. So after
a few generations a hand is far from the usual one, and still one in which the network writes well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inkapp.ink.document import Author, Origin, Stroke
from inkapp.live.compose.read_hand import read_lines
from model.arrays import Float64Array
from model.network_protocol import State
from model.text_protocol import TextNetwork, Try
from model.trace import Controls
from tools.hand_looks import looks_of
from training.reader.edits import edits

FIRST_TEXT = "some ink for a quiet morning by the river"
LATER_TEXTS = (
    "kind words are short and easy to speak",
    "five boxes of old maps lay under the bed",
    "we have bread and jam in the garden house",
)
LITTER = 8  # lines of a generation
WILD = 0.85  # temperature at which no two first lines look alike
CALMER = (0.6, 0.5, 0.4)  # of the later generations
MOST_LEAN, MOST_STRETCH = 0.25, 1.2  # of one generation
SECONDS = 0.05  # between the points of a line
# How far a measure may be from its aim, to cost 1; and what a share of misread characters, and of blotted ink, costs
TOLERANCES = {"slant": 0.08, "width": 0.12, "joined": 0.15, "tall": 0.25, "letter_gap": 0.12, "curved": 0.04}
MISREAD, BLOTTED = 100.0, 100.0
Read = Callable[[Sequence[Float64Array]], str]


@dataclass(frozen=True, slots=True)
class Aim:
    """What a hand is to be: ``looks``, some of the measures of ``hand_looks``; and how high an x is, mm."""

    x_height: float
    looks: Mapping[str, float]

    def distance(self, looks: Mapping[str, float]) -> float:
        """How far looks are from the aim, in tolerances squared."""
        return sum(((looks[measure] - wanted) / TOLERANCES[measure]) ** 2 for measure, wanted in self.looks.items())


@dataclass(frozen=True, eq=False, slots=True)
class BredLine:
    """A line of ink that says ``text``, with its looks and the share of characters that were misread."""

    strokes: tuple[Stroke, ...]
    text: str
    errors: float
    looks: Mapping[str, float]

    def cost(self, aim: Aim) -> float:
        """The least is kept."""
        return aim.distance(self.looks) + MISREAD * self.errors + BLOTTED * self.looks["blotted"]


def first_lines(network: TextNetwork, read: Read, seeds: Sequence[int]) -> list[BredLine]:
    """A line by each seed, written as nobody in particular; those that cannot be measured are left out."""
    return list(_lines(network, network.start(), FIRST_TEXT, seeds, WILD, read))


def breed(network: TextNetwork, read: Read, first: BredLine, aim: Aim, seed: int) -> list[BredLine]:
    """The lines, ``first`` the first, through which a hand goes on its way to the aim; the last two are in it.

    Raises ValueError where none of a generation can be measured.
    """
    kept = [pushed(first, aim)]
    for generation, (text, temperature) in enumerate(zip(LATER_TEXTS, CALMER, strict=True)):
        hand = read_lines(network, [line.strokes for line in kept[-2:]], {})
        seeds = [1000 * seed + LITTER * generation + k for k in range(LITTER)]
        litter = list(_lines(network, hand.state, text, seeds, temperature, read))
        if not litter:
            raise ValueError("no line could be measured")
        kept.append(pushed(min(litter, key=lambda line: line.cost(aim)), aim))
    return kept


def pushed(line: BredLine, aim: Aim) -> BredLine:
    """The line leant and stretched towards the aim, as far as one generation may be."""
    lean = stretch = 0.0
    if "slant" in aim.looks:
        lean = float(np.clip(aim.looks["slant"] - line.looks["slant"], -MOST_LEAN, MOST_LEAN))
    if "width" in aim.looks:
        most = np.log(MOST_STRETCH)
        stretch = float(np.clip(np.log(aim.looks["width"] / line.looks["width"]), -most, most))
    strokes = tuple(
        Stroke(np.exp(stretch) * one.x - lean * one.y, one.y, one.t, one.pressure, one.author, one.origin)
        for one in line.strokes
    )
    return BredLine(strokes, line.text, line.errors, looks_of([strokes], len(line.text.replace(" ", ""))))


def _lines(
    network: TextNetwork, state: State, text: str, seeds: Sequence[int], temperature: float, read: Read
) -> Iterator[BredLine]:
    tries = network.write_texts(state, [text] * len(seeds), seeds, Controls(temperature))
    for seed, one in zip(seeds, tries, strict=True):
        strokes = _strokes(one, Origin(network.name, seed, temperature))
        try:
            looks = looks_of([strokes], len(text.replace(" ", "")))
            said = read([stroke.points for stroke in strokes])
        except ValueError:
            continue  # ink without extent
        yield BredLine(strokes, text, edits(said, text) / len(text), looks)


def _strokes(one: Try, origin: Origin) -> tuple[Stroke, ...]:
    points = np.cumsum(one.offsets, axis=0)
    ends = np.flatnonzero(one.lifts[:-1]) + 1
    return tuple(
        Stroke(
            part[:, 0],
            part[:, 1],
            SECONDS * np.arange(len(part), dtype=np.float64),
            np.full(len(part), 0.5),
            Author.MODEL,
            origin,
        )
        for part in np.split(points, ends)
    )
