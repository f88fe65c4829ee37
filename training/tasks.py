"""What differs between trainings to continue ink, to write text, to read and to foretell it: network and data."""

from __future__ import annotations

from pathlib import Path

from model.alphabet import PRINTABLE
from model.checkpoint import CAPTIONER, CHARACTER_LSTM, CTC_READER, STACKED_LSTM, TEXT_WINDOW
from training import prepare
from training.captioner.cut_lines import read_cuts
from training.captioner.lines import PictureLines
from training.captioner.network import CaptionerNetwork
from training.data.lines import TrainingLines
from training.language.network import CharacterNetwork
from training.language.passages import read_passages
from training.network import Network
from training.parallel import Team
from training.reader.lines import ReadLines
from training.reader.network import ReaderNetwork
from training.reader.read import read_lines_with_texts
from training.recipe import Recipe
from training.trained_network import TrainedNetwork
from training.writer.network import WriterNetwork
from training.writer.read import read_pairs
from training.writer.style import fill_style


def new_network(recipe: Recipe) -> TrainedNetwork:
    """The recipe's network, as chance makes it."""
    if recipe.task == "read":
        return ReaderNetwork(recipe.network, recipe.frames, PRINTABLE)
    if recipe.task == "caption":
        return CaptionerNetwork(recipe.network, recipe.caption, PRINTABLE)
    if recipe.task == "language":
        return CharacterNetwork(recipe.network, recipe.characters.embedding, PRINTABLE)
    if recipe.task == "write":
        return WriterNetwork(recipe.network, recipe.window, through=recipe.pairs.through)
    return Network(recipe.network)


def begin_text(network: TrainedNetwork, recipe: Recipe) -> None:
    """What is new in a network that begins from one without text. Raises CheckpointError."""
    if recipe.style:
        assert isinstance(network, WriterNetwork)
        fill_style(network, Path(recipe.style))


def architectures(recipe: Recipe) -> tuple[str, ...]:
    """Of which a run's own checkpoint, or the weights that it begins from, may be."""
    if recipe.task == "read":
        return (CTC_READER,)
    if recipe.task == "caption":
        return (CAPTIONER,)
    if recipe.task == "language":
        return (CHARACTER_LSTM,)
    return (STACKED_LSTM, TEXT_WINDOW) if recipe.task == "write" else (STACKED_LSTM,)


def read_halves(
    data: Path, recipe: Recipe, team: Team | None = None, cache: Path | None = None
) -> tuple[TrainingLines, TrainingLines]:
    """The lines to learn from, and those of the held-out forms; prints what became of all that are listed.

    ``cache``: a folder that may keep prepared lines. Raises DataError, OSError; of several processes, TeamError.
    """
    if recipe.task == "language":
        return read_passages(data, recipe, team or Team())
    if recipe.task == "write":
        return read_pairs(data, recipe, team or Team(), cache)
    if recipe.task == "read":
        return read_lines_with_texts(data, recipe, team or Team(), cache, ReadLines)
    if recipe.task == "caption":
        learn, judge = read_lines_with_texts(data, recipe, team or Team(), cache, PictureLines)
        if recipe.caption.cuts:
            learn.cut(read_cuts(Path(recipe.caption.cuts)), recipe.caption.cut)
        return learn, judge
    return prepare.read_halves(data, recipe, team)
