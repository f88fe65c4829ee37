"""The record's chart is drawn from the record's table."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from lab.measure import record_chart

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_table_of_the_record_is_read() -> None:
    whole, moving = record_chart.stages((DOCS / "lab" / "record.md").read_text(encoding="utf-8"))
    assert len(whole) == len(moving) == 6
    assert (whole[0], whole[-1], moving[-1]) == (-1038.5, -1113.3, -1019.6)
    assert all(few > all_points for few, all_points in zip(moving, whole, strict=True))


def test_the_figure_is_written_beside_the_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "record.md").write_text((DOCS / "lab" / "record.md").read_text("utf-8"), encoding="utf-8")
    assert record_chart.main([str(tmp_path)]) == 0
    ElementTree.fromstring((tmp_path / "lab" / "record.svg").read_bytes())
    (tmp_path / "lab" / "record.md").write_text("no table", encoding="utf-8")
    assert record_chart.main([str(tmp_path)]) == 2
    assert record_chart.main([]) == 2
    assert "no table of stages" in capsys.readouterr().err
