"""A few kills; ``python -m tools.kill_while_writing --times 100`` does more."""

from __future__ import annotations

import pytest

from tools import kill_while_writing


@pytest.mark.process
@pytest.mark.slow
def test_a_killed_process_loses_nothing_that_was_synced(capfd: pytest.CaptureFixture[str]):
    assert kill_while_writing.main(["--times", "3", "--seed", "1000"]) == 0, capfd.readouterr().out
