"""An application as it is read down: what is missing stands first.

The screen and the paper may tell the same parts; with `printable` no contact, no note of the office and no name of who
checked what is among them. Amounts are pence, shares tenths of a percent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.grants import bid_fields, check_fields, checks, states
from app.grants.applicants import ContactRecord
from app.grants.bid_fields import words
from app.grants.missing import Missing
from app.grants.parts import ApplicationRecord, DiligenceRecord, QuestionRecord, RoundRecord
from app.listing import Column, Line, Listing
from app.money import Pence, format_pence, format_percent, split_by_shares
from app.told import Part, facts
from app.years import format_day, format_year

WHOLE = 1000
NOT_ANSWERED = "Not answered"
OFFICE = "This office"


def subtitle(a: ApplicationRecord) -> str:
    """“Evening Club Trust · £4,000 · CSDF-2026-001”."""
    return " · ".join(filter(None, (a.organisation, pounds(a.requested), a.reference)))


def application_parts(
    a: ApplicationRecord,
    r: RoundRecord | None,
    *,
    day: date,
    style: str,
    missing: Sequence[Missing] = (),
    outcome: str = "",
    contacts: Sequence[ContactRecord] = (),
    printable: bool = False,
) -> list[Part]:
    """What an officer reads of an application as it stands on a day; the parts with nothing in them are empty.

    `r` is its round, None for a direct award. `missing` is what it lacks, `outcome` how its checks come out.
    """
    return [
        _missing(missing),
        _asked_for(a, r, style),
        _project(a),
        _costs(a),
        _matches(a),
        _shared("Areas", "Area", "areas", a.areas, a.requested),
        _shared("Priorities", "Priority", "priorities", a.priorities, a.requested),
        _at_risk(a),
        _forced(a),
        _answers(a, r),
        _gate(a, r),
        _endorsements(a),
        *_diligence(a, r, day, outcome, printable=printable),
        _steps(a),
        *([] if printable else [contacts_part(contacts), Part("Note", words=lines(a.note))]),
    ]


def _missing(missing: Sequence[Missing]) -> Part:
    """What it lacks by whose it is to give, each of them named once."""
    told = []
    for whose in dict.fromkeys(one.name or OFFICE for one in missing):
        said = [one for one in missing if (one.name or OFFICE) == whose]
        for at, one in enumerate(said):
            told.append((whose if not at else "", one.what if one.blocks else f"{one.what} It may be scored without."))
    return Part("Still missing", facts=tuple(told))


def _asked_for(a: ApplicationRecord, r: RoundRecord | None, style: str) -> Part:
    """Who asks for how much, out of what, and when it came."""
    meeting = next((one for one in r.meetings if one.id == a.meeting_id), None) if r is not None else None
    return facts(
        "Application",
        ("State", words(bid_fields.STATES, a.state)),
        ("Organisation", a.organisation),
        ("Stopped", a.stopped),
        ("Asked for", pounds(a.requested) or "Not said"),
        ("Whole cost", format_pence(a.cost) if a.costs else ""),
        ("Round", f"{r.name}, {format_year(r.year, style)}" if r is not None else a.round),
        ("Meeting", format_day(meeting.meets_on) if meeting is not None else ""),
        ("Why outside a round", a.direct_reason),
        ("Stage", words(bid_fields.STAGES, a.stage) if a.stage == "interest" else ""),
        ("Received", _received(a, r)),
        ("Arrived as", words(bid_fields.ARRIVED_BY, a.arrived_by) if a.arrived_by != "direct" else ""),
    )


def _received(a: ApplicationRecord, r: RoundRecord | None) -> str:
    """“9 February 2026 at 08:15, after the round had closed”."""
    if a.received_on is None:
        return ""
    said = format_day(a.received_on) + (f" at {a.received_time}" if a.received_time else "")
    return f"{said}, after the round had closed" if states.is_late(a, r) else said


def _project(a: ApplicationRecord) -> Part:
    """What it is for, from when to when, and whom it reaches."""
    people = f"{a.beneficiaries:,}" if a.beneficiaries is not None else ""
    told = facts(
        "Project",
        ("Project", a.project),
        ("From", format_day(a.starts_on) if a.starts_on else ""),
        ("To", format_day(a.ends_on) if a.ends_on else ""),
        ("People it reaches", ", ".join(filter(None, (people, a.beneficiaries_who)))),
        ("Continues", "A project that was funded before" if a.is_continuation else ""),
        ("Delivered so far", a.past_delivery),
    )
    return Part(told.title, told.facts, words=lines(a.summary))


def _costs(a: ApplicationRecord) -> Part:
    """What it costs line by line, and whether the lines come to what is asked for."""
    columns = (
        Column("item", "Item"),
        Column("amount", "Costs £", "pence"),
        Column("requested", "Asked for £", "pence"),
    )
    rows = tuple(Line(one.id, (one.item, one.amount, one.requested)) for one in a.costs)
    return Part(
        "Costs", table=Listing("Costs", columns, rows), totalled=True, words=_footing(a) if rows else (), opens="costs"
    )


def _footing(a: ApplicationRecord) -> tuple[str, ...]:
    said = []
    if a.requested is not None and a.asked != a.requested:
        said.append(f"The lines ask for {format_pence(a.asked)}; {format_pence(a.requested)} is asked for in all.")
    else:
        said.append(f"The lines come to the {format_pence(a.asked)} that is asked for.")
    left = a.cost - a.asked - sum(one.amount for one in a.matches)
    if left > 0:
        said.append(f"{format_pence(left)} of the cost is neither asked for nor found elsewhere.")
    elif left < 0:
        said.append(f"What is asked for and found elsewhere is {format_pence(-left)} more than it costs.")
    return tuple(said)


def _matches(a: ApplicationRecord) -> Part:
    """What comes from elsewhere, in cash or in kind."""
    columns = (
        Column("source", "From"),
        Column("cash", "Cash £", "pence"),
        Column("kind", "In kind £", "pence"),
        Column("certain", "Certain"),
    )
    rows = tuple(
        Line(
            one.id,
            (
                one.source,
                one.amount if one.kind == "cash" else None,
                one.amount if one.kind != "cash" else None,
                "Yes" if one.is_certain else "Not yet",
            ),
        )
        for one in a.matches
    )
    return Part("Match funding", table=Listing("Match funding", columns, rows), totalled=True, opens="matches")


def _shared(title: str, head: str, opens: str, shares: Sequence[tuple[str, str, int]], requested: Pence | None) -> Part:
    """What it is for by share, and what of the request that comes to."""
    columns = (Column("name", head), Column("share", "Share"), Column("pence", "Of what is asked for £", "pence"))
    rest = WHOLE - sum(tenths for _, _, tenths in shares)
    amounts: Sequence[Pence | None] = [None] * len(shares)
    if requested is not None and shares:
        amounts = split_by_shares(requested, [*(tenths for _, _, tenths in shares), max(rest, 0)])
    rows = tuple(
        Line(key, (name, percent(tenths), pence)) for (key, name, tenths), pence in zip(shares, amounts, strict=False)
    )
    told = (f"The shares come to {percent(WHOLE - rest)}, not to 100 %.",) if rows and rest else ()
    return Part(title, table=Listing(title, columns, rows), totalled=True, words=told, opens=opens)


def _at_risk(a: ApplicationRecord) -> Part:
    """Whether children or adults at risk take part, and the policy that protects them."""
    if not (a.with_children or a.with_adults):
        return facts("Safeguarding", ("Works with", "Neither children nor adults at risk"))
    who = " and ".join(
        each for each, does in (("children", a.with_children), ("adults at risk", a.with_adults)) if does
    )
    policy = "Shown" if a.has_safeguarding else "Not shown"
    dated = f", last reviewed on {format_day(a.safeguarding_on)}" if a.safeguarding_on else ""
    return facts("Safeguarding", ("Works with", who.capitalize()), ("Policy", f"{policy}{dated}"))


def _forced(a: ApplicationRecord) -> Part:
    """What every whole application has to answer, with its evidence; an expression of interest may leave it out."""
    nothing = NOT_ANSWERED if a.stage == "full" else ""
    return facts(
        "Support, duplication and what comes after",
        ("Local support", a.local_support or nothing),
        ("Duplicates a statutory or funded service", _evidenced(a.duplicates, a.duplicates_evidence) or nothing),
        ("Takes the place of statutory funding", _evidenced(a.substitutes, a.substitutes_evidence) or nothing),
        ("Once the grant has ended", a.exit_plan or nothing),
    )


def _evidenced(answer: str, evidence: str) -> str:
    said = words(bid_fields.FORCED, answer) if answer else ""
    return ": ".join(filter(None, (said, evidence)))


def _answers(a: ApplicationRecord, r: RoundRecord | None) -> Part:
    """The round's own questions with what is answered; answers to a question that was put away stay to be read."""
    asked: Sequence[QuestionRecord] = bid_fields.asked(a, r) if r is not None else ()
    given = dict(a.answers)
    told = [(one.text, given.get(one.id, "") or NOT_ANSWERED) for one in asked]
    known = {one.id for one in asked}
    later = {one.id: one.text for one in r.questions} if r is not None else {}
    told += [
        (later.get(key, "A question put away since"), text) for key, text in a.answers if key not in known and text
    ]
    return Part("Answers", facts=tuple(told))


