"""Hidden strips: all of a picture is covered once, white paper hides nothing, and what is hidden is judged anew."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.inspect import attention
from inkapp.inspect.attention import Attention, attend
from inkapp.inspect.occlusion import WIDTH, Occlusion, hide, strips
from model.caption_decoder import END
from model.convolutions import COLUMNS
from model.ink_picture import MARGIN
from tests.inspect.captions import lively
from tests.inspect.lines import line_of


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Attention:
    monkeypatch.setattr(attention, "captioner", lively)
    return attend(line_of())


def test_the_strips_cover_every_frame_once(found: Attention) -> None:
    frames = [frame for begin, end in strips(found) for frame in range(begin, end)]
    assert frames == list(range(found.looked.shape[1])) and len(strips(found)) > 2


def test_hiding_the_margin_changes_nothing_and_hiding_ink_does(found: Attention) -> None:
    assert np.allclose(hide(found, (0, MARGIN // COLUMNS)), 0.0, atol=1e-5)
    assert np.abs(hide(found, strips(found)[1])).max() > 1e-3


def test_with_all_hidden_it_is_what_is_said_of_white_paper(found: Attention) -> None:
    white = np.zeros_like(found.caption.seen)
    look = found.network.decoder.begin(found.network.encode(white))
    first = float(look.step(END)[found.labels[0]])
    fallen = hide(found, (0, found.looked.shape[1]))
    assert fallen[0] == pytest.approx(float(found.log_probs[0, found.labels[0]]) - first, abs=1e-5)
    assert found.caption.seen.any()  # the picture itself was not painted over


def test_strips_are_asked_for_from_the_letter_outwards_until_all_are_known(found: Attention) -> None:
    occlusion = Occlusion(found)
    symbol, asked = len(found) // 2, []
    assert not occlusion.of_frames(symbol).any()
    while (strip := occlusion.next_strip(symbol)) is not None:
        asked.append(strip)
        occlusion.take(strip, np.full(len(found), float(strip + 1)))
    begin, end = occlusion.strips[asked[0]]
    assert begin <= found.centre(symbol) <= end and sorted(asked) == list(range(len(occlusion.strips)))
    assert occlusion.hidden == len(asked)
    assert occlusion.of_frames(symbol).tolist() == [k // WIDTH + 1.0 for k in range(found.looked.shape[1])]
