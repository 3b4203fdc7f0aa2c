"""Why this figure: one page for each partnership of a review, from its part of each factor to its amount each year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.allocations.comparing import MILLION, Standing, headline, round_half_up
from app.allocations.formula import Member, Outcome, Weight
from app.allocations.planning import percent_said
from app.allocations.why import Step, explain
from app.errors import Refused
from app.listing import Cell, Column, Line, Listing, figure_text
from app.money import Pence, format_figure, format_pence
from app.papers.blocks import (
    Block,
    Bullets,
    Contents,
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
from app.papers.publisher import publish_pages
from app.papers.review import (
    Review,
    as_tables,
    declared_in_words,
    figure_millionths,
    in_units,
    months_said,
)
from app.papers.rules import totals_in_words, years_in_words
from app.papers.saying import in_words, moved
from app.progress import Progress
from app.years import format_day

_SIDE_BY_SIDE = 4
WHOLE, FEW_YEARS, CLOSE, NO_PICTURE = 0, 1, 2, 3
"""How much a page shows: everything; of many years only the first and the last; then all steps in one close table; then
no picture either."""

RESERVE = "Reserve"
"""What the step of a reserve is called."""


def print_partnerships(review: Review, partnership_id: str | None = None, *, progress: Progress | None = None) -> bytes:
    """The PDF of one partnership's page, or of all of them with a bookmark each; each fits its page.

    A page that would run over is set closer, as far as it needs. Raises Refused for a partnership that is not in the
    review, Stopped when stopped.
    """
    shows: dict[str, int] = {}
    while True:
        document = compose_partnerships(review, partnership_id, shows=shows)
        published = publish_pages(document, progress=progress)
        over = _over(review, partnership_id, published.anchors, published.pages)
        more = {one: shows.get(one, WHOLE) + 1 for one in over if shows.get(one, WHOLE) < NO_PICTURE}
        if not more:
            return published.pdf
        shows |= more


def _over(review: Review, partnership_id: str | None, anchors: Mapping[str, int], pages: int) -> list[str]:
    """Which partnerships take more than one page."""
    if partnership_id is not None:
        return [partnership_id] if pages > 1 else []
    order = [one.id for one in _shown(review) if one.id in anchors]
    ends = [*(anchors[one] for one in order[1:]), pages + 1]
    return [one for one, end in zip(order, ends, strict=True) if end - anchors[one] > 1]


def compose_partnerships(
    review: Review, partnership_id: str | None = None, *, shows: Mapping[str, int] | None = None
) -> Document:
    """The page of one partnership, or all of them behind a page that says what moves. `shows` says how much each has.

    Raises Refused for a partnership that is not in the review.
    """
    levels = shows or {}
    rows = _shown(review)
    scenario = review.scenario
    facts = [("Scenario", scenario.plan.name), ("Author", scenario.author)]
    if scenario.adopted_on is not None:
        facts.append(("Adopted", format_day(scenario.adopted_on)))
    if partnership_id is not None:
        one = next((one for one in rows if one.id == partnership_id), None)
        if one is None:
            raise Refused(
                f"{review.data.named(partnership_id)} takes no part in “{scenario.plan.name}”.", "partnership"
            )
        title = f"{_called(review, one)}: why this figure"
        blocks = _page(review, one, levels.get(one.id, WHOLE))
    else:
        title, blocks = "Why each figure", [*_front(review)]
        for one in rows:
            blocks.append(Heading(2, _called(review, one), anchor=one.id, new_page=True))
            blocks += _page(review, one, levels.get(one.id, WHOLE))
    return bound(
        review.imprint,
        title,
        blocks,
        subtitle=review.data.line,
        author=scenario.author,
        facts=tuple(fact for fact in facts if fact[1]),
        draft=not review.adopted,
        numbered=False,
    )


def _shown(review: Review) -> list[Standing]:
    """Everybody that has a page: a county's own partnership has the county's."""
    return [one for one in as_tables(review.standings) if not one.is_whole]


def _whole(review: Review, one: Standing) -> Standing:
    """The county as one where this is its own partnership and it is taken as one, else the partnership itself."""
    found = (each for each in review.standings if each.is_whole and each.id == one.id and each.is_member)
    return next(found, one)


def _called(review: Review, one: Standing) -> str:
    whole = _whole(review, one)
    return f"{one.name} ({whole.name})" if whole is not one and whole.name != one.name else one.name


def _front(review: Review) -> list[Block]:
    """What moves in all, and the pages that follow."""
    if review.rebalanced.problems:
        return [*_problems(review), Contents("Partnerships")]
    head = headline(review.data, review.plan, review.rebalanced)
    runs: list[Run] = [Strong(one.text) if one.bold else one.text for one in head.runs]
    runs.append(f". {totals_in_words(review)} {years_in_words(review)}")
    return [Paragraph(tuple(runs)), Contents("Partnerships")]


def _problems(review: Review) -> list[Block]:
    return [
        Paragraph("There is no proposal yet, because this cannot be met:", introduces=True),
        Bullets(tuple((one.text,) for one in review.rebalanced.problems)),
    ]


def _page(review: Review, one: Standing, shows: int) -> list[Block]:
    """Everything on one page."""
    whole = _whole(review, one)
    member = next((each for each in review.formula.members if each.id == whole.id), None) if whole.is_member else None
    outcome = next((each for each in review.rebalanced.outcomes if each.id == whole.id), None) if member else None
    if review.rebalanced.problems or whole.proposed is None:
        opening: list[Block] = [Paragraph(_has(review, whole)), *_problems(review)]
        return [*opening, *([_reserve_fact(review, whole)] if whole.reserve is not None else [])]
    blocks: list[Block] = [Paragraph(_opening(review, whole))]
    if member is not None and outcome is not None:
        blocks += _closely(review, member, outcome) if shows >= CLOSE else _why(review, member, outcome)
    else:
        blocks.append(Paragraph(_within(review, one)))
    blocks.append(_years(review, one, whole, shows))
    if shows < NO_PICTURE:
        blocks.append(_picture(review, one, whole))
    return blocks


def _has(review: Review, one: Standing) -> tuple[Run, ...]:
    return (f"{one.name} has ", Strong(format_pence(one.present)), f" in {review.named(review.plan.year)}.")


def _reserve_fact(review: Review, one: Standing) -> Facts:
    """What it holds, in months of grant, and when that was declared."""
    months = f", {months_said(one.months_now)} of its present grant" if one.months_now is not None else ""
    return Facts((("Reserve", f"{format_pence(one.reserve or Pence(0))}{months}.{_declared(review, one.id)}"),))


def _opening(review: Review, one: Standing) -> tuple[Run, ...]:
    """What it has, what it would have, and what that is a head."""
    assert one.proposed is not None
    now, last = review.named(review.plan.year), review.named(review.plan.last_year)
    verb = "has" if review.adopted else "would have"
    runs: list[Run] = [f"{one.name} has ", Strong(format_pence(one.present)), f" in {now}, and {verb} "]
    runs += [Strong(format_pence(one.proposed)), f" in {last}: {moved(one.present, one.proposed)}."]
    before, after = one.measured(one.present, "head"), one.measured(one.proposed, "head")
    if before is not None and after is not None:
        runs.append(f" That is {format_pence(after)} a head, against {format_pence(before)} now.")
    return tuple(runs)


def _within(review: Review, one: Standing) -> str:
    """Why a district's figure does not follow the factors."""
    county = next((each.name for each in review.standings if each.is_whole and each.id == one.county), "its county")
    amount = format_pence(one.proposed or Pence(0))
    return (
        f"{county} is taken as one with its districts. {one.name} is held at {amount} within it, so its figure does "
        f"not follow the factors; what {county} gains or loses is borne by the county’s own partnership."
    )


