"""States are found by what was read, and forgotten by use."""

from inkapp.live.state_cache import Memory, beginnings
from tests.live import fakes
from tests.live.fakes import WatchedSampler, page_of


def test_the_memory_forgets_what_was_used_least() -> None:
    memory = Memory(2)
    state = WatchedSampler().start()
    memory.keep(b"a", state)
    memory.keep(b"b", state)
    assert memory.find(b"a") is state
    memory.keep(b"c", state)
    assert memory.find(b"b") is None and memory.find(b"a") is state and memory.find(b"c") is state


def test_beginnings_are_shared_exactly_as_far_as_the_ink_is() -> None:
    sampler = WatchedSampler()
    short, long, other = (
        beginnings(fakes.encode(page_of(*lefts), 0, sampler)) for lefts in ((20, 30), (20, 30, 40), (20, 31, 40))
    )
    assert long[:2] == short
    assert other[0] == long[0] and other[1] != long[1] and other[2] != long[2]
