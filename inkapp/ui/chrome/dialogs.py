"""The window's dialogs that wait for an answer: a file's name, a page's paper, and what is to become of unsaved ink.

Tests put a double in the place of ``Dialogs``; nothing else opens a dialog that waits.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Sequence
from enum import Enum
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QProgressDialog, QWidget

from inkapp.ink.document import Page
from inkapp.ui.chrome.paper_dialog import PaperChoice, PaperDialog
from inkapp.ui.chrome.recovery_dialog import Offer, RecoveryChoice, RecoveryDialog

PLAIN = {os.strerror(errno.ENOSPC): "the disk is full"}  # the system's words → a person's
MOST_NAMES = 8  # of files, that a question lists


class Answer(Enum):
    """What is to become of unsaved ink."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


class Conflict(Enum):
    """What is to become of a file that something else has written meanwhile."""

    OVERWRITE = "overwrite"
    SAVE_AS = "save as"
    RELOAD = "reload"
    CANCEL = "cancel"


class Dialogs:
    """Asks over one window, and waits for the answer. A path is None where the dialog was cancelled."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def unsaved(self, title: str) -> Answer:
        """Asks whether to save or discard unsaved ink, or to cancel."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("Unsaved ink")
        box.setText(f"<b>Save what was written in “{escape(title)}”?</b>")
        box.setInformativeText("Otherwise it is gone.")
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        for which, text in ((buttons.Save, "&Save"), (buttons.Discard, "&Discard"), (buttons.Cancel, "&Cancel")):
            box.button(which).setText(text)  # each with its key, whatever the style would write
        box.setDefaultButton(buttons.Save)
        box.setEscapeButton(buttons.Cancel)
        said = box.exec()
        return {buttons.Save: Answer.SAVE, buttons.Discard: Answer.DISCARD}.get(buttons(said), Answer.CANCEL)

    def conflict(self, title: str) -> Conflict:
        """Asks what is to become of a file that was changed since it was read or saved here."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("Changed elsewhere")
        box.setText(f"<b>“{escape(title)}” was changed by another window or program.</b>")
        box.setInformativeText(
            "“Save as” keeps both. “Overwrite” loses what was written there. “Read anew” loses what you wrote here since "
            "you last saved."
        )
        roles, answers = QMessageBox.ButtonRole, {}
        for text, role, answer in (
            ("Save &as…", roles.AcceptRole, Conflict.SAVE_AS),
            ("&Overwrite", roles.DestructiveRole, Conflict.OVERWRITE),
            ("&Read anew", roles.DestructiveRole, Conflict.RELOAD),
            ("&Cancel", roles.RejectRole, Conflict.CANCEL),
        ):
            answers[box.addButton(text, role)] = answer
        buttons = list(answers)
        box.setDefaultButton(buttons[0])
        box.setEscapeButton(buttons[-1])
        box.exec()
        return next((answers[button] for button in buttons if button is box.clickedButton()), Conflict.CANCEL)

    def replace(self, paths: Sequence[Path]) -> bool:
        """Asks whether files that are there already may be written over: those of one export, in one folder."""
        many = len(paths) > 1
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("Files are there already" if many else "A file is there already")
        box.setText(
            f"<b>Replace {f'{len(paths)} files' if many else 'a file'} in “{escape(paths[0].parent.name)}”?</b>"
        )
        names = [escape(path.name) for path in paths[:MOST_NAMES]]
        if len(paths) > MOST_NAMES:
            names.append(f"… and {len(paths) - MOST_NAMES} more")
        box.setInformativeText("<br>".join([*names, "", f"What {'they hold' if many else 'it holds'} now is lost."]))
        replace = box.addButton("&Replace", QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton("&Cancel", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        box.exec()
        return box.clickedButton() is replace

    def recover(self, offers: Sequence[Offer]) -> tuple[RecoveryChoice, int]:
        """Asks what is to become of documents that were not saved, and of which one, by its index."""
        dialog = RecoveryDialog(offers, self._parent)
        dialog.exec()
        return dialog.choice, dialog.index

    def open_path(self, suffixes: Sequence[str], folder: Path, what: str = "ink") -> Path | None:
        """Asks for a file to open; ``what`` it holds, for the title."""
        patterns = " ".join(f"*{suffix}" for suffix in suffixes)
        filters = f"{what.capitalize()} ({patterns});;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self._parent, f"Open {what}", str(folder), filters)
        return Path(name) if name else None

    def save_path(self, suggestion: Path, suffixes: Sequence[str], title: str) -> Path | None:
        """Asks for a name to write to, with an extension; overwriting a file that exists was confirmed."""
        dialog = QFileDialog(self._parent, title, str(suggestion.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{suffix[1:].upper()} (*{suffix})" for suffix in suffixes])
        # the default suffix makes the question about overwriting be about the name that is written in the end
        dialog.setDefaultSuffix(suffixes[0][1:])
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen.rpartition("*.")[2].rstrip(")")))
        dialog.selectFile(suggestion.name)
        return Path(dialog.selectedFiles()[0]) if dialog.exec() and dialog.selectedFiles() else None

    def wait(self, title: str, told: Callable[[], str], changed: SignalInstance, is_done: Callable[[], bool]) -> bool:
        """Says what is waited for until it is done; False where the person would not wait. ``changed``: it may be done, or
        something else is to be told."""
        dialog = QProgressDialog(told(), "&Cancel", 0, 0, self._parent)
        dialog.setWindowTitle(title)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.canceled.connect(dialog.reject)

        def look() -> None:
            if is_done():
                dialog.accept()
            else:
                dialog.setLabelText(told())

        changed.connect(look)
        try:
            return dialog.exec() == QDialog.DialogCode.Accepted
        finally:
            changed.disconnect(look)

    def paper(self, paper: Page, pages: int) -> PaperChoice | None:
        """Asks for a page's paper; ``pages``: how many the document has. None where the dialog was cancelled."""
        dialog = PaperDialog(paper, pages, self._parent)
        return dialog.choice if dialog.exec() else None

    def damaged(self, path: Path, technical: str) -> None:
        """Says that a file cannot be read, without waiting; ``technical``: one line of why, behind the button for details."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Not opened")
        box.setTextFormat(Qt.TextFormat.RichText)
        page = re.search(r"page \d+", technical.removeprefix(str(path)))
        where = f" (the trouble is on {page[0]})" if page else ""
        box.setText(f"<b>This file is damaged: “{escape(path.name)}” cannot be read{where}.</b>")
        box.setInformativeText("Nothing was changed, neither in the file nor in what is open.")
        _add_details(box, technical)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def not_saved(self, path: Path, technical: str) -> None:
        """Says that a file could not be written, and waits; ``technical``: one line of why, behind the button for details."""
        in_brackets = re.search(r"\(([^()]*)\)$", technical)  # what the system says
        why = in_brackets[1] if in_brackets else technical.removeprefix(f"{path}: ").removeprefix(f"{path.name}: ")
        file = "the file is as it was" if os.path.lexists(path) else "no file was made"
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Not saved")
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(f"<b>“{escape(path.name)}” could not be saved.</b>")
        why = PLAIN.get(why, why)
        why = escape(f"{why[:1].upper()}{why[1:]}.")
        box.setInformativeText(f"{why}<br><br>All that you wrote is still here, and {file}.")
        _add_details(box, technical)
        box.exec()


def _add_details(box: QMessageBox, text: str) -> None:
    """Text behind a button, with an ellipsis as everywhere else: Qt writes three dots, anew at each click."""
    box.setDetailedText(text)
    (button,) = (button for button in box.buttons() if box.buttonRole(button) is QMessageBox.ButtonRole.ActionRole)

    def mend() -> None:
        button.setText(button.text().replace("...", "…"))

    button.clicked.connect(mend)
    mend()
