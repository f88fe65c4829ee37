"""The analysis ``interpretable``: which cells of the shipped live network mean something, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from lab.cells import survey, survey_figure, survey_ink, survey_report
from lab.cells.conclusions import CellFindings
from lab.cells.features import FEATURES
from lab.cells.projections import cells, untrained
from lab.cells.ranking import Ranked, hold
from lab.cells.survey import QUICK, Survey, SurveySetting
from lab.engine.analysis import Analysis, AnalysisRequest
from lab.engine.progress import Progress
from lab.findings.figure import svg
from lab.findings.store import LabError, Parts
from model import cell_table
from model.checkpoint import LIVE, Config
from model.input_rows import COLUMNS
from model.sampler import Sampler
from model.strokes import Representation

TINY: Config = {
    "name": "trial",
    "layers": 2,
    "hidden": 12,
    "components": 3,
    "inputs": list(COLUMNS),
    "input_scale": [0.75, 0.7],
}


def answer(request: AnalysisRequest) -> Mapping[Path, bytes]:
    """Every file of the answer. Raises LabError for a network in another representation,

    Also DataError, CheckpointError, OSError.
    """
    with threadpool_limits(limits=1):
        folder = request.kept / request.name
        if request.data is None:
            sampler, digest, setting = untrained(TINY, seed=1), cell_table.digest_text("trial"), QUICK
            halves = survey_ink.synthetic()
        else:
            sampler, digest, setting = Sampler.load(LIVE), cell_table.digest_of(LIVE), SurveySetting()
            kind = sampler.config["representation"]
            if kind["kind"] != "space" or not sampler.reads_height:
                raise LabError(
                    f"{LIVE.name}: its cells are asked about rows in space with heights, and it reads others"
                )
            halves = survey_ink.recall(request.data, Representation(**kind), setting.fitting, folder)
        parts, progress = Parts(folder, survey.decides(digest, halves, setting)), Progress(request.name)
        found = survey.score_cells(sampler, halves, setting, parts, progress)
        ranked = hold(sampler, found, setting, parts, progress)
        ink = survey_figure.sample(sampler)
        pages = survey_figure.pages(ranked)
        names = [f"{request.name}-{k}.svg" for k in range(1, len(pages) + 1)]
        findings = CellFindings(sampler, halves, setting, found, ranked, request.data is None, names)
        drawn = {
            request.out / page: svg(survey_figure.cells(sampler, own, ink))
            for page, own in zip(names, pages, strict=True)
        }
        return {
            request.out / f"{request.name}.svg": svg(survey_figure.overview(found)),
            **drawn,
            cell_table.path_of(request.beside / LIVE.name): cell_table.dump(tabled(sampler, digest, found, ranked)),
            request.out / f"{request.name}.md": survey_report.compose(request.name, findings).encode(),
        }


def tabled(sampler: Sampler, digest: str, found: Survey, ranked: list[Ranked]) -> cell_table.CellTable:
    """The table that ships with the weights: of every cell what it was looked at for, what means something first."""
    tried = {(one.signal, one.candidate): one.effect.follows for one in ranked if one.effect}
    tells = found.tells()
    notes: list[cell_table.CellNotes] = []
    for s in range(len(found.low)):
        known = []
        for c in np.argsort(~tells[s], kind="stable").tolist():
            k = int(found.features[s, c])
            numbers = (float(found.found.held[s, k]), float(found.low[s, c]), float(found.high[s, c]))
            if np.isfinite(numbers).all():
                sign, is_told = int(found.found.sign[s, k]), bool(tells[s, c])
                feature = FEATURES[k]
                known.append(
                    cell_table.CellFinding(feature.name, feature.kind, sign, *numbers, is_told, tried.get((s, c)))
                )
        notes.append(cell_table.CellNotes(float(found.mean[s]), float(found.deviation[s]), tuple(known)))
    rows: dict[str, list[tuple[cell_table.CellNotes, ...]]] = {kind: [] for kind in cell_table.KINDS}
    for at in range(0, len(notes), sampler.hidden):
        rows[cells(sampler.layers, sampler.hidden)[at].kind].append(tuple(notes[at : at + sampler.hidden]))
    order = tuple(tuple(int(unit) for unit in layer) for layer in found.order)
    return cell_table.CellTable(sampler.name, digest, order, {kind: tuple(part) for kind, part in rows.items()})


ANALYSIS = Analysis("Which cells of the live network mean something?", answer)
