"""The report's words: chosen by figures, of findings that were made up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lab.cells import conclusions, ranking, survey_figure, survey_ink, survey_report
from lab.cells.clamp import Effect
from lab.cells.conclusions import CellFindings
from lab.cells.features import COLUMN, FEATURES
from lab.cells.survey import Best, SurveySetting, decides, score_cells
from lab.engine.progress import Progress
from lab.findings.figure import svg
from lab.findings.store import Parts
from tests.model import nets

SETTING = SurveySetting(0, 2, 40, 3, 3, 4, 20, 20, 2.0)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> CellFindings:
    halves, net = survey_ink.synthetic(), nets.sampler(hidden=5)
    parts = Parts(tmp_path_factory.mktemp("kept"), decides("x", halves, SETTING))
    survey = score_cells(net, halves, SETTING, parts, Progress("trial"))
    ranked = ranking.hold(net, survey, SETTING, parts, Progress("trial"))
    return CellFindings(net, halves, SETTING, survey, ranked, False, ["x-1.svg"])


def made(found: CellFindings, feature: str, held: float, rival: float, rows: float = 0.5) -> CellFindings:
    """The findings with other scores of one feature's best cell, its rivals and the rows, the same in every replicate."""
    k = COLUMN[feature]

    def but(best: Best, value: float) -> Best:
        scores, replicates = best.held.copy(), best.replicates.copy()
        scores[k] = replicates[k] = value
        return Best(best.index, scores, replicates)

    survey = found.survey
    rivals = {name: but(best, rows if name == "rows" else rival) for name, best in survey.rivals.items()}
    return replace(found, survey=replace(survey, cells=but(survey.cells, held), rivals=rivals))


def test_a_feature_that_a_cell_tells_is_said(found: CellFindings) -> None:
    better = made(found, "loop", 0.95, 0.7)
    assert conclusions.tells(better.survey)[COLUMN["loop"]]
    assert "loop" in conclusions.conclude(better)[0] and "| **loop** |" in survey_report.compose("x", better)
    assert not any("loop (" in sentence for sentence in conclusions.nothing(better))


def test_what_the_rows_tell_as_well_no_cell_tells(found: CellFindings) -> None:
    read = made(found, "loop", 0.95, 0.7, rows=0.99)
    assert not conclusions.tells(read.survey)[COLUMN["loop"]]
    said = conclusions.conclude(read)
    assert "loop" not in said[0] and "| loop |" in survey_report.compose("x", read)
    assert any(
        sentence.startswith("Beyond chance and architecture, but not beyond a column that is read")
        and "loop" in sentence
        for sentence in said
    )
    assert any(
        sentence.startswith("No better than the best rival:") and "loop (0.90, rows 0.98)" in sentence
        for sentence in conclusions.nothing(read)
    )


def test_each_rival_has_one_column(found: CellFindings) -> None:
    heads = [
        line for line in survey_report.compose("x", found).splitlines() if line.startswith("|") and "projection" in line
    ]
    (line,) = heads  # the first table; the second does not repeat them
    assert [line.count(f"| {name} ") for name in ("projection", "untrained", "rows")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("held", "rival", "why"),
    [
        (0.6, 0.55, "Strength below 0.3: "),
        (0.8, 0.8, "Not distinguishable from the best rival: "),
        (0.8, 0.9, "No better than the best rival: "),
    ],
)
def test_what_no_cell_tells_is_said_with_its_reason(found: CellFindings, held: float, rival: float, why: str) -> None:
    said = conclusions.nothing(made(found, "loop", held, rival))
    assert any(sentence.startswith(why) and "loop (" in sentence for sentence in said)
    assert any(sentence.startswith("Not to be scored") and "capital" in sentence for sentence in said)


