"""What a pen lift leaves to read, for a network of a given speed: no time is measured, rows are counted."""

from __future__ import annotations

from bench.first_ink import loop
from inkapp.ink.document import Document
from inkapp.live.encoder import Prime, encode_for
from inkapp.live.prime_reader import PrimeReader
from model.strokes import Frame
from tests.live.fakes import WatchedSampler
from tests.live.made_lines import long_line

SPEED = 15  # rows read while one is written


class SlowReader:
    """Reads ahead as the sampling thread does, but no more than ``SPEED`` rows for each that was written."""

    def __init__(self) -> None:
        self.sampler = WatchedSampler()
        self.primes = PrimeReader(self.sampler, encode_for)

    @property
    def rows_read(self) -> int:
        return sum(self.sampler.read)

    def lift(self, document: Document) -> tuple[Prime, int]:
        """The prime at a pen's lift, and how many rows were left to read there."""
        before = self.rows_read
        prime = self.primes.encode(document, 0)
        assert self.primes.read(prime, lambda: False) is not None
        return prime, self.rows_read - before

    def read_ahead(self, prime: Prime, written: int) -> None:
        """While so many rows are written."""
        budget = self.rows_read + SPEED * written
        if prime.coming is not None:
            self.primes.read(prime.coming(), lambda: self.rows_read >= budget)


def test_a_lift_leaves_its_last_stroke_to_read() -> None:
    reader = SlowReader()
    prime: Prime | None = None
    for document in long_line(60):
        if prime is not None:
            reader.read_ahead(prime, _last_stroke(encode_for(document, 0, reader.sampler)))
        prime, left = reader.lift(document)
        if len(prime.rows) > 120:
            assert left == _last_stroke(prime)


def test_a_row_is_read_once_in_each_frame() -> None:
    reader = SlowReader()
    rows: dict[Frame, int] = {}
    for document in long_line(60):
        prime, _ = reader.lift(document)
        rows[prime.frame] = len(prime.rows)
        if prime.coming is not None:
            coming = prime.coming()
            rows[coming.frame] = len(coming.rows)
            assert reader.primes.read(coming, lambda: False) is not None
    assert reader.rows_read == sum(rows.values())


def test_a_new_line_goes_on_from_the_one_before_as_it_was_read() -> None:
    reader = SlowReader()
    *_, document = long_line(60)
    before, _ = reader.lift(document)
    for index in range(4):
        document = document.add_strokes([loop(20.0 + 2.8 * index, 66.0, 0.4)])
        prime, left = reader.lift(document)
        assert prime.lead == len(before.rows) and left == len(prime.rows) - prime.lead <= 60


def _last_stroke(prime: Prime) -> int:
    return prime.stroke_rows[-1] - prime.stroke_rows[-2]
