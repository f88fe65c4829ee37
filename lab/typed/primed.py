"""``python -m lab.typed.primed --data DIR --weights FILE``: whether a hand is learnt better where the network is told its text.

The app shows the network a hand's lines with their text hidden, as in training. Here it also reads them along their texts, each
line as if it had written that itself; and along texts of which one word in ten is another, as a reader's are. Texts in such
hands are judged as ``lab.legibility`` and ``lab.similarity`` do; and how well real lines of the hand are foretold, with their
text, says it most finely.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from inkapp.live.compose.read_hand import ReadHand, in_own_frame, joined_rows, read_lines
from lab.legibility import Counted
from lab.similarity import Nearness, asked_comparisons
from lab.tell_figures import tell
from lab.typed.hand_page import hand_page
from lab.typed.read_back import SharedTries
from lab.typed.tasks import FormInk, Task, Validation, read_validation
from lab.typed.written import add_writing_options, ink_of_line, load_writer, style_of, write_line
from lab.writers.judges import add_judge_options
from model import mdn
from model.arrays import Float64Array
from model.checkpoint import READER
from model.input_rows import NEW_LINE
from model.input_rows import on_new_line as new_line
from model.lstm_state import LstmState
from model.reader import Reader
from model.strokes import RowArray, to_rows
from model.text_lstm import TextLstm
from model.text_writer import HandState, TextWriter
from training.command import run_command
from training.reader.edits import interval

WAYS = ("hidden", "last_told", "told", "misread")
MISREAD = 0.1  # of the words


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.typed.primed", description="Hands learnt with their text.")
    add_writing_options(parser, texts=60)
    parser.add_argument("--reader", type=Path, default=READER, help="the network that judges")
    parser.add_argument("--unwritten", action="store_true", help="only foretells real lines, which takes far less time")
    add_judge_options(parser)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    network, reader, style = load_writer(options), Reader.load(options.reader), style_of(options)
    tries, writer = SharedTries(network, reads=True), TextWriter.load(options.weights)
    validation = read_validation(options.data)
    comparisons = {} if options.unwritten else asked_comparisons(options)
    ways = {name: Way(Counted(reader), Counted(reader), Nearness(comparisons)) for name in WAYS}
    real = Nearness(comparisons)
    tasks = validation.tasks(options.texts, options.seed)
    for number, task in enumerate(tasks, 1):
        page = hand_page(task.ink.prime).strokes
        ends = np.cumsum([0, *(len(line.strokes()) for line in task.ink.prime)])
        strokes = [page[begin:end] for begin, end in pairwise(ends)]
        inks = [in_own_frame(line, network.representation) for line in strokes]
        hand = read_lines(network, strokes, {})
        told = texts_of(validation, task)
        for name, way in ways.items():
            learnt = replace(hand, state=state_of(writer, hand, inks, told, name))
            way.foretold.append(foretold(writer, learnt, task.ink))
            if options.unwritten:
                continue
            tries.forget()
            for first, counted in ((True, way.first), (False, way.best)):
                line = write_line(tries, learnt, task.text, task.seed, style, first=first)
                counted.add(line.ink, task.text)
            way.near.add(task.ink, [line.ink])
        if not options.unwritten:
            real.add(task.ink, [ink_of_line(line) for line in task.ink.others])
        shown = ", ".join(f"{name} {way.nats:.4f}" for name, way in ways.items())
        print(f"{number} of {len(tasks)}: nats a point: {shown}", file=sys.stderr, flush=True)
    figures: dict[str, object] = {"texts": len(tasks)}
    for name, way in ways.items():
        figures |= {f"{name}_nats_a_point": way.nats, f"{name}_nats_more_95": way.more(ways["hidden"])}
        if options.unwritten:
            continue
        figures |= {f"{name}_first_try_{key}": value for key, value in way.first.figures().items()}
        figures |= {f"{name}_best_{key}": value for key, value in way.best.figures().items()}
        figures |= way.near.figures(name, real)
    told_of = {"temperature": options.temperature, "weights": network.name, "read_back": str(options.read_back)}
    tell({**figures, **told_of, "reader": reader.name}, options.json)


@dataclass(slots=True)
class Way:
    """How a hand may be learnt, and what became of texts in it. ``foretold``: of each hand, nats of some real lines and of how
    many points."""

    first: Counted
    best: Counted
    near: Nearness
    foretold: list[tuple[float, int]] = field(default_factory=list)

    @property
    def nats(self) -> float:
        """A point of real lines; less is better."""
        return sum(nats for nats, _ in self.foretold) / max(sum(points for _, points in self.foretold), 1)

    def more(self, other: Way) -> tuple[float, float]:
        """Where 95 % of the bootstrap over hands lie of how many more nats a point it takes than another."""
        pairs = zip(self.foretold, other.foretold, strict=True)
        return interval([(own - others, points) for (own, points), (others, _) in pairs])


def texts_of(validation: Validation, task: Task) -> tuple[list[str], list[str]]:
    """What the lines say that a hand is learnt from; and with ``MISREAD`` of the words, by chance, replaced by others."""
    random = np.random.default_rng((task.seed, 7))
    others = [word for text, writer in validation.texts if writer != task.ink.writer for word in text.split()]
    true = list(task.ink.prime_texts)
    misread = [
        " ".join(
            others[int(random.integers(len(others)))] if random.random() < MISREAD else word for word in text.split()
        )
        for text in true
    ]
    return true, misread


def state_of(
    writer: TextWriter,
    hand: ReadHand,
    inks: Sequence[list[Float64Array]],
    told: tuple[list[str], list[str]],
    way: str,
) -> LstmState:
    """The state after a hand's lines in one of ``WAYS``."""
    assert isinstance(hand.state, HandState)
    if way == "hidden":
        return hand.state
    true, misread = told
    if way == "last_told":
        state: LstmState = writer.feed(writer.start(), joined_rows(inks[:-1])) if inks[:-1] else writer.start()
        return read_line(writer, state, hand.state, on_new_line(inks[-1]), true[-1])
    state = writer.start()
    for ink, text in zip(inks, misread if way == "misread" else true, strict=True):
        state = read_line(writer, state, hand.state, on_new_line(ink), text)
    return state


