"""A study's report: question, budget, figure, table, conclusion in plain words and figure by figure, and its command.

Knows: the paper's order, and how to write figure and paper together or not at all.
Refuses to know: how results came about, and any one study.
"""

from __future__ import annotations

import math
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
    """Writes NAME.svg and NAME.md into ``folder``, each whole, and says where. Raises OSError."""
    picture, paper = folder / f"{name}.svg", folder / f"{name}.md"
    files = {
        picture: svg(study.draw(results)),
        paper: compose(name, study, ink, results, quick=quick).encode(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    swap_in(files)
    return list(files)


def compose(name: str, study: Study, ink: StudyInk, results: Results, *, quick: bool) -> str:
    """The paper's text."""
    settings = {variant: setting for variant, setting, _ in study.plan(quick=quick)}
    command = f"python -m lab {name} {'--quick' if quick else '--data DIR'}"
    trial = "This is a trial on synthetic ink: it shows that the study runs, and nothing else." if quick else ""
    parts = [
        f"# {study.title}",
        trial,
        study.question,
        f"    {command}",
        "## Budget",
        _budget(ink, settings, results, {**NAMES, **study.words}),
        "## Figures",
        f"![{study.title}]({name}.svg)",
        study.caption,
        _table(study.columns, results),
        _reading(results),
        *_conclusion(study, results),
        *_list("## To be kept in mind", study.notes),
    ]
    return "\n\n".join(wrapped(part) for part in parts if part) + "\n"


def _reading(results: Results) -> str:
    """How the table is to be read."""
    seeds = max(map(len, results.values()))
    alarm = f", which happens to equals in {100 * false_alarm(seeds):.0f} of 100 comparisons" if seeds > 1 else ""
    return (
        "Each figure is the mean over the seeds ± their standard deviation. Two means are told apart where they are farther"
        f" apart than twice that spread{alarm}."
    )


def _conclusion(study: Study, results: Results) -> list[str]:
    """What a reader takes away, then sentence by sentence what that is made from; these alone where nothing is said plainly."""
    said = study.conclude(results)
    if study.plain is None:
        return _list("## Conclusion", said)
    return [*_list("## Conclusion", study.plain(results)), *_list("## Figure by figure", said)]


def _list(heading: str, sentences: Sequence[str]) -> list[str]:
    """A heading and a list under it; neither where there is nothing to list."""
    return [heading, "\n".join(f"- {sentence}" for sentence in sentences)] if sentences else []


def _budget(ink: StudyInk, settings: dict[str, Setting], results: Results, names: Mapping[str, str]) -> str:
    same, different = shared(list(settings.values()))
    counts = [result.parameters for runs in results.values() for result in runs]
    dev = sum(len(rows) - 1 for rows in ink.dev)
    rows = [
        ("data", f"{ink.name}: {len(ink.train):,} lines to learn from, the first of them as said below"),
        ("judged by", f"{len(ink.dev):,} kept-back lines, {dev:,} points, each line whole from a zero state"),
        ("seeds a variant", f"{max(map(len, results.values()))}"),
        ("parameters, counted", f"{min(counts):,} to {max(counts):,}"),
        *((names[f.name], _value(same[f.name])) for f in fields(Setting) if f.name in same and _told(f.name, same)),
        ("what differs", ", ".join(names[field] for field in different) or "nothing"),
    ]
    told = (f"| {name} | {value} |" for name, value in rows if name)
    return "\n".join(("| all variants share | |", "| --- | --- |", *told))


def _told(name: str, same: dict[str, Any]) -> bool:
    """Parts of an LSTM are no part of a budget where nothing is left out; nor is a residual of nothing, or what came later."""
    if name in LATER and same[name] == LATER[name]:
        return False
    return not (name == "gates" and same[name] == type(same[name])()) and not (name == "residual" and not same[name])


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and math.isinf(value):
        return "never"
    return f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)


def _table(columns: tuple[Column, ...], results: Results) -> str:
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
    """Prose at the paper's width; tables, headings and commands as they are."""
    if part.startswith(("|", "#", "    ", "!")):
        return part
    return "\n".join(_fold(line) for line in part.split("\n"))


def _fold(line: str) -> str:
    rows, indent = [""], "  " if line.startswith("- ") else ""
    for word in line.split():
        if len(rows[-1]) + 1 + len(word) > WIDEST_LINE and rows[-1]:
            rows.append(indent + word)
        else:
            rows[-1] += (" " if rows[-1] else "") + word
    return "\n".join(rows)
