"""Ghosts of the shipped network keep off the ink of made-up pages; ``python -m tools.random_pages`` tries hundreds."""

import pytest

from inkapp.ink.document import Document
from model.checkpoint import LIVE
from model.sampler import Sampler
from tools.random_pages import ghost_lines, go_on, random_page, touched
from tools.synthetic.words import write


@pytest.mark.parametrize("seed", range(4))
def test_no_ghost_touches_other_ink(seed: int) -> None:
    found = go_on(random_page(seed), Sampler.load(LIVE), seed, points=120)
    assert found.ghosts and found.touching == 0


def test_ink_that_a_ghost_crosses_is_found() -> None:
    found = go_on(random_page(1), Sampler.load(LIVE), 1, points=60)
    ghost = found.ghosts[0]
    stroke = ghost_lines(ghost)[0][0]
    left, top, _, _ = stroke.bounds
    across = write("minimum", left - 3.0, top + 2.0, 4.0)
    page = Document().add_strokes(across).pages[0]
    assert list(touched(ghost, page, set()))
