"""What may be in a wheel; that an installed one works is tried by ``python -m tools.try_built_wheel`` in ``.ci/run``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

from tools.try_built_wheel import HANDS, ROOT, TABLE, WEIGHTS, WheelError, check_contents

GOOD = ["inkapp/app.py", "model/mdn.py", "assets/icons/app.svg", TABLE.as_posix(), "inkapp-1.dist-info/RECORD"] + [
    f"assets/weights/{name}.safetensors" for name in sorted(WEIGHTS)
]
GOOD += [f"assets/hands/{name}.hand" for name in HANDS]


def wheel(folder: Path, names: list[str]) -> Path:
    path = folder / "inkapp-1-py3-none-any.whl"
    with ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return path


def test_a_wheel_holds_what_the_app_needs_and_no_more(tmp_path: Path):
    check_contents(wheel(tmp_path, GOOD))
    for more in ("training/run.py", "tests/test_app.py", "assets/weights/graves.safetensors"):
        with pytest.raises(WheelError, match="holds"):
            check_contents(wheel(tmp_path, [*GOOD, more]))
    with pytest.raises(WheelError, match="lab-gru"):
        check_contents(wheel(tmp_path, [name for name in GOOD if "live" not in name]))
    with pytest.raises(WheelError, match="no table of words"):
        check_contents(wheel(tmp_path, [name for name in GOOD if name != TABLE.as_posix()]))
    with pytest.raises(WheelError, match="holds the hands"):
        check_contents(wheel(tmp_path, GOOD[:-1]))


def test_every_network_in_assets_is_in_the_wheel_or_left_out_by_name():
    """So that one more is not first missed by the trial of the wheel, which comes last and takes minutes."""
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    left_out = {path for pattern in wheel["exclude"] for path in ROOT.glob(pattern)}
    assert {path.stem for path in set(ROOT.glob("assets/weights/*.safetensors")) - left_out} == WEIGHTS