def test_whether_the_writing_follows_is_said(found: CellFindings) -> None:
    first = replace(found.ranked[0], tells=True, feature=COLUMN["loop"])
    follows = replace(first, effect=Effect(1.0, 0.5, 1.5, 0.0, 0.04, 16))
    against = replace(first, effect=Effect(-1.0, -1.5, -0.5, 0.0, 0.04, 16))
    said = conclusions.conclude(replace(found, ranked=[follows]))
    assert any(
        f"1 take the writing with them when they are pushed: {first.cell} (loop)" in sentence for sentence in said
    )
    said = conclusions.conclude(replace(found, ranked=[against]))
    assert any("less of what they tell" in sentence for sentence in said)
    for one, bold in ((follows, True), (against, False)):
        part = survey_report.compose("x", replace(found, ranked=[one])).split("## The first 1 cells")[1]
        assert (f"| **{one.cell} " in part, f"| {one.cell} " in part) == (bold, not bold)


def test_the_report_names_its_command_and_pictures(found: CellFindings) -> None:
    text = survey_report.compose("x", found)
    assert "    python -m lab x --data DIR\n" in text and "trial" not in text.split("## Conclusion")[0]
    assert "(x.svg)" in text and "(x-1.svg)" in text and "nan" not in text


def test_pictures_are_the_same_twice_and_of_the_networks_own_ink(found: CellFindings) -> None:
    ink = survey_figure.sample(found.sampler)
    assert ink.shape == (survey_figure.SKIP + survey_figure.SHOWN, 4) and np.array_equal(
        ink, survey_figure.sample(found.sampler)
    )
    numbered = list(enumerate(found.ranked, start=1))
    one = svg(survey_figure.cells(found.sampler, numbered, ink))
    assert one == svg(survey_figure.cells(found.sampler, numbered, ink)) and b"1. " in one
    shown = svg(survey_figure.overview(found.survey)).decode()
    assert all(
        (feature.name.replace("'", "") in shown.replace("'", "").replace("&#39;", "")) == bool(found.survey.scored[k])
        for k, feature in enumerate(FEATURES)
        if feature.name != "height"
    )


def test_strips_are_of_cells_whose_feature_shows_in_ink(found: CellFindings) -> None:
    some = [
        replace(found.ranked[0], feature=COLUMN[name])
        for name in ("capital", "loop", "place on the line", *["loop"] * 7)
    ]
    pages = survey_figure.pages(some)
    assert [number for page in pages for number, _ in page] == [2, 4, 5, 6, 7, 8, 9, 10]
    assert [len(page) for page in pages] == [survey_figure.A_PAGE, 2]


def test_every_column_that_the_words_name_is_in_the_table(found: CellFindings) -> None:
    one = replace(found.ranked[0], tells=True, effect=Effect(1.0, 0.5, 1.5, -0.37, 0.04, 16))
    part = survey_report.compose("x", replace(found, ranked=[one])).split("## The first 1 cells")[1]
    heads = next(line for line in part.splitlines() if line.startswith("|"))
    assert all(f"| {name} " in heads for name in ("pushed", "random"))
    assert "at its mean, no cell moves its feature by more than 0.37." in " ".join(part.split())


def test_what_forms_kept_apart_do_not_show_is_said(found: CellFindings) -> None:
    said = conclusions.notes(replace(found, ranked=[replace(found.ranked[0], effect=Effect(1, 0, 2, 0, 0.2, 16))] * 8))
    assert any(sentence.startswith("Forms are held out, not writers") for sentence in said)
    assert any("8 held cells" in sentence and "2.0 would by chance move it more" in sentence for sentence in said)


def test_a_cell_that_does_not_tell_its_feature_is_hollow(found: CellFindings) -> None:
    for rows, solid in ((0.5, True), (0.99, False)):
        survey = made(found, "loop", 0.95, 0.7, rows=rows).survey
        lines = {str(line.get_label()): line for line in survey_figure.overview(survey).axes[0].get_lines()}
        told, rest = lines["best cell: tells it"], lines["best cell: does not"]
        ticks = [np.round(np.asarray(line.get_xdata()), 6) for line in (told, rest)]
        assert (0.9 in ticks[0], 0.9 in ticks[1]) == (solid, not solid)
        assert len(told.get_xdata()) + len(rest.get_xdata()) == survey.scored.sum()  # type: ignore[arg-type]
        assert told.get_markerfacecolor() != rest.get_markerfacecolor() == "none"
