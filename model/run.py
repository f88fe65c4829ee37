"""A training under way: one step at a time, and all that going on after a kill needs.

Knows: the network, its average, the optimiser, the step they stand at, and the checkpoints of a folder.
Refuses to know: the command line, the log, archives, and how long it is to go on.

The order of lines, their variation and dropout's noise depend on the seed and the step alone; ``last`` holds all else,
so a run that was killed and goes on ends where it would have ended.
"""

from __future__ import annotations

import copy
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch  # noqa: TID253 – this is the training side

from model import checkpoint
from model.checkpoint import CheckpointError, Tensors
from model.dataset import TRAIN_LIST, Sequences
from model.network import Network, mixture_nats, parameter_count
from model.optimise import Optimiser
from model.recipe import Recipe, rate_at
from model.widen import widen

STEP, BEST = "run.step", "run.best"  # tensors of ``last`` that say where it stands, whatever JSON lies beside it


def mean_nats(network: Network, data: Sequences, scale: tuple[float, float], points: int) -> float:
    """Nats per point over a split, in scaled units, each line from the zero state."""
    network.eval()
    total = count = 0.0
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for batch in data.batches(scale, points):
            nats = mixture_nats(network(batch.rows)[0], batch.target)
            total += float((nats * batch.mask).sum())
            count += float(batch.mask.sum())
    network.train()
    return total / count


def in_singles(value: float) -> npt.NDArray[np.float32]:
    """A number as three of single precision whose sum it is, exactly: what a checkpoint's tensors can hold."""
    parts = []
    for _ in range(3):
        parts.append(np.float32(value))
        value -= float(parts[-1])
    return np.array(parts, dtype=np.float32)


def from_singles(parts: npt.NDArray[np.float32]) -> float:
    """The number that ``in_singles`` took apart."""
    return math.fsum(parts.tolist())


def fill(network: Network, tensors: Tensors, prefix: str, path: Path) -> None:
    """Puts a checkpoint's tensors into a network. Raises CheckpointError, one line, where they do not fit."""
    for name, wanted in network.state_dict().items():
        found = tensors.get(prefix + name)
        if found is None or found.shape != tuple(wanted.shape):
            have = "missing" if found is None else f"of shape {found.shape}"
            raise CheckpointError(
                f"{path}: of another shape than the recipe: {prefix + name} is {have}, not of {tuple(wanted.shape)}"
            )
    network.load_state_dict({name: torch.from_numpy(tensors[prefix + name]) for name in network.state_dict()})


