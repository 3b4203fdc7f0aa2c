"""One contract's page: its terms, the picture, its value and cost by year, what was decided, and how it goes.

The parts are those that its page on the screen tells, set for paper. Amounts are pence without VAT unless said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.contracts import actions, fields, notices, reviews, settling, telling, timeline
from app.contracts.parts import ContractRecord, DecisionRecord, OptionRecord
from app.contracts.reviews import Period
from app.contracts.standing import (
    a_year,
    current_end,
    current_gross,
    current_value,
    is_broken,
    is_running,
    latest_end,
    open_options,
)
from app.contracts.yearly import YearRecord, split, years
from app.listing import Cell, Column, Line, Listing, note_mark
from app.money import format_pence, format_percent
from app.papers.blocks import Block, Bullets, Document, Facts, Heading, Paragraph, Run, Strong, Table, Timeline
from app.papers.gather_contracts import ContractPaper
from app.papers.imprint import bound
from app.papers.saying import in_words, joined
from app.years import format_day, format_year

MOST_ELSEWHERE = 8
"""So many reviews of other contracts say how a provider does."""


def compose_contract(record: ContractPaper) -> Document:
    """The page, or pages: what it comes to, what needs settling, the picture, and every part that has something."""
    one = record.contract
    blocks: list[Block] = [Paragraph(_opening(record)), *_to_settle(record)]
    picture = timeline.timeline([one], today=record.day)
    blocks.append(Timeline("The contract over the years", picture, record.imprint.year_style, alone=True))
    blocks += [
        *_terms(one),
        *_value(one),
        *_yearly(record),
        *_payers(one, record.imprint.year_style),
        *_options(one),
        *_breaks(one),
        *_conditions(one),
        *_sub_contracts(one),
        *_performance(record),
        *_notices(one),
        *_documents(record),
    ]
    facts = (("Reference", one.reference), ("Provider", one.organisation))
    return bound(record.imprint, one.title, blocks, facts=facts)


def _opening(record: ContractPaper) -> tuple[Run, ...]:
    """Whether it runs, until when, what it is worth, and what may still come."""
    one, day, last = record.contract, record.day, current_end(record.contract)
    if is_running(one, day):
        runs: list[Run] = ["The contract runs until ", Strong(format_day(last))]
    elif day < one.starts_on:
        runs = [f"The contract runs from {format_day(one.starts_on)} until ", Strong(format_day(last))]
    else:
        runs = ["The contract ended on ", Strong(format_day(last))]
    if is_broken(one):
        runs.append(", earlier than agreed at first")
    worth = "As it stands it is worth" if day <= last else "It was worth"
    runs += [f". {worth} ", Strong(format_pence(current_value(one))), " without VAT, "]
    runs.append(f"{format_pence(a_year(one))} a year in the initial term.")
    left = _left(record)
    if left:
        many = "One option is" if len(left) == 1 else f"{in_words(len(left)).capitalize()} options are"
        notice = f"; notice of the next is due by {format_day(left[0].notice_on)}" if left[0].notice_on else ""
        runs.append(f" {many} open, to {format_day(latest_end(one))}{notice}.")
    return tuple(runs)


def _to_settle(record: ContractPaper) -> list[Block]:
    """What needs settling, what hurts soonest first; what only has to be known stands in its own place."""
    found = settling.warnings(record.contract, record.day, record.bands, year_style=record.imprint.year_style)
    items = tuple((Strong(one.what), f" {one.more}".rstrip()) for one in found if one.tone in ("bad", "warn"))
    return [Bullets(items)] if items else []


def _left(record: ContractPaper) -> list[OptionRecord]:
    """The options that may still be taken."""
    one = record.contract
    return [] if is_broken(one) or record.day > current_end(one) else open_options(one)


# facts and parts of the screen


def _terms(one: ContractRecord) -> list[Block]:
    """What it is for, from when to when, and what was agreed; what stands under the title is not said again."""
    every = [*telling.term(one).facts, *telling.terms(one).facts]
    said = [fact for fact in every if fact[0] not in ("Reference", "Provider")]
    said.sort(key=lambda fact: fact[0] != "Purpose")
    return [
        Heading(2, "Terms"),
        Facts(tuple((label, _begun(words)) if label == "Extended by" else (label, words) for label, words in said)),
    ]


def _begun(words: str) -> str:
    """Words of the desk's own at the beginning of a line."""
    return f"{words[:1].upper()}{words[1:]}"


def _pounds_below(listing: Listing) -> Listing:
    """The listing with heads that leave £ to the caption, amounts without the sign of a change."""
    columns = (
        replace(
            column,
            label=column.label.removesuffix("£").removesuffix(" in Funds ").strip() or "Amount",
            shape="pence" if column.shape == "change" else column.shape,
        )
        for column in listing.columns
    )
    return replace(listing, columns=tuple(columns))


