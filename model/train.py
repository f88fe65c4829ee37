"""Training: ``python -m model.train CONFIG --data DIR [--out DIR] [--minutes M]``.

Knows: the recipe of a TOML file (one in ``model/recipes``), the optimiser, the log, and how to be killed and go on
to the same result: the order of lines, their variation and dropout's noise depend on the seed and the step alone,
and a checkpoint holds all else.
Refuses to know: sampling and the app.

A run's folder holds ``last.safetensors`` + ``last.json`` (to resume), ``best.safetensors`` + ``best.json`` (lowest
log-loss on the kept-back forms; averaged weights) and ``log.jsonl``.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import sys
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import IO, Any

import torch

from model import checkpoint
from model.dataset import Augmentation, Sequences, is_dev
from model.iam import DataError, read_lines, read_list
from model.network import Config, Network, mixture_nats, parameter_count
from model.strokes import Representation

TRAIN_LIST = "graves-train.txt"


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides a run. ``batch_points``: padded rows a step. ``averaging``: decay of the weights' average.

    ``start``: weights to begin from instead of chance, such as another run's best; they must have the same shape.
    """

    name: str
    start: str = ""
    network: Config = field(default_factory=Config)
    representation: Representation = field(default_factory=Representation)
    augmentation: Augmentation = field(default_factory=Augmentation)
    steps: int = 1000
    batch_points: int = 10_000
    rate: float = 2e-3
    warmup: float = 0.05
    weight_decay: float = 1e-4
    clip: float = 1.0
    averaging: float = 0.998
    seed: int = 1
    check_every: int = 200


def _build(kind: type[Any], values: Mapping[str, Any], where: str) -> Any:
    known = {f.name for f in fields(kind)}
    unknown = sorted(set(values) - known)
    if unknown:
        raise ValueError(f"{where}: no such setting: {', '.join(unknown)} (known: {', '.join(sorted(known))})")
    return kind(**values)


def read_recipe(path: Path) -> Recipe:
    """A recipe from TOML. Raises ValueError, one line, for what is missing, unknown or not TOML."""
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path}: not a recipe ({error})") from None
    parts = {"network": Config, "representation": Representation, "augmentation": Augmentation}
    for part, kind in parts.items():
        values[part] = _build(kind, values.get(part, {}), f"{path} [{part}]")
    values.setdefault("name", path.stem)
    recipe: Recipe = _build(Recipe, values, str(path))
    return recipe


def rate_at(step: int, recipe: Recipe) -> float:
    """The one-cycle rate (Smith and Topin 2018): a linear rise over ``warmup``, then a cosine fall to a hundredth."""
    rise = max(1, int(recipe.warmup * recipe.steps))
    if step < rise:
        return recipe.rate * (step + 1) / rise
    done = min((step - rise) / max(1, recipe.steps - rise), 1.0)
    return recipe.rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * done)))


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


class Run:
    """A training under way: network, average, optimiser and the step they stand at."""

    def __init__(self, recipe: Recipe, train: Sequences, dev: Sequences, folder: Path) -> None:
        self.recipe, self.train, self.dev, self.folder = recipe, train, dev, folder
        torch.manual_seed(recipe.seed)
        self.network = Network(recipe.network)
        self.average = copy.deepcopy(self.network)
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), lr=recipe.rate, betas=(0.9, 0.99), weight_decay=recipe.weight_decay
        )
        self.scale = train.scale()
        self.step = 0
        self.best = math.inf
        self.plans: tuple[int, list[Any]] = (-1, [])
        if (folder / "last.json").exists():
            self.resume()
        elif recipe.start:
            self.begin_from(Path(recipe.start))

    def indices(self) -> tuple[int, int, Any]:
        """The epoch, the number in it, and the lines of this step; planned once an epoch."""
        epoch, number = 0, self.step
        while True:
            if self.plans[0] != epoch:
                self.plans = (epoch, self.train.plan(epoch, self.recipe.seed, self.recipe.batch_points))
            if number < len(self.plans[1]):
                return epoch, number, self.plans[1][number]
            number -= len(self.plans[1])
            epoch += 1

    def advance(self) -> tuple[float, float, int]:
        """One step: (nats per point, the gradient's norm before clipping, real points)."""
        recipe = self.recipe
        epoch, number, indices = self.indices()
        batch = self.train.batch(indices, recipe.augmentation, self.scale, (recipe.seed, epoch, number))
        torch.manual_seed(recipe.seed * 1_000_003 + self.step)  # dropout's noise depends on the step alone
        for group in self.optimiser.param_groups:
            group["lr"] = rate_at(self.step, recipe)
        with torch.autocast("cpu", torch.bfloat16):
            head, _ = self.network(batch.rows)
        loss = (mixture_nats(head, batch.target) * batch.mask).sum() / batch.mask.sum()
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        norm = float(torch.nn.utils.clip_grad_norm_(self.network.parameters(), recipe.clip))
        value = float(loss.detach())
        if not math.isfinite(value) or not math.isfinite(norm):
            raise FloatingPointError(
                f"step {self.step}: the loss is {value}, its gradient {norm}; last good: {self.folder}"
            )
        self.optimiser.step()
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

    def save(self) -> None:
        """All that resuming needs, in place of the last; a kill leaves the old or the new."""
        tensors = {k: v.numpy() for k, v in self.network.state_dict().items()}
        tensors |= {f"average.{k}": v.numpy() for k, v in self.average.state_dict().items()}
        names = [name for name, _ in self.network.named_parameters()]
        moments = self.optimiser.state_dict()["state"]
        for i, state in moments.items():
            tensors |= {f"{key}.{names[i]}": state[key].numpy() for key in ("exp_avg", "exp_avg_sq")}
        best = self.best if math.isfinite(self.best) else None
        checkpoint.save(self.folder / "last.safetensors", tensors, self.config(best=best))

    def begin_from(self, path: Path) -> None:
        """Takes another run's weights, with the scale they were trained at. Raises CheckpointError."""
        tensors, config = checkpoint.load(path)
        try:
            weights = {k: torch.from_numpy(tensors[k]) for k in self.network.state_dict()}
            self.network.load_state_dict(weights)
        except (RuntimeError, KeyError) as error:
            raise checkpoint.CheckpointError(f"{path}: of another shape than the recipe ({error})") from None
        self.network.hold_rest()
        self.average.load_state_dict(self.network.state_dict())
        self.scale = (float(config["input_scale"][0]), float(config["input_scale"][1]))

    def resume(self) -> None:
        """Goes on from ``last``. Raises CheckpointError where it is damaged or of another shape."""
        path = self.folder / "last.safetensors"
        tensors, config = checkpoint.load(path)
        try:
            for prefix, module in (("", self.network), ("average.", self.average)):
                names = module.state_dict()
                module.load_state_dict({k: torch.from_numpy(tensors[prefix + k]) for k in names})
            self.scale = (float(config["input_scale"][0]), float(config["input_scale"][1]))
            self.step = int(config["training"]["step"])
            best = config["scores"]["best"]
            self.best = math.inf if best is None else float(best)
        except (RuntimeError, KeyError, TypeError) as error:
            raise checkpoint.CheckpointError(f"{path}: of another shape than the recipe ({error})") from None
        state = self.optimiser.state_dict()
        state["state"] = {
            i: {
                "step": torch.tensor(float(self.step)),
                "exp_avg": torch.from_numpy(tensors[f"exp_avg.{name}"]),
                "exp_avg_sq": torch.from_numpy(tensors[f"exp_avg_sq.{name}"]),
            }
            for i, (name, _) in enumerate(self.network.named_parameters())
        }
        if self.step:
            self.optimiser.load_state_dict(state)

    def check(self) -> float:
        """Log-loss of the averaged weights on the kept-back forms; keeps them where it is the lowest."""
        nats = mean_nats(self.average, self.dev, self.scale, self.recipe.batch_points)
        if nats < self.best:
            self.best = nats
            weights = {k: v.numpy() for k, v in self.average.state_dict().items()}
            checkpoint.save(self.folder / "best.safetensors", weights, self.config(dev_nats_per_point=nats))
        return nats


