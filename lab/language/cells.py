"""Cells of a network over characters that mean something: ``python -m lab.language.cells --network FILE --fit A --text B``.

Every cell is asked how well it alone tells each feature of ``features``, fitted on one text and judged on another: AUC for
yes or no, R² for numbers, as ``lab.cells.scores`` has them. Then the cell that tells best whether the text is inside quotation
marks is held at what it says inside and outside, to see what it does (Karpathy, Johnson and Fei-Fei 2015 only looked). A
network of the same form as chance made it stands beside.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lab.cells.scores import Target, auc, group_counts, interval, replicates, survey
from lab.language.cells_figure import draw
from lab.language.features import BINARY, INSIDE, NAMES, measure, since_mark
from lab.language.texts import free_text
from lab.language.together import Hold, read_together
from lab.tell_figures import tell
from model.arrays import Float32Array
from model.atomic_write import swap_in
from model.character_form import character_shapes
from model.character_lstm import CharacterLstm
from model.checkpoint import CHARACTER_LSTM, Config, Tensors, load
from training.command import run_command

FIGURE = Path("docs/lab/characters.svg")
LONGEST = 1000  # characters of a text that is asked
AGO = ((1, 10), (10, 30), (30, 100), (100, 1000))  # characters since the last quotation mark
TIMES = 200  # samples of a bootstrap
MARK, ENDS_SPEECH = '"', ".?!,"


@dataclass(frozen=True, eq=False, slots=True)
class Asked:
    """Texts' characters in a row: what the cells are at each, (cells, characters), and what each is."""

    cells: Float32Array
    target: Target
    ago: Float32Array


@dataclass(frozen=True, slots=True)
class Told:
    """A cell that tells a feature: which, from layer 0 on, whether high means yes (1) or low does (−1), and its score on the
    judging text, AUC of yes or no (``binary``) or R², with the interval of a bootstrap over texts."""

    cell: int
    sign: float
    binary: bool
    score: float
    low: float
    high: float

    def __str__(self) -> str:
        kind = "AUC" if self.binary else "R²"
        return f"cell {self.cell}, {kind} {self.score:.3f} ({self.low:.3f} … {self.high:.3f})"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.language.cells", description="Which cells mean something.")
    parser.add_argument("--network", type=Path, required=True, help="weights of a network over characters")
    parser.add_argument("--fit", type=Path, required=True, help="a text, a paragraph a line, that chooses the cells")
    parser.add_argument("--text", type=Path, required=True, help="another one, that judges them")
    parser.add_argument("--characters", type=int, default=60_000, help="of each text, at most (default: 60,000)")
    parser.add_argument("--figure", type=Path, default=FIGURE, help=f"default: {FIGURE}")
    return run_command(parser, arguments, ask)


def ask(options: argparse.Namespace) -> None:
    """Prints what is found and draws it. Raises ModelError, OSError, ValueError."""
    weights, config = load(options.network, CHARACTER_LSTM)
    network = CharacterLstm(weights, config)
    fitting, judging = (chosen(path, options.characters) for path in (options.fit, options.text))
    asked = ask_cells(network, fitting), ask_cells(network, judging)
    best = best_cells(*asked)
    for name, told in best.items():
        print(f"{name}: {told}")
    if NAMES[INSIDE] not in best:
        raise ValueError("a text that has no quotation marks says nothing of them")
    quotes = best[NAMES[INSIDE]]
    by_chance = CharacterLstm(untrained(config), config)
    control = ask_cells(by_chance, fitting), ask_cells(by_chance, judging)
    other = best_cells(*control, INSIDE)[NAMES[INSIDE]]
    print(f"untrained, {NAMES[INSIDE]}: {other}")
    both = remembered(asked[1], quotes), remembered(control[1], other)
    for (low, high), trained, chance in zip(AGO, *both, strict=True):
        tell({f"{low} to {high} characters after the mark": trained, "untrained": chance})
    tell(held(network, asked[0], quotes.cell, judging))
    options.figure.parent.mkdir(parents=True, exist_ok=True)
    swap_in({options.figure: draw(network, quotes.cell, quotes.sign)})
    print(f"{options.figure}: written")


def chosen(path: Path, characters: int) -> list[str]:
    """Texts of a file in a random order, up to so many characters; those that are too long are left out. Raises DataError."""
    texts = [text for text in free_text(path).running if len(text) <= LONGEST]
    order = np.random.default_rng(1).permutation(len(texts))
    ends = np.cumsum([len(texts[number]) for number in order])
    return [texts[number] for number in order[: max(1, int(np.searchsorted(ends, characters)))]]


def untrained(config: Config) -> Tensors:
    """Weights of the same form as chance makes them: as wide as torch's own, forget gates open."""
    random = np.random.default_rng(1)
    width = config["hidden"] ** -0.5
    made = {
        name: random.uniform(-width, width, shape).astype(np.float32)
        for name, shape in character_shapes(config).items()
    }
    for k in range(config["layers"]):
        made[f"lstm.{k}.bias_ih_l0"][config["hidden"] : 2 * config["hidden"]] = 1.0
    return made