def _value(one: ContractRecord) -> list[Block]:
    """The initial term, the options taken and the variations, which come to the current value."""
    listing = telling.value(one).table or Listing("", (), ())
    lines = tuple(_told_value(one, line) for line in listing.lines)
    gross = current_gross(one)
    vat = f"With VAT it is {format_pence(gross)}." if gross is not None else "The value with VAT is not known."
    listing = _pounds_below(replace(listing, lines=lines, notes=(("", vat),)))
    table = Table(listing, "How the current value came about, without VAT, £", total_label="Current value")
    return [Heading(2, "Value"), table]


def _told_value(one: ContractRecord, line: Line) -> Line:
    """The initial term with the day it began, a variation with why it was made under what was signed."""
    what, words, since, pence = line.cells
    reason = next((each.reason for each in one.variations if each.id == line.id), "")
    told = f"{words}\n{reason}" if reason else words
    return replace(line, cells=(what, told, one.starts_on if line.id == "term" else since, pence))


def _yearly(record: ContractPaper) -> list[Block]:
    """What it costs each year, what partners pay and what is left; again with the next option, where there is one."""
    tables = [_years(record, (), "Cost by financial year as the contract stands, £")]
    left = _left(record)
    if left:
        next_one = left[0]
        tables.append(_years(record, (next_one.id,), f"Cost by financial year with option {next_one.number}, £"))
    return [Heading(2, "Cost by financial year"), *tables]


def _years(record: ContractPaper, also: tuple[str, ...], caption: str) -> Table:
    """One table of years; a year that was adjusted, or hangs on a condition, has a note."""
    one, style = record.contract, record.imprint.year_style
    part = telling.yearly(one, style, also=also)
    listing = part.table or Listing("", (), ())
    told: dict[str, list[int]] = {}
    every = years(one, also=also)
    for year in every:
        if words := _year_words(one, year):
            told.setdefault(words, []).append(year.year)
    notes = [
        (note_mark(at), f"{joined(format_year(year, style) for year in mine)}: {words}")
        for at, (words, mine) in enumerate(told.items())
    ]
    marks = {str(year): note_mark(at) for at, mine in enumerate(told.values()) for year in mine}
    if not also and len({each.line_id for each in one.shares}) == 1:
        notes += [("", words) for words in _share_words(one, style)]  # one line alone needs no table of its own
    lines = tuple(replace(line, mark=marks.get(line.id, "")) for line in listing.lines)
    return Table(_pounds_below(replace(listing, lines=lines, notes=tuple(notes))), caption)


def _year_words(one: ContractRecord, year: YearRecord) -> str:
    """What was moved into a year and why, what hangs on a condition, and whether a condition blocks it."""
    said = []
    if year.adjusted:
        moved = "more" if year.adjusted > 0 else "less"
        why = next((each.reason for each in one.adjustments if each.year == year.year), "")
        by = f"{format_pence(abs(year.adjusted))} {moved} than the {format_pence(year.computed)} its dates give"
        said.append(f"{by}: “{why}”." if why else f"{by}.")
    if year.conditional:
        mine = [each for each in one.contributions if each.year == year.year and each.status == "conditional"]
        whys = joined(dict.fromkeys(f"“{each.condition}”" for each in mine if each.condition))
        hangs = f"{format_pence(year.conditional)} of what partners pay hangs on a condition"
        said.append(f"{hangs}: {whys}." if whys else f"{hangs}.")
    if year.is_blocked:
        said.append("Blocked until every condition is met.")
    return " ".join(said)


def _payers(one: ContractRecord, style: str) -> list[Block]:
    """What each budget line pays of the net cost, year by year, and by which share, where several pay."""
    lines = {each.line_id: each.line for each in one.shares}
    if len(lines) < 2:
        return []
    columns = (
        Column("year", "Year"),
        *(Column(key, name, "pence") for key, name in lines.items()),
        Column("net", "Together", "pence"),
    )
    rows = []
    for year in years(one):
        parts = dict(year.by_line)
        rows.append(Line(str(year.year), (format_year(year.year, style), *(parts.get(key) for key in lines), year.net)))
    notes = tuple(("", words) for words in _share_words(one, style))
    listing = Listing("Net cost", columns, tuple(rows), notes=notes)
    return [Table(listing, "What each budget line pays of the net cost, £")]


