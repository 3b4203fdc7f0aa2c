"""Offices with rounds to print: sixty bids for ten times the pot, a bid that has everything, none, awkward ones."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app import areas, organisations, plans
from app.door import Office
from app.grants.parts import State
from db.applicants import Contact, Diligence, HardStop, Identifier, Profile
from db.grants import (
    Answer,
    Application,
    ApplicationArea,
    ApplicationPriority,
    ApplicationStep,
    Cost,
    Endorsement,
    Gate,
    GateAnswer,
    MatchFunding,
    Question,
    Round,
    RoundMeeting,
)
from tests.factories import add_line

DAY = date(2018, 11, 25)
POT = 100_000_00
LONG = "Joint county-wide outreach, mentoring and night-time safety programme for everybody affected by serious crime"
AREAS = ("Northshire County", "Port Anyshire", "Westmarsh")
PRIORITIES = ("Serious violence", "Domestic abuse", "Safer roads", "Rural crime")
QUESTIONS = ("What will change because of the project?", "How will you know?")
GATES = ("Is the organisation based in the county?", "Is the project new work?")


def put_round(session: Session, line_id: str, /, reference: str = "CSDF-2018", **given: Any) -> str:
    """A round with a pot of £100,000 and grants up to £20,000, closed on 16 November 2018 at 17:00; its id."""
    usual: dict[str, Any] = {
        "name": "Community safety grants",
        "purpose": "Local projects that make people safer.",
        "kind": "round",
        "year": 2018,
        "pot_pence": POT,
        "over_pence": 0,
        "over_approver": "",
        "minimum_pence": None,
        "maximum_pence": 20_000_00,
        "interest_first": False,
        "interest_closes_on": None,
        "opens_on": date(2018, 10, 1),
        "closes_on": date(2018, 11, 16),
        "closes_time": "17:00",
        "panel_on": date(2018, 12, 12),
        "decision_on": date(2019, 1, 11),
        "opened_on": date(2018, 9, 28),
        "closed_on": None,
        "version_mark": 1,
        "expected_bids": None,
        "reading_minutes": None,
        "applicant_hours": None,
    }
    row = Round(reference=reference, line_id=line_id, **{**usual, **given})
    session.add(row)
    session.flush()
    for at, text in enumerate(QUESTIONS):
        session.add(
            Question(
                round_id=row.id, position=at, text=text, help="", kind="long", is_required=True, most_words=300,
                asked_first=at == 0,
            )
        )  # fmt: skip
    session.add_all(Gate(round_id=row.id, position=at, text=text) for at, text in enumerate(GATES))
    session.flush()
    return row.id


def empty_round(office: Office, **given: Any) -> str:
    """A round without a bid; its id."""
    return office.write("Add the round", put_round, add_line(office, "Community grants", 120_000), **given)


def put_bid(session: Session, /, reference: str, organisation: str, pounds: int | None, **given: Any) -> str:
    """A bid that is ready and complete but for its costs and shares, of a round or a line as `given` says; its id."""
    usual: dict[str, Any] = {
        "round_id": None,
        "meeting_id": None,
        "line_id": None,
        "direct_reason": "",
        "stage": "full",
        "state": "ready",
        "project": "Evening football",
        "summary": "Two evenings a week with coaches who listen.",
        "starts_on": date(2019, 4, 1),
        "ends_on": date(2020, 3, 31),
        "beneficiaries": 120,
        "beneficiaries_who": "young people",
        "with_children": False,
        "with_adults": False,
        "has_safeguarding": False,
        "safeguarding_on": None,
        "local_support": "The town council.",
        "duplicates": "no",
        "duplicates_evidence": "No other club meets in the evening.",
        "substitutes": "no",
        "substitutes_evidence": "No duty is named in law.",
        "exit_plan": "The club carries it on.",
        "is_continuation": False,
        "past_delivery": "",
        "arrived_by": "form",
        "received_on": date(2018, 11, 14),
        "received_time": "10:30",
        "form_digest": "",
        "form_mark": 1,
        "note": "",
    }
    found = organisations.find(session, organisation) or organisations.add(session, name=organisation)
    row = Application(
        reference=reference,
        organisation_id=found,
        requested_pence=None if pounds is None else pounds * 100,
        **{**usual, **given},
    )
    session.add(row)
    session.flush()
    return row.id


def put_cost(session: Session, /, bid: str, item: str, amount: int, requested: int, at: int = 0) -> None:
    """A line of costs, in pence."""
    session.add(Cost(application_id=bid, position=at, item=item, amount_pence=amount, requested_pence=requested))


def put_step(session: Session, /, bid: str, state: State, reason: str = "", on: date = date(2018, 11, 20)) -> None:
    """What took a bid to a state."""
    session.add(ApplicationStep(application_id=bid, state=state, reason=reason, taken_on=on))
    session.flush()


def put_places(session: Session) -> tuple[list[str], list[str]]:
    """The areas and the priorities; their ids."""
    places = [areas.add_area(session, name=name, kind="district") for name in AREAS]
    plan = plans.add_plan(session, name="Plan", starts_on=date(2018, 4, 1), ends_on=None)
    session.flush()
    found = [plans.add_priority(session, plan_id=plan, name=name) for name in PRIORITIES]
    session.flush()
    return places, found


def share_out(session: Session, /, bid: str, places: dict[str, int], priorities: dict[str, int]) -> None:
    """The shares of a bid by area and by priority, in tenths of a percent."""
    for area_id, tenths in places.items():
        session.add(ApplicationArea(application_id=bid, area_id=area_id, share_tenths=tenths))
    for priority_id, tenths in priorities.items():
        session.add(ApplicationPriority(application_id=bid, priority_id=priority_id, share_tenths=tenths))
    session.flush()


REASONS: dict[State, str] = {
    "late": "Came by post two days after the round closed.",
    "incomplete": "The accounts were left out.",
    "withdrawn": "Money was found elsewhere.",
    "ineligible": "The organisation is outside the county.",
}


def with_many(office: Office, count: int = 60, *, awkward: bool = False) -> str:
    """A round with so many bids for about ten times its pot, of every state, area and priority; the round's id."""
    line = add_line(office, "Community grants", 120_000)
    states: tuple[State, ...] = ("ready", "received", "ready", "incomplete", "ready", "late", "ready", "ineligible")

    def fill(session: Session) -> str:
        places, priorities = put_places(session)
        made = put_round(session, line)
        for at in range(count):
            state: State = "withdrawn" if at % 23 == 9 else "draft" if at % 29 == 11 else states[at % len(states)]
            pounds = None if state == "draft" else 13_017 + (at * 2_311) % 6_983
            bid = put_bid(
                session,
                f"OPCC/GRANTS/2018-2019/{at + 1:05}/REV-B" if awkward else f"CSDF-2018-{at + 1:03}",
                f"{LONG} Community Interest Company {at + 1}" if awkward else f"Group {at % 55 + 1} Trust",
                pounds,
                round_id=made,
                state=state,
                project=f"{LONG}, phase {at + 1}" if awkward else f"Project {at + 1}",
                with_children=at % 4 == 0,
                local_support="" if at % 7 == 3 else "The town council.",
                exit_plan="" if at % 9 == 4 else "The club carries it on.",
                duplicates="" if at % 11 == 5 else "no",
                received_on=date(2018, 11, 18) if state == "late" else date(2018, 11, 1 + at % 15),
            )
            if pounds:
                put_cost(session, bid, "Sessions", pounds * 120, pounds * 100)
            if state in REASONS:
                put_step(session, bid, state, REASONS[state] if not awkward else f"{LONG}: {REASONS[state]}")
            if at % 20 == 6:
                put_step(session, bid, "late", "Came an hour late; the office’s mailbox was full.")
                put_step(session, bid, "ready", "Accepted: the delay was not the applicant’s.")
            one, other = places[at % 3], places[(at + 1) % 3]
            share_out(
                session,
                bid,
                {one: 1_000} if at % 3 else {one: 667, other: 333},
                {priorities[at % 4]: 1_000} if at % 5 else {priorities[at % 4]: 333, priorities[(at + 1) % 4]: 667},
            )
        return made

    return office.write("Enter the bids", fill)