def _gate(a: ApplicationRecord, r: RoundRecord | None) -> Part:
    """Each question of the gate, whether it is passed, and why where it is not."""
    columns = (Column("gate", "Question"), Column("passes", "Answer", "chip"), Column("reason", "Why"))
    given = {one.gate_id: one for one in a.gates}
    rows = []
    for gate in r.gates if r is not None else ():
        one = given.get(gate.id)
        said = NOT_ANSWERED if one is None else "Passes" if one.passes else "Does not pass"
        rows.append(Line(gate.id, (gate.text, said, one.reason if one is not None else "")))
    return Part("Eligibility gate", table=Listing("Eligibility gate", columns, tuple(rows)), opens="gates")


def _endorsements(a: ApplicationRecord) -> Part:
    """Whose view was asked for, and what they said."""
    columns = (
        Column("organisation", "Whose view"),
        Column("asked_on", "Asked", "day"),
        Column("replied_on", "Replied", "day"),
        Column("view", "View", "chip"),
    )
    rows = tuple(
        Line(
            one.id,
            (one.organisation, one.asked_on, one.replied_on, check_fields.label(check_fields.VIEWS, one.view)),
        )
        for one in a.endorsements
    )
    said = tuple(f"{one.organisation}: {one.words}" for one in a.endorsements if one.words)
    table = Listing("Views of others", columns, rows)
    return Part("Views of others", table=table, words=said, opens="endorsement")


