"""``python -m tools.hand_sheets OUT_DIR --weights FILE``: ``twelve-hands.png``, typed text in hands that no data set has.

Each hand's ink and, below it, what was typed: in the app's own hands, and in some that are drawn by ``tools.synthetic``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assets import HANDS
from inkapp.ink.document import Page
from inkapp.ink.hand_file import SUFFIX, load_hand
from inkapp.ink.typed_text import TextStyle
from inkapp.live.compose.read_hand import HandReader, HandSource
from inkapp.live.hand_ink import hand_ink
from lab.typed.sheet import REAL, Row, draw_sheet
from lab.typed.written import Ink, write_line
from model.batched_writer import BatchedWriter
from model.checkpoint import CAPTIONER_FILE
from model.text_protocol import TextNetwork
from tools.synthetic.words import write_words
from training.command import run_command

TYPED = "a few words that nobody wrote"
DRAWN = "pack my box with five dozen jugs"  # in the made-up hands
MADE_UP = ((3.0, 0.0), (3.4, 0.35), (2.4, 0.12), (2.8, -0.15))  # x-height in mm, slant
TWELVE = 12
SEED = 7


@dataclass(frozen=True, eq=False, slots=True)
class Sample:
    """A hand to be shown: its name and its page."""

    name: str
    page: Page


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m tools.hand_sheets", description="Typed text in several hands.")
    parser.add_argument("output", type=Path, help="folder of the picture")
    parser.add_argument("--weights", type=Path, required=True, help="the network that writes text")
    parser.add_argument("--hands", type=Path, default=HANDS, help="folder of .hand files")
    parser.add_argument("--temperature", type=float, default=TextStyle().temperature)
    return run_command(parser, arguments, draw)


def draw(options: argparse.Namespace) -> None:
    """Draws the picture. Raises ModelError, InkError, OSError, ValueError."""
    network, style = (
        BatchedWriter.load(options.weights, reader=CAPTIONER_FILE),
        TextStyle(temperature=options.temperature),
    )
    own = [Sample(hand.name, hand.page) for hand in map(load_hand, sorted(options.hands.glob(f"*{SUFFIX}")))]
    made_up = [Sample(f"drawn {number}", drawn_page(*shape)) for number, shape in enumerate(MADE_UP, 1)]
    rows: list[Row] = []
    for one in [*own, *made_up][:TWELVE]:
        rows += [Row(newest_line(one.page), one.name, REAL), Row(typed(network, one, TYPED, style))]
    options.output.mkdir(parents=True, exist_ok=True)
    picture = options.output / "twelve-hands.png"
    draw_sheet(rows, picture)
    print(picture)


def typed(network: TextNetwork, sample: Sample, text: str, style: TextStyle) -> Ink:
    """A text in a hand. Raises NoHand."""
    hand = HandReader(network).read(HandSource(sample.page, own=False))
    return write_line(network, hand, text, SEED, style).ink


def newest_line(page: Page) -> Ink:
    """The ink of a page's last line, as the app finds it. Raises ValueError for a page without writing."""
    lines = hand_ink(page, own=False).lines
    if not lines:
        raise ValueError("a page of a hand holds no writing")
    return [stroke.points for stroke in lines[-1].strokes]


def drawn_page(x_height: float, slant: float) -> Page:
    """A page with ``DRAWN`` in the made-up letters, an x so many mm high."""
    page = Page()
    gap = 1.5 * x_height
    strokes = write_words(DRAWN.split(), page.margin, page.rule_top + page.rule_spacing, x_height, gap, slant=slant)
    return Page(tuple(strokes), width=max(page.width, max(stroke.bounds[2] for stroke in strokes) + gap))


if __name__ == "__main__":
    raise SystemExit(main())
