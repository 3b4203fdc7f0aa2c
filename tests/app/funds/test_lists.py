"""The whole history is read a page at a time, and nobody waits for longer than a page."""

from __future__ import annotations

from typing import Any

import pytest

from app.door import Office
from app.funds import lists
from app.funds.lists import history_list, whole_history
from app.listing import Listing
from tests.factories import add_organisation


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 4, 5])
def test_the_whole_history_holds_every_step_once_the_newest_first(
    office: Office, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    monkeypatch.setattr(lists, "HISTORY_PAGE", 2)
    for at in range(steps):
        add_organisation(office, f"Body {at}")
    pages: list[Listing] = []

    def read(use_case: object, **given: Any) -> Listing:
        pages.append(office.read(history_list, **given))
        return pages[-1]

    whole = whole_history(read)
    assert [one.id for one in whole.lines] == [str(seq) for seq in range(steps, 0, -1)]
    assert max(len(page.lines) for page in pages) <= 2


def test_what_is_saved_while_it_is_read_neither_doubles_nor_hides_a_step(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "HISTORY_PAGE", 2)
    for at in range(4):
        add_organisation(office, f"Body {at}")

    def read_while_others_save(use_case: object, **given: Any) -> Listing:
        page = office.read(history_list, **given)
        add_organisation(office, f"Late {page.lines[-1].id if page.lines else 0}")
        return page

    assert [one.id for one in whole_history(read_while_others_save).lines] == ["4", "3", "2", "1"]
