"""How the widgets look: Fusion, the theme's palette, and one small style sheet made from the theme's colours.

The page and its ink paint themselves.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from assets import ICONS
from inkapp.ui.application import Application
from inkapp.ui.chrome.settings import Appearance
from inkapp.ui.chrome.theme import DARK, LIGHT, Theme, mixed, palette

STYLE = """
QToolTip {{ background: {field}; color: {text}; border: 1px solid {border}; padding: 4px 6px; }}
#bar {{ background: {surface}; border: none; border-bottom: 1px solid {border}; }}
#bar QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 5px; background: transparent;
  color: {text}; }}
#bar QToolButton:hover {{ background: {hover}; }}
#bar QToolButton:pressed {{ background: {pressed}; }}
#bar QToolButton:checked {{ background: {chosen}; }}
#bar QToolButton#dark_button:checked {{ background: transparent; }}
#bar QToolButton#dark_button:checked:hover {{ background: {hover}; }}
#bar QToolButton:focus {{ border-color: {accent}; }}
#bar QToolButton::menu-indicator {{ image: none; width: 0; }}
#bar QLabel {{ color: {muted}; }}
#bar QLabel#value {{ color: {text}; }}
#separator {{ background: {border}; border: none; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {border}; }}
QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {accent}; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
  background: {field}; border: 1px solid {accent}; }}
QSlider::handle:horizontal:hover {{ background: {accent}; }}
QSlider::handle:horizontal:focus {{ border: 2px solid {accent}; margin: -7px -1px; }}
#bar QAbstractSpinBox, #bar QComboBox {{ background: {field}; color: {text}; border: 1px solid {border}; border-radius: 6px;
  padding: 4px 2px 4px 6px; selection-background-color: {accent}; selection-color: {on_accent}; }}
#bar QAbstractSpinBox:focus, #bar QComboBox:focus {{ border-color: {accent}; }}
#bar QAbstractSpinBox::up-button, #bar QAbstractSpinBox::down-button {{ border: none; width: 16px; background: transparent; }}
#bar QAbstractSpinBox::up-button:hover, #bar QAbstractSpinBox::down-button:hover {{ background: {hover}; }}
#bar QAbstractSpinBox::up-arrow {{ image: url("{up}"); width: 10px; height: 8px; }}
#bar QAbstractSpinBox::down-arrow, #bar QComboBox::down-arrow {{ image: url("{down}"); width: 10px; height: 8px; }}
#bar QComboBox::drop-down {{ border: none; width: 20px; }}
#bar QComboBox QAbstractItemView {{ background: {field}; color: {text}; border: 1px solid {border};
  selection-background-color: {chosen}; selection-color: {text}; }}
#bar QLineEdit {{ background: {field}; color: {text}; border: 1px solid {border}; border-radius: 6px; padding: 4px 6px;
  selection-background-color: {accent}; selection-color: {on_accent}; }}
#bar QLineEdit:focus {{ border-color: {accent}; }}
#bar QAbstractSpinBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
#bar QToolButton#hand_button, #bar QToolButton#more_button {{ background: {field}; border-color: {border}; padding: 4px 9px; }}
#bar QToolButton#hand_button:hover, #bar QToolButton#more_button:hover {{ background: {hover}; }}
#bar QToolButton#hand_button:focus, #bar QToolButton#more_button:focus {{ border-color: {accent}; }}
#more {{ background: {field}; border: 1px solid {border}; }}
#text_field {{ background: {field}; color: {text}; border: 1px solid {accent}; border-radius: 6px;
  selection-background-color: {accent}; selection-color: {on_accent}; }}
