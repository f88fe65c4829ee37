"""Lines with what they say as pictures, augmented, whole or cut where a pen may rest, in batches of like width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array, Float64Array
from model.ink_picture import PIXELS, picture
from model.straighten import straighten
from model.strokes import measure_frame
from training.captioner.batch import PictureBatch, collate_pictures
from training.captioner.photograph import other_pen, photograph
from training.data.augmentation import Augmentation
from training.data.dataset import plan_by_length
from training.reader.lines import ToldLines, as_written

Cuts = Mapping[str, Sequence[tuple[int, int]]]  # of lines, by name: after how many strokes and characters they may end
OTHER_PEN = 0.3  # the share of augmented pictures that are by a broader one
BROADEST = 12  # pixels, of a strip in which nothing is seen: most of a letter


class PictureLines(ToldLines[PictureBatch]):
    """As pictures; a batch's points are its frames, two columns of pixels each, and the padding beside them."""

    _cuts: Cuts = MappingProxyType({})
    _share = 0.0

    def cut(self, cuts: Cuts, share: float) -> None:
        """From now on of each epoch a ``share`` of the lines that have cuts ends at one of theirs."""
        self._cuts, self._share = cuts, share

    def plan(self, epoch: int, seed: int, points: int) -> list[npt.NDArray[np.intp]]:
        """See ``TrainingLines``."""
        lengths = [self._length(index, self._count(index, (seed, epoch))[0]) for index in range(len(self))]
        return plan_by_length(lengths, epoch, seed, points)

    def _length(self, index: int, count: int | None = None) -> int:
        x = np.concatenate(self._lines[index][0].strokes[:count])[:, 0]
        return int(np.ptp(x) * PIXELS / 2) + 8

    def _count(self, index: int, key: tuple[int, ...]) -> tuple[int | None, int | None]:
        """How many of its strokes and characters a line has in an epoch; None for all."""
        cuts = self._cuts.get(self._lines[index][0].name)
        random = np.random.default_rng((*key, 2, index))
        if not cuts or random.random() >= self._share:
            return None, None
        return cuts[int(random.integers(len(cuts)))]

    def _taken(self, index: int, key: tuple[int, ...]) -> tuple[list[Float64Array], str]:
        """A beginning of a line is levelled, sized and straightened by itself: no more of the line is known then."""
        strokes, text = super()._taken(index, key)
        count, characters = self._count(index, key)
        if count is None:
            return strokes, text
        frame = measure_frame(strokes[:count])
        return straighten([frame.to_local(stroke) for stroke in strokes[:count]]), as_written(text)[:characters]

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

    def _collated(self, made: Sequence[Float32Array], texts: Sequence[str]) -> PictureBatch:
        return collate_pictures(made, [self.labels(text) for text in texts], texts)


def _blanked(made: Float32Array, most: int, random: np.random.Generator) -> Float32Array:
    """A picture with up to so many blank strips (Park et al. 2019, SpecAugment, arXiv 1904.08779): what they hide has to be
    told from what stands beside them."""
    for _ in range(int(random.integers(0, most + 1)) if most else 0):
        width = int(random.integers(1, BROADEST + 1))
        begin = int(random.integers(0, max(made.shape[2] - width, 1)))
        made[:, :, begin : begin + width] = 0.0
    return made
