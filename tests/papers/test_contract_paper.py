"""One contract's page: what it says and adds up to, that small counts stay hidden, and how it breaks over pages."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.contracts import reading
from app.contracts.standing import current_value
from app.contracts.yearly import years
from app.door import Office
from app.listing import totals
from app.papers.blocks import Document, Table, Timeline
from app.papers.contract_paper import compose_contract
from app.papers.gather_contracts import contract_named, gather_contract
from app.papers.preview import page_sizes, text_of
from app.papers.publisher import publish
from db.contract_reviews import ContractReview
from db.contracts import ContractBreak, ContractVariation
from tests.papers.contracted import (
    DAY,
    LONG,
    put_contract,
    put_contribution,
    put_decision,
    put_option,
    with_everything,
    with_isva,
)
from tests.papers.heard import faults
from tests.papers.readings import facts, headings, paragraphs, rows, table, tables, under, untied


def page(office: Office, contract_id: str, day: date = DAY) -> Document:
    return compose_contract(office.read(gather_contract, contract_id, day=day))


def foot(found: Table) -> tuple[object, ...]:
    return totals(found.listing.columns, found.listing.lines, "")[1:]


def test_the_isva_contract_costs_what_was_agreed_with_nhs_england_year_by_year(office: Office) -> None:
    document = page(office, with_isva(office))
    assert paragraphs(document)[0] == (
        "The contract runs until 30 September 2021. As it stands it is worth £1,245,000 without VAT, £415,000 a year in"
        " the initial term. Two options are open, to 30 September 2023; notice of the next is due by 1 April 2021."
    )
    found = table(document, "with option 1")
    assert [row[1:] for row in rows(found)] == [
        (207_500_00, 158_590_00, 48_910_00),
        (415_000_00, 212_199_00, 202_801_00),
        (415_000_00, 202_199_00, 212_801_00),
        (415_000_00, 202_199_00, 212_801_00),
        (207_500_00, None, 207_500_00),
    ]
    assert foot(found) == (1_660_000_00, 775_187_00, 884_813_00)
    assert foot(table(document, "as the contract stands"))[0] == 1_245_000_00
    assert found.listing.notes == (
        (
            "*",
            "2020/21 and 2021/22: £202,199 of what partners pay hangs on a condition:"
            " “If the option in the memorandum of understanding is taken”.",
        ),
    )


def test_the_picture_is_of_this_contract_alone_with_all_its_partners(office: Office) -> None:
    (picture,) = (one for one in page(office, with_everything(office)).blocks if isinstance(one, Timeline))
    assert (picture.alone, picture.every_band) == (True, True)
    assert [band.label for band in picture.shown.rows[0].bands] == ["Anyshire Council", "Probation Trust"]


def test_what_the_value_is_made_of_comes_to_the_current_value(office: Office) -> None:
    made = with_everything(office)
    document = page(office, made)
    found = table(document, "How the current value came about")
    assert [(row[0], row[3]) for row in rows(found)] == [
        ("Initial term", 690_000_00),
        ("Option 1", 230_000_00),
        ("Variation 1", 24_000_00),
        ("Variation 2", -4_500_50),
        ("Variation 3", None),
    ]
    assert rows(found)[2][1] == "Value, signed 1 April 2018\nTwo more facilitators"
    assert foot(found)[-1] == current_value(office.read(reading.contract, made)) == 939_499_50
    assert untied(document) == []


def test_the_years_and_the_paying_lines_foot_to_the_same_net_cost(office: Office) -> None:
    made = with_everything(office)
    document = page(office, made)
    net = sum(year.net for year in years(office.read(reading.contract, made)))
    assert foot(table(document, "as the contract stands"))[-1] == net
    assert foot(table(document, "What each budget line pays"))[-1] == net
    notes = dict(table(document, "as the contract stands").listing.notes)
    assert notes["*"] == "2018/19: £5,000 more than the £239,600 its dates give: “Set-up cost paid early”."
    assert notes["‡"] == "2020/21 and 2021/22: Blocked until every condition is met."


def test_a_contract_that_was_ended_early_says_what_is_not_to_be_paid(office: Office) -> None:
    def fill(session: Session) -> str:
        made = put_contract(session, "B", "Broken", "P", 12_000, starts_on=date(2018, 4, 1), ends_on=date(2020, 3, 31))
        decision = put_decision(session, "D1", "End it", date(2019, 1, 10))
        session.add(
            ContractBreak(
                contract_id=made, break_on=date(2019, 3, 31), notice_on=None, whose="office", status="taken",
                decision_id=decision, note="",
            )
        )  # fmt: skip
        put_option(session, made, date(2020, 4, 1), 12_000)
        session.flush()
        return made

    document = page(office, office.write("Enter", fill))
    assert paragraphs(document)[0] == (
        "The contract ended on 31 March 2019, earlier than agreed at first. It was worth £12,000 without VAT,"
        " £12,000 a year in the initial term."
    )
    assert [(row[0], row[3]) for row in rows(table(document, "How the current value"))][-1] == (
        "Ended early",
        -12_000_00,
    )
    assert [one.caption for one in tables(document) if "with option" in one.caption] == []
    assert rows(table(document, "Break points"))[0][3] == "Taken: D1, 10 January 2019, The Commissioner"


def test_an_option_taken_stands_with_its_decision(office: Office) -> None:
    found = rows(table(page(office, with_everything(office)), "Options to extend"))
    assert [row[4] for row in found] == [
        "Taken: D-2020-07, 2 March 2020, The Commissioner",
        "Open\nAt the rates of the second year.",
    ]


def test_sub_contracts_are_told_to_be_inside_the_value(office: Office) -> None:
    document = page(office, with_everything(office))
    (said,) = (words for words in paragraphs(document) if "passed on" in words)
    assert said.startswith("£150,000 of the £939,499.50 is passed on. It is inside the contract’s value")
    assert foot(table(document, "inside the contract’s value")) == (None, 150_000_00, 20_000_00)


def test_reviews_stand_with_their_ratings_the_newest_first_and_what_is_open_after_them(office: Office) -> None:
    document = page(office, with_everything(office))
    assert [row[:3] for row in rows(table(document, "Reviews"))] == [
        ("Quarter 2, 2019/20", date(2019, 11, 7), "Requires improvement"),
        ("Quarter 1, 2019/20", date(2019, 8, 7), "Good"),
        ("Quarter 4, 2018/19", date(2019, 5, 7), "Approaching target"),
    ]
    assert [row[1] for row in rows(table(document, "Actions open"))] == ["Quarter 1, 2019/20", "Quarter 2, 2019/20"]
    assert rows(table(document, "Indicators 2019/20"))[1][0] == "Waiting time, weeks (lower is better)"
    late = page(office, with_everything_late(office))
    assert rows(table(late, "Reviews"))[0] == ("Quarter 2, 2019/20", None, "Not held", "Overdue since 28 October 2019")


def with_everything_late(office: Office) -> str:
    """Another contract that nobody has reviewed; its id."""
    return office.write("Enter", put_contract, "LATE", "Unreviewed", "P", 1, starts_on=date(2019, 4, 1))


def test_small_counts_of_people_are_hidden_in_the_document_and_in_the_file(office: Office) -> None:
    document = page(office, with_everything(office))
    found = {row[0]: row[1:] for row in rows(table(document, "People served 2018/19"))}
    assert (found["Female"], found["Male"], found["Total"]) == (("withheld",), ("fewer than 5",), (48,))
    assert "Male 3" not in " ".join(text_of(publish(document)).split())


def test_how_the_provider_does_in_other_contracts_follows_it(office: Office) -> None:
    with_everything(office)

    def fill(session: Session) -> str:
        made = put_contract(session, "NEW", "Mediation", "Make Amends", 5_000)
        session.flush()
        return made

    found = rows(table(page(office, office.write("Enter", fill)), "Make Amends in other contracts"))
    assert found[0] == (
        "Restorative justice", "Quarter 2, 2019/20", "Requires improvement",
        "Waiting times rose from three to seven weeks; see the plan.",
    )  # fmt: skip


def test_the_terms_are_told_once_and_the_purpose_first(office: Office) -> None:
    (told,) = facts(under(page(office, with_everything(office)), "Terms"))
    assert next(iter(told)) == "Purpose"
    assert told["Current end"] == "30 September 2021"
    assert told["Rules"] == "Public Contracts Regulations 2015"
    assert "Reference" not in told


def test_a_contract_with_nothing_but_its_terms_has_no_empty_part(office: Office) -> None:
    bare = office.write(
        "Enter", put_contract, "BARE", "Bare", "P", 0, starts_on=date(2019, 11, 1), ends_on=date(2020, 2, 28)
    )
    document = page(office, bare)
    assert headings(document) == ["Terms", "Value", "Cost by financial year"]
    assert untied(document) == []
    assert faults(publish(document)) == []


@pytest.mark.parametrize("day", [date(2017, 9, 1), DAY, date(2024, 1, 1)])
def test_it_is_printed_accessibly_before_during_and_after_its_term(office: Office, day: date) -> None:
    pdf = publish(page(office, with_everything(office), day))
    assert faults(pdf) == []
    assert len(page_sizes(pdf)) > 2


def test_a_contract_of_many_parts_and_long_words_runs_on_over_pages_and_foots(office: Office) -> None:
    def fill(session: Session) -> str:
        made = put_contract(
            session, "OPCC/2014-2030/REV-B", LONG, f"{LONG} Limited", 99_999, starts_on=date(2014, 5, 31),
            ends_on=date(2026, 2, 28), purpose=f"{LONG}. " * 8, note="x" * 400,
        )  # fmt: skip
        for at in range(60):
            on = date(2014 + at // 6, 6 + at % 6, 15)
            session.add(
                ContractVariation(
                    contract_id=made, number=at + 1, kind="value", change_pence=(-1) ** at * 123_45,
                    gross_change_pence=None, effective_on=on, signed_on=on,
                    reason=f"{LONG}, the {at + 1}th time" if at % 7 == 0 else "",
                )
            )  # fmt: skip
            session.add(
                ContractReview(
                    contract_id=made, year=2014 + at // 4, quarter=at % 4 + 1, held_on=None, rating="",
                    note=f"{LONG}. " * (at % 5),
                )
            )  # fmt: skip
        for at in range(6):
            put_contribution(session, made, f"{LONG} Board {at + 1}", 2019, 1_000 + at, LONG if at % 2 else "")
        session.flush()
        return made

    made = office.write("Enter", fill)
    document = page(office, made)
    assert untied(document) == []
    assert foot(table(document, "How the current value"))[-1] == current_value(office.read(reading.contract, made))
    pdf = publish(document)
    assert faults(pdf) == []
    assert len(page_sizes(pdf)) > 5


def test_what_needs_settling_stands_under_the_opening_and_what_only_has_to_be_known_does_not(office: Office) -> None:
    said = paragraphs(page(office, with_isva(office)))
    assert said[1] == (
        "NHS England pays only until 31 March 2022. After that option 1 would run on to 30 September 2022: 6 months,"
        " £207,500, without its money."
    )
    assert not [words for words in said if "VAT of some of it" in words]


def test_one_paying_line_is_told_under_the_years_and_has_no_table_of_its_own(devon_cornwall: Office) -> None:
    made = devon_cornwall.read(contract_named, "C-2018-04")
    document = page(devon_cornwall, made)
    assert table(document, "as the contract stands").listing.notes[-1] == (
        "",
        "Shares: ISVA and SARC services 100 %, out of Sexual violence services.",
    )
    assert [one.caption for one in tables(document) if "budget line" in one.caption] == []
    assert foot(table(document, "with option 1"))[:3] == (1_660_000_00, 775_187_00, 884_813_00)
    assert untied(document) == []
    assert faults(publish(document)) == []
