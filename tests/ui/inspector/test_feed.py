"""Readings come when there is something new to read, and at no other time."""

from __future__ import annotations

from inkapp.ink.hand import new_hand
from inkapp.ink.typed_text import TypedText
from tests.ui.inspector.conftest import Looker


def test_frames_that_show_no_further_step_ask_for_nothing(looker: Looker) -> None:
    looker.open("density")
    looker.write("hello")
    looker.ghost(0.5)
    feed, player = looker.inspector.feed, looker.window.player
    worked, points = looker.inspector.worker.worked, feed.reading.points
    for _ in range(3):
        player.changed.emit()
        assert not feed.is_due and looker.inspector.is_quiet
    assert looker.inspector.worker.worked == worked
    looker.clock.now = 0.6 * player.ghost.duration
    player.changed.emit()
    assert feed.is_due
    looker.settle()
    assert looker.inspector.worker.worked > worked and feed.reading.points > points


def test_words_of_a_typed_text_are_no_ghost_of_the_network_that_is_looked_into(looker: Looker) -> None:
    looker.open("density")
    looker.write("hello")
    looker.ghost(0.5)
    window, feed = looker.window, looker.inspector.feed
    window.companion.dismiss()
    looker.settle()
    points = feed.reading.points
    text = TypedText("0123456789abcdef", "word", 30.0, 66.0, 1)
    page = window.open_document.document.pages[0]
    window.typing.set_speed(1.0)
    window.typing.write(text, new_hand("A hand", page), 0)
    looker.texts.tell(looker.texts.place(0))
    looker.clock.now += 0.5
    window.player.set_pace(1.0)
    looker.settle()
    assert window.player.visible() and feed.reading.points == points
