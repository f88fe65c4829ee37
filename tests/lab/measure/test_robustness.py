"""The device reports what a hand drew, the table compares like with like, and the command fails in one line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from inkapp.live.line_frame import FRAME_GROWTH
from lab.measure import device, robustness
from lab.measure.device import PIXEL_MM, SPREAD_MM, Variant, reported, simulate
from lab.measure.robustness import BASELINE, VARIANTS, cost_of, length_of, measure, rise
from model.checkpoint import save
from model.sampler import Sampler
from model.strokes import Representation, measure_frame
from tests.live import fakes
from tests.training import archives

LINE = archives.line(1, letters=12, points=30)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tensors, config = fakes.tiny_network()
    path = tmp_path_factory.mktemp("weights") / "net.safetensors"
    save(path, tensors, config | {"representation": Representation().to_json()})
    return path


def test_jitter_strays_each_report_by_so_much() -> None:
    still, shaken = (simulate(LINE, Variant("", rate=0.0, smoothing=0.0, jitter=jitter)) for jitter in (0.0, 0.05))
    off = np.concatenate([b.points - a.points for a, b in zip(still, shaken, strict=True)])
    assert off.std(axis=0) == pytest.approx([0.05, 0.05], rel=0.25) and np.abs(off.mean(axis=0)).max() < 0.02


def test_a_device_reports_the_ends_and_its_own_ticks() -> None:
    stroke = np.array([[0.0, 0.0, 10.0], [1.0, 0.0, 10.1], [1.0, 2.0, 10.2]])
    times, path = reported(stroke, Variant("", rate=60.0), phase=0.25)
    assert times[0] == 10.0 and times[-1] == 10.2 and path[0].tolist() == [0, 0] and path[-1].tolist() == [1, 2]
    ticks = times[1:-1] * 60 - 0.25
    assert np.allclose(ticks, np.round(ticks)) and np.allclose(np.diff(times[1:-1]), 1 / 60)
    slow, _ = reported(stroke, Variant("", rate=60.0, slowness=4.0), phase=0.25)
    assert len(slow) == pytest.approx(4 * len(times), abs=6)
    own, points = reported(stroke, BASELINE, phase=0.25)
    assert np.array_equal(own, stroke[:, 2]) and np.array_equal(points, stroke[:, :2])


def test_clocks_that_stand_still_or_go_back_draw_all_the_same() -> None:
    stroke = np.array([[0.0, 0.0, 5.0], [1.0, 1.0, 5.0], [2.0, 0.0, 4.0]])
    assert len(reported(stroke, Variant("", rate=125.0), 0.5)[1]) == 3


@pytest.mark.parametrize("size", [0.3, 3.0])
@pytest.mark.parametrize("slope", [0.0, 5.0])
def test_a_variant_is_as_large_and_as_steep_as_it_says(size: float, slope: float) -> None:
    strokes = simulate(LINE, Variant("", size=size, slope=slope, smoothing=0.0))
    points = [np.stack((s.x, s.y), axis=1) for s in strokes]
    original = measure_frame([s.astype(float) for s in LINE.strokes()])
    frame = measure_frame(points)
    assert frame.size == pytest.approx(SPREAD_MM * size, rel=0.03)
    assert np.degrees(frame.angle - original.angle) == pytest.approx(slope, abs=1.0)
    assert len(strokes) == len(LINE.strokes())


def test_whole_pixels_are_whole_until_they_are_smoothed() -> None:
    bare, smoothed = (simulate(LINE, Variant("", pixels=True, smoothing=s)) for s in (0.0, device.TREMBLE_MM))
    for raw, soft in zip(bare, smoothed, strict=True):
        cells = np.stack((raw.x, raw.y)) / PIXEL_MM
        assert np.abs(cells - np.round(cells)).max() < 1e-3
        assert np.abs(np.stack((soft.x - raw.x, soft.y - raw.y))).max() <= PIXEL_MM / 2 + 1e-3


def test_the_cost_does_not_depend_on_the_unit(weights: Path) -> None:
    sampler = Sampler.load(weights)
    plain, large = (  # at a milestone's distance the frame is measured on the same beginning of the line
        cost_of(simulate(LINE, Variant("", rate=0.0, size=size, smoothing=0.0)), sampler, SPREAD_MM * size)
        for size in (1.0, FRAME_GROWTH)
    )
    assert plain.whole and plain.rows == large.rows
    assert large.message == pytest.approx(plain.message, rel=1e-3)
    assert plain.message - plain.density == pytest.approx(-2 * plain.rows * np.log(0.05))


def test_the_rise_is_that_of_the_sums_and_its_interval_holds_it() -> None:
    base = np.array([100.0, 200.0, 300.0, 400.0])
    percent, low, high = rise(base * [1.01, 1.03, 1.02, 1.0], base, np.array([0, 1, 1, 2]))
    assert percent == pytest.approx(100 * (101 + 206 + 306 + 400) / 1000 - 100) and low <= percent <= high
    assert rise(base * 1.05, base, np.array([0, 1, 2, 3])) == pytest.approx((5.0, 5.0, 5.0))


def test_the_table_has_every_variant_and_the_baseline_rises_by_nothing(weights: Path) -> None:
    lines = [archives.line(seed, letters=10) for seed in range(3)]
    figures = measure(lines, Sampler.load(weights), (BASELINE, Variant("60 Hz", 60.0), Variant("twice", size=2.0)))
    assert figures["lines"] + figures["left_out"] == 3
    first = figures["variants"][0]
    assert first["rise_percent"] == 0.0 and first["apart"] == 0 and first["density_rise_percent"] == 0.0
    assert [v["variant"] for v in figures["variants"]] == [BASELINE.name, "60 Hz", "twice"]
    assert first["nats_per_spread"] > 0 and length_of(lines[0]) > 10
    assert {v.rate for v in VARIANTS} == {0, 60, 125, 1000} and {v.size for v in VARIANTS} >= {0.3, 3}


def test_the_command_prints_it(weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = archives.write(
        tmp_path / "data", {archives.name_of("q11-000", k): archives.xml(archives.loops(k)) for k in (1, 2)}
    )
    run = ["--data", str(data), "--weights", str(weights), "--lines", "1"]
    assert robustness.main([*run, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["lines"] == 1 and len(figures["variants"]) == len(VARIANTS)
    assert robustness.table_of(figures).count("\n| ") == len(VARIANTS) + 2


@pytest.mark.parametrize("fault", ["no data", "no weights", "too many lines", "other weights"])
def test_what_cannot_be_measured_is_one_line(
    fault: str, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = archives.write(tmp_path / "data", {archives.name_of("q11-000", 1): archives.xml(archives.loops(1))})
    arguments = {"--data": str(data), "--weights": str(weights)}
    match fault:
        case "no data":
            arguments["--data"] = str(tmp_path / "nowhere")
        case "no weights":
            arguments["--weights"] = str(tmp_path / "nowhere.safetensors")
        case "too many lines":
            arguments["--lines"] = "2"
        case "other weights":
            tensors, config = fakes.tiny_network()
            save(tmp_path / "time.safetensors", tensors, config | {"representation": {"kind": "time"}})
            arguments["--weights"] = str(tmp_path / "time.safetensors")
    assert robustness.main([word for pair in arguments.items() for word in pair]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1
