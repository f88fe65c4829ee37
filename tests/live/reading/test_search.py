"""What a search finds, and what it does not."""

from __future__ import annotations

import pytest

from inkapp.live.reading.page_text import PageText, ReadLine, ReadWord
from inkapp.live.reading.search import Search, is_near, search
from tests.live.reading.readers import dot


def line(text: str, x: float = 0.0) -> ReadLine:
    words = tuple(ReadWord(word, 0.9, (dot(x + k, 0),)) for k, word in enumerate(text.split("_")))
    return ReadLine(words, tuple(stroke for word in words for stroke in word.strokes))


def found(query: str, *lines: ReadLine) -> list[str]:
    return [hit.text for hit in search(query, [lines])]


@pytest.mark.parametrize(
    ("query", "said", "hits"),
    [
        ("fox", "the_fox_ran", ["fox"]),
        ("FOX", "the_Fox,_ran", ["Fox,"]),
        ("cafe", "the_Café", ["Café"]),
        ("café", "the_cafe", ["cafe"]),
        ("hand", "handwriting_by_hand", ["handwriting", "hand"]),
        ("and", "hand", []),
        ("quick", "the_qvick_quack_quik_quicck", ["qvick", "quack", "quik", "quicck"]),
        ("quick", "the_qvack_qui_qck", []),
        ("the", "tha_he_then", ["then"]),
        ("writing", "wroting_writng", ["wroting", "writng"]),
        ("writin", "wroting", ["wroting"]),
        ("writ", "wroting", []),
        ("quick brown", "the_quick_brown_fox", ["quick brown"]),
        ("quick bro", "the_quick_brown_fox", ["quick brown"]),
        ("qui brown", "the_quick_brown_fox", []),
        ("quick brown", "the_qvick_brawn_fox", ["qvick brawn"]),
        ("today", "to_day", ["to day"]),
        ("to day", "today", ["today"]),
        ("12", "12_120", ["12", "120"]),
        ("!", "oh_!", ["!"]),
        ("  ", "a_b", []),
        ("la", "la_la_la", ["la", "la", "la"]),
        ("la la", "la_la_la", ["la la"]),
    ],
)
def test_queries(query: str, said: str, hits: list[str]):
    assert found(query, line(said)) == hits


def test_a_letter_may_be_wrong_only_where_nothing_is_right():
    assert found("where", line("there_whcre")) == ["there", "whcre"]
    assert found("where", line("there_whcre"), line("Where,")) == ["Where,"]
    assert found("where", line("there"), line("whe_re")) == ["whe re"]


def test_hits_say_where_they_are():
    pages = [[line("a_b")], [], [line("c"), line("d_find me_find", x=5.0)]]
    first, second = search("find", pages)
    assert (first.page, first.line, first.first, first.text) == (2, 1, 1, "find me")  # put right to be two words
    assert (second.first, second.bounds) == (2, (7.0, 0.0, 7.0, 0.0))


def test_a_word_without_text_is_passed_over():
    assert found("quick brown", line("quick__brown")) == ["quick brown"]


@pytest.mark.parametrize("word", ["quick", "uick", "quic", "qick", "quicks", "qquick", "xuick", "quicx"])
def test_one_letter_may_be_wrong_missing_or_too_many(word: str):
    assert is_near("quick", word) and is_near(word, "quick")


@pytest.mark.parametrize("word", ["", "q", "qui", "uicks", "quickly", "qwack"])
def test_two_letters_may_not(word: str):
    assert not is_near("quick", word)


def test_a_page_is_looked_through_once_as_others_come_to_be_read(monkeypatch: pytest.MonkeyPatch):
    looked: list[int] = []
    monkeypatch.setattr(
        "inkapp.live.reading.search._hits", lambda asked, line, page, number: looked.append(page) or iter(())
    )
    pages = [PageText((line("the fox"), line("ran"))).lines for _ in range(20)]
    running = Search("fox")
    for read in range(1, 21):
        running.hits([*pages[:read], *[()] * (20 - read)])
    assert looked == [page for page in range(20) for _ in range(2)]
    running.hits([PageText((line("a fox"),)).lines, *pages[1:]])
    assert looked[40:] == [0]  # what says something else
