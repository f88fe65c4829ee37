"""A file that the system asks to open, as macOS does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.live.fakes import PATIENCE

PROGRAM = """
import sys
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from inkapp.ui.application import Application
app = Application(["inkapp"])
heard = []
app.file_opened.connect(heard.append)
app.sendEvent(app, QFileOpenEvent(QUrl.fromLocalFile(sys.argv[1])))
app.sendEvent(app, QFileOpenEvent(QUrl("https://example.org/page.ink")))
print(*heard)
"""


@pytest.mark.process
def test_a_file_is_opened_by_an_event(tmp_path: Path):
    page = tmp_path / "a page.ink"
    done = subprocess.run(  # a process of its own: there is one application in each
        [sys.executable, "-c", PROGRAM, str(page)], capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.stdout.strip() == str(page), done.stderr
