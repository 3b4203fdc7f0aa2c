"""Contracts made without an office: the ISVA service, any contract at all, and a slow reference that counts days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from app.contracts.parts import (
    AdjustmentRecord,
    BreakRecord,
    ConditionRecord,
    ContractRecord,
    ContributionRecord,
    OptionRecord,
    ShareRecord,
    VariationRecord,
)
from app.money import Pence

NHS = "nhs"
DAY = timedelta(days=1)
PLAIN: dict[str, Any] = {
    "id": "one",
    "version": 1,
    "archived": False,
    "reference": "C1",
    "title": "A service",
    "purpose": "",
    "organisation_id": "provider",
    "organisation": "A provider",
    "lead_id": "",
    "lead": "",
    "co_commissioners": (),
    "owner": "",
    "regime": "act-2023",
    "kind": "services",
    "route": "",
    "value": Pence(0),
    "gross": None,
    "value_per": "term",
    "signed_on": None,
    "starts_on": date(2018, 4, 1),
    "ends_on": date(2019, 3, 31),
    "notice_months": None,
    "review_every": "quarter",
    "scale": "",
    "is_vcse": False,
    "cpv": "",
    "ocid": "",
    "assignment": "",
    "data_agreement": "",
    "published_on": None,
    "note": "",
}


def contract(**given: Any) -> ContractRecord:
    """A contract of one year worth nothing, with what is given."""
    return ContractRecord(**{**PLAIN, **given})


def option(number: int, starts_on: date, ends_on: date, pounds: int = 0, status: str = "open") -> OptionRecord:
    """An option worth so many pounds; its notice is six months before it begins."""
    notice = starts_on - timedelta(days=183)
    return OptionRecord(
        f"option {number}",
        1,
        number,
        starts_on,
        ends_on,
        notice,
        Pence(pounds * 100),
        None,
        status,  # type: ignore[arg-type]
        "",
    )


def ended_on(day: date, status: str = "taken") -> BreakRecord:
    """A break on that day."""
    return BreakRecord(f"break {day}", 1, day, None, "office", status, "")


def variation(number: int, pence: int, effective_on: date) -> VariationRecord:
    """A variation of the value from a day on."""
    return VariationRecord(
        f"variation {number}", 1, number, "value", Pence(pence), None, effective_on, effective_on, "Need"
    )


def pays(year: int, pounds: int, status: str = "agreed", *, until: date | None = None) -> ContributionRecord:
    """What NHS England pays in a year."""
    condition = "The option in the memorandum is taken" if status == "conditional" else ""
    return ContributionRecord(
        f"{NHS} {year} {status}",
        1,
        NHS,
        "NHS England",
        year,
        status,  # type: ignore[arg-type]
        Pence(pounds * 100),
        until,
        condition,
    )


def condition(blocks_from: date | None, *, met_on: date | None = None, due_on: date | None = None) -> ConditionRecord:
    """That the budget of the years after is agreed."""
    return ConditionRecord(f"condition {blocks_from}", 1, "The budget is agreed", due_on, blocks_from, met_on, "")


def share(line: str, from_year: int, tenths: int) -> ShareRecord:
    """A line's share from a year on."""
    return ShareRecord(f"{line} {from_year}", 1, line, line, "Fund", from_year, tenths)


def moved(year: int, pence: int) -> AdjustmentRecord:
    """What was moved into a year."""
    return AdjustmentRecord(f"year {year}", 1, year, Pence(pence), "Later start")


def isva(**given: Any) -> ContractRecord:
    """£415,000 a year from 1 October 2018, three years and one and one; NHS England pays until 31 March 2022."""
    return contract(
        **{
            "title": "ISVA service",
            "value": Pence(415_000_00),
            "value_per": "year",
            "starts_on": date(2018, 10, 1),
            "ends_on": date(2021, 9, 30),
            "options": (
                option(1, date(2021, 10, 1), date(2022, 9, 30), 415_000),
                option(2, date(2022, 10, 1), date(2023, 9, 30), 415_000),
            ),
            "contributions": (
                pays(2019, 212_199),
                pays(2020, 202_199, "conditional"),
                pays(2021, 202_199, "conditional"),
            ),
            **given,
        }
    )


# any contract

AWKWARD = st.sampled_from(
    [date(year, month, day) for year in (2019, 2020, 2023, 2024) for month, day in ((1, 29), (1, 30), (1, 31), (2, 28))]
    + [date(2020, 2, 29), date(2024, 2, 29), date(2018, 3, 31), date(2018, 4, 1), date(2023, 8, 31), date(2018, 10, 1)]
)
STARTS = AWKWARD | st.dates(date(2015, 1, 1), date(2028, 12, 31))
AMOUNTS = st.integers(0, 100) | st.integers(0, 500_000_000)


