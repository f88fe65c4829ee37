"""``python -m lab.captions.report [--out runs/captions]``: tables and figure of what has been measured so far."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from lab.captions import decoding, evidence
from lab.captions.designs import Result, recalled
from lab.captions.figure import Found, draw
from lab.captions.networks import ATTENTION, DESIGNS
from lab.captions.told_pictures import KEPT
from lab.findings import store
from lab.findings.figure import svg
from lab.findings.spread import Spread, compare
from lab.findings.store import LabError
from model.atomic_write import swap_in
from training.command import run_command

FIGURE = Path("docs/lab/captions.svg")
LENGTHS = ((1, 3), (4, 6), (7, 10), (11, 15), (16, 40))  # characters


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.captions.report", description="Tell what was measured.")
    parser.add_argument("--out", type=Path, default=KEPT, help=f"where it is kept (default: {KEPT})")
    parser.add_argument("--file", type=Path, default=FIGURE, help=f"the figure (default: {FIGURE})")
    return run_command(parser, arguments, report)


def report(options: argparse.Namespace) -> None:
    """Prints all tables and writes the figure. Raises LabError where nothing is measured, or results do not belong together."""
    results = results_in(options.out)
    decoded, hidden = (store.recall(options.out / part.FILE) for part in (decoding, evidence))
    if not results and decoded is None and hidden is None:
        raise LabError(f"{options.out}: nothing is measured there")
    if results:
        print("\n".join([*designs_table(results), "", *lengths_table(results), "", *conclusions(results), ""]))
    if decoded:
        print("\n".join([*decoding.table(decoded["ways"]), ""]))
    if hidden:
        print("\n".join([*evidence.table(hidden), ""]))
    options.file.parent.mkdir(parents=True, exist_ok=True)
    swap_in({options.file: svg(draw(Found(results, LENGTHS, decoded, hidden)))})
    print(f"{options.file}: written")


def results_in(folder: Path) -> dict[str, list[Result]]:
    """The finished trainings by design, in the designs' order. Raises LabError where they were not under the same settings."""
    found = [recalled(path) for path in sorted((folder / "results").glob("*.json"))]
    if any(result.setup != found[0].setup for result in found):
        raise LabError(f"{folder}: holds trainings of different settings; tell each in a folder of its own")
    by_design = {name: [result for result in found if result.design == name] for name in DESIGNS}
    return {name: sorted(own, key=lambda one: one.seed) for name, own in by_design.items() if own}


def designs_table(results: Mapping[str, Sequence[Result]]) -> list[str]:
    """Errors of both heads, mean ± spread over the seeds, in hundredths of the characters."""
    rows = [
        "| design | seeds | numbers learnt | CTC wrong | decoder wrong | lines without an error | never end |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, own in results.items():
        ctc, said = (Spread.of(100 * one.error(head) for one in own).text(".1f") for head in ("ctc", "decoder"))
        right = Spread.of(100 * one.of("right") / one.of("lines") for one in own).text(".1f")
        endless = sum(one.of("endless") for one in own), sum(one.of("lines") for one in own)
        rows.append(
            f"| {name} | {len(own)} | {own[0].learnt:,} | {ctc} % | {said} % | {right} %"
            f" | {endless[0]:,} of {endless[1]:,} |"
        )
    return rows


def lengths_table(results: Mapping[str, Sequence[Result]]) -> list[str]:
    """The decoder's errors by the number of characters that a line says."""
    rows = [
        "| the decoder's errors in lines of | "
        + " | ".join(f"{low} to {high}" for low, high in LENGTHS)
        + " characters |",
        "| --- |" + " ---: |" * len(LENGTHS),
    ]
    for name, own in results.items():
        cells = [Spread.of(100 * one.error("decoder", *length) for one in own).text(".1f") for length in LENGTHS]
        rows.append(f"| {name} | " + " | ".join(f"{cell} %" for cell in cells) + " |")
    return rows


def conclusions(results: Mapping[str, Sequence[Result]]) -> list[str]:
    """A sentence on each design beside attention, of either head."""
    said: list[str] = []
    for head in ("decoder", "ctc"):
        errors = {name: Spread.of(100 * one.error(head) for one in own) for name, own in results.items()}
        said += [
            f"- By the {'decoder' if head == 'decoder' else 'CTC head'}: "
            + compare(name, errors[name], ATTENTION, errors[ATTENTION], "points", ".1f")
            for name in errors
            if name != ATTENTION and ATTENTION in errors
        ]
    return said


if __name__ == "__main__":
    raise SystemExit(main())
