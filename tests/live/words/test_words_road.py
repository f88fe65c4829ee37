"""From a page to a ghost of words, with the shipped networks, on ink that the app's own hands wrote."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from assets import EXAMPLES, LANGUAGE
from inkapp.editor.load_words import WordsLoader
from inkapp.formats.registry import read_any
from inkapp.ink.corrections import corrected
from inkapp.ink.document import Document, Page, Stroke
from inkapp.ink.ghost import Ghost
from inkapp.live.continuation import WordsWanted
from inkapp.live.encoder import NothingToContinue
from inkapp.live.events import Guessed
from inkapp.live.whole_ghost import grow_words
from inkapp.live.words import words_road
from inkapp.live.words.pen_line import NoWords
from inkapp.live.words.words_road import WordsRoad
from model.checkpoint import CAPTIONER_FILE, CHARACTERS, WRITER
from model.line_readers import shared_captioner
from model.trace import Controls


@cache
def loader() -> WordsLoader:
    return WordsLoader(WRITER, LANGUAGE, CHARACTERS, lambda: shared_captioner(CAPTIONER_FILE))


@pytest.fixture
def road(monkeypatch: pytest.MonkeyPatch) -> WordsRoad:
    monkeypatch.setattr(words_road, "FINISH", 0.02)
    monkeypatch.setattr(words_road, "FOLLOW", 0.001)
    return loader()()


@cache
def hello() -> Page:
    """ "hello there", as the example has it."""
    return read_any(EXAMPLES / "hello.ink").pages[0]


def grown(road: WordsRoad, page: Page, seed: int = 1, **wanted: object) -> tuple[Guessed, Ghost]:
    document = Document((page,), 4)
    words = WordsWanted(**wanted)  # type: ignore[arg-type]
    guessed, event = grow_words(document, 0, road, seed=seed, controls=Controls(0.3), points=400, words=words)
    assert event.ghost.complete and event.revision == 4
    return guessed, event.ghost


def light(strokes: int) -> Page:
    """The first of the strokes of "and so we / the little light", of which the last three are the last word."""
    page = read_any(EXAMPLES / "light.ink").pages[0]
    return page.with_strokes(page.strokes[:strokes])


def test_a_whole_line_goes_on_with_words_that_follow_it(road: WordsRoad) -> None:
    guessed, ghost = grown(road, hello())
    guess = guessed.guesses[0]
    assert guess.standing == "hello there" and not guess.finishes and guessed.chosen == 0 and not guessed.reason
    assert " ".join(word.text for word in ghost.words) == guess.shown
    assert {stroke.word for stroke in ghost.strokes} <= set(range(-1, len(ghost.words)))
    assert ghost.strokes[0].x.min() > max(stroke.bounds[2] for stroke in hello().strokes)


def test_equal_page_seed_and_choice_give_equal_ink(road: WordsRoad) -> None:
    one, same, other = (grown(road, hello(), seed)[1] for seed in (1, 1, 2))
    assert [stroke.points.tolist() for stroke in one.strokes] == [stroke.points.tolist() for stroke in same.strokes]
    assert [stroke.points.tolist() for stroke in one.strokes] != [stroke.points.tolist() for stroke in other.strokes]
    assert one.words == other.words


def test_another_choice_says_another_guess(road: WordsRoad) -> None:
    first, second = (grown(road, hello(), choice=choice) for choice in (0, 1))
    assert [guess.chance for guess in first[0].guesses] == [guess.chance for guess in second[0].guesses]
    assert first[1].words[0].text != second[1].words[0].text
    assert second[0].chosen == 1 and second[1].words[0].text == second[0].guesses[1].shown.split()[0]


def test_a_word_under_the_pen_is_finished_and_its_ink_goes_with_it(road: WordsRoad) -> None:
    page = light(11)
    guessed, _ = grown(road, page)
    number, guess = next((k, one) for k, one in enumerate(guessed.guesses) if one.word == "light" and one.finishes)
    _, ghost = grown(road, page, choice=number)
    assert guess.standing.endswith("the little ligh") and ghost.words[0].text == "light"
    assert [stroke.id for stroke in ghost.words[0].begun] == [page.strokes[10].id]
    begun = page.strokes[10].bounds
    assert ghost.strokes[0].x.min() > begun[0], "it goes on, and does not begin anew"


def test_the_line_before_has_its_say(road: WordsRoad) -> None:
    assert road.look(Document((light(13),)), 0).line.line.before == "and so we"


def test_a_corrected_word_is_taken_at_its_word(road: WordsRoad) -> None:
    page = corrected(hello(), range(len(hello().strokes)), "hello three")
    guessed, _ = grown(road, page)
    assert guessed.guesses[0].standing == "hello three"
    assert loader()().look(Document((page,)), 0).line.seen is None, "nothing is left to read"


def test_the_page_is_looked_at_once(road: WordsRoad, monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document((hello(),))
    looked = road.look(document, 0)
    monkeypatch.setattr(road, "_look", None)
    assert road.look(document, 0) is looked


@pytest.mark.parametrize("text", ["das ist mein Haus und", "je ne sais pas ce que"])
def test_another_language_is_told(road: WordsRoad, text: str) -> None:
    page = corrected(hello(), range(len(hello().strokes)), text)
    with pytest.raises(NoWords, match="English"):
        grown(road, page)


def test_another_language_is_told_by_the_line_before_too(road: WordsRoad) -> None:
    page = light(13)
    first = range(len(page.strokes) - 9)
    told = corrected(page, first, "heute ist das")
    told = corrected(told, range(len(first), len(page.strokes)), "mein Haus")
    with pytest.raises(NoWords, match="English"):
        grown(road, told)


def test_scribble_is_no_line_of_words(road: WordsRoad) -> None:
    random = np.random.default_rng(3)
    strokes = []
    for k in range(6):
        x, y = (from_ + np.cumsum(random.normal(0, 1.5, 40)).astype(np.float64) for from_ in (30.0 + 5 * k, 40.0))
        strokes.append(Stroke(x, y, 0.01 * np.arange(40.0), np.full(40, 0.5)))
    with pytest.raises(NoWords):
        grown(road, Page(tuple(strokes)))


def test_ink_before_the_end_is_told(road: WordsRoad) -> None:
    strokes = hello().strokes
    with pytest.raises(NoWords, match="end of the line"):
        grown(road, hello().with_strokes([*strokes[1:], strokes[0]]))


def test_an_empty_page_has_nothing_to_go_on_from(road: WordsRoad) -> None:
    with pytest.raises(NothingToContinue):
        grown(road, Page())


def test_what_is_not_sure_enough_is_not_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words_road, "FINISH", 1.1)
    monkeypatch.setattr(words_road, "FOLLOW", 1.1)
    with pytest.raises(NoWords, match="not plain"):
        grown(loader()(), hello())


def test_the_ghost_ends_with_the_line(road: WordsRoad, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words_road, "GO_ON", 0.0)
    monkeypatch.setattr(words_road, "MOST_WORDS", 12)
    page = hello()
    right = max(stroke.bounds[2] for stroke in page.strokes)
    narrow = replace(page, width=right + 60.0, margin=10.0)
    _, ghost = grown(road, narrow)
    assert ghost.strokes and len({stroke.word for stroke in ghost.strokes}) < len(ghost.words)
    assert max(stroke.x.max() for stroke in ghost.strokes) <= narrow.width
    heights = [float(stroke.y.mean()) for stroke in ghost.strokes]
    assert max(heights) - min(heights) < narrow.rule_spacing


def test_what_stands_on_the_page_is_likelier(road: WordsRoad) -> None:
    page = light(13)
    document = Document((page,))
    before = road.look(document, 0).guesses
    told = corrected(page, range(4), "little light bulb light bulb light bulb")
    road.read_ahead(Document((told,)), 0, bool)
    after = road.look(Document((told,)), 0).guesses
    assert not any("bulb" in guess.more for guess in before) and any("bulb" in guess.more for guess in after)
