"""Who is at this desk: for the journal, not for security."""

from __future__ import annotations

from dataclasses import dataclass

VERSION = "0.9.0"


@dataclass(frozen=True, slots=True)
class Who:
    """The name written beside every change, the machine it was made on, and the desk's own version."""

    name: str
    machine: str
    app: str = VERSION


def here() -> Who:
    """The person signed in to this machine."""
    # the window's frame is painted with this module, and needs none of them
    import getpass
    import os
    import platform

    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a service account without a name
        name = os.environ.get("USERNAME", "someone")
    return Who(name, platform.node() or "this machine")