# --- From the factors to the figure ---


def _why(review: Review, member: Member, outcome: Outcome) -> list[Block]:
    """What each factor gives it, then every step from there to the figure; both add up as they are printed."""
    parts = [one for one in explain(outcome, review.formula) if one.kind == "part"]
    weighed = [one for one in review.formula.weights if one.tenths]
    given, further = parts[: len(weighed)], parts[len(weighed) :]
    last = review.named(review.plan.last_year)
    lines = tuple(
        Line(one.factor_id, _factor_cells(review, member, outcome, one, step.amount))
        for one, step in zip(weighed, given, strict=True)
    )
    columns = (
        Column("name", "Factor"),
        Column("mine", "Its figure", "figure", added=False),
        Column("all", "All together", "figure", added=False),
        Column("share", "Its part, %", "figure", added=False, places=2),
        Column("weight", "Weight", "count"),
        Column("pence", "£", "pence"),
    )
    total = format_pence(dict(review.formula.totals)[review.plan.last_year])
    notes = (("", f"Its share by all factors is {_share(outcome.share)} of the {total} there is to share in {last}."),)
    listing = Listing("Factors", columns, lines, notes=notes)
    label = "By its share" if further else last
    blocks: list[Block] = [Table(listing, "What its part of each factor gives it", total_label=label)]
    if further:
        blocks.append(_further(review, member, given, further, last))
    return blocks