def on_new_line(ink: Sequence[Float64Array]) -> RowArray:
    """A line's rows, the first from where a new line begins, as far as in training on the average."""
    return new_line(to_rows(ink, height=True))


def read_line(writer: TextWriter, state: LstmState, style: HandState, rows: RowArray, text: str) -> HandState:
    """The state after reading a line along its text, or with that hidden where it is ""; ``style``: whose style it has."""
    if not text:
        after = writer.trunk.feed(state, rows)
        hidden, cell = after.hidden, after.cell
    else:
        cells = _begin(writer, state, style, text)
        for row in _scaled(writer, rows).tolist():
            cells.read(*row)
        hidden, cell = cells.copy()
    return HandState(hidden, cell, float(rows[-1, 3]), True, style=style.style)


def foretold(writer: TextWriter, hand: ReadHand, ink: FormInk) -> tuple[float, int]:
    """Nats of the form's first other line that has a text, given that, and its points; (0, 0) where there is none."""
    told = [(line, text) for line, text in zip(ink.others, ink.texts, strict=True) if text]
    if not told:
        return 0.0, 0
    (line, text), *_ = told
    assert isinstance(hand.state, HandState)
    rows = on_new_line(in_own_frame(hand_page([line]).strokes, writer.representation))
    cells = _begin(writer, hand.state, hand.state, text)
    heads = []
    scaled = _scaled(writer, rows)
    for row in scaled.tolist():
        cells.compute_head()
        heads.append(cells.head[:-1].copy())
        cells.read(*row)
    nats = mdn.nats(np.array(heads), scaled[:, 0], scaled[:, 1], scaled[:, 2] > 0)
    return float(nats.sum()), len(rows)


def _begin(writer: TextWriter, state: LstmState, style: HandState, text: str) -> TextLstm:
    cells = writer.cells(
        HandState(state.hidden, state.cell, state.height, state.lifted, style=style.style), text, ended=True
    )
    cells.read(*NEW_LINE.tolist())
    return cells


def _scaled(writer: TextWriter, rows: RowArray) -> Float64Array:
    return np.asarray(rows, dtype=np.float64) / (*writer.trunk.input_scale, 1.0, 1.0)


if __name__ == "__main__":
    raise SystemExit(main())
