"""What is left of a ghost after pieces were taken, however often it comes whole, and what the pieces say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inkapp.editor.ghost_offer import GhostOffer
from inkapp.ink.ghost import Ghost, SaidWord
from tests.live.fakes import stroke as ink
from tests.ui.fakes import ghost


def test_pieces_taken_after_they_were_drawn_leave_the_rest_as_it_was():
    offer, whole = GhostOffer(1, 5), ghost(3)
    taken, left = offer.take(offer.rest(whole, 5), elapsed=1.0)
    assert len(taken.strokes) == 2 and taken.words == () and offer.next_step == 10
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


def saying(words: tuple[SaidWord, ...], of: tuple[int, ...]) -> Ghost:
    """A ghost of words; ``of``: the word of each of its strokes, two of which are a piece."""
    plain = ghost(len(of) // 2)
    strokes = (replace(stroke, word=word) for stroke, word in zip(plain.strokes, of, strict=True))
    return replace(plain, strokes=tuple(strokes), words=words)


def test_what_is_taken_says_its_words_with_what_a_person_had_begun():
    begun = (ink(1.0), ink(2.0))
    offer, whole = GhostOffer(1, 5), saying((SaidWord("support", begun), SaidWord("of")), (0, 0, 1, 1))
    first, left = offer.take(offer.rest(whole, 5), elapsed=9.0)
    assert first.words == (((*begun, *first.strokes), "support"),) and left.words == whole.words
    second, _ = offer.take(offer.rest(whole, 6), elapsed=9.0)
    assert second.words == ((second.strokes, "of"),)
    both, _ = GhostOffer(1, 5).take(whole, 9.0, 2)
    assert [text for _, text in both.words] == ["support", "of"]


def test_a_word_of_two_pieces_is_said_when_the_second_is_taken():
    offer, whole = GhostOffer(1, 5), saying((SaidWord("the"), SaidWord("end")), (0, 0, 0, 0, 1, -1))
    first, left = offer.take(offer.rest(whole, 5), elapsed=9.0)
    second, left = offer.take(left, elapsed=9.0)
    assert first.words == () and second.words == (((*first.strokes, *second.strokes), "the"),)
    third, _ = offer.take(left, elapsed=9.0)
    assert third.words == ((third.strokes[:1], "end"),)  # free hand says nothing
