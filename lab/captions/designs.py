"""Trains one design small, from one seed, and judges it: by both heads, and by the length of what is to be said."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch

from lab.captions.networks import ATTENTION, DESIGNS, DesignedNetwork
from lab.captions.short_lines import StudyLines, read_study_lines
from lab.findings import store
from model.alphabet import PRINTABLE
from model.ctc import best_path
from model.strokes import Representation
from training.captioner.lines import PictureLines
from training.captioner.network import LONGEST, CaptionerNetwork
from training.captioner.settings import Caption
from training.data.augmentation import Augmentation
from training.folder_lock import locked
from training.malloc import keep_freed_memory
from training.network import Config
from training.precision import FLOAT32
from training.reader.edits import edits
from training.reader.lines import as_written
from training.recipe import Recipe
from training.run import Run
from training.train import train

SMALL = Caption(first=8, second=16, third=24, fourth=32, frame=64, embedding=32, decoder=96, attention=48, reach=15)
BATCH = 3000  # frames, two columns of pixels each
CHECKS = 4  # in a training
COUNTED = ("lines", "characters", "ctc", "decoder", "right", "endless")

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Result:
    """What a training came to. ``setup``: all else that decides it; ``learnt``: numbers that it learnt.

    ``course``: at each check the step, and the shares of characters that CTC and the decoder had wrong in some lines that
    judge. ``by_length``: over all of them, by their number of characters, see ``judge``.
    """

    design: str
    seed: int
    setup: dict[str, Any]
    learnt: int
    course: list[list[float]]
    by_length: dict[str, Counts]

    def of(self, count: str, shortest: int = 0, longest: int = 1_000) -> int:
        """A count over all lines of ``shortest`` to ``longest`` characters."""
        return sum(counts[count] for length, counts in self.by_length.items() if shortest <= int(length) <= longest)

    def error(self, head: str, shortest: int = 0, longest: int = 1_000) -> float:
        """The share of characters that "ctc" or "decoder" has wrong; NaN where there are none."""
        characters = self.of("characters", shortest, longest)
        return self.of(head, shortest, longest) / characters if characters else float("nan")


def recipe_of(design: str, seed: int, steps: int) -> Recipe:
    """The training of a design: but for that the same for all."""
    return Recipe(
        name=f"{design.replace(' ', '-').replace(',', '')}-{seed}",
        task="caption",
        network=Config(layers=1, hidden=64, dropout=0.1),
        caption=DESIGNS[design].sizes(SMALL, len(PRINTABLE) + 1),
        representation=Representation(kind="space"),
        augmentation=Augmentation(scale=0.2, shear=0.3, rotate=0.04, bend=0.12, noise=0.04, straighten=True),
        steps=steps,
        batch_points=BATCH,
        slices=1,
        rate=2e-3,
        muon_rate=0.02,
        warmup=0.03,
        weight_decay=0.03,
        clip=5.0,
        averaging=0.99,
        seed=seed,
        check_every=max(steps // CHECKS, 1),
    )


def train_one(design: str, seed: int, steps: int, data: Path, cache: Path, most: int | None, out: Path) -> Result:
    """One training from the data set, in a process of its own; see ``answer`` and ``read_study_lines``."""
    torch.set_num_threads(1)
    keep_freed_memory()
    return answer(design, seed, steps, _lines(data, cache, most), out)


@lru_cache(maxsize=1)
def _lines(data: Path, cache: Path, most: int | None) -> StudyLines:
    return read_study_lines(data, recipe_of(ATTENTION, 0, 1), cache, most)


def answer(design: str, seed: int, steps: int, lines: StudyLines, out: Path) -> Result:
    """Trains and judges, or goes on with a training that was stopped, or recalls what is kept. Raises ModelError, OSError."""
    recipe = recipe_of(design, seed, steps)
    own = asdict(replace(recipe, name="", seed=0, caption=SMALL))
    halves = (lines.learn, lines.judge)
    digests = [store.key_of([digest.hex() for digest in half.digests]) for half in halves]
    setup = {"recipe": own, "digests": digests, "lines": [len(half) for half in halves]}
    path = out / "results" / f"{recipe.name}-{store.key_of([asdict(DESIGNS[design]), setup])}.json"
    if path.exists():
        return recalled(path)
    torch.manual_seed(seed)
    network = DesignedNetwork(recipe.network, recipe.caption, PRINTABLE, DESIGNS[design])
    folder = out / path.stem
    with locked(folder), Path(os.devnull).open("w", encoding="utf-8") as nowhere:  # log.jsonl says how far it is
        run = Run(recipe, lines.learn, lines.check, folder, precision=FLOAT32, network=network)
        train(run, seconds=float("inf"), out=nowhere)
        assert isinstance(run.average, CaptionerNetwork)
        course = [
            [entry["step"], entry["dev_character_error"], entry["dev_caption_error"]]
            for entry in map(json.loads, (folder / "log.jsonl").read_text(encoding="utf-8").splitlines())
            if "dev_caption_error" in entry
        ]
        result = Result(design, seed, setup, network.learnt, course, judge(run.average, lines.judge))
        store.keep(path, asdict(result))
    return result


def recalled(path: Path) -> Result:
    """A result from its file. Raises LabError where it is damaged."""
    try:
        return Result(**(store.recall(path) or {}))
    except TypeError as error:
        raise store.damaged(path, error) from None


def judge(network: CaptionerNetwork, lines: PictureLines) -> dict[str, Counts]:
    """Over lines with so many characters: how many ``lines``, ``characters``, edits by ``ctc`` and ``decoder``, lines that the
    decoder has ``right``, and ``endless`` ones, of which it never says that they end."""
    network.eval()
    found: dict[int, Counts] = {}
    with torch.no_grad():
        for batch in lines.batches((1.0, 1.0), BATCH):
            log_probs, frames_in, frames = network(batch)
            captions = network.captions(frames, frames_in)
            for b, (written, real) in enumerate(zip(batch.written, frames_in.tolist(), strict=True)):
                wanted = as_written(written)
                counts = found.setdefault(len(wanted), dict.fromkeys(COUNTED, 0))
                by_ctc, said = (
                    edits("".join(network.alphabet[label - 1] for label in labels), wanted)
                    for labels in (best_path(log_probs[:real, b].numpy()), captions[b])
                )
                more = (1, len(wanted), by_ctc, said, said == 0, len(captions[b]) == LONGEST)
                for name, value in zip(COUNTED, more, strict=True):
                    counts[name] += int(value)
    return {str(length): found[length] for length in sorted(found)}
