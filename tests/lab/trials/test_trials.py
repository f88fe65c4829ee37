"""The trials: each density is one, nothing looks ahead, every switch turns something, and a series goes on where it stood."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy import stats

from lab.trials import __main__ as command
from lab.trials.density import nats
from lab.trials.network import TrialNetwork
from lab.trials.position import WIDTH, with_position
from lab.trials.teacher import Teacher, sampled_rows
from lab.trials.training import augmented, blurred, warped
from lab.trials.trial import HANDS, OFTEN, SEEDS, TRIALS, TRIALS_HANDS, TRIALS_OFTEN, Trial
from model import mdn
from model.checkpoint import save
from model.strokes import RowArray
from tests.model import nets
from tests.training import archives
from training.network import Config, Network

FAMILIES = ("correlated", "cholesky", "diagonal", "student", "logistic")


def head(components: int = 3, seed: int = 1) -> torch.Tensor:
    torch.manual_seed(seed)
    return 0.6 * torch.randn(1 + 6 * components, dtype=torch.float64)


def rows(n: int = 60, seed: int = 1) -> RowArray:
    random = np.random.default_rng(seed)
    found = random.normal(0, 1, (n, 3)).astype(np.float32)
    found[:, 2] = random.random(n) < 0.1
    found[0, :2] = 0
    return found


@pytest.mark.parametrize("family", FAMILIES)
def test_a_density_integrates_to_one(family: str) -> None:
    side = torch.linspace(-60, 60, 1201, dtype=torch.float64)
    x, y = torch.meshgrid(side, side, indexing="xy")
    whole = 0.0
    for lift in (0.0, 1.0):
        target = torch.stack((x, y, torch.full_like(x, lift)), dim=-1)
        density = torch.exp(-nats(head().expand(*x.shape, -1), target, family))  # type: ignore[arg-type]
        whole += float(density.sum()) * float(side[1] - side[0]) ** 2
    assert whole == pytest.approx(1.0, abs=0.01 if family == "student" else 1e-3)


def one(sixth: float) -> torch.Tensor:
    """One component: μ = (0.3, −0.2), σ = (0.5, 0.8); the pen stays down, almost surely."""
    return torch.tensor([-40.0, 0.0, 0.3, -0.2, np.log(0.5), np.log(0.8), sixth], dtype=torch.float64)


def test_students_t_and_the_logistic_are_scipys() -> None:
    at = torch.tensor([0.9, 0.4, 0.0], dtype=torch.float64)
    rho = 0.999 * np.tanh(0.7)
    shape = [[0.25, rho * 0.4], [rho * 0.4, 0.64]]
    wanted = stats.multivariate_t([0.3, -0.2], shape, df=5).logpdf([0.9, 0.4])
    assert float(nats(one(0.7), at, "student")) == pytest.approx(-wanted)
    wanted = stats.logistic(0.3, 0.5).logpdf(0.9) + stats.logistic(-0.2, 0.8).logpdf(0.4)
    assert float(nats(one(0.7), at, "logistic")) == pytest.approx(-wanted)


def test_choleskys_root_is_the_correlated_gaussian_in_other_numbers() -> None:
    at = torch.tensor([0.9, 0.4, 0.0], dtype=torch.float64)
    shape = np.array([[0.25, 0.5 * 0.7], [0.5 * 0.7, 0.7**2 + 0.64]])  # L Lᵀ of L = [[0.5, 0], [0.7, 0.8]]
    wanted = stats.multivariate_normal([0.3, -0.2], shape).logpdf([0.9, 0.4])
    assert float(nats(one(0.7), at, "cholesky")) == pytest.approx(-wanted)


def test_place_looks_back_only_and_is_finite() -> None:
    whole = with_position(rows())
    assert whole.shape == (60, WIDTH) and np.isfinite(whole).all()
    changed = rows()
    changed[30:] = rows(seed=2)[30:]
    np.testing.assert_array_equal(with_position(changed)[:30], whole[:30])
    assert not np.array_equal(with_position(changed)[30:], whole[30:])


def test_the_plain_trial_is_the_shipped_network() -> None:
    trial = TrialNetwork(Trial(hidden=7, components=2))
    shipped = Network(Config(2, 7, 2, 3))
    shipped.load_state_dict(trial.state_dict())
    ink = torch.from_numpy(rows())[:, None]
    torch.testing.assert_close(trial(ink), shipped(ink)[0], rtol=0, atol=0)


@pytest.mark.parametrize("name", TRIALS)
def test_no_network_looks_ahead(name: str) -> None:
    torch.manual_seed(1)
    network = TrialNetwork(replace(TRIALS[name], hidden=8, components=2)).eval()
    ink = [rows(), rows()]
    ink[1][30:] = rows(seed=2)[30:]
    both = [with_position(r) if TRIALS[name].place else r for r in ink]
    said = network(torch.from_numpy(np.stack(both, axis=1)))
    torch.testing.assert_close(said[:30, 0], said[:30, 1])
    assert not torch.allclose(said[30:, 0], said[30:, 1])


@pytest.mark.parametrize("switch", ["recurrent_dropout", "dropout", "weight_noise"])
def test_noise_is_for_training_alone(switch: str) -> None:
    torch.manual_seed(1)
    network = TrialNetwork(replace(Trial(hidden=8, components=2), **{switch: 0.3}))  # type: ignore[arg-type]
    ink = torch.from_numpy(rows())[:, None]
    assert not torch.equal(network(ink), network(ink))
    network.eval()
    assert torch.equal(network(ink), network(ink))


def test_a_teacher_draws_from_its_mixture() -> None:
    """Mean, covariance and lifts of many samples against the mixture's own."""
    one_head = head(components=3, seed=4)[None]
    torch.manual_seed(0)
    found = sampled_rows(one_head.expand(200_000, -1)).double().numpy()
    mix = mdn.mixture(one_head[0].numpy())
    w, mx, my = (part.astype(float) for part in (mix.weights, mix.mean_x, mix.mean_y))
    sx, sy, rho = (part.astype(float) for part in (mix.std_x, mix.std_y, mix.correlation))
    mean = np.array([w @ mx, w @ my])
    square = np.array([[w @ (mx**2 + sx**2), w @ (mx * my + rho * sx * sy)], [0, w @ (my**2 + sy**2)]])
    wanted = square - np.outer(mean, mean)
    cov = np.cov(found[:, :2].T)
    size = np.sqrt(np.diag(cov))
    assert found[:, :2].mean(axis=0) == pytest.approx(mean, abs=float(0.02 * size.max()))
    for a, b in ((0, 0), (0, 1), (1, 1)):
        assert cov[a, b] == pytest.approx(wanted[a, b], abs=float(0.03 * size[a] * size[b]))
    assert found[:, 2].mean() == pytest.approx(mix.lift, abs=0.01) and set(found[:, 2]) <= {0.0, 1.0}


