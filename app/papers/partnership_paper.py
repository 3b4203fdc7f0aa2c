"""Why this figure: one page for each partnership of a review, from its part of each factor to its amount each year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from app.allocations.comparing import MILLION, Standing, headline, round_half_up
from app.allocations.formula import Member, Outcome
from app.allocations.planning import percent_said
from app.errors import Refused
from app.listing import Cell, Column, Line, Listing
from app.money import Pence, format_pence
from app.papers.blocks import (
    Block,
    Bullets,
    Contents,
    Document,
    Dot,
    Dumbbell,
    Facts,
    Heading,
    Notes,
    Paragraph,
    Run,
    Strong,
    Table,
)
from app.papers.imprint import bound
from app.papers.publisher import publish_pages
from app.papers.review import Review, declared_in_words, figure_millionths, footing, months_said, whole_months_said
from app.papers.rules import of_grant, totals_in_words, years_in_words
from app.papers.saying import in_words, moved
from app.progress import Progress
from app.years import format_day

WHOLE, NO_PICTURE, NO_YEARS = 0, 1, 2
"""How much a page shows: everything, no picture, and of the years only the first and the last."""

_ROUNDED = "Percentages are rounded for print; amounts are worked out exactly, to the penny."


def print_partnerships(review: Review, partnership_id: str | None = None, *, progress: Progress | None = None) -> bytes:
    """The PDF of one partnership's page, or of all of them with a bookmark each; each fits its page.

    Where a page would run over, its picture is left out first, then the years between the first and the last. Raises
    Refused for a partnership that is not in the review, Stopped when stopped.
    """
    shows: dict[str, int] = {}
    while True:
        document = compose_partnerships(review, partnership_id, shows=shows)
        published = publish_pages(document, progress=progress)
        over = _over(review, partnership_id, published.anchors, published.pages)
        more = {one: shows.get(one, WHOLE) + 1 for one in over if shows.get(one, WHOLE) < NO_YEARS}
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
    )


def _shown(review: Review) -> list[Standing]:
    """Everybody that has a page: a county's own partnership has the county's."""
    return [one for one in review.standings if not one.is_whole]


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
        blocks += [*_factors(review, member, outcome), _ladder(review, member, outcome), Notes((("", _ROUNDED),))]
    else:
        blocks.append(Paragraph(_within(review, one)))
    blocks.append(_years(review, one, whole, shows))
    if shows < NO_PICTURE:
        blocks.append(_picture(review, one, whole))
    return blocks


def _has(review: Review, one: Standing) -> tuple[Run, ...]:
    return (f"{one.name} has ", Strong(format_pence(one.present)), f" in {review.named(review.plan.year)}.")


def _reserve_fact(review: Review, one: Standing) -> Facts:
    return Facts((("Reserve", _declared(review, one.id, one.reserve, one.months_now)),))


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


def _factors(review: Review, member: Member, outcome: Outcome) -> list[Block]:
    """Its part of each factor, and what each counts for."""
    weights = review.formula.weights
    if not weights:
        return []
    together = sum(one.tenths for one in weights)
    counted = [Fraction(outcome.shares[one.factor_id] * one.tenths, together) for one in weights]
    points = footing([share * 10_000 for share in counted], round_half_up(outcome.share * 10_000))
    lines = []
    for at, one in enumerate(weights):
        mine = member.figures.get(one.factor_id)
        every = sum((each.figures.get(one.factor_id) or Fraction(0) for each in review.formula.members), Fraction(0))
        cells: tuple[Cell, ...] = (
            one.name,
            "none" if mine is None else figure_millionths(mine),
            figure_millionths(every),
            _hundredths(round_half_up(outcome.shares[one.factor_id] * 10_000)),
            percent_said(one.tenths),
            _hundredths(points[at]),
        )
        lines.append(Line(one.factor_id, cells))
    columns = (
        Column("name", "Factor"),
        Column("mine", "Its figure", "figure", added=False),
        Column("all", "All together", "figure", added=False),
        Column("share", "Its part, %", "figure", added=False, places=2),
        Column("weight", "Weight", "count"),
        Column("counts", "Counts, %", "figure", places=2),
    )
    listing = Listing("Factors", columns, tuple(lines))
    return [Table(listing, "Its part of each factor", total_label="Its share")]


def _hundredths(points: int) -> int:
    """Hundredths of a percent as a `figure` column holds them."""
    return points * (MILLION // 100)


def _ladder(review: Review, member: Member, outcome: Outcome) -> Table:
    """Every step from the share to the figure; the amounts add up to it."""
    last = review.named(review.plan.last_year)
    total = dict(review.formula.totals)[review.plan.last_year]
    steps = list(_steps(review, member, outcome, total))
    lines = tuple(Line(str(at), (words, pence)) for at, (words, pence) in enumerate(steps))
    columns = (Column("step", "Step"), Column("pence", "£", "pence"))
    return Table(Listing("Steps", columns, lines), f"From the share to the figure for {last}", total_label=last)


def _steps(review: Review, member: Member, outcome: Outcome, total: Pence) -> Iterator[tuple[str, int]]:
    """The steps in words with their pence: each is what the running amount moves by, so that they always add up."""
    alone = round_half_up(outcome.entitlement)
    less = round_half_up(outcome.entitlement - outcome.taken)
    before = round_half_up(outcome.before_limits)
    share = figure_share(outcome.share)
    yield f"Its share, {share} of {format_pence(total)}", alone
    if review.plan.reserve_rate_tenths:
        yield _reserve_step(review, outcome), less - alone
        if any(each.taken for each in review.rebalanced.outcomes):
            yield "Its share of what came off for reserves", before - less
    if outcome.target != before or outcome.bound:
        yield _limit_step(review, member, outcome), outcome.target - before


def figure_share(share: Fraction) -> str:
    """“31.35 %”."""
    points = round_half_up(share * 10_000)
    return f"{points // 100}.{points % 100:02d} %"


def _reserve_step(review: Review, outcome: Outcome) -> str:
    plan = review.plan
    reserve = next(each.reserve for each in review.formula.members if each.id == outcome.id)
    if reserve is None:
        return "No reserve declared: nothing comes off"
    declared = _declared(review, outcome.id, reserve, outcome.months)
    if not outcome.taken:
        return f"Reserve of {declared}: nothing comes off"
    above = f" above {whole_months_said(plan.reserve_months)}" if plan.reserve_months else ""
    return f"Reserve of {declared}: {percent_said(plan.reserve_rate_tenths)} of what is{above or ' held'} comes off"


def _declared(review: Review, member_id: str, reserve: Pence | None, months: Fraction | None) -> str:
    """“£238,400, declared on 30 September 2019, 7.1 months of grant”."""
    ids = [each.id for each in review.standings if not each.is_whole and member_id in (each.id, each.county)]
    days = [review.data.reserves[key][1] for key in ids if key in review.data.reserves]
    parts = [format_pence(reserve or Pence(0))]
    if days:
        parts.append(f"declared on {declared_in_words(days)}")
    if months is not None:
        parts.append(f"{months_said(months)} of grant")
    return ", ".join(parts)


def _limit_step(review: Review, member: Member, outcome: Outcome) -> str:
    """Which limit holds it, or that it bears those of others."""
    plan = review.plan
    if outcome.bound == "held":
        return f"Held at {format_pence(outcome.target)}, outside the formula"
    if outcome.bound == "floor":
        if member.floor is not None:
            return f"Floor: not below {of_grant(member.floor)}"
        return f"Limit: loses no more than {of_grant(plan.loss)}" if plan.loss else "Floor"
    if outcome.bound == "cap":
        if member.cap is not None:
            return f"Cap: not above {of_grant(member.cap)}"
        return f"Limit: gains no more than {of_grant(plan.gain)}" if plan.gain else "Cap"
    lost = outcome.re_shared < 0
    return "Its part in what the limits of others need" if lost else "Its part in what the limits of others leave over"


# --- The years ---


def _years(review: Review, one: Standing, whole: Standing, shows: int) -> Table:
    """Each year's amount, what a county's own partnership and its districts have of it, and the step."""
    parted = whole is not one
    columns = (
        Column("year", "Year"),
        *((Column("own", one.name, "pence"), Column("districts", "Its districts", "pence")) if parted else ()),
        Column("amount", "Together" if parted else "Amount", "pence", added=False),
        Column("step", "On the year before", "change", added=False),
        Column("percent", "On now, %", "percent"),
    )
    amounts = {review.plan.year: whole.present, **whole.by_year}
    own = {review.plan.year: one.present, **one.by_year}
    lines = []
    for year, amount in amounts.items():
        parts = (own[year], amount - own[year]) if parted else ()
        step = None if year == review.plan.year else amount - amounts[year - 1]
        percent = None if year == review.plan.year else whole.measured(amount, "%")
        named = f"{review.named(year)}, now" if year == review.plan.year else review.named(year)
        lines.append(Line(str(year), (named, *parts, amount, step, percent)))
    kept = lines if shows < NO_YEARS or len(lines) < 4 else [*lines[:2], lines[-1]]
    caption = (
        "Each year, £" if kept is lines else f"The first and the last of {in_words(len(lines) - 1)} equal steps, £"
    )
    return Table(Listing("Years", columns, tuple(kept)), caption, totals=False)


def _picture(review: Review, one: Standing, whole: Standing) -> Dumbbell:
    """Its own before and after; a county's own partnership and its districts under it."""
    now, then = review.named(review.plan.year), review.named(review.plan.last_year)
    alone = None if whole.formula is None or not whole.is_member else round_half_up(whole.formula)
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
