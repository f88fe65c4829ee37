"""Names of hands, which people type and files carry, and what a sign may stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkapp.ink.document import Page
from inkapp.ink.hand import LONGEST_NAME, UNNAMED, file_stem, is_id, is_sign, new_hand, tidy_name, unique_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Mine \n with\tthe  pen ", "Mine with the pen"),
        ("", UNNAMED),
        ("\x00\x1b[31m\ud800", "[31m"),
        ("\u202egnp.exe", "gnp.exe"),  # would turn what follows it around
        ("Zoe\u0308", "Zo\u00eb"),
        ("\u200b", UNNAMED),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("n" * 500, "n" * LONGEST_NAME),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(typed: str, kept: str):
    assert tidy_name(typed) == kept


@given(st.text(), st.lists(st.text(), max_size=4))
def test_a_name_is_unique_bounded_and_stays_as_it_is(typed: str, others: list[str]):
    taken = [tidy_name(other) for other in others]
    name = unique_name(typed, taken)
    assert 0 < len(name) <= LONGEST_NAME and name == tidy_name(name)
    assert name.casefold() not in {other.casefold() for other in taken}
    name.encode()


def test_names_that_differ_in_case_alone_are_told_apart():
    assert unique_name("mine", ["Mine", "MINE 2"]) == "mine 3"
    long = "n" * LONGEST_NAME
    assert unique_name(long, [long]) == "n" * (LONGEST_NAME - 2) + " 2"


@pytest.mark.parametrize(
    ("name", "stem"),
    [("a/b\\c: d?", "a_b_c_ d_"), ("...", UNNAMED), ("CON", "_CON"), ("aux.txt", "_aux.txt"), ("Zoë ✓", "Zoë ✓")],
)
def test_a_name_becomes_a_files_name_everywhere(name: str, stem: str):
    assert file_stem(name) == stem


def test_each_hand_has_an_id_of_its_own():
    hands = [new_hand("Mine", Page()) for _ in range(50)]
    assert len({hand.id for hand in hands}) == 50 and all(is_id(hand.id) for hand in hands)
    assert not any(map(is_id, ("", "../../etc/passwd", "9F3C0A61D2E4B578", 7, None)))


def test_a_sign_is_one_character_that_is_seen():
    assert all(map(is_sign, "aÄß@€✓Ω≤“…😀"))
    assert not any(
        map(is_sign, ("", "ab", " ", "\n", "\u00a0", "\u0301", "\ud800", "\u212b"))
    )  # the last: Å is its form
