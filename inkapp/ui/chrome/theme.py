"""The two themes, light and dark: the colour of each thing on screen.

A theme changes how the app looks, never a document: files and exports are the same in both. Contrasts (WCAG 2.2): ink and
text have at least 7 : 1 on their ground, muted text 4.5 : 1, the ghost and the accent 3 : 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

from inkapp.ink import paper_colours
from inkapp.ink.document import Author


@dataclass(frozen=True)
class Theme:
    """A set of colours under a ``name``.

    Page: ``surround`` (around the sheet), ``sheet``, ``edge`` (its rim), ``shadow`` (translucent, under it), ``rule``,
    ``margin_line``, ``highlight`` (behind words that are marked). Ink: ``ink`` (the author's), ``model`` (accepted from the
    network), ``ghost`` (not accepted yet).
    Widgets: ``surface`` (bars, dialogs), ``field`` (where one types), ``border``, ``text``, ``muted``, ``accent``,
    ``on_accent`` (text on the accent).
    """

    name: str
    is_dark: bool
    surround: QColor
    sheet: QColor
    edge: QColor
    shadow: QColor
    rule: QColor
    margin_line: QColor
    highlight: QColor
    ink: QColor
    model: QColor
    ghost: QColor
    surface: QColor
    field: QColor
    border: QColor
    text: QColor
    muted: QColor
    accent: QColor
    on_accent: QColor


LIGHT = Theme(
    name="light",
    is_dark=False,
    surround=QColor("#dfe1e2"),
    sheet=QColor("#fdfcf8"),
    edge=QColor("#cfcfca"),
    shadow=QColor(0, 0, 0, 84),
    rule=QColor(paper_colours.RULE),
    margin_line=QColor(paper_colours.MARGIN_LINE),
    highlight=QColor("#ffe591"),
    ink=QColor(paper_colours.INK[Author.PERSON]),
    model=QColor(paper_colours.INK[Author.MODEL]),
    ghost=QColor("#8093aa"),
    surface=QColor("#f4f4f2"),
    field=QColor("#ffffff"),
    border=QColor("#d3d4d4"),
    text=QColor("#20252d"),
    muted=QColor("#5d6672"),
    accent=QColor("#2f6690"),
    on_accent=QColor("#ffffff"),
)

DARK = Theme(
    name="dark",
    is_dark=True,
    surround=QColor("#121417"),
    sheet=QColor("#1f2329"),
    edge=QColor("#2c3138"),
    shadow=QColor(0, 0, 0, 150),
    rule=QColor("#2d343e"),
    margin_line=QColor("#4a383b"),
    highlight=QColor("#5a4a12"),
    ink=QColor("#e3e8f2"),
    model=QColor("#a8d5d6"),
    ghost=QColor("#74879f"),
    surface=QColor("#1a1d21"),
    field=QColor("#23272d"),
    border=QColor("#363c44"),
    text=QColor("#e2e5e9"),
    muted=QColor("#9aa4b0"),
    accent=QColor("#7db2de"),
    on_accent=QColor("#10151b"),
)


def palette(theme: Theme) -> QPalette:
    """The palette that gives the widgets the theme's colours."""
    roles = QPalette.ColorRole
    made = QPalette(theme.surface)  # derives the shades of bevels, which a flat style hardly shows
    for role, colour in (
        (roles.Window, theme.surface),
        (roles.WindowText, theme.text),
        (roles.Base, theme.field),
        (roles.AlternateBase, theme.surface),
        (roles.Text, theme.text),
        (roles.PlaceholderText, theme.muted),
        (roles.Button, theme.surface),
        (roles.ButtonText, theme.text),
        (roles.BrightText, theme.accent),
        (roles.ToolTipBase, theme.field),
        (roles.ToolTipText, theme.text),
        (roles.Highlight, theme.accent),
        (roles.HighlightedText, theme.on_accent),
        (roles.Accent, theme.accent),
        (roles.Link, theme.accent),
        (roles.LinkVisited, theme.muted),
        (roles.Mid, theme.border),
    ):
        made.setColor(role, colour)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.muted)
    return made


def mixed(a: QColor, b: QColor, share: float) -> QColor:
    """Between two colours: ``a`` for a share of 0, ``b`` for 1."""
    return QColor(
        *(round(x + share * (y - x)) for x, y in zip(a.getRgb()[:3], b.getRgb()[:3], strict=True))  # type: ignore[index]
    )
