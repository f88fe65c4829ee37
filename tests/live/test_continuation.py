"""Writing without a thread: what is told when, and that leaving before anything is told leaves no trace."""

from itertools import islice

from inkapp.ink.ghost import Ghost
from inkapp.live.continuation import Continuation, Request
from inkapp.live.events import Grown, Nothing, Steps
from model.trace import Controls, Step
from tests.live import fakes
from tests.live.fakes import Row, WatchedSampler, page_of


class Shy(Row):
    """Shows nothing of the first five steps, as a word that waits at the margin."""

    def ghost(self, complete: bool) -> Ghost:
        ghost = super().ghost(complete)
        few = not complete and ghost.strokes and len(ghost.strokes[0]) <= 5
        return Ghost(ghost.revision, (), complete, ghost.seed) if few else ghost

    def cut(self, step: int) -> Row:
        again = Shy(*self._made_of)
        for earlier in self._steps[:step]:
            again.add(earlier)
        return again


def begin(limit: int = 30) -> Continuation:
    sampler, document = WatchedSampler(), page_of(20)
    prime = fakes.encode(document, 0, sampler)
    start = sampler.feed(sampler.start(), prime.rows)
    request = Request(1, document, 0, 7, Controls(), limit)
    return Continuation(sampler, request, start, Shy(prime, document.pages[0], "tiny", 7, limit))


def shape(events: list[object]) -> list[float]:
    last = [event for event in events if isinstance(event, Grown)][-1]
    assert last.ghost.complete
    return [float(x) for x in last.ghost.strokes[0].x]


def test_the_first_ghost_is_told_as_soon_as_there_is_one_with_all_its_steps() -> None:
    events = list(islice(begin().write(Controls()), 7))
    assert events[:5] == [None] * 5
    assert isinstance(events[5], Steps) and [step.index for step in events[5].steps] == list(range(6))
    assert isinstance(events[6], Grown) and not events[6].ghost.complete


def test_left_before_anything_was_told_it_begins_anew() -> None:
    whole = shape(list(begin().write(Controls())))
    left = begin()
    assert list(islice(left.write(Controls()), 3)) == [None] * 3
    assert shape(list(left.write(Controls()))) == whole
    assert len(whole) == 30


def test_a_turn_left_before_anything_was_told_changes_nothing() -> None:
    written = begin()
    whole = shape(list(written.write(Controls())))
    assert list(islice(written.write(Controls(1.4), 2), 2)) == [None] * 2
    assert shape(list(written.write(Controls(), 20))) == whole


def test_where_nothing_is_placed_it_says_so() -> None:
    *_, last = begin(limit=0).write(Controls())
    assert isinstance(last, Nothing) and last.ticket == 1 and last.page_full


def test_a_ghost_that_ends_for_want_of_room_says_so_with_its_last_event() -> None:
    class Narrow(Shy):
        """Has room for eight steps."""

        def add(self, step: Step) -> None:
            super().add(step)
            self.done = self.full = len(self._steps) == 8

        def cut(self, step: int) -> Row:
            again = Narrow(*self._made_of)
            for earlier in self._steps[:step]:
                again.add(earlier)
            return again

    sampler, document = WatchedSampler(), page_of(20)
    prime = fakes.encode(document, 0, sampler)
    start = sampler.feed(sampler.start(), prime.rows)
    layout = Narrow(prime, document.pages[0], "tiny", 7, 30)
    events = list(Continuation(sampler, Request(1, document, 0, 7, Controls(), 30), start, layout).write(Controls()))
    told = [event for event in events if isinstance(event, Grown)]
    assert told[-1].page_full and told[-1].ghost.complete
    assert not any(event.page_full for event in told[:-1])
    assert not any(event.page_full for event in begin().write(Controls()) if isinstance(event, Grown))
