"""``python -m tools.signs OUT.png``: a sheet of all drawn signs and accents, and of text in made-up hands, to look at.

Each sign stands there as it is drawn, over it its name; below, once more in three hands, and accents on made-up letters. Grey
lines are the baseline and the height of an x.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen, QPolygonF

from inkapp.live.compose import signs
from inkapp.live.compose.hand import Hand
from inkapp.live.compose.in_hand import in_hand
from inkapp.live.compose.typed_text import prepare
from inkapp.live.compose.whole_word import write_word
from model.arrays import Float64Array
from tools.synthetic.written_runs import LETTERS, write_run

UNIT = 26.0  # pixels an x-height
CELL_WIDTH, CELL_HEIGHT = 3.0, 5.0  # x-heights
COLUMNS = 20
HANDS = (
    Hand(slant=0.0, aspect=1.0),
    Hand(slant=0.3, aspect=1.1, tall=2.3),
    Hand(slant=-0.12, aspect=1.4, tall=1.7, shake=0.006),
)
TEXTS = (
    "à la carte, déjà vu, naïve façade, hôtel, señor, über größe",
    "żółć gęś łódź říčka ďábel ť ģimene șțīā ıiįj đħø ǖ ế ữ",
    "½ + 2² = 4 · α ≤ β; 50 % & £12.99 → “yes” ✓ {x | x ∈ Ω} ά ΐ",
)


def paint(painter: QPainter, strokes: Sequence[Float64Array], x: float, y: float) -> None:
    """Paints strokes (x-heights, y down) from ``x`` pixels on the baseline ``y``."""
    pen = QPen(QColor("#1b2a49"), 0.1 * UNIT, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke in strokes:
        points = [QPointF(x + UNIT * px, y + UNIT * py) for px, py in stroke.tolist()]
        if len(points) == 1:
            painter.drawPoint(points[0])
        else:
            painter.drawPolyline(QPolygonF(points))


def paint_lines(painter: QPainter, width: float, baseline: float) -> None:
    """The two grey lines of a row."""
    painter.setPen(QColor("#dddddd"))
    for height in (0.0, 1.0):
        painter.drawLine(QPointF(0, baseline - height * UNIT), QPointF(width, baseline - height * UNIT))


def paint_signs(painter: QPainter, names: Sequence[str], top: float, hand: Hand | None) -> float:
    """A row for every ``COLUMNS`` signs, from ``top`` on; returns where they end. ``hand``: None for the bare drawings."""
    painter.setFont(QFont("DejaVu Sans", 8))
    for begin in range(0, len(names), COLUMNS):
        baseline = top + CELL_HEIGHT * 0.68 * UNIT
        paint_lines(painter, COLUMNS * CELL_WIDTH * UNIT, baseline)
        for column, name in enumerate(names[begin : begin + COLUMNS]):
            accent = "\u0300" <= name <= "\u036f"
            painter.setPen(QColor("#b03030"))
            x = (column + 0.5) * CELL_WIDTH * UNIT
            painter.drawText(QPointF(x - CELL_WIDTH * UNIT / 2 + 3, top + 11), f"{ord(name):04X}" if accent else name)
            drawn = signs.sign(name).strokes if hand is None else [s.points for s in in_hand(name, hand, 1).strokes]
            across = np.concatenate(drawn)[:, 0]
            middle = float(across.min() + across.max()) / 2
            paint(painter, drawn, x - middle * UNIT, baseline - (UNIT if accent else 0.0))
        top += CELL_HEIGHT * UNIT
    return top


def paint_text(painter: QPainter, text: str, baseline: float, hand: Hand, seed: int) -> None:
    """A line of text: small letters in the made-up hand, all else as drawn."""
    paint_lines(painter, COLUMNS * CELL_WIDTH * UNIT, baseline)
    x = 1.0
    for number, word in enumerate(prepare(text, LETTERS).words):
        written = write_word(word.units, hand, seed + 100 * number, lambda run: write_run(run, hand.slant, seed))
        paint(painter, [stroke.points for stroke in written.strokes], x * UNIT, baseline)
        x += written.advance + 1.1


def main(arguments: Sequence[str] | None = None) -> None:
    """Draws the sheet."""
    parser = argparse.ArgumentParser(prog="python -m tools.signs", description=__doc__)
    parser.add_argument("out", type=Path)
    out: Path = parser.parse_args(arguments).out
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _app = QGuiApplication.instance() or QGuiApplication([])
    names = signs.names()
    in_hands = [name for name in names if not "\u0300" <= name <= "\u036f"]
    rows = -(-len(names) // COLUMNS) - (-len(in_hands) // COLUMNS) * len(HANDS) + len(TEXTS) * len(HANDS)
    image = QImage(round(COLUMNS * CELL_WIDTH * UNIT), round(rows * CELL_HEIGHT * UNIT), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = 0.0
    for number, hand in enumerate(HANDS):
        for text in TEXTS:
            top += CELL_HEIGHT * UNIT
            paint_text(painter, text, top - 1.6 * UNIT, hand, 7 * number)
    top = paint_signs(painter, names, top, None)
    for hand in HANDS:
        top = paint_signs(painter, in_hands, top, hand)
    painter.end()
    if not image.save(str(out)):
        raise SystemExit(f"{out}: cannot be written")
    print(f"{out}: {len(names)} signs and accents")


if __name__ == "__main__":
    main()
