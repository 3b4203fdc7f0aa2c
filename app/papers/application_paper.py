"""One bid as a page: what is asked for and what it costs, for whom and where, what it answers, and what is missing.

Amounts are pence, shares tenths of a percent. No contact, no bank detail and no note of the office is on it.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.grants import checks
from app.grants.bid_fields import asked
from app.grants.check_fields import VIEWS, label
from app.grants.checks import Standing
from app.grants.missing import WHOLE, Missing
from app.grants.parts import ApplicationRecord, RoundRecord
from app.grants.states import late_words
from app.listing import Column, Line, Listing
from app.money import Pence, format_pence, split_by_shares, tenths_of_percent
from app.papers.bid_words import STATE_WORDS, begun, clocked, ended, limits_said, share_said
from app.papers.blocks import Block, Bullets, Claim, Document, Facts, Heading, Paragraph, Run, Strong, Table
from app.papers.gather_rounds import ApplicationPaper
from app.papers.imprint import bound
from app.papers.saying import joined
from app.years import format_day

NOT_ANSWERED = "Not answered."
_YES_NO = {"yes": "Yes", "no": "No"}


def compose_application(record: ApplicationPaper) -> Document:
    """The page, or pages. It is for the office and the panel, so it is always OFFICIAL-SENSITIVE."""
    bid = record.bid
    blocks: list[Block] = [
        Paragraph(_opening(record)),
        *_stopped(bid),
        *_missing(record),
        *_project(bid),
        *_tests(bid),
        *_organisation(record),
        *_costs(bid),
        *_paid_for(bid),
        *_shares(bid),
        *(_answered(bid, record.round) if record.round else ()),
        *_gate(record),
        *_endorsements(bid),
        *_checks(record),
        *_steps(bid),
    ]
    return bound(record.imprint, bid.project, blocks, subtitle=bid.organisation, facts=_facts(record))


def compose_bid(bid: ApplicationRecord, round_: RoundRecord) -> list[Block]:
    """What the applicant says of their project and what partners say of it, without anything the office found."""
    return [
        *_project(bid),
        *_tests(bid),
        *_costs(bid),
        *_paid_for(bid),
        *_shares(bid),
        *_answered(bid, round_),
        *_endorsements(bid),
    ]


def _facts(record: ApplicationPaper) -> tuple[tuple[str, str], ...]:
    bid, round_ = record.bid, record.round
    facts = (
        ("Reference", bid.reference),
        ("Round", f"{round_.name} ({round_.reference})" if round_ else "None: a direct award"),
        ("Budget line", record.line),
        ("State", STATE_WORDS[bid.state]),
        ("Received", clocked(bid.received_on, bid.received_time)),
        ("Meeting", _meeting(record)),
    )
    return tuple(fact for fact in facts if fact[1])


def _meeting(record: ApplicationPaper) -> str:
    """The day of the meeting of a rolling round that it is for."""
    every = record.round.meetings if record.round else ()
    return next((format_day(one.meets_on) for one in every if one.id == record.bid.meeting_id), "")


def _opening(record: ApplicationPaper) -> tuple[Run, ...]:
    """What is asked for, of which whole, and by how much more comes from elsewhere."""
    bid, round_ = record.bid, record.round
    what = "This expression of interest" if bid.stage == "interest" else "This bid"
    if bid.requested is None:
        runs: list[Run] = [f"{what} does not say yet what it asks for."]
    else:
        runs = [f"{what} asks for ", Strong(format_pence(bid.requested)), *_of_cost(bid), "."]
    match = joined(
        f"{format_pence(amount)} {how}"
        for kind, how in (("cash", "in cash"), ("in kind", "in kind"))
        if (amount := sum(one.amount for one in bid.matches if one.kind == kind))
    )
    if match:
        runs.append(f" From elsewhere it has {match}.")
    if round_ is None:
        runs.append(f" It is for a direct award, outside any round: {ended(bid.direct_reason)}")
    elif words := limits_said(round_):
        runs.append(f" The round gives grants {words}.")
    if words := late_words(bid, round_):
        runs += [" ", Strong(words)]
    return tuple(runs)


def _of_cost(bid: ApplicationRecord) -> list[Run]:
    """Of what the project costs, where its costs are known."""
    if not bid.costs or bid.requested is None:
        return []
    if bid.cost == bid.requested:
        return [", all that the project costs"]
    share = tenths_of_percent(bid.requested, bid.cost)
    part = f"{share_said(share)} of " if share is not None and 0 < share < 1_000 else ""
    return [f", {part}the {format_pence(bid.cost)} that the project costs"]


def _stopped(bid: ApplicationRecord) -> list[Block]:
    """That its organisation may have no money, where somebody has said so."""
    if not bid.stopped:
        return []
    return [Paragraph((Strong(f"{bid.organisation} may have no money for now."), f" {ended(bid.stopped)}"))]


def _missing(record: ApplicationPaper) -> list[Block]:
    """What has still to come, or that nothing has."""
    if not record.missing:
        return [Paragraph("Nothing is missing.")]
    items = tuple(_lacking(one) for one in record.missing)
    return [Heading(2, "What is missing"), Bullets(items)]


def _lacking(one: Missing) -> tuple[Run, ...]:
    """What is missing, after whose it is to give where that is not the applicant."""
    what = one.what if one.blocks else f"{ended(one.what)} It may be scored without it."
    lead = {"applicant": "", "office": "For this office: ", "partner": f"From {one.name}: "}[one.whose]
    return (Strong(lead), what) if lead else (what,)


# who and what


def _organisation(record: ApplicationPaper) -> list[Block]:
    """Who applies, by public registers."""
    one = record.applicant
    facts = [("Name", one.name), *one.numbers]
    if not one.numbers:
        facts.append(("Register", ended(one.unregistered) or "No number in a public register is known."))
    if one.founded_on is not None:
        facts.append(("Founded", format_day(one.founded_on)))
    if one.income is not None:
        facts.append(("Income a year", format_pence(one.income)))
    return [Heading(2, "Organisation"), Facts(tuple(facts))]


def _project(bid: ApplicationRecord) -> list[Block]:
    """What is to be done, when and for whom, and who stands behind it."""
    facts = (
        ("Summary", bid.summary),
        ("Runs", _runs(bid)),
        ("Who benefits", _beneficiaries(bid)),
        ("Works with", _works_with(bid)),
        ("Safeguarding policy", _safeguarding(bid)),
        ("Local support", bid.local_support or NOT_ANSWERED),
    )
    return [Heading(2, "Project"), Facts(tuple(fact for fact in facts if fact[1]))]


def _tests(bid: ApplicationRecord) -> list[Block]:
    """What the forced questions were answered with, and what comes before and after the grant."""
    facts = (
        ("Duplicates a service", _forced(bid.duplicates, bid.duplicates_evidence)),
        ("Takes the place of statutory funding", _forced(bid.substitutes, bid.substitutes_evidence)),
        ("Once the grant has ended", bid.exit_plan or NOT_ANSWERED),
        ("Continues earlier work", f"Yes\n{bid.past_delivery}".strip() if bid.is_continuation else "No"),
    )
    return [Heading(2, "What is there already, and what follows"), Facts(facts)]


def _runs(bid: ApplicationRecord) -> str:
    first, last = (format_day(day) if day else "" for day in (bid.starts_on, bid.ends_on))
    if first and last:
        return f"{first} to {last}"
    return f"From {first}" if first else f"Until {last}" if last else ""


def _beneficiaries(bid: ApplicationRecord) -> str:
    """“120: young people in Basildon”."""
    count = f"{bid.beneficiaries:,}" if bid.beneficiaries is not None else ""
    return ": ".join(filter(None, (count, bid.beneficiaries_who)))


def _works_with(bid: ApplicationRecord) -> str:
    known = ((bid.with_children, "Children"), (bid.with_adults, "Adults at risk"))
    with_whom = [words for is_so, words in known if is_so]
    return " and ".join((with_whom[0], *(words.lower() for words in with_whom[1:]))) if with_whom else ""


def _safeguarding(bid: ApplicationRecord) -> str:
    if not bid.has_safeguarding:
        return "None" if bid.with_children or bid.with_adults else ""
    return f"Yes, of {format_day(bid.safeguarding_on)}" if bid.safeguarding_on else "Yes"


def _forced(answer: str, evidence: str) -> str:
    """A forced answer with its evidence."""
    return "\n".join(filter(None, (_YES_NO.get(answer, NOT_ANSWERED), evidence)))


# money


def _costs(bid: ApplicationRecord) -> list[Block]:
    """Line by line what it costs and what of that is asked for, held against the request."""
    heading = Heading(2, "Costs and match funding")
    if not bid.costs:
        return [heading, Paragraph("No costs have been given.")]
    columns = (
        Column("item", "Item"),
        Column("amount", "Cost", "pence"),
        Column("requested", "Asked for", "pence"),
        Column("rest", "Not asked for", "pence"),
    )
    lines = tuple(
        Line(one.id, (one.item, one.amount, one.requested, Pence(one.amount - one.requested))) for one in bid.costs
    )
    claims: tuple[Claim, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    if bid.requested is not None:
        claim = _requested(bid, bid.requested)
        claims, notes = (claim,), _footing(claim)
    listing = Listing("Costs", columns, lines, notes=notes)
    return [heading, Table(listing, "What the project costs and what is asked for, £", claims=claims)]


def _requested(bid: ApplicationRecord, pence: Pence) -> Claim:
    """What is requested, as a claim to be what the lines ask for."""
    parts = tuple((one.item, one.requested) for one in bid.costs)
    key = f"application:{bid.id}:requested"
    return Claim(key, "Requested", pence, format_pence(pence), parts, column="requested")


def _footing(claim: Claim) -> tuple[tuple[str, str], ...]:
    """That the lines do not come to the request, where they do not."""
    off = claim.difference_pence
    if not off:
        return ()
    lines, how = format_pence(claim.computed_pence), "more" if off > 0 else "less"
    words = f"The lines ask for {lines}, {format_pence(abs(off))} {how} than the {claim.printed_text} requested."
    return (("", words),)


def _paid_for(bid: ApplicationRecord) -> list[Block]:
    """The request and what comes from elsewhere, held against what it costs."""
    if not bid.matches:
        return [Paragraph("No match funding is offered.")]
    columns = (
        Column("source", "From"),
        Column("kind", "As"),
        Column("certain", "Certain"),
        Column("amount", "Amount", "pence"),
    )
    lines = [Line("request", ("This request", "Grant", "", bid.requested))]
    lines += [
        Line(one.id, (one.source, one.kind.capitalize(), "Yes" if one.is_certain else "Not yet", one.amount))
        for one in bid.matches
    ]
    together = (bid.requested or 0) + sum(one.amount for one in bid.matches)
    notes: list[tuple[str, str]] = []
    if bid.costs and together != bid.cost:
        off = together - bid.cost
        how = "more" if off > 0 else "less"
        words = f"Together that is {format_pence(abs(off))} {how} than the {format_pence(bid.cost)} the project costs."
        notes.append(("", words))
    listing = Listing("Match funding", columns, tuple(lines), notes=tuple(notes))
    return [Table(listing, "How the project is paid for, £")]


def _shares(bid: ApplicationRecord) -> list[Block]:
    """What is asked for by area and by priority: a table where it is shared out, a line where one has all of it."""
    every = ((bid.areas, "Area"), (bid.priorities, "Priority"))
    alone = [(noun, _alone(shares)) for shares, noun in every if len(shares) < 2 and _alone(shares)]
    facts: list[Block] = [Facts(tuple(alone))] if alone else []
    tables = [_shared(bid, shares, noun) for shares, noun in every if not (len(shares) < 2 and _alone(shares))]
    return [Heading(2, "Areas and priorities"), *facts, *tables]


def _alone(shares: Sequence[tuple[str, str, int]]) -> str:
    """The one that has all of it, or that none is said; empty where only a part is said."""
    if not shares:
        return "Not said"
    return f"{shares[0][1]}, all of it" if shares[0][2] == WHOLE else ""


def _shared(bid: ApplicationRecord, shares: Sequence[tuple[str, str, int]], noun: str) -> Table:
    """One table of shares, with the money of each; what is still to be shared out stands at its end."""
    given = sum(tenths for _, _, tenths in shares)
    rows = [*shares, *([("", "Not said", WHOLE - given)] if given < WHOLE else [])]
    amounts = split_by_shares(bid.requested or 0, [tenths for _, _, tenths in rows])
    columns = (Column("name", noun), Column("share", "Share", "count"), Column("amount", "Requested", "pence"))
    lines = tuple(
        Line(key or "rest", (name, share_said(tenths), None if bid.requested is None else amount))
        for (key, name, tenths), amount in zip(rows, amounts, strict=True)
    )
    over = (("", f"The shares come to {share_said(given)}; the money is shared in proportion."),)
    listing = Listing(noun, columns, lines, notes=over if given > WHOLE else ())
    return Table(listing, f"Requested by {noun.lower()}, £")


# what was asked


def _answered(bid: ApplicationRecord, round_: RoundRecord) -> list[Block]:
    """Every question of the round with its answer as it was typed; those of this stage alone."""
    given = dict(bid.answers)
    blocks: list[Block] = []
    for one in asked(bid, round_):
        text = given.get(one.id, "").strip() or NOT_ANSWERED
        blocks += [Heading(3, one.text), Paragraph(begun(text) if one.kind == "yesno" else text)]
    return [Heading(2, "Answers"), *blocks] if blocks else []


def _gate(record: ApplicationPaper) -> list[Block]:
    """That the whole gate is passed; else each question of it, and whether it is."""
    if record.round is None or not record.round.gates:
        return []
    heading = Heading(2, "Eligibility")
    answers = {one.gate_id: one for one in record.bid.gates}
    if all(one.id in answers and answers[one.id].passes for one in record.round.gates):
        return [heading, Paragraph("It passes the eligibility gate of the round.")]
    columns = (Column("question", "Question"), Column("passes", "Passed"), Column("reason", "Reason"))
    lines = []
    for one in record.round.gates:
        answer = answers.get(one.id)
        passed = "Not answered" if answer is None else "Yes" if answer.passes else "No"
        lines.append(Line(one.id, (one.text, passed, answer.reason if answer else "")))
    table = Table(Listing("Gate", columns, tuple(lines)), "The eligibility gate", totals=False)
    return [heading, table]


def _endorsements(bid: ApplicationRecord) -> list[Block]:
    """Whose view was asked for, and what they said."""
    heading = Heading(2, "Endorsements")
    if not bid.endorsements:
        return [heading, Paragraph("Nobody has been asked for a view.")]
    columns = (
        Column("who", "Who"),
        Column("asked", "Asked", "day"),
        Column("replied", "Replied", "day"),
        Column("view", "View"),
    )
    lines = tuple(
        Line(
            one.id,
            (
                one.organisation,
                one.asked_on,
                one.replied_on,
                "\n".join(filter(None, (label(VIEWS, one.view), one.words))),
            ),
        )
        for one in bid.endorsements
    )
    return [heading, Table(Listing("Endorsements", columns, lines), "Views of partners", totals=False)]


# what was checked


def _checks(record: ApplicationPaper) -> list[Block]:
    """How the checks come out, each that is needed or was made in words, and the conditions they put on an award."""
    bid, day, round_ = record.bid, record.day, record.round
    every = checks.standing(bid, day, round_)
    columns = (
        Column("topic", "Check"),
        Column("state", "Outcome"),
        Column("on", "Checked on", "day"),
        Column("until", "Holds until", "day"),
    )
    lines = tuple(
        Line(one.topic, (one.name, _outcome(one), one.check.checked_on if one.check else None, one.holds_until))
        for one in every
    )
    words: tuple[Run, ...] = ("All in all: ", Strong(checks.outcome(bid, day, round_).lower()), ".")
    found = checks.conditions(bid, day)
    terms: list[Block] = [
        Paragraph("An award would be on condition:", introduces=True),
        Bullets(tuple((ended(one.words),) for one in found)),
    ]
    return [
        Heading(2, "Checks"),
        Paragraph(words, introduces=True),
        Table(Listing("Checks", columns, lines), "What is checked before money is given", totals=False),
        *(terms if found else []),
    ]


def _outcome(one: Standing) -> str:
    """How a check came out, and what was looked at; of bank details only that they were confirmed, and by how many."""
    if one.topic == "bank":
        by = {"Clear": "Confirmed by a call back, by two people", "Waits for a second person": "Called back by one"}
        return "\n".join(filter(None, (one.state, by.get(one.state, ""))))
    return "\n".join(filter(None, (one.state, one.check.evidence if one.check else "")))


def _steps(bid: ApplicationRecord) -> list[Block]:
    """How it came to its state, and why."""
    if not bid.steps:
        return []
    columns = (Column("on", "On", "day"), Column("state", "State"), Column("reason", "Reason"))
    lines = tuple(Line(one.id, (one.taken_on, STATE_WORDS[one.state], one.reason)) for one in bid.steps)
    table = Table(Listing("Steps", columns, lines), "How it came to its state", totals=False, row_heads=False)
    return [Heading(2, "History of the bid"), table]
