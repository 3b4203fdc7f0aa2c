"""Names that Windows keeps for devices: a file is refused under one of them there, or is lost without a word."""

from __future__ import annotations

_PORTS = [f"{port}{at}" for port in ("com", "lpt") for at in (*map(str, range(1, 10)), *"¹²³")]
_DEVICES = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$", *_PORTS})


def is_device(name: str) -> bool:
    """Whether Windows takes this name of a file for a device, whatever stands after its first dot: `AUX.pdf`, too."""
    return name.partition(".")[0].strip().casefold() in _DEVICES
