"""Two writers of one form of two lines each, in joined words of the project's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training import archives
from tests.training.reader import made_up

TEXTS = ("hot tea is on the table", "she sat in it all the same", "no one let us in at all", "the sun has set at last")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """And a line of another form, whose transcription alone is of use."""
    folder = tmp_path_factory.mktemp("data")
    told = dict(zip((archives.name_of(form, k) for form in ("q12-000", "q11-000") for k in (1, 2)), TEXTS, strict=True))
    other = {archives.name_of("q13-000", 1): "the tea was in the sun"}
    inks = {name: archives.xml(made_up.line(text, seed)) for seed, (name, text) in enumerate({**told, **other}.items())}
    archives.write(folder, inks, "folder")
    archives.write_texts(folder, {**told, **other})
    (folder / "t1").mkdir()
    (folder / "t1" / "testset_v.txt").write_text("q12-000\nq11-000\n")
    return folder
