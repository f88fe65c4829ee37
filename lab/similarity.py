"""``python -m lab.similarity --data DIR --weights FILE``: whether typed text is in its hand.

A line is compared, by the embedding of ``lab.writers``, with all lines of the hand's writer that are on other forms than the
one that was learnt from. A share of 1 is what other real lines of that form have, 0 what lines of random other writers have.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
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
    write_line,
    write_tasks,
)
from lab.writers.agreement import AMONG, Gallery, right_guess
from lab.writers.embedding import HandEmbedding, embed, rows_of
from lab.writers.lines import read_written
from lab.writers.store import add_embedding_options, asked_embedding
from model.arrays import Float64Array
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
    add_embedding_options(parser)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    network, judge = load_writer(options), Judge(options)
    validation, style = read_validation(options.data), style_of(options)
    first, mended, real, late = Near(), Near(), Near(), Near()
    forms: set[str] = set()
    for written in write_tasks(network, validation.tasks(options.texts, options.seed), style):
        ink = written.task.ink
        first.add(judge, ink, [written.first.ink])
        mended.add(judge, ink, [written.mended.ink])
        if ink.form not in forms:
            forms.add(ink.form)
            real.add(judge, ink, [ink_of_line(line) for line in ink.others])
    for ink in validation.one_form_a_writer():
        late.add(judge, ink, _last_line(network, validation, ink, options))
    told: dict[str, object] = {"texts": len(first.right), "real_lines": len(real.right)}
    told |= {f"real_{key}": value for key, value in real.figures(real).items()}
    for name, near in (("first_try", first), ("best_of_several", mended), (f"after_{options.lines}_lines", late)):
        told |= {f"{name}_{key}": value for key, value in near.figures(real).items()}
    tell(
        {
            **told,
            "temperature": options.temperature,
            "to_hand": options.to_hand,
            "alike": options.alike,
            "to_text": options.to_text,
            "weights": network.name,
        },
        options.json,
    )


def _last_line(network: TextNetwork, validation: Validation, ink: FormInk, options: argparse.Namespace) -> list[Ink]:
    """The last of ``--lines`` lines of a text that is written as one, in one hand; none where the hand cannot be learnt."""
    try:
        hand = hand_of(network, ink)
    except NoHand:
        return []
    texts = validation.others_texts(ink.writer, options.lines, options.seed)
    whole = write_line(network, hand, " ".join(texts), options.seed + ink.writer, style_of(options))
    return [whole.last(len(texts[-1].split()))]


class Judge:
    """Compares lines with the validation list's writers."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._network: HandEmbedding = asked_embedding(options)
        lines = read_written(options.data, VALIDATION_LIST, (JUDGE_LIST,), options.cache)
        self._gallery = Gallery(embed(self._network, lines.rows), lines.writers, lines.forms)

    def cosines(self, line: Ink, ink: FormInk) -> tuple[float, Float64Array]:
        """A line's cosine to the form's writer, and those to all others. Raises ValueError for ink without extent."""
        cosines = self._gallery.cosines(embed(self._network, [rows_of(line)]), ink.form)[0]
        right = self._gallery.writers == ink.writer
        return float(cosines[right][0]), cosines[~right]


@dataclass(slots=True)
class Near:
    """How near lines are to the writer of their hand (``right``) and to others (``wrong``, their mean); ``guessed``: how likely
    the right one is guessed among ``AMONG``."""

    right: list[float] = field(default_factory=list)
    wrong: list[float] = field(default_factory=list)
    guessed: list[float] = field(default_factory=list)

    def add(self, judge: Judge, ink: FormInk, lines: Sequence[Ink]) -> None:
        """Counts lines in a form's hand; ink without extent is near nobody."""
        for line in lines:
            try:
                right, others = judge.cosines(line, ink)
            except ValueError:
                right, others = 0.0, np.ones(1)
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


if __name__ == "__main__":
    raise SystemExit(main())
