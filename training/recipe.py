"""A run's recipe, all settings that decide it: read from a TOML file (see ``training/recipes``) and checked against limits."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from model.input_rows import has_height
from model.strokes import Representation
from training.captioner.settings import Caption
from training.data.augmentation import Augmentation
from training.language.settings import Characters
from training.network import Config
from training.reader.settings import Frames
from training.writer.settings import Pairs, Window


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides a run. ``batch_points``: padded rows a step. ``averaging``: decay of the weights' average.

    ``slices``: in how many parts a batch is worked, a power of two; as many processes, or half as many, … give the
    same run to the bit.
    ``start``: weights to begin from instead of chance, such as another run's best; of the same shape, or narrower.
    ``context``: each line follows the line before it on its form; rows in time only.
    ``muon_rate``: the peak rate of Muon for the matrices between hidden units; 0 leaves them to AdamW too.
    ``task``: "continue" ink, "read" its text, for which ``frames`` is, "caption" a picture of it with its text, for which
    ``caption`` is, "language", to foretell text, for which ``characters`` is, or "write" a text, for which ``window`` and
    ``pairs`` are, and ``text_rate``: the peak rate of what reads the text (0: as all else), ``style``: a file of
    ``training.writer.style`` ("": the reader of styles is as chance makes it), and ``style_rate``: the peak rate of what reads
    those (0: as of the text). ``schedule``: "cycle" (one-cycle over all
    steps), or "constant" after the warm-up, for a run that is stopped and continued without knowing its end; a stage of one
    cycle may follow.
    """

    name: str
    task: Literal["continue", "write", "read", "caption", "language"] = "continue"
    start: str = ""
    network: Config = field(default_factory=Config)
    representation: Representation = field(default_factory=Representation)
    augmentation: Augmentation = field(default_factory=Augmentation)
    window: Window = field(default_factory=Window)
    pairs: Pairs = field(default_factory=Pairs)
    frames: Frames = field(default_factory=Frames)
    caption: Caption = field(default_factory=Caption)
    characters: Characters = field(default_factory=Characters)
    steps: int = 1000
    batch_points: int = 10_000
    slices: int = 2
    rate: float = 2e-3
    muon_rate: float = 0.0
    text_rate: float = 0.0
    style: str = ""
    style_rate: float = 0.0
    schedule: Literal["cycle", "constant"] = "cycle"
    warmup: float = 0.05
    weight_decay: float = 1e-4
    clip: float = 1.0
    averaging: float = 0.998
    seed: int = 1
    check_every: int = 200
    context: bool = False


LIMITS = {  # least and greatest, both allowed
    "steps": (1, 10**8),
    "batch_points": (1, 10**8),
    "slices": (1, 1024),
    "rate": (1e-9, 1.0),
    "muon_rate": (0.0, 1.0),
    "text_rate": (0.0, 1.0),
    "style_rate": (0.0, 1.0),
    "warmup": (0.0, 1.0),
    "weight_decay": (0.0, 1.0),
    "clip": (1e-9, 1e9),
    "averaging": (0.0, 1.0),
    "seed": (0, 2**31),
    "check_every": (1, 10**8),
    "layers": (1, 16),
    "hidden": (1, 8192),
    "components": (1, 1024),
    "inputs": (3, 4),
    "dropout": (0.0, 0.99),
    "recurrent_dropout": (0.0, 0.99),
    "rest": (-1, 1023),
    "tolerance": (0.0, 10.0),
    "smoothing": (0.0, 10.0),
    "longest": (1e-3, 1e6),
    "scale": (0.0, 0.9),
    "shear": (0.0, 2.0),
    "rotate": (0.0, math.pi),
    "bend": (0.0, 0.9),
    "drop_end": (0.0, 0.9),
    "drop_points": (0.0, 0.9),
    "noise": (0.0, 1.0),
    "embedding": (1, 1024),
    "features": (1, 1024),
    "shortest": (1, 10**6),
    "alone": (0.0, 1.0),
    "hidden_lines": (0.0, 1.0),
    "hidden_weight": (0.0, 1.0),
    "rows": (1, 10**6),
    "growth": (1.0, 100.0),
    "rare": (1, 10**8),
    "most_often": (1.0, 1000.0),
    "spans": (0.0, 1.0),
    "span_words": (1, 1000),
    "rare_words": (1, 10**8),
    "shown": (0, 10**8),
    "near": (1, 1024),
    "far": (1, 4096),
    "stride": (2, 64),
    "first": (1, 1024),
    "second": (1, 1024),
    "third": (1, 1024),
    "fourth": (1, 1024),
    "frame": (1, 4096),
    "decoder": (1, 8192),
    "attention": (1, 4096),
    "reach": (1, 255),
    "misled": (0.0, 1.0),
    "cut": (0.0, 1.0),
    "photographs": (0.0, 1.0),
    "blanks": (0, 100),
    "passage": (8, 10**5),
}


