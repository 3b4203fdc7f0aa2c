"""The contract register: which contracts stand in it, what they come to, and how the pages look."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.contracts import reading
from app.contracts.standing import current_value
from app.door import Office
from app.listing import totals
from app.papers.blocks import Document, Timeline
from app.papers.contract_register import compose_register
from app.papers.gather_contracts import gather_contracts
from app.papers.preview import page_sizes, text_of
from app.papers.publisher import publish
from tests.papers.contracted import DAY, put_contract, put_option, with_everything, with_isva, with_many
from tests.papers.heard import faults
from tests.papers.readings import paragraphs, rows, table, tables, untied


def register(office: Office, day: date = DAY) -> Document:
    return compose_register(office.read(gather_contracts, day=day))


def test_an_empty_office_is_told_that_there_is_none(office: Office) -> None:
    document = register(office)
    assert paragraphs(document) == ["No contract has been entered yet."]
    assert faults(publish(document)) == []


def test_a_contract_stands_with_its_value_its_current_end_and_the_options_left(office: Office) -> None:
    with_isva(office)
    document = register(office)
    assert paragraphs(document) == [
        "On 14 November 2019 one contract is running, worth £415,000 a year and £1,245,000 in all as they stand."
        " It does not end by 14 November 2020."
    ]
    assert rows(table(document, "Contracts running")) == [
        (
            "ISVA-2018", "Independent sexual violence advisers", "First Light", 1_245_000_00, 415_000_00,
            date(2018, 10, 1), date(2021, 9, 30), "Two, to 30 September 2023", "Running",
        )
    ]  # fmt: skip


def test_what_runs_is_told_from_what_is_to_come_and_what_has_ended_in_the_year(office: Office) -> None:
    def fill(session: Session) -> None:
        for reference, first, last in (
            ("NOW", date(2019, 4, 1), date(2020, 3, 31)),
            ("LAST DAY", date(2018, 11, 15), DAY),
            ("ENDED", date(2017, 4, 1), date(2019, 4, 1)),
            ("LONG AGO", date(2016, 4, 1), date(2019, 3, 31)),
            ("NEXT", date(2019, 11, 15), date(2020, 11, 14)),
        ):
            put_contract(session, reference, reference.title(), "Provider", 1_000, starts_on=first, ends_on=last)

    office.write("Enter contracts", fill)
    document = register(office)
    assert {one.caption.split(": ")[1]: [line[0] for line in rows(one)] for one in tables(document)} == {
        "Contracts running, £": ["LAST DAY", "NOW"],
        "Contracts to come, £": ["NEXT"],
        "Contracts that have ended since 1 April 2019, £": ["ENDED"],
    }
    assert paragraphs(document)[0] == (
        "On 14 November 2019 two contracts are running, worth £2,000 a year and £2,000 in all as they stand."
        " Two of them end by 14 November 2020, worth £2,000 a year. One contract begins later."
    )


def test_an_office_between_contracts_says_that_none_is_running(office: Office) -> None:
    office.write("Enter", put_contract, "NEXT", "Next", "Provider", 1, starts_on=date(2020, 1, 1))
    assert paragraphs(register(office)) == ["No contract is running on 14 November 2019. One contract begins later."]


def test_the_totals_are_those_of_the_contracts_to_the_penny(office: Office) -> None:
    with_many(office)
    document = register(office)
    found = table(document, "Contracts running")
    mine = {line.id for line in found.listing.lines}
    whole = sum(current_value(one) for one in office.read(reading.contracts) if one.id in mine)
    assert totals(found.listing.columns, found.listing.lines, "")[3] == whole
    assert whole % 100 != 0
    assert untied(document) == []


def test_an_option_taken_moves_the_current_end_and_one_that_is_open_does_not(office: Office) -> None:
    with_everything(office)
    (line,) = rows(table(register(office), "Contracts running"))
    assert line[6:8] == (date(2021, 9, 30), "One, to 30 September 2022")


def test_the_picture_has_what_runs_and_what_is_to_come_and_only_the_money_that_is_missing(office: Office) -> None:
    with_isva(office)
    office.write("Enter", put_contract, "OLD", "Old", "P", 1, starts_on=date(2014, 4, 1), ends_on=date(2015, 3, 31))
    (picture,) = (one for one in register(office).blocks if isinstance(one, Timeline))
    assert [row.label for row in picture.shown.rows] == ["Independent sexual violence advisers"]
    assert (picture.every_band, picture.shown.today) == (False, DAY)


@pytest.mark.parametrize("awkward", [False, True])
def test_forty_contracts_stand_on_turned_pages_with_no_row_parted(office: Office, awkward: bool) -> None:
    with_many(office, awkward=awkward)
    document = register(office)
    pdf = publish(document)
    assert all(wide > high for wide, high in page_sizes(pdf))
    assert faults(pdf) == []
    words = " ".join(text_of(pdf).split())
    assert all(" ".join(str(line[1]).split()) in words for one in tables(document) for line in rows(one))


def test_the_same_day_prints_the_same_bytes(office: Office) -> None:
    with_isva(office)
    assert publish(register(office)) == publish(register(office))


def test_an_open_option_of_a_contract_to_come_counts_as_left(office: Office) -> None:
    def fill(session: Session) -> None:
        made = put_contract(session, "NEXT", "Next", "P", 1, starts_on=date(2020, 4, 1), ends_on=date(2021, 3, 31))
        put_option(session, made, date(2021, 4, 1), 1)

    office.write("Enter", fill)
    assert rows(table(register(office), "Contracts to come"))[0][7] == "One, to 31 March 2022"
