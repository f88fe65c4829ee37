"""What is left of a ghost after pieces were taken, however often it comes whole."""

from __future__ import annotations

import pytest

from inkapp.editor.ghost_offer import GhostOffer
from tests.ui.fakes import ghost


def test_pieces_taken_after_they_were_drawn_leave_the_rest_as_it_was():
    offer, whole = GhostOffer(1, 5), ghost(3)
    strokes, left = offer.take(offer.rest(whole, 5), elapsed=1.0)
    assert len(strokes) == 2 and offer.next_step == 10
    assert left.strokes == whole.strokes[2:] == offer.rest(whole, 6).strokes
    assert offer.rest(whole, 6).revision == 6


def test_what_was_taken_unseen_is_skipped_once_and_for_all():
    offer, whole = GhostOffer(1, 5), ghost(3)
    _, left = offer.take(offer.rest(whole, 5), elapsed=0.4)
    assert left.strokes[0].t[0] == pytest.approx(whole.strokes[2].t[0] - 0.6)
    _, left = offer.take(offer.rest(whole, 6), elapsed=0.4)
    again = offer.rest(whole, 7)
    assert [s.t[0] for s in left.strokes] == pytest.approx([s.t[0] for s in again.strokes])
    assert again.strokes[0].t[0] == pytest.approx(0.4 + 0.1) and again.strokes[0].step[0] == 20


def test_a_piece_can_be_taken_when_its_end_is_written():
    offer = GhostOffer(1, 5)
    assert not offer.can_take(ghost(0)) and not offer.can_take(ghost(1, complete=False))
    assert offer.can_take(ghost(1)) and offer.can_take(ghost(2, complete=False))
