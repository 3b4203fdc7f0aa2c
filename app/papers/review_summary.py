"""The executive summary of a review: what each partnership received, its reserves, the proposal, how it was made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from app.allocations.comparing import Standing, headline, months_cell
from app.allocations.factors import FactorRecord
from app.allocations.formula import Bound
from app.allocations.planning import percent_said
from app.listing import Cell, Column, Line, Listing, note_mark
from app.money import format_percent
from app.papers.blocks import (
    Block,
    Bullets,
    Document,
    Dot,
    Dumbbell,
    Facts,
    Heading,
    Paragraph,
    Run,
    Strong,
    Table,
)
from app.papers.imprint import bound
from app.papers.review import (
    Review,
    as_tables,
    declared_in_words,
    figure_millionths,
    groups_of,
    in_units,
    members_of,
    rounded_footing,
    tenths_footing,
    whole_months_said,
)
from app.papers.rules import (
    limits_in_words,
    reserves_in_words,
    totals_in_words,
    unit_of,
    weights_together,
    years_in_words,
)
from app.papers.saying import in_words, some
from app.years import format_day

MOST_YEARS = 5
"""So many years up to the present one stand side by side."""

_BOUNDS: dict[Bound, str] = {
    "held": "Held outside the formula.",
    "floor": "A floor holds it up.",
    "cap": "A cap holds it down.",
}
_BESIDE = {1: 2, 100: 3}
"""So many years stand upright beside the change, in pence and in pounds."""


def compose_summary(review: Review) -> Document:
    """The summary of a scenario; DRAFT while it is not adopted."""
    blocks = [
        *_opening(review),
        *_received(review),
        *_reserves(review),
        *_proposal(review),
        *_per_head(review),
        *_worked_out(review),
        *_changed_since(review),
    ]
    scenario = review.scenario
    facts = [("Scenario", scenario.plan.name), ("Author", scenario.author)]
    if scenario.adopted_on is not None:
        facts.append(("Adopted", format_day(scenario.adopted_on)))
    return bound(
        review.imprint,
        f"Review of {review.data.line}",
        blocks,
        subtitle="Executive summary",
        author=scenario.author,
        facts=tuple(fact for fact in facts if fact[1]),
        draft=not review.adopted,
    )


def _opening(review: Review) -> list[Block]:
    """What moves, whether the total is held, how it is brought in, and where it stands."""
    head = headline(review.data, review.plan, review.rebalanced)
    if review.rebalanced.problems:
        return [*_problems(review), *_note(review)]
    runs: list[Run] = [Strong(one.text) if one.bold else one.text for one in head.runs]
    runs.append(f". {totals_in_words(review)} {years_in_words(review)}")
    return [Paragraph(tuple(runs)), *_decision(review), *_note(review)]


def _problems(review: Review) -> list[Block]:
    """What cannot be met, each in its sentence: there is no proposal then."""
    problems = review.rebalanced.problems
    count = "One thing" if len(problems) == 1 else f"{in_words(len(problems)).capitalize()} things"
    words = f"{count} cannot be met as the scenario stands, so there is no proposal yet:"
    return [
        Paragraph((Strong(words),), introduces=True),
        Bullets(tuple((one.text,) for one in problems)),
    ]


def _decision(review: Review) -> list[Block]:
    scenario = review.scenario
    if scenario.adopted_on is None:
        return [Paragraph("This is a proposal. Nothing changes until it is adopted.")]
    by = f" by {scenario.adopted_by}" if scenario.adopted_by else ""
    facts = (("Adopted", f"{format_day(scenario.adopted_on)}{by}"), ("Reason", scenario.adopted_reason))
    return [Facts(facts)]


def _note(review: Review) -> list[Block]:
    return [Paragraph(review.plan.note)] if review.plan.note else []


# --- What they had ---


def _received(review: Review) -> list[Block]:
    """What each partnership received out of the line in the years before and in the present one."""
    years = sorted(year for year, given in review.before.items() if given)[-MOST_YEARS:]
    heading = Heading(2, "What each partnership has received")
    if not years:
        return [heading, Paragraph(f"No allocation out of {review.data.line} has been entered yet.")]
    rows = review.standings
    ids = {one.id for one in rows if not one.is_whole}
    others = [one for one in review.data.partnerships if one.id not in ids]
    cells: dict[str, tuple[Cell, ...]] = {
        one.id: tuple(review.before[year].get(one.id) for year in years) for one in review.data.partnerships
    }
    lines = [Line(one.id, (one.name, *cells[one.id]), group=one.county) for one in rows if not one.is_whole]
    lines += [
        Line(one.id, (review.data.named(one.id), *cells[one.id]))
        for one in others
        if any(cell is not None for cell in cells[one.id])
    ]
    columns = (Column("name", "Partnership"), *(Column(f"y{year}", review.named(year), "pence") for year in years))
    listing = Listing("Received", columns, tuple(lines), groups_of(rows))
    return [heading, Table(listing, f"Received out of {review.data.line}, £")]


def _reserves(review: Review) -> list[Block]:
    """What each declares that it holds, on which day, and how many months of grant it is."""
    members = members_of(review)
    declared = [one for one in members if one.reserve is not None]
    heading = Heading(2, "Reserves")
    if not declared:
        return [heading, Paragraph("No partnership has declared a reserve.")]
    plan = review.plan
    above = {one.id for one in declared if one.months_now is not None and one.months_now > plan.reserve_months}
    lines = tuple(
        Line(
            one.id,
            (one.name, declared_in_words(_days(review, one)), one.reserve, months_cell(one.months_now)),
            mark="*" if one.id in above else "",
        )
        for one in declared
    )
    columns = (
        Column("name", "Partnership"),
        Column("day", "Declared"),
        Column("reserve", "Reserve £", "pence"),
        Column("months", "Months of grant", "figure", added=False, places=1),
    )
    notes = (("*", f"More than {whole_months_said(plan.reserve_months)} of the present grant."),) if above else ()
    silent = [one.name for one in members if one.reserve is None]
    blocks: list[Block] = [
        heading,
        Table(Listing("Reserves", columns, lines, notes=notes), "Reserves as last declared"),
    ]
    if silent:
        blocks.append(Paragraph(f"No reserve has been declared by {some(silent)}."))
    return blocks


def _days(review: Review, one: Standing) -> list[date]:
    ids = [each.id for each in review.standings if not each.is_whole and (one.id in (each.id, each.county))]
    return [review.data.reserves[key][1] for key in ids if key in review.data.reserves]


# --- The proposal ---


def _proposal(review: Review) -> list[Block]:
    """The picture, then each year beside the present one with the change in £ and %."""
    if not review.rebalanced.outcomes:
        return []
    title = "What was adopted" if review.adopted else "The proposal"
    return [Heading(2, title), picture(review, review.standings), *_years_tables(review)]


def picture(review: Review, rows: Sequence[Standing]) -> Dumbbell:
    """Before and after of these rows, with what the formula alone would give."""
    now, then = review.named(review.plan.year), review.named(review.plan.last_year)
    dots = tuple(_dot(one, review.formula.unit) for one in as_tables(rows))
    return Dumbbell(f"From {now} to {then}", now, then, dots, "formula alone, no limits")


def _dot(one: Standing, unit: int) -> Dot:
    alone = None
    if one.formula is not None and one.is_member and one.proposed is not None:
        alone = in_units(one.formula, unit)
        alone = alone if abs(alone - one.proposed) > unit else None
    held = one.bound == "held" and not one.change
    return Dot(one.name, one.present, one.proposed, alone, one.level, "held" if held else "")


def _years_tables(review: Review) -> list[Block]:
    """The last year beside the present one, and each year on the way: one table where that stands upright."""
    years, last = review.years, review.plan.last_year
    if len(years) <= _BESIDE[review.formula.unit]:
        caption = f"{'Each year' if len(years) > 1 else review.named(last)} beside the present grant, £"
        return [_years_table(review, years, caption, change=True)]
    return [
        _years_table(review, (last,), f"{review.named(last)} beside the present grant, £", change=True),
        _years_table(review, years, "Each year, £", change=False),
    ]


def _years_table(review: Review, years: Sequence[int], caption: str, *, change: bool) -> Table:
    """The present grant and these years, with the change to the last of them where `change` asks for it."""
    rows = review.standings
    now, last = f"y{review.plan.year}", f"y{years[-1]}"
    changes = (Column("change", "Change", "change"), Column("percent", "%", "percent", of=(now, last)))
    columns = (
        Column("name", "Partnership"),
        Column(now, f"Now {review.named(review.plan.year)}", "pence"),
        *(Column(f"y{year}", review.named(year), "pence") for year in years),
        *(changes if change else ()),
    )
    lines = tuple(
        Line(
            one.id,
            (
                one.name,
                one.present,
                *(one.by_year.get(year) for year in years),
                *((one.change, one.percent) if change else ()),
            ),
            group=one.county,
        )
        for one in rows
        if not one.is_whole
    )
    return Table(Listing("Proposal", columns, lines, groups_of(rows)), caption)


def _per_head(review: Review) -> list[Block]:
    """What it comes to a head, now and in the last year."""
    heads = review.data.heads
    if heads is None or not review.rebalanced.outcomes:
        return []
    members = [one for one in members_of(review) if one.heads]
    if not members:
        return []
    columns = (
        Column("name", "Partnership"),
        Column("heads", heads.name, "figure"),
        Column("now", f"{review.named(review.plan.year)} £ a head", "pence", added=False),
        Column("then", f"{review.named(review.plan.last_year)} £ a head", "pence", added=False),
        Column("change", "Change £ a head", "change", added=False),
    )
    lines = []
    for one in members:
        now, then = one.measured(one.present, "head"), one.measured(one.proposed, "head")
        change = then - now if now is not None and then is not None else None
        lines.append(Line(one.id, (one.name, figure_millionths(one.heads or Fraction(0)), now, then, change)))
    source = f"{heads.name}: {_source(heads)}." if _source(heads) else ""
    listing = Listing("Per head", columns, tuple(lines), notes=(("", source),) if source else ())
    return [Heading(2, "Per head"), Table(listing, "What it comes to for each head of population")]


def _source(one: FactorRecord) -> str:
    """“Census, 30 June 2018”."""
    return ", ".join(filter(None, (one.source, format_day(one.as_of) if one.as_of else "")))


# --- How it was worked out ---


def _worked_out(review: Review) -> list[Block]:
    """The factors with source and date, the rules in plain English, and each step for everybody."""
    blocks: list[Block] = [Heading(2, "How it was worked out"), *_factors(review)]
    rules = (
        ("Shares", "Each partnership’s share is its part of every factor, counted by the factor’s weight."),
        ("Reserves", reserves_in_words(review.plan)),
        ("Limits", "\n".join(limits_in_words(review))),
        ("Years", years_in_words(review)),
        (
            "Totals",
            f"Every year adds up to its total to the {unit_of(review)}. What rounding leaves goes to the largest "
            "remainders; where two are the same, in the office’s order.",
        ),
    )
    return [*blocks, Facts(rules), *_steps(review)]


def _factors(review: Review) -> list[Block]:
    """What each factor counts for, where its figures come from and of which day they are."""
    weights = {one.factor_id: one.tenths for one in review.formula.weights}
    if not weights:
        return [Paragraph("No factor has a weight yet.")]
    known = [one for one in review.data.factors if one.id in weights]
    lines = tuple(
        Line(
            one.id,
            (
                one.name,
                percent_said(weights[one.id]),
                one.source or "not given",
                format_day(one.as_of) if one.as_of else "not given",
            ),
        )
        for one in known
    )
    together = weights_together(review)
    notes = (("", together),) if together else ()
    columns = (
        Column("name", "Factor"),
        Column("weight", "Weight", "count"),
        Column("source", "Source"),
        Column("day", "Figures of"),
    )
    return [Table(Listing("Factors", columns, lines, notes=notes), "What the money is shared by", totals=False)]


def _steps(review: Review) -> list[Block]:
    """From the factors to the proposal for every member; each column adds up, and each row does."""
    by_id = {one.id: one for one in review.rebalanced.outcomes}
    if not by_id:
        return []
    outcomes = [by_id[one.id] for one in members_of(review)]
    shares = tenths_footing([one.share for one in outcomes])
    alone = rounded_footing([one.entitlement for one in outcomes], review.formula.unit)
    after = rounded_footing([one.before_limits for one in outcomes], review.formula.unit)
    counts = any(one.taken or one.given for one in outcomes)
    bounded = any(one.bound for one in outcomes)
    columns = (
        Column("name", "Partnership"),
        Column("share", "Share, %", "percent"),
        Column("alone", "By the factors", "pence"),
        *([Column("reserves", "Reserves", "change")] if counts else []),
        *([Column("limits", "Limits", "change")] if bounded else []),
        Column("proposed", review.named(review.plan.last_year), "pence"),
    )
    bounds = [bound for bound in _BOUNDS if any(one.bound == bound for one in outcomes)]
    lines = []
    for at, one in enumerate(outcomes):
        steps = [after[at] - alone[at]] * counts + [one.target - after[at]] * bounded
        mark = note_mark(bounds.index(one.bound)) if one.bound else ""
        cells: tuple[Cell, ...] = (one.name, format_percent(shares[at], sign=False), alone[at], *steps, one.target)
        lines.append(Line(one.id, cells, mark=mark))
    notes = tuple((note_mark(at), _BOUNDS[bound]) for at, bound in enumerate(bounds))
    listing = Listing("Steps", columns, tuple(lines), notes=notes)
    return [Table(listing, f"From the factors to {review.named(review.plan.last_year)}, £")]


def _changed_since(review: Review) -> list[Block]:
    """What is allocated now, where an adopted scenario would come to something else: its figures were changed since."""
    if not review.adopted:
        return []
    computed = {
        (one.id, year): pence for one in review.standings if not one.is_whole for year, pence in one.by_year.items()
    }
    found = [
        (review.data.named(key), year, pence, review.stands.get(year, {}).get(key))
        for (key, year), pence in computed.items()
        if review.stands.get(year, {}).get(key) != pence
    ]
    if not found and computed:
        return []
    words = (
        "What it was computed from, or an allocation, has been changed since it was adopted. The figures above are "
        "those it comes to now; what stands in the allocations is this:"
    )
    if not computed:
        gone = "What it was computed from has been changed since, and it cannot be computed any more."
        return [Heading(2, "Since it was adopted"), Paragraph(gone)]
    columns = (
        Column("name", "Partnership"),
        Column("year", "Year"),
        Column("computed", "Comes to", "pence", added=False),
        Column("stands", "Allocated", "pence", added=False),
    )
    lines = tuple(
        Line(str(at), (name, review.named(year), pence, stands)) for at, (name, year, pence, stands) in enumerate(found)
    )
    return [
        Heading(2, "Since it was adopted"),
        Paragraph(words, introduces=True),
        Table(Listing("Since", columns, lines), "What it comes to now and what is allocated, £", totals=False),
    ]
