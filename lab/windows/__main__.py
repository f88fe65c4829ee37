"""Windows over a text, compared: ``python -m lab.windows --data DIR [--steps N] [--minutes M] [--only NAME …]``.

Each begins from the shipped live network and learns the same lines in the same order, by the recipe that the shipped writer
began with. Trainings and figures are kept in a folder, so that a comparison that was killed or stopped goes on. Under
``torchrun --nproc-per-node N -m lab.windows …`` N processes train together, and the first one judges.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from inkapp.ink.typed_text import TextStyle
from lab.findings import store
from lab.windows.judge import Figures, Legibility, continuing, judge, read_judges, real
from lab.windows.networks import FeedbackWriter
from lab.windows.training import ratio, recall, train
from lab.windows.variants import FIRST, VARIANTS, begin, folder_of, shipped
from model.checkpoint import READER, WRITER, load_config
from model.reader import Reader
from model.trace import Controls
from training.command import FAULTS, tell
from training.folder_lock import locked
from training.malloc import keep_freed_memory
from training.parallel import Team, join
from training.recipe import read_recipe
from training.run import Run
from training.tensors import fingerprint
from training.writer.read import read_pairs

RECIPE = Path("training/recipes/write/1.toml")
ROUNDS = "seconds.json"
SHIPPED = "shipped writer"


def main(argv: list[str] | None = None) -> int:
    """The command line; what is foreseen to go wrong gives one line on stderr and 2."""
    parser = argparse.ArgumentParser(prog="python -m lab.windows", description="Windows over a text, compared.")
    parser.add_argument("--data", type=Path, required=True, help="folder of IAM-OnDB")
    parser.add_argument("--recipe", type=Path, default=RECIPE, help="whose start, lines and rates all have")
    parser.add_argument("--steps", type=int, default=300, help="of each training (default: 300)")
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop, resumable, after so long")
    parser.add_argument("--only", nargs="+", metavar="NAME", help=f"these, beside {FIRST}: {', '.join(VARIANTS)}")
    parser.add_argument("--out", type=Path, default=Path("runs/windows"), help="what is kept")
    parser.add_argument("--cache", type=Path, help="folder of prepared lines (default: that of all runs)")
    parser.add_argument("--lines", type=int, default=400, help="of the validation list that judge (default: 400)")
    parser.add_argument("--texts", type=int, default=100, help="of those, to be written (default: 100)")
    parser.add_argument("--temperature", type=float, default=TextStyle().temperature)
    parser.add_argument("--reader", type=Path, default=READER, help="the network that reads what was written")
    parser.add_argument("--writer", type=Path, default=WRITER, help="one to be judged beside them, as it is")
    options = parser.parse_args(argv)
    keep_freed_memory()
    try:
        with join() as team:
            try:
                with ExitStack() as held:
                    with team.together():
                        if team.rank == 0:
                            held.enter_context(locked(options.out))
                    runs = compare(options, team)
            except FAULTS as error:
                if team.speaks(error):
                    tell(parser, error)
                return 2
        if runs and team.rank == 0:  # the others have left
            told(options, runs)
    except KeyboardInterrupt:
        if os.environ.get("RANK", "0") == "0":
            print("stopped; the last checkpoints stand", file=sys.stderr)
        return 130
    except FAULTS as error:
        tell(parser, error)
        return 2
    return 0


def compare(options: argparse.Namespace, team: Team) -> dict[str, Run]:
    """Trains what the command names; nothing where the time was over first. Raises ModelError, ValueError, OSError."""
    unknown = sorted(set(options.only or ()) - set(VARIANTS))
    if unknown:
        raise ValueError(f"there is no window {unknown[0]!r} (known: {', '.join(VARIANTS)})")
    plain = read_recipe(options.recipe)  # its own number of steps stays: the warm-up is a share of them
    if plain.task != "write" or not plain.start:
        raise ValueError(f"{options.recipe}: must be to write texts, from weights that continue ink")
    if not 0 < options.steps <= plain.steps:
        raise ValueError(f"--steps must be in 1 … {plain.steps}, the recipe's, not {options.steps}")
    names = list(dict.fromkeys((FIRST, *(options.only or VARIANTS))))
    halves = read_pairs(options.data, plain, team, options.cache or options.out.parent / "cache")
    runs = begin(names, plain, halves, options.out, team)
    if team.rank == 0:
        print(f"windows: {runs[FIRST].precision}, {team.size} process(es), from {plain.start}", flush=True)
    if train(runs, options.steps, options.minutes * 60, options.out / ROUNDS, team):
        return runs
    if team.rank == 0:
        print("windows: the time is over; the same command goes on", flush=True)
    return {}


def told(options: argparse.Namespace, runs: Mapping[str, Run]) -> None:
    """Judges the averaged networks, and the shipped one, and prints the table. Raises ModelError, OSError, ValueError."""
    plain = runs[FIRST].recipe
    start, reader = Path(plain.start), Reader.load(options.reader)
    judges = read_judges(options.data, plain.representation, options.lines, options.texts)
    networks = {name: (run.average, load_config(start)) for name, run in runs.items()} | {
        SHIPPED: shipped(options.writer)
    }
    figures: dict[str, Figures] = {}
    for name, (network, config) in networks.items():
        assert isinstance(network, FeedbackWriter)
        folder = folder_of(options.out, name)
        decides = [fingerprint(network), judges.names, judges.texts, options.temperature, reader.name]
        path = folder / f"figures-{store.key_of(decides)}.json"
        kept = store.recall(path)
        if kept is None:
            folder.mkdir(exist_ok=True)
            controls, trunk = Controls(options.temperature), folder / "trunk.safetensors"
            figures[name] = judge(network, judges, config, reader, controls, plain.seed, trunk)
            store.keep(path, figures[name].to_json())
        else:
            try:
                figures[name] = Figures.of_json(kept)
            except (KeyError, TypeError, ValueError) as error:
                raise store.damaged(path, error) from None
        print(f"windows: {name} is judged", flush=True)
    rounds = recall(options.out / ROUNDS)
    times = {name: ratio(rounds, name, FIRST) for name in networks}
    steps = sorted({run.step for run in runs.values()})
    print(f"\nSteps: {', '.join(map(str, steps))}; {len(judges.samples)} lines, {len(judges.texts)} texts.\n")
    print("\n".join(table(figures, times, real(judges, reader), continuing(start, judges))))


def table(
    figures: Mapping[str, Figures], times: Mapping[str, float | None], people: Legibility, live: float
) -> Sequence[str]:
    """The comparison; ``people``: how well their own lines are read, ``live``: what continues ink as it is shipped."""
    rows = [
        "| window | nats a point with its text | another's text costs | ink alone | a step's work | characters read wrong, % |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, one in figures.items():
        time = "" if times[name] is None else f"{times[name]:.2f}"
        other = f"{one.other - one.told:+.3f}"
        numbers = f"{one.told:.3f} | {other} | {one.alone:.4f}".replace("-", "−")
        rows.append(f"| {name} | {numbers} | {time} | {_percent(one.legibility)} |")
    rows.append(f"| shipped live network | | | {f'{live:.4f}'.replace('-', '−')} | | |")
    rows.append(f"| people | | | | | {_percent(people)} |")
    return rows


def _percent(found: Legibility) -> str:
    return f"{100 * found.error:.1f} ({100 * found.low:.1f} to {100 * found.high:.1f})"


if __name__ == "__main__":
    raise SystemExit(main())
