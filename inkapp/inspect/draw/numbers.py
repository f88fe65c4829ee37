"""A panel's numbers as the bytes of a CSV or an NPZ file; equal numbers are equal bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt


def csv_of(names: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return stream.getvalue().encode()


def npz_of(arrays: Mapping[str, npt.ArrayLike]) -> bytes:
    """numpy.load reads it; its entries carry no date, so that equal arrays are equal bytes."""
    stream = io.BytesIO()
    np.savez_compressed(stream, allow_pickle=False, **{name: np.asarray(part) for name, part in arrays.items()})
    return stream.getvalue()
