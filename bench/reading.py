"""How fast a line of ink is read, beside the same network in torch as it is trained, in one run.

    python -m bench.reading [--json] [--weights FILE] [--rounds N]

Lines of one to ten made-up words, 4 mm high. numpy and torch take turns at each line; a ratio is the median over lines and
rounds. One core; milliseconds are of the processor's time, where the system counts it finely, so that others at work on the
machine count less. ``encoder``: a picture to log-probabilities of CTC. ``decoder``: frames to a caption, greedily, in both of
the same length. ``read``: strokes to characters and their places by the likeliest path; ``read_words``: by words. ``own``: the
products with the matrices that the LSTM reads again at each frame, by themselves. All in float32; ``read`` and ``own`` again
beside a process that streams memory.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from assets import LANGUAGE
from bench.command_line import parser_of, run_bench
from bench.errors import BenchError
from bench.neighbour import Neighbour
from bench.turns import BESIDE, clock, ratio
from inkapp.ink.document import Float64Array
from model.arrays import Float32Array
from model.captioner import Captioner
from model.checkpoint import CAPTIONER, CAPTIONER_FILE, Config, Tensors, load
from model.language import Language
from model.text_model import TextModel
from model.word_beam import WordBeam
from tools.synthetic.words import write_words

WORDS = ("the", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog", "again")
COUNTS = (1, 2, 4, 6, 8, 10)  # words of the lines
X_HEIGHT_MM, GAP_MM = 4.0, 3.0
ROUNDS = 5


class EagerCaptioner:
    """The network of ``training.captioner``, a line at a time. Raises BenchError without torch."""

    def __init__(self, weights: Tensors, config: Config) -> None:
        try:
            import torch
        except ImportError:
            raise BenchError(
                "torch is not installed, and the network is written in it as it is trained: `make setup` installs it"
            ) from None
        from training.captioner.network import CaptionerNetwork
        from training.captioner.settings import Caption
        from training.network import Config as Shape

        torch.set_num_threads(1)
        self._torch = torch
        shape = Shape(config["layers"], config["hidden"])
        self._network = CaptionerNetwork(shape, Caption(**config["caption"]), config["alphabet"])
        self._network.load_state_dict({name: torch.from_numpy(np.array(array)) for name, array in weights.items()})
        self._network.eval()

    def encode(self, seen: Float32Array) -> tuple[Any, Any]:
        """A picture (channels, height, width) → its frames (time, 1, width), and log-probabilities of CTC, the same way."""
        with self._torch.inference_mode():
            pictures = self._torch.from_numpy(seen)[None]
            frames, _ = self._network.encode(pictures, self._torch.tensor([seen.shape[2]]))
            return frames, self._torch.log_softmax(self._network.head(frames), dim=2)

    def caption(self, frames: Any) -> list[int]:
        """What the decoder says of frames, greedily, without the end."""
        with self._torch.inference_mode():
            return self._network.captions(frames, self._torch.tensor([len(frames)]))[0]


@dataclass(frozen=True, eq=False, slots=True)
class _Line:
    """A line, and of each work in milliseconds what to do of it."""

    frames: int
    work: dict[str, Callable[[], object]]


def measure(weights: Tensors, config: Config, rounds: int) -> dict[str, Any]:
    """All figures of one run, as printed by ``--json``. Raises BenchError without torch."""
    net, eager = Captioner(weights, config), EagerCaptioner(weights, config)
    words = WordBeam(TextModel(Language.load(LANGUAGE)), net.alphabet)
    inks = [write_words(WORDS[:count], 20.0, 50.0, X_HEIGHT_MM, GAP_MM) for count in COUNTS]
    lines = [_works([stroke.points for stroke in ink], net, eager, words) for ink in inks]
    table = _milliseconds(lines, list(lines[0].work), rounds)
    with Neighbour():
        beside = _milliseconds(lines, ["read", "own"], rounds)
    table |= {f"{name}{BESIDE}": values for name, values in beside.items()}
    frame_bytes = sum(matrix.nbytes for matrix in net.own_matrices)
    read_bytes = np.tile([(line.frames - 1) * frame_bytes for line in lines], rounds)
    figures: dict[str, Any] = {}
    for name, values in table.items():
        figures[f"{name}_ms_median"] = round(float(np.median(values)), 2)
        figures[f"{name}_ms_p95"] = round(float(np.percentile(values, 95)), 2)
    for part in ("encoder", "decoder"):
        figures[f"{part}_speedup_over_eager"] = round(float(np.median(table[f"eager_{part}"] / table[part])), 2)
    return {
        **figures,
        **{
            f"own_gb_per_s{end}": round(float(np.median(read_bytes / table[f"own{end}"])) / 1e6, 2)
            for end in ("", BESIDE)
        },
        **{f"own_share{end}": ratio(table[f"own{end}"], table[f"read{end}"]) for end in ("", BESIDE)},
        "bytes_per_frame": frame_bytes,
        "words_share": round(float(np.median(1.0 - table["read"] / table["read_words"])), 3),
        "lines": len(lines),
        "frames": [line.frames for line in lines],
        "weights": net.name,
        "bytes": sum(array.nbytes for array in weights.values()),
        "rounds": rounds,
        "cores": 1,
    }


def _milliseconds(lines: Sequence[_Line], names: Sequence[str], rounds: int) -> dict[str, Float64Array]:
    """Of each work, line by line and round by round."""
    took: dict[str, list[float]] = {name: [] for name in names}
    for current in range(-1, rounds):  # the round −1 warms up
        for line in lines:
            for name in names:
                started = clock()
                line.work[name]()
                if current >= 0:
                    took[name].append(1000 * (clock() - started))
    return {name: np.array(values) for name, values in took.items()}


def _own_products(matrices: Sequence[Float32Array], frames: int) -> Callable[[], None]:
    work = [
        (matrix, np.ones(matrix.shape[1], dtype=np.float32), np.empty(len(matrix), dtype=np.float32))
        for matrix in matrices
    ]
    layers = [work[k : k + 2] for k in range(0, len(work), 2)]  # both directions of one step side by side

    def run() -> None:
        for layer in layers:
            for _ in range(frames - 1):
                for matrix, vector, made in layer:
                    np.dot(matrix, vector, out=made)

    return run


def _works(strokes: list[Float64Array], net: Captioner, eager: EagerCaptioner, words: WordBeam) -> _Line:
    seen = net.caption(strokes).seen
    frames = net.encode(seen)
    eager_frames, _ = eager.encode(seen)
    said = len(eager.caption(eager_frames)) + 1  # with the end
    return _Line(
        len(frames),
        {
            "encoder": lambda: net.log_probs(net.encode(seen)),
            "eager_encoder": lambda: eager.encode(seen),
            "decoder": lambda: list(net.decoder.caption(frames, said)),
            "eager_decoder": lambda: eager.caption(eager_frames),
            "read": lambda: net.read(strokes),
            "read_words": lambda: net.read(strokes, 0, words),
            "own": _own_products(net.own_matrices, len(frames)),
        },
    )


def _of_own(figures: dict[str, Any], end: str) -> str:
    return (
        f"{figures['bytes_per_frame'] / 1e6:.1f} MB a frame at {figures[f'own_gb_per_s{end}']:.0f} GB/s:"
        f" {figures[f'own_share{end}']:.0%} of a line"
    )


def table_of(figures: dict[str, Any]) -> str:
    """The figures for people."""
    rows = [
        ("encoder and CTC", "encoder", f"{figures['encoder_speedup_over_eager']:.1f} times as fast as torch"),
        ("… in torch", "eager_encoder", ""),
        ("decoder", "decoder", f"{figures['decoder_speedup_over_eager']:.1f} times as fast as torch"),
        ("… in torch", "eager_decoder", ""),
        ("a line read", "read", ""),
        ("… by words", "read_words", f"of which words take {figures['words_share']:.0%}"),
        ("… beside a neighbour", f"read{BESIDE}", ""),
        ("LSTM's own products", "own", _of_own(figures, "")),
        ("… beside a neighbour", f"own{BESIDE}", _of_own(figures, BESIDE)),
    ]
    title = (
        f"{figures['weights']}: {figures['bytes'] / 1e6:.1f} MB, {figures['lines']} lines of"
        f" {min(figures['frames'])} to {max(figures['frames'])} frames, one core, {figures['rounds']} rounds"
    )
    table = [
        f"  {name:<20}{figures[f'{key}_ms_median']:>8.1f} ms median{figures[f'{key}_ms_p95']:>8.1f} p95   {note}".rstrip()
        for name, key, note in rows
    ]
    return "\n".join((title, *table))


def measure_all(options: argparse.Namespace) -> dict[str, Any]:
    """What the options ask for. Raises BenchError, CheckpointError, LanguageError."""
    if options.rounds < 1:
        raise BenchError(f"there must be at least one round, not {options.rounds}")
    path = options.weights or CAPTIONER_FILE
    weights, config = load(path, CAPTIONER)
    with threadpool_limits(limits=1):
        figures = measure(weights, config, options.rounds)
    return figures | {"file_bytes": path.stat().st_size}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = parser_of("reading", __doc__)
    parser.add_argument("--weights", type=Path, help="of a network that captions (default: the shipped ones)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds (default {ROUNDS})")
    return run_bench(parser, arguments, measure_all, table_of)


if __name__ == "__main__":
    sys.exit(main())
