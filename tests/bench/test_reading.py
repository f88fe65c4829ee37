"""The reader's bench prints all its figures from one run; the network that it is measured beside says the same."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bench import reading
from model.alphabet import PRINTABLE
from model.captioner import Captioner
from model.checkpoint import Config, Tensors, expected_shapes, save
from tests.model import nets
from tools.synthetic.words import write_words

pytestmark = pytest.mark.torch


@pytest.fixture(scope="module")
def parts() -> tuple[Tensors, Config]:
    """A small network by chance that knows all characters that words are made of."""
    config = nets.captioner_parts()[1] | {"alphabet": PRINTABLE}
    random = np.random.default_rng(5)
    reach = {name: 2.0 / np.sqrt(np.prod(shape[1:], initial=1.0)) for name, shape in expected_shapes(config).items()}
    shapes = expected_shapes(config).items()
    return {name: random.normal(0.0, reach[name], shape).astype(np.float32) for name, shape in shapes}, config


@pytest.fixture
def small(tmp_path: Path, parts: tuple[Tensors, Config], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(reading, "COUNTS", (1, 2))
    save(tmp_path / "net.safetensors", *parts)
    return tmp_path / "net.safetensors"


def test_json_and_table_hold_all_figures_of_one_run(
    small: Path, parts: tuple[Tensors, Config], capsys: pytest.CaptureFixture[str]
) -> None:
    assert reading.main(["--json", "--weights", str(small), "--rounds", "1"]) == 0
    figures = json.loads(capsys.readouterr().out)
    for name in ("encoder", "eager_encoder", "decoder", "eager_decoder", "read", "read_words", "own", "own_beside"):
        assert 0 < figures[f"{name}_ms_median"] <= figures[f"{name}_ms_p95"]
    assert figures["encoder_speedup_over_eager"] > 0 and figures["decoder_speedup_over_eager"] > 0
    assert figures["lines"] == 2 and figures["frames"] == sorted(figures["frames"]) and figures["words_share"] < 1
    own = sum(array.nbytes for name, array in parts[0].items() if name.startswith("lstm.") and "weight_hh" in name)
    assert figures["bytes_per_frame"] == own and figures["own_gb_per_s"] > 0 and 0 < figures["own_share"] < 1
    assert figures["bytes"] == sum(array.nbytes for array in parts[0].values())
    assert figures["file_bytes"] == small.stat().st_size
    table = reading.table_of(figures)
    assert table.startswith("test-captioner: ") and table.count("\n") == 9
    assert all(word in table for word in ("encoder", "decoder", "in torch", "by words", "neighbour", "GB/s", "p95"))


def test_torch_says_the_same(parts: tuple[Tensors, Config]) -> None:
    net, eager = Captioner(*parts), reading.EagerCaptioner(*parts)
    strokes = [stroke.points for stroke in write_words(reading.WORDS[:2], 20.0, 50.0, 4.0, 3.0)]
    caption = net.caption(strokes)
    frames, log_probs = eager.encode(caption.seen)
    assert np.allclose(net.encode(caption.seen), frames[:, 0].numpy(), atol=1e-4)
    assert np.allclose(net.log_probs(net.encode(caption.seen)), log_probs[:, 0].numpy(), atol=1e-3)
    said = eager.caption(frames)
    assert said == [one.label for one in caption.said][: len(said)] and len(said) > 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--weights", "nowhere.safetensors"], "cannot be read"), (["--rounds", "0"], "at least one round")],
)
def test_what_cannot_be_measured_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert reading.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and message in err and err.count("\n") == 1
