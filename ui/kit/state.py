"""What the desk remembers of one person's way of working: widths, places, views. Kept on their own laptop."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths
from PySide6.QtWidgets import QSplitter, QWidget


class _Place:
    """Where it is kept, when it is not in the person's own place."""

    file: Path | None = None


@runtime_checkable
class Remembered(Protocol):
    """A widget that says what it wants kept and when it has changed."""

    layout_changed: Any

    def save_layout(self) -> dict[str, Any]: ...
    def restore_layout(self, state: Mapping[str, Any]) -> None: ...


def use_file(path: Path | None) -> None:
    """Keep everything in this file; None is the person's own place on this machine."""
    _Place.file = path


def file_in_use() -> Path:
    """Where it is kept."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation)
    return _Place.file or Path(place) / "desk.ini"


def folder() -> Path:
    """The person's own folder on this laptop, where it is kept; what is typed and not saved yet lies beside it."""
    return file_in_use().parent


def keep(key: str, value: Any) -> None:
    """Keep a plain value (text, number, list, dictionary of these) under a key such as `funds/view`."""
    _settings().setValue(key, json.dumps(value))


def kept(key: str, default: Any = None) -> Any:
    """What was kept, or `default` where nothing was or the file cannot be read."""
    text = _settings().value(key)
    try:
        return json.loads(text) if isinstance(text, str) else default
    except ValueError:
        return default


def remember(widget: QWidget, key: str) -> None:
    """Put a list, a splitter or a filter bar back as it was, and keep each change from now on."""
    if isinstance(widget, QSplitter):
        _remember_splitter(widget, key)
        return
    if not isinstance(widget, Remembered):
        raise TypeError(f"{type(widget).__name__} does not say what to keep")
    state = kept(key)
    if isinstance(state, dict):
        widget.restore_layout(state)
    widget.layout_changed.connect(lambda: keep(key, widget.save_layout()))


def keep_place(window: QWidget, key: str = "window") -> None:
    """Keep where a window stands and how large it is; call it as the window closes."""
    keep(key, _text(window.saveGeometry()))


def restore_place(window: QWidget, key: str = "window") -> bool:
    """Put a window where it stood; False where nothing was kept."""
    text = kept(key)
    return isinstance(text, str) and window.restoreGeometry(_bytes(text))


def _remember_splitter(splitter: QSplitter, key: str) -> None:
    text = kept(key)
    if isinstance(text, str):
        splitter.restoreState(_bytes(text))
    splitter.splitterMoved.connect(lambda: keep(key, _text(splitter.saveState())))


def _settings() -> QSettings:
    return QSettings(str(file_in_use()), QSettings.Format.IniFormat)


def _text(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(QByteArray(text.encode("ascii")))
