"""A study's report: question, conclusion, figure, what limits it, and an appendix of details, table and setup."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from lab.engine.study import Column, Study
from lab.engine.study_ink import StudyInk
from lab.findings.figure import svg
from lab.findings.results import Results, number
from lab.findings.spread import Spread, false_alarm
from lab.networks.budget import LATER, NAMES, Setting, shared
from model.atomic_write import swap_in

WIDEST_LINE = 120


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
    command = f"python -m lab {name} {'--quick' if quick else '--data DIR'}"
    trial = "This is a trial on synthetic ink: it shows that the study runs, and nothing else." if quick else ""
    parts = [
        f"# {study.title}",
        trial,
        study.question,
        f"    {command}",
        *bullets("## Conclusion", study.conclude(results)),
        f"![{study.title}]({name}.svg)",
        study.caption,
        *bullets("## Limits", study.notes),
        "## Appendix",
        bullets("", study.details(results))[-1] if study.details and study.details(results) else "",
        study.table(results) if study.table else variant_table(study.columns, results),
        _reading(results),
        _setup(ink, settings, results, {**NAMES, **study.words}),
    ]
    return "\n\n".join(wrapped(part) for part in parts if part) + "\n"


def _reading(results: Results) -> str:
    """How the table is to be read."""
    seeds = max(map(len, results.values()))
    alarm = f"; equal ones do so in {100 * false_alarm(seeds):.0f} of 100 comparisons" if seeds > 1 else ""
    return (
        "Means over the seeds ± their standard deviation. Two means count as different where they lie farther apart than"
        f" twice that{alarm}."
    )


def bullets(heading: str, sentences: Sequence[str]) -> list[str]:
    """A heading and a list under it; neither where there is nothing to list."""
    return [heading, "\n".join(f"- {sentence}" for sentence in sentences)] if sentences else []


def _setup(ink: StudyInk, settings: dict[str, Setting], results: Results, names: Mapping[str, str]) -> str:
    same, different = shared(list(settings.values()))
    counts = [result.parameters for runs in results.values() for result in runs]
    dev = sum(len(rows) - 1 for rows in ink.dev)
    rows = [
        ("data", f"{ink.name}: {len(ink.train):,} training lines"),
        ("judged by", f"{len(ink.dev):,} held-out lines, {dev:,} points, each line whole from a zero state"),
        ("seeds", f"{max(map(len, results.values()))}"),
        ("parameters, counted", f"{min(counts):,} to {max(counts):,}"),
        *((names[f.name], _value(same[f.name])) for f in fields(Setting) if f.name in same and _in_setup(f.name, same)),
        ("what differs", ", ".join(names[field] for field in different) or "nothing"),
    ]
    listed = (f"| {name} | {value} |" for name, value in rows if name)
    return "\n".join(("| setup of all variants | |", "| --- | --- |", *listed))


def _in_setup(name: str, same: dict[str, Any]) -> bool:
    """Whether a setting is worth a row: not what is counted above, a default that came later, or a part that is not there."""
    if name == "parameters":
        return False
    if name in LATER and same[name] == LATER[name]:
        return False
    return not (name == "gates" and same[name] == type(same[name])()) and not (name == "residual" and not same[name])


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and math.isinf(value):
        return "never"
    return f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)


def variant_table(columns: tuple[Column, ...], results: Results) -> str:
    """A row for each variant: name, width and the columns, each mean ± spread over the seeds."""
    lines = ["| variant | width | " + " | ".join(column.title for column in columns) + " |"]
    lines.append("| --- |" + " ---: |" * (len(columns) + 1))
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
        lines.append(f"| {name} | {runs[0].hidden} | " + " | ".join(cells) + " |")
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
