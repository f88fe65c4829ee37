"""Words in every panel's picture: within it, and none on another, whatever the ink is like."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest

from inkapp.ink.document import Document
from inkapp.inspect import attention
from inkapp.inspect.next_point import last_written
from inkapp.inspect.page import read_page
from inkapp.inspect.panel_input import ChosenCell, PanelInput
from inkapp.inspect.panel_list import DRAWN, PANELS
from model.sampler import Sampler
from model.trace import Controls
from tests.ink.documents import stroke
from tests.inspect.captions import endless
from tests.live.fakes import tiny_network
from tools.synthetic.words import write

LETTER = 0.54  # of a font's size: about how wide a letter is
Box = tuple[float, float, float, float]


def shown(ink: str, temperature: float) -> PanelInput:
    """A page of a word, of a straight line, or of a zigzag a hundredth of a millimetre high."""
    drawn = {
        "word": lambda: write("hello", 20, 54, 3.5, seed=1),
        "line": lambda: [stroke([(20, 60), (24, 60)])],
        "flat": lambda: [stroke(list(zip(np.linspace(20, 22, 400), 60 + 0.005 * np.sin(np.arange(400)), strict=True)))],
    }
    page = read_page(Document().add_strokes(drawn[ink]()), 0, Sampler(*tiny_network()))
    line = last_written(page)
    cell = ChosenCell(
        1,
        3,
        "c",
        "Rises with “distance since the stroke began”: R² 0.25 (95 %: 0.21 to 0.27) on pages that it was not chosen on.",
    )
    return PanelInput(page, line, len(line) - 1, cell, Controls(temperature))


def box(text: ElementTree.Element) -> Box:
    """Left, top, right, bottom, px."""
    x, y, size = (float(text.attrib[name]) for name in ("x", "y", "font-size"))
    wide = LETTER * size * len(text.text or "")
    if "transform" in text.attrib:  # a quarter turn about its middle
        return x - size, y - wide / 2, x + size, y + wide / 2
    left = x - {"middle": wide / 2, "end": wide}.get(text.attrib.get("text-anchor", ""), 0.0)
    return left, y - 0.75 * size, left + wide, y + 0.2 * size


@pytest.mark.parametrize("ink", ["word", "line", "flat"])
@pytest.mark.parametrize("name", DRAWN)
def test_no_word_lies_on_another_or_beyond_the_picture(name: str, ink: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, "captioner", endless)
    svg = ElementTree.fromstring(PANELS[name].files(shown(ink, 0.5))[".svg"])
    width, height = float(svg.attrib["width"]), float(svg.attrib["height"])
    words = {text.text: box(text) for text in svg.iter("{http://www.w3.org/2000/svg}text") if text.text}
    assert words
    for said, (left, top, right, bottom) in words.items():
        assert left >= -6 and top >= 0 and right <= width + 6 and bottom <= height, said
    for (said, one), (other, two) in combinations(words.items(), 2):
        apart = one[0] >= two[2] or two[0] >= one[2] or one[1] >= two[3] or two[1] >= one[3]
        assert apart, (said, other)
