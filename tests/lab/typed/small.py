"""A data set of made-up writing that says something, and small networks by chance, for the tests of typed text."""

from __future__ import annotations

from pathlib import Path

from lab.typed.tasks import PRIME_LINES
from model.checkpoint import save
from model.strokes import Representation
from tests.lab.writers.test_main import data_set
from tests.model import nets, texts
from tests.training import archives
from tests.training.reader import made_up

LINES = ("host lines", "hot tea is", "the nil one")


def typed_data(folder: Path) -> Path:
    """Two writers of two forms of five lines each, in every list."""
    data_set(folder, PRIME_LINES + 1)
    names = (folder / "graves-validation.txt").read_text().split()
    told = {name: LINES[k % 3] for k, name in enumerate(names)}
    for seed, (name, text) in enumerate(told.items()):
        (folder / name).write_bytes(archives.xml(made_up.line(text, seed)))
    archives.write_texts(folder, told)
    return folder


def small_networks(folder: Path, end: float = 50.0) -> list[str]:
    """The options ``--weights`` and ``--reader`` of a writer, which ends at its first lift, and of a reader, both by chance."""
    weights, config = texts.make(end=end)
    save(folder / "writer.safetensors", weights, {**config, "representation": Representation().to_json()})
    reader, told = nets.reader_parts(seed=5)
    save(folder / "reader.safetensors", reader, told)
    return ["--weights", str(folder / "writer.safetensors"), "--reader", str(folder / "reader.safetensors")]