#text_field QScrollBar:vertical {{ background: transparent; width: 10px; margin: 3px 1px; }}
#text_field QScrollBar::handle:vertical {{ background: {border}; border-radius: 4px; min-height: 24px; }}
#text_field QScrollBar::handle:vertical:hover {{ background: {muted}; }}
#text_field QScrollBar::add-line, #text_field QScrollBar::sub-line {{ height: 0; }}
#text_field QScrollBar::add-page, #text_field QScrollBar::sub-page {{ background: transparent; }}
#status {{ background: {surface}; border: none; border-top: 1px solid {border}; }}
#status QLabel {{ color: {muted}; padding: 5px 0; }}
#status QLabel[tone="ghost"] {{ color: {text}; }}
#status QLabel[tone="trouble"] {{ color: {trouble}; font-weight: 600; }}
QMenu {{ background: {field}; color: {text}; border: 1px solid {border}; padding: 5px 0; }}
QMenu::item {{ padding: 6px 28px 6px 14px; }}
QMenu::icon {{ padding-left: 12px; }}
QMenu::item:selected {{ background: {chosen}; color: {text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 5px 12px; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QMessageBox QLabel {{ padding: 4px 8px; }}
QPushButton {{ background: {field}; color: {text}; border: 1px solid {border}; border-radius: 6px;
  padding: 6px 16px; min-width: 64px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {pressed}; }}
QPushButton:disabled {{ background: {surface}; color: {muted}; }}
QPushButton:default {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QPushButton:focus {{ border: 1px solid {text}; }}
QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {muted}; border-radius: 4px; background: {field}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{tick}"); }}
QCheckBox::indicator:focus {{ border-color: {text}; }}
QMainWindow::separator {{ background: {surface}; width: 5px; height: 5px; }}
QMainWindow::separator:hover {{ background: {chosen}; }}
QDockWidget {{ color: {text}; font-weight: 600; titlebar-close-icon: url("{close}"); titlebar-normal-icon: url("{float}"); }}
QDockWidget::close-button, QDockWidget::float-button {{ border: none; border-radius: 4px; background: transparent;
  padding: 0; }}
QDockWidget::close-button:hover, QDockWidget::float-button:hover {{ background: {hover}; }}
QDockWidget::title {{ background: {surface}; padding: 6px 10px; border-top: 1px solid {border}; }}
#panel {{ background: {surface}; }}
#panel QLabel[part="about"], #panel QLabel[part="lack"], #panel QLabel[part="note"] {{ color: {muted}; }}
#panel QLabel[part="title"] {{ font-size: 17px; font-weight: 600; color: {text}; }}
#panel QLabel[part="words"] {{ color: {text}; }}
#panel QLabel[part="task"] {{ color: {text}; background: {chosen}; border-radius: 6px; padding: 8px 10px; }}
#panel QScrollArea, #panel QScrollArea > QWidget > QWidget {{ background: transparent; }}
#panel QPlainTextEdit {{ background: {field}; color: {text}; border: 1px solid {border}; border-radius: 6px; padding: 4px 2px;
  font-size: 15px; selection-background-color: {accent}; selection-color: {on_accent}; }}
#panel QPlainTextEdit:focus {{ border-color: {accent}; }}
#panel QPushButton {{ padding: 3px 10px; min-width: 4.2em; }}
#panel QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 3px; background: transparent; }}
#panel QToolButton:hover {{ background: {hover}; }}
#panel QToolButton:pressed {{ background: {pressed}; }}
#panel QToolButton[part="tool"] {{ border-color: {border}; background: {field}; padding: 3px 7px; }}
#panel QToolButton:checked, #panel QToolButton[part="tool"]:checked {{ background: {chosen}; border-color: {accent}; }}
#panel QToolButton:disabled {{ color: {muted}; }}
#panel QToolButton:focus {{ border-color: {accent}; }}
#panel QScrollArea, #panel QScrollArea > QWidget > QWidget {{ background: {surface}; }}
#panel QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
#panel QScrollBar::handle:vertical {{ background: {border}; border-radius: 4px; min-height: 24px; margin: 0 1px; }}
#panel QScrollBar::handle:vertical:hover {{ background: {muted}; }}
#panel QScrollBar::add-line, #panel QScrollBar::sub-line {{ height: 0; }}
#panel QScrollBar::add-page, #panel QScrollBar::sub-page {{ background: transparent; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{ background: {surface}; color: {muted}; padding: 6px 8px; border: none;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar::tab:hover {{ background: {hover}; }}
#card QLabel {{ color: {muted}; }}
#card QLabel[tone="trouble"] {{ color: {trouble}; font-weight: 600; }}
#card QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 4px; background: transparent; }}
#card QToolButton:hover {{ background: {hover}; }}
#card QToolButton:checked {{ background: {chosen}; }}
#card QToolButton:focus {{ border-color: {accent}; }}
#sheet QLabel[part="group"] {{ color: {accent}; font-weight: 600; padding-top: 6px; }}
#sheet QLabel[part="keys"] {{ color: {muted}; }}
"""


def choose_theme(appearance: Appearance) -> Theme:
    """The theme of an appearance; the system's own where that is asked for, light where it does not say.

    Qt is told as well, so that title bars and native dialogs follow; it may answer with ``colorSchemeChanged``.
    """
    hints = QApplication.styleHints()
    if appearance is Appearance.SYSTEM:
        hints.unsetColorScheme()  # else it would say what it was told last
        return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
    dark = appearance is Appearance.DARK
    hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    return DARK if dark else LIGHT


def apply(theme: Theme) -> None:
    """Gives every widget of the application the theme's look."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    if not isinstance(app, Application) and app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setStyleSheet(_sheet(theme))


def _sheet(theme: Theme) -> str:
    trouble = QColor("#ff9a8d") if theme.is_dark else QColor("#a3271c")
    colours = {
        "field": theme.field,
        "text": theme.text,
        "muted": theme.muted,
        "border": theme.border,
        "surface": theme.surface,
        "accent": theme.accent,
        "on_accent": theme.on_accent,
        "trouble": trouble,
        "hover": mixed(theme.surface, theme.text, 0.07),
        "pressed": mixed(theme.surface, theme.text, 0.14),
        "chosen": mixed(theme.surface, theme.accent, 0.22),
    }
    names = {name: colour.name() for name, colour in colours.items()}
    docks = {part: (ICONS / "docks" / f"{part}-{theme.name}.svg").as_posix() for part in ("close", "float")}
    arrows = {part: (ICONS / "arrows" / f"{part}-{theme.name}.svg").as_posix() for part in ("up", "down")}
    return STYLE.format(tick=(ICONS / "ticks" / f"{theme.name}.svg").as_posix(), **docks, **arrows, **names)