def _share_words(one: ContractRecord, style: str) -> Iterator[str]:
    """Which share each line pays out of which fund, and from when on."""
    firsts = sorted({each.from_year for each in one.shares})
    for first in firsts:
        shares = [
            f"{each.line} {format_percent(each.tenths, sign=False).removesuffix('.0')} %"
            + (f", out of {each.fund}" if each.fund else "")
            for each in split(one, first)
        ]
        since = f"From {format_year(first, style)}: " if len(firsts) > 1 else "Shares: "
        yield f"{since}{'; '.join(shares)}."


# options, breaks, conditions


def _decided(words: str, made: DecisionRecord | None, note: str = "") -> str:
    """“Taken: D12/2021, 3 March 2021, the Commissioner”, and the note under it."""
    said = words if made is None else f"{words}: {made.reference}, {format_day(made.decided_on)}, {made.maker}"
    return f"{said}\n{note}" if note else said


def _options(one: ContractRecord) -> list[Block]:
    """Each option with its dates and value, and the decision on it."""
    if not one.options:
        return []
    columns = (
        Column("number", "Option"),
        Column("dates", "From and to"),
        Column("notice", "Notice by", "day"),
        Column("value", "Worth", "pence", added=False),
        Column("decision", "Decision"),
    )
    lines = tuple(
        Line(
            each.id,
            (
                str(each.number),
                f"{format_day(each.starts_on)} to {format_day(each.ends_on)}",
                each.notice_on,
                each.value,
                _decided(telling.STATUS_WORDS[each.status], each.decision, each.note),
            ),
        )
        for each in one.options
    )
    listing = Listing("Options", columns, lines)
    return [Heading(2, "Options and decisions"), Table(listing, "Options to extend, £", totals=False)]


def _breaks(one: ContractRecord) -> list[Block]:
    """The days it may be ended early on, by whom, and the decision where one was taken."""
    if not one.breaks:
        return []
    columns = (
        Column("on", "Break on", "day"),
        Column("notice", "Notice by", "day"),
        Column("whose", "By"),
        Column("decision", "Decision"),
    )
    lines = tuple(
        Line(
            each.id,
            (
                each.break_on,
                each.notice_on,
                fields.words(fields.WHOSE, each.whose),
                _decided(telling.STATUS_WORDS[each.status], each.decision, each.note),
            ),
        )
        for each in one.breaks
    )
    table = Table(Listing("Break points", columns, lines), "Break points", totals=False)
    return [table] if one.options else [Heading(2, "Break points"), table]


def _conditions(one: ContractRecord) -> list[Block]:
    """What it is subject to, and whether that is met."""
    if not one.conditions:
        return []
    columns = (
        Column("words", "Condition"),
        Column("due", "By", "day"),
        Column("blocks", "Blocks from", "day"),
        Column("met", "Met"),
    )
    lines = tuple(
        Line(
            each.id,
            (
                each.words,
                each.due_on,
                each.blocks_from,
                f"{format_day(each.met_on)}\n{each.evidence}".strip() if each.met_on else "Not yet",
            ),
        )
        for each in one.conditions
    )
    table = Table(Listing("Subject to", columns, lines), "What the contract is subject to", totals=False)
    return [Heading(2, "Subject to"), table]


def _sub_contracts(one: ContractRecord) -> list[Block]:
    """Who does part of it or gives it on, inside its value."""
    if not one.sub_contracts:
        return []
    columns = (
        Column("organisation", "Organisation"),
        Column("purpose", "For"),
        Column("amount", "Of the contract", "pence"),
        Column("match", "Match money", "pence"),
    )
    lines = tuple(
        Line(
            each.id,
            (
                each.organisation,
                f"{each.kind.capitalize()}: {each.purpose}" if each.purpose else each.kind.capitalize(),
                each.amount,
                each.match or None,
            ),
        )
        for each in one.sub_contracts
    )
    passed = sum(each.amount for each in one.sub_contracts)
    runs = (
        Strong(format_pence(passed)),
        f" of the {format_pence(current_value(one))} is passed on. It is inside the contract’s value and counted once; "
        "match money comes on top.",
    )
    caption = "Sub-contracts and onward grants, inside the contract’s value, £"
    table = Table(Listing("Passed on", columns, lines), caption)
    return [Heading(2, "Sub-contracts and onward grants"), Paragraph(runs, introduces=True), table]


# how it goes


def _performance(record: ContractPaper) -> list[Block]:
    """Reviews, indicators, actions and people, and how the provider does elsewhere, under one heading."""
    blocks = [
        *_reviews(record),
        *map(_indicators, record.indicators),
        *_actions(record),
        *map(_people, record.people),
        *_elsewhere(record),
    ]
    return [Heading(2, "Performance"), *blocks] if blocks else []


