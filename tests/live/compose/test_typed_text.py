"""Typed text made ready: nothing vanishes untold, whatever cannot be written is refused in one clear line."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkapp.live.compose import signs
from inkapp.live.compose.characters import LEARNT, Unit
from inkapp.live.compose.typed_text import LONGEST_TEXT, LONGEST_WORD, TextRefused, prepare


def bases(text: str) -> list[list[str]]:
    return [[word.bases for word in paragraph.words] for paragraph in prepare(text).paragraphs]


def test_plain_words_keep_their_order_and_nothing_is_told():
    prepared = prepare("Dear Ann, it is 9:30.")
    assert [word.bases for word in prepared.words] == ["Dear", "Ann,", "it", "is", "9:30."]
    assert [word.spaces for word in prepared.words] == [0, 1, 1, 1, 1]
    assert prepared.note == ""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\x85", "\u2028", "\u2029"])
def test_all_line_ends_are_one(end: str):
    assert bases(f"a b{end}{end}c") == [["a", "b"], [], ["c"]]


def test_a_form_feed_begins_a_page():
    paragraphs = prepare("a\nb\fc\nd").paragraphs
    assert [paragraph.new_page for paragraph in paragraphs] == [False, False, True, False]


def test_tabs_and_spaces_are_counted_and_those_at_the_end_dropped():
    words = list(prepare("\tone  two\tthree   \n x").words)
    assert [(word.bases, word.spaces) for word in words] == [("one", 4), ("two", 2), ("three", 4), ("x", 1)]


def test_a_space_that_binds_keeps_words_on_a_line():
    words = list(prepare("10\u00a0km or 5\u202fm and\u2003so").words)
    assert [(word.bases, word.binds) for word in words] == [
        ("10", True), ("km", False), ("or", False), ("5", True), ("m", False), ("and", False), ("so", False),
    ]  # fmt: skip


def test_accents_are_the_same_composed_and_apart():
    text = "naïve Ångström žluťoučký ếű"
    apart = unicodedata.normalize("NFD", text)
    assert apart != text
    assert (
        list(prepare(apart).words) == list(prepare(text).words) == list(prepare("nai\u200b\u0308ve " + text[6:]).words)
    )


def test_an_accent_without_a_letter_is_written_as_a_sign_and_told():
    prepared = prepare("a \u0301 b")
    assert [word.bases for word in prepared.words] == ["a", "´", "b"]
    assert "is written as '´'" in prepared.note


def test_substitutes_boxes_and_what_is_left_out_are_told_with_counts():
    prepared = prepare("Straße und Maße, ½ 漢字漢 \u00ad\u200b\x07e\u0489")
    assert prepared.note == (
        "'ß' (2 times) is written as 'ss', '½' as '1/2'; 3 characters of no form stand as boxes (Chinese): '漢' (2 times), "
        "'字'; left out: 1 accent, 2 invisible characters, 1 control character"
    )
    assert prepare("a漢").note == "1 character of no form stands as a box (Chinese): '漢'"


def test_of_a_mixed_text_the_scripts_that_stand_as_boxes_are_named():
    note = prepare("Hello мир, 漢 🦄").note
    assert note.startswith("5 characters of no form stand as boxes (Cyrillic, Chinese): 'м', ")
    assert prepare("5 г.").note == "1 character of no form stands as a box (Cyrillic): 'г'"
    assert prepare("a🦄").note == "1 character of no form stands as a box: '🦄'"
    assert prepare("?!").note == ""


def test_many_boxes_are_counted_and_some_named():
    note = prepare("a " + "".join(map(chr, range(0x4E00, 0x4E20)))).note
    assert note.startswith("32 characters of no form stand as boxes (Chinese): '一', ") and note.endswith(
        " and 26 more"
    )


@pytest.mark.parametrize("cluster", ["👩🏽\u200d🚀", "🇩🇪", "👍🏿", "☎\ufe0f", "🏴\U000e0067\U000e0062\U000e007f"])
def test_an_emoji_is_one_box(cluster: str):
    prepared = prepare(f"a{cluster}b")
    assert [word.bases for word in prepared.words] == [f"a{signs.BOX}b"]
    assert prepared.note == f"1 character of no form stands as a box: '{cluster}'"


def test_selectors_of_a_variant_are_nothing_by_themselves():
    assert prepare("a\ufe0f \ufe0fb").note == "left out: 1 invisible character"


def test_what_cannot_be_shown_is_named_by_its_number():
    assert "U+E000" in prepare("a\ue000").note
    assert prepare("a\ud800").note == "left out: 1 control character"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no text"),
        (" \t\u00a0\n\u2003", "nothing that can be seen"),
        ("\u200b\u00ad", "nothing that can be seen"),
        ("漢字", "All of the text would stand as boxes (Chinese): only Latin and Greek letters can be written"),
        ("Привет, мир!", "All of the text would stand as boxes (Cyrillic): only Latin"),
        ("Привет - 漢.", "boxes (Cyrillic, Chinese)"),
        ("🦄!", "Nothing of the text has a form that can be written: '🦄'"),
        ("a שלום", "Hebrew, which runs from right to left"),
        ("سلام", "Arabic, which runs from right to left"),
        ("٣", "Arabic, which runs"),
        ("नमस्ते", "Devanagari, whose letters change"),
        ("สวัสดี", "of Thai, whose letters change"),
        ("ܫܠܡܐ", "Syriac"),
        ("a" * (LONGEST_WORD + 1), "A word of 101 characters fits on no line: 'aaaa"),
        ("a " * 50_000, "The text has 100,000 characters; at most 30,000"),
    ],
)
def test_a_text_that_cannot_be_written_is_refused_in_one_line(text: str, words: str):
    with pytest.raises(TextRefused) as refused:
        prepare(text)
    assert words in str(refused.value) and "\n" not in str(refused.value)


def test_the_longest_texts_and_runs_of_accents_are_read():
    assert len(list(prepare("ab " * (LONGEST_TEXT // 3)).words)) == LONGEST_TEXT // 3
    marks = "\u0301\u0323" * ((LONGEST_TEXT - 1) // 2)  # sorted by class, as Unicode asks, in the square of its length
    prepared = prepare("e" + marks)
    assert len(next(prepared.words).units[0].accents) == 4
    assert prepared.note == f"left out: {len(marks) - 4} accents"


@given(st.text(max_size=60))
def test_any_text_is_refused_or_becomes_units_that_can_be_written(text: str):
    try:
        prepared = prepare(text)
    except TextRefused:
        return
    units = [unit for word in prepared.words for unit in word.units]
    assert units and all(signs.has(unit.base) if unit.drawn else unit.base in LEARNT for unit in units)
    assert (signs.BOX in {unit.base for unit in units}) == ("box" in prepared.note or signs.BOX in text)
    assert "\n" not in prepared.note or "\n" in text


@given(
    st.lists(st.text(st.sampled_from(sorted(LEARNT)), min_size=1, max_size=9), min_size=1),
    st.sampled_from((" ", "\n", "\t", "  ")),
)
def test_learnt_words_come_back_as_they_were_typed(words: list[str], between: str):
    prepared = prepare(between.join(words))
    assert [word.units for word in prepared.words] == [tuple(map(Unit, word)) for word in words]
    assert prepared.note == ""
