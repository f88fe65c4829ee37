"""The picture of the hairs: on a long line it is of its end, where they are."""

from __future__ import annotations

import re

import numpy as np

from inkapp.ink.document import Document
from inkapp.inspect.draw.futures import draw
from inkapp.inspect.futures import futures
from inkapp.inspect.next_point import last_written
from inkapp.inspect.page import read_page
from model.sampler import Sampler
from tests.live.fakes import tiny_network
from tools.synthetic.words import write


def test_beside_a_long_line_the_hairs_are_no_blot() -> None:
    document = Document()
    for number in range(12):
        document = document.add_strokes(write("hello", 15 + 14 * number, 54, 3.5, seed=number))
    line = last_written(read_page(document, 0, Sampler(*tiny_network())))
    hairs = futures(line, hairs=5, points=6)
    assert np.ptp(line.x) > 6 * np.ptp(hairs.x)
    svg = draw(hairs, line).decode()
    spread = [
        float(place.split(",")[0])
        for data in re.findall(r'<path d="([^"]*)"[^>]*><title>seed', svg)
        for place in re.findall(r"-?[\d.]+,-?[\d.]+", data)
    ]
    assert np.ptp(spread) > 0.15 * 820