def _reviews(record: ContractPaper) -> list[Block]:
    """Each period that was reviewed or should have been, the newest first, with its rating and note."""
    every = reviews.periods(record.contract, day=record.day)
    shown = [each for each in every if each.review is not None or each.state in ("Due", "Late")]
    if not shown:
        return []
    columns = (
        Column("period", "Period"),
        Column("held", "Held on", "day"),
        Column("rating", "Rating"),
        Column("note", "Note"),
    )
    lines = tuple(_review_line(each, record) for each in reversed(shown))
    return [Table(Listing("Reviews", columns, lines), "Reviews", totals=False)]


def _review_line(period: Period, record: ContractPaper) -> Line:
    """A period with what its review said, or by when it has to be held."""
    words, review = period.words(record.imprint.year_style), period.review
    if review is None or review.held_on is None:
        due = f"{'Overdue since' if period.state == 'Late' else 'Due by'} {format_day(period.due_on)}"
        return Line(period.key, (words, None, "Not held", f"{due}\n{review.note}" if review and review.note else due))
    return Line(period.key, (words, review.held_on, review.rating or "Not rated", review.note))


def _indicators(listing: Listing) -> Table:
    """The indicators of a year, unit and direction with the name, so that they stand upright on the page."""
    keys = [column.key for column in listing.columns]
    name, unit, better = (keys.index(key) for key in ("name", "unit", "better"))
    kept = [at for at in range(len(keys)) if at not in (name, unit, better)]
    lines = tuple(
        replace(
            line,
            cells=(
                _indicator(line.cells[name], line.cells[unit], line.cells[better]),
                *(line.cells[at] for at in kept),
            ),
        )
        for line in listing.lines
    )
    columns = (listing.columns[name], *(listing.columns[at] for at in kept))
    return Table(replace(listing, columns=columns, lines=lines), listing.title, totals=False)


def _indicator(name: Cell, unit: Cell, better: Cell) -> str:
    """“Waiting time, weeks (lower is better)”."""
    said = f"{name}, {unit}" if unit else str(name)
    return f"{said} ({str(better).lower()} is better)" if better else said


def _actions(record: ContractPaper) -> list[Block]:
    """The actions of reviews that are not done yet, those due first at the head."""
    found = actions.open_actions(record.contract, day=record.day)
    if not found:
        return []
    style = record.imprint.year_style
    columns = (
        Column("words", "Action"),
        Column("from", "Asked for in"),
        Column("owner", "Who"),
        Column("due", "By", "day"),
    )
    lines = tuple(
        Line(each.action.id, (each.action.words, each.words(style), each.action.owner, each.action.due_on))
        for each in found
    )
    late = sum(each.state == actions.LATE for each in found)
    caption = f"Actions open, {in_words(late)} of them overdue" if late else "Actions open"
    return [Table(Listing("Actions", columns, lines), caption, totals=False)]


def _people(listing: Listing) -> Table:
    """The people of a year by category; small counts were hidden where they were gathered."""
    return Table(listing, listing.title, totals=False)


def _elsewhere(record: ContractPaper) -> list[Block]:
    """What reviews of other contracts have said of the provider, the newest first."""
    found = record.elsewhere[:MOST_ELSEWHERE]
    if not found:
        return []
    columns = (
        Column("contract", "Contract"),
        Column("period", "Period"),
        Column("rating", "Rating"),
        Column("note", "Note"),
    )
    style = record.imprint.year_style
    lines = tuple(
        Line(each.review_id, (each.contract, each.period(style), each.rating or "Not rated", each.note))
        for each in found
    )
    caption = f"{record.contract.organisation} in other contracts"
    return [Table(Listing("Elsewhere", columns, lines), caption, totals=False)]


# notices and documents


def _notices(one: ContractRecord) -> list[Block]:
    """What was published about it."""
    if not one.notices:
        return []
    columns = (Column("code", "Notice"), Column("on", "Published", "day"), Column("number", "Number"))
    lines = tuple(
        Line(
            each.id, (f"{each.code} {notices.NAMES.get(each.code, each.about)}".strip(), each.published_on, each.number)
        )
        for each in one.notices
    )
    return [Heading(2, "Notices published"), Table(Listing("Notices", columns, lines), "Notices", totals=False)]


def _documents(record: ContractPaper) -> list[Block]:
    """The documents kept with it, each with its SHA-256, by which a copy is proved."""
    if not record.documents:
        return []
    columns = (Column("name", "Document"), Column("at", "Kept since", "day"), Column("digest", "SHA-256"))
    lines = tuple(Line(each.id, (each.name, each.at.date(), each.digest)) for each in record.documents)
    return [Heading(2, "Documents"), Table(Listing("Documents", columns, lines), "Documents", totals=False)]
