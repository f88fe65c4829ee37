"""A hand is read once, in its lines' own frames; its measures are in the network's units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inkapp.ink.document import Page
from inkapp.ink.hand import new_hand
from inkapp.live.compose.read_hand import KEPT, HandReader, HandSource, NoHand, in_own_frame, joined_rows, read_lines
from inkapp.live.encoder import LINE_JOIN
from inkapp.live.hand_ink import NOTHING
from model.strokes import Representation
from model.trace import Controls
from tests.live.compose.networks import MadeUpNetwork, page_of, random_network


def moved(page: Page, *, by: float = 0.0, turn: float = 0.0, size: float = 1.0) -> Page:
    cos, sin = np.cos(turn), np.sin(turn)
    return page.with_strokes(
        replace(s, x=size * (cos * s.x - sin * s.y), y=size * (sin * s.x + cos * s.y) + by) for s in page.strokes
    )


@pytest.mark.parametrize("how", [{"by": 40.0}, {"turn": 0.2}, {"size": 0.6}])
def test_the_same_writing_is_read_alike_wherever_it_stands(how: dict[str, float]):
    one, other = (
        joined_rows([in_own_frame(page.strokes, Representation())]) for page in (page_of(), moved(page_of(), **how))
    )
    assert one.shape[1] == 4 and len(one) == pytest.approx(len(other), rel=0.03)
    assert np.std(one[:, 3]) == pytest.approx(np.std(other[:, 3]), abs=0.05)


def test_lines_follow_each_other_as_words_do():
    lines = [in_own_frame(page_of(text).strokes, Representation()) for text in ("five dozen", "liquor jugs")]
    rows = joined_rows(lines)
    first, second = (max(s[:, 0].max() for s in line) - min(s[:, 0].min() for s in line) for line in lines)
    x = np.cumsum(rows[:, 0])
    assert np.ptp(x) == pytest.approx(first + LINE_JOIN + second, abs=1e-3)
    ends = np.flatnonzero(rows[:, 2])
    assert len(ends) == sum(map(len, lines)) and ends[-1] == len(rows) - 1


def test_its_measures_are_those_of_the_ink():
    hand = read_lines(MadeUpNetwork(), [page_of().strokes], {})
    assert hand.measures.x_height == pytest.approx(3.0, rel=0.3)
    assert hand.x_height == pytest.approx(hand.measures.x_height / hand.measures.spread, rel=0.1)
    assert 0.2 < hand.baseline < 1.2 and hand.pitch is None


def test_the_distance_of_its_lines_is_found():
    strokes = [moved(page_of(), by=11.0 * k).strokes for k in range(3)]
    hand = read_lines(MadeUpNetwork(), strokes, {})
    assert hand.pitch is not None and hand.pitch * hand.measures.x_height == pytest.approx(11.0, abs=0.5)


def test_a_hand_is_read_once_and_few_are_kept():
    network = MadeUpNetwork()
    reader = HandReader(network)
    pages = [moved(page_of(), by=float(k)) for k in range(KEPT + 1)]
    first = reader.read(HandSource(pages[0]))
    assert reader.read(HandSource(pages[0])) is first and len(network.read) == 1
    for page in pages[1:]:
        reader.read(HandSource(page))
    assert len(network.read) == KEPT + 1
    assert reader.read(HandSource(pages[0])) is not first


def test_what_is_no_hand_says_so():
    with pytest.raises(NoHand, match=NOTHING):
        HandReader(MadeUpNetwork()).read(HandSource(Page()))


def test_a_kept_hand_brings_its_name_and_its_signs():
    hand = new_hand("mine", page_of())
    source = HandSource.of_hand(hand)
    assert source.name == hand.id and not source.own and source.signs == hand.signs


def test_a_real_network_reads_it():
    network = random_network()
    hand = HandReader(network).read(HandSource(page_of()))
    assert len(network.write_texts(hand.state, ["abc"], [1], Controls(0.4))) == 1


def test_a_page_that_is_the_same_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch):
    reader, page = HandReader(MadeUpNetwork()), page_of()
    hand = reader.read(HandSource(page))
    monkeypatch.setattr("inkapp.live.compose.read_hand.hand_ink", None)
    assert reader.read(HandSource(page)) is hand
    with pytest.raises(TypeError):
        reader.read(HandSource(page, own=False))
