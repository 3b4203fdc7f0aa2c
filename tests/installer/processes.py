"""Other programs, as the tests of builds look at them."""

from __future__ import annotations

import time
from pathlib import Path


def has_ended(process: int) -> bool:
    """Whether a process ends within five seconds; one that only waits to be counted has."""
    for _ in range(100):
        try:
            if Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.05)
    return False
