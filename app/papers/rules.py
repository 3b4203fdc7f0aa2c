"""The rules of a re-balancing in plain English: weights, reserves, limits, years and totals."""

from __future__ import annotations

from collections.abc import Iterator

from app.allocations.formula import Member
from app.allocations.planning import ScenarioPlan, percent_said
from app.money import Limit, Pence, format_limit, format_pence
from app.papers.review import Review, whole_months_said
from app.papers.saying import in_words, joined


def weights_together(review: Review) -> str:
    """What the weights make, where that is not 100 %; else nothing."""
    together = sum(one.tenths for one in review.formula.weights)
    if together == 1_000:
        return ""
    return f"Together the weights make {percent_said(together)}; each counts as its part of that."


def reserves_in_words(plan: ScenarioPlan) -> str:
    """What the rule on reserves does."""
    if not plan.reserve_rate_tenths:
        return "Reserves are told, and take nothing off anybody’s share."
    rate = percent_said(plan.reserve_rate_tenths)
    off = f"{rate} of any reserve comes off the share."
    if plan.reserve_months:
        months = whole_months_said(plan.reserve_months)
        off = (
            f"Where a reserve is more than {months} of the present grant, {rate} of what is above comes off the share."
        )
    return f"{off} What comes off is shared out again by the same weights."


def limits_in_words(review: Review) -> list[str]:
    """A sentence for every limit, or that there is none."""
    return list(_limits(review)) or ["There is no limit on what anybody gains or loses."]


def _limits(review: Review) -> Iterator[str]:
    plan, members, last = review.plan, review.formula.members, review.named(review.plan.last_year)
    if plan.loss is not None:
        yield f"Nobody loses more than {of_grant(plan.loss)} by {last}."
    if plan.gain is not None:
        yield f"Nobody gains more than {of_grant(plan.gain)} by {last}."
    for one in members:
        if one.held is not None:
            yield f"{one.name} stands outside the formula and is held at {format_pence(one.held)}."
        if one.districts:
            yield districts_in_words(one)
        if one.floor is not None:
            yield f"{one.name} does not fall below {of_grant(one.floor)}."
        if one.cap is not None:
            yield f"{one.name} does not rise above {of_grant(one.cap)}."
    if plan.loss or plan.gain or any(one.floor or one.cap for one in members):
        yield "What a limit leaves over, or needs, is shared among the others by the same weights."


def of_grant(limit: Limit) -> str:
    """“8 % of the present grant”, “£10,000”."""
    return format_limit(limit) if limit.tenths is None else f"{format_limit(limit)} of the present grant"


def districts_in_words(one: Member) -> str:
    """What the districts of a county are held at."""
    count, amounts = len(one.districts), {district.held for district in one.districts}
    own = "the rest is the county partnership’s own."
    if len(amounts) > 1:
        held = joined(f"{district.name} at {format_pence(district.held)}" for district in one.districts)
        return f"{one.name} is taken as one with its districts, which are held ({held}); {own}"
    amount = format_pence(*amounts)
    if count == 1:
        return f"{one.name} is taken as one with its district, which is held at {amount}; {own}"
    return f"{one.name} is taken as one with its {in_words(count)} districts, which are held at {amount} each; {own}"


def years_in_words(review: Review) -> str:
    """How it is brought in."""
    plan, last = review.plan, review.named(review.plan.last_year)
    if plan.years == 1:
        return f"It is brought in at once, in {last}."
    first = review.named(plan.year + 1)
    return (
        f"It is brought in over {in_words(plan.years)} years, in equal steps from {first} to {last}.{_uneven(review)}"
    )


def _uneven(review: Review) -> str:
    """What happens where the totals do not go straight from the present one to the last."""
    totals = [sum(one.present for one in review.formula.members), *(total for _, total in review.formula.totals)]
    last = len(totals) - 1
    if all(total * last == totals[0] * (last - at) + totals[-1] * at for at, total in enumerate(totals)):
        return ""
    return " Where a year’s total is not what these steps come to, the difference is shared by the same weights."


def totals_in_words(review: Review) -> str:
    """Whether each year's total is the present one."""
    present = Pence(sum(one.present for one in review.formula.members))
    totals = dict(review.formula.totals)
    if all(total == present for total in totals.values()):
        every = "" if len(totals) == 1 else f" in each of the {in_words(len(totals))} years"
        return f"The total stays {format_pence(present)}{every}, to the {unit_of(review)}."
    said = joined(f"{format_pence(total)} in {review.named(year)}" for year, total in totals.items())
    return f"What there is to share goes from {format_pence(present)} in {review.named(review.plan.year)} to {said}."


def unit_of(review: Review) -> str:
    """What amounts are whole: “pound” or “penny”."""
    return "penny" if review.formula.unit == 1 else "pound"
