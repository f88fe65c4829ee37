"""The survey on a small network: a planted cell is found and ranked first, one that passes a row on is not told, an untrained
network has none, parts are kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lab.cells import ranking, scores, survey, survey_ink
from lab.cells.features import COLUMN, FEATURES
from lab.cells.scores import Target
from lab.cells.survey import Best, Survey, SurveySetting
from lab.engine.progress import Progress
from lab.findings.store import Parts
from model.sampler import Sampler
from tests.model import nets

SMALL = SurveySetting(0, 1, 100, 4, 3, 4, 20, 30, 2.0)
H = 6


@pytest.fixture(scope="module")
def halves() -> tuple[survey_ink.Sheet, survey_ink.Sheet]:
    return survey_ink.synthetic()


def planted() -> Sampler:
    """A network by chance, but that unit 3 of the first layer counts the rows of a stroke: its c grows until the pen lifts."""
    lift = 2
    return with_unit({"i": -3.0, "f": 8.0, "o": 8.0, "g": 4.0}, {("f", lift): -16.0})  # a lift, and all is forgotten


def passing() -> Sampler:
    """A network by chance, but that unit 3 of the first layer keeps nothing: it shows dy, with a little of dx in it."""
    dx, dy = 0, 1
    return with_unit({"i": 8.0, "f": -8.0, "o": 8.0}, {("g", dy): 0.3, ("g", dx): 0.05})


def with_unit(biases: dict[str, float], heard: dict[tuple[str, int], float]) -> Sampler:
    """A network by chance, whose unit 3 of the first layer has these biases and hears these columns, and nothing else."""
    weights, config = nets.make(hidden=H)
    at = {gate: k * H + 3 for k, gate in enumerate("ifgo")}
    for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"):
        weights[f"lstm.0.{name}"][list(at.values())] = 0.0
    for gate, value in biases.items():
        weights["lstm.0.bias_ih_l0"][at[gate]] = value
    for (gate, column), value in heard.items():
        weights["lstm.0.weight_ih_l0"][at[gate], column] = value
    return Sampler(weights, config)


def asked(sampler: Sampler, halves: tuple[survey_ink.Sheet, survey_ink.Sheet], folder: Path) -> Survey:
    parts = Parts(folder, survey.decides("x", halves, SMALL))
    return survey.score_cells(sampler, halves, SMALL, parts, Progress("trial"))


def test_a_planted_cell_is_ranked_first_and_held(
    halves: tuple[survey_ink.Sheet, survey_ink.Sheet], tmp_path: Path
) -> None:
    net, feature = planted(), COLUMN["distance since the stroke began"]
    found = asked(net, halves, tmp_path)
    counts = 2 * H + 3  # its c
    assert found.cells.index[feature] in (3, counts)
    assert found.found.held[counts, feature] > 0.6 > 0.3 > found.rivals["untrained"].held[feature]
    lead, low, high = found.feature_leads()
    assert 0 < low[feature] <= lead[feature] <= high[feature]
    told = found.tells()
    assert any(told[s, c] and found.features[s, c] == feature for s in (3, counts) for c in range(2))
    ranked = ranking.hold(net, found, SMALL, Parts(tmp_path, survey.decides("x", halves, SMALL)), Progress("trial"))
    assert len(ranked) == SMALL.shown and (ranked[0].cell.layer, ranked[0].cell.unit) == (0, 3)
    assert ranked[0].feature == feature and ranked[0].tells and ranked[0].sign == 1
    assert len({(one.cell.layer, one.cell.unit) for one in ranked}) == len(ranked)
    assert not any(one.effect for one in ranked if not FEATURES[one.feature].ink)
    assert sorted(found.order[0].tolist()) == sorted(found.order[1].tolist()) == list(range(H))


def test_a_cell_that_only_passes_a_row_on_is_not_told(
    halves: tuple[survey_ink.Sheet, survey_ink.Sheet], tmp_path: Path
) -> None:
    """Whether the stroke goes down it says far better than mixtures and an untrained network; dy itself says it as well."""
    net, feature = passing(), COLUMN["down-stroke"]
    found = asked(net, halves, tmp_path)
    assert found.cells.index[feature] == 3  # its h
    assert found.feature_leads(("projections", "untrained"))[1][feature] > 0
    assert found.found.held[3, feature] > 0.99 and found.rivals["rows"].held[feature] >= found.found.held[3, feature]
    assert found.feature_leads()[0][feature] <= 0
    looked = found.features[3].tolist()
    assert feature in looked and not found.tells()[3, looked.index(feature)]
    assert found.lead[3, looked.index(feature)] <= 0
    assert (3, looked.index(feature)) != ranking.rank(found, net, 1)[0]


def test_an_untrained_network_tells_next_to_nothing(
    halves: tuple[survey_ink.Sheet, survey_ink.Sheet], tmp_path: Path
) -> None:
    """Another draw of first weights is no better than its rivals but by chance."""
    config = nets.make(hidden=H)[1]
    found = asked(survey.projections.untrained(config, seed=5), halves, tmp_path)
    assert found.tells().mean() < 0.2
    assert COLUMN["capital"] not in found.features and not found.scored[COLUMN["capital"]]
    assert np.isnan(found.found.held[:, COLUMN["capital"]]).all()


def test_parts_are_kept_and_damaged_ones_made_again(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> dict[str, object]:
        made.append(1)
        return {"a": np.arange(3), "b": 2.5}

    parts = Parts(tmp_path, {"what": 1})
    first = parts.get("one", make)
    assert parts.get("one", make)["a"].tolist() == first["a"].tolist() == [0, 1, 2] and len(made) == 1
    (path,) = tmp_path.rglob("*.npz")
    path.write_bytes(path.read_bytes()[:60])
    assert float(parts.get("one", make)["b"]) == 2.5 and len(made) == 2
    assert Parts(tmp_path, {"what": 2}).folder != parts.folder


def test_a_stopped_survey_goes_on(
    halves: tuple[survey_ink.Sheet, survey_ink.Sheet], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = asked(planted(), halves, tmp_path)
    monkeypatch.setattr(survey.scores, "survey", None)  # nothing is scored again
    again = asked(planted(), halves, tmp_path)
    for name in ("features", "lead_low", "order", "mean"):
        assert np.array_equal(getattr(whole, name), getattr(again, name), equal_nan=True)


def test_progress_speaks_now_and_then_and_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("trial")
    for done in range(1, 101):
        progress.part("scoring", done, 100)
    said = capsys.readouterr().out.splitlines()
    assert len(said) < 50 and said[-1] == "trial: scoring, 100 of 100"


def test_the_best_is_chosen_on_fitting_points_alone() -> None:
    random = np.random.default_rng(0)
    values = (random.random((400, 1)) < 0.5).astype(np.float32)
    target = Target(values, np.array([True]), np.repeat(np.arange(8), 50).astype(np.intp))
    fit = random.normal(size=(3, 400)).astype(np.float32)
    held = fit.copy()
    fit[1] += values[:, 0]
    held[2] += 5 * values[:, 0]  # better, but who could have known
    blocks = [lambda: (fit[:2], held[:2]), lambda: (fit[2:], held[2:])]
    found = scores.survey(blocks, target, target, np.array([True]))
    best = survey._best(found, blocks, target, target.binary, scores.group_counts(8, 20))
    assert isinstance(best, Best) and best.index.tolist() == [1] and np.isfinite(best.replicates).all()
    assert best.held[0] == found.held[1, 0] < found.held[2, 0]
