"""The studies by name, in reading order, and the inquiries, which train no network but question one.

Knows: which module answers which question; it is imported only when it is asked for.
Refuses to know: what is in it.
"""

from __future__ import annotations

from importlib import import_module

from model.study.inquiry import Inquiry
from model.study.results import LabError
from model.study.study import Study

STUDIES = {
    "cell-types": "model.study.cell_types",
    "gates": "model.study.gates",
    "gradients": "model.study.gradients",
    "depth-width": "model.study.depth_width",
    "scale": "model.study.scale",
    "clipping": "model.study.clipping",
    "sequence-length": "model.study.sequence_length",
}
INQUIRIES = {
    "interpretable": "model.study.interpretable",
    "recorder": "model.study.recorder",
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
