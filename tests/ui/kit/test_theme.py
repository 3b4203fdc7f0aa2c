"""Colours that can be read, type in points, icons that take the theme's colour."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from ui.kit import icons, theme, walk


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK])
def test_every_pair_of_colours_can_be_read(palette: theme.Palette) -> None:
    assert walk.weak_contrast(palette) == []


def test_a_weak_pair_is_found() -> None:
    weak = theme.Palette(**{**{name: getattr(theme.LIGHT, name) for name in theme.LIGHT.__slots__}, "ink2": "#A0A0A0"})
    assert "ink2 on paper is 2.6, wants 4.5" in walk.weak_contrast(weak)


def test_the_shipped_typeface_is_used_with_tabular_figures(qapp: QApplication) -> None:
    font = theme.current().font("body", 600)
    assert QFontInfo(font).family() == "Source Sans 3"
    assert QFontInfo(font).weight() == 600
    assert {len({theme.current().metrics().horizontalAdvance(digit) for digit in "0123456789"})} == {1}
    assert qapp.font().pointSizeF() == 10.5


def test_text_and_what_holds_it_grow_together(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 2.0)
    assert theme.current().font("small").pointSizeF() == 19.5
    assert theme.current().px(24) == 48
    assert theme.current().gap(20) == 25


def test_dark_reaches_qt_itself(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    assert qapp.palette().color(QPalette.ColorRole.Base).name() == theme.DARK.paper.lower()


def test_without_a_word_from_the_system_it_is_light(qapp: QApplication) -> None:
    assert theme.system_scheme(qapp) == "light"


def test_high_contrast_takes_the_colours_of_the_system(qapp: QApplication) -> None:
    system = QPalette(QColor("#000000"))
    system.setColor(QPalette.ColorRole.Base, QColor("#000000"))
    system.setColor(QPalette.ColorRole.Text, QColor("#FFFF00"))
    palette = theme.contrast_palette(system)
    assert (palette.paper, palette.ink, palette.warnbg, palette.edge) == ("#000000", "#ffff00", "#000000", "#ffff00")


@pytest.mark.parametrize("name", sorted(icons.names()))
def test_an_icon_is_drawn_in_the_colour_asked_for(name: str) -> None:
    image = icons.pixmap(name, "bad", 32).toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 250
    }
    assert theme.LIGHT.bad.lower() in colours


def test_an_icon_is_as_sharp_as_the_screen() -> None:
    assert icons.pixmap("house", size=16, ratio=2.0).width() == 32
