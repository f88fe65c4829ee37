"""The documents name what is there: files, make's targets, modules, and a card for each of the weights."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "assets").rglob("*.md")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_names_what_is_there(document: Path):
    """Its links lead somewhere, its commands are targets of the Makefile or modules."""
    text = document.read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (document.parent / link).exists() or "pictures/" in link, link
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:`|    )make ([a-z-]+)", text)) <= targets
    for module in re.findall(r"python -m ([a-z_.]+)", text):
        place = ROOT / module.replace(".", "/")
        assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), module


def test_weights_have_their_configuration_and_card():
    for weights in (ROOT / "assets" / "weights").glob("*.safetensors"):
        assert weights.with_suffix(".json").exists()
        card = weights.with_suffix(".md").read_text(encoding="utf-8")
        assert "IAM-OnDB" in card and "non-commercial research" in card and "training.train" in card
