"""What a partnership has been given, year by year, as a picture over its record."""

from __future__ import annotations

from app.allocations.record import PartnershipPage
from app.funds.figures import Amount
from app.years import format_year
from ui.kit.yearbars import YearBar, YearBars

MOST = 5


def years_picture(page: PartnershipPage) -> YearBars | None:
    """The last years with a figure, as bars; None where there is nothing to draw."""
    if not page.years:
        return None
    bars: list[YearBar] = []
    before: int | None = None
    for one in page.years:
        whole = one.together if page.children else one.own
        change = whole - before if isinstance(whole, int) and isinstance(before, int) else None
        label, is_now = format_year(one.year, page.year_style), one.year == page.year
        if isinstance(whole, int):
            own = _pence(one.own)
            bars.append(YearBar(label, own, max(0, whole - own), change=change, is_now=is_now))
        else:
            bars.append(YearBar(label, words=whole or "", is_now=is_now))
        before = whole if isinstance(whole, int) else None
    name = page.partnership.short
    return YearBars(f"{name}: what it was given by year", bars[-MOST:], f"Given to the {len(page.children)} below it")


def _pence(amount: Amount) -> int:
    return amount if isinstance(amount, int) else 0
