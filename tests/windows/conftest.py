"""What tests ask of Windows itself, for every test in this folder."""

from __future__ import annotations

from tests.windows.system import read_only_share, share, unwritable

__all__ = ["read_only_share", "share", "unwritable"]
