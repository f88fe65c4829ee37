"""The table of words from made-up packages: a model in Sphinx's binary form, packed here bit by bit, and lists of counts."""

from __future__ import annotations

import math
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from model.language import Language
from model.word_table import load
from tools.language import sphinx_model, web_counts
from tools.language.__main__ import main, proper_words
from tools.language.left_out import LeftOut, digest
from tools.language.mixture import from_counts, from_sphinx, is_word, make_table
from tools.language.sphinx_model import BASE, MAGIC, MEMBER, SphinxModel
from tools.language.web_counts import ONCE, PAIRS, Counts

WORDS = ["</s>", "<s>", "a", "cat", "dog", "the"]
# of each last word, the words before it that it makes a pair with, and its chance after them
ENDING = {"cat": {"a": 0.25, "the": 0.5}, "dog": {"the": 0.25}, "the": {"<s>": 0.5}}
ALONE = {"</s>": 0.1, "<s>": 1e-9, "a": 0.2, "cat": 0.1, "dog": 0.1, "the": 0.5}
WEIGHTS = {"a": 0.75 / 0.9, "the": 0.25 / 0.8, "<s>": 0.5 / 0.5}


def packed(records: list[list[tuple[int, int]]], spare: int) -> bytes:
    """Records of (value, bits), the lowest bits first, and the bytes that Sphinx keeps behind them."""
    whole = at = 0
    for value, bits in (field for record in records for field in record):
        whole |= value << at
        at += bits
    return whole.to_bytes((at + spare + 7) // 8 + 8, "little")


def binary() -> bytes:
    """The model of these words as a file; no triples."""
    pairs = [(word, before) for word in WORDS for before in sorted(ENDING.get(word, {}))]
    starts = [sum(WORDS.index(word) < number for word, _ in pairs) for number in range(len(WORDS) + 1)]
    bins = np.zeros((3, 1 << 16), dtype="<f4")
    bins[0, : len(pairs)] = [math.log(ENDING[word][before]) / BASE for word, before in pairs]
    bits = (len(WORDS)).bit_length()
    records = [[(WORDS.index(before), bits), (0, 16), (k, 16)] for k, (_, before) in enumerate(pairs)]
    names = b"".join(word.encode() + b"\0" for word in WORDS)
    table = b"".join(
        struct.pack("<ffI", math.log(ALONE[word]) / BASE, math.log(WEIGHTS.get(word, 1.0)) / BASE, starts[k])
        for k, word in enumerate(WORDS)
    )
    return b"".join(
        (
            MAGIC + b"\x03",
            struct.pack("<3I", len(WORDS), len(pairs), 0),
            struct.pack("<i", 1),
            bins.tobytes(),
            table + struct.pack("<ffI", 0, 0, len(pairs)),
            packed(records, bits + 32),
            packed([], bits + 16),
            struct.pack("<I", len(names)) + names,
        )
    )


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("wheels")
    sphinx, counts = folder / "sphinx.whl", folder / "counts.whl"
    with zipfile.ZipFile(sphinx, "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr(MEMBER, binary())
    with zipfile.ZipFile(counts, "w") as wheel:
        wheel.writestr(ONCE, "\ufeffthe 600\na 300\nbird 100\nx 50\nowl 1\n")
        wheel.writestr(PAIRS, "the bird 16000\nthe cat 3000\na bird 100\n")
    return sphinx, counts


def test_sphinxs_model_is_read_as_it_was_packed(wheels: tuple[Path, Path]) -> None:
    model = sphinx_model.from_wheel(wheels[0])
    assert list(model.words) == WORDS
    assert model.once == pytest.approx([ALONE[word] for word in WORDS], rel=1e-3)
    found = {
        (model.words[b], model.words[a]): chance
        for a, b, chance in zip(model.firsts, model.seconds, model.pairs, strict=True)
    }
    assert found == pytest.approx(
        {(word, before): chance for word, own in ENDING.items() for before, chance in own.items()}, rel=1e-3
    )


@pytest.mark.parametrize("damage", [b"", b"Trie Language Model\x02", binary()[:-3], binary() + b"!"])
def test_another_file_is_refused(damage: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "x.whl", "w") as wheel:
        wheel.writestr(MEMBER, damage)
    assert main([str(tmp_path / "x.whl"), str(tmp_path / "x.whl"), "--out", str(tmp_path / "out.npz")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_each_source_sums_to_one_after_each_word(wheels: tuple[Path, Path]) -> None:
    sphinx, counts = sphinx_model.from_wheel(wheels[0]), web_counts.from_wheel(wheels[1])
    words = ["a", "bird", "cat", "dog", "the"]
    for source in (from_sphinx(sphinx, words), from_counts(counts, words)):
        for first in np.flatnonzero(source.knows):
            keys = first * (len(words) + 1) + np.arange(len(words))
            assert source.chances(keys).sum() == pytest.approx(1.0, abs=1e-6)


def test_the_table_has_both_sources_words_and_the_pairs_worth_most(
    wheels: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "table.npz"
    told = [str(wheels[0]), str(wheels[1]), "--words", "5", "--pairs", "3", "--share", "0.5", "--out", str(out)]
    assert main(told) == 0
    table = load(out)
    assert table.words == ("a", "bird", "cat", "dog", "the")  # owl and x are too rare, or no word
    language = Language.load(out)
    the = language.number("the")
    assert the is not None and {language.words[n] for n, _ in language.likeliest("", the, 2)} == {"cat", "bird"}
    first = out.read_bytes()
    assert main(told) == 0 and out.read_bytes() == first
    assert "5 words, 3 pairs" in capsys.readouterr().out


def test_what_is_left_out_is_in_no_table() -> None:
    listed = LeftOut([digest("dog"), "# no", "~" + digest("bird")])
    for word in ("dog", "dogs", "dog's", "dogs'", "bird", "blackbirds"):
        assert word in listed
    for word in ("do", "doggy", "birt", "cat", ""):
        assert word not in listed
    once = np.array([0.5, 0.3, 0.2])
    the, cat = np.array([2]), np.array([0])
    model = SphinxModel(("cat", "dog", "the"), once, np.ones(3), the, cat, np.array([0.3]))
    table = make_table(model, Counts({"cat": 2, "the": 3}, {("the", "cat"): 9}), 3, 5, 0.5, {"dog"}, {"cat"})
    assert table.words == ("cat", "the") and table.proper.tolist() == [0]


def test_the_shipped_table_leaves_out_what_is_listed_and_knows_names() -> None:
    from assets import LANGUAGE

    words = load(LANGUAGE).words
    listed = LeftOut.load()
    assert not [word for word in words if word in listed]
    assert {words[number] for number in load(LANGUAGE).proper} <= proper_words()


@pytest.mark.parametrize(("word", "fits"), [("a", 1), ("i'm", 1), ("o'clock", 1), ("b", 0), ("b's", 0), ("co-op", 0)])
def test_words_are_letters_and_apostrophes(word: str, fits: int) -> None:
    assert is_word(word) == bool(fits)
