"""Real lines cut where a pen may rest: at a gap between words, and inside a word with its first letters standing whole.

At the places of ``training.captioner.cuts``; where there is none is counted; so are lines that say something else than their
transcription.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from inkapp.ink.document import Page, Stroke
from lab.typed.hand_page import SPREAD, hand_page
from model.captioner import Captioner
from training.captioner.cuts import find_spots, places
from training.data.form_lists import lines_of
from training.data.iam import DataError, Line, form_of, read_lines, read_list
from training.data.splits import READ_DEV_LIST
from training.data.texts import read_texts
from training.data.writers import by_writer
from training.reader.lines import as_written

SEED = 18


@dataclass(frozen=True, eq=False, slots=True)
class ToldLine:
    """A line with all its ink: ``strokes``, in the order of writing, below the form's lines before it on ``page``, where no
    word of it stands yet. ``text``: what it says, ``above``: what the line before says, both ``as_written``; "" for nothing."""

    name: str
    writer: int
    page: Page
    strokes: tuple[Stroke, ...]
    text: str
    above: str

    @property
    def form(self) -> str:
        """The form, as ``form_of`` its name."""
        return form_of(self.name)


@dataclass(frozen=True, eq=False, slots=True)
class Cut:
    """The ``line`` after its first ``count`` strokes, where a pen rests. The word at [``begin``, ``end``) of its text
    is to come but for its first ``begun`` letters, which stand; none do at a gap between words."""

    line: ToldLine
    count: int
    begin: int
    end: int
    begun: int

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The line's that stand."""
        return self.line.strokes[: self.count]

    @property
    def page(self) -> Page:
        """All that stands: the lines before, and the line's beginning."""
        return self.line.page.with_strokes((*self.line.page.strokes, *self.strokes))

    @property
    def before(self) -> str:
        """The line's text before the word, with its space."""
        return self.line.text[: self.begin]

    @property
    def word(self) -> str:
        """The word that is to come, or to be finished."""
        return self.line.text[self.begin : self.end]

    @property
    def standing(self) -> str:
        """The text that stands, at a gap without the space after it."""
        return self.line.text[: self.begin + self.begun].rstrip()

    @property
    def rest(self) -> str:
        """What the line says from the pen on, without a space before."""
        return self.line.text[self.begin + self.begun :]


@dataclass(frozen=True, eq=False, slots=True)
class CutLine:
    """A line and its cuts, from left to right."""

    line: ToldLine
    cuts: tuple[Cut, ...]


@dataclass(slots=True)
class Left:
    """What was left out, and of how many: ``lines`` and, inside those used, ``places`` where letters part."""

    lines: int = 0
    places: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def figures(self) -> dict[str, object]:
        """As a command tells them."""
        told: dict[str, object] = {"lines_looked_at": self.lines, "places_looked_at": self.places}
        return told | {f"left_out: {reason}": count for reason, count in sorted(self.reasons.items())}


class LineCutter:
    """Finds the cuts of lines; ``left`` counts what is none."""

    def __init__(self, captioner: Captioner) -> None:
        self._captioner = captioner
        self.left = Left()

    def cuts(self, line: ToldLine) -> list[Cut] | None:
        """A line's cuts, from left to right; None where the line is left out."""
        self.left.lines += 1
        spots = find_spots(self._captioner, [stroke.points for stroke in line.strokes], line.text, SPREAD)
        if isinstance(spots, str):
            self.left.reasons[spots] += 1
            return None
        found = []
        for begin, end, begun in places(line.text):
            self.left.places += 1
            lift = spots.lift(begin + begun - (1 if begun else 2), begin + begun)
            if isinstance(lift, str):
                self.left.reasons[lift] += 1
            else:
                found.append(Cut(line, lift, begin, end, begun))
        return found


def add_cut_options(parser: argparse.ArgumentParser, lines: int, *, required: bool = True) -> None:
    """Which lines are cut; ``required``: of the data set in any case."""
    parser.add_argument("--data", type=Path, required=required, help="the data set's folder")
    parser.add_argument("--split", type=Path, help=f"a list of its forms (default: {READ_DEV_LIST})")
    parser.add_argument("--lines", type=int, default=lines, help=f"how many, evenly over writers (default: {lines})")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of the list's writers every Nth alone (1)")


def cut_lines(options: argparse.Namespace, captioner: Captioner) -> tuple[list[CutLine], Left]:
    """The lines that the options ask for, or as many as there are, with their cuts; writers take turns. Raises DataError,
    OSError, ValueError."""
    if options.lines < 1 or options.every < 1:
        raise ValueError("--lines and --every must be 1 or more")
    cutter, found = LineCutter(captioner), list[CutLine]()
    for line in read_by_turns(options.data, options.split or options.data / READ_DEV_LIST, options.every):
        cuts = cutter.cuts(line)
        if cuts is not None:
            found.append(CutLine(line, tuple(cuts)))
        if len(found) == options.lines:
            break
    if not found:
        raise DataError(f"{options.data}: no line of the list says what its transcription says")
    return found, cutter.left


def read_by_turns(data: Path, split: Path, every: int) -> Iterator[ToldLine]:
    """The lines of every so manieth writer of a list of forms: one of each, another of each, …; a writer's by chance, always
    the same. Raises DataError, OSError."""
    writers = dict(list(enumerate(by_writer(read_list(split))))[::every])
    writer_of = {form: number for number, own in writers.items() for form in own}
    names = [name for name in lines_of(data, split) if form_of(name) in writer_of]
    inks, texts = read_lines(data, names)[0], read_texts(data, names)
    by_form: dict[str, list[Line]] = defaultdict(list)
    for ink in sorted(inks, key=lambda ink: ink.name):
        by_form[ink.form].append(ink)
    turns: list[tuple[int, int, Line]] = []
    for writer, forms in writers.items():
        own = [ink for form in forms for ink in by_form[form]]
        order = np.random.default_rng((SEED, writer)).permutation(len(own)).tolist()
        turns += [(turn, writer, own[k]) for turn, k in enumerate(order)]
    for _, writer, ink in sorted(turns, key=lambda turn: turn[:2]):
        yield told_line(ink, by_form[ink.form], writer, texts)


def told_line(ink: Line, form: Sequence[Line], writer: int, texts: Mapping[str, str]) -> ToldLine:
    """A line of a form, below the form's lines before it."""
    before = [other for other in form if other.name < ink.name and np.ptp(other.points[:, :2], axis=0).any()]
    page = hand_page([*before, ink])
    count = len(page.strokes) - int(ink.lift.sum())
    text, above = (
        as_written(" ".join(texts.get(name, "").split())) for name in (ink.name, before[-1].name if before else "")
    )
    return ToldLine(ink.name, writer, page.with_strokes(page.strokes[:count]), page.strokes[count:], text, above)


def one_of_each(lines: Sequence[CutLine]) -> list[Cut]:
    """Of each line one cut at a gap and one inside a word, by chance, always the same; after a whole word at least, where there
    are such."""
    found = []
    for number, line in enumerate(lines):
        random = np.random.default_rng((SEED, number))
        for inside in (False, True):
            able = [cut for cut in line.cuts if bool(cut.begun) is inside and cut.before]
            if able:
                found.append(able[int(random.integers(len(able)))])
    return found
