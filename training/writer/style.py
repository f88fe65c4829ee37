"""``python -m training.writer.style --data DIR --out FILE``: trains the reader of a hand's style (``model.style``).

It learns to tell writers apart (``tell_writers``), then its numbers are brought to mean 0 and deviation 1 over the training
hands, and a network that writes text is trained with it as it is (``style`` of a recipe). Learnt together with that network
from chance it stayed at nothing: numbers that say little get little gradient (docs/decisions.md).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.numpy import load, save
from torch import Tensor, nn

from model.atomic_write import swap_in
from model.checkpoint import LIVE, STACKED_LSTM, CheckpointError, load_config
from model.reader_form import COLUMNS_READ, columns_read
from model.strokes import Representation, RowArray, to_rows
from training.command import run_command
from training.data.iam import DataError, read_lines, read_list
from training.data.splits import TRAIN_LIST, is_dev
from training.data.texts import read_texts
from training.data.writers import LEARN_LISTS, writers_of_forms
from training.tensors import arrays
from training.writer.network import StyleReader, WriterNetwork
from training.writer.pairs import EVEN_SHOWN, hand_of
from training.writer.prepared import PreparedLine, cache_name, keep, kept, prepare_lines
from training.writer.settings import Window
from training.writer.tell_writers import Training, train

CACHE = Path("runs/cache")
SEED = 11  # another than that of ``lab.writers``, which judges
AT_ONCE = 64  # hands

Collate = Callable[[Sequence[RowArray]], tuple[Tensor, Tensor]]


def collate_with(scale: tuple[float, float]) -> Collate:
    """Rows of lines, side by side, as ``StyleReader`` reads them; offsets are divided by ``scale``."""

    def collate(lines: Sequence[RowArray]) -> tuple[Tensor, Tensor]:
        table = np.zeros((len(lines), COLUMNS_READ, max(map(len, lines))), dtype=np.float32)
        for own, rows in zip(table, lines, strict=True):
            own[:, : len(rows)] = columns_read(rows, scale).T
        return torch.from_numpy(table), torch.tensor([len(rows) for rows in lines])

    return collate


def read_styles(reader: StyleReader, hands: Sequence[RowArray], collate: Collate) -> Tensor:
    """The vectors (hands, numbers) of hands' rows."""
    with torch.no_grad():
        parts = [reader(*collate(hands[at : at + AT_ONCE])) for at in range(0, len(hands), AT_ONCE)]
    return torch.cat(parts)


def standardise(reader: StyleReader, hands: Sequence[RowArray], collate: Collate) -> None:
    """Brings each number to mean 0 and deviation 1 over ``hands``, in place."""
    vectors = read_styles(reader, hands, collate)
    mean, deviation = vectors.mean(0), vectors.std(0)
    with torch.no_grad():
        reader.vector.weight.div_(deviation[:, None])
        reader.vector.bias.sub_(mean).div_(deviation)


def own_half_is_nearest(reader: StyleReader, forms: Sequence[Sequence[PreparedLine]], collate: Collate) -> float:
    """Of forms, each of two lines or more, the share of which one half's vector is nearest to that of the other half."""
    random = np.random.default_rng(0)
    halves = []
    for which in (0, 1):
        inks = [hand_of(lines[which::2], EVEN_SHOWN, random) for lines in forms]
        halves.append(
            nn.functional.normalize(read_styles(reader, [ink for ink in inks if ink is not None], collate), dim=1)
        )
    nearest = (halves[0] @ halves[1].T).argmax(1)
    return float((nearest == torch.arange(len(forms))).double().mean())


def fill_style(network: WriterNetwork, path: Path) -> None:
    """Puts a trained reader of styles into a network. Raises CheckpointError."""
    try:
        parts = load(path.read_bytes())
        network.text.style.load_state_dict({name: torch.from_numpy(part.copy()) for name, part in parts.items()})
    except OSError as error:
        raise CheckpointError(f"{path}: cannot be read ({error.strerror or error})") from None
    except (SafetensorError, RuntimeError) as error:
        raise CheckpointError(f"{path}: not such a reader of styles ({str(error).splitlines()[0]})") from None


def prepared(data: Path, cache: Path) -> list[PreparedLine]:
    """The training list's lines, straightened. Raises DataError, OSError."""
    names = list(dict.fromkeys(read_list(data / TRAIN_LIST)))
    path = cache / cache_name(names, Representation(), straight=True)
    lines = kept(path)
    if lines is None:
        lines = prepare_lines(read_lines(data, names)[0], read_texts(data, names), Representation(), straight=True)
        keep(path, lines)
    return lines


def main(argv: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m training.writer.style", description="Train the reader of styles.")
    parser.add_argument("--data", type=Path, required=True, help="folder of IAM-OnDB")
    parser.add_argument("--out", type=Path, required=True, help="the file to write (.safetensors)")
    parser.add_argument("--start", type=Path, default=LIVE, help="weights that the writing network begins from")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder of prepared lines")
    return run_command(parser, argv, work)


def work(options: argparse.Namespace) -> None:
    """Trains, says how well hands of held-out forms are known again, and writes. Raises DataError, ModelError, OSError."""
    scale = load_config(options.start, STACKED_LSTM)["input_scale"]
    collate = collate_with((float(scale[0]), float(scale[1])))
    writers = writers_of_forms(options.data, LEARN_LISTS)
    forms: dict[str, list[PreparedLine]] = {}
    for line in prepared(options.data, options.cache):
        forms.setdefault(line.form, []).append(line)
    learnt = {form: lines for form, lines in forms.items() if not is_dev(form) and form in writers}
    numbers = np.array([writers[form] for form, lines in learnt.items() for _ in lines], dtype=np.intp)
    if len(np.unique(numbers)) < 2:
        raise DataError(f"{options.data}: fewer than two writers' lines are there")
    rows = [to_rows(line.strokes, height=True) for lines in learnt.values() for line in lines]
    print(f"{len(rows)} lines by {len(np.unique(numbers))} writers", flush=True)
    training = Training(options.steps, seed=SEED)
    reader = train(lambda: StyleReader(Window().style), rows, numbers, collate, training, _tell)
    random = np.random.default_rng(0)
    hands = [hand_of(lines, EVEN_SHOWN, random) for lines in learnt.values()]
    standardise(reader, [hand for hand in hands if hand is not None], collate)
    held_out = [lines for form, lines in forms.items() if is_dev(form) and len(lines) > 1]
    if held_out:
        share = own_half_is_nearest(reader, held_out, collate)
        print(f"of {len(held_out)} held-out forms {share:.1%} are nearest to their own other half")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    swap_in({options.out: save(arrays(reader, ""))})
    print(f"{options.out}: {options.out.stat().st_size:,} bytes")


def _tell(step: int, loss: float) -> None:
    print(f"step {step:,}  loss {loss:.3f}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
