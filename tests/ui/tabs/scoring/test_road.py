"""From a round that was never scored to an agreed ranking, typed and clicked as the officer does it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from tests.ui.helpers import OFFSCREEN
from tests.ui.tabs.applications.applying import HARBOUR, LANTERN
from tests.ui.tabs.scoring.scoring import BEA, KIT, TOM, Scoring

pytestmark = OFFSCREEN
Key = Qt.Key
LANTERNS, HARBOURS = f"CSF-26-001 {LANTERN}", f"CSF-26-002 {HARBOUR}"


def set_up(desk: Scoring) -> None:
    """The stage with all three members, who have declared: Kit is a trustee of Lantern."""
    desk.do("Set up scoring…")
    desk.save()
    for name in (BEA, TOM, KIT):
        desk.do(f"{name}…")
        if name == KIT:
            desk.put(LANTERNS, "Interest", "trustee")
        desk.save()


def test_a_round_is_set_up_and_everybody_declares(desk: Scoring) -> None:
    assert desk.primary() == "Set it up…"
    set_up(desk)
    assert desk.primary() == "Send packs out…"
    desk.view("Conflicts of interest")
    assert any("trustee" in words.lower() for words in desk.column("Interest"))
