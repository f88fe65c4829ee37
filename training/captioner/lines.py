"""Lines with what they say as pictures, augmented, in batches of like width."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array
from model.ink_picture import PIXELS, picture
from training.captioner.batch import PictureBatch, collate_pictures
from training.captioner.photograph import other_pen, photograph
from training.data.augmentation import Augmentation, vary
from training.data.dataset import plan_by_length
from training.reader.lines import ReadLines
from training.writer.prepared import PreparedLine

OTHER_PEN = 0.3  # the share of augmented pictures that are by a broader one
BROADEST = 12  # pixels, of a strip in which nothing is seen: most of a letter


class PictureLines(ReadLines):
    """See ``ReadLines``; a batch's points are its frames, two columns of pixels each, and the padding beside them."""

    def __init__(self, lines: Sequence[PreparedLine], texts: Mapping[str, str], alphabet: str) -> None:
        super().__init__(lines, texts, alphabet)
        extents = [np.concatenate(line.strokes)[:, 0] for line, _ in self._lines]
        self._frames = [int(np.ptp(x) * PIXELS / 2) + 8 for x in extents]

    def plan(self, epoch: int, seed: int, points: int) -> list[npt.NDArray[np.intp]]:
        """See ``TrainingLines``."""
        return plan_by_length(self._frames, epoch, seed, points)

    def batch(  # type: ignore[override]
        self,
        indices: npt.NDArray[np.intp],
        augmentation: Augmentation,
        scale: tuple[float, float],
        key: tuple[int, int, int],
        slots: Sequence[int] | None = None,
    ) -> PictureBatch:
        """See ``TrainingLines``."""
        chosen = [(int(indices[slot]), slot) for slot in (range(len(indices)) if slots is None else slots)]
        made = []
        for index, slot in chosen:
            random = np.random.default_rng((*key, 1, slot))
            one = picture(vary(self._lines[index][0].strokes, augmentation, random))
            if random.random() < augmentation.photographs:
                one = photograph(one, random)
            elif random.random() < OTHER_PEN:
                one = other_pen(one, random)
            made.append(_blanked(one, augmentation.blanks, random))
        own = [index for index, _ in chosen]
        return collate_pictures(made, [self._labels[i] for i in own], [self._lines[i][1] for i in own])

    def batches(  # type: ignore[override]
        self, scale: tuple[float, float], points: int, part: tuple[int, int] = (0, 1)
    ) -> Iterator[PictureBatch]:
        """See ``TrainingLines``."""
        for indices in self.plan(0, 0, points)[part[0] :: part[1]]:
            own = [int(index) for index in indices]
            made = [picture(self._lines[index][0].strokes) for index in own]
            yield collate_pictures(made, [self._labels[i] for i in own], [self._lines[i][1] for i in own])


def _blanked(made: Float32Array, most: int, random: np.random.Generator) -> Float32Array:
    """A picture with up to so many blank strips (Park et al. 2019, SpecAugment, arXiv 1904.08779): what they hide has to be
    told from what stands beside them."""
    for _ in range(int(random.integers(0, most + 1)) if most else 0):
        width = int(random.integers(1, BROADEST + 1))
        begin = int(random.integers(0, max(made.shape[2] - width, 1)))
        made[:, :, begin : begin + width] = 0.0
    return made