def test_a_teacher_reads_and_speaks_in_the_students_units(tmp_path: Path) -> None:
    tensors, config = nets.make(layers=1, hidden=8, inputs=3)
    config |= {"input_scale": [20.0, 10.0], "representation": {"kind": "time"}}
    save(tmp_path / "one.safetensors", tensors, config)
    save(tmp_path / "other.safetensors", tensors, config | {"input_scale": [10.0, 10.0]})
    row = torch.from_numpy(rows(40))[:, None]
    samples = []
    for name in ("one", "other"):
        torch.manual_seed(3)
        teacher = Teacher(tmp_path / f"{name}.safetensors")
        samples.append(teacher.sample(row * torch.tensor([teacher.scale[0], teacher.scale[1], 1.0]), (1.0, 1.0)))
    # the same ink to the network, and what it samples in page units is as much larger as its scale
    assert torch.allclose(samples[0][..., 0], 2 * samples[1][..., 0], rtol=1e-4)
    assert torch.allclose(samples[0][..., 1:], samples[1][..., 1:], rtol=1e-4)
    save(tmp_path / "one.safetensors", tensors, config | {"representation": {"kind": "space"}})
    with pytest.raises(ValueError, match="reads ink in space"):
        Teacher(tmp_path / "one.safetensors")


