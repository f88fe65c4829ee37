"""A card as it is filled in: later, again, with undo over all its pages."""

from __future__ import annotations

from inkapp.editor.open_card import OpenCard
from inkapp.ink.card import Box
from inkapp.ink.document import Stroke
from tests.ink.documents import stroke
from tests.ink.hands import sign


def box_of(card: OpenCard, character: str) -> tuple[int, Box]:
    return next((n, box) for n, page in enumerate(card.pages) for box in page.boxes if box.sign == character)


def bar(box: Box, x: float = 0.5) -> Stroke:
    """Written into a box from the height of an x to the baseline."""
    at = box.left + x * box.width
    return stroke([(at, box.baseline - box.x_height), (at, box.baseline)])


def fill(card: OpenCard, *characters: str) -> None:
    for character in characters:
        card.page, box = box_of(card, character)
        card.write(bar(box))


def test_an_empty_card_has_no_signs_and_begins_at_its_first_page():
    card = OpenCard({}, 4.0)
    assert card.signs() == {} and card.changes({}) == {} and card.page == 0
    assert not card.can_undo and all(card.filled(n) == card.outside(n) == 0 for n in range(len(card.pages)))


def test_what_is_written_in_a_box_is_its_sign():
    card = OpenCard({}, 4.0)
    fill(card, "@", "Q")
    assert set(card.signs()) == {"@", "Q"} == set(card.changes({}))
    (written,) = card.signs()["Q"].strokes
    assert written.bounds == (0.0, -4.0, 0.0, 0.0) and card.signs()["Q"].x_height == 4.0
    assert card.filled(0) == card.filled(1) == 1


def test_a_card_filled_in_before_shows_its_signs_and_only_what_differs_is_a_change():
    given = {"@": sign(4.0), "Q": sign(2.5), "木": sign()}  # the last is on no card
    card = OpenCard(given, 4.0)
    assert card.filled(0) == card.filled(1) == 1
    assert card.signs() == {"@": given["@"], "Q": given["Q"]} and card.changes(given) == {}
    fill(card, "7", "Q")
    assert set(card.changes(given)) == {"7", "Q"} and len(card.signs()["Q"].strokes) == 3
    assert OpenCard(card.signs(), 4.0).signs() == card.signs()


def test_an_erased_sign_is_taken_from_the_hand_until_it_is_undone():
    given = {"@": sign(4.0)}
    card = OpenCard(given, 4.0)
    card.erase((0, 1))
    assert card.changes(given) == {"@": None}
    card.undo()
    assert card.changes(given) == {}
    card.redo()
    assert card.changes(given) == {"@": None}


def test_undo_turns_to_the_page_that_it_changes():
    card = OpenCard({}, 4.0)
    fill(card, "7", "Q", "q")
    assert card.page == 2
    card.undo()
    card.undo()
    assert card.page == 1 and set(card.signs()) == {"7"}
    card.redo()
    assert card.page == 1 and set(card.signs()) == {"7", "Q"} and card.can_redo and card.can_undo
    card.undo()
    card.undo()
    card.undo()
    assert card.signs() == {} and not card.can_undo


def test_it_begins_where_a_box_is_empty():
    card = OpenCard({}, 4.0)
    fill(card, *(box.sign for box in card.pages[0].boxes))
    assert OpenCard(card.signs(), 4.0).page == 1


def test_strokes_beside_the_boxes_are_counted_on_their_page():
    card = OpenCard({}, 4.0)
    card.page = 1
    card.write(stroke([(1.0, 1.0), (2.0, 2.0)]))
    assert [card.outside(n) for n in range(3)] == [0, 1, 0] and card.signs() == {}
