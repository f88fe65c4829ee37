"""A folder of recipes is trained in order up to the shipped one, each stage from the weights of the one before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.checkpoint import load
from tests.training.trainings import RECIPE, command, one_line
from training import train
from training.run import Run
from training.stages import read_stages

pytestmark = pytest.mark.usefixtures("one_thread")

NAMES = {"1": "tiny", "2": "tiny-2", "3-shipped": "tiny-3", "4": "tiny-4"}


def folder_of_recipes(folder: Path) -> Path:
    folder.mkdir(parents=True)
    before = ""
    for stem, name in NAMES.items():
        start = f'start = "runs/{before}/best.safetensors"\n' if before else ""
        text = RECIPE.format(kind="space", inputs=4).replace('name = "tiny"', f'name = "{name}"')
        text = text.replace("steps = 14", "steps = 6").replace(
            "rate = 0.01", "rate = 0.001" if before else "rate = 0.01"
        )
        (folder / f"{stem}.toml").write_text(start + text, encoding="utf-8")
        before = name
    (folder / "context.toml").write_text('name = "aside"\n', encoding="utf-8")  # no stage of what ships
    return folder


def test_all_stages_by_one_command_killed_and_resumed(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    recipes, runs, advance = folder_of_recipes(tmp_path / "recipes"), tmp_path / "runs", Run.advance
    begun: dict[str, Path] = {}

    def killed(run: Run) -> tuple[float, float, int]:
        if run.recipe.name == "tiny-2" and run.step == 5:
            raise KeyboardInterrupt
        return advance(run)

    with monkeypatch.context() as patch:
        patch.setattr(Run, "advance", killed)
        assert command(recipes, data, runs) == 130
    assert sorted(path.name for path in runs.iterdir()) == ["tiny", "tiny-2"]

    begin = Run._begin_from

    def noted(run: Run, path: Path, *rest: object) -> None:
        begun[run.recipe.name] = path
        begin(run, path, *rest)  # type: ignore[arg-type]
        for name, value in run.network.state_dict().items():
            assert np.array_equal(value.numpy(), load(path)[0][name])

    monkeypatch.setattr(Run, "_begin_from", noted)
    capsys.readouterr()
    assert command(recipes, data, runs) == 0
    out = capsys.readouterr().out
    assert "tiny: all 6 steps are made" in out and "tiny-2: 1,475 parameters, step 4 of 6" in out
    assert sorted(path.name for path in runs.iterdir()) == ["tiny", "tiny-2", "tiny-3"]
    assert begun == {"tiny-3": runs / "tiny-2" / "best.safetensors"}
    assert load(runs / "tiny-3" / "best.safetensors")[1]["training"]["recipe"] == "tiny-3"
    assert command(recipes, data, runs) == 0
    assert capsys.readouterr().out.count("all 6 steps are made") == 3


def test_the_time_is_for_all_stages_together(data: Path, tmp_path: Path) -> None:
    recipes, runs = folder_of_recipes(tmp_path / "recipes"), tmp_path / "runs"
    assert command(recipes, data, runs, "--minutes", "0") == 0
    assert [path.name for path in runs.iterdir()] == ["tiny"]
    assert load(runs / "tiny" / "last.safetensors")[1]["training"]["step"] == 0


@pytest.mark.parametrize("fault", ["start", "gap", "none shipped"])
def test_recipes_that_are_no_chain_are_one_line(
    fault: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipes = folder_of_recipes(tmp_path / "recipes")
    match fault:
        case "start":
            path = recipes / "2.toml"
            path.write_text(path.read_text(encoding="utf-8").replace("runs/tiny/", "runs/other/"), encoding="utf-8")
        case "gap":
            (recipes / "2.toml").unlink()
        case "none shipped":
            (recipes / "3-shipped.toml").rename(recipes / "3.toml")
    assert command(recipes, data, tmp_path / "runs") == 2
    one_line(capsys, "must be")
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(("name", "count"), [("live", 5), ("graves", 6)])
def test_the_projects_stages_are_chains(name: str, count: int) -> None:
    stages = read_stages(Path(train.__file__).parent / "recipes" / name)
    assert [stage.folder for stage in stages] == [Path("runs") / stage.recipe.name for stage in stages]
    assert [stage.recipe.name for stage in stages] == [name, *(f"{name}-{k}" for k in range(2, count + 1))]
