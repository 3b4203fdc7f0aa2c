"""What reviews said of a provider follows it from contract to contract."""

from __future__ import annotations

from datetime import date

from app import organisations
from app.contracts import performance, reviews
from app.door import Office
from tests.app.contracts.registered import contract
from tests.app.contracts.reviewed import HELD, record, whole


def test_ratings_and_notes_of_all_contracts_of_a_provider_come_newest_first(office: Office) -> None:
    old = contract(office, "Helpline", starts_on=date(2015, 4, 1), ends_on=date(2018, 3, 31), review_every="year")
    new = contract(office)
    elsewhere = contract(office, "Restorative justice", provider="Make Amends")
    record(office, new, rating="Approaching target", note="Waiting times fell.")
    record(office, new, "2018:4", held_on=None, rating="", note="")
    record(office, old, "2017:4", held_on=date(2018, 5, 1), rating="Inadequate")
    record(office, elsewhere)
    provider = whole(office, new).organisation_id
    found = office.read(performance.of_provider, provider)
    assert [(one.contract, one.period(), one.rating, one.note) for one in found] == [
        ("ISVA service", "Quarter 3, 2018/19", "Approaching target", "Waiting times fell."),
        ("Helpline", "2017/18", "Inadequate", ""),
    ]
    listed = office.read(performance.performance_list, provider)
    assert listed.lines[0].cells == (
        "ISVA service",
        "C-ISVA service",
        "Quarter 3, 2018/19",
        HELD,
        "Approaching target",
        "Waiting times fell.",
    )


def test_a_review_put_away_no_longer_follows_the_provider(office: Office) -> None:
    review_id = record(office, contract(office))
    provider = office.read(organisations.find, "First Light")
    assert provider is not None
    assert len(office.read(performance.of_provider, provider)) == 1
    office.write("Archive", reviews.archive, review_id)
    assert office.read(performance.of_provider, provider) == []
