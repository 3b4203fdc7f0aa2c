"""The sixty bids of the example, who made them, and what was asked, checked and decided about them; all made up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app import organisations
from app.examples.bid_words import COUNTY, VICTIMS
from app.examples.bids import STATUTORY, MadeBid, MadeBody, made
from app.examples.essex_round import MadeRound
from app.grants import applicants, bids, checks, costs, endorsements, reading, states
from app.grants.parts import RoundRecord, State
from app.money import Pence

BIDS = 60
CHECKED_BY, SECOND_BY, STOPPED_BY = "Example Officer", "Second Officer", "Chief finance officer"
ASKED_ON, CHECKED_ON, DIRECT_ON = date(2026, 6, 1), date(2026, 6, 8), date(2026, 4, 20)
STOPPED, FAILED, REFERRED, UNCHECKED = 6, 11, 16, 4
"""Which of the bids that are ready: the one whose organisation is stopped, failed or referred; every so many is not yet
checked to the end."""
CONDITIONAL = 5
CONDITIONS = {
    "policies": "The insurance certificate is sent before the first session.",
    "finance": "Paid in two halves, the second after the report at half time.",
    "safeguarding": "Every session worker's check is shown before work with children begins.",
}
EVIDENCE = {
    "identity": "Governing document and names of the committee, as sent with the form.",
    "finance": "Accounts of the last year and a bank statement's date; the cash lasts for more than three months.",
    "policies": "Insurance and equality policy, both in force.",
    "safeguarding": "Policy of last year, with a named lead.",
    "data protection": "Privacy notice and how long records are kept.",
    "effectiveness": "What the bid says of its effect, read against last year's projects.",
    "partners": "The reply of the Community Safety Partnership.",
    "double funding": "Other grants named in the form; none pays for the same.",
    "bank": "Called back on the number in the accounts.",
}
SUPPORTS = "It meets a need in our assessment, and we know them."
DOUBTS = "We neither know the group nor a reason against it."
AGAINST = "Two services here do the same already, and one of them has room."


def enter(session: Session, made_round: MadeRound, *, bodies: Mapping[str, str]) -> None:
    """Enter every bid of the round and the direct award; `bodies` are the names of the partnerships by area."""
    received = [(one, entered(session, made_round, one)) for one in made(BIDS)]
    _accept_late(session, next(application_id for one, application_id in received if one.state == "late"))
    _endorsed(session, received, bodies)
    ready = [application_id for one, application_id in received if one.state == "ready"]
    for at, application_id in enumerate(ready):
        check(session, made_round.round, application_id, at)
    stopped = reading.application(session, ready[STOPPED]).organisation_id
    applicants.set_hard_stop(
        session,
        stopped,
        reason="The report on the grant of two years ago is overdue, and letters about it were not answered.",
        set_by=STOPPED_BY,
        set_on=CHECKED_ON,
    )
    _direct(session, made_round)


def bodies() -> dict[str, MadeBody]:
    """The organisations behind the bids of the round, by name."""
    return {one.body.name: one.body for one in made(BIDS)}


def entered(session: Session, into: MadeRound, one: MadeBid) -> str:
    """One bid with all its parts, taken to its state; its id."""
    application_id = bids.add(
        session,
        round_id=into.round.id,
        organisation=_organisation(session, one.body),
        project=one.project,
        summary=one.summary,
        requested=one.requested,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        beneficiaries=one.beneficiaries,
        beneficiaries_who=one.beneficiaries_who,
        with_children=one.with_children,
        with_adults=one.with_adults,
        has_safeguarding=one.safeguarding_on is not None,
        safeguarding_on=one.safeguarding_on,
        local_support=one.local_support,
        duplicates="no",
        duplicates_evidence=one.duplicates_evidence,
        substitutes="yes" if one.fails == STATUTORY else "no",
        substitutes_evidence=one.substitutes_evidence,
        exit_plan=one.exit_plan,
        is_continuation=bool(one.past_delivery),
        past_delivery=one.past_delivery,
        arrived_by=one.arrived_by,
        received_on=one.received_on,
        received_time=one.received_time,
    )
    _parts(session, into, application_id, one)
    _moved(session, application_id, one)
    return application_id


def _organisation(session: Session, body: MadeBody) -> str:
    """The name of the body, entered with what is known of it where it is new."""
    if organisations.find(session, body.name) is not None:
        return body.name
    body_id = organisations.add(session, name=body.name, kind=body.kind)
    if body.number:
        applicants.set_identifier(
            session, body_id, scheme=body.scheme, number=body.number, checked_how="Made up, and in no register"
        )
    applicants.set_profile(
        session,
        body_id,
        address=body.address,
        postcode=body.postcode,
        website=body.website,
        unregistered="" if body.number else "A group with a constitution of its own, in no register.",
        income=body.income,
        founded_on=body.founded_on,
    )
    applicants.add_contact(
        session, body_id, person=body.person, post=body.post, email=body.email, telephone=body.telephone
    )
    session.flush()
    return body.name


def _parts(session: Session, into: MadeRound, application_id: str, one: MadeBid) -> None:
    lines: dict[str, str | int] = {}
    for at, cost in enumerate(one.costs, 1):
        lines |= {f"{at}:item": cost.item, f"{at}:amount": cost.amount, f"{at}:requested": cost.requested}
    costs.set_costs(session, application_id, costs=lines, was={})
    sources: dict[str, str | int] = {}
    for at, match in enumerate(one.matches, 1):
        sources |= {f"{at}:source": match.source, f"{at}:{match.kind}": match.amount}
        sources |= {f"{at}:certain": "yes" if match.is_certain else "no"}
    if sources:
        costs.set_matches(session, application_id, matches=sources, was={})
    costs.set_areas(
        session, application_id, areas={f"{into.area_ids[name]}:share": tenths for name, tenths in one.areas}, was={}
    )
    costs.set_priorities(
        session,
        application_id,
        priorities={f"{into.priority_ids[name]}:share": tenths for name, tenths in one.priorities},
        was={},
    )
    asked = zip(into.round.questions, one.answers, strict=False)
    costs.set_answers(
        session, application_id, answers={f"{question.id}:answer": text for question, text in asked if text}, was={}
    )
    if one.state != "draft":
        _gate(session, into, application_id, one)


def _gate(session: Session, into: MadeRound, application_id: str, one: MadeBid) -> None:
    """Everything passes but the question that it fails."""
    cells: dict[str, str] = {}
    for gate in into.round.gates:
        cells |= {f"{gate.id}:passes": "no" if gate.place == one.fails else "yes"}
        cells |= {f"{gate.id}:reason": one.reason} if gate.place == one.fails else {}
    states.answer_gate(session, application_id, answers=cells, was={})


def _moved(session: Session, application_id: str, one: MadeBid) -> None:
    """Received on the day it came, then what became of it two days later."""
    if one.received_on is None:
        return
    if one.state in ("received", "late"):
        _move(session, application_id, one.state, one.received_on, one.reason)
    else:
        _move(session, application_id, "received", one.received_on)
        _move(session, application_id, one.state, one.received_on + timedelta(days=2), one.reason)


def _move(session: Session, application_id: str, state: State, day: date, reason: str = "") -> None:
    states.move(session, application_id, version=None, state=state, reason=reason, day=day)


def _accept_late(session: Session, application_id: str) -> None:
    """One of those that came late is let in, and stays to be seen as one that did."""
    reason = "Accepted by the chair of the panel: it was an honest slip, and nobody else is worse off."
    _move(session, application_id, "ready", date(2026, 6, 3), reason)


def _endorsed(session: Session, entered: list[tuple[MadeBid, str]], bodies: Mapping[str, str]) -> None:
    """The partnership of the first area is asked about each bid in time; most reply, and one in nine has not yet."""
    asked = [(one, application_id) for one, application_id in entered if one.state in ("received", "ready")]
    for at, (one, application_id) in enumerate(asked):
        endorsement_id = endorsements.ask(
            session, application_id, organisation=bodies[one.areas[0][0]], asked_on=ASKED_ON
        )
        if at % 9 == 4:
            continue
        session.flush()
        view, words = (
            ("against", AGAINST) if at % 13 == 7 else ("neutral", DOUBTS) if at % 6 == 5 else ("support", SUPPORTS)
        )
        endorsements.reply(
            session,
            endorsement_id,
            version=None,
            replied_on=ASKED_ON + timedelta(days=2 + at % 9),
            view=view,
            words=words,
        )


def check(session: Session, of: RoundRecord, application_id: str, at: int, *, day: date = CHECKED_ON) -> None:
    """What the amount and the people asks for, for the bid that stands at this place among those that are ready."""
    topics = checks.required(reading.application(session, application_id), of)
    if at % UNCHECKED == 3:
        topics = topics[: len(topics) // 2]
    for place, topic in enumerate(topics):
        outcome, evidence, conditions = "clear", EVIDENCE[topic], ""
        if at % CONDITIONAL == 1 and topic in CONDITIONS and place % 2:
            outcome, conditions = "conditions", CONDITIONS[topic]
        if at == FAILED and topic == "finance":
            outcome, conditions = "fail", ""
            evidence = "The accounts of the last two years have not been filed, and there is no cash."
        if at == REFERRED and topic == "policies":
            outcome, evidence = (
                "refer",
                "The insurance names another body; the treasurer is asked which of the two bids.",
            )
        checks.add(
            session,
            application_id=application_id,
            holds_for="application",
            topic=topic,
            outcome=outcome,
            evidence=evidence,
            conditions=conditions,
            checked_by=CHECKED_BY,
            checked_on=day,
            second_by=SECOND_BY if topic == "bank" and at % 3 else "",
        )


def _direct(session: Session, into: MadeRound) -> None:
    """The award outside the round, with the same checks."""
    body = MadeBody(
        "Nowherebridge Women's Refuge",
        "Charity",
        "GB-CHC",
        "9900001",
        "PO Box 1\nNowherebridge",
        "AN90 1AA",
        "https://nowherebridge-refuge.example",
        310_000_00,
        date(1991, 5, 1),
        "I. Sample",
        "Manager",
        "office@nowherebridge-refuge.example",
        "01632 960999",
    )
    application_id = bids.add_direct(
        session,
        line_id=into.line_id,
        direct_reason="A fire closed six of its rooms in April; families could not wait for a round to be decided.",
        organisation=_organisation(session, body),
        project="Rooms elsewhere after the fire",
        summary="Pays for six rooms in another town for three months while the house is repaired.",
        requested=Pence(6_500_00),
        starts_on=DIRECT_ON + timedelta(days=4),
        ends_on=DIRECT_ON + timedelta(days=95),
        beneficiaries=17,
        beneficiaries_who="Women and children of the refuge",
        with_children=True,
        with_adults=True,
        has_safeguarding=True,
        safeguarding_on=date(2025, 11, 3),
        local_support="The district council found the rooms.",
        duplicates="no",
        duplicates_evidence="The insurance pays for the house and not for rooms.",
        substitutes="no",
        substitutes_evidence="The council houses two further families itself.",
        exit_plan="The families move back when the house is repaired.",
        received_on=DIRECT_ON,
        received_time="09:40",
    )
    costs.set_costs(
        session,
        application_id,
        costs={
            "1:item": "Rooms",
            "1:amount": 5_800_00,
            "1:requested": 5_800_00,
            "2:item": "Moving and bedding",
            "2:amount": 700_00,
            "2:requested": 700_00,
        },
        was={},
    )
    area, priority = into.area_ids[COUNTY], into.priority_ids[VICTIMS]
    costs.set_areas(session, application_id, areas={f"{area}:share": 1000}, was={})
    costs.set_priorities(session, application_id, priorities={f"{priority}:share": 1000}, was={})
    _move(session, application_id, "received", DIRECT_ON)
    _move(session, application_id, "ready", DIRECT_ON)
    check(session, into.round, application_id, 2)
