"""Everything an organisation has had with the office on one line of time, the newest first."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import organisations
from app.allocations import allocations
from app.door import Office
from app.errors import Refused
from app.funds import commitments, income
from app.grants import applicants, checks, endorsements, history_of, merging_bodies
from app.listing import Listing
from app.money import Pence
from db.contracts import CoCommissioner, Contribution, SubContract
from tests.app.contracts.registered import contract, put
from tests.app.grants.applied import Applied
from tests.factories import add_budget, add_organisation, add_partnership

Row = tuple[Any, ...]


def timeline(office: Office, organisation_id: str) -> Listing:
    return office.read(history_of.timeline, organisation_id)


def rows(office: Office, organisation_id: str) -> list[Row]:
    return [line.cells for line in timeline(office, organisation_id).lines]


@pytest.fixture
def trust(office: Office) -> str:
    """A made-up charity; its id."""
    return add_organisation(office, "Quillfeather Trust", kind="Charity")


def test_an_organisation_that_is_new_has_no_history_and_one_that_is_gone_is_refused(office: Office, trust: str) -> None:
    assert rows(office, trust) == []
    with pytest.raises(Refused, match="no longer in this office file"):
        timeline(office, "nobody")


def test_it_is_headed_by_what_the_organisation_is_known_by(office: Office, trust: str) -> None:
    office.write("Number", applicants.set_identifier, trust, number="1164883")
    listing = timeline(office, trust)
    assert (listing.title, listing.subtitle) == ("Quillfeather Trust", "Charity; Charity, England and Wales 1164883")
    assert not any(column.summed for column in listing.columns)


def test_bids_stand_with_their_round_their_state_and_why(office: Office, trust: str) -> None:
    applied = Applied(office)
    late = applied.add(organisation="Quillfeather Trust", project="Evening club", requested=5_000_00)
    applied.add(organisation="Quillfeather Trust", project="Not sent yet", received_on=None, received_time="")
    applied.add(organisation="Another Trust")
    applied.move(late, "withdrawn", "They found other money")
    [draft, sent] = rows(office, trust)
    assert draft[:2] == (None, "Bid")  # what has no day yet is still open
    assert sent == (
        date(2026, 5, 20),
        "Bid",
        f"Evening club, {applied.read(late).reference}, Community Safety Fund",
        "Withdrawn: They found other money",
        5_000_00,
    )
    assert history_of.row_of(timeline(office, trust).lines[1].id) == ("application", late)


def test_agreements_and_payments_income_and_receipts_stand_each_on_its_day(office: Office, trust: str) -> None:
    budget = add_budget(office, "Grants", 50_000)
    agreed = office.write(
        "Agree",
        commitments.commit,
        budget,
        title="Evening club",
        amount_pence=5_000_00,
        organisation_id=trust,
        agreed_on=date(2018, 6, 1),
    )
    office.write("Pay", commitments.pay, agreed, paid_on=date(2018, 9, 1), amount_pence=2_000_00, reference="P-1")
    expected = office.write(
        "Expect",
        income.add,
        source_id=trust,
        name="Match",
        year=2018,
        expected_pence=700_00,
        status="subject",
        condition="their vote",
    )
    office.write("Receive", income.receive, expected, amount_pence=300_00, received_on=date(2018, 10, 1))
    assert rows(office, trust) == [
        (date(2018, 10, 1), "Receipt from it", "Match", "Received", 300_00),
        (date(2018, 9, 1), "Payment", "Evening club, P-1", "Paid", 2_000_00),
        (date(2018, 6, 1), "Agreement", "Evening club", "From Grants", 5_000_00),
        (date(2018, 4, 1), "Income from it", "Match, 2018/19", "Subject to their vote", 700_00),
    ]


def test_every_part_in_a_contract_is_told_as_what_it_is(office: Office, trust: str) -> None:
    key = contract(office, "ISVA service", 300_000, provider="Quillfeather Trust", signed_on=date(2018, 9, 1))
    other = contract(office, "Refuge", 100_000, provider="Another Trust", lead_id=trust)
    put(office, CoCommissioner(contract_id=key, organisation_id=trust))
    put(
        office,
        SubContract(
            contract_id=other,
            organisation_id=trust,
            kind="onward grant",
            purpose="Helpline",
            amount_pence=4_000_00,
            match_pence=0,
            starts_on=None,
            ends_on=None,
        ),
    )
    paid: dict[str, Any] = {
        "contract_id": other,
        "organisation_id": trust,
        "year": 2019,
        "amount_pence": 7_00,
        "until": None,
    }
    put(office, Contribution(**paid, status="conditional", condition="Their council agrees"))
    listing = timeline(office, trust)
    ended = "Until 30 September 2021"
    assert [line.cells[1:] for line in listing.lines] == [
        ("Contribution from it", "Refuge, 2019/20", "On condition: Their council agrees", 7_00),
        ("Contract it leads", "Refuge, C-Refuge", ended, None),
        ("Onward grant", "Helpline, within Refuge", "", 4_000_00),
        ("Contract", "ISVA service, C-ISVA service", ended, 300_000_00),
        ("Contract it commissions too", "ISVA service, C-ISVA service", ended, None),
    ]
    assert len({line.id for line in listing.lines}) == len(listing.lines)
    assert {history_of.row_of(line.id)[0] for line in listing.lines} == {"contract", "contribution", "sub_contract"}


def test_more_contracts_than_a_few_are_told_the_same(office: Office, trust: str) -> None:
    for at in range(history_of.FEW + 2):
        contract(office, f"Service {at}", 1_000, provider="Quillfeather Trust")
        assert len(rows(office, trust)) == at + 1


def test_a_partnership_has_its_allocations_in_pounds_or_a_word(office: Office) -> None:
    partnership = add_partnership(office, "Safer Anytown")
    amounts: tuple[tuple[str, Pence | str], ...] = (("Community fund", Pence(9_000_00)), ("Small grants", "TBD"))
    for name, amount in amounts:
        budget = add_budget(office, name, 20_000)
        office.write("Allocate", allocations.allocate, budget, partnership_id=partnership, amount=amount)
    office.write(
        "Share",
        allocations.add_addition,
        budget,
        name="Safer streets",
        amount=Pence(500_00),
        sharer_ids=[partnership, add_partnership(office, "Safer Elsewhere")],
    )
    body = office.read(organisations.find, "Safer Anytown")
    assert body is not None
    assert rows(office, body) == [
        (date(2018, 4, 1), "Addition shared with others", "Safer streets, 2018/19", "Firm", 500_00),
        (date(2018, 4, 1), "Allocation", "Community fund, 2018/19", "Firm", 9_000_00),
        (date(2018, 4, 1), "Allocation", "Small grants, 2018/19", "Firm", "TBD"),
    ]


def test_views_of_bids_checks_and_stops_stand_in_it_and_contacts_never(office: Office, trust: str) -> None:
    applied = Applied(office)
    bid = applied.add(organisation="Another Trust", project="Night shelter")
    reference = applied.read(bid).reference
    office.write("Ask", endorsements.ask, bid, organisation="Quillfeather Trust", asked_on=date(2026, 5, 1))
    key = office.write(
        "Stop", applicants.set_hard_stop, trust, reason="Accounts overdue", set_by="A Kay", set_on=date(2026, 3, 1)
    )
    office.write(
        "Lift",
        applicants.lift_hard_stop,
        key,
        version=1,
        lift_reason="They came",
        lifted_by="B Ell",
        lifted_on=date(2026, 4, 1),
    )
    office.write("Contact", applicants.add_contact, trust, person="Pat Quill")
    office.write(
        "Check",
        checks.add,
        organisation_id=trust,
        topic="finance",
        outcome="clear",
        checked_by="Jo Kay",
        checked_on=date(2026, 2, 1),
        expires_on=date(2027, 1, 31),
    )
    assert rows(office, trust) == [
        (date(2026, 5, 1), "Its view of a bid", f"Night shelter, {reference}", "No reply yet", None),
        (date(2026, 4, 1), "Stop lifted", "They came", "B Ell", None),
        (date(2026, 3, 1), "Hard stop", "Accounts overdue", "Lifted on 1 April 2026", None),
        (date(2026, 2, 1), "Check", "Accounts and cash", "Clear, until 31 January 2027", None),
    ]


def test_merged_organisations_have_one_history(office: Office, trust: str) -> None:
    applied = Applied(office)
    applied.add(organisation="Quillfeather Trust", project="One")
    other = add_organisation(office, "Quill Feather")
    applied.add(organisation="Quill Feather", project="Two")
    office.write(
        "Merge",
        merging_bodies.merge,
        keep_id=trust,
        other_id=other,
        keep_version=None,
        other_version=None,
        chosen={"name": "keep", "kind": "keep"},
    )
    assert [row[2].partition(",")[0] for row in rows(office, trust)] == ["One", "Two"]
    assert rows(office, other) == []


@pytest.mark.parametrize("name", ["First Light", "NHS England", "Torbay Community Safety Partnership"])
def test_in_devon_and_cornwall_it_runs_from_the_newest_to_the_oldest(devon_cornwall: Office, name: str) -> None:
    body = devon_cornwall.read(organisations.find, name)
    assert body is not None
    listing = timeline(devon_cornwall, body)
    days = [line.cells[0] for line in listing.lines]
    assert len(days) > 3
    assert days == sorted(days, key=str, reverse=True)
