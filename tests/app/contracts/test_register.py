"""The register: what runs in a year, everything, and the two lists the Specified Information Order asks for."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.contracts import bands, register
from app.door import Office
from app.listing import Cell, Listing, sections, totals
from db.contracts import CoCommissioner, Contract
from tests.app.contracts.registered import ENDS, body, contract, option, put, variation

DAY = date(2019, 11, 14)


def column(listing: Listing, key: str) -> dict[str, Cell]:
    """One column by contract id."""
    at = [one.key for one in listing.columns].index(key)
    return {line.id: line.cells[at] for line in listing.lines}


def test_a_contract_is_running_in_every_year_it_runs_on_a_day_of(office: Office) -> None:
    contract(office, "Touches 2018/19", starts_on=date(2019, 3, 31), ends_on=date(2019, 4, 1))
    found = {
        year: len(office.read(register.running_list, year=year, day=DAY).lines) for year in (2017, 2018, 2019, 2020)
    }
    assert found == {2017: 0, 2018: 1, 2019: 1, 2020: 0}


def test_an_option_taken_keeps_a_contract_running_and_an_open_one_does_not(office: Office) -> None:
    kept, ended = contract(office, "Kept"), contract(office, "Ended")
    for one, decision in ((kept, "D1"), (ended, "")):
        option(office, one, date(2021, 10, 1), date(2022, 9, 30), 415_000, taken=decision)
    listing = office.read(register.running_list, year=2022, day=DAY)
    assert column(listing, "ends") == {kept: date(2022, 9, 30)}
    assert column(listing, "value") == {kept: 1_660_000_00}


def test_what_runs_is_listed_by_its_end_with_what_it_costs_a_year_and_ends_in_the_picture(office: Office) -> None:
    later = contract(office, "ISVA service")
    sooner = contract(office, "Helpline", 10_000, "Harbourlight CIC", ends_on=date(2020, 3, 31), value_per="year")
    listing = office.read(register.running_list, year=2019, day=DAY)
    assert [line.id for line in listing.lines] == [sooner, later]
    assert [one.key for one in listing.columns] == [
        "contract", "provider", "a_year", "ends", "state", "reference", "value", "timeline",
    ]  # fmt: skip
    assert listing.lines[1].cells == (
        "ISVA service", "First Light", 415_000_00, ENDS, "Running", "C-ISVA service", 1_245_000_00, "",
    )  # fmt: skip
    assert listing.lines[0].cells[4] == "Ending"
    assert totals(listing.columns, listing.lines, "Total")[:4] == ("Total", None, 425_000_00, None)


def test_the_picture_does_not_go_to_a_workbook(office: Office) -> None:
    contract(office)
    whole = office.read(register.running_list, year=2019, day=DAY)
    plain = register.without_picture(whole)
    assert [one.key for one in plain.columns] == [one.key for one in whole.columns][:-1]
    assert [line.cells for line in plain.lines] == [line.cells[:-1] for line in whole.lines]


def test_everything_is_listed_also_what_has_ended_and_what_was_put_away_is_apart(office: Office) -> None:
    old = contract(office, "Old", starts_on=date(2015, 4, 1), ends_on=date(2016, 3, 31))
    new = contract(office, "New")
    away = contract(office, "Away")

    def put_away(session: Session) -> None:
        session.get_one(Contract, away).archived = True

    office.write("Put away", put_away)
    every, archived = office.read(register.all_list, day=DAY), office.read(register.archive_list, day=DAY)
    assert column(every, "state") == {new: "Running", old: "Ended"}
    assert list(column(archived, "state")) == [away]


# --- the Order ---


@pytest.mark.parametrize(
    ("pence", "over"), [(9_999_99, False), (10_000_00, False), (10_000_01, True), (1_000_000_00, True)]
)
def test_a_contract_is_over_the_limit_when_it_exceeds_it(office: Office, pence: int, over: bool) -> None:
    one = contract(office, value_pence=pence)
    large, small = office.read(register.order_lists, day=DAY)
    assert [[line.id for line in each.lines] for each in (large, small)] == ([[one], []] if over else [[], [one]])


def test_the_limit_is_for_the_value_without_vat_with_what_was_added_since(office: Office) -> None:
    with_vat = contract(office, "With VAT", 10_000, gross=12_000)
    open_option, taken, varied = (contract(office, name, 9_000) for name in ("Open", "Taken", "Varied"))
    option(office, open_option, date(2021, 10, 1), date(2022, 9, 30), 9_000)
    option(office, taken, date(2021, 10, 1), date(2022, 9, 30), 9_000, taken="D1")
    variation(office, varied, 1_001, date(2019, 10, 1))
    large, small = office.read(register.order_lists, day=DAY)
    assert column(large, "value") == {taken: 18_000_00, varied: 10_001_00}
    assert column(small, "value") == {open_option: 9_000_00, with_vat: 10_000_00}


def test_the_orders_lists_hold_what_the_body_is_or_will_be_a_party_to(office: Office) -> None:
    last_day = contract(office, "Last day", starts_on=date(2018, 4, 1), ends_on=DAY)
    contract(office, "Yesterday", starts_on=date(2018, 4, 1), ends_on=date(2019, 11, 13))
    to_come = contract(office, "To come", starts_on=date(2020, 4, 1), ends_on=date(2021, 3, 31))
    contract(office, "A grant", regime="grant")
    large, _ = office.read(register.order_lists, day=DAY)
    assert {line.id for line in large.lines} == {last_day, to_come}


def test_the_larger_ones_have_the_columns_of_the_order_with_every_party(office: Office) -> None:
    lead = body(office, "Devon County Council", "Council")
    one = contract(office, gross=1_494_000, lead_id=lead, published_on=date(2018, 11, 1))
    for name, kind in (("Torbay Council", "Council"), ("Our own office", "This office")):
        put(office, CoCommissioner(contract_id=one, organisation_id=body(office, name, kind)))
    large, small = office.read(register.order_lists, day=DAY)
    assert [each.label for each in large.columns] == [
        "Reference", "Title", "Parties", "Purpose", "Value without VAT £", "Value with VAT £", "Start", "End",
        "Copy published",
    ]  # fmt: skip
    assert large.lines[0].cells == (
        "C-ISVA service",
        "ISVA service",
        "Police and Crime Commissioner, New office; First Light; Devon County Council; Torbay Council",
        "Support for victims",
        1_245_000_00,
        1_494_000_00,
        date(2018, 10, 1),
        ENDS,
        date(2018, 11, 1),
    )
    assert (large.title, small.title) == ("Contracts over £10,000", "Contracts of £10,000 or less")


def test_both_lists_stand_in_one_table_in_the_fuller_columns(office: Office) -> None:
    small, large = contract(office, "Small", 10_000), contract(office, "Large", 10_001)
    listing = office.read(register.order_list, day=DAY)
    assert [(group.label, [line.id for line in lines]) for group, lines in sections(listing) if group] == [
        ("Over £10,000", [large]),
        ("£10,000 or less", [small]),
    ]
    assert column(listing, "parties")[small] == "Police and Crime Commissioner, New office; First Light"


def test_everything_is_listed_with_its_kind_regime_and_route_in_words(office: Office) -> None:
    one, other = contract(office), contract(office, "Grant", regime="grant", kind="services", route="")
    listing = office.read(register.all_list, day=DAY)
    found = {key: [column(listing, key)[each] for each in (one, other)] for key in ("kind", "regime", "route")}
    assert found == {
        "kind": ["Services under the light touch rules", "Services"],
        "regime": ["Procurement Act 2023", "Grant agreement"],
        "route": ["Open procedure", ""],
    }


def test_the_state_follows_the_bands_of_the_office(office: Office) -> None:
    one = contract(office, ends_on=date(2020, 12, 31))
    assert column(office.read(register.running_list, year=2019, day=DAY), "state")[one] == "Running"
    months = {"far_months": 24, "middle_months": 14, "near_months": 1}
    office.write("Bands", bands.set_bands, version=None, handover_on=date(2028, 5, 31), **months)
    assert column(office.read(register.running_list, year=2019, day=DAY), "state")[one] == "Ending"


def test_the_smaller_ones_have_value_other_party_and_purpose(office: Office) -> None:
    contract(office, pounds=9_000)
    _, small = office.read(register.order_lists, day=DAY)
    assert small.lines[0].cells == (
        "C-ISVA service", "ISVA service", "First Light", "Support for victims", 9_000_00, date(2018, 10, 1), ENDS,
    )  # fmt: skip
