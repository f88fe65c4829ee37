"""A page's continuation, whole and at once: the sampling thread's work without its thread, tickets and kept states.

Equal page, seed, controls and weights give equal ink.
"""

from __future__ import annotations

from inkapp.ink.document import Document
from inkapp.ink.ghost import Ghost
from inkapp.live.continuation import Continuation, Request, WordsWanted
from inkapp.live.encoder import PICTURE, NothingToContinue, encode_for
from inkapp.live.events import Grown, Guessed
from inkapp.live.ghost_layout import PageLayout
from inkapp.live.words.words_road import WordsRoad
from model.network_protocol import Writer
from model.trace import Controls


def continue_page(
    document: Document, page: int, writer: Writer, *, seed: int, controls: Controls, points: int
) -> Ghost:
    """``grow``'s ghost."""
    return grow(document, page, writer, seed=seed, controls=controls, points=points).ghost


def grow(document: Document, page: int, writer: Writer, *, seed: int, controls: Controls, points: int) -> Grown:
    """The complete ghost after the last stroke of ``page``: ``points`` steps, then on to a sensible end; or as far as there
    is room.

    Raises NothingToContinue, in words for a person, where the page has no writing or no room.
    """
    prime = encode_for(document, page, writer)
    if prime.is_picture(document.pages[page]):
        raise NothingToContinue(PICTURE)
    request = Request(0, document, page, seed, controls, points)
    layout = PageLayout(prime, document.pages[page], writer.name, seed, points)
    state = writer.at_rest(writer.feed(writer.start(), prime.rows), prime.gap)
    return _whole(Continuation(writer, request, state, layout), controls)


def grow_words(
    document: Document, page: int, road: WordsRoad, *, seed: int, controls: Controls, points: int, words: WordsWanted
) -> tuple[Guessed, Grown]:
    """The same in words, and how the line may go on. Raises NothingToContinue; NoWords where words give way."""
    found = road.continuation(Request(0, document, page, seed, controls, points, words=words), bool)
    assert found is not None  # nobody overtakes
    return found[0], _whole(found[1], controls)


def _whole(writing: Continuation, controls: Controls) -> Grown:
    for event in writing.write(controls):
        last = event
    if not isinstance(last, Grown):
        raise NothingToContinue("There is no room left to write on")
    return last
