"""The studies by name, in reading order.

Knows: which module answers which question; it is imported only when it is asked for.
Refuses to know: what is in it.
"""

from __future__ import annotations

from importlib import import_module

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


def find(name: str) -> Study:
    """The study of that name. Raises LabError, with the known names, where there is none."""
    if name not in STUDIES:
        raise LabError(f"there is no study {name!r} (known: {', '.join(STUDIES)})")
    study = import_module(STUDIES[name]).STUDY
    assert isinstance(study, Study)
    return study
