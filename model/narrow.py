"""Matrices of 8 bits a weight, and their products with float32 vectors, which read them as they are.

A point is written as fast as the bytes that it reads, and these are a quarter of float32's. A row's weights of hidden states
are whole numbers, −127 … 127, times one float. Where that is too coarse for a row, because few of its weights are far larger
than all others, another such row is added, of what the first one leaves. The states themselves, 2h in −2 … 2, are rounded to
some thousands of steps a unit, as many as leave a row's sum in 32 bits. Inputs and the constant may be of any size: they are
not rounded, and their weights have 16 bits and a float a column. ``model/kernel/product.c`` does the sums: of whole numbers, so
a vector's result depends neither on the processor nor on what is multiplied beside it.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.arrays import CACHE_LINE, Float32Array, aligned, frozen

LARGEST, WIDE_LARGEST = 127, 32767
LARGEST_STATE = 2.0  # of |2h|
MOST_LEVELS = 8192
COARSEST, NEVER = 6.0, 1e9  # see ``NarrowMatrix``; docs/decisions.md tells why
KINDS = ("plain", "base", "avx2")  # of processors, in the order of ``best_level``
NAME = {"win32": "product.dll", "darwin": "product.dylib"}.get(sys.platform, "product.so")


class _Product(ctypes.Structure):
    """As in ``product.c``."""

    _fields_ = [
        *((name, ctypes.c_void_p) for name in ("weights", "row_scale", "fine", "wide", "column_scale")),
        *((name, ctypes.c_void_p) for name in ("vectors", "sums", "scratch", "ranges")),
        *((name, ctypes.c_int64) for name in ("rows", "fine_count", "pitch", "width", "range_count")),
        *((name, ctypes.c_int64) for name in ("wide_at", "wide_count", "batch", "vector_pitch", "sum_pitch")),
        ("levels", ctypes.c_double),
    ]


def library(file: Path) -> ctypes.CDLL | None:
    """The compiled kernel; None where there is none that fits, and the networks are to be run in float32."""
    try:
        found = ctypes.CDLL(str(file))
        for name in ("struct_size", "best_level"):
            getattr(found, name).restype = ctypes.c_int64
        if found.struct_size() != ctypes.sizeof(_Product):
            return None
        for kind in KINDS[: found.best_level() + 1]:
            getattr(found, f"multiply_{kind}").restype = None
    except (OSError, AttributeError):
        return None
    return found


LIBRARY = library(Path(__file__).with_name("kernel") / NAME)


def kinds() -> tuple[str, ...]:
    """The kinds of processors that this one is, the best last; none where there is no library."""
    return KINDS[: LIBRARY.best_level() + 1] if LIBRARY is not None else ()


def how_read() -> str:
    """How networks are read on this machine, for people."""
    return f"8 bits a weight ({kinds()[-1]})" if LIBRARY is not None else "float32, slower: no kernel was compiled"


class NarrowMatrix:
    """A matrix in 8 bits. Frozen: threads may share it, each with products of its own."""

    def __init__(
        self, matrix: Float32Array, hidden: Sequence[slice], inputs: slice, coarsest: float = COARSEST
    ) -> None:
        """``matrix``: (rows, width). ``hidden``: the columns of hidden states, ``inputs``: those of all else. ``coarsest``: a
        row whose largest weight is more than so many times their root mean square is kept finer. Raises ValueError for other
        columns that are not 0."""
        rest = np.delete(matrix, np.r_[(*hidden, inputs)], axis=1)
        if rest.any():
            raise ValueError("a column that is not 0 is neither of a hidden state nor of the inputs")
        plain = np.concatenate([matrix[:, part] for part in hidden], axis=1)
        self.rows, self.width = plain.shape
        self.hidden, self.inputs, self._columns = tuple(hidden), inputs, matrix.shape[1]
        largest = np.abs(plain).max(axis=1)
        self.fine = np.flatnonzero(largest > coarsest * np.sqrt((plain**2).mean(axis=1))).astype(np.int64)
        self.scale = np.empty(self.rows + len(self.fine), dtype=np.float32)
        self.weights = _lined(len(self.scale), self.width)
        first, second = slice(0, self.rows), slice(self.rows, None)
        self.scale[first] = _step(largest, LARGEST)
        self.weights[first] = np.rint(plain / self.scale[first, None])
        left = plain[self.fine] - self.weights[self.fine] * self.scale[self.fine, None]
        self.scale[second] = _step(np.abs(left).max(axis=1, initial=0.0), LARGEST)
        self.weights[second] = np.rint(left / self.scale[second, None])
        wide = matrix[:, inputs].T
        self.wide_scale = frozen(_step(np.abs(wide).max(axis=1), WIDE_LARGEST))
        self.wide = np.ascontiguousarray(np.rint(wide / self.wide_scale[:, None]), dtype=np.int16)
        self.weights.flags.writeable = self.wide.flags.writeable = False
        most = (2**31 - 1) / (LARGEST * self.width * LARGEST_STATE)
        self.levels = float(min(2.0 ** np.floor(np.log2(most)), MOST_LEVELS))
        self.fine.flags.writeable = self.scale.flags.writeable = False
        self._row_scale = frozen((self.scale / np.float32(self.levels)).astype(np.float32))

    @property
    def nbytes(self) -> int:
        """What a product reads."""
        return int(self.weights.size + self.wide.nbytes + self._row_scale.nbytes + self.wide_scale.nbytes)

    @property
    def rounded(self) -> Float32Array:
        """The matrix that it stands for, (rows, width)."""
        made = np.zeros((self.rows, self._columns), dtype=np.float32)
        parts = self.weights * self.scale[:, None]
        hidden = parts[: self.rows]
        hidden[self.fine] += parts[self.rows :]
        at = 0
        for columns in self.hidden:
            count = columns.stop - columns.start
            made[:, columns] = hidden[:, at : at + count]
            at += count
        made[:, self.inputs] = (self.wide * self.wide_scale[:, None]).T
        return made

    def product(
        self, vectors: Float32Array, sums: Float32Array, part: int | None = None, kind: str = ""
    ) -> Callable[[], object]:
        """What, when it is called, writes this matrix's products with ``vectors`` to ``sums``: (width,) and (rows,), or both
        with a last axis of batches, each column's numbers together in memory. ``part``: with the columns of one hidden state
        alone, which is all that ``vectors`` then has. ``kind``: of ``kinds``, by default the best. The arrays are kept, and
        what it writes in between is its own: two threads may not call one product at once. Raises ValueError without a
        library, and for arrays of another shape.
        """
        if LIBRARY is None:
            raise ValueError("there is no compiled kernel")
        ranges = [(one.start, one.stop - one.start) for one in self.hidden]
        first = 0
        if part is not None:
            first = sum(count for _, count in ranges[: part % len(ranges)])
            ranges = [(0, ranges[part][1])]
        width = sum(count for _, count in ranges)
        batch = vectors.shape[1] if vectors.ndim == 2 else 1
        columns = self._columns if part is None else width
        if (len(vectors), len(sums)) != (columns, self.rows) or vectors.shape[1:] != sums.shape[1:]:
            raise ValueError(f"{vectors.shape} and {sums.shape} do not fit a matrix ({self.rows}, {columns})")
        if not sums.flags.writeable:
            raise ValueError("the sums cannot be written")
        scratch = aligned((batch * width // 2 + 1,)).view(np.int16)
        held = (np.array(ranges, dtype=np.int64), scratch, vectors, sums, self)
        told = _Product(
            weights=self.weights.ctypes.data + first,
            row_scale=self._row_scale.ctypes.data,
            fine=self.fine.ctypes.data,
            wide=self.wide.ctypes.data,
            column_scale=self.wide_scale.ctypes.data,
            vectors=vectors.ctypes.data,
            sums=sums.ctypes.data,
            scratch=scratch.ctypes.data,
            ranges=held[0].ctypes.data,
            rows=self.rows,
            fine_count=len(self.fine),
            pitch=self.weights.strides[0],
            width=width,
            range_count=len(ranges),
            wide_at=self.inputs.start,
            wide_count=0 if part is not None else len(self.wide),
            batch=batch,
            vector_pitch=_pitch(vectors),
            sum_pitch=_pitch(sums),
            levels=self.levels,
        )
        return _Bound(getattr(LIBRARY, f"multiply_{kind or kinds()[-1]}"), told, held)


class _Bound:
    """A call with its argument, and what that points to, which must live as long."""

    def __init__(self, call: Callable[..., object], told: _Product, held: object) -> None:
        self._call, self._told, self._held = call, ctypes.byref(told), (told, held)

    def __call__(self) -> None:
        self._call(self._told)


def _step(largest: npt.NDArray[np.float32], steps: int) -> Float32Array:
    """What one step is worth, so that ``steps`` reach the largest; where that is too small for a float, all become 0."""
    step = largest / np.float32(steps)
    return np.where(step >= np.finfo(np.float32).tiny, step, np.float32(1.0)).astype(np.float32)


def _lined(rows: int, width: int) -> npt.NDArray[np.int8]:
    """Zeros (rows, width), each row beginning on a cache line."""
    pitch = -(-width // CACHE_LINE) * CACHE_LINE
    raw = np.zeros(rows * pitch + CACHE_LINE, dtype=np.int8)
    start = -raw.ctypes.data % CACHE_LINE
    return raw[start : start + rows * pitch].reshape(rows, pitch)[:, :width]


def _pitch(array: Float32Array) -> int:
    """Floats between columns. Raises ValueError where a column's numbers do not lie together."""
    if array.dtype != np.float32 or array.ndim > 2 or array.strides[0] != 4 or any(step % 4 for step in array.strides):
        raise ValueError("a column's numbers must lie together")
    return array.strides[1] // 4 if array.ndim == 2 else 0