@st.composite
def periods(draw: st.DrawFn, starts_on: date) -> date:
    """The last day of a period: so many months, or any number of days."""
    if draw(st.booleans()):
        months = draw(st.integers(1, 36))
        year, month = divmod(starts_on.year * 12 + starts_on.month - 1 + months, 12)
        return date(year, month + 1, min(starts_on.day, monthrange(year, month + 1)[1])) - DAY
    return starts_on + timedelta(days=draw(st.integers(0, 800)))


@st.composite
def contracts(draw: st.DrawFn) -> ContractRecord:
    """Any contract there may be: options of every kind in a row, breaks, variations anywhere in it, adjusted years."""
    starts_on = draw(STARTS)
    ends_on = draw(periods(starts_on))
    options: list[OptionRecord] = []
    last = ends_on
    taken = draw(st.integers(0, 2))
    for number in range(1, draw(st.integers(0, 3)) + 1):
        first, end = last + DAY, draw(periods(last + DAY))
        declined = draw(st.sampled_from([False, False, True]))
        status = "declined" if declined else "taken" if number <= taken else "open"
        options.append(replace(option(number, first, end, status=status), value=Pence(draw(AMOUNTS))))
        last = last if declined else end  # another may be agreed in its place
    within = st.dates(starts_on, last) | st.sampled_from([starts_on, ends_on, *(one.starts_on for one in options)])
    variations = [
        variation(number, draw(st.integers(-100_000_000, 100_000_000)), draw(within))
        for number in range(1, draw(st.integers(0, 3)) + 1)
    ]
    breaks = [ended_on(draw(within), draw(st.sampled_from(["open", "taken"]))) for _ in range(draw(st.integers(0, 2)))]
    return contract(
        value=Pence(draw(AMOUNTS)),
        value_per=draw(st.sampled_from(["term", "year"])),
        starts_on=starts_on,
        ends_on=ends_on,
        options=tuple(options),
        variations=tuple(variations),
        breaks=tuple(breaks),
    )


# the slow reference: every day by itself, nothing taken from what it is held against


def days(first: date, last: date) -> Iterator[date]:
    """Every day from a first to a last one, both counted."""
    for at in range((last - first).days + 1):
        yield first + timedelta(days=at)


def weight(day: date) -> Fraction:
    """What of its month a day is."""
    return Fraction(1, monthrange(day.year, day.month)[1])


def weights(first: date, last: date) -> Fraction:
    """The months from a first to a last day, counted one day at a time."""
    counts: dict[int, int] = {}
    for day in days(first, last):
        length = monthrange(day.year, day.month)[1]
        counts[length] = counts.get(length, 0) + 1
    return sum((Fraction(count, length) for length, count in counts.items()), Fraction(0))


def nearest(pence: Fraction) -> int:
    """Whole pence, a half away from nought."""
    sign = -1 if pence < 0 else 1
    return sign * ((abs(pence) * 2 + 1) // 2)


def financial(day: date) -> int:
    """The start year of the financial year of a day."""
    return day.year - (day.month < 4)


def parts(one: ContractRecord, worth: int) -> list[tuple[date, date, int]]:
    """The term (worth so much), the options taken and what variations change, each with its days and pence."""
    found = [(one.starts_on, one.ends_on, worth)]
    found += [(each.starts_on, each.ends_on, each.value) for each in one.options if each.status == "taken"]
    for change in one.variations:
        for first, last, _ in found[: 1 + sum(each.status == "taken" for each in one.options)]:
            if first <= change.effective_on <= last:
                found.append((change.effective_on, last, change.change))
    return found


def slow_end(one: ContractRecord) -> date:
    """The day before the first on which the contract does not run."""
    broken = [each.break_on for each in one.breaks if each.status == "taken"]
    running = {one.starts_on}
    for first, last in [
        (one.starts_on, one.ends_on),
        *((each.starts_on, each.ends_on) for each in one.options if each.status == "taken"),
    ]:
        running |= {day for day in days(first, last) if all(day <= at for at in broken)}
    return max(running)


def slow_years(one: ContractRecord, worth: int) -> dict[int, int]:
    """What each year costs, in pence: what has fallen due by its end, rounded, less what had fallen due before it."""
    end = slow_end(one)
    found: dict[int, int] = {}
    for first, last, pence in parts(one, worth):
        whole = weights(first, last)
        so_far, counted = Fraction(0), 0
        for day in days(first, min(last, end)):
            so_far += weight(day)
            is_year_end = (day.month, day.day) == (3, 31)
            if is_year_end or day in (last, end):
                reached = nearest(pence * so_far / whole)
                found[financial(day)] = found.get(financial(day), 0) + reached - counted
                counted = reached
    return found
