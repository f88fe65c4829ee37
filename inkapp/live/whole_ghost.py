"""A page's continuation, whole and at once, for those who have no window to keep alive.

Knows: the same road as the session's (encode, read, write, place), without its thread, tickets and kept states.
Refuses to know: Qt, files and formats. Equal page, seed, controls and weights give equal ink.
"""

from __future__ import annotations

from dataclasses import replace

from inkapp.ink.document import Document
from inkapp.ink.ghost import Ghost
from inkapp.live.continuation import Continuation, Request
from inkapp.live.encoder import NothingToContinue, encode_for
from inkapp.live.events import Grown
from inkapp.live.layout import Placer
from model.sampler import Sampler
from model.trace import Controls


def continue_page(
    document: Document, page: int, sampler: Sampler, *, seed: int, controls: Controls, points: int
) -> Ghost:
    """The complete ghost after the last stroke of ``page``; ``points`` steps, then on to a sensible end.

    Raises NothingToContinue, in words for a person, where the page has no writing or no room.
    """
    prime = encode_for(document, page, sampler)
    request = Request(0, document, page, seed, controls, points)
    placer = Placer(prime, document.pages[page], sampler.name, seed, points)
    state = replace(sampler.feed(sampler.start(), prime.rows), gap=prime.gap)
    for event in Continuation(sampler, request, state, placer).write(controls):
        last = event
    if not isinstance(last, Grown):
        raise NothingToContinue("There is no room left to write on")
    return last.ghost
