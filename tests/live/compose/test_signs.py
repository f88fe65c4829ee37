"""The drawn signs: all that is promised is there, on its line, smooth, and in a pen's order and direction."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from string import punctuation

import numpy as np
import pytest

from assets import SIGNS
from inkapp.live.compose import signs

GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
TYPED = "0123456789QXZqxz€£¥§°–—“”‘’«»‹›…•✓✗←→↑↓" + punctuation + GREEK
MATHS = "±×÷·≠≤≥≈∞√∑∫∂∏∈∅∀∃∆∇∝⊂∪∩¬∧∨"
ACCENTS = map(chr, (0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x30A, 0x30B, 0x30C))
UNDER = map(chr, (0x323, 0x326, 0x327, 0x328, 0x335, 0x337, 0x338))
DRAWN = [name for name in signs.names() if not unicodedata.combining(name)]


@pytest.mark.parametrize("name", [*TYPED, *MATHS, *ACCENTS, *UNDER, signs.BOX])
def test_what_is_promised_is_drawn(name: str):
    assert signs.has(name) and signs.sign(name).strokes


def test_a_sign_stands_on_its_line_and_begins_at_its_left():
    for name in DRAWN:
        left, top, right, bottom = signs.sign(name).bounds
        assert -0.15 <= left <= 0.5 and right - left <= 1.7, name
        assert top > -2.3 and bottom < 1.0, name
        if name.isupper() and name.isalpha() and name != "Ŋ":
            assert -2.0 < top < -1.7 and abs(bottom) < 0.2, name


def test_accents_begin_at_their_letter():
    for name in (name for name in signs.names() if unicodedata.combining(name)):
        left, top, right, bottom = signs.sign(name).bounds
        assert right - left <= 1.0, name
        if unicodedata.combining(name) == 230:
            assert top > -0.6 and bottom <= 0.0, name
        elif unicodedata.combining(name) in (202, 220, 240):
            assert top >= -0.05 and bottom < 0.6, name
        elif unicodedata.combining(name) == 1:
            assert abs(left + right) < 0.1 and abs(top + bottom) < 0.1, name


def test_points_are_close_and_only_corners_turn_sharply():
    """No spline runs wild: a stroke goes on about as it came, but where its file says that it does not."""
    for name, line in ((name, line) for path in SIGNS.glob("*.txt") for name, line in signs.parse(path).items()):
        for stroke in signs.sign(name).strokes:
            step = np.diff(stroke, axis=0)
            assert np.hypot(*step.T).max(initial=0.0) <= 1.5 * signs.SPACING, name
            turn = np.abs(np.diff(np.unwrap(np.arctan2(step[:, 1], step[:, 0]))))
            assert not stroke.flags.writeable
            if not line.startswith("=") and "!" not in line:
                assert turn.max(initial=0.0) < 1.6, name


def test_stems_go_down_and_bars_to_the_right():
    for name in "+=±≠−–—≡÷_-":
        bars = [
            stroke
            for stroke in signs.sign(name).strokes
            if len(stroke) > 1 and np.ptp(stroke[:, 0]) > np.ptp(stroke[:, 1])
        ]
        assert bars and all(stroke[-1, 0] > stroke[0, 0] for stroke in bars), name
    for name in "+|!1ΓΕΗΚΡΤ/\\()†¦↓":
        stem = max(signs.sign(name).strokes, key=lambda stroke: float(np.ptp(stroke[:, 1])))
        assert stem[-1, 1] > stem[0, 1], name


def test_a_stroke_goes_through_the_points_of_its_file():
    seven = signs.sign("7").strokes[0]
    for x, y in ((0.04, -1.52), (0.92, -1.68), (0.62, -1.10), (0.32, 0.04)):
        assert np.hypot(*(seven - (x, y)).T).min() < 1e-9
    assert [len(stroke) for stroke in signs.sign(":").strokes] == [1, 1]


def test_a_sign_may_be_another_one_smaller_and_higher():
    two, raised = signs.sign("2").bounds, signs.sign("²").bounds
    assert np.allclose(np.array(raised), np.array(two) * 0.46 - (0, 1.04, 0, 1.04))
    assert all(np.array_equal(a, b) for a, b in zip(signs.sign("Ζ").strokes, signs.sign("Z").strokes, strict=True))


@pytest.mark.parametrize("line", ["ab  1,2", "a", "a  \n", "a  1,2\na  3,4"])
def test_a_line_that_is_no_drawing_is_refused(tmp_path: Path, line: str):
    file = tmp_path / "odd.txt"
    file.write_text(f"// a comment\n\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"odd.txt:\d"):
        signs.parse(file)


def test_an_undrawn_sign_is_a_key_error():
    assert not signs.has("漢")
    with pytest.raises(KeyError):
        signs.sign("漢")
