"""Prepared lines: which texts are learnt, and a cache that gives back what was put into it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.strokes import Representation
from tests.training import archives
from training.writer.prepared import cache_name, clean, keep, kept, prepare_lines


@pytest.mark.parametrize(
    ("text", "learnt"),
    [
        ("in  due course .", "in due course."),
        ("yes , no ;", "yes, no;"),
        ('"Yes," he said', '"Yes," he said'),
        ('" Yes', ""),
        ("don ' t", ""),
        ("( so )", ""),
        ("lost # word", ""),
        ("+20 m.", ""),
        (None, ""),
    ],
)
def test_texts_are_learnt_as_they_were_written_or_not_at_all(text: str | None, learnt: str) -> None:
    assert clean(text) == learnt


def test_a_cache_gives_back_what_was_put_in(tmp_path: Path) -> None:
    lines = [archives.line(seed) for seed in (1, 2, 3)]
    texts = {lines[0].name: "first .", lines[2].name: "th#rd"}
    made = prepare_lines(lines, texts, Representation(), straight=True)
    assert [line.text for line in made] == ["first.", "", ""]
    assert all(line.size > 0 and len({line.digest for line in made}) == 3 for line in made)
    keep(tmp_path / "a" / "cache.npz", made)
    again = kept(tmp_path / "a" / "cache.npz")
    assert again is not None
    for one, other in zip(made, again, strict=True):
        assert (one.name, one.form, one.size, one.text, one.digest) == (
            other.name, other.form, other.size, other.text, other.digest
        )  # fmt: skip
        assert len(one.strokes) == len(other.strokes)
        assert all(np.array_equal(a, b) for a, b in zip(one.strokes, other.strokes, strict=True))


def test_a_cache_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    path = tmp_path / "cache.npz"
    assert kept(path) is None
    path.write_bytes(b"no archive")
    assert kept(path) is None
    keep(path, prepare_lines([archives.line(1)], {}, Representation(), straight=False))
    path.write_bytes(path.read_bytes()[:-200])
    assert kept(path) is None


def test_a_caches_name_follows_from_all_that_decides_it() -> None:
    names = {
        cache_name(["a"], Representation(), straight=True),
        cache_name(["a"], Representation(), straight=False),
        cache_name(["a", "b"], Representation(), straight=True),
        cache_name(["a"], Representation(tolerance=0.1), straight=True),
    }
    assert len(names) == 4 and cache_name(["a"], Representation(), straight=True) in names
