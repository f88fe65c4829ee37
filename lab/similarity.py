"""``python -m lab.similarity --data DIR --weights FILE``: whether typed text is in its hand.

A line is compared, by each judge of ``lab.writers``, with all lines of the hand's writer that are on other forms than the
one that was learnt from. A share of 1 is what other real lines of that form have, 0 what lines of random other writers have.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from inkapp.live.compose.read_hand import NoHand
from lab.tell_figures import tell
from lab.typed.tasks import FormInk, Validation, read_validation
from lab.typed.written import (
    Ink,
    add_writing_options,
    hand_of,
    ink_of_line,
    load_writer,
    style_of,
    told_options,
    write_line,
    write_tasks,
)
from lab.writers.agreement import AMONG, Gallery, right_guess
from lab.writers.embedding import rows_of
from lab.writers.judges import Judge, add_judge_options, asked_judges
from lab.writers.lines import WrittenLines, read_written
from model.arrays import Float64Array
from model.strokes import RowArray
from model.text_protocol import TextNetwork
from training.command import run_command
from training.data.splits import VALIDATION_LIST
from training.data.writers import JUDGE_LIST
from training.reader.edits import interval

LINES = 10  # of text, after which the hand is looked at again


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.similarity", description="Whether typed text is in its hand.")
    add_writing_options(parser, texts=200)
    parser.add_argument("--lines", type=int, default=LINES, help="of a long text, written in one hand of each writer")
    add_judge_options(parser)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    network, comparisons = load_writer(options), asked_comparisons(options)
    validation, style = read_validation(options.data), style_of(options)
    first, mended, real, late = (Nearness(comparisons) for _ in range(4))
    forms: set[str] = set()
    for written in write_tasks(network, validation.tasks(options.texts, options.seed), style):
        ink = written.task.ink
        first.add(ink, [written.first.ink])
        mended.add(ink, [written.mended.ink])
        if ink.form not in forms:
            forms.add(ink.form)
            real.add(ink, [ink_of_line(line) for line in ink.others])
    for ink in validation.one_form_a_writer():
        late.add(ink, _last_line(network, validation, ink, options))
    told: dict[str, object] = {"texts": first.lines, "real_lines": real.lines}
    for name, near in (
        ("real", real),
        ("first_try", first),
        ("best_of_several", mended),
        (f"after_{options.lines}_lines", late),
    ):
        told |= near.figures(name, real)
    tell(told | told_options(options, network), options.json)


def _last_line(network: TextNetwork, validation: Validation, ink: FormInk, options: argparse.Namespace) -> list[Ink]:
    """The last of ``--lines`` lines of a text that is written as one, in one hand; none where the hand cannot be learnt."""
    try:
        hand = hand_of(network, ink)
    except NoHand:
        return []
    texts = validation.others_texts(ink.writer, options.lines, options.seed)
    whole = write_line(network, hand, " ".join(texts), options.seed + ink.writer, style_of(options))
    return [whole.last(len(texts[-1].split()))]


class Comparison:
    """Compares lines with the validation list's writers, as a judge sees them."""

    def __init__(self, judge: Judge, lines: WrittenLines) -> None:
        self._judge = judge
        self._gallery = Gallery(judge(lines.rows), lines.writers, lines.forms)

    def cosines(self, rows: RowArray, ink: FormInk) -> tuple[float, Float64Array]:
        """A line's cosine to the form's writer, and those to all others."""
        cosines = self._gallery.cosines(self._judge([rows]), ink.form)[0]
        right = self._gallery.writers == ink.writer
        return float(cosines[right][0]), cosines[~right]


def asked_comparisons(options: argparse.Namespace) -> dict[str, Comparison]:
    """With the judges of a command's options, by their names. Raises DataError, OSError."""
    lines = read_written(options.data, VALIDATION_LIST, (JUDGE_LIST,), options.cache)
    return {name: Comparison(judge, lines) for name, judge in asked_judges(options).items()}


@dataclass(slots=True)
class Near:
    """How near lines are to the writer of their hand (``right``) and to others (``wrong``, their mean); ``guessed``: how likely
    the right one is guessed among ``AMONG``."""

    right: list[float] = field(default_factory=list)
    wrong: list[float] = field(default_factory=list)
    guessed: list[float] = field(default_factory=list)

    def add(self, right: float, others: Float64Array) -> None:
        """Counts a line by its cosine to the right writer and those to ``others``."""
        self.right.append(right)
        self.wrong.append(float(others.mean()))
        self.guessed.append(right_guess(int((others > right).sum()), len(others)))

    def figures(self, real: Near) -> dict[str, object]:
        """The share of what ``real`` lines have, with where 95 % of its bootstrap over lines lie, and the guess."""
        zero, whole = float(np.mean(real.wrong)), float(np.mean(real.right))
        parts = [(near - zero, whole - zero) for near in self.right]
        return {
            "cosine": float(np.mean(self.right)) if self.right else 0.0,
            "share": float(np.mean([near for near, _ in parts])) / (whole - zero) if parts else 0.0,
            "share_95": interval(parts) if parts else None,
            f"right_of_{AMONG}": float(np.mean(self.guessed)) if self.guessed else 0.0,
        }


class Nearness:
    """How near some lines are to the writers of their hands, by each of some judges."""

    def __init__(self, comparisons: Mapping[str, Comparison]) -> None:
        self.lines = 0
        self._comparisons = comparisons
        self._near = {name: Near() for name in comparisons}

    def add(self, ink: FormInk, lines: Sequence[Ink]) -> None:
        """Counts lines in a form's hand; ink without extent is near nobody."""
        for line in lines:
            self.lines += 1
            try:
                rows = rows_of(line)
            except ValueError:
                rows = None
            for name, near in self._near.items():
                near.add(*((0.0, np.ones(1)) if rows is None else self._comparisons[name].cosines(rows, ink)))

    def figures(self, what: str, real: Nearness) -> dict[str, object]:
        """``Near.figures`` of each judge, under the names JUDGE_WHAT_FIGURE."""
        return {
            f"{name}_{what}_{key}": value
            for name, near in self._near.items()
            for key, value in near.figures(real._near[name]).items()
        }


if __name__ == "__main__":
    raise SystemExit(main())
