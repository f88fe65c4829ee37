"""States are found by what was read, and forgotten by use."""

from inkapp.live.state_cache import StateCache, beginnings
from tests.live import fakes
from tests.live.fakes import WatchedSampler, page_of


def test_the_cache_forgets_what_was_used_least() -> None:
    cache = StateCache(2)
    state = WatchedSampler().start()
    cache.keep(b"a", state)
    cache.keep(b"b", state)
    assert cache.find(b"a") is state
    cache.keep(b"c", state)
    assert cache.find(b"b") is None and cache.find(b"a") is state and cache.find(b"c") is state


def test_beginnings_are_shared_exactly_as_far_as_the_ink_is() -> None:
    sampler = WatchedSampler()
    short, long, other = (
        beginnings(fakes.encode(page_of(*lefts), 0, sampler)) for lefts in ((20, 30), (20, 30, 40), (20, 31, 40))
    )
    assert long[:2] == short
    assert other[0] == long[0] and other[1] != long[1] and other[2] != long[2]
