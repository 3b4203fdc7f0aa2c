"""A contract as it is read down: its terms, its value and who pays, its options, what it hangs on, who does part of it.

The screen and the paper tell the same parts. Amounts are pence without VAT, years start years.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.contracts import fields
from app.contracts.parts import ContractRecord, OptionRecord
from app.contracts.standing import (
    a_year,
    current_end,
    current_gross,
    current_value,
    initial_value,
    is_broken,
    latest_end,
    taken,
)
from app.contracts.term import length_words, whole_months
from app.contracts.yearly import YearRecord, split, years
from app.listing import Column, Line, Listing
from app.money import format_pence, format_percent
from app.told import Part, facts
from app.years import format_day, format_year

THIS_OFFICE = "This office"


def subtitle(one: ContractRecord) -> str:
    """“First Light · 3 + 1 + 1 years from 1 October 2018”."""
    return f"{one.organisation} · {pattern(one)} from {format_day(one.starts_on)}"


def pattern(one: ContractRecord) -> str:
    """The initial term and its options as officers say it: 3 + 1 + 1 years; 18 months; 2 years + 6 months."""
    spans = [(one.starts_on, one.ends_on), *((each.starts_on, each.ends_on) for each in one.options)]
    lengths = [whole_months(first, last) for first, last in spans]
    known = [each for each in lengths if each is not None]
    if len(known) == len(lengths) and all(each % 12 == 0 for each in known):
        numbers = " + ".join(str(each // 12) for each in known)
        return f"{numbers} {'year' if known == [12] else 'years'}"
    return " + ".join(length_words(first, last) for first, last in spans)


def terms(one: ContractRecord) -> Part:
    """What was agreed with whom, and by which rules."""
    commissioners = ", ".join([one.lead or THIS_OFFICE, *(name for _, name in one.co_commissioners)])
    return facts(
        "Terms",
        ("Reference", one.reference),
        ("Provider", one.organisation),
        ("Scale", _scale(one)),
        ("Purpose", one.purpose),
        (
            "Commissioned by",
            f"{commissioners}; {one.lead or THIS_OFFICE.lower()} leads" if one.co_commissioners else commissioners,
        ),
        ("Contract officer", one.owner),
        ("Kind", fields.words(fields.KINDS, one.kind)),
        ("Rules", fields.words(fields.REGIMES, one.regime)),
        ("Route", fields.words(fields.ROUTES, one.route) if one.route else ""),
        ("CPV code", one.cpv),
        ("OCID", one.ocid),
        ("Signed", format_day(one.signed_on) if one.signed_on else "Not recorded"),
        ("Notice period", _months(one.notice_months)),
        ("Novation or assignment", one.assignment),
        ("Data agreement", fields.words(fields.DATA_AGREEMENTS, one.data_agreement) if one.data_agreement else ""),
        ("Copy published", format_day(one.published_on) if one.published_on else ""),
        ("Note", one.note),
    )


def _scale(one: ContractRecord) -> str:
    known = [fields.words(fields.SCALES, one.scale)] if one.scale else []
    return ", ".join([*known, *(["Voluntary, community or social enterprise"] if one.is_vcse else [])])


def _months(count: int | None) -> str:
    return "" if count is None else "1 month" if count == 1 else f"{count} months"


def term(one: ContractRecord) -> Part:
    """From when to when: the one current end, and how far it may go."""
    last, latest = current_end(one), latest_end(one)
    extended = taken(one)
    return facts(
        "Term",
        ("Starts", format_day(one.starts_on)),
        ("Initial term", f"{length_words(one.starts_on, one.ends_on)}, to {format_day(one.ends_on)}"),
        ("Extended by", ", ".join(f"option {each.number}" for each in extended)),
        ("Current end", f"{format_day(last)}, ended early" if is_broken(one) else format_day(last)),
        ("May run to", format_day(latest) if latest > last else ""),
    )


def value(one: ContractRecord) -> Part:
    """How the current value came about: initial term, options taken and variations, which sum to it."""
    rows = [Line("term", ("Initial term", length_words(one.starts_on, one.ends_on), None, initial_value(one)))]
    for option in taken(one):
        decided = option.decision
        words = f"{decided.reference}, {format_day(decided.decided_on)}" if decided else ""
        rows.append(Line(option.id, (f"Option {option.number}", words, option.starts_on, option.value)))
    for each in one.variations:
        signed = f"signed {format_day(each.signed_on)}" if each.signed_on else "not signed"
        kind = fields.words(fields.VARIATION_KINDS, each.kind)
        counted = _counts(one, each.effective_on)
        rows.append(
            Line(
                each.id,
                (
                    f"Variation {each.number}",
                    f"{kind}, {signed}" + ("" if counted else "; waits for its option"),
                    each.effective_on,
                    each.change if counted else None,
                ),
            )
        )
    cut = current_value(one) - sum(cell for row in rows if isinstance(cell := row.cells[3], int))
    if cut:
        rows.append(Line("cut", ("Ended early", "what falls after the end", current_end(one), cut)))
    columns = (
        Column("what", "What"),
        Column("words", "Decided or signed"),
        Column("from", "From", "day"),
        Column("pence", "£", "pence"),
    )
    table = Listing("Current value, without VAT", columns, tuple(rows))
    return Part("Current value, without VAT", table=table, totalled=True, words=_value_words(one))


def _counts(one: ContractRecord, effective_on: date) -> bool:
    """Whether a variation of this day falls in the initial term or in an option that was taken."""
    spans = [(one.starts_on, one.ends_on), *((each.starts_on, each.ends_on) for each in taken(one))]
    return any(first <= effective_on <= last for first, last in spans)


def _value_words(one: ContractRecord) -> tuple[str, ...]:
    gross = current_gross(one)
    said = [f"{format_pence(a_year(one))} a year in the initial term."]
    if gross is not None:
        said.append(f"With VAT {format_pence(gross)}.")
    return (" ".join(said),)


def yearly(one: ContractRecord, style: str, *, also: tuple[str, ...] = ()) -> Part:
    """Each financial year: what it costs, what each partner pays, what is left for this office, and what is agreed."""
    every = years(one, also=also)
    partners = {each.organisation_id: each.organisation for each in one.contributions}
    agreed = {} if also else _agreed(one)
    columns = (
        Column("year", "Year"),
        Column("value", "Contract £", "pence"),
        *(Column(key, f"{name} £", "pence") for key, name in partners.items()),
        *((Column("net", "This office £", "pence"),) if partners else ()),
        *((Column("agreed", "Agreed in Funds £", "pence"), Column("paid", "Paid £", "pence")) if agreed else ()),
    )
    rows = tuple(
        Line(
            str(each.year),
            (
                format_year(each.year, style),
                each.value,
                *(dict(each.contributions).get(key) for key in partners),
                *((each.net,) if partners else ()),
                *(agreed.get(each.year, (None, None)) if agreed else ()),
            ),
            mark="*" if each.adjusted else "",
        )
        for each in every
    )
    notes = _year_notes(one, every, style)
    title = "Year by year" if not also else f"Year by year, with {_with(one, also)}"
    return Part(title, table=Listing(title, columns, rows), totalled=True, words=notes)


def _with(one: ContractRecord, also: tuple[str, ...]) -> str:
    numbers = [str(each.number) for each in one.options if each.id in also]
    return f"option {numbers[0]}" if len(numbers) == 1 else f"options {' and '.join(numbers)}"


def _agreed(one: ContractRecord) -> dict[int, tuple[int, int]]:
    """What is agreed out of budgets and paid, by year."""
    found: dict[int, tuple[int, int]] = {}
    for each in one.agreed:
        amount, paid = found.get(each.year, (0, 0))
        found[each.year] = (amount + each.amount, paid + each.paid)
    return found


def _year_notes(one: ContractRecord, every: Sequence[YearRecord], style: str) -> tuple[str, ...]:
    reasons = {each.year: each for each in one.adjustments}
    said = [
        f"* {format_year(each.year, style)}: {format_pence(each.computed)} by its dates, "
        f"{format_pence(each.adjusted, sign=True)}: {reasons[each.year].reason}"
        for each in every
        if each.adjusted and each.year in reasons
    ]
    hanging = [each for each in every if each.conditional]
    if hanging:
        years_said = ", ".join(
            f"{format_pence(each.conditional)} in {format_year(each.year, style)}" for each in hanging
        )
        said.append(f"Only on a condition: {years_said}.")
    return tuple(said)


def payers(one: ContractRecord, style: str) -> Part:
    """Which budget line pays which share of the net cost, and what that comes to."""
    every = years(one)
    lines: dict[str, tuple[str, str]] = {}
    for each in one.shares:
        lines.setdefault(each.line_id, (each.line, each.fund))
    if not lines:
        return Part("Paid from")
    firsts = sorted({each.from_year for each in one.shares})
    columns = (
        Column("line", "Budget line"),
        *(Column(str(first), _share_head(first, firsts, style), "text") for first in firsts),
        Column("net", "Net cost £", "pence", help="Over the whole contract as it stands"),
    )
    rows = []
    for line_id, (line, _) in lines.items():
        shares = [
            next((_percent(each.tenths) for each in split(one, first) if each.line_id == line_id), "")
            for first in firsts
        ]
        whole = sum(dict(each.by_line).get(line_id, 0) for each in every)
        rows.append(Line(line_id, (line, *shares, whole)))
    funds = tuple(f"{line} is paid out of the fund {fund}." for line, fund in lines.values() if fund)
    return Part("Paid from", table=Listing("Paid from", columns, tuple(rows)), totalled=True, words=funds)


def _percent(tenths: int) -> str:
    return f"{format_percent(tenths, sign=False).removesuffix('.0')} %"


def _share_head(first: int, firsts: Sequence[int], style: str) -> str:
    return "Share" if len(firsts) == 1 else f"From {format_year(first, style)}"


STATUS_WORDS = {"open": "Open", "taken": "Taken", "declined": "Declined"}


def options(one: ContractRecord) -> Part:
    """Each option with its end, its notice, its value, and what was decided."""
    columns = (
        Column("number", "Option"),
        Column("ends_on", "To", "day"),
        Column("notice_on", "Notice by", "day"),
        Column("value", "£", "pence", added=False),
        Column("status", "Status", "chip"),
    )
    rows = tuple(
        Line(each.id, (str(each.number), each.ends_on, each.notice_on, each.value, STATUS_WORDS[each.status]))
        for each in one.options
    )
    notes = [f"Option {each.number}, {each.status}: {decision_words(each)}." for each in one.options if each.decision]
    notes += [f"Option {each.number}: {each.note}" for each in one.options if each.note]
    table = Listing("Options to extend", columns, rows)
    return Part("Options to extend", table=table, words=tuple(notes), opens="option")


def decision_words(one: OptionRecord) -> str:
    """“D12/2021, 3 March 2021, the Commissioner”; empty where nothing was decided."""
    made = one.decision
    return "" if made is None else f"{made.reference}, {format_day(made.decided_on)}, {made.maker}"


def breaks(one: ContractRecord) -> Part:
    """The days it may be ended early on."""
    columns = (
        Column("break_on", "Break on", "day"),
        Column("notice_on", "Notice by", "day"),
        Column("whose", "By"),
        Column("status", "Status", "chip"),
        Column("decision", "Decision"),
    )
    rows = tuple(
        Line(
            each.id,
            (
                each.break_on,
                each.notice_on,
                fields.words(fields.WHOSE, each.whose),
                STATUS_WORDS[each.status],
                f"{each.decision.reference}, {format_day(each.decision.decided_on)}" if each.decision else "",
            ),
        )
        for each in one.breaks
    )
    notes = tuple(f"{format_day(each.break_on)}: {each.note}" for each in one.breaks if each.note)
    return Part("Break points", table=Listing("Break points", columns, rows), words=notes, opens="break")


def variations(one: ContractRecord) -> Part:
    """Why each variation was made; their amounts stand in the current value."""
    said = tuple(f"Variation {each.number}: {each.reason}" for each in one.variations if each.reason)
    return Part("Why it was varied", words=said)


def conditions(one: ContractRecord) -> Part:
    """What the contract is subject to."""
    columns = (
        Column("words", "Subject to"),
        Column("due_on", "By", "day"),
        Column("blocks_from", "Blocks from", "day"),
        Column("met", "Status", "chip"),
    )
    rows = tuple(
        Line(each.id, (each.words, each.due_on, each.blocks_from, "Met" if each.met_on else "Not met"))
        for each in one.conditions
    )
    notes = tuple(
        f"{each.words}: met {format_day(each.met_on)}. {each.evidence}".rstrip()
        for each in one.conditions
        if each.met_on
    )
    return Part("Subject to", table=Listing("Subject to", columns, rows), words=notes, opens="condition")


def sub_contracts(one: ContractRecord) -> Part:
    """Who does part of it or gives it on: inside the value of the contract, and counted once."""
    columns = (
        Column("organisation", "Organisation"),
        Column("kind", "Kind"),
        Column("purpose", "For"),
        Column("amount", "Of the contract £", "pence"),
        Column("match", "Match funding £", "pence"),
    )
    rows = tuple(
        Line(each.id, (each.organisation, each.kind.capitalize(), each.purpose, each.amount, each.match or None))
        for each in one.sub_contracts
    )
    passed = sum(each.amount for each in one.sub_contracts)
    words = (
        (f"{format_pence(passed)} of {format_pence(current_value(one))} is passed on; it is part of that.",)
        if rows
        else ()
    )
    table = Listing("Passed on", columns, rows)
    return Part("Passed on", table=table, totalled=True, words=words, opens="sub")