def _diligence(a: ApplicationRecord, r: RoundRecord | None, day: date, outcome: str, *, printable: bool) -> list[Part]:
    """How each topic stands that was checked, what is still to be checked, and what goes with an award."""
    every = checks.standing(a, day, r)
    made = [(one.check, one.state) for one in every if one.check is not None]
    title = f"Due diligence: {outcome.lower()}" if outcome else "Due diligence"
    table = checked(title, made)
    soon = tuple(
        f"{one.name} has to be checked again by {format_day(one.holds_until)}."
        for one in checks.running_out(a, day, r)
        if one.holds_until is not None
    )
    columns = (Column("topic", "What"), Column("state", "State", "chip"))
    open_ = tuple(Line(one.topic, (one.name, one.state)) for one in checks.missing(a, day, r))
    terms = tuple(
        f"{check_fields.label(check_fields.TOPICS, one.topic)}: {one.words}" for one in checks.conditions(a, day)
    )
    return [
        Part(
            title,
            table=table,
            words=(*soon, *(how_checked(one, printable=printable) for one, _ in made)),
            opens="check",
        ),
        Part("Still to be checked", table=Listing("Still to be checked", columns, open_), opens="check new"),
        Part("Conditions that go with an award", words=terms),
    ]


def checked(title: str, made: Sequence[tuple[DiligenceRecord, str]]) -> Listing:
    """Checks with the state of each, and until when it holds."""
    columns = (Column("topic", "What"), Column("state", "Outcome", "chip"), Column("expires_on", "Holds until", "day"))
    rows = tuple(
        Line(
            one.id,
            (
                check_fields.label(check_fields.TOPICS, one.topic),
                state,
                one.expires_on if one.outcome in ("clear", "conditions") else None,
            ),
        )
        for one, state in made
    )
    return Listing(title, columns, rows)


def how_checked(one: DiligenceRecord, *, printable: bool) -> str:
    """When a check was made, and on the screen by whom and what was looked at."""
    said = f"{check_fields.label(check_fields.TOPICS, one.topic)}: {format_day(one.checked_on)}"
    if printable:
        return f"{said}."
    who = " and ".join(filter(None, (one.checked_by, one.second_by)))
    return f"{said}, {who}. {' '.join(one.evidence.split())}".rstrip()


def _steps(a: ApplicationRecord) -> Part:
    """What took it to each state, and why."""
    columns = (Column("day", "On", "day"), Column("state", "State", "chip"), Column("reason", "Reason"))
    rows = tuple(Line(one.id, (one.taken_on, words(bid_fields.STATES, one.state), one.reason)) for one in a.steps)
    return Part("How it came to its state", table=Listing("How it came to its state", columns, rows))


def contacts_part(contacts: Sequence[ContactRecord]) -> Part:
    """Whom to speak to; personal, and so never printed."""
    columns = (Column("person", "Name and post"), Column("email", "E-mail"), Column("telephone", "Telephone"))
    rows = tuple(
        Line(one.id, (", ".join(filter(None, (one.person, one.post))), one.email, one.telephone)) for one in contacts
    )
    return Part("Whom to speak to", table=Listing("Whom to speak to", columns, rows), opens="contact")


def percent(tenths: int) -> str:
    """Tenths of a percent as they are read: 60 %, 33.3 %."""
    return f"{format_percent(tenths, sign=False).removesuffix('.0')} %"


def pounds(amount: Pence | None) -> str:
    """An amount in pounds, nothing where it is not known."""
    return "" if amount is None else format_pence(amount)


def lines(text: str) -> tuple[str, ...]:
    """A text by its paragraphs, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
