"""Lines with what they say as pictures, augmented, in batches of like width."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from model.ink_picture import PIXELS, picture
from training.captioner.batch import PictureBatch, collate_pictures
from training.captioner.photograph import other_pen, photograph
from training.data.augmentation import Augmentation, vary
from training.data.dataset import plan_by_length
from training.reader.lines import ReadLines
from training.writer.prepared import PreparedLine

OTHER_PEN = 0.3  # the share of augmented pictures that are by a broader one


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
            made.append(one)
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
