"""The bench measures real lifts through the sampling thread, and fails in one line."""

import json
from pathlib import Path

import pytest

from bench import first_ink
from inkapp.live.encoder import encode_for
from model.checkpoint import save
from model.sampler import Sampler
from tests.live import fakes


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    save(tmp_path / "net.safetensors", *fakes.tiny_network())
    return tmp_path / "net.safetensors"


def test_it_measures_every_lift(
    weights: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_ink, "WRITING_SECONDS", 0.0)
    assert first_ink.main(["--weights", str(weights), "--points", "60", "--lines", "2", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert 2 <= figures["lifts"] <= 24 and figures["first_ghost_ms_p95"] > 0
    assert 50 <= figures["prime_points"] < 200


def test_the_line_grows_by_a_stroke_a_lift_and_leads_to_another(weights: Path) -> None:
    sampler = Sampler.load(weights)
    pages, last = first_ink.line(100, 0.4, sampler)
    assert [len(document.pages[0].strokes) for document in pages] == list(range(1, len(pages) + 1))
    assert 100 <= last < 200
    primes = [encode_for(document, 0, sampler) for document in pages[-first_ink.LIFTS_BELOW :]]
    assert [(prime.lead, len(prime.strokes)) for prime in primes] == [(last, 1), (last, 2)]


@pytest.mark.parametrize("options", [["--points", "0"], ["--lines", "-1"], ["--weights", "nowhere.safetensors"]])
def test_what_cannot_be_measured_is_one_line(capsys: pytest.CaptureFixture[str], options: list[str]) -> None:
    assert first_ink.main(options) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("bench.first_ink: ") and err.count("\n") == 1