def with_everything(office: Office) -> str:
    """A bid that has all that a bid may have; its id."""
    line = add_line(office, "Community grants", 120_000)

    def fill(session: Session) -> str:
        places, priorities = put_places(session)
        made = put_round(session, line)
        bid = put_bid(
            session,
            "CSDF-2018-007",
            "Riverside Youth Trust",
            18_000,
            round_id=made,
            project="Evening football in Port Anyshire",
            with_children=True,
            with_adults=True,
            has_safeguarding=True,
            safeguarding_on=date(2018, 3, 1),
            duplicates="yes",
            duplicates_evidence="The council runs a similar club by day.",
            is_continuation=True,
            past_delivery="96 young people came in 2017; 40 of them every week.",
            note="Ring the chair in the evening only.",
        )
        for at, (item, amount, asked) in enumerate(
            (("Coaches", 14_000_50, 12_000_50), ("Hall hire", 8_000_00, 5_000_00), ("Kit", 1_999_50, 999_50))
        ):
            put_cost(session, bid, item, amount, asked, at)
        for at, (source, kind, amount, certain) in enumerate(
            (("Port Anyshire Council", "cash", 4_000_00, True), ("Volunteers’ time", "in kind", 2_000_00, False))
        ):
            session.add(
                MatchFunding(
                    application_id=bid, position=at, source=source, kind=kind, amount_pence=amount, is_certain=certain
                )
            )
        share_out(session, bid, {places[1]: 667, places[2]: 333}, {priorities[0]: 750, priorities[3]: 250})
        found = session.get_one(Application, bid)
        questions = session.query(Question).filter_by(round_id=made).order_by(Question.position).all()
        session.add(Answer(application_id=bid, question_id=questions[0].id, text="Fewer calls at night.\nMore trust."))
        gates = session.query(Gate).filter_by(round_id=made).order_by(Gate.position).all()
        session.add(GateAnswer(application_id=bid, gate_id=gates[0].id, passes=True, reason=""))
        session.add(GateAnswer(application_id=bid, gate_id=gates[1].id, passes=False, reason="It began in 2017."))
        for name, view, words, replied in (
            ("Safer Anyshire Partnership", "support", "It fits our plan.", date(2018, 11, 22)),
            ("Anyshire Constabulary", "", "", None),
        ):
            body = organisations.add(session, name=name)
            session.flush()
            session.add(
                Endorsement(
                    application_id=bid, organisation_id=body, asked_on=date(2018, 11, 17), replied_on=replied,
                    view=view, words=words,
                )
            )  # fmt: skip
        who = found.organisation_id
        for topic, outcome, conditions, evidence, second, expires in (
            ("finance", "clear", "", "Accounts to 31 March 2018.", "", date(2019, 11, 19)),
            ("policies", "conditions", "The data protection policy is renewed.", "", "", date(2018, 11, 1)),
            ("bank", "clear", "", "12-34-56", "Sam", date(2019, 11, 19)),
        ):
            session.add(
                Diligence(
                    organisation_id=who, application_id=bid, topic=topic, outcome=outcome, evidence=evidence,
                    conditions=conditions, checked_by="Jo", checked_on=date(2018, 11, 19), second_by=second,
                    expires_on=expires,
                )
            )  # fmt: skip
        for scheme, number in (("GB-CHC", "1164883"), ("GB-COH", "08812345"), ("XX-UTR", "9999988888")):
            session.add(Identifier(organisation_id=who, scheme=scheme, number=number, checked_on=None, checked_how=""))
        session.add(
            Profile(
                organisation_id=who, address="1 Home Lane", postcode="AB1 2CD", website="", unregistered="",
                income_pence=54_321_00, founded_on=date(2009, 5, 6),
            )
        )  # fmt: skip
        session.add(
            Contact(
                organisation_id=who, application_id=bid, person="A. Person", post="Chair",
                email="a.person@example.org", telephone="01632 960 111",
            )
        )  # fmt: skip
        put_step(session, bid, "received", on=date(2018, 11, 14))
        put_step(session, bid, "late", "Came at 17:20.", on=date(2018, 11, 16))
        put_step(session, bid, "ready", "Accepted: the mailbox was full.", on=date(2018, 11, 19))
        return bid

    return office.write("Enter the bid", fill)


def direct_award(office: Office) -> str:
    """A bid outside any round, of which little is known yet; its id."""
    line = add_line(office, "Community grants", 120_000)
    return office.write(
        "Enter the bid",
        put_bid,
        "DA-2018-001",
        "Harbour Watch",
        None,
        line_id=line,
        direct_reason="only the harbour’s own watch may board the boats",
        arrived_by="direct",
        state="received",
        summary="",
        exit_plan="",
    )


def put_stop(session: Session, bid: str) -> None:
    """That the organisation of a bid may have no money."""
    who = session.get_one(Application, bid).organisation_id
    session.add(
        HardStop(
            organisation_id=who, reason="Its accounts are with the police", set_by="Jo", set_on=date(2018, 11, 1),
            lifted_by="", lifted_on=None, lift_reason="",
        )
    )  # fmt: skip


def put_meeting(session: Session, round_id: str, closes_on: date, meets_on: date) -> str:
    """A meeting of a rolling round; its id."""
    row = RoundMeeting(round_id=round_id, closes_on=closes_on, meets_on=meets_on)
    session.add(row)
    session.flush()
    return row.id
