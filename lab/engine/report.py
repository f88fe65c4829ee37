"""A study's report: question, conclusion, figure, what limits it, and an appendix of details, table and setup."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lab.engine.study import Column, Study
from lab.engine.study_ink import StudyInk
from lab.findings.figure import svg
from lab.findings.results import Results, number
from lab.findings.spread import Spread
from lab.networks.budget import NAMES, Setting, shared
from model.atomic_write import swap_in

WIDEST_LINE = 120
COMMON = "README.md#what-all-studies-share"  # says the values of ``USUAL``
USUAL = Setting()
ALWAYS = ("steps", "rate")


def write(folder: Path, name: str, study: Study, ink: StudyInk, results: Results, *, quick: bool) -> list[Path]:
    """Writes NAME.svg and NAME.md into ``folder``, both or neither, and returns where. Raises OSError."""
    files = {
        folder / f"{name}.svg": svg(study.draw(results)),
        folder / f"{name}.md": compose(name, study, ink, results, quick=quick).encode(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    swap_in(files)
    return list(files)


def compose(name: str, study: Study, ink: StudyInk, results: Results, *, quick: bool) -> str:
    """The report's text, Markdown."""
    settings = {variant: setting for variant, setting, _ in study.plan(quick=quick)}
    rest = [
        f"![{study.title}]({name}.svg)",
        study.caption,
        *bullets("## Limits", study.notes),
        "## Appendix",
        bullets("", study.details(results))[-1] if study.details and study.details(results) else "",
        study.table(results) if study.table else variant_table(study.columns, results),
        _setup(ink, settings, results, {**NAMES, **study.words}),
    ]
    return composed(name, study.title, study.question, study.conclude(results), rest, quick=quick)


def composed(
    name: str, title: str, question: str, conclusion: Sequence[str], rest: Sequence[str], *, quick: bool
) -> str:
    """A report's text, Markdown: question, the command that answers it, conclusion, and the ``rest``."""
    parts = [
        f"# {title}",
        "This is a trial on synthetic ink: it shows that the command runs, and nothing else." if quick else "",
        question,
        f"    python -m lab {name} {'--quick' if quick else '--data DIR'}",
        *bullets("## Conclusion", conclusion),
        *rest,
    ]
    return "\n\n".join(wrapped(part) for part in parts if part) + "\n"


def bullets(heading: str, sentences: Sequence[str]) -> list[str]:
    """A heading and a list under it; neither where there is nothing to list."""
    return [heading, "\n".join(f"- {sentence}" for sentence in sentences)] if sentences else []


def _setup(ink: StudyInk, settings: dict[str, Setting], results: Results, names: Mapping[str, str]) -> str:
    """On what the figures rest, where it is not what all studies share: lists, seeds, size, settings, and what varies."""
    same, different = shared(list(settings.values()))
    runs = [result for of in results.values() for result in of]
    counts, widths = [result.parameters for result in runs], {result.hidden for result in runs}
    dev = sum(len(rows) - 1 for rows in ink.dev)
    part = f"the first {same['lines']:,} of " if same.get("lines") else ""
    facts = [
        f"{ink.name}, {part}{len(ink.train):,} training and {len(ink.dev):,} held-out lines ({dev:,} points)",
        f"{max(map(len, results.values()))} seeds",
        f"{min(counts):,} to {max(counts):,} parameters",
        *([f"width {widths.pop()}"] if len(widths) == 1 else []),
        *(f"{names[name]} {_value(value)}" for name, value in same.items() if names[name] and _is_own(name, value)),
    ]
    varied = ", ".join(names[field] for field in different) or "nothing"
    return f"Setup: {'; '.join(facts)}. Varied: {varied}. Else [as in all studies]({COMMON})."


def _is_own(name: str, value: Any) -> bool:
    """Whether a setting is to be said: the steps and the rate always, another where it is not the usual one."""
    return name in ALWAYS or (name not in ("parameters", "lines") and value != getattr(USUAL, name))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and math.isinf(value):
        return "never"
    return f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)


def variant_table(columns: tuple[Column, ...], results: Results) -> str:
    """A row for each variant: name, width if they differ in it, and the columns, each mean ± spread over the seeds."""
    differ = len({result.hidden for runs in results.values() for result in runs}) > 1
    lines = [f"| variant |{' width |' * differ} " + " | ".join(column.title for column in columns) + " |"]
    lines.append("| --- |" + " ---: |" * (len(columns) + differ))
    for variant, runs in results.items():
        lost = sum(result.diverged is not None for result in runs)
        name = f"{variant} ({lost} of {len(runs)} diverged)" if lost else variant
        cells = [
            Spread.of(
                column.each(result) if column.each else number(result, column.figure)
                for result in runs
                if result.diverged is None
            ).text(column.form)
            for column in columns
        ]
        width = [str(runs[0].hidden)] if differ else []
        lines.append(f"| {name} | " + " | ".join([*width, *cells]) + " |")
    return "\n".join(lines)


def wrapped(part: str) -> str:
    """Prose at the report's width; tables, headings, figures and commands as they are."""
    if part.startswith(("|", "#", "    ", "!")):
        return part
    return "\n".join(
        textwrap.fill(
            line,
            WIDEST_LINE,
            subsequent_indent="  " if line.startswith("- ") else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in part.split("\n")
    )
