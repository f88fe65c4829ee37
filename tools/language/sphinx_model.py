"""Reads the language model of English that the package ``pocketsphinx`` carries: words, pairs, and how likely each is.

A trie of three words in CMU Sphinx's binary form, as its ``src/lm`` writes it: the header, three tables of 65,536 quantised
values, words (probability, back-off weight, where its pairs begin), then pairs and triples, packed bit by bit. Its root is the
*last* word and its children are the words before. Triples are not read. Logarithms are to the base 1.0001.
"""

from __future__ import annotations

import math
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array, Float64Array

MEMBER = "pocketsphinx/model/en-us/en-us.lm.bin"
MAGIC = b"Trie Language Model"
BINS = 1 << 16
BASE = math.log(1.0001)
START, END = "<s>", "</s>"
_WORD = np.dtype([("chance", "<f4"), ("weight", "<f4"), ("pairs", "<u4")])


@dataclass(frozen=True, eq=False, slots=True)
class SphinxModel:
    """``once``, ``weights``: (words,), the probability of each word after any word, and the weight of all those that it makes
    no pair with. ``firsts``, ``seconds``, ``pairs``: (pairs,), two words' numbers, and the probability of the second."""

    words: tuple[str, ...]
    once: Float64Array
    weights: Float64Array
    firsts: npt.NDArray[np.int64]
    seconds: npt.NDArray[np.int64]
    pairs: Float64Array


def from_wheel(path: Path) -> SphinxModel:
    """From the package's wheel. Raises ValueError for another file, OSError."""
    try:
        with zipfile.ZipFile(path) as wheel:
            return parse(wheel.read(MEMBER))
    except (zipfile.BadZipFile, KeyError, struct.error, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: no wheel of pocketsphinx ({' '.join(str(error).split())})") from None


def parse(model: bytes) -> SphinxModel:
    """From the file's bytes. Raises ValueError, struct.error."""
    if not model.startswith(MAGIC) or model[len(MAGIC)] != 3:
        raise ValueError("no model of three words in Sphinx's binary form")
    at = len(MAGIC) + 1
    words, pairs, triples = struct.unpack_from("<3I", model, at)
    at += 12 + 4  # and the kind of quantisation, of which there is one
    chances = np.frombuffer(model, "<f4", BINS, at)  # of pairs; their weights and the triples' chances follow
    at += 3 * 4 * BINS
    table = np.frombuffer(model, _WORD, words + 1, at)
    at += table.nbytes
    widths = (words.bit_length(), 16, 16, triples.bit_length())
    packed = np.frombuffer(model, np.uint8, _packed_size(pairs, sum(widths)), at)
    at += packed.nbytes + _packed_size(triples, words.bit_length() + 16)
    (length,) = struct.unpack_from("<I", model, at)
    names = model[at + 4 : at + 4 + length].split(b"\0")[:-1]
    if len(names) != words or at + 4 + length != len(model):
        raise ValueError("a damaged model of Sphinx")
    starts = table["pairs"].astype(np.int64)
    used = int(starts[-1])
    firsts, _, bins, _ = unpack(packed, used, widths)
    return SphinxModel(
        tuple(name.decode("ascii") for name in names),
        _chances(table["chance"][:-1]),
        _chances(table["weight"][:-1]),
        firsts,
        np.repeat(np.arange(words), np.diff(starts)),
        _chances(chances[bins]),
    )


def unpack(packed: npt.NDArray[np.uint8], count: int, widths: Sequence[int]) -> list[npt.NDArray[np.int64]]:
    """``count`` records of fields of so many bits each (at most 32), one behind another, the lowest bits first."""
    padded = np.concatenate((packed, np.zeros(8, dtype=np.uint8)))
    begin = np.arange(count, dtype=np.int64) * sum(widths)
    fields = []
    for width in widths:
        byte, shift = begin >> 3, (begin & 7).astype(np.uint64)
        field = np.zeros(count, dtype=np.uint64)
        for k in range(5):
            field |= padded[byte + k].astype(np.uint64) << np.uint64(8 * k)
        fields.append((field >> shift & np.uint64((1 << width) - 1)).astype(np.int64))
        begin = begin + width
    return fields


def _chances(logs: Float32Array) -> Float64Array:
    return np.asarray(np.exp(BASE * logs.astype(np.float64)))


def _packed_size(records: int, bits: int) -> int:
    return ((1 + records) * bits + 7) // 8 + 8