def _build(kind: type[Any], values: object, where: str) -> Any:
    if not isinstance(values, Mapping):
        raise ValueError(f"{where}: must be a table of settings, not {values!r}")
    known = {f.name for f in fields(kind)}
    unknown = sorted(set(values) - known)
    if unknown:
        raise ValueError(f"{where}: no such setting: {', '.join(unknown)} (known: {', '.join(sorted(known))})")
    kinds = get_type_hints(kind)
    for name, value in values.items():
        _check(name, value, kinds[name], where)
    return kind(**values)


def _check(name: str, value: object, kind: Any, where: str) -> None:
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise ValueError(f"{where}: {name} must be one of {', '.join(get_args(kind))}, not {value!r}")
        return
    wanted = (int, float) if kind is float else kind
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(f"{where}: {name} must be of type {kind.__name__}, not {value!r}")
    if name in LIMITS and isinstance(value, int | float):
        least, greatest = LIMITS[name]
        if not least <= value <= greatest:
            raise ValueError(f"{where}: {name} must be in {least:g} … {greatest:g}, not {value!r}")


def read_recipe(path: Path) -> Recipe:
    """A recipe from TOML. Raises ValueError, one line, for what is missing, unknown, out of its limits or not TOML."""
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path}: not a recipe ({error})") from None
    parts = {
        "network": Config,
        "representation": Representation,
        "augmentation": Augmentation,
        "window": Window,
        "pairs": Pairs,
        "frames": Frames,
        "caption": Caption,
        "characters": Characters,
    }
    for part, kind in parts.items():
        values[part] = _build(kind, values.get(part, {}), f"{path} [{part}]")
    values.setdefault("name", path.stem)
    recipe: Recipe = _build(Recipe, values, str(path))
    if not recipe.name:
        raise ValueError(f"{path}: the name is empty")
    if recipe.slices & (recipe.slices - 1):
        raise ValueError(f"{path}: slices must be a power of two, not {recipe.slices}")
    if recipe.network.rest >= recipe.network.components:
        raise ValueError(f"{path} [network]: there is no component {recipe.network.rest} to be held at rest")
    if recipe.representation.kind == "time" and has_height(recipe.network.inputs):
        raise ValueError(f"{path} [network]: rows in time have no height, so inputs must be 3")
    if recipe.task == "language" and (recipe.network.recurrent_dropout or recipe.network.rest >= 0 or recipe.context):
        raise ValueError(f"{path}: a network that foretells text has neither rest, recurrent_dropout nor context")
    if recipe.task not in ("continue", "language"):
        _check_text(recipe, path)
    if recipe.pairs.shortest > recipe.pairs.longest:
        raise ValueError(f"{path} [pairs]: shortest must not be above longest")
    if recipe.context and recipe.representation.kind != "time":
        raise ValueError(f"{path}: only rows in time can follow the line before, so context must be false")
    return recipe


def _check_text(recipe: Recipe, path: Path) -> None:
    """What a network that knows a text needs. Raises ValueError."""
    what, augmentation = f"to {recipe.task} a text", recipe.augmentation
    if recipe.representation.kind != "space" or not has_height(recipe.network.inputs):
        raise ValueError(f"{path}: {what}, rows must be in space and have the height, so inputs must be 4")
    if recipe.network.rest >= 0 or recipe.network.recurrent_dropout:
        raise ValueError(
            f"{path} [network]: a network that {recipe.task}s a text has neither rest nor recurrent_dropout"
        )
    if recipe.task in ("read", "caption") and (augmentation.crop or augmentation.drop_end or augmentation.prefix_frame):
        raise ValueError(f"{path} [augmentation]: {what}, lines must be whole: no crop, drop_end or prefix_frame")
    if recipe.caption.cut and not recipe.caption.cuts:
        raise ValueError(f"{path} [caption]: lines can be cut only where a file of cuts says")
    if recipe.frames.stride % 2:
        raise ValueError(f"{path} [frames]: stride must be even, not {recipe.frames.stride}")


def rate_at(step: int, recipe: Recipe) -> float:
    """The rate of a step: a linear rise over ``warmup``, then the schedule's."""
    if recipe.schedule == "constant":
        return recipe.rate * min((step + 1) / max(1, int(recipe.warmup * recipe.steps)), 1.0)
    return one_cycle(step, recipe.steps, peak=recipe.rate, warmup=recipe.warmup)


def one_cycle(step: int, steps: int, *, peak: float, warmup: float) -> float:
    """The rate of ``step`` of ``steps`` in one cycle (Smith and Topin 2018): a linear rise over the share ``warmup``, then a
    cosine fall to a hundredth."""
    rise = max(1, int(warmup * steps))
    if step < rise:
        return peak * (step + 1) / rise
    done = min((step - rise) / max(1, steps - rise), 1.0)
    return peak * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * done)))
