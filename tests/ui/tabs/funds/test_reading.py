"""How often the file is asked: on a shared drive behind a VPN every reading is felt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, screen_on
from ui.desk import Desk

pytestmark = OFFSCREEN


class CountingDesk(Desk):
    """The desk, with a tally of what it was asked to read."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[str] = Counter()

    def read(self, then: Callable[[Any], None], use_case: Callable[..., Any], /, *args: Any, **kwargs: Any) -> None:
        self.asked[use_case.__name__] += 1
        super().read(then, use_case, *args, **kwargs)


def test_the_list_and_the_record_are_each_read_once_for_what_is_done(
    asker: AnsweringAsker, devon_cornwall_file: Path
) -> None:
    desk = CountingDesk()
    with screen_on(asker, devon_cornwall_file, desk=desk) as screen:
        assert (desk.asked["view"], desk.asked["shown"]) == (1, 1)
        desk.asked.clear()
        screen.view("Funds")
        assert (desk.asked["view"], desk.asked["shown"]) == (1, 1)
        screen.view("Lines by priority").choose("Road safety").change("Change the amount…")
        screen.fill("New amount, £", "31,000").fill("Reason", "Signs")
        desk.asked.clear()
        screen.save()
        assert (desk.asked["view"], desk.asked["shown"]) == (1, 1)
        assert screen.cell("Road safety", "2019/20 £") == "31,000"
        assert "Budget £31,000." in screen.record()
