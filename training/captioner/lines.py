"""Lines with what they say as pictures, augmented, in batches of like width."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.arrays import Float32Array, Float64Array
from model.ink_picture import PIXELS, picture
from training.captioner.batch import PictureBatch, collate_pictures
from training.captioner.photograph import other_pen, photograph
from training.data.augmentation import Augmentation
from training.reader.lines import ToldLines

OTHER_PEN = 0.3  # the share of augmented pictures that are by a broader one
BROADEST = 12  # pixels, of a strip in which nothing is seen: most of a letter


class PictureLines(ToldLines[PictureBatch]):
    """As pictures; a batch's points are its frames, two columns of pixels each, and the padding beside them."""

    def _length(self, index: int) -> int:
        x = np.concatenate(self._lines[index][0].strokes)[:, 0]
        return int(np.ptp(x) * PIXELS / 2) + 8

    def _plain(self, index: int, scale: tuple[float, float]) -> Float32Array:
        return picture(self._lines[index][0].strokes)

    def _varied(
        self,
        strokes: list[Float64Array],
        scale: tuple[float, float],
        augmentation: Augmentation,
        random: np.random.Generator,
    ) -> Float32Array:
        made = picture(strokes)
        if random.random() < augmentation.photographs:
            made = photograph(made, random)
        elif random.random() < OTHER_PEN:
            made = other_pen(made, random)
        return _blanked(made, augmentation.blanks, random)

    def _collated(self, indices: Sequence[int], made: Sequence[Float32Array]) -> PictureBatch:
        return collate_pictures(made, [self._labels[i] for i in indices], [self._lines[i][1] for i in indices])


def _blanked(made: Float32Array, most: int, random: np.random.Generator) -> Float32Array:
    """A picture with up to so many blank strips (Park et al. 2019, SpecAugment, arXiv 1904.08779): what they hide has to be
    told from what stands beside them."""
    for _ in range(int(random.integers(0, most + 1)) if most else 0):
        width = int(random.integers(1, BROADEST + 1))
        begin = int(random.integers(0, max(made.shape[2] - width, 1)))
        made[:, :, begin : begin + width] = 0.0
    return made
