"""The order in which each member reads the bids, drawn by lot from the seed of the stage.

The lot is a digest and no random number generator, whose draws differ between versions of Python.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def order(seed: int, member_id: str, application_ids: Iterable[str]) -> tuple[str, ...]:
    """The bids, each once, in the reading order of a member: the same for the same seed on every machine.

    A bid that is taken out or put in leaves the order of the others as it is.
    """
    return tuple(sorted(set(application_ids), key=lambda one: (_lot(seed, member_id, one), one)))


def _lot(seed: int, member_id: str, application_id: str) -> bytes:
    return hashlib.sha256("\n".join((str(seed), member_id, application_id)).encode()).digest()
