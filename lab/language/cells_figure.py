"""Draws what a cell says at each character of a few lines that were written for it: a bar up for yes, down for no."""

from __future__ import annotations

from xml.sax.saxutils import escape

import numpy as np

from lab.language.together import read_together
from model.arrays import Float64Array
from model.character_lstm import CharacterLstm

LINES = (
    'She put the pen down. "It goes on by itself," she said, "as long as I rest." He laughed.',
    '"And when it is wrong?" he asked. "Then I write on," she said, "and it is gone again."',
    "Nobody spoke for a while. The page lay between them, half full, and the lamp hummed.",
)
WIDE, HIGH, BAR = 9, 62, 16  # pixels: a character, a line of text with its bars, the longest bar
YES, NO = "#1f4e9c", "#d9895b"


def said(network: CharacterLstm, cell: int, sign: float) -> list[Float64Array]:
    """tanh of a cell after each character of each line, turned so that high means yes."""
    layer, unit = divmod(cell, network.hidden)
    values = [np.zeros(len(line)) for line in LINES]
    for step in read_together(network, LINES, ""):
        for row, number in enumerate(step.numbers):
            if 1 <= step.at <= len(LINES[number]):
                values[number][step.at - 1] = sign * np.tanh(step.state.cell[layer, row, unit])
    return values


def draw(network: CharacterLstm, cell: int, sign: float) -> bytes:
    """The figure as SVG, the same bytes each time."""
    across = WIDE * (max(map(len, LINES)) + 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {HIGH * len(LINES)}">',
        f'<rect width="{across}" height="{HIGH * len(LINES)}" fill="white"/>',
        f'<g font-family="DejaVu Sans Mono, monospace" font-size="{WIDE / 0.6:g}" text-anchor="middle">',
    ]
    for number, (line, values) in enumerate(zip(LINES, said(network, cell, sign), strict=True)):
        top = HIGH * number
        zero = top + 22 + BAR
        for place, (character, value) in enumerate(zip(line, values.tolist(), strict=True), 1):
            x, long = WIDE * place, BAR * value
            if character != " ":
                parts.append(f'<text x="{x + WIDE / 2:g}" y="{top + 16}">{escape(character)}</text>')
            parts.append(
                f'<rect x="{x}" y="{min(zero, zero - long):.1f}" width="{WIDE - 1}" height="{abs(long):.1f}"'
                f' fill="{YES if value > 0 else NO}"/>'
            )
    return ("\n".join([*parts, "</g>", "</svg>"]) + "\n").encode()
