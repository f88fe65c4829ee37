"""``inkapp score``: a table and an object that say the same, and equal what torch's network says of the same rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from assets import EXAMPLES
from inkapp.cli import main
from inkapp.commands import network
from inkapp.formats.registry import read_any
from inkapp.ink.document import Document
from inkapp.live.encoder import encode_lines
from model.checkpoint import LIVE, load
from model.sampler import Sampler
from model.strokes import Representation
from training.network import Config, Network, mixture_nats


def scored(file: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert main(["score", str(file), "--json"]) == 0
    printed = capsys.readouterr()
    assert printed.err == "" and printed.out.count("\n") == 1
    found: dict[str, object] = json.loads(printed.out)
    return found


def torch_total(document: Document, page: int) -> float:
    """What torch's network, with the shipped weights, has of the same lines."""
    tensors, config = load(LIVE)
    net = Network(Config(config["layers"], config["hidden"], config["components"], len(config["inputs"])))
    net.load_state_dict({name: torch.from_numpy(tensor.astype("float32")) for name, tensor in tensors.items()})
    net.eval()
    scale = torch.tensor([*config["input_scale"]])
    total = 0.0
    for prime in encode_lines(document, page, Representation(**config["representation"])):
        rows = torch.from_numpy(prime.rows.copy())
        rows[:, :2] /= scale
        with torch.no_grad():
            heads, _ = net(rows[:-1, None])
            cost = mixture_nats(heads[:, 0], rows[1:, :3])
        total += float(cost[prime.lead :].double().sum())
    return total


def test_the_total_is_torchs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    nats = [float(str(scored(EXAMPLES / example, capsys)["nats"])) for example in ("quick.ink", "light.ink")]
    monkeypatch.setattr(network, "load_network", lambda: Sampler.load(LIVE, narrow=False))
    for example in ("quick.ink", "light.ink"):
        found = scored(EXAMPLES / example, capsys)
        document = read_any(EXAMPLES / example)
        assert found["nats"] == pytest.approx(torch_total(document, 0), abs=1e-3)
        assert float(str(found["nats"])) == pytest.approx(nats.pop(0), abs=1.0)  # read in 8 bits, as it runs
        assert found["nats_per_point"] == pytest.approx(float(str(found["nats"])) / int(str(found["points"])))
