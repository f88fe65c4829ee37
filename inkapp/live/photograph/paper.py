"""What is ink on a picture of paper: the darkness of each pixel beside the paper about it, whatever the light."""

from __future__ import annotations

import numpy as np

from inkapp.live.photograph.filters import block_mean, blurred, box_mean, highest, resized
from model.arrays import Float32Array

NEAR = 0.06  # of the root of a picture's area: ink that is broader than this is taken for the paper
BLOCKS = 200  # across a picture's shorter side at least, in which its paper is looked for
LOOKED_AT = 400  # blocks across a picture's shorter side tell whether its ink is light or dark
CLEAR = 4.0  # deviations of the noise: what is darker may be ink
FAINT = 0.03  # of the paper's brightness: what is less dark than this is no ink in any light


def darkness_of(grey: Float32Array) -> Float32Array:
    """How dark each pixel is beside its paper: 0 for paper, (paper − ink) / paper for ink; noise is on both sides of 0.

    ``grey``: (height, width), 0 … 1. Where less of a picture is lighter than about it than is darker, light is the ink.
    """
    reach = max(int(NEAR * np.sqrt(grey.size)), 2)
    if _is_light_on_dark(grey, reach):
        grey = 1 - grey
    paper = _paper(grey, reach)
    dark = (paper - grey) / np.maximum(paper, 0.05)
    return np.asarray(dark - np.median(dark[::3, ::3]), dtype=np.float32)


def _is_light_on_dark(grey: Float32Array, reach: int) -> bool:
    """Ink is rarer than paper, so what differs most from its surroundings differs towards the ink."""
    side = max(min(grey.shape) // LOOKED_AT, 1)
    small = block_mean(grey, side)
    return float(((small - box_mean(small, max(reach // side, 1))).astype(np.float64) ** 3).mean()) > 0


def _paper(grey: Float32Array, reach: int) -> Float32Array:
    """The brightness of the paper: a morphological closing of the picture in blocks, in which noise is evened out."""
    side = max(min(min(grey.shape) // BLOCKS, reach // 4), 1)
    blocks = block_mean(grey, side) if side > 1 else grey
    near = max(reach // (2 * side), 1)
    height, width = (size * side for size in blocks.shape)
    paper = resized(blurred(-highest(-highest(blocks, near), near), 1.0), height, width)
    return np.pad(paper, [(0, size - had) for size, had in zip(grey.shape, paper.shape, strict=True)], mode="edge")


def noise_of(dark: Float32Array) -> float:
    """The deviation of the paper's darkness: of what is lighter than the median paper, where no ink is."""
    some = dark[::3, ::3]
    below = some[some < 0]
    return float(np.median(-below)) * 1.4826 if below.size else 0.0


def levelled(dark: Float32Array) -> Float32Array:
    """0 … 1: 1 for what is as dark as a picture's ink, 0 for its paper and for noise. All 0 where there is no ink."""
    least = max(CLEAR * noise_of(dark), FAINT)
    inked = dark[dark > least]
    if inked.size < 8:
        return np.zeros_like(dark)
    ink = float(np.quantile(inked, 0.75))
    low = min(least / 2, ink / 4)
    return np.asarray(np.clip((dark - low) / (ink - low), 0.0, 1.0), dtype=np.float32)