def ask_cells(network: CharacterLstm, texts: Sequence[str]) -> Asked:
    """The tanh of all cells after each character of each text, each text from a paragraph's beginning."""
    lengths = [len(text) for text in texts]
    starts = np.cumsum([0, *lengths])
    cells = np.empty((network.layers * network.hidden, int(starts[-1])), dtype=np.float32)
    for step in read_together(network, texts, ""):
        rows = [row for row, number in enumerate(step.numbers) if 1 <= step.at <= lengths[number]]
        if rows:
            places = [int(starts[step.numbers[row]]) + step.at - 1 for row in rows]
            cells[:, places] = np.tanh(step.state.cell[:, rows]).transpose(0, 2, 1).reshape(-1, len(rows))
    values = np.concatenate([measure(text) for text in texts])
    groups = np.repeat(np.arange(len(texts)), lengths)
    return Asked(cells, Target(values, BINARY, groups), np.concatenate([since_mark(text) for text in texts]))


def best_cells(fitting: Asked, judging: Asked, only: int | None = None) -> dict[str, Told]:
    """Of each feature, or of one, the cell that tells it best on the fitting text."""
    scored = np.array([only is None or feature == only for feature in range(len(NAMES))])
    found = survey([_block(fitting, judging)], fitting.target, judging.target, scored)
    weights = group_counts(judging.target.count, TIMES)
    best: dict[str, Told] = {}
    for feature in np.flatnonzero(scored).tolist():
        fit = found.fit[:, feature]
        if not np.isfinite(fit).any():
            continue
        cell = int(np.nanargmax(fit))
        sign, slope, intercept = (float(part[cell, feature]) for part in (found.sign, found.slope, found.intercept))
        again = replicates(judging.cells[cell], judging.target, feature, (sign, slope, intercept), weights)
        best[NAMES[feature]] = Told(
            cell, sign, bool(BINARY[feature]), float(found.held[cell, feature]), *interval(again)
        )
    return best


def _block(fitting: Asked, judging: Asked) -> Callable[[], tuple[Float32Array, Float32Array]]:
    return lambda: (fitting.cells, judging.cells)


def remembered(asked: Asked, told: Told) -> list[float]:
    """How well a cell tells whether the text is inside quotation marks, by how long ago the last mark was; nan: not enough."""
    scores = []
    for low, high in AGO:
        with np.errstate(invalid="ignore"):
            there = (asked.ago >= low) & (asked.ago < high)
        part = Target(asked.target.values[there][:, [INSIDE]], BINARY[[INSIDE]], asked.target.groups[there])
        scores.append(float(auc(np.float32(told.sign) * asked.cells[[told.cell]][:, there], part)[0, 0]))
    return scores


def held(network: CharacterLstm, fitting: Asked, cell: int, texts: Sequence[str]) -> dict[str, float]:
    """What holding a cell does: how many nats the odds of a quotation mark behind a mark that may end speech go up or down.

    It is held at its means inside and outside quotation marks, from the text's beginning on. Places inside such marks, where
    the next one closes, and outside, where it opens, are told apart. The mean over all of them, against the free network.
    """
    layer, unit = divmod(cell, network.hidden)
    inside = fitting.target.values[:, INSIDE]
    free = _odds(network, texts, None)
    found: dict[str, float] = {}
    for name, yes in (("inside", 1), ("outside", 0)):
        mean = float(fitting.cells[cell, inside == yes].mean())
        moved = _odds(network, texts, Hold(layer, unit, float(np.arctanh(np.clip(mean, -0.999, 0.999)))))
        for place, own in (("inside", 1.0), ("outside", 0.0)):
            there = free[:, 1] == own
            if there.any():
                found[f"held as {name}, text {place}"] = float((moved[there, 0] - free[there, 0]).mean())
    return found


def _odds(network: CharacterLstm, texts: Sequence[str], hold: Hold | None) -> npt.NDArray[np.float64]:
    """(places, 2): log odds of a quotation mark behind each of ``ENDS_SPEECH``, and whether the text is inside such marks."""
    mark = network.alphabet.index(MARK) + 1
    told = [measure(text)[:, INSIDE] for text in texts]
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for step in read_together(network, texts, "", hold):
        for row, number in enumerate(step.numbers):
            last = step.at - 1
            if (
                0 <= last < len(texts[number])
                and texts[number][last] in ENDS_SPEECH
                and np.isfinite(told[number][last])
            ):
                chance = min(float(np.exp(step.state.log_chances[row, mark])), 1 - 1e-9)
                found[number, last] = (float(np.log(chance / (1 - chance))), float(told[number][last]))
    return np.array([found[place] for place in sorted(found)]).reshape(-1, 2)


if __name__ == "__main__":
    raise SystemExit(main())
