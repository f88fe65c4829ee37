"""The studies by name, in reading order, and the analyses, which train no network; each imported when it is asked for."""

from __future__ import annotations

from importlib import import_module

from lab.engine.analysis import Analysis
from lab.engine.study import Study
from lab.findings.store import LabError

STUDIES = {
    "cell-types": "lab.studies.cell_types",
    "gates": "lab.studies.gates",
    "gradients": "lab.studies.gradients",
    "depth-width": "lab.studies.depth_width",
    "scale": "lab.studies.scale",
    "clipping": "lab.studies.clipping",
    "sequence-length": "lab.studies.sequence_length",
}
ANALYSES = {
    "interpretable": "lab.studies.interpretable",
    "digitizer": "lab.studies.digitizer",
}


def names() -> str:
    """All names, as a refusal lists them."""
    return ", ".join((*STUDIES, *ANALYSES))


def find_study(name: str) -> Study:
    """The study of that name. Raises LabError, with the known names, where there is none."""
    if name not in STUDIES:
        raise LabError(f"there is no study {name!r} (known: {names()})")
    study = import_module(STUDIES[name]).STUDY
    assert isinstance(study, Study)
    return study


def find_analysis(name: str) -> Analysis:
    """The analysis of that name, one of ``ANALYSES``."""
    found = import_module(ANALYSES[name]).ANALYSIS
    assert isinstance(found, Analysis)
    return found
