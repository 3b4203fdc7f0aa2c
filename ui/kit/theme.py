"""Colours, type and sizes, in one place, for light, dark and high contrast, at any size of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

import resources
from ui.kit.style import sheet

Scheme = Literal["light", "dark", "contrast"]
Role = Literal["head", "title", "section", "body", "small", "tiny"]

STYLE, STYLED = "Fusion", "isStyled"
"""What the sheet and the palette dress, and what an application that has it is marked with."""
FAMILY = "Source Sans 3"
FONT_FILES = ("Regular", "Semibold", "Bold", "Italic")
POINTS: dict[Role, float] = {"head": 15, "title": 13.5, "section": 11.25, "body": 10.5, "small": 9.75, "tiny": 9}


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour by what it is for, as #RRGGBB."""

    paper: str
    ground: str
    band: str
    ink: str
    ink2: str
    rule: str
    edge: str
    accent: str
    onacc: str
    wash: str
    mid: str
    ok: str
    okbg: str
    warn: str
    warnbg: str
    bad: str
    badbg: str
    mutebg: str
    g0: str
    g1: str
    g2: str
    g3: str
    ong3: str


LIGHT = Palette(
    paper="#FFFFFF",
    ground="#F3F5F4",
    band="#F8F9F8",
    ink="#182125",
    ink2="#4B585E",
    rule="#D8DEDF",
    edge="#7E8B90",
    accent="#0B5868",
    onacc="#FFFFFF",
    wash="#E2EEF0",
    mid="#5B97A4",
    ok="#1C6340",
    okbg="#E3F1E8",
    warn="#744700",
    warnbg="#FAEED3",
    bad="#98221A",
    badbg="#FAE5E2",
    mutebg="#EAEDEE",
    g0="#F1F5F5",
    g1="#D9E9EC",
    g2="#B4D3D9",
    g3="#7FB0BB",
    ong3="#10262B",
)
DARK = Palette(
    paper="#161C1F",
    ground="#1D2528",
    band="#1A2124",
    ink="#E7ECED",
    ink2="#A9B6BA",
    rule="#333E42",
    edge="#77868C",
    accent="#74C6D4",
    onacc="#0C2127",
    wash="#1F3A41",
    mid="#3E7C89",
    ok="#86D3A5",
    okbg="#173527",
    warn="#F0C168",
    warnbg="#3A2D10",
    bad="#F5A096",
    badbg="#45201C",
    mutebg="#2A3437",
    g0="#1D2528",
    g1="#1F3A41",
    g2="#28515B",
    g3="#3E7C89",
    ong3="#FFFFFF",
)


@dataclass(frozen=True)
class Theme:
    """The colours in force and the size of text, as every part of the kit asks for them."""

    scheme: Scheme
    palette: Palette
    scale: float = 1.0

    def colour(self, token: str) -> QColor:
        """The colour of a token such as `ink2`."""
        return _colour(getattr(self.palette, token))

    def font(self, role: Role = "body", weight: int = 400) -> QFont:
        """The type of a role, in points, with tabular lining figures."""
        return _font(POINTS[role] * self.scale, weight)

    def metrics(self, role: Role = "body", weight: int = 400) -> QFontMetrics:
        """The measures of that type."""
        return QFontMetrics(self.font(role, weight))

    def px(self, length: float) -> int:
        """A length that holds text: it grows with the text."""
        return round(length * self.scale)

    def gap(self, length: float) -> int:
        """Room between things: it grows a quarter as fast as the text, so that large text keeps the page."""
        return round(length * (1 + (self.scale - 1) / 4))

    @property
    def large(self) -> bool:
        """Whether the text is so large that columns must give way to rows."""
        return self.scale >= 1.5

    @property
    def bordered(self) -> bool:
        """Whether tints cannot be told apart and edges must do their work."""
        return self.scheme == "contrast"


