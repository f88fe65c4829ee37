"""The studies by name, in reading order, and the inquiries, which train no network but question one.

Knows: which module answers which question; it is imported only when it is asked for.
Refuses to know: what is in it.
"""

from __future__ import annotations

from importlib import import_module

from lab.engine.inquiry import Inquiry
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
INQUIRIES = {
    "interpretable": "lab.studies.interpretable",
    "recorder": "lab.studies.digitizer",
}


def known() -> str:
    """All names, as a refusal lists them."""
    return ", ".join((*STUDIES, *INQUIRIES))


def find(name: str) -> Study:
    """The study of that name. Raises LabError, with the known names, where there is none."""
    if name not in STUDIES:
        raise LabError(f"there is no study {name!r} (known: {known()})")
    study = import_module(STUDIES[name]).STUDY
    assert isinstance(study, Study)
    return study


def inquiry(name: str) -> Inquiry:
    """The inquiry of that name, one of ``INQUIRIES``."""
    found = import_module(INQUIRIES[name]).INQUIRY
    assert isinstance(found, Inquiry)
    return found