def train(run: Run, *, seconds: float, out: IO[str] = sys.stdout) -> None:
    """Steps until the recipe's end or until ``seconds`` are over, with a log line every few steps."""
    began = last = time.monotonic()
    first, points, total, grad = run.step, 0, 0.0, 0.0
    with (run.folder / "log.jsonl").open("a", encoding="utf-8") as log:
        while run.step < run.recipe.steps and time.monotonic() - began < seconds:
            nats, norm, n = run.advance()
            points, total, grad = points + n, total + nats * n, max(grad, norm)
            checked = run.step % run.recipe.check_every == 0 or run.step == run.recipe.steps
            if run.step % 20 == 0 or checked:
                now = time.monotonic()
                left = (now - began) / max(run.step - first, 1) * (run.recipe.steps - run.step)
                entry = {
                    "step": run.step,
                    "nats_per_point": total / points,
                    "gradient_norm_max": grad,
                    "rate": rate_at(run.step, run.recipe),
                    "points_per_s": points / (now - last),
                    "minutes_left": left / 60,
                }
                last, points, total, grad = now, 0, 0.0, 0.0
                if checked:
                    entry["dev_nats_per_point"] = run.check()
                    run.save()
                log.write(json.dumps({k: round(v, 5) for k, v in entry.items()}) + "\n")
                log.flush()
                print("  ".join(f"{k} {v:,.4g}" for k, v in entry.items()), file=out, flush=True)
    run.save()


def main(argv: list[str] | None = None) -> int:
    """The command line; a wrong recipe, list or archive gives one line on stderr and 2."""
    parser = argparse.ArgumentParser(prog="python -m model.train", description="Train a network on IAM-OnDB.")
    parser.add_argument("config", type=Path, help="a recipe, such as model/recipes/live.toml")
    parser.add_argument("--data", type=Path, required=True, help="folder with the official archives, or unpacked")
    parser.add_argument("--out", type=Path, help="the run's folder (default: runs/NAME)")
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop, resumable, after so long")
    parser.add_argument("--threads", type=int, default=0, help="torch threads (default: torch's own)")
    options = parser.parse_args(argv)
    if options.threads:
        torch.set_num_threads(options.threads)
    try:
        recipe = read_recipe(options.config)
        lines, report = read_lines(options.data, read_list(options.data / TRAIN_LIST))
        print(f"{TRAIN_LIST}: {report}")
        sets = [
            Sequences(
                [line for line in lines if is_dev(line.form) is dev],
                recipe.representation,
                inputs=recipe.network.inputs,
                straight=recipe.augmentation.straighten,
            )
            for dev in (False, True)
        ]
        for name, data in zip(("train", "kept back"), sets, strict=True):
            print(f"{name}: {len(data)} lines, {data.points} rows, clipped {data.clipped}, unusable {data.unusable}")
        folder = options.out or Path("runs") / recipe.name
        folder.mkdir(parents=True, exist_ok=True)
        run = Run(recipe, sets[0], sets[1], folder)
        print(f"{recipe.name}: {parameter_count([run.network]):,} parameters, step {run.step} of {recipe.steps}")
        train(run, seconds=options.minutes * 60)
    except (DataError, ValueError, OSError, checkpoint.CheckpointError, FloatingPointError) as error:
        print(f"model.train: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; the last checkpoint stands", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
