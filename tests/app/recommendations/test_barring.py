"""What keeps a bid from being recommended for money, found without reading every bid whole."""

from __future__ import annotations

from typing import Any

import pytest

from app.door import Office
from app.grants.reading import application, applications, round_
from app.recommendations import barring
from db.grants import Application
from tests.app.grants.checked import DAY, answer_gate, check
from tests.app.recommendations.recommended import Recommended


def stopped(desk: Recommended) -> None:
    desk.stop(1)


def failed(desk: Recommended) -> None:
    check(desk.office, desk.bids[1], "identity", "fail", evidence="No such body")


def gated(desk: Recommended) -> None:
    (gate,) = desk.office.read(round_, desk.round_id).gates
    answer_gate(desk.office, desk.bids[1], gate.id, passes=False, reason="It is elsewhere")


def withdrawn(desk: Recommended) -> None:
    desk.withdraw(1)


def nameless(desk: Recommended) -> None:
    desk.set(Application, desk.bids[1], requested_pence=None)


def interest(desk: Recommended) -> None:
    desk.set(Application, desk.bids[1], stage="interest")


@pytest.mark.parametrize("wrong", [stopped, failed, gated, withdrawn, nameless, interest])
@pytest.mark.parametrize("few", [barring.FEW, 0])
def test_every_bid_that_may_have_no_money_is_found_by_whatever_keeps_it_from_that(
    office: Office, wrong: Any, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(barring, "FEW", few)
    desk = Recommended(office)
    r = office.read(round_, desk.round_id)
    assert office.read(barring.barred, r, desk.bids) == {}
    wrong(desk)
    found = office.read(barring.barred, r, desk.bids)
    slowly = {one.id: barring.bars(one, r) for one in office.read(applications, round_id=r.id)}
    assert found == {key: why for key, why in slowly.items() if why}
    assert set(found) == {desk.bids[1]}
    assert office.read(barring.barred, r, [desk.bids[0]]) == {}


def test_what_can_still_be_made_good_is_to_be_settled_and_keeps_nobody_out(office: Office) -> None:
    desk = Recommended(office)
    check(office, desk.bids[0], "identity", "refer", evidence="Ask the register")
    a, r = office.read(application, desk.bids[0]), office.read(round_, desk.round_id)
    assert barring.bars(a, r) == ()
    lacks = barring.to_settle(a, DAY, r)
    assert any("referred" in one for one in lacks)
    assert any("not checked yet" in one for one in lacks)
