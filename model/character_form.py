"""The form of the network that foretells text: what its JSON must say, its tensors, and the classes of characters.

A character is read as a few numbers (an embedding), which go through LSTM layers, and a linear head says of each character how
likely it comes next. Class k + 1 is character k of the JSON's ``alphabet``; class 0 is a break: a paragraph begins, or ends.
The JSON says ``layers`` and ``hidden``, too, and ``characters``: ``embedding``, numbers a character.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BREAK = 0
_MOST = 1024  # numbers a character


def classes_of(text: str, alphabet: str) -> list[int]:
    """The class of each character. Raises ValueError for one that is not in the alphabet."""
    classes = [alphabet.find(character) + 1 for character in text]
    if BREAK in classes:
        raise ValueError(f"not in the alphabet: {text[classes.index(BREAK)]!r}")
    return classes


def character_fault(config: Mapping[str, Any]) -> str:
    """What is wrong with the JSON, in words for the middle of a line; "" where nothing is."""
    characters = config.get("characters")
    size = characters.get("embedding") if isinstance(characters, dict) else None
    if type(size) is not int or not 1 <= size <= _MOST:
        return f"the characters' embedding must be a whole number in 1 … {_MOST}, not {size!r}"
    return ""


def character_shapes(config: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """Every tensor, with its shape: ``embedding.weight`` (C, E) of C classes, each layer's as ``torch.nn.LSTM`` names them,
    layer 0 over E numbers, the others over E and the layer below's H, and ``head.weight`` (C, L·H), ``head.bias`` (C,)."""
    layers, hidden, embedding = config["layers"], config["hidden"], config["characters"]["embedding"]
    classes = len(config["alphabet"]) + 1
    shapes: dict[str, tuple[int, ...]] = {"embedding.weight": (classes, embedding)}
    for k in range(layers):
        shapes[f"lstm.{k}.weight_ih_l0"] = (4 * hidden, embedding + (hidden if k else 0))
        shapes[f"lstm.{k}.weight_hh_l0"] = (4 * hidden, hidden)
        shapes[f"lstm.{k}.bias_ih_l0"] = (4 * hidden,)
        shapes[f"lstm.{k}.bias_hh_l0"] = (4 * hidden,)
    return shapes | {"head.weight": (classes, layers * hidden), "head.bias": (classes,)}
