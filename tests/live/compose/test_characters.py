"""What each character becomes: letters of Latin alphabets all have a form, and whatever is typed gives something to write."""

from __future__ import annotations

import unicodedata
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkapp.live.compose import signs
from inkapp.live.compose.characters import LEARNT, Kind, Unit, form_of, unwritten_marks

ACUTE, CEDILLA, OGONEK = chr(0x301), chr(0x327), chr(0x328)
LATIN = [chr(code) for code in range(0xA1, 0x180) if unicodedata.category(chr(code))[0] == "L"]
FARTHER = [
    chr(code)
    for code in (*range(0x180, 0x250), *range(0x1E00, 0x1F00))
    if unicodedata.decomposition(chr(code)) and "<" not in unicodedata.decomposition(chr(code))
]


@pytest.mark.parametrize("character", [*LATIN, *FARTHER, *map(chr, range(0x21, 0x7F))])
def test_every_latin_letter_and_ascii_character_has_a_form(character: str):
    form = form_of(character)
    assert form.kind is not Kind.BOX
    assert (form.kind is Kind.SUBSTITUTED) == bool(form.text)


@pytest.mark.parametrize(
    ("character", "kind", "units"),
    [
        ("a", Kind.LEARNT, (Unit("a"),)),
        ("Q", Kind.DRAWN, (Unit("Q", drawn=True),)),
        ("@", Kind.DRAWN, (Unit("@", drawn=True),)),
        ("é", Kind.COMPOSED, (Unit("e", accents=(ACUTE,)),)),
        ("Ź", Kind.COMPOSED, (Unit("Z", drawn=True, accents=(ACUTE,)),)),
        ("x" + ACUTE, Kind.COMPOSED, (Unit("x", accents=(ACUTE,)),)),
        ("ế", Kind.COMPOSED, (Unit("e", accents=(chr(0x302), ACUTE)),)),
        ("ç", Kind.COMPOSED, (Unit("c", accents=(CEDILLA,)),)),
        ("ņ", Kind.COMPOSED, (Unit("n", accents=(chr(0x326),)),)),
        ("ģ", Kind.COMPOSED, (Unit("g", accents=(chr(0x312),)),)),
        ("ď", Kind.COMPOSED, (Unit("d", accents=(chr(0x315),)),)),
        ("Ď", Kind.COMPOSED, (Unit("D", accents=(chr(0x30C),)),)),
        ("ø", Kind.COMPOSED, (Unit("o", accents=(chr(0x338),)),)),
        ("ǿ", Kind.COMPOSED, (Unit("o", accents=(chr(0x338), ACUTE)),)),
        ("ı", Kind.COMPOSED, (Unit("i", dotless=True),)),
        ("ά", Kind.COMPOSED, (Unit("α", drawn=True, accents=(ACUTE,)),)),
        ("漢", Kind.BOX, (Unit(signs.BOX, drawn=True),)),
    ],
)
def test_how_a_character_is_written(character: str, kind: Kind, units: tuple[Unit, ...]):
    form = form_of(character)
    assert (form.kind, form.units) == (kind, units)


@pytest.mark.parametrize(
    ("character", "text"),
    [
        ("ß", "ss"),
        ("ﬁ", "fi"),
        ("½", "1/2"),
        ("™", "TM"),
        ("œ", "oe"),
        ("№", "No"),
        ("Ⅳ", "IV"),
        ("😉", ";)"),
        ("‑", "-"),
        ("Ａ", "A"),
    ],
)
def test_a_substitute_is_named(character: str, text: str):
    form = form_of(character)
    assert (form.kind, form.text) == (Kind.SUBSTITUTED, text)
    assert "".join(unit.base for unit in form.units) == text


def test_an_accent_on_a_letter_with_a_substitute_goes_to_its_last_letter():
    form = form_of("ǽ")
    assert form.text == "ae" and form.units == (Unit("a"), Unit("e", accents=(ACUTE,)))


def test_the_learnt_characters_are_the_callers():
    assert form_of("Q", frozenset("Q")).kind is Kind.LEARNT
    assert form_of("7", frozenset("a")).kind is Kind.DRAWN
    assert form_of("b", frozenset("a")).kind is Kind.BOX  # neither learnt nor drawn


def test_letters_and_marks_are_learnt_but_the_rare_ones_and_digits():
    assert set(ascii_letters) - LEARNT == set("QXZ")
    assert {form_of(digit).kind for digit in digits} == {Kind.DRAWN}
    assert all(form_of(character).kind is not Kind.BOX for character in LEARNT)


def test_marks_without_a_drawing_and_beyond_four_are_counted():
    assert unwritten_marks("e" + ACUTE) == 0
    assert unwritten_marks("e" + chr(0x489)) == 1
    assert form_of("e" + chr(0x489)).units == (Unit("e"),)
    assert unwritten_marks("e" + 7 * ACUTE) == 3
    assert len(form_of("e" + 7 * ACUTE).units[0].accents) == 4


def test_no_character_is_refused():
    with pytest.raises(ValueError, match="no character"):
        form_of("")


@given(st.text(min_size=1, max_size=4), st.frozensets(st.sampled_from(sorted(LEARNT))))
def test_whatever_is_typed_gives_units_that_can_be_written(cluster: str, learnt: frozenset[str]):
    units = form_of(cluster, learnt).units
    assert units
    for unit in units:
        assert signs.has(unit.base) if unit.drawn else unit.base in learnt
        assert all(signs.has(accent) for accent in unit.accents)


@pytest.mark.parametrize(
    ("character", "kind"),
    [
        *((character, Kind.CARD) for character in "7@éßQ"),
        *((character, Kind.LEARNT) for character in "a-"),
    ],
)
def test_a_card_is_used_for_all_but_what_the_network_joins(character: str, kind: Kind):
    form = form_of(character, card="7@éßa-Q")
    assert form.kind is kind and form.units == (Unit(character, drawn=kind is Kind.CARD),)
    assert form_of(character).kind is not Kind.CARD
    assert form_of(unicodedata.normalize("NFD", character), card="7@éßa-Q") == form