def _closely(review: Review, member: Member, outcome: Outcome) -> list[Block]:
    """Every step from the factors to the figure in one table."""
    parts = [one for one in explain(outcome, review.formula) if one.kind == "part"]
    weighed = [one for one in review.formula.weights if one.tenths]
    words = [_in_a_line(review, member, outcome, one) for one in weighed]
    words += [_sentence(review, member, one) for one in parts[len(weighed) :]]
    lines = tuple(
        Line(str(at), (one.label, why, one.amount)) for at, (one, why) in enumerate(zip(parts, words, strict=True))
    )
    columns = (Column("step", "Step"), Column("why", "Why"), Column("pence", "£", "pence"))
    last = review.named(review.plan.last_year)
    listing = Listing("Steps", columns, lines)
    return [Table(listing, f"From its part of each factor to the figure for {last}", total_label=last)]


def _in_a_line(review: Review, member: Member, outcome: Outcome, weight: Weight) -> str:
    """“260,000 of 1,757,000 is 14.80 %; its weight is 40 %.”"""
    _, mine, every, _, weighs, _ = _factor_cells(review, member, outcome, weight, 0)
    of = (
        f"{figure_text(mine)} of {figure_text(every)}"
        if isinstance(mine, int) and isinstance(every, int)
        else "No figure"
    )
    return f"{of} is {_share(outcome.shares[weight.factor_id])}; its weight is {weighs}."


