"""Pages are read line by line: each line once, what is known not at all, what is no writing as nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inkapp.ink.corrections import corrected
from inkapp.ink.document import Author, Origin, Page, Stroke
from inkapp.ink.typed_text import TypedText
from inkapp.live.reading import page_reader
from inkapp.live.reading.looks_written import LEAST_SURE
from inkapp.live.reading.page_reader import PageReader
from inkapp.live.reading.page_text import PageText, Source
from tests.live.reading.readers import MadeUpReader, dot, drawn_line
from tests.model import nets

TEXT = TypedText("0123456789abcdef", "dear café", 20.0, 54.0, 7)


def read(made_up: MadeUpReader, page: Page) -> PageText:
    found = PageReader(made_up).read(page, (TEXT,))
    assert found is not None
    return found


def lines(text: PageText | None) -> list[str]:
    assert text is not None
    return [line.text for line in text.lines]


def typed(stroke: Stroke, word: int, text: str = TEXT.id) -> Stroke:
    return replace(stroke, author=Author.MODEL, origin=Origin("writer", 7, 0.3, text=text, word=word))


@pytest.fixture
def made_up() -> MadeUpReader:
    return MadeUpReader()


def test_twenty_lines_are_read_one_by_one_from_top_to_bottom(made_up: MadeUpReader):
    said = [f"line {'abcdefghijklmnopqrst'[k]} goes on" for k in range(20)]
    page = made_up.page(*said)
    upwards = page.with_strokes(stroke for k in range(19, -1, -1) for stroke in page.strokes[4 * k : 4 * k + 4])
    assert lines(read(made_up, page)) == said and made_up.calls == 20
    assert lines(read(made_up, upwards)) == said
    assert read(made_up, page).text == "\n".join(said) + "\n"


def test_pieces_of_one_height_are_read_from_left_to_right(made_up: MadeUpReader):
    strokes = [*made_up.line("right column", x=140), *made_up.line("left column", x=20, y=42.6)]
    assert " ".join(lines(read(made_up, Page(tuple(strokes))))) == "left column right column"


def test_words_have_their_ink_and_their_confidence(made_up: MadeUpReader):
    made_up.seen = 1.0
    strokes = [made_up.word("sure", 20, 42), made_up.word("doubt", 31, 42, sure=0.1), dot(22.0, 39.0)]
    (line,) = read(made_up, Page(tuple(strokes))).lines
    sure, doubt = line.words
    assert (sure.text, sure.confidence, sure.is_unsure) == ("sure", 1.0, False)
    assert (doubt.text, doubt.is_unsure) == ("doubt", True) and 0 < doubt.confidence < 0.5
    assert sure.strokes == (strokes[0], strokes[2]) and doubt.strokes == (strokes[1],)
    assert sure.bounds == (20.0, 39.0, 28.0, 42.0)


def test_after_a_stroke_more_only_its_line_is_read_again(made_up: MadeUpReader):
    page = made_up.page("one two", "three four", "five six")
    reader = PageReader(made_up)
    reader.read(page, ())
    longer = page.with_strokes((*page.strokes, *made_up.line("seven", x=60, y=54)))
    assert lines(reader.read(longer, ())) == ["one two", "three four seven", "five six"]
    assert made_up.calls == 4
    reader.read(page, ())
    assert made_up.calls == 4  # undone: the line is still known


def test_few_lines_stay_read(made_up: MadeUpReader, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(page_reader, "KEPT", 2)
    reader = PageReader(made_up)
    page = made_up.page("one two", "three four", "five six")
    reader.read(page, ())
    reader.read(page, ())
    assert made_up.calls == 6


@pytest.mark.parametrize(("asked", "read"), [(1, 0), (3, 0), (4, 0), (6, 2)])  # thrice while four strokes are parted
def test_it_stops_among_strokes_and_lines_when_nobody_waits(made_up: MadeUpReader, asked: int, read: int):
    answers = iter([False] * (asked - 1) + [True])
    assert PageReader(made_up).read(made_up.page("a", "b", "c", "d"), (), lambda: next(answers)) is None
    assert made_up.calls == read


def test_typed_words_are_not_read(made_up: MadeUpReader):
    strokes = [typed(made_up.word("xxxx", 20, 42), 0), typed(made_up.word("yyyy", 31, 42), 1)]
    found = read(made_up, Page(tuple(strokes)))
    assert lines(found) == ["dear café"] and made_up.calls == 0
    assert [word.source for word in found.lines[0].words] == [Source.TYPED] * 2
    mixed = [*strokes, *made_up.line("friend", x=42)]
    assert lines(read(made_up, Page(tuple(mixed)))) == ["dear café friend"] and made_up.calls == 1


@pytest.mark.parametrize(("word", "text"), [(2, TEXT.id), (0, "f" * 16)])
def test_ink_of_a_text_or_a_word_that_is_not_there_is_read(made_up: MadeUpReader, word: int, text: str):
    assert lines(read(made_up, Page((typed(made_up.word("read", 20, 42), word, text),)))) == ["read"]


def test_corrections_beat_the_reader_and_leave_the_rest(made_up: MadeUpReader):
    page = made_up.page("the qvick bnown fox", "jumps")
    reader = PageReader(made_up)
    reader.read(page, ())
    page = corrected(page, (1, 2), "quick brown")
    found = reader.read(page, ())
    assert lines(found) == ["the quick brown fox", "jumps"] and made_up.calls == 2
    word = found.lines[0].words[1]
    assert (word.text, word.source, word.confidence, word.strokes) == (
        "quick brown",
        Source.CORRECTED,
        1.0,
        page.strokes[1:3],
    )
    assert lines(reader.read(corrected(page, (0,), ""), ())) == ["quick brown fox", "jumps"]


def test_a_dot_added_to_corrected_ink_is_the_corrections(made_up: MadeUpReader):
    strokes = [made_up.word("ink", 20, 42), dot(21.0, 39.0), made_up.word("dries", 29, 42)]
    page = corrected(Page(tuple(strokes)), (0,), "inks")
    found = read(made_up, page)
    assert lines(found) == ["inks dries"] and found.lines[0].words[0].strokes == tuple(strokes[:2])


def test_a_drawing_can_be_given_words(made_up: MadeUpReader):
    page = corrected(Page((drawn_line(np.array([(20, 20), (60, 20), (60, 50), (20, 50), (20, 20)])),)), (0,), "a box")
    found = read(made_up, page)
    assert lines(found) == ["a box"] and found.lines[0].is_writing


@pytest.mark.parametrize(
    "strokes",
    [
        [drawn_line(np.array([(20, 20), (60, 20), (60, 50), (20, 50), (20, 20)]))],
        [drawn_line(np.cumsum(np.random.default_rng(1).normal(0, 8, (4000, 2)), axis=0) % 30 + 20)],  # more than a line
        [MadeUpReader().word("unknown", 20, 42)],
    ],
    ids=["box", "scribble", "nothing read"],
)
def test_what_is_no_writing_says_nothing(made_up: MadeUpReader, strokes: list[Stroke]):
    found = read(made_up, Page(tuple(strokes)))
    assert found.text == "" and [line.is_writing for line in found.lines] == [False]
    assert found.lines[0].strokes == tuple(strokes)


def test_a_word_with_a_dot_a_kilometre_away_is_no_line(made_up: MadeUpReader):
    far, word = dot(-1e6, 41.0), made_up.word("word", 20, 42)
    reader = nets.captioner()
    assert reader.read([word.points]).points.size
    with pytest.raises(ValueError, match="times as wide"):
        reader.read([far.points, word.points])
    (found,) = PageReader(reader).read(Page((far, word)), ()).lines
    assert found.strokes == (far, word) and not found.is_writing


def test_specks_are_no_line_unless_a_person_says_what_they_say(made_up: MadeUpReader):
    page = Page((dot(20, 20), dot(30, 20), made_up.word("ink", 20, 60)))
    found = read(made_up, page)
    assert lines(found) == ["ink"] and len(found.lines) == 1
    assert lines(read(made_up, corrected(page, (0, 1), ":"))) == [":", "ink"]


def test_unsure_characters_are_no_writing(made_up: MadeUpReader):
    made_up.seen = LEAST_SURE - 0.01  # however sure the words are
    assert not read(made_up, made_up.page("nonsense here")).lines[0].is_writing
    made_up.seen = LEAST_SURE + 0.01
    assert read(made_up, made_up.page("sensible here", sure=0.2)).lines[0].is_writing


def test_an_empty_page_says_nothing(made_up: MadeUpReader):
    assert read(made_up, Page()).lines == () and made_up.calls == 0


def test_a_page_with_too_many_strokes_is_not_read_and_says_so(made_up: MadeUpReader, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(page_reader, "MOST_STROKES", 2)
    found = read(made_up, corrected(made_up.page("one two three"), (0,), "won"))
    assert found.lines == () and found.trouble == "more strokes than are read at once (3 of 2 at most)"
    assert read(made_up, made_up.page("one two")).trouble == ""
