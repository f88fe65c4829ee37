"""Weights on disk: safetensors, and a JSON file of the same stem that says what they are.

The JSON's "architecture" names the kind of network; files without are stacked LSTMs. A tensor may rest as float16, a matrix as
int8 with one float a row beside it, ``NAME`` (rows, columns) and ``NAME.scale`` (rows,): the product of both is meant. All is
read as float32. What does not fit is refused in one line.

The tensors are named as ``torch.nn.LSTM`` names them, one LSTM of one layer each, gates in the order i, f, g, o:
``lstm.{k}.weight_ih_l0`` (4H, inputs or inputs + H), ``lstm.{k}.weight_hh_l0`` (4H, H), ``lstm.{k}.bias_ih_l0``
and ``lstm.{k}.bias_hh_l0`` (4H,), ``head.weight`` (6M + 1, L·H), ``head.bias`` (6M + 1,).

A network that writes text has these too, and those of ``text_shapes``. Those that read ink are ``model.reader_form``'s and
``model.captioner_form``'s, and those that foretell text ``model.character_form``'s.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load as read_tensors
from safetensors.numpy import save as write_tensors

from assets import WEIGHTS
from model.atomic_write import swap_in
from model.captioner_form import captioner_fault, captioner_shapes
from model.character_form import character_fault, character_shapes
from model.errors import ModelError
from model.input_rows import COLUMNS, WITHOUT_HEIGHT
from model.reader_form import reader_fault, reader_shapes
from model.style import style_shapes

Tensors = dict[str, npt.NDArray[np.float32]]
Config = dict[str, Any]

LIVE = WEIGHTS / "live.safetensors"  # the network that the window uses
WRITER = WEIGHTS / "writer.safetensors"  # the one that writes typed text
READER = WEIGHTS / "reader.safetensors"  # reads rows of ink: the judge of the lab, which the app does without
CAPTIONER_FILE = WEIGHTS / "captioner.safetensors"  # the one that reads a picture of ink, and shows where it looks
CHARACTERS = WEIGHTS / "characters.safetensors"  # foretells text, for the ghost of words
GRAVES = WEIGHTS / "graves.safetensors"  # the one in Graves' representation, whose figures can be compared

STACKED_LSTM = "stacked-lstm"  # LSTM layers under a mixture head; files that name no architecture are of this one
TEXT_WINDOW = "stacked-lstm-with-text-window"  # the same with a window over text (Graves 2013, sec. 5)
CTC_READER = "blstm-with-ctc"  # reads ink: bidirectional LSTM layers (Graves et al. 2006); its JSON has no components
SCALE = ".scale"  # what the name of an int8 matrix's scales ends in

_MAX_FILE_BYTES = 1 << 30  # far above any network of this kind; keeps a foreign file from filling the memory
_LIMITS = {"layers": 16, "hidden": 8192, "components": 1024}
_WINDOW_LIMITS = {"components": 64, "embedding": 1024, "features": 1024, "style": 1024}
MOST_CHARACTERS = 10_000
CAPTIONER = "cnn-blstm-with-ctc-and-attention"  # reads a picture of ink (Xu et al. 2015); its JSON has no components
CHARACTER_LSTM = "character-lstm"  # foretells text (Graves 2013, sec. 3); its JSON has no components, and no ink
_OWN = {  # kinds with forms of their own
    CTC_READER: (reader_fault, reader_shapes),
    CAPTIONER: (captioner_fault, captioner_shapes),
    CHARACTER_LSTM: (character_fault, character_shapes),
}
_KINDS = (STACKED_LSTM, TEXT_WINDOW, *_OWN)


class CheckpointError(ModelError):
    """Weights that cannot be used; the message is one line naming the file and the fault."""


def save(path: Path, tensors: Mapping[str, npt.NDArray[Any]], config: Mapping[str, object]) -> None:
    """Writes ``path`` (.safetensors) and the JSON beside it; both are on the disk before either is swapped in.

    A full disk leaves the old pair. A kill between the two swaps leaves new tensors beside the old JSON: whoever must
    tell (``run`` does) keeps a tensor that says which they are.
    float16 tensors stay float16, int8 matrices with their scales int8; all others are stored as float32. Raises
    CheckpointError when tensors and config do not fit each other, OSError when the disk refuses.
    """
    path = Path(path)
    ready = {name: _storable(array) for name, array in tensors.items()}
    kept = {"architecture": STACKED_LSTM} | dict(config)
    _check_config(kept, path, _KINDS)
    _check_tensors(_widened(ready, path), kept, path)
    if path.suffix != ".safetensors":
        raise CheckpointError(f"{path}: weights are kept in a file that ends in .safetensors")
    swap_in({path: write_tensors(ready), path.with_suffix(".json"): _as_json(kept, path)})


def save_config(path: Path, config: Mapping[str, object], architecture: str = STACKED_LSTM) -> None:
    """Writes the JSON that goes with ``path`` alone. Raises CheckpointError, OSError."""
    kept = {"architecture": architecture} | dict(config)
    _check_config(kept, path, (str(kept["architecture"]),))
    swap_in({path.with_suffix(".json"): _as_json(kept, path)})


def load(path: Path, *architectures: str) -> tuple[Tensors, Config]:
    """The tensors as contiguous float32 arrays, and the config. Raises CheckpointError, and nothing else.

    ``architectures``: those that are welcome; none: the stacked LSTM alone.
    """
    path = Path(path)
    config = load_config(path, *architectures)
    try:
        raw = read_tensors(_read(path))
    except (SafetensorError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise CheckpointError(f"{path}: not a safetensors file, or damaged ({_one_line(error)})") from None
    tensors = _widened(raw, path)
    _check_tensors(tensors, config, path)
    return {name: np.ascontiguousarray(array, dtype=np.float32) for name, array in tensors.items()}, config


def load_config(path: Path, *architectures: str) -> Config:
    """The JSON beside ``path`` alone, checked. One that names no "architecture" is a stacked LSTM's, or, where that is not
    written here at all, of the first of ``architectures``.

    Raises CheckpointError, also for a network of another architecture; none given: than the stacked LSTM.
    """
    welcome = architectures or (STACKED_LSTM,)
    path = Path(path).with_suffix(".json")
    try:
        config = json.loads(_read(path))
    except (ValueError, RecursionError) as error:
        raise CheckpointError(f"{path}: not readable as JSON ({_one_line(error)})") from None
    if not isinstance(config, dict):
        raise CheckpointError(f"{path}: the config is not a JSON object")
    config = {"architecture": STACKED_LSTM if welcome[0] in _KINDS else welcome[0]} | config
    _check_config(config, path, welcome)
    return config


def check_shapes(weights: Tensors, config: Mapping[str, Any]) -> None:
    """Raises ValueError for weights that are not those of the network that ``config`` says."""
    shapes = expected_shapes(config)
    odd = set(weights) ^ set(shapes) or {name for name, shape in shapes.items() if weights[name].shape != shape}
    if odd:
        raise ValueError(f"these weights are not this network's: {min(odd)}")


def expected_shapes(config: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """Every tensor the config calls for, with its shape."""
    if (kind := config.get("architecture")) in _OWN:
        return _OWN[str(kind)][1](config)
    layers, hidden, components = config["layers"], config["hidden"], config["components"]
    inputs = len(config["inputs"])
    shapes: dict[str, tuple[int, ...]] = {}
    for k in range(layers):
        shapes[f"lstm.{k}.weight_ih_l0"] = (4 * hidden, inputs if k == 0 else inputs + hidden)
        shapes[f"lstm.{k}.weight_hh_l0"] = (4 * hidden, hidden)
        shapes[f"lstm.{k}.bias_ih_l0"] = (4 * hidden,)
        shapes[f"lstm.{k}.bias_hh_l0"] = (4 * hidden,)
    shapes["head.weight"] = (6 * components + 1, layers * hidden)
    shapes["head.bias"] = (6 * components + 1,)
    if config.get("architecture") == TEXT_WINDOW:
        shapes |= text_shapes(config)
    return shapes


def text_shapes(config: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """The tensors of a window over text, with their shapes. A = alphabet + 2, E numbers a character alone, F in its context,
    S a hand's style.

    ``text.embedding.weight`` (A, E); ``text.near.weight`` (F, E, 5) and ``text.far.weight`` (F, F, 3), convolutions over the
    text, with their biases; ``text.window.weight`` (3K, H): of K Gaussians the weights, widths and steps; ``text.lstm.{k}``
    (4H, F + 1): what a layer reads of the window and of whether there is a text; ``text.head`` (6M + 1, F); ``text.end.weight``
    (1, L·H + F), with its bias: the logit that a text ends with the next lift of the pen. ``text.style_lstm.{k}`` (4H, S) and
    ``text.style_head`` (6M + 1, S): what they read of the style, which ``model.style`` makes of ink.
    """
    hidden, window = config["hidden"], config["window"]
    alone, features, count = window["embedding"], window["features"], window["components"]
    shapes: dict[str, tuple[int, ...]] = {
        "text.embedding.weight": (len(config["alphabet"]) + 2, alone),
        "text.near.weight": (features, alone, 5),
        "text.near.bias": (features,),
        "text.far.weight": (features, features, 3),
        "text.far.bias": (features,),
        "text.window.weight": (3 * count, hidden),
        "text.window.bias": (3 * count,),
        "text.head": (6 * config["components"] + 1, features),
        "text.end.weight": (1, config["layers"] * hidden + features),
        "text.end.bias": (1,),
    }
    for k in range(config["layers"]):
        shapes[f"text.lstm.{k}"] = (4 * hidden, features + 1)
        shapes[f"text.style_lstm.{k}"] = (4 * hidden, window["style"])
    return shapes | {"text.style_head": (6 * config["components"] + 1, window["style"])} | style_shapes(window["style"])


def _as_json(config: Mapping[str, object], path: Path) -> bytes:
    try:
        return (json.dumps(config, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()
    except (TypeError, ValueError) as error:
        raise CheckpointError(f"{path}: the config is not plain JSON ({error})") from None


def _check_config(config: Mapping[str, Any], path: Path, architectures: Sequence[str]) -> None:
    if config["architecture"] not in architectures:
        wanted = " or ".join(map(repr, architectures))
        raise CheckpointError(
            f"{path}: the architecture is {config['architecture']!r}, and {wanted} is what is read here"
        )
    own = config["architecture"] in _OWN
    for key, limit in _LIMITS.items():
        value = config.get(key)
        if own and key == "components":
            continue
        if type(value) is not int or not 1 <= value <= limit:
            raise CheckpointError(f"{path}: {key} must be a whole number in 1 … {limit}, not {value!r}")
    if not isinstance(config.get("name"), str) or not config["name"]:
        raise CheckpointError(f"{path}: the config has no name")
    if config["architecture"] != CHARACTER_LSTM:
        _check_inputs(config, path)
    if config["architecture"] == TEXT_WINDOW:
        window = config.get("window")
        for key, limit in _WINDOW_LIMITS.items():
            value = window.get(key) if isinstance(window, dict) else None
            if type(value) is not int or not 1 <= value <= limit:
                raise CheckpointError(
                    f"{path}: the window's {key} must be a whole number in 1 … {limit}, not {value!r}"
                )
    if own and (fault := _OWN[config["architecture"]][0](config)):
        raise CheckpointError(f"{path}: {fault}")
    if own or config["architecture"] == TEXT_WINDOW:
        alphabet = config.get("alphabet")
        if not isinstance(alphabet, str) or not 1 <= len(alphabet) <= MOST_CHARACTERS:
            raise CheckpointError(f"{path}: alphabet must be a text of 1 … {MOST_CHARACTERS} characters")


def _check_inputs(config: Mapping[str, Any], path: Path) -> None:
    """What a network that reads ink must say of it."""
    inputs = config.get("inputs")
    if not isinstance(inputs, list | tuple) or tuple(inputs) not in (WITHOUT_HEIGHT, COLUMNS):
        raise CheckpointError(f"{path}: inputs must be dx, dy, lift and perhaps height, not {inputs!r}")
    scale = config.get("input_scale")
    if not isinstance(scale, list | tuple) or len(scale) != 2 or not all(_is_scale(s) for s in scale):
        raise CheckpointError(f"{path}: input_scale must be two numbers above 0, not {scale!r}")


def _is_scale(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 1e-6 <= value <= 1e6


def _check_tensors(tensors: Mapping[str, npt.NDArray[Any]], config: Mapping[str, Any], path: Path) -> None:
    """Tensors beyond those expected are let through: whoever uses the weights decides whether it knows them."""
    for name, shape in expected_shapes(config).items():
        if name not in tensors:
            raise CheckpointError(f"{path}: tensor {name} is missing")
        if tensors[name].shape != shape:
            raise CheckpointError(f"{path}: tensor {name} has shape {tensors[name].shape}, expected {shape}")
    for name, array in tensors.items():
        if array.dtype.kind != "f":
            raise CheckpointError(f"{path}: tensor {name} is {array.dtype}, not a float type")
        if not np.isfinite(array).all():
            raise CheckpointError(f"{path}: tensor {name} holds a value that is not finite")


def _widened(tensors: Mapping[str, npt.NDArray[Any]], path: Path) -> dict[str, npt.NDArray[Any]]:
    """Every int8 matrix times its rows' scales, as float32, without the scales; all other tensors as they are."""
    if sum(array.size for array in tensors.values()) * 4 > _MAX_FILE_BYTES:  # as float32, which is four times int8
        raise CheckpointError(f"{path}: larger than any network of this kind")
    wide = dict(tensors)
    for name, array in tensors.items():
        scale = wide.pop(name + SCALE, None)
        if array.dtype != np.int8:
            if scale is not None:
                raise CheckpointError(f"{path}: tensor {name} has a scale, but is {array.dtype}, not int8")
            continue
        if scale is None:
            raise CheckpointError(f"{path}: tensor {name} is int8, and {name}{SCALE} is missing")
        if array.ndim != 2 or scale.shape != array.shape[:1]:
            shapes = f"{array.shape} and {scale.shape}"
            raise CheckpointError(f"{path}: tensor {name} and its scale have shapes {shapes}, not a float a row")
        if scale.dtype.kind != "f" or not (np.isfinite(scale) & (scale > 0)).all():
            raise CheckpointError(f"{path}: tensor {name}{SCALE} holds a value that is no finite float above 0")
        with np.errstate(over="ignore"):  # what overflows is no number, and refused as such
            wide[name] = array * scale.astype(np.float32)[:, None]
    return wide


def _storable(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    array = np.asarray(array)
    kept = array.dtype if array.dtype in (np.float16, np.int8) else np.float32
    return np.ascontiguousarray(array, dtype=kept)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_FILE_BYTES:
            raise CheckpointError(f"{path}: larger than any network of this kind")
        return path.read_bytes()
    except OSError as error:
        raise CheckpointError(f"{path}: cannot be read ({error.strerror or error})") from None


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
