"""What an analysis is: a question put to a network that exists, where a study trains its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class AnalysisRequest:
    """What was asked for. ``data``: the data set's folder; None for a trial, which makes its own ink and its own network.

    ``kept``: where finished parts are kept, so that a stopped analysis goes on. ``out``: where the report goes. ``beside``:
    where what ships with the weights goes.
    """

    name: str
    data: Path | None
    kept: Path
    out: Path
    beside: Path


@dataclass(frozen=True, slots=True)
class Analysis:
    """``title``: for lists. ``answer``: carries it out and gives every file's bytes; nothing is written but kept parts.

    It tells where it stands on stdout. Raises LabError, DataError, CheckpointError, ValueError, OSError.
    """

    title: str
    answer: Callable[[AnalysisRequest], Mapping[Path, bytes]]
