"""The expiry report: what ends within which band, notices to give, partners’ money, what outruns the handover."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.contracts import bands, reading
from app.contracts.standing import current_value
from app.door import Office
from app.papers.blocks import Document, Timeline
from app.papers.expiry_report import after, compose_expiry
from app.papers.gather_contracts import gather_contracts
from app.papers.publisher import publish
from db.contracts import ContractBreak
from tests.papers.contracted import (
    DAY,
    put_contract,
    put_contribution,
    put_option,
    with_everything,
    with_isva,
    with_many,
)
from tests.papers.heard import faults
from tests.papers.readings import headings, paragraphs, rows, table, tables, untied


def report(office: Office, day: date = DAY) -> Document:
    return compose_expiry(office.read(gather_contracts, day=day))


def ends(office: Office, **days: date) -> None:
    """A contract for £1,000 a year that ends on each of these days, by its reference."""

    def fill(session: Session) -> None:
        for reference, last in days.items():
            first = last.replace(year=last.year - 1, day=1)
            put_contract(session, reference, f"{reference} service", "Provider", 1_000, starts_on=first, ends_on=last)

    office.write("Enter contracts", fill)


def test_an_empty_office_and_one_whose_contracts_have_all_ended_say_so(office: Office) -> None:
    assert paragraphs(report(office)) == ["No contract has been entered yet."]
    ends(office, PAST=date(2019, 11, 13))
    assert paragraphs(report(office)) == ["Every contract has ended."]
    assert faults(publish(report(office))) == []


def test_what_ends_stands_under_its_band_by_the_office_s_own_months(office: Office) -> None:
    ends(office, A=date(2020, 2, 14), B=date(2020, 2, 15), C=date(2020, 11, 14), D=date(2020, 11, 15))
    found = table(report(office), "Contracts that end by")
    assert [(line.group, line.cells[0]) for line in found.listing.lines] == [
        ("near", "A service\nProvider, A"),
        ("middle", "B service\nProvider, B"),
        ("far", "C service\nProvider, C"),
    ]
    assert [one.label for one in found.listing.groups] == [
        "Within three months, by 14 February 2020",
        "Within six months, by 14 May 2020",
        "Within 12 months, by 14 November 2020",
    ]
    office.write(
        "Set bands", bands.set_bands, version=None, far_months=24, middle_months=9, near_months=1,
        handover_on=date(2028, 5, 31),
    )  # fmt: skip
    found = table(report(office), "Contracts that end by")
    assert [line.group for line in found.listing.lines] == ["middle", "middle", "far", "far"]


def test_the_opening_says_how_many_end_what_they_are_worth_and_how_many_have_no_option(office: Office) -> None:
    ends(office, A=date(2020, 2, 29), B=date(2021, 2, 28))
    office.write("Option", put_option, reading_id(office, "A"), date(2020, 3, 1), 1_000)
    assert paragraphs(report(office))[0] == (
        "Of two contracts one ends by 14 November 2020, worth £1,000 a year. The first is A service, on 29 February"
        " 2020."
    )
    ends(office, C=date(2020, 3, 31))
    assert paragraphs(report(office))[0].endswith("One of them has no option left, worth £1,000 a year.")


def reading_id(office: Office, reference: str) -> str:
    return next(one.id for one in office.read(reading.contracts) if one.reference == reference)


def test_where_nothing_ends_soon_the_first_to_end_is_named(office: Office) -> None:
    with_isva(office)
    assert paragraphs(report(office))[0] == (
        "No contract ends by 14 November 2020. The first to end is Independent sexual violence advisers,"
        " on 30 September 2021."
    )
    assert "What ends" not in headings(report(office))


def test_an_option_left_is_told_with_its_notice_and_whether_that_is_past(office: Office) -> None:
    ends(office, A=date(2020, 2, 29), B=date(2020, 3, 31))
    office.write("Option", put_option, reading_id(office, "A"), date(2020, 3, 1), 500, notice_on=date(2019, 11, 1))
    office.write("Option", put_option, reading_id(office, "B"), date(2020, 4, 1), 700, notice_on=date(2019, 11, 14))
    office.write("Option", put_option, reading_id(office, "B"), date(2021, 4, 1), 700, notice_on=None)
    document = report(office)
    assert [row[3] for row in rows(table(document, "Contracts that end by"))] == [
        "Option 1 to 28 February 2021, notice was due 1 November 2019",
        "Option 1 to 31 March 2021, notice by 14 November 2019; one more",
    ]
    assert [(row[0], row[2], row[3]) for row in rows(table(document, "Notice dates"))] == [
        (date(2019, 11, 1), "Option 1, to 28 February 2021", 500_00),
        (date(2019, 11, 14), "Option 1, to 31 March 2021", 700_00),
    ]
    assert "One of them is past." in paragraphs(document)[1]


def test_a_break_point_ahead_is_a_notice_to_give_and_one_whose_day_is_past_is_not(office: Office) -> None:
    ends(office, A=date(2021, 2, 28))

    def fill(session: Session) -> None:
        for on, notice in ((date(2020, 6, 30), date(2020, 3, 31)), (date(2020, 1, 31), date(2019, 10, 31))):
            session.add(
                ContractBreak(
                    contract_id=reading_id(office, "A"), break_on=on, notice_on=notice, whose="office", status="open",
                    decision_id=None, note="",
                )
            )  # fmt: skip

    office.write("Enter breaks", fill)
    assert rows(table(report(office), "Notice dates")) == [
        (date(2020, 3, 31), "A service\nProvider, A", "Break on 30 June 2020", None)
    ]


def test_partners_money_that_stops_first_is_told_with_what_the_contract_costs_after_it(office: Office) -> None:
    with_isva(office)
    document = report(office)
    assert rows(table(document, "Contributions that end")) == [
        (
            "Independent sexual violence advisers\nFirst Light, ISVA-2018",
            "NHS England\nto 31 March 2022",
            "30 September 2022\nif option 1 is taken",
            207_500_00,
        )
    ]
    (picture,) = (one for one in document.blocks if isinstance(one, Timeline))
    assert picture.shown.rows[0].bands[0].sentence == "Ends 6 months before option 1 would"


def test_two_partners_of_one_contract_are_not_added_up(office: Office) -> None:
    with_everything(office)
    found = table(report(office), "Contributions that end")
    assert len(rows(found)) == 2
    assert untied(report(office)) == []
    assert not found.totals


def test_what_runs_past_the_handover_is_told_with_what_falls_after_it(office: Office) -> None:
    def fill(session: Session) -> None:
        put_contract(
            session, "LONG", "Long service", "Provider", 1_200, starts_on=date(2019, 6, 1), ends_on=date(2029, 5, 31),
            assignment="With consent",
        )  # fmt: skip

    office.write("Enter", fill)
    document = report(office)
    assert rows(table(document, "What runs past 31 May 2028")) == [
        ("Long service\nProvider, LONG", date(2029, 5, 31), 1_200_00, "With consent")
    ]
    (one,) = office.read(reading.contracts)
    assert after(one, date(2019, 5, 31)) == current_value(one)
    assert after(one, one.ends_on) == 0


def test_a_contract_that_ends_on_the_day_of_the_handover_does_not_run_past_it(office: Office) -> None:
    ends(office, A=date(2028, 5, 31))
    assert "No contract runs past 31 May 2028, the day set for the handover." in paragraphs(report(office))


@pytest.mark.parametrize("awkward", [False, True])
def test_forty_contracts_are_printed_accessibly_and_foot(office: Office, awkward: bool) -> None:
    with_many(office, awkward=awkward)
    document = report(office)
    assert untied(document) == []
    assert len(tables(document)) >= 3
    assert faults(publish(document)) == []


def test_money_of_a_partner_that_lasts_as_long_as_the_contract_is_not_told(office: Office) -> None:
    ends(office, A=date(2020, 3, 31))
    office.write("Pay", put_contribution, reading_id(office, "A"), "Council", 2019, 100)
    assert "Partners’ money that stops first" not in headings(report(office))
