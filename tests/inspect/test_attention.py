"""What the captioner looked at: as it says itself, on the line's own points; and weights that are not there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inkapp.inspect import attention
from inkapp.inspect.attention import Attention, NoCaptioner, attend
from model.caption_decoder import END
from model.checkpoint import save
from tests.inspect.captions import lively
from tests.inspect.lines import line_of
from tests.model import nets


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Attention:
    monkeypatch.setattr(attention, "captioner", lively)
    return attend(line_of())


def test_it_is_the_captioners_own_of_the_same_strokes(found: Attention) -> None:
    points = np.stack((found.line.x, found.line.y), axis=1)
    strokes = np.split(points, np.flatnonzero(found.line.lift[:-1]) + 1)
    caption = found.network.caption([3.0 * stroke + 7.0 for stroke in strokes])
    assert found.text == caption.text and len(found) == len(caption.said) and found.has_ended == caption.ended
    assert np.allclose(found.looked, [said.looked for said in caption.said], atol=1e-5)
    assert found.labels.tolist() == [said.label for said in caption.said]


def test_points_stand_in_the_frames_that_they_were_drawn_in(found: Attention) -> None:
    line, frames = found.line, found.looked.shape[1]
    assert found.frame.shape == (len(line),) and found.frame.min() >= 0 and found.frame.max() < frames
    x = line.frame.to_local(np.stack((line.x, line.y), axis=1))[:, 0]
    assert np.corrcoef(x, found.frame)[0, 1] > 0.999  # a picture's columns, but for what straightening moves
    assert np.allclose(found.on_points(np.arange(frames) + 0.5), np.clip(found.frame, 0.5, frames - 0.5))


def test_a_point_leads_to_the_character_that_looked_there_most(found: Attention) -> None:
    for row in range(0, len(found.line), 7):
        symbol = found.symbol_at(row)
        looked = found.looked[found.labels != END, int(found.frame[row])]
        assert found.labels[symbol] != END and found.looked[symbol, int(found.frame[row])] == looked.max()


def test_a_look_is_centred_at_its_peak(found: Attention) -> None:
    for symbol in range(len(found)):
        assert abs(found.centre(symbol) - (found.looked[symbol].argmax() + 0.5)) <= attention.PEAK


def test_a_look_may_lie_beside_the_ink(found: Attention) -> None:
    found.looked[0] = 0.0
    found.looked[0, int(found.frame[5])] = 1.0
    found.looked[1] = 0.0
    found.looked[1, 0] = 1.0  # the margin
    assert not found.is_beside(0) and found.is_beside(1)


def test_the_softmax_is_sharper_in_the_cold_and_flatter_in_the_heat(found: Attention) -> None:
    plain = found.probabilities(0)
    assert np.allclose(plain, np.exp(found.log_probs[0]), atol=1e-6)
    cold, warm = found.probabilities(0, 0.5), found.probabilities(0, 2.0)
    assert np.allclose(cold, plain**2 / (plain**2).sum(), atol=1e-6)
    assert cold.max() > plain.max() > warm.max() and warm.sum() == pytest.approx(1.0)
    likeliest = found.likeliest(0, 3)
    assert likeliest[0] == found.labels[0] and plain[likeliest].tolist() == sorted(plain, reverse=True)[:3]


def test_symbols_have_names(found: Attention) -> None:
    space = found.network.alphabet.index(" ") + 1
    assert (found.name(END), found.name(space), found.name(1)) == ("end", "space", found.network.alphabet[0])
    assert found.sign(space) == "␣" and found.sign(END) == "end"


def test_weights_that_are_missing_are_one_line_and_read_once_they_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "captioner.safetensors"
    monkeypatch.setattr(attention, "CAPTIONER_FILE", path)
    with pytest.raises(NoCaptioner, match=r"not there: .*captioner\.json: cannot be read") as caught:
        attend(line_of())
    assert "\n" not in str(caught.value)
    save(path, *nets.captioner_parts())
    assert attend(line_of()).network.name == "test-captioner"
    assert attention.captioner() is attention.captioner()
