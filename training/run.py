"""A training under way: one step at a time, and all that going on after a kill needs.

The order of lines, their augmentation and dropout's noise depend on the seed, the step and a line's slot in the batch;
``folder.last`` holds all else. So a run that was killed and goes on ends where it would have ended, and several processes,
which share each batch's work, train what one trains.
"""

from __future__ import annotations

import copy
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from model import checkpoint
from model.checkpoint import CheckpointError, Config, Tensors
from training import provenance
from training.data.lines import TrainingLines
from training.dev_loss import judge
from training.dropout import LineDropout
from training.explosion import Watch, far_above
from training.gradient import Gradient
from training.grow_network import grow
from training.manifest import BEST, STEP, manifest, precision_of, scale_of, standing_of
from training.network import InkNetwork, parameter_count
from training.optimise import TEXT, Optimiser
from training.parallel import Team, TeamError
from training.precision import autocast, choose
from training.recipe import Recipe, rate_at
from training.run_folder import RunFolder
from training.tasks import architectures, begin_text, new_network
from training.tensors import arrays, fill, fingerprint, in_singles
from training.trained_network import TrainedNetwork


class Run:
    """A training under way: network, average, optimiser and the step they stand at."""

    def __init__(
        self,
        recipe: Recipe,
        train: TrainingLines,
        dev: TrainingLines,
        folder: Path,
        team: Team | None = None,
        precision: str | None = None,
        network: TrainedNetwork | None = None,
    ) -> None:
        """Begins, or goes on from what the folder holds. Raises CheckpointError, OSError; of several, TeamError.

        ``precision``: of the LSTM layers, or None for that which suits the processors (``training.precision``).
        ``network``: as chance has made it, in place of the recipe's own, with all the tensors of that one.
        """
        self.recipe, self.train, self.dev, self.folder = recipe, train, dev, RunFolder(folder)
        self.team = team = team or Team()
        torch.manual_seed(recipe.seed)
        self.network = new_network(recipe) if network is None else network
        self._dropout = LineDropout(recipe.network.dropout)
        self.network.dropout = self._dropout
        self.network.to(team.device)
        self.average = copy.deepcopy(self.network)
        self._gradient = Gradient(self.network)
        self.optimiser = Optimiser(
            self.network,
            rate=recipe.rate,
            muon_rate=recipe.muon_rate,
            weight_decay=recipe.weight_decay,
            text_rate=recipe.text_rate or None,
            style_rate=recipe.style_rate or None,
        )
        self.scale = train.scale()
        self.checksum = provenance.checksum(train.digests, dev.digests)
        self.step = 0
        self.best = math.inf
        self.kept: int | None = None  # the step of the last checkpoint
        self._watch = Watch()
        self._epoch, self._begun = -1, 0  # the epoch that is planned, and its first step
        self._plan: list[npt.NDArray[np.intp]] = []
        self.precision = precision or choose(team)
        self.changed = ""  # what to say of a run that goes on in another precision
        self._earlier: list[list[object]] = []  # precisions that it was in before, each with the step that ended it
        found: tuple[Path, Tensors, Config] | None = None
        with team.together():
            if team.rank == 0:
                found = self.folder.load(recipe.start, architectures(recipe), lambda: self.config(best=None))
        found = team.share(found)  # the others need not see the folder
        resumed = found is not None and found[0] == self.folder.last
        if found is not None and resumed:
            self.precision = precision or choose(team, precision_of(found[2]))
        with team.together():
            if found is not None and resumed:
                self._resume(*found[1:])
            elif found is not None:
                self._begin_from(*found)

    def indices(self) -> tuple[int, int, npt.NDArray[np.intp]]:
        """The epoch, the number in it, and the lines of this step; planned once an epoch."""
        while self.step - self._begun >= len(self._plan):
            self._begun += len(self._plan)
            self._epoch += 1
            self._plan = self.train.plan(self._epoch, self.recipe.seed, self.recipe.batch_points)
        number = self.step - self._begun
        return self._epoch, number, self._plan[number]

    def _slots(self) -> list[range]:
        """This process's parts of a batch, each as the slots of its lines in a batch of the recipe's size or less.

        Where the processes do not divide the recipe's slices each takes one part, and the sum is another in its last
        digits.
        """
        size = self.team.size
        parts = self.recipe.slices if self.recipe.slices % size == 0 else size
        each = parts // size
        most = self.recipe.batch_points  # a batch has no more lines than points
        return [range(part, most, parts) for part in range(self.team.rank * each, (self.team.rank + 1) * each)]

    def _nats(self, slots: range) -> tuple[torch.Tensor, float]:
        """The nats of a part of this step's batch, summed, and of how many units (points, characters) they are."""
        recipe, team = self.recipe, self.team
        epoch, number, indices = self.indices()
        lines = range(slots.start, min(slots.stop, len(indices)), slots.step)
        batch = self.train.batch(indices, recipe.augmentation, self.scale, (recipe.seed, epoch, number), lines)
        if not len(batch):
            return torch.zeros(()), 0.0
        batch = batch.to(team.device)
        self._dropout.begin((recipe.seed, self.step), lines)
        torch.manual_seed(recipe.seed * 1_000_003 + self.step)  # other noise depends on the step alone
        with autocast(team.device.type, self.precision):
            return self.network.total(batch)

    def advance(self) -> tuple[float, float, int]:
        """One step: (nats per unit, the gradient's norm before clipping, units), the same in each process.

        Raises FloatingPointError where one of the first two is no number, or the loss has exploded (``explosion``); the
        weights are then as they were.
        """
        recipe = self.recipe
        nats, points = self._gradient.work(self._slots(), self._nats, self.team)
        norm = self._gradient.clip(recipe.clip)
        if not math.isfinite(nats) or not math.isfinite(norm):
            raise FloatingPointError(f"step {self.step}: the loss is {nats}, its gradient {norm}; {self.good}")
        try:
            self._watch.add(nats, self._usual)
        except FloatingPointError as error:
            raise FloatingPointError(f"step {self.step}: {error}; {self.good}") from None
        self.optimiser.step(rate_at(self.step, recipe) / recipe.rate)
        self.step += 1
        decay = min(recipe.averaging, self.step / (self.step + 10))
        with torch.no_grad():
            for mean, now in zip(self.average.parameters(), self.network.parameters(), strict=True):
                mean.lerp_(now, 1 - decay)
        return nats, norm, points

    @property
    def _usual(self) -> float:
        """The lowest loss on the held-out lines so far, where that is what chooses; else infinite: unknown."""
        return self.best if self.network.chosen_by == self.network.loss else math.inf

    @property
    def good(self) -> str:
        """Which checkpoint a run that must stop leaves."""
        return self.folder.good(self.kept)

    def config(self, **scores: object) -> dict[str, object]:
        """The JSON that goes with the weights."""
        standing = {"step": self.step, "parameters": parameter_count([self.network]), "precision": self.precision}
        if self._earlier:
            standing["earlier_precisions"] = self._earlier
        data = {"lines": len(self.train), "points": self.train.points, "checksum": self.checksum}
        return manifest(self.recipe, self.scale, standing, data, scores)

    def save(self) -> None:
        """All that resuming needs, in place of the last, by rank 0; a kill or a full disk leaves the old or the new.

        Raises FloatingPointError, and leaves the old, where the weights have exploded; OSError; of several, TeamError.
        """
        # no loss shows yet what the last update did to the weights: a batch of held-out lines for each process does
        self._judge(self.network, "weights", most=1)
        with self.team.together():
            if self.team.rank == 0:
                tensors = arrays(self.network, "") | arrays(self.average, "average.")
                tensors |= {name: value.cpu().numpy() for name, value in self.optimiser.tensors().items()}
                tensors[STEP] = in_singles(self.step)
                best = self.best if math.isfinite(self.best) else None
                if best is not None:
                    tensors[BEST] = in_singles(best)
                checkpoint.save(self.folder.last, tensors, self.config(best=best))
        self.kept = self.step

    def _begin_from(self, path: Path, tensors: Tensors, config: Config) -> None:
        """Takes another run's weights, with the scale they were trained at.

        They grow where the recipe's network is wider or deeper. Raises CheckpointError.
        """
        network = self.network
        if config["architecture"] != self.config()["architecture"]:
            fill(self.network, tensors, "", path, new=TEXT)
            begin_text(self.network, self.recipe)
        elif isinstance(network, InkNetwork) and (
            config["hidden"] < network.config.hidden or config["layers"] < network.config.layers
        ):
            try:
                old = {name: torch.from_numpy(array) for name, array in tensors.items()}
                grow(network, old, config["layers"], config["hidden"])
            except ValueError as error:
                raise CheckpointError(f"{path}: of another shape than the recipe: {error}") from None
        else:
            fill(self.network, tensors, "", path)
        self.network.hold_rest()
        self.average.load_state_dict(self.network.state_dict())
        self.scale = scale_of(config)

    def _resume(self, tensors: Tensors, config: Config) -> None:
        """Goes on from ``last``. Raises CheckpointError where it is of another shape, representation or data."""
        last = self.folder.last
        reads_ink = self.recipe.task != "language"
        if reads_ink and config.get("representation") != self.recipe.representation.to_json():
            raise CheckpointError(f"{last}: in another representation than the recipe's")
        fill(self.network, tensors, "", last)
        fill(self.average, tensors, "average.", last)
        data = config.get("data")
        checksum = data.get("checksum") if isinstance(data, dict) else None
        if checksum not in (None, self.checksum):  # runs begun before checksums have none
            raise CheckpointError(
                f"{last}: trained on other data (checksum {str(checksum)[:12]}, here {self.checksum[:12]}):"
                " use that data, or another folder with this run as its start"
            )
        self.scale = scale_of(config)
        self.step, self.best = standing_of(tensors, config, last)
        if self.step:
            try:
                self.optimiser.restore({name: torch.from_numpy(array) for name, array in tensors.items()}, self.step)
            except ValueError as error:
                raise CheckpointError(f"{last}: {error}") from None
        self.kept = self.step
        self._earlier = list(config.get("training", {}).get("earlier_precisions", ()))
        begun = precision_of(config)
        if begun != self.precision:
            self._earlier.append([begun, self.step])
            self.changed = f"begun in {begun}, which this machine has not or is slow in: goes on in {self.precision}"

    def check(self) -> dict[str, float]:
        """The averaged weights' figures on the held-out lines; keeps them where what chooses is the lowest so far.

        Raises FloatingPointError where it has exploded, TeamError where the processes no longer hold the same weights.
        """
        team = self.team
        if team.size > 1 and len(set(team.gather(fingerprint(self.network)))) > 1:
            raise TeamError(f"step {self.step}: the processes' weights have come apart; {self.good}")
        figures = {f"dev_{name}": value for name, value in self._judge(self.average, "averaged weights").items()}
        chosen = figures[f"dev_{self.network.chosen_by}"]
        if chosen < self.best:
            self.best = chosen
            with team.together():
                if team.rank == 0:
                    checkpoint.save(self.folder.best, arrays(self.average, ""), self.config(**figures))
        return figures

    def _judge(self, network: TrainedNetwork, which: str, most: int | None = None) -> dict[str, float]:
        """A network's figures on the held-out lines, or on so many batches for each process.

        Raises FloatingPointError, in all processes alike, where the loss is no number or far above the best.
        """
        figures = judge(network, self.dev, self.scale, self.recipe.batch_points, self.team, self.precision, most)
        nats, usual = figures[network.loss], self._usual
        if far_above(nats, usual):
            beside = f", where {usual:.4g} was the best" if math.isfinite(usual) else ""
            raise FloatingPointError(
                f"step {self.step}: the {which} have exploded: {nats:,.4g} nats a {network.unit} on the held-out"
                f" forms{beside}; {self.good}"
            )
        return figures
