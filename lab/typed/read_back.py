"""``python -m lab.typed.read_back --data DIR --weights FILE``: what it brings that a reader reads tries of words back.

Texts are written from the same tries in two ways: each word's best by window and likelihood alone, and the first of those that
can be read. Another reader, which has no say, judges the lines; with ``--nearness`` the judges of hands do, too.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inkapp.live.compose.read_hand import NoHand
from lab.legibility import Counted
from lab.similarity import Comparison, Nearness, asked_comparisons
from lab.tell_figures import tell
from lab.typed.made_up_hands import in_made_up_hands
from lab.typed.misread import misread
from lab.typed.tasks import read_validation
from lab.typed.written import add_writing_options, hand_of, ink_of_line, load_writer, style_of, write_line
from lab.writers.judges import add_judge_options
from model.checkpoint import READER
from model.network_protocol import State
from model.reader import Reader
from model.text_protocol import Try, TryWriter
from model.trace import Controls
from training.command import run_command
from training.reader.edits import interval

TOLD_EVERY = 10  # texts


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(
        prog="python -m lab.typed.read_back", description="What reading tries back brings."
    )
    add_writing_options(parser, texts=200)
    parser.add_argument("--reader", type=Path, default=READER, help="the network that judges")
    parser.add_argument("--made-up", action="store_true", help="in short made-up hands, as a mouse draws them")
    parser.add_argument("--nearness", action="store_true", help="tells how near they are to people's hands, too")
    add_judge_options(parser)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    network, reader, style = load_writer(options), Reader.load(options.reader), style_of(options)
    tries = SharedTries(network)
    tasks = read_validation(options.data).tasks(options.texts, options.seed)
    if options.made_up:
        tasks = in_made_up_hands(tasks)
    comparisons: dict[str, Comparison] = {}
    if options.nearness and not options.made_up:
        comparisons = asked_comparisons(options)
    ways = {name: Way(Counted(reader), Nearness(comparisons)) for name in ("unread", "read")}
    real, forms = Nearness(comparisons), set[str]()
    for number, task in enumerate(tasks, 1):
        try:
            hand = hand_of(network, task.ink)
        except NoHand:
            continue
        tries.forget()
        for name, way in ways.items():
            tries.reads = name == "read"
            line = write_line(tries, hand, task.text, task.seed, style)
            way.misread += bool(misread(way.counted.add(line.ink, task.text), task.text))
            way.near.add(task.ink, [line.ink])
            way.words += len(line.words)
        if task.ink.form not in forms:
            forms.add(task.ink.form)
            real.add(task.ink, [ink_of_line(line) for line in task.ink.others])
        if number % TOLD_EVERY == 0:
            errors = ", ".join(f"{name} {way.counted.error:.4f}" for name, way in ways.items())
            print(f"{number} of {len(tasks)} texts: {errors}", file=sys.stderr, flush=True)
    tell(
        {
            **compared(ways["unread"], ways["read"]),
            **{key: value for name, way in ways.items() for key, value in way.near.figures(name, real).items()},
            **tries.figures(),
            "made_up_hands": options.made_up,
            "temperature": options.temperature,
            "weights": network.name,
            "read_back": str(options.read_back),
            "reader": reader.name,
        },
        options.json,
    )


@dataclass(slots=True)
class Way:
    """Lines written in one way. ``misread``: of them those with a fault that the judging reader tells."""

    counted: Counted
    near: Nearness
    misread: int = 0
    words: int = 0


def compared(unread: Way, read: Way) -> dict[str, object]:
    """The errors of both ways, and the difference in pairs, with where 95 % of its bootstrap over texts lie."""
    told: dict[str, object] = {"texts": len(read.counted.shares), "words": read.words}
    for name, way in (("unread", unread), ("read", read)):
        told |= {f"{name}_{key}": value for key, value in way.counted.figures().items()}
        told[f"{name}_faulty_texts_by_reader"] = way.misread / max(len(way.counted.shares), 1)
    pairs = [
        (after - before, characters)
        for (before, characters), (after, _) in zip(unread.counted.shares, read.counted.shares, strict=True)
    ]
    told["difference_95"] = interval(pairs) if pairs else None
    told["texts_better"] = sum(change < 0 for change, _ in pairs)
    told["texts_worse"] = sum(change > 0 for change, _ in pairs)
    return told


@dataclass(eq=False)
class SharedTries:
    """A ``TryWriter`` that writes no try twice, and counts what reading back costs. ``reads``: whether it reads back."""

    network: TryWriter
    reads: bool = False
    written: dict[tuple[str, int], Try] = field(default_factory=dict)
    tries: int = 0  # that were written
    read: int = 0  # that were read
    writing_s: float = 0.0  # of the processor's time
    reading_s: float = 0.0

    def forget(self) -> None:
        """Another hand writes from now on."""
        self.written.clear()

    def write_texts(
        self,
        state: State,
        texts: Sequence[str],
        seeds: Sequence[int],
        controls: Controls,
        stop: Callable[[], bool] | None = None,
    ) -> list[Try]:
        """Each text with its own seed; always after the same state, with the same controls, until it ``forget``s."""
        asked = list(zip(texts, seeds, strict=True))
        new = [one for one in dict.fromkeys(asked) if one not in self.written]
        begun = time.process_time()
        made = self.network.write_texts(state, [text for text, _ in new], [seed for _, seed in new], controls, stop)
        self.writing_s += time.process_time() - begun
        self.tries += len(new)
        self.written |= dict(zip(new, made, strict=True))
        return [self.written[one] for one in asked]

    def doubt(self, written: Try, text: str) -> float:
        """What the reader doubts; nothing where it is not asked."""
        if not self.reads:
            return 0.0
        begun = time.process_time()
        doubt = self.network.doubt(written, text)
        self.reading_s += time.process_time() - begun
        self.read += 1
        return doubt

    def figures(self) -> dict[str, object]:
        """What reading back costs: of the tries those that were read, and the time that this took, of that of writing them."""
        return {
            "tries": self.tries,
            "tries_read": self.read / max(self.tries, 1),
            "time_read": self.reading_s / max(self.writing_s, 1e-9),
        }


if __name__ == "__main__":
    raise SystemExit(main())
