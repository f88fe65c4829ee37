"""A text is written in growing batches, the same each time; told word by word it stands as if it had been typed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inkapp.ink.document import Background, Page
from inkapp.ink.typed_text import Alignment, TextStyle, TypedText
from inkapp.live.compose.read_hand import ReadHand, read_lines
from inkapp.live.compose.typed_text import PreparedText, TextRefused
from inkapp.live.compose.word_writer import TRIES
from inkapp.live.compose.write_text import LARGEST_BATCH, Progress, note_of, write_ahead, write_spoken, write_text
from inkapp.live.compose.written_runs import WrittenRuns
from inkapp.live.text_events import PlacedWord
from model.text_protocol import TextNetwork, WritingStopped
from tests.live.compose.networks import MadeUpNetwork, page_of, random_network

PAGE = Page(background=Background.PLAIN)
TEXT = "five jugs of wax five jugs of wax\n\nand jugs\fhome " + "and five " * 30


def typed(text: str = TEXT, **style: object) -> TypedText:
    return TypedText("a" * 16, text, 20.0, 40.0, 3, style=TextStyle(**style))  # type: ignore[arg-type]


def hand_of(network: TextNetwork) -> ReadHand:
    return read_lines(network, [page_of().strokes], {})


def write(network: TextNetwork, text: TypedText) -> list[Progress]:
    return list(write_text(text, hand_of(network), PAGE, network))


def words(said: list[Progress]) -> list[PlacedWord]:
    return [word for progress in said for word in progress.words]


def ink(word: PlacedWord) -> np.ndarray:
    return np.concatenate([np.stack((stroke.x, stroke.y), axis=1) for stroke in word.strokes])


@pytest.mark.parametrize("alignment", Alignment)
def test_every_word_is_told_once_in_its_place(alignment: Alignment):
    said = write(MadeUpNetwork(), typed(alignment=alignment))
    placed = words(said)
    count = len(TEXT.split())
    assert [word.number for word in placed] == list(range(count))
    assert [p.done for p in said] == sorted(p.done for p in said) and said[-1].done == said[-1].total == count
    home = TEXT.split().index("home")
    assert {word.page for word in placed[:home]} == {0} and placed[home].page == 1
    assert ink(placed[8])[:, 1].mean() - ink(placed[7])[:, 1].mean() > 15, "an empty line stands between"


def test_batches_grow_from_one_word():
    network = MadeUpNetwork()
    said = write(network, typed())
    assert [len(texts) // TRIES for texts in network.asked][:5] == [1, 2, 4, 8, LARGEST_BATCH]
    assert [p.done for p in said][:3] == [1, 3, 7] and len(said[0].words) == 1


@pytest.mark.parametrize("network", [MadeUpNetwork(), random_network()], ids=["made-up", "random"])
def test_equal_text_and_seed_give_equal_ink_and_a_word_may_be_written_again(network: TextNetwork):
    text = typed("five jugs and boxes")
    one, same = words(write(network, text)), words(write(network, text))
    assert all(np.array_equal(ink(a), ink(b)) for a, b in zip(one, same, strict=True))
    again = words(write(network, replace(text, again=((3, 1),))))
    assert all(np.array_equal(ink(a), ink(b)) for a, b in zip(one[:3], again[:3], strict=True))
    assert not np.array_equal(ink(one[3]), ink(again[3]))


@pytest.mark.parametrize("begin", ["five", "five ", " five jugs\nof"])
def test_a_first_word_that_was_written_ahead_is_not_written_again(begin: str):
    network, written = MadeUpNetwork(), WrittenRuns()
    hand, text = hand_of(network), typed(" five jugs\nof wax")
    write_ahead(replace(text, text=begin), hand, network, written)
    assert network.asked == [["five"] * TRIES]
    ahead = words(list(write_text(text, hand, PAGE, network, written=written)))
    assert [texts[0] for texts in network.asked] == ["five", "jugs", "wax"]
    plain = words(write(network, text))
    assert all(np.array_equal(ink(a), ink(b)) for a, b in zip(ahead, plain, strict=True))


def test_what_is_written_otherwise_is_told_at_the_end():
    network = MadeUpNetwork(bad=lambda text, seed: text == "jugs")
    said = write(network, typed("straße jugs"))
    assert [p.note for p in said[:-1]] == [""]
    assert "'ß' is written as 'ss'" in said[-1].note and "'jugs'" in said[-1].note
    assert [word.faulty for word in words(said)] == [False, True]


def test_it_stops_within_a_batch():
    network, stop = MadeUpNetwork(), False
    writing = write_text(typed(), hand_of(network), PAGE, network, lambda: stop)
    next(writing)
    stop = True
    with pytest.raises(WritingStopped):
        next(writing)


def test_a_text_without_anything_to_write_is_refused():
    with pytest.raises(TextRefused):
        write(MadeUpNetwork(), typed(" \n "))


def test_words_that_are_spoken_stand_as_if_they_had_been_typed():
    network = MadeUpNetwork()
    text = typed("five jugs\nof wax")
    whole = words(write(network, text))
    asked: list[str] = []

    def speak(*parts: str):
        for part in parts:
            asked.append(part)
            yield part

    telling = write_spoken(text, speak("five", " jugs\n", "of", " wax"), hand_of(network), PAGE, network)
    first = next(telling)
    assert asked == ["five"] and len(first) == 1
    spoken = [*first, *(word for told in telling for word in told)]
    assert len(spoken) == len(whole)
    assert all(np.allclose(ink(a), ink(b)) for a, b in zip(spoken, whole, strict=True))


def test_the_note_names_each_faulty_word_once_and_counts_those_beyond_some():
    prepared = PreparedText((), "'ß' is written as 'ss'")
    assert note_of(prepared, []) == prepared.note
    assert note_of(prepared, ["a", "b", "a"]) == f"{prepared.note}; a letter may be wrong in 'a', 'b'"
    assert note_of(PreparedText((), ""), list("abcdefgh")).endswith("'e', 'f' and 2 more")
