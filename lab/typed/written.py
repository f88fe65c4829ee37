"""Writes tasks' texts as the app does: word by word after the hand's newest ink; at the first try and the best of several.

Only where words stand is simpler: all in one line, the hand's own gap between them.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inkapp.ink.typed_text import TextStyle, TypedText
from inkapp.live.compose.characters import LEARNT
from inkapp.live.compose.read_hand import HandReader, HandSource, NoHand, ReadHand
from inkapp.live.compose.typed_text import prepare
from inkapp.live.compose.word_writer import ROUNDS, TRIES, MadeWord, WordWriter, controls_of, word_seed
from inkapp.live.compose.written_runs import WrittenRuns
from inkapp.live.hand_ink import PRIME
from lab.typed.hand_page import hand_page
from lab.typed.tasks import FormInk, Task
from model.arrays import Float64Array
from model.batched_writer import ALIKE, BatchedWriter
from model.checkpoint import CAPTIONER_FILE
from model.guidance import GUIDANCE, Guidance
from model.text_protocol import TextNetwork, TryWriter
from training.data.iam import Line

Ink = list[Float64Array]  # strokes, each (n, 2), y down


@dataclass(frozen=True, eq=False, slots=True)
class WrittenLine:
    """A text in a hand. ``words``: as they were made, with what the window says of them. ``inks``: each one's strokes where it
    stands, all in one line, x-heights."""

    text: str
    words: list[MadeWord]
    inks: list[Ink]

    @property
    def ink(self) -> Ink:
        """All strokes."""
        return self.last(len(self.inks))

    def last(self, count: int) -> Ink:
        """The strokes of the last ``count`` words."""
        return [stroke for word in self.inks[len(self.inks) - count :] for stroke in word]


@dataclass(frozen=True, eq=False, slots=True)
class WrittenTask:
    """A task's text at the ``first`` try of each word, and ``mended``: each word's best of some tries, bad ones repeated."""

    task: Task
    first: WrittenLine
    mended: WrittenLine


def load_writer(options: argparse.Namespace) -> TextNetwork:
    """The network that writes. Raises CheckpointError, ValueError."""
    guidance = Guidance(options.to_hand, options.to_text)
    return BatchedWriter.load(options.weights, guidance, options.alike, reader=options.read_back)


def hand_of(network: TextNetwork, ink: FormInk, letters: float = PRIME) -> ReadHand:
    """The hand of a form's first lines, of so many ``letters`` of them. Raises NoHand where the app would take them for no
    writing."""
    return HandReader(network, letters).read(HandSource(hand_page(ink.prime), own=False))


def write_line(
    network: TryWriter,
    hand: ReadHand,
    text: str,
    seed: int,
    style: TextStyle,
    *,
    first: bool = False,
    learnt: Collection[str] = LEARNT,
    runs: WrittenRuns | None = None,
) -> WrittenLine:
    """A text in a hand; ``first``: at the first try of each word. ``learnt``: the characters that the network writes. ``runs``:
    where those that were written are kept. Raises TextRefused."""
    words = list(prepare(text, learnt).words)
    typed = TypedText(f"{seed % (1 << 64):016x}", text, 0.0, 0.0, seed, style=style)
    tries, rounds = (1, 1) if first else (TRIES, ROUNDS)
    writer = WordWriter(network, hand, controls_of(style), tries=tries, rounds=rounds, written=runs)
    made = writer.write([word.units for word in words], [word_seed(typed, k) for k in range(len(words))])
    inks: list[Ink] = []
    end = 0.0
    for number, word in enumerate(made):
        left, _, right, _ = word.ink.bounds if word.ink.strokes else (0.0, 0.0, 0.0, 0.0)
        shift = end + (hand.measures.word_gap if number else 0.0) - left
        inks.append([stroke.points + np.array((shift, 0.0)) for stroke in word.ink.strokes])
        end = right + shift
    return WrittenLine(text, made, inks)


def write_tasks(
    network: TextNetwork, asked: Sequence[Task], style: TextStyle, letters: float = PRIME
) -> Iterator[WrittenTask]:
    """Writes each task's text, in a hand learnt from so many ``letters``; those whose hand cannot be learnt are passed over."""
    for task in asked:
        try:
            hand = hand_of(network, task.ink, letters)
        except NoHand:
            continue
        first, mended = (write_line(network, hand, task.text, task.seed, style, first=once) for once in (True, False))
        yield WrittenTask(task, first, mended)


def ink_of_line(line: Line) -> Ink:
    """A real line's strokes."""
    return [stroke[:, :2].astype(np.float64) for stroke in line.strokes()]


def add_writing_options(parser: argparse.ArgumentParser, texts: int) -> None:
    """``--data``, ``--weights`` and how much is written."""
    parser.add_argument("--data", type=Path, required=True, help="folder of IAM-OnDB")
    parser.add_argument("--weights", type=Path, required=True, help="the network that writes text")
    parser.add_argument("--texts", type=int, default=texts, help=f"how many (default: {texts})")
    parser.add_argument("--temperature", type=float, default=TextStyle().temperature)
    parser.add_argument(
        "--to-hand", type=float, default=GUIDANCE.hand, help="how strongly it is led to the hand (0: not)"
    )
    parser.add_argument(
        "--to-text", type=float, default=GUIDANCE.text, help="how strongly it is led to the text (0: not)"
    )
    parser.add_argument("--alike", type=float, default=ALIKE, help="what the hand's style is worth among several tries")
    parser.add_argument(
        "--read-back", type=_file_or_none, default=CAPTIONER_FILE, metavar="FILE",
        help="the network that reads tries back, never the one that judges; 'none': nobody does",
    )  # fmt: skip
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="writes the figures there, too")


def _file_or_none(said: str) -> Path | None:
    return None if said == "none" else Path(said)


def told_options(options: argparse.Namespace, network: TextNetwork) -> dict[str, object]:
    """How texts were written, to be told with the figures."""
    asked = {name: getattr(options, name) for name in ("temperature", "to_hand", "alike", "to_text")}
    return {**asked, "weights": network.name}


def style_of(options: argparse.Namespace) -> TextStyle:
    """The style that the options ask for."""
    return TextStyle(temperature=options.temperature)