class Run:
    """A training under way: network, average, optimiser and the step they stand at."""

    def __init__(self, recipe: Recipe, train: Sequences, dev: Sequences, folder: Path) -> None:
        self.recipe, self.train, self.dev, self.folder = recipe, train, dev, folder
        torch.manual_seed(recipe.seed)
        self.network = Network(recipe.network)
        self.average = copy.deepcopy(self.network)
        self.optimiser = Optimiser(
            self.network, rate=recipe.rate, muon_rate=recipe.muon_rate, weight_decay=recipe.weight_decay
        )
        self.scale = train.scale()
        self.step = 0
        self.best = math.inf
        self.kept: int | None = None  # the step of the last checkpoint
        self._epoch, self._begun = -1, 0  # the epoch that is planned, and its first step
        self._plan: list[npt.NDArray[np.intp]] = []
        for stale in (s for kind in ("last", "best", "log") for s in folder.glob(f".{kind}.*")):
            stale.unlink(missing_ok=True)  # half a file that a kill left
        if recipe.start and not self.last.with_suffix(".json").exists():
            self.begin_from(Path(recipe.start))
        if self.last.exists() or self.last.with_suffix(".json").exists():
            self.resume()

    def indices(self) -> tuple[int, int, npt.NDArray[np.intp]]:
        """The epoch, the number in it, and the lines of this step; planned once an epoch."""
        while self.step - self._begun >= len(self._plan):
            self._begun += len(self._plan)
            self._epoch += 1
            self._plan = self.train.plan(self._epoch, self.recipe.seed, self.recipe.batch_points)
        number = self.step - self._begun
        return self._epoch, number, self._plan[number]

    def advance(self) -> tuple[float, float, int]:
        """One step: (nats per point, the gradient's norm before clipping, real points)."""
        recipe = self.recipe
        epoch, number, indices = self.indices()
        batch = self.train.batch(indices, recipe.augmentation, self.scale, (recipe.seed, epoch, number))
        torch.manual_seed(recipe.seed * 1_000_003 + self.step)  # dropout's noise depends on the step alone
        with torch.autocast("cpu", torch.bfloat16):
            head, _ = self.network(batch.rows)
        loss = (mixture_nats(head, batch.target) * batch.mask).sum() / batch.mask.sum()
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        norm = float(torch.nn.utils.clip_grad_norm_(self.network.parameters(), recipe.clip))
        value = float(loss.detach())
        if not math.isfinite(value) or not math.isfinite(norm):
            kept = "there is no checkpoint yet" if self.kept is None else f"{self.last} of step {self.kept} is good"
            raise FloatingPointError(f"step {self.step}: the loss is {value}, its gradient {norm}; {kept}")
        self.optimiser.step(rate_at(self.step, recipe) / recipe.rate)
        self.step += 1
        decay = min(recipe.averaging, self.step / (self.step + 10))
        with torch.no_grad():
            for mean, now in zip(self.average.parameters(), self.network.parameters(), strict=True):
                mean.lerp_(now, 1 - decay)
        return value, norm, int(batch.mask.sum())

    def config(self, **scores: object) -> dict[str, object]:
        """The JSON that goes with the weights."""
        recipe = self.recipe
        network = recipe.network.to_json()
        inputs = ["dx", "dy", "lift", "height"][: recipe.network.inputs]
        return {
            "name": recipe.name,
            **{key: network[key] for key in ("layers", "hidden", "components")},
            "inputs": inputs,
            "input_scale": list(self.scale),
            "representation": recipe.representation.to_json(),
            "scores": scores,
            "training": {
                "recipe": recipe.name,
                "step": self.step,
                "steps": recipe.steps,
                "seed": recipe.seed,
                "parameters": parameter_count([self.network]),
            },
            "data": {"set": "IAM-OnDB", "list": TRAIN_LIST, "lines": len(self.train), "points": self.train.points},
        }

    @property
    def last(self) -> Path:
        """The checkpoint to resume from."""
        return self.folder / "last.safetensors"

    def save(self) -> None:
        """All that resuming needs, in place of the last; a kill leaves the old or the new."""
        tensors = {k: v.numpy() for k, v in self.network.state_dict().items()}
        tensors |= {f"average.{k}": v.numpy() for k, v in self.average.state_dict().items()}
        tensors |= {name: value.numpy() for name, value in self.optimiser.tensors().items()}
        tensors[STEP] = in_singles(self.step)
        best = self.best if math.isfinite(self.best) else None
        if best is not None:
            tensors[BEST] = in_singles(best)
        checkpoint.save(self.last, tensors, self.config(best=best))
        self.kept = self.step

    def begin_from(self, path: Path) -> None:
        """Takes another run's weights, with the scale they were trained at.

        They are widened where the recipe's network is wider. Raises CheckpointError.
        """
        tensors, config = checkpoint.load(path)
        if config["hidden"] < self.network.config.hidden:
            try:
                old = {name: torch.from_numpy(array) for name, array in tensors.items()}
                widen(self.network, old, config["hidden"])
            except ValueError as error:
                raise CheckpointError(f"{path}: of another shape than the recipe: {error}") from None
        else:
            fill(self.network, tensors, "", path)
        self.network.hold_rest()
        self.average.load_state_dict(self.network.state_dict())
        self.scale = (float(config["input_scale"][0]), float(config["input_scale"][1]))

    def resume(self) -> None:
        """Goes on from ``last``. Raises CheckpointError where it is damaged or of another shape or representation."""
        last = self.last
        if not last.with_suffix(".json").exists():  # killed between the first two files of all
            checkpoint.save_config(last, self.config(best=None))
        tensors, config = checkpoint.load(last)
        if config.get("representation") != self.recipe.representation.to_json():
            raise CheckpointError(f"{last}: in another representation than the recipe's")
        fill(self.network, tensors, "", last)
        fill(self.average, tensors, "average.", last)
        self.scale = (float(config["input_scale"][0]), float(config["input_scale"][1]))
        try:
            if STEP in tensors:
                self.step, best = int(from_singles(tensors[STEP])), tensors.get(BEST)
                self.best = math.inf if best is None else from_singles(best)
            else:  # of a run begun before the tensors said so
                self.step, told = int(config["training"]["step"]), config["scores"]["best"]
                self.best = math.inf if told is None else float(told)
        except (KeyError, TypeError, ValueError):
            raise CheckpointError(f"{last}: does not say at which step it stands") from None
        if self.step:
            try:
                self.optimiser.restore({name: torch.from_numpy(array) for name, array in tensors.items()}, self.step)
            except ValueError as error:
                raise CheckpointError(f"{last}: {error}") from None
        self.kept = self.step

    def check(self) -> float:
        """Log-loss of the averaged weights on the kept-back forms; keeps them where it is the lowest."""
        nats = mean_nats(self.average, self.dev, self.scale, self.recipe.batch_points)
        if nats < self.best:
            self.best = nats
            weights = {k: v.numpy() for k, v in self.average.state_dict().items()}
            checkpoint.save(self.folder / "best.safetensors", weights, self.config(dev_nats_per_point=nats))
        return nats
