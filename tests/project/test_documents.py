"""The documents name what is there: files, make's targets, modules, and a card for each of the weights."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = "inkapp|model|training|lab|bench|tools|tests|docs|assets"
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "assets").rglob("*.md")]
SCRIPTS = [ROOT / name for name in (".ci/run", "Makefile", ".pre-commit-config.yaml")] + [
    *(ROOT / ".github").rglob("*.yml")
]


def headings(document: Path) -> set[str]:
    """The anchors that a reader of Markdown makes of the headings: small letters, digits and hyphens."""
    found = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in found}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_names_what_is_there(document: Path):
    """Its links lead somewhere, its commands are targets of the Makefile or modules."""
    text = document.read_text(encoding="utf-8")
    for link, anchor in re.findall(r"\]\((?!https?:)([^)#]+)(?:#([^)]+))?\)", text):
        assert (document.parent / link).exists(), link
        assert not anchor or anchor in headings(document.parent / link), f"{link}#{anchor}"
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:`|    )make ([a-z-]+)", text)) <= targets
    for module in re.findall(r"python -m ([a-z_.]+)", text):
        place = ROOT / module.replace(".", "/")
        assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), module


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_script_calls_modules_that_are_there(script: Path):
    for module in re.findall(r"-m ((?:tools|lab|bench|training)[a-z_.]*)", script.read_text(encoding="utf-8")):
        place = ROOT / module.replace(".", "/")
        assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), module


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_names_files_and_modules_that_are_there(document: Path):
    """Paths from the repository's root, in commands and in backticks, and dotted names between backticks."""
    text = re.sub(r"\]\([^)]*\)", "", document.read_text(encoding="utf-8"))  # links are tried above
    for path in re.findall(rf"(?<![\w/.:-])((?:{ROOMS})/[\w./*-]*)", text):
        path = path.rstrip(".")
        assert any(ROOT.glob(path.rstrip("/"))) or (ROOT / f"{path}.py").exists(), path
    for name in re.findall(rf"`((?:{ROOMS})(?:\.\w+)+)`", text):
        parts = name.split(".")
        if parts[0] == "training" and len(parts) == 2:
            continue  # it may be a key of a checkpoint's JSON
        found = [ROOT.joinpath(*parts[:k]) for k in range(2, len(parts) + 1)]
        assert any(place.is_dir() or place.with_suffix(".py").exists() for place in found), name


def test_weights_have_their_configuration_and_card():
    """Every weights file has a card, its own or one that it shares, and the card names the file, the data and the terms."""
    for weights in (ROOT / "assets" / "weights").glob("*.safetensors"):
        assert weights.with_suffix(".json").exists()
        own, shared = weights.with_suffix(".md"), weights.with_name(weights.stem.split("-")[0] + ".md")
        card = (own if own.exists() else shared).read_text(encoding="utf-8")
        assert weights.stem in card.splitlines()[0]
        data, terms = ("free text", "MIT") if weights.stem == "characters" else ("IAM-OnDB", "non-commercial research")
        assert data in card and terms in card
        assert "python -m training.train" in card or "python -m lab.train_lab_networks" in card
