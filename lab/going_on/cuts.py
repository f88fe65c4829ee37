"""Real lines cut where a pen may rest: at a gap between words, and inside a word with its first letters standing whole.

Which ink is which letter's is told by the captioner's frames, aligned with the transcription: a frame that says a letter
stands on it. A line is cut between two letters at a lift of the pen that parts their ink: what was written before does not
reach the later letter, what comes after does not go back to the earlier one. A place without such a lift (joined letters, a t
that is crossed late) is no cut, and is counted; so are lines that say something else than their transcription.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

import numpy as np

from inkapp.ink.document import Page, Stroke
from lab.typed.hand_page import SPREAD, hand_page
from model.arrays import Float64Array
from model.captioner import Captioner
from model.ctc import align, best_path, log_likelihood
from training.data.form_lists import lines_of
from training.data.iam import DataError, Line, form_of, read_lines, read_list
from training.data.splits import READ_DEV_LIST
from training.data.texts import read_texts
from training.data.writers import by_writer
from training.reader.lines import as_written

WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")
DOUBT = 1.5  # nats a character that the transcription may be less likely than what the frames say
DOTTED = "ij"
DOT = 0.6 * SPREAD  # mm: ink that is not larger is a dot
SEED = 18
JOINED, BACK = "places without a lift of the pen", "places to which the pen goes back"
UNTOLD, OTHER, FLAT = "lines without a text", "lines that say something else", "lines without extent"


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


class Spots:
    """Where a line's characters and strokes stand, in frames from left to right."""

    def __init__(
        self, text: str, middles: Sequence[float], columns: Sequence[Float64Array], is_dot: Sequence[bool]
    ) -> None:
        """``middles``: of each character of ``text``; of each stroke, in the order of writing: where its points stand
        (``columns``), and whether it ``is_dot``."""
        self._text, self._middles = text, middles
        self._reach = list(accumulate((float(own.max()) for own in columns), max))  # after each stroke, to the right
        self._back = list(accumulate((float(own.min()) for own in reversed(columns)), min))[
            ::-1
        ]  # from it on, to the left
        self._dots = [(number, float(own.mean())) for number, own in enumerate(columns) if is_dot[number]]

    def lift(self, one: int, next_one: int) -> int | str:
        """After how many strokes the pen rests between a character and the next one that has ink, of several lifts the one
        nearest to halfway; or why there is none."""
        earlier, later = self._middles[one], self._middles[next_one]
        ends = range(1, len(self._reach))
        clear = [count for count in ends if earlier <= self._reach[count - 1] < later]
        parted = [count for count in clear if self._back[count] > earlier and not self._undotted(one, next_one, count)]
        if not parted:
            return BACK if clear else JOINED
        return min(parted, key=lambda count: abs(self._reach[count - 1] + self._back[count] - earlier - later))

    def _undotted(self, one: int, next_one: int, count: int) -> bool:
        """Whether a character after ``count`` strokes waits for its dot, which may stand above the next one, too."""
        if self._text[one] not in DOTTED:
            return False
        earlier, later = self._middles[one], self._middles[next_one]
        farthest = (earlier + later) / 2 if self._text[next_one] in DOTTED else later + (later - earlier) / 2
        return any(number >= count and middle < farthest for number, middle in self._dots)


class LineCutter:
    """Finds the cuts of lines; ``left`` counts what is none."""

    def __init__(self, captioner: Captioner) -> None:
        self._captioner = captioner
        self.left = Left()

    def cuts(self, line: ToldLine) -> list[Cut] | None:
        """A line's cuts, from left to right; None where the line is left out."""
        self.left.lines += 1
        spots = self._spots(line)
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

    def _spots(self, line: ToldLine) -> Spots | str:
        """Where its characters and strokes stand; or why that is not known."""
        network = self._captioner
        if not line.text or not set(line.text) <= set(network.alphabet):
            return UNTOLD
        try:
            seen = network.see([stroke.points for stroke in line.strokes])
        except ValueError:
            return FLAT
        log_probs = network.log_probs(seen.features)
        labels = [network.alphabet.index(character) + 1 for character in line.text]
        likeliest = log_likelihood(log_probs, best_path(log_probs))
        if likeliest - log_likelihood(log_probs, labels) > DOUBT * len(labels):
            return OTHER
        middles = [(first + after) / 2 for first, after in align(log_probs, labels)]
        columns = [seen.columns[seen.strokes == number] for number in range(len(line.strokes))]
        return Spots(line.text, middles, columns, [_is_dot(stroke) for stroke in line.strokes])


def places(text: str) -> Iterator[tuple[int, int, int]]:
    """Where a text may be cut: of each word its [begin, end) and how many of its letters stand, none after a space alone."""
    for word in WORD.finditer(text):
        begin, end = word.span()
        if begin > 1 and text[begin - 1] == " ":
            yield begin, end, 0
        yield from ((begin, end, begun) for begun in range(1, end - begin))


def _is_dot(stroke: Stroke) -> bool:
    left, top, right, bottom = stroke.bounds
    return max(right - left, bottom - top) < DOT


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
