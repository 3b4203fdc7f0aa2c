"""One bid's page: that its costs foot to the request, what it never shows, and how it reads whatever was typed."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.door import Office
from app.errors import Refused
from app.grants import reading
from app.listing import totals
from app.papers.application_paper import compose_application
from app.papers.blocks import Document, Heading, Paragraph, Table
from app.papers.gather_rounds import application_named, gather_application
from app.papers.guard import guard
from app.papers.preview import text_of
from app.papers.publisher import publish
from db.applicants import Profile
from db.grants import Application, Gate, GateAnswer
from tests.papers.bidding import (
    DAY,
    LONG,
    QUESTIONS,
    direct_award,
    empty_round,
    put_bid,
    put_cost,
    put_meeting,
    put_places,
    put_stop,
    share_out,
    with_everything,
    with_many,
)
from tests.papers.guarded import record
from tests.papers.heard import faults
from tests.papers.readings import facts, headings, paragraphs, rows, table, tables, under, untied


def page(office: Office, bid: str, day: date = DAY) -> Document:
    return compose_application(office.read(gather_application, bid, day=day))


def foot(found: Table) -> tuple[object, ...]:
    return totals(found.listing.columns, found.listing.lines, "")[1:]


def test_the_opening_tells_what_is_asked_for_of_what_and_what_comes_from_elsewhere(office: Office) -> None:
    assert paragraphs(page(office, with_everything(office)))[0] == (
        "This bid asks for £18,000, 75\u00a0% of the £24,000 that the project costs."
        " From elsewhere it has £4,000 in cash and £2,000 in kind. The round gives grants up to £20,000."
    )


def test_the_costs_foot_to_the_request_and_what_pays_for_them_to_the_costs(office: Office) -> None:
    document = page(office, with_everything(office))
    costs = table(document, "What the project costs")
    assert foot(costs) == (24_000_00, 18_000_00, 6_000_00)
    (claim,) = costs.claims
    assert (claim.printed_pence, claim.difference_pence) == (18_000_00, 0)
    assert foot(table(document, "How the project is paid for"))[-1] == 24_000_00
    assert untied(document) == []


def test_costs_that_do_not_foot_are_told_with_the_difference_and_claimed(office: Office) -> None:
    made = empty_round(office)

    def fill(session: Session) -> str:
        bid = put_bid(session, "B1", "Group", 10_000, round_id=made)
        put_cost(session, bid, "Coaches", 9_000_00, 8_999_99)
        return bid

    costs = table(page(office, office.write("Enter", fill)), "What the project costs")
    assert costs.listing.notes == (("", "The lines ask for £8,999.99, £1,000.01 less than the £10,000 requested."),)
    assert [one.difference_pence for one in costs.claims] == [-1_000_01]


def test_the_figures_guard_finds_costs_that_do_not_foot_and_passes_those_that_do(office: Office) -> None:
    assert [one.kind for one in guard(record(), page(office, with_everything(office))).findings] == []

    def overstate(session: Session) -> None:
        session.query(Application).filter_by(reference="CSDF-2018-007").one().requested_pence = 18_500_00

    office.write("Ask for more", overstate)
    bid = office.read(application_named, "CSDF-2018-007")
    (found,) = guard(record(), page(office, bid)).findings
    assert (found.kind, found.printed, found.computed) == ("figure", "£18,500", "£18,000")


def test_shares_are_shown_in_pounds_that_come_to_the_request(office: Office) -> None:
    document = page(office, with_everything(office))
    assert rows(table(document, "Requested by area")) == [
        ("Port Anyshire", "66.7\u00a0%", 12_006_00),
        ("Westmarsh", "33.3\u00a0%", 5_994_00),
    ]
    assert foot(table(document, "Requested by priority"))[-1] == 18_000_00


@pytest.mark.parametrize(
    ("tenths", "last", "notes"),
    [
        ((400, 300), ("Not said", "30\u00a0%", 3_000_00), ()),
        (
            (800, 400),
            ("Port Anyshire", "40\u00a0%", 3_333_33),
            (("", "The shares come to 120\u00a0%; the money is shared in proportion."),),
        ),
    ],
)
def test_shares_that_are_not_a_hundred_percent_lose_no_money(
    office: Office, tenths: tuple[int, int], last: tuple[str, str, int], notes: tuple[tuple[str, str], ...]
) -> None:
    made = empty_round(office)

    def fill(session: Session) -> str:
        bid = put_bid(session, "B1", "Group", 10_000, round_id=made)
        places, _ = put_places(session)
        share_out(session, bid, dict(zip(places, tenths, strict=False)), {})
        return bid

    document = page(office, office.write("Enter", fill))
    found = table(document, "Requested by area")
    assert rows(found)[-1] == last
    assert foot(found)[-1] == 10_000_00
    assert found.listing.notes == notes
    assert facts(under(document, "Areas and priorities")) == [{"Priority": "Not said"}]


def test_answers_stand_under_their_questions_as_they_were_typed(office: Office) -> None:
    found = under(page(office, with_everything(office)), "Answers")
    assert [one.text for one in found if isinstance(one, Heading)] == list(QUESTIONS)
    assert [one.text for one in found if isinstance(one, Paragraph)] == [
        "Fewer calls at night.\nMore trust.",
        "Not answered.",
    ]


def test_an_expression_of_interest_is_asked_the_first_questions_alone(office: Office) -> None:
    made = empty_round(office, interest_first=True)
    bid = office.write("Enter", put_bid, "B1", "Group", 10_000, round_id=made, stage="interest")
    document = page(office, bid)
    assert [one for one in headings(document) if one in QUESTIONS] == [QUESTIONS[0]]
    assert paragraphs(document)[0].startswith("This expression of interest asks for £10,000.")


def test_the_gate_the_endorsements_and_the_steps_are_told_in_words(office: Office) -> None:
    document = page(office, with_everything(office))
    assert [row[1:] for row in rows(table(document, "gate"))] == [("Yes", ""), ("No", "It began in 2017.")]
    assert [row[3] for row in rows(table(document, "Views of partners"))] == [
        "Support\nIt fits our plan.",
        "No reply yet",
    ]
    assert [row[1:] for row in rows(table(document, "How it came to its state"))] == [
        ("Received", ""),
        ("Late", "Came at 17:20."),
        ("Ready to score", "Accepted: the mailbox was full."),
    ]


def test_checks_are_told_in_words_with_what_has_run_out_and_what_an_award_would_hang_on(office: Office) -> None:
    document = page(office, with_everything(office))
    found = {str(row[0]): row for row in rows(table(document, "What is checked"))}
    assert [one.split("\n")[0] for one in (str(row[1]) for row in found.values())].count("Expired") == 1
    assert found["Bank details called back"][1] == "Clear\nConfirmed by a call back, by two people"
    assert "Not checked" in [row[1] for row in found.values()]
    assert "All in all: checks missing." in paragraphs(document)
    assert "The data protection policy is renewed." in paragraphs(document)


def test_nothing_personal_and_nothing_of_a_bank_is_on_the_page(office: Office) -> None:
    words = text_of(publish(page(office, with_everything(office))))
    hidden = (
        "A. Person",
        "a.person@example.org",
        "01632 960 111",
        "1 Home Lane",
        "AB1 2CD",
        "9999988888",
        "12-34-56",
        "Ring the chair",
    )
    assert [one for one in hidden if one in words] == []
    assert "1164883" in words
    assert "08812345" in words


def test_the_page_is_official_sensitive_whatever_the_office_prints_by_default(office: Office) -> None:
    document = page(office, with_everything(office))
    assert document.marking == "OFFICIAL-SENSITIVE"
    assert faults(publish(document)) == []


def test_an_organisation_without_a_number_says_why(office: Office) -> None:
    bid = direct_award(office)

    def put(session: Session) -> None:
        session.add(
            Profile(
                organisation_id=session.get_one(Application, bid).organisation_id, address="", postcode="", website="",
                unregistered="Too small to register", income_pence=None, founded_on=None,
            )
        )  # fmt: skip

    assert facts(under(page(office, bid), "Organisation"))[0]["Register"] == "No number in a public register is known."
    office.write("Say why", put)
    assert facts(under(page(office, bid), "Organisation"))[0]["Register"] == "Too small to register."


def test_a_direct_award_tells_its_reason_and_its_budget_line_and_has_no_round(office: Office) -> None:
    document = page(office, direct_award(office))
    assert paragraphs(document)[0] == (
        "This bid does not say yet what it asks for. It is for a direct award, outside any round: only the harbour’s"
        " own watch may board the boats."
    )
    assert dict(document.facts)["Budget line"] == "Community grants"
    assert dict(document.facts)["Round"] == "None: a direct award"
    assert not {"Eligibility", "Answers"} & set(headings(document))
    assert faults(publish(document)) == []


def test_an_organisation_that_may_have_no_money_is_told_before_anything_else(office: Office) -> None:
    bid = direct_award(office)
    office.write("Stop it", put_stop, bid)
    assert paragraphs(page(office, bid))[1] == (
        "Harbour Watch may have no money for now. Its accounts are with the police."
    )


def test_awkward_texts_break_over_lines_and_pages_and_lose_nothing(office: Office) -> None:
    made = with_many(office, 3, awkward=True)
    first = office.read(reading.applications, round_id=made)[0]

    def spoil(session: Session) -> None:
        row = session.get_one(Application, first.id)
        row.summary = "\n\n".join([LONG] * 60)
        row.exit_plan = "x" * 400
        row.past_delivery, row.is_continuation = "=1+1 <b>&amp;</b> \u202eok \U0001f600", True

    office.write("Spoil", spoil)
    document = page(office, first.id)
    pdf = publish(document)
    assert faults(pdf) == []
    words = "".join(text_of(pdf).split())
    assert words.count("".join(LONG.split())) >= 60
    assert "x" * 400 in words.replace("\ufffe", "").replace("-\n", "")
    assert "=1+1<b>&amp;</b>" in words


def test_a_bid_is_named_by_its_reference_and_in_its_round(office: Office) -> None:
    with pytest.raises(Refused, match=r"^There is no application yet\.$"):
        office.read(application_named, "B1")
    made = with_many(office, 9)
    known = {one.reference: one.id for one in office.read(reading.applications, round_id=made)}
    assert office.read(application_named, " csdf-2018-003 ") == known["CSDF-2018-003"]
    assert office.read(application_named, "CSDF-2018-003", round_reference="csdf-2018") == known["CSDF-2018-003"]
    with pytest.raises(Refused, match=r"^There is no application “B1”\. There are: CSDF-2018-001, .* and 4 others\.$"):
        office.read(application_named, "B1")
    with pytest.raises(Refused, match=r"^There is no round “X”\. There are: CSDF-2018\.$"):
        office.read(application_named, "CSDF-2018-003", round_reference="X")


def test_every_total_of_every_page_of_a_round_adds_up(office: Office) -> None:
    made = with_many(office, 12)
    every = office.read(reading.applications, round_id=made)
    wrong = {one.reference: found for one in every if (found := untied(page(office, one.id)))}
    assert wrong == {}
    assert all(len(tables(page(office, one.id))) >= 2 for one in every if one.requested)


def test_an_area_that_has_all_of_it_and_a_gate_that_is_passed_are_told_in_a_line(office: Office) -> None:
    made = empty_round(office)

    def fill(session: Session) -> str:
        bid = put_bid(session, "B1", "Group", 10_000, round_id=made)
        places, _ = put_places(session)
        share_out(session, bid, {places[0]: 1_000}, {})
        for gate in session.query(Gate).filter_by(round_id=made):
            session.add(GateAnswer(application_id=bid, gate_id=gate.id, passes=True, reason=""))
        return bid

    document = page(office, office.write("Enter", fill))
    assert facts(under(document, "Areas and priorities")) == [
        {"Area": "Northshire County, all of it", "Priority": "Not said"}
    ]
    assert under(document, "Eligibility") == [Paragraph("It passes the eligibility gate of the round.")]


def test_what_is_missing_stands_at_the_head_after_whose_it_is_to_give(office: Office) -> None:
    found = paragraphs(page(office, with_everything(office)))[1:]
    assert found[:3] == [
        "Question 2 is not answered: How will you know?",
        "For this office: It does not pass question 2 of the gate: It began in 2017.",
        "From Anyshire Constabulary: A view on it, asked on 17 November 2018. It may be scored without it.",
    ]


@pytest.mark.parametrize(("time", "came"), [("17:00", "in time"), ("17:01", "late")])
def test_a_bid_that_came_after_the_minute_of_closing_says_so_whatever_became_of_it(
    office: Office, time: str, came: str
) -> None:
    made = empty_round(office)
    bid = office.write(
        "Enter", put_bid, "B1", "G", 500, round_id=made, received_on=date(2018, 11, 16), received_time=time
    )
    opening = paragraphs(page(office, bid))[0]
    words = "It arrived on 16 November 2018 at 17:01; the round closed on 16 November 2018 at 17:00."
    assert opening.endswith(words) == (came == "late")


def test_the_meeting_of_a_rolling_round_that_a_bid_is_for_stands_at_the_head(office: Office) -> None:
    made = empty_round(office, kind="rolling", closes_on=None)
    meeting = office.write("Meet", put_meeting, made, date(2018, 11, 30), date(2018, 12, 12))
    bid = office.write("Enter", put_bid, "B1", "G", 500, round_id=made, meeting_id=meeting)
    assert dict(page(office, bid).facts)["Meeting"] == "12 December 2018"