def test_every_trial_is_one_change() -> None:
    plain = Trial().to_json()
    for name, trial in TRIALS.items():
        changed = [key for key, value in trial.to_json().items() if value != plain[key]]
        assert len(changed) == (0 if name == "plain" else 2 if name == "AdamW alone, twice the rate" else 1), name
    often = OFTEN.to_json()
    for name, trial in TRIALS_OFTEN.items():
        changed = [key for key, value in trial.to_json().items() if value != often[key]]
        assert len(changed) == name.count(","), name
    hands = HANDS.to_json()
    for name, trial in TRIALS_HANDS.items():
        changed = [key for key, value in trial.to_json().items() if value != hands[key]]
        assert len(changed) == name.count(","), name
    assert set(SEEDS) <= set(TRIALS)


def test_a_warped_line_is_the_same_strokes_at_another_pace() -> None:
    ink = rows(200)
    slow = warped(ink, 0.5)
    assert int(slow[:, 2].sum()) == int(ink[:, 2].sum()) and len(slow) > 1.6 * len(ink)
    np.testing.assert_allclose(slow[:, :2].sum(axis=0), ink[:, :2].sum(axis=0), atol=1e-3)
    np.testing.assert_allclose(warped(ink, 1.0), ink, atol=1e-4)


def test_blurred_rows_are_read_with_noise_on_their_offsets_alone() -> None:
    torch.manual_seed(1)
    ink = torch.zeros(4000, 2, 3)
    ink[..., 2] = 1.0
    read = blurred(ink, 0.05)
    assert torch.equal(read[..., 2], ink[..., 2]) and float(read[..., :2].std()) == pytest.approx(0.05, rel=0.05)
    assert blurred(ink, 0.0) is ink and not ink[..., :2].any()


def test_an_augmented_sample_leaves_the_line_as_it_was() -> None:
    ink, before = rows(), rows()
    varied = augmented(ink, Trial(scale=0.1, shear=0.1, rotate=0.1, bend=0.1, warp=0.1), np.random.default_rng(1))
    np.testing.assert_array_equal(ink, before)
    assert varied.shape[1] == 3 and np.isfinite(varied).all()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archives.write(tmp_path_factory.mktemp("data"), archives.members(1), "folder")


def lasting(out: str) -> list[str]:
    """What was printed but for words of progress, of which a busy machine has more."""
    return [line for line in out.splitlines() if not line.startswith("trials: run ")]


def test_a_series_is_tried_kept_and_told(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        "--data",
        str(data),
        "--out",
        str(tmp_path / "kept"),
        "--quick",
        "--only",
        "three layers",
        "layer normalisation",
    ]
    assert command.main(words) == 0
    first = capsys.readouterr().out
    assert "| three layers |" in first and "| layer normalisation |" in first and "plain over 3 seeds" in first
    kept = sorted((tmp_path / "kept").iterdir())
    assert len(kept) == 5
    before = [path.stat().st_mtime_ns for path in kept]
    assert command.main(words) == 0
    assert lasting(capsys.readouterr().out) == lasting(first) and [path.stat().st_mtime_ns for path in kept] == before
    told = json.loads(kept[0].read_text(encoding="utf-8"))
    assert told["outcome"]["parameters"] > 200_000 and np.isfinite(told["outcome"]["dev"])


@pytest.mark.parametrize("fault", ["name", "series", "data", "kept"])
def test_what_is_wrong_is_one_line(fault: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "kept"
    words = ["--data", str(data), "--out", str(out), "--quick", "--only", "plain"]
    named = "kept"
    if fault == "name":
        words[-1], named = "plane", "plane"
    elif fault == "series":
        words, named = [*words, "--series", "often"], "plain"  # a trial of the other series
    elif fault == "data":
        words[1], named = str(tmp_path / "nowhere"), "nowhere"
    else:
        assert command.main(words) == 0
        broken = next(out.iterdir())
        broken.write_text('{"outcome": 3}', encoding="utf-8")
        named = broken.name
    capsys.readouterr()
    assert command.main(words) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and said.startswith("lab.trials: ") and named in said
