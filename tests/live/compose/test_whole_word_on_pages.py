"""A typed text goes all the way: prepared, written word by word in a measured hand, and wrapped over two pages."""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
import pytest

from inkapp.ink.document import Page
from inkapp.ink.typed_text import Alignment
from inkapp.live.compose.hand import measure_hand
from inkapp.live.compose.typed_text import prepare
from inkapp.live.compose.whole_word import write_word
from inkapp.live.compose.wrapping import Place, Wrapping, text_area
from inkapp.live.compose.written_word import WrittenWord
from tools.synthetic.words import write
from tools.synthetic.written_runs import LETTERS
from tools.synthetic.written_runs import write_run as write_anew

TEXT = "à demain, señor;\n\nil y a 10\u00a0% de café et plus de 25 £ au marché où nul ne dort\fφιλία + 1 = “ünï”"
write_run = cache(write_anew)
PAGE = Page(width=120.0, height=100.0)


@pytest.mark.parametrize("alignment", Alignment)
def test_all_ink_stands_on_its_line_between_the_margins(alignment: Alignment):
    prime = [
        stroke for k, word in enumerate(("over", "the", "lazy")) for stroke in write(word, 20 + 25 * k, 60, 3.0, seed=k)
    ]
    hand = measure_hand([prime])
    size = hand.x_height
    area = text_area(PAGE, 20.0, 40.0, 4.0 * size, above=3.0 * size, below=1.5 * size)
    wrapping = Wrapping(area, hand.word_gap * size, alignment=alignment)
    written: list[WrittenWord] = []
    places: list[Place] = []
    for number, paragraph in enumerate(prepare(TEXT, LETTERS).paragraphs):
        if number:
            places += wrapping.end_paragraph(new_page=paragraph.new_page)
        for word in paragraph.words:
            written.append(write_word(word.units, hand, len(written), lambda run: write_run(run, hand.slant, 1)))
            places += wrapping.add(written[-1].advance * size, word.spaces, binds=word.binds)
    places += wrapping.finish()
    assert [place.word for place in places] == list(range(len(written)))
    pages = sorted({place.page for place in places})
    assert pages == list(range(len(pages))) and len(pages) > 1
    begin = next(k for k, word in enumerate(prepare(TEXT, LETTERS).words) if word.bases == "φιλια")
    assert (places[begin].page, places[begin].baseline) == (pages[-1], area.next_pages[0])
    percent = next(k for k, word in enumerate(prepare(TEXT, LETTERS).words) if word.bases == "%")
    assert places[percent].baseline == places[percent - 1].baseline
    for place in places:
        ink = written[place.word].ink() * size + (place.x, place.baseline)
        assert ink[:, 0].min() > area.left - 2.0 and ink[:, 0].max() <= area.right + 1e-6
        assert place.baseline in (area.first_page if place.page == 0 else area.next_pages)
        assert ink[:, 1].min() > place.baseline - 3.0 * size and ink[:, 1].max() < place.baseline + 1.5 * size
    for before, after in itertools.pairwise(places):
        if (before.page, before.baseline) == (after.page, after.baseline):
            right = before.x + written[before.word].ink()[:, 0].max() * size
            assert after.x + written[after.word].ink()[:, 0].min() * size > right
    assert np.isfinite([place.x for place in places]).all()
