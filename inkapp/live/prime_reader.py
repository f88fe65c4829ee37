"""Reads primes with the network, each from the longest beginning that was read before."""

from __future__ import annotations

from collections.abc import Callable

from inkapp.ink.document import Document
from inkapp.live.encoder import Prime
from inkapp.live.state_cache import StateCache, beginnings
from model.network_protocol import State, Writer

Encode = Callable[[Document, int, Writer], Prime]


class PrimeReader:
    """For one thread. ``encode`` makes a page's prime for the network, and raises NothingToContinue where there is none."""

    def __init__(self, writer: Writer, encode: Encode) -> None:
        self._writer, self._encode = writer, encode
        self._cache = StateCache()
        self._last: tuple[Document, int, Prime] | None = None

    def encode(self, document: Document, page: int) -> Prime:
        """The page's prime, made once: the pen's lift and the request after it show the same document.

        Raises NothingToContinue.
        """
        last = self._last
        if last is not None and last[0] is document and last[1] == page:
            return last[2]
        prime = self._encode(document, page, self._writer)
        self._last = (document, page, prime)
        return prime

    def read(self, prime: Prime, overtaken: Callable[[], bool]) -> State | None:
        """The state after the prime; None where ``overtaken``, asked between strokes, says that it is no longer wanted."""
        ends = beginnings(prime)
        state, row, first = self._writer.start(), 0, 0
        for index in range(len(ends) - 1, -1, -1):
            end, key = ends[index]
            kept = self._cache.find(key)
            if kept is not None:
                state, row, first = kept, end, index + 1
                break
        for end, key in ends[first:]:
            if overtaken():
                return None
            state, row = self._writer.feed(state, prime.rows[row:end]), end
            self._cache.keep(key, state)
        return state
