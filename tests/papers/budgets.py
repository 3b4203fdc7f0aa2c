"""The commissioning budget of Devon, Cornwall and the Isles of Scilly, 2018/19 and 2019/20, as published."""

from __future__ import annotations

from datetime import date

from app.listing import Cell, Column, Group, Line, Listing, percent_change
from app.papers.budget import BudgetPaper
from app.papers.unlike import StatedDifference

TOTAL_BEFORE, TOTAL_AFTER = 5_487_827_00, 5_830_690_00

COLUMNS = (
    Column("area", "Commissioning area"),
    Column("before", "2018/19", "pence"),
    Column("after", "2019/20", "pence"),
    Column("change", "Change", "change"),
    Column("percent", "%", "percent", of=("before", "after")),
)
GROUPS = (
    Group("whole", "Whole Police and Crime Plan"),
    Group("crime", "Preventing and deterring crime"),
    Group("victims", "Supporting victims and witnesses"),
    Group("risk", "Protecting people at risk"),
)
NOTES = (
    ("*", "Includes £70,000 for Safer Towns across Devon, Plymouth and Torbay."),
    (
        "†",
        "Independent sexual violence advisers and sexual assault referral centres; £212,199 is from NHS England"
        " (£158,590 in 2018/19).",
    ),
    ("‡", "Ministry of Justice: Victim Services Grant £1,880,265 and child sexual abuse grant £140,076."),
    ("§", "Subject to a positive evaluation of the pilot."),
)
_ROWS: tuple[tuple[str, str, int | None, int | None, str], ...] = (
    ("whole", "Community Safety Partnership Fund", 1_610_249, 1_685_249, "*"),
    ("whole", "Police and Crime Plan Priorities Fund", 510_000, 295_000, ""),
    ("whole", "Community Speedwatch", None, 80_000, ""),
    ("whole", "Road safety", None, 30_000, ""),
    ("whole", "CCTV connectivity", None, 100_000, ""),
    ("whole", "Business crime strategy", None, 30_000, ""),
    ("whole", "Commissioning team salaries", 158_000, None, ""),
    ("whole", "Small grant scheme", 100_000, None, ""),
    ("crime", "Youth Offending Service", 500_701, 500_701, ""),
    ("crime", "Local Criminal Justice Board", None, 20_000, ""),
    ("crime", "CASS Plus", None, 32_600, ""),
    ("crime", "Circles South West", None, 44_600, ""),
    ("victims", "ISVA service and SARCs", 343_610, 512_199, "†"),
    ("victims", "Victim care services", 2_015_267, 2_020_341, "‡"),
    ("victims", "Restorative justice service", None, 230_000, ""),
    ("risk", "Mental health street triage", 100_000, 100_000, ""),
    ("risk", "Neighbourhood liaison and diversion", 150_000, 150_000, "§"),
)


def budget_line(group: str, name: str, before: Cell, after: Cell, mark: str = "") -> Line:
    """A line of the budget, in pence; its change is what it gains on nought where one side has no figure."""
    change = (after if isinstance(after, int) else 0) - (before if isinstance(before, int) else 0)
    return Line(name, (name, before, after, change, percent_change(before, after)), group, mark)


def _pence(pounds: int | None) -> int | None:
    return None if pounds is None else pounds * 100


def budget_listing() -> Listing:
    """The seventeen lines under the four priorities of the plan."""
    lines = tuple(budget_line(group, name, _pence(was), _pence(now), mark) for group, name, was, now, mark in _ROWS)
    return Listing("Commissioning budget 2019/20", COLUMNS, lines, GROUPS, NOTES)


def income_listing() -> Listing:
    """What the year before and the year were paid from, as far as it was published."""
    rows = (
        ("Victim Services Grant", 1_875_543_00, 1_880_265_00),
        ("Child sexual abuse grant", 139_724_00, 140_076_00),
        ("NHS England, towards the ISVA service", 158_590_00, 212_199_00),
    )
    columns = (Column("area", "Source"), *COLUMNS[1:])
    return Listing("Income by source", columns, tuple(budget_line("", *row) for row in rows))


def budget_paper() -> BudgetPaper:
    """The whole record of the printed budget."""
    return BudgetPaper(
        office="Office of the Police and Crime Commissioner for Devon, Cornwall and the Isles of Scilly",
        office_holder="Report of the Chief Executive",
        marking="Official",
        day=date(2019, 2, 8),
        year_text="2019/20",
        previous_year_text="2018/19",
        listing=budget_listing(),
        by_priority=(
            ("Whole Police and Crime Plan", 2_378_249_00, 2_220_249_00),
            ("Preventing and deterring crime", 500_701_00, 597_901_00),
            ("Supporting victims and witnesses", 2_358_877_00, 2_762_540_00),
            ("Protecting people at risk", 250_000_00, 250_000_00),
        ),
        income=income_listing(),
        stated=(
            StatedDifference(
                "Devon, spend by theme 2018/19", "539,470", 539_470_00, 471_042_00, "Table of partnership spend"
            ),
            StatedDifference("Reducing reoffending", "£87,200", 87_200_00, 97_200_00, "Heading of the intentions box"),
            StatedDifference(
                "Victim care services",
                "£1880,076 + £140,076",
                2_020_152_00,
                2_020_341_00,
                "Note to the intentions table",
            ),
        ),
    )
