"""Where an office file lies: a folder that a cloud service copies, or the place a moved file has left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MovedNote:
    """Where a file went, who moved it and when."""

    to: Path
    who: str
    at: datetime


def cloud_service(path: Path, environ: Mapping[str, str]) -> str | None:
    """The cloud service that copies this folder."""
    return None


def moved_to(path: Path) -> MovedNote | None:
    """Where the file that lay here was moved to."""
    return None