def _factor_cells(review: Review, member: Member, outcome: Outcome, weight: Weight, pence: int) -> tuple[Cell, ...]:
    mine = member.figures.get(weight.factor_id)
    figures = (each.figures.get(weight.factor_id) or Fraction(0) for each in review.formula.members)
    return (
        weight.name,
        "none" if mine is None else figure_millionths(mine),
        figure_millionths(sum(figures, Fraction(0))),
        round_half_up(outcome.shares[weight.factor_id] * 10_000) * (MILLION // 100),
        percent_said(weight.tenths),
        pence,
    )


def _further(review: Review, member: Member, given: Sequence[Step], further: Sequence[Step], last: str) -> Table:
    """Reserves and limits, from what the share gives to the figure."""
    start = Line("share", ("By its share", "As above.", sum(one.amount for one in given)))
    lines = tuple(
        Line(str(at), (one.label, _sentence(review, member, one), one.amount)) for at, one in enumerate(further)
    )
    columns = (Column("step", "Step"), Column("why", "Why"), Column("pence", "£", "pence"))
    listing = Listing("Steps", columns, (start, *lines))
    return Table(listing, f"From there to the figure for {last}", total_label=last)


def _sentence(review: Review, member: Member, step: Step) -> str:
    """A step in words, of a reserve also when it was declared."""
    return f"{step.sentence}{_declared(review, member.id) if step.label == RESERVE else ''}"


def _share(share: Fraction) -> str:
    """“31.35 %”."""
    points = round_half_up(share * 10_000)
    return f"{points // 100}.{points % 100:02d} %"


def _declared(review: Review, member_id: str) -> str:
    """“Declared on 30 September 2019.”; nothing where none was."""
    ids = [each.id for each in review.standings if not each.is_whole and member_id in (each.id, each.county)]
    days = [review.data.reserves[key][1] for key in ids if key in review.data.reserves]
    return f" Declared on {declared_in_words(days)}." if days else ""


# --- The years ---


def _years(review: Review, one: Standing, whole: Standing, shows: int) -> Table:
    """Each year's amount with the step to it, and what a county's own partnership and its districts have of it.

    Few years stand side by side, many under each other.
    """
    if len(review.years) <= _SIDE_BY_SIDE:
        return _years_across(review, one, whole)
    return _years_down(review, one, whole, shows)


def _year_text(review: Review, year: int) -> str:
    return f"{review.named(year)}, now" if year == review.plan.year else review.named(year)


def _amounts(review: Review, one: Standing) -> dict[int, int]:
    """What it has now and in each year, in pence."""
    return {review.plan.year: one.present, **one.by_year}


def _step(amounts: Mapping[int, int], year: int) -> int | None:
    return amounts[year] - amounts[year - 1] if year - 1 in amounts else None


def _signed(step: int | None, amount: int) -> str | None:
    """A step as it stands in the column of the amount it leads to, with pence where that has some."""
    if step is None:
        return None
    text = format_figure(step, sign=True)
    return f"{text}.00" if amount % 100 and step % 100 == 0 else text


def _years_across(review: Review, one: Standing, whole: Standing) -> Table:
    """A column for each year; where a county is parted, its parts add up to it."""
    amounts, own = _amounts(review, whole), _amounts(review, one)
    columns = (
        Column("what", "Year"),
        *(Column(f"y{year}", _year_text(review, year), "pence", added=whole is not one) for year in amounts),
    )
    steps = ("On the year before", *(_signed(_step(amounts, year), amounts[year]) for year in amounts))
    if whole is one:
        lines: tuple[Line, ...] = (Line("amount", ("Amount", *amounts.values())), Line("step", steps))
        return Table(Listing("Years", columns, lines), "Each year, £", totals=False)
    parts = (
        Line("own", (one.name, *own.values())),
        Line("districts", ("Its districts", *(amounts[year] - own[year] for year in amounts))),
    )
    return Table(Listing("Years", columns, parts), "Each year, £", total_label=whole.name)


def _years_down(review: Review, one: Standing, whole: Standing, shows: int) -> Table:
    """A row for each year."""
    parted = whole is not one
    columns = (
        Column("year", "Year"),
        *((Column("own", one.name, "pence"), Column("districts", "Its districts", "pence")) if parted else ()),
        Column("amount", "Together" if parted else "Amount", "pence", added=False),
        Column("step", "Step", "change", added=False),
        Column("percent", "On now, %", "percent"),
    )
    amounts, own = _amounts(review, whole), _amounts(review, one)
    lines = []
    for year, amount in amounts.items():
        parts = (own[year], amount - own[year]) if parted else ()
        percent = None if year == review.plan.year else whole.measured(amount, "%")
        cells = (_year_text(review, year), *parts, amount, _step(amounts, year), percent)
        lines.append(Line(str(year), cells))
    short = shows >= FEW_YEARS
    caption = f"The first and the last of {in_words(len(lines) - 1)} years, £" if short else "Each year, £"
    kept = (*lines[:2], lines[-1]) if short else tuple(lines)
    return Table(Listing("Years", columns, kept), caption, totals=False)


def _picture(review: Review, one: Standing, whole: Standing) -> Dumbbell:
    """Its own before and after; a county's own partnership and its districts under it."""
    now, then = review.named(review.plan.year), review.named(review.plan.last_year)
    alone = None if whole.formula is None or not whole.is_member else in_units(whole.formula, review.formula.unit)
    dots = [Dot(whole.name, whole.present, whole.proposed, alone)]
    if whole is not one and whole.proposed is not None and one.proposed is not None:
        dots.append(Dot(one.name, one.present, one.proposed, level=1))
        dots.append(Dot("Its districts", whole.present - one.present, whole.proposed - one.proposed, level=1))
    return Dumbbell(f"From {now} to {then}", now, then, tuple(dots), "formula alone, no limits")


def partnership_named(review: Review, name: str) -> str:
    """The id of the partnership of this name in the review. Raises Refused, naming those there are."""
    wanted = name.strip().casefold()
    rows: Sequence[Standing] = _shown(review)
    for one in rows:
        full = next((each.name for each in review.data.partnerships if each.id == one.id), "")
        if wanted in {one.name.casefold(), full.casefold(), _whole(review, one).name.casefold()}:
            return one.id
    raise Refused(f"There is no partnership “{name}” in it. There are: {', '.join(one.name for one in rows)}.")
