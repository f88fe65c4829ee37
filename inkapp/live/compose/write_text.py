"""A typed text on the page, as the network writes it: words in growing batches, so that the first ink comes at once.

A generator that says what stands after each batch, and may be left at any time; and one for a text that is handed over word by
word while it is written. Equal text, hand, page and weights give equal ink.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from inkapp.ink.document import Page
from inkapp.ink.typed_text import TypedText
from inkapp.live.compose.read_hand import ReadHand
from inkapp.live.compose.text_note import listed
from inkapp.live.compose.text_placing import TextPlacing
from inkapp.live.compose.typed_text import PreparedText, Word, prepare
from inkapp.live.compose.word_writer import MadeWord, WordWriter, controls_of, word_seed
from inkapp.live.compose.written_runs import WrittenRuns
from inkapp.live.text_events import PlacedWord
from model.text_protocol import TextNetwork

FIRST_BATCH, LARGEST_BATCH = 1, 16  # words


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a text is.

    ``words``: those whose places are known now, in order. ``done`` of ``total`` words are written. ``note``: at the end, what
    is written otherwise than it was typed, in one line.
    """

    words: tuple[PlacedWord, ...]
    done: int
    total: int
    note: str = ""


@dataclass(slots=True)
class _UnderWay:
    """A text that is being written: its words are made ink, then placed. ``count``: of its words that are ink."""

    text: TypedText
    writer: WordWriter
    placing: TextPlacing
    count: int = 0
    faulty: list[str] = field(default_factory=list)

    def write(self, words: Sequence[Word]) -> list[MadeWord]:
        """The next words as ink."""
        seeds = [word_seed(self.text, self.count + k) for k in range(len(words))]
        self.count += len(words)
        made = self.writer.write([word.units for word in words], seeds)
        self.faulty += [word.bases for word, one in zip(words, made, strict=True) if one.faulty]
        return made


def write_text(
    text: TypedText,
    hand: ReadHand,
    page: Page,
    network: TextNetwork,
    stop: Callable[[], bool] | None = None,
    written: WrittenRuns | None = None,
) -> Iterator[Progress]:
    """Writes a text on ``page``, and on pages like it. ``written``: what need not be written again.

    Raises TextRefused, NoRoom, ValueError for a style out of range, and WritingStopped where ``stop`` says so; what was said
    before stands.
    """
    prepared = prepare(text.text, card=hand.signs)
    under_way = _begin(text, hand, page, network, stop, written)
    total = sum(1 for _ in prepared.words)
    made: list[MadeWord] = []
    batches = iter(_batches(list(prepared.words)))
    placed: list[PlacedWord] = []
    for number, paragraph in enumerate(prepared.paragraphs):
        if number:
            placed += under_way.placing.end_paragraph(new_page=paragraph.new_page)
        for word in paragraph.words:
            if not made:
                if under_way.count:
                    yield Progress(tuple(placed), under_way.count, total)
                    placed = []
                made = under_way.write(next(batches))
            placed += under_way.placing.add(made.pop(0), word.spaces, binds=word.binds)
    placed += under_way.placing.finish()
    yield Progress(tuple(placed), total, total, note_of(prepared, under_way.faulty))


def first_word(text: str) -> str:
    """What is typed of a text's first word."""
    return next(iter(text.split(maxsplit=1)), "")


def write_ahead(
    text: TypedText,
    hand: ReadHand,
    network: TextNetwork,
    written: WrittenRuns,
    stop: Callable[[], bool] | None = None,
) -> None:
    """Writes the first word of a text into ``written``, where ``write_text`` then finds it. Raises as ``write_text`` does."""
    words = list(prepare(first_word(text.text), card=hand.signs).words)[:FIRST_BATCH]
    writer = WordWriter(network, hand, controls_of(text.style), stop, written=written)
    writer.write([word.units for word in words], [word_seed(text, number) for number in range(len(words))])


def write_spoken(
    text: TypedText,
    words: Iterable[str],
    hand: ReadHand,
    page: Page,
    network: TextNetwork,
    stop: Callable[[], bool] | None = None,
) -> Iterator[tuple[PlacedWord, ...]]:
    """Writes words as they come, each when it is there; ``text`` says how and where, its own words do not count.

    A word with line ends in it ends lines; without anything that can be written it is left out. Raises as ``write_text`` does.
    """
    under_way = _begin(text, hand, page, network, stop)
    for spoken in words:
        placed: list[PlacedWord] = []
        for number, paragraph in enumerate(prepare(spoken, card=hand.signs).paragraphs):
            if number:
                placed += under_way.placing.end_paragraph(new_page=paragraph.new_page)
            made = under_way.write(paragraph.words)
            for word, one in zip(paragraph.words, made, strict=True):
                placed += under_way.placing.add(one, word.spaces, binds=word.binds)
        yield tuple(placed)
    yield tuple(under_way.placing.finish())


def note_of(prepared: PreparedText, faulty: Sequence[str]) -> str:
    """One line that tells what is written otherwise than it was typed."""
    if not faulty:
        return prepared.note
    named = [f"'{word}'" for word in dict.fromkeys(faulty)]
    told = f"a letter may be wrong in {listed(named)}"
    return f"{prepared.note}; {told}" if prepared.note else told


def _begin(
    text: TypedText,
    hand: ReadHand,
    page: Page,
    network: TextNetwork,
    stop: Callable[[], bool] | None,
    written: WrittenRuns | None = None,
) -> _UnderWay:
    placing = TextPlacing(text, hand, page, network.name)
    return _UnderWay(text, WordWriter(network, hand, controls_of(text.style), stop, written=written), placing)


def _batches(words: list[Word]) -> Iterator[list[Word]]:
    """All words, the first alone, then twice as many each time."""
    at, size = 0, FIRST_BATCH
    while at < len(words):
        yield words[at : at + size]
        at, size = at + size, min(2 * size, LARGEST_BATCH)