@lru_cache(maxsize=256)
def _colour(name: str) -> QColor:
    return QColor(name)  # kept, because a list asks for a colour several times in each cell it paints


@lru_cache(maxsize=256)
def _font(points: float, weight: int) -> QFont:
    font = QFont(FAMILY)
    font.setPointSizeF(points)
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setFeature(QFont.Tag("lnum"), 1)
    return font


class _InForce:
    """The one theme of the application, beside the palette and font that Qt keeps the same way."""

    theme = Theme("light", LIGHT)


def current() -> Theme:
    """The theme in force."""
    return _InForce.theme


def application(arguments: Sequence[str]) -> QApplication:
    """The application, in the style that is dressed; to ask it for that later makes all of QStyle known to Python."""
    app = QApplication([*arguments, "-style", STYLE])
    app.setProperty(STYLED, True)
    return app


def apply(app: QApplication, scheme: Scheme | None = None, scale: float = 1.0) -> Theme:
    """Dress the whole application. Without `scheme` it follows the system, now and when the system changes."""
    load_fonts()
    chosen = scheme or system_scheme(app)
    now = _InForce.theme = Theme(chosen, _palette(chosen, app), scale)
    if not app.property(STYLED):
        app.setStyle(STYLE)
        app.setProperty(STYLED, True)
    app.setFont(now.font())
    app.setPalette(qt_palette(now.palette))
    app.setStyleSheet(sheet(now))
    if scheme is None and not app.property("followsSystem"):
        app.setProperty("followsSystem", True)
        app.styleHints().colorSchemeChanged.connect(lambda _: apply(app, None, current().scale))
        app.styleHints().accessibility().contrastPreferenceChanged.connect(lambda _: apply(app, None, current().scale))
    return now


@cache
def load_fonts() -> None:
    """Make the shipped typeface known to Qt, once."""
    for weight in FONT_FILES:
        QFontDatabase.addApplicationFont(str(resources.path("fonts", f"SourceSans3-{weight}.ttf")))


def system_scheme(app: QGuiApplication) -> Scheme:
    """What the system asks for; light where it does not say."""
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def contrast_palette(system: QPalette) -> Palette:
    """The tokens in the system's own high-contrast colours: tints fall away, edges and words carry the meaning."""
    paper, ink = system.base().color().name(), system.text().color().name()
    chosen, on_chosen = system.highlight().color().name(), system.highlightedText().color().name()
    names = {field.name: ink for field in fields(Palette)}
    for ground in ("paper", "ground", "band", "okbg", "warnbg", "badbg", "mutebg", "wash", "g0", "g1", "g2", "g3"):
        names[ground] = paper
    return Palette(**{**names, "accent": chosen, "onacc": on_chosen})


def _palette(scheme: Scheme, app: QApplication) -> Palette:
    if scheme == "contrast":
        # asked of the style, since the application's own palette is the one set here last time
        return contrast_palette(app.style().standardPalette())
    return DARK if scheme == "dark" else LIGHT


def qt_palette(colours: Palette) -> QPalette:
    """The same colours in Qt's roles, for what Fusion draws itself."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    pairs = {
        role.Window: colours.paper,
        role.WindowText: colours.ink,
        role.Base: colours.paper,
        role.AlternateBase: colours.band,
        role.Text: colours.ink,
        role.Button: colours.paper,
        role.ButtonText: colours.ink,
        role.BrightText: colours.bad,
        role.ToolTipBase: colours.paper,
        role.ToolTipText: colours.ink,
        role.PlaceholderText: colours.ink2,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.onacc,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Mid: colours.edge,
        role.Dark: colours.edge,
        role.Light: colours.paper,
        role.Midlight: colours.rule,
        role.Shadow: colours.edge,
        role.Accent: colours.accent,
    }
    palette = QPalette(QColor(colours.ground))
    for one, colour in pairs.items():
        palette.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, one, QColor(colours.ink2))
    return palette
