"""The layout of dialogs with fields."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QWidget

ROW_HEIGHT = 28  # pixels


def form_layout(dialog: QWidget) -> QFormLayout:
    """An empty form in a dialog."""
    form = QFormLayout(dialog)
    form.setContentsMargins(20, 18, 20, 14)
    form.setHorizontalSpacing(18)
    form.setVerticalSpacing(12)
    return form


def add_row(form: QFormLayout, text: str, field: QWidget) -> None:
    """A field and its label, both as high, so that their words stand on one line: Qt puts a lower label higher up."""
    form.addRow(text, field)
    for widget in (field, form.labelForField(field)):
        widget.setMinimumHeight(ROW_HEIGHT)
