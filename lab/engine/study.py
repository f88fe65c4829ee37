"""What a study is: a question, variants under one budget, what is measured, and what follows from the figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from matplotlib.figure import Figure

from lab.engine.study_ink import StudyInk
from lab.engine.training_loop import Tell
from lab.findings.results import Result, Results
from lab.networks.budget import QUICK_SEEDS, SEEDS, Setting, quicken
from lab.networks.stack import Stack

Measure = Callable[[Stack, StudyInk, Setting], dict[str, Any]]
Train = Callable[[Setting, StudyInk, int, str, Tell], tuple[Any, Result]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: a heading with its unit, the figure (see ``results.number``), and how it is written.

    ``each``: the figure by a function of a result instead. Every cell is mean ± spread over the seeds.
    """

    title: str
    figure: str = ""
    form: str = ".3f"
    each: Callable[[Result], float] | None = None


def measure_nothing(network: Stack, ink: StudyInk, setting: Setting) -> dict[str, Any]:
    """For a study whose figures are those of every result."""
    return {}


@dataclass(frozen=True, slots=True)
class Study:
    """All that a study says of itself.

    - ``title``, ``question``: for the report; the question may have paragraphs.
    - ``variants``: setting by name, in the order of table and figure; the name is what table and legend call it.
    - ``columns``: the table's, after the variant's name and its width.
    - ``draw``: results → figure (by ``figure.panels`` and its neighbours); ``caption`` says what it shows.
    - ``conclude``: results → the two or three sentences that a reader takes away. Numbers are put in, and words chosen, by
      the figures (``spread.judge``, ``compare``, ``rank``), never by hopes.
    - ``details``: results → sentences on what is neither in the conclusion nor in the table; ``table``: results → a table in
      Markdown in place of that of ``columns``.
    - ``measure``: of a trained network → JSON values by name, kept with its result as ``measures``. Not called where a run
      diverged. ``version`` is to be raised when it, or how variants are trained, means something else than before.
    - ``train``: another training than ``runs.train``, such as ``whole_line_run.train``; ``words`` then says what it makes of a
      setting, by field as in ``budget.NAMES``; nothing where it means nothing. What it measures itself, as of the
      network before its first step, it leaves in its result's ``measures``.
    - ``quick``: a setting cut down to a trial of seconds.
    - ``notes``: what a reader must know to trust or doubt the figures; one line each.
    """

    title: str
    question: str
    variants: Mapping[str, Setting]
    columns: tuple[Column, ...]
    draw: Callable[[Results], Figure]
    caption: str
    conclude: Callable[[Results], list[str]]
    details: Callable[[Results], list[str]] | None = None
    table: Callable[[Results], str] | None = None
    measure: Measure = measure_nothing
    train: Train | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    version: int = 1
    seeds: tuple[int, ...] = SEEDS
    quick: Callable[[Setting], Setting] = quicken
    notes: tuple[str, ...] = ()

    def plan(self, *, quick: bool) -> list[tuple[str, Setting, int]]:
        """Every run as variant, setting and seed; the variants take turns, so that a machine's slow hour falls on all."""
        cut, seeds = (self.quick, self.seeds[:QUICK_SEEDS]) if quick else (lambda setting: setting, self.seeds)
        return [(name, cut(setting), seed) for seed in seeds for name, setting in self.variants.items()]
