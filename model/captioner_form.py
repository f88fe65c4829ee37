"""The form of the network that captions a line of ink: what its JSON must say, and its tensors.

A picture of ``model.ink_picture`` goes through four convolutions of 3 × 3, each of which may be pooled, then through one of the
whole height that leaves a frame for each two columns, then through bidirectional LSTM layers. A linear head says of each frame
which character it is, or none (``model.ctc``); and a decoder looks at all frames by soft attention and says one character after
another, until it says that the line ends.

The JSON says ``layers`` and ``hidden`` (units a direction), ``alphabet`` (class k + 1 is its character k, class 0 none, or the
end), ``straighten`` and ``caption``, the sizes of all else (``SIZES``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model.ink_picture import CHANNELS, HEIGHT
from model.reader_form import blstm_shapes, ink_fault

SIZES = {
    "first": 1024,
    "second": 1024,
    "third": 1024,
    "fourth": 1024,
    "frame": 4096,
    "embedding": 1024,
    "decoder": 8192,
    "attention": 4096,
    "reach": 255,
}
POOLED = 8  # the height of a picture is so much that of what the last convolution gives


def captioner_fault(config: Mapping[str, Any]) -> str:
    """What is wrong with a captioner's JSON, in words for the middle of a line; "" where nothing is."""
    if fault := ink_fault(config, "captioner", "caption", SIZES):
        return fault
    reach = config["caption"]["reach"]
    return "" if reach % 2 else f"the caption's reach must be odd, not {reach}"


def captioner_shapes(config: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """Every tensor of a captioner, with its shape. F = 2·hidden, numbers of a frame.

    ``see.{0…3}`` and ``frame``: convolutions over the picture, (channels, channels below, rows, columns), with their biases;
    ``lstm.{k}.D.``: as ``model.reader_form`` has them; ``head``: CTC's. Of ``decoder.``: ``embedding`` (classes, E); ``cell``,
    an LSTM cell over a character and what is looked at; ``keys`` (A, F) and ``query`` (A, units), what frames and decoder are
    compared by, ``looked`` (A, 2, reach), a convolution over where it looked last and in all, ``score`` (1, A); ``head``
    (classes, units + F).
    """
    caption, hidden, classes = config["caption"], config["hidden"], len(config["alphabet"]) + 1
    channels = (len(CHANNELS), *(caption[name] for name in ("first", "second", "third", "fourth")))
    shapes: dict[str, tuple[int, ...]] = {}
    for k in range(4):
        shapes[f"see.{k}.weight"] = (channels[k + 1], channels[k], 3, 3)
        shapes[f"see.{k}.bias"] = (channels[k + 1],)
    shapes["frame.weight"] = (caption["frame"], channels[4], HEIGHT // POOLED, 1)
    shapes["frame.bias"] = (caption["frame"],)
    width, units, compared = 2 * hidden, caption["decoder"], caption["attention"]
    return (
        shapes
        | blstm_shapes(config["layers"], hidden, caption["frame"])
        | {
            "head.weight": (classes, width),
            "head.bias": (classes,),
            "decoder.embedding.weight": (classes, caption["embedding"]),
            "decoder.cell.weight_ih": (4 * units, caption["embedding"] + width),
            "decoder.cell.weight_hh": (4 * units, units),
            "decoder.cell.bias_ih": (4 * units,),
            "decoder.cell.bias_hh": (4 * units,),
            "decoder.keys.weight": (compared, width),
            "decoder.keys.bias": (compared,),
            "decoder.query.weight": (compared, units),
            "decoder.looked.weight": (compared, 2, caption["reach"]),
            "decoder.score.weight": (1, compared),
            "decoder.head.weight": (classes, units + width),
            "decoder.head.bias": (classes,),
        }
    )
