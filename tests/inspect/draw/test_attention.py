"""The picture of a look and its numbers: what was read stands in it, and all looks can be read back."""

from __future__ import annotations

import io
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pytest

from inkapp.inspect import attention
from inkapp.inspect.attention import Attention, attend
from inkapp.inspect.draw.attention import LIKELIEST, beyond_the_last, draw, files, percent, said_of, symbol_of
from inkapp.inspect.panel_input import ChosenCell, PanelInput
from model.caption_decoder import END
from model.captioner import LONGEST, Captioner
from model.trace import Controls
from tests.inspect.captions import endless, lively
from tests.inspect.lines import page_of


def given_page(temperature: float = 1.0) -> PanelInput:
    page = page_of("hello")
    return PanelInput(page, page.lines[0], 20, ChosenCell(0, 0, "c"), Controls(temperature))


def captioned(monkeypatch: pytest.MonkeyPatch, network: Callable[[], Captioner]) -> Attention:
    monkeypatch.setattr(attention, "captioner", network)
    return attend(given_page().line)


def words_of(svg: bytes) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_the_picture_has_what_was_read_and_the_chances(monkeypatch: pytest.MonkeyPatch) -> None:
    found = captioned(monkeypatch, lively)
    words = words_of(draw(found, 2, 0.5))
    assert said_of(found) in words and any(one.startswith(symbol_of(found, 2)) for one in words)
    assert "At temperature 0.5" in words and words.count("0.5") == 0
    shares = found.probabilities(2, 0.5)
    assert percent(float(shares.max())) in words
    assert sum(one.endswith(" %") for one in words) >= 2 * min(LIKELIEST, len(shares))
    assert draw(found, 2, 0.5) == draw(found, 2, 0.5) != draw(found, 3, 0.5)


def test_the_numbers_are_the_captioners(monkeypatch: pytest.MonkeyPatch) -> None:
    found = captioned(monkeypatch, lively)
    made = files(given_page())
    with np.load(io.BytesIO(made[".npz"])) as arrays:
        assert np.array_equal(arrays["looked"], found.looked) and np.array_equal(arrays["log_p"], found.log_probs)
        assert np.array_equal(arrays["frame"], found.frame) and np.array_equal(arrays["x_mm"], found.line.x)
        read = "".join(chr(arrays["code_point"][label]) for label in arrays["symbol"] if label != END)
    assert read == found.text
    assert made[".svg"] == draw(found, found.symbol_at(20))


def test_a_line_that_never_ends_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    found = captioned(monkeypatch, endless)
    assert not found.has_ended and len(found) == LONGEST
    assert "never said the end" in said_of(found) and str(LONGEST) in said_of(found)
    assert said_of(found) in words_of(draw(found, 0))
    assert "never" not in said_of(captioned(monkeypatch, lively))


def test_the_end_pushes_no_character_away() -> None:
    assert beyond_the_last([3.0, 10.0, 9.0], [4.0, 4.0, 12.0], [5, 6, END]) == [3.0, 10.0, 18.0]
    assert beyond_the_last([3.0, 10.0], [4.0, 4.0], [5, 6]) == [3.0, 10.0]
    assert beyond_the_last([3.0], [4.0], [END]) == [3.0]


@pytest.mark.parametrize(("share", "words"), [(1.0, "100 %"), (0.5, "50 %"), (0.0994, "9.9 %"), (0.0004, "0.0 %")])
def test_per_cent_have_a_digit_more_where_they_are_few(share: float, words: str) -> None:
    assert percent(share) == words
