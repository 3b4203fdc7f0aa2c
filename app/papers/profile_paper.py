"""What a partnership has, on which terms, and what it holds, plans and reports: a page for each, by the desk's figures.

It is what there is to say of a figure while nothing has been re-balanced.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.allocations.allocations import AllocationRecord
from app.allocations.reserves import ReserveRecord
from app.allocations.reviews import ReviewRecord
from app.allocations.themes import Foot
from app.allocations.underspends import UnderspendRecord
from app.listing import Cell, Column, Line, Listing, percent_change, total_of
from app.money import Pence, format_pence
from app.papers.bases import basis_in_words
from app.papers.blocks import Block, Contents, Document, Facts, Heading, Paragraph, Run, Strong, Table
from app.papers.imprint import Imprint, bound
from app.papers.saying import compared, in_words, said
from app.papers.tiers import PARTNERSHIP
from app.years import format_day

MOST_YEARS, MOST_DECLARED = 5, 3

_RATINGS = {"": "not rated", "green": "Green", "amber": "Amber", "red": "Red"}
_PERIODS = {"half-year": "Half-year", "year-end": "Year-end"}


@dataclass(frozen=True, slots=True)
class Profile:
    """One partnership in the paper's year.

    `allocations` and `additions` are its own and those it shares in, of every year, each with its line's name; `below`
    what the districts under it have in the year, by name. `months` is its last reserve in tenths of a month of grant.
    `plan` is what it plans by theme in pence, `foot` what that is to come to.
    """

    id: str
    name: str
    allocations: tuple[tuple[str, AllocationRecord], ...] = ()
    additions: tuple[tuple[str, AllocationRecord], ...] = ()
    below: tuple[tuple[str, Cell], ...] = ()
    reserves: tuple[ReserveRecord, ...] = ()
    months: int | None = None
    plan: tuple[tuple[str, Pence], ...] = ()
    foot: Foot | None = None
    returns: tuple[ReviewRecord, ...] = ()
    underspend: UnderspendRecord | None = None


@dataclass(frozen=True, slots=True)
class ProfilePaper:
    """The partnerships that have a page, in the office's order; `single` where only one was asked for."""

    imprint: Imprint
    year: int
    profiles: tuple[Profile, ...]
    single: bool = False

    @property
    def year_text(self) -> str:
        """The paper's year as the office writes it."""
        return self.imprint.named(self.year)


def compose_profiles(record: ProfilePaper) -> Document:
    """The page of one partnership, or of each behind a list of them."""
    if record.single and record.profiles:
        (one,) = record.profiles
        title = f"{one.name}, {record.year_text}"
        return bound(
            record.imprint, title, _Page(record, one).blocks(), subtitle="What it has, and why", numbered=False
        )
    blocks: list[Block] = [Paragraph("No partnership has been entered yet.")]
    if record.profiles:
        blocks = [Contents("Partnerships")]
    for one in record.profiles:
        blocks.append(Heading(2, one.name, anchor=one.id, new_page=True))
        blocks += _Page(record, one).blocks()
    return bound(
        record.imprint, f"{PARTNERSHIP}s {record.year_text}", blocks, subtitle="What each has, and why", numbered=False
    )


class _Page:
    """One partnership's page."""

    def __init__(self, record: ProfilePaper, one: Profile) -> None:
        self.record, self.one, self.year = record, one, record.year
        self.now = [(line, given) for line, given in one.allocations if given.year == record.year]

    def blocks(self) -> list[Block]:
        """What it has, on which terms, its years, reserves, plan and returns."""
        return [
            Paragraph(self._opening()),
            *self._terms(),
            *self._years(),
            *self._reserves(),
            *self._plan(),
            *self._returns(),
        ]

    def _named(self, year: int) -> str:
        return self.record.imprint.named(year)

    def _amount(self, year: int) -> Cell:
        return total_of([given.amount for _, given in self.one.allocations if given.year == year])

    def _opening(self) -> tuple[Run, ...]:
        """What it has this year against the last, what is shared, and what a county has with its districts."""
        one, year, now, before = self.one, self.record.year_text, self._amount(self.year), self._amount(self.year - 1)
        if now is None:
            return (f"Nothing is allocated to {one.name} in {year} yet.",)
        runs: list[Run] = [f"In {year} {one.name} is allocated ", Strong(_said(now))]
        if isinstance(now, int) and isinstance(before, int) and before:
            runs.append(f", {compared(before, now)} {self._named(self.year - 1)}")
        runs.append(".")
        if any(given.status == "indicative" for _, given in self.now):
            runs.append(" The figure is indicative: it is still to be confirmed.")
        for _, given in self.one.additions:
            if given.year == self.year:
                runs.append(f" It shares in {said(given.amount)} for {given.partnership}.")
        figures = [cell for _, cell in one.below if isinstance(cell, int)]
        if figures and isinstance(now, int):
            together = format_pence(now + sum(figures))
            runs.append(f" With its {_districts(len(figures))} it has {together}.")
        return tuple(runs)

    def _terms(self) -> list[Block]:
        """Basis, purpose, conditions, reason and grant document of each of its allocations."""
        blocks: list[Block] = []
        for line, given in self.now:
            facts = [
                ("Out of", line),
                ("Basis", basis_in_words(given.basis_kind, given.basis) or "Not given"),
                ("Purpose", given.purpose or "Not entered"),
                ("Conditions", given.conditions or "None entered"),
                ("Reason", given.reason or "Not entered"),
                ("Grant document", _document(given.sent_on, given.signed_on)),
            ]
            blocks.append(Facts(tuple(facts)))
        return blocks

    def _years(self) -> list[Block]:
        """What it had in each of the latest years, and has in those to come that are known."""
        years = sorted({given.year for _, given in self.one.allocations})
        until = [year for year in years if year <= self.year][-MOST_YEARS:]
        shown = [*until, *[year for year in years if year > self.year][:MOST_YEARS]]
        if len(shown) < 2:
            return []
        bases = any(map(self._basis, shown))
        lines = []
        for year in shown:
            now, before = self._amount(year), self._amount(year - 1)
            figures = isinstance(now, int) and isinstance(before, int)
            change = int(now) - int(before) if figures else None  # type: ignore[arg-type]  # both are figures
            percent = percent_change(before, now) if figures else None
            lines.append(Line(str(year), (self._year_text(year), now, change, percent, *([self._basis(year)] * bases))))
        columns = (
            Column("year", "Year"),
            Column("amount", "Allocated", "pence", added=False),
            Column("change", "Change", "change", added=False),
            Column("percent", "%", "percent"),
            *((Column("basis", "Basis"),) if bases else ()),
        )
        return [Table(Listing("Years", columns, tuple(lines)), "Each year, £", totals=False)]

    def _year_text(self, year: int) -> str:
        mine = [given for _, given in self.one.allocations if given.year == year]
        indicative = any(given.status == "indicative" for given in mine)
        return f"{self._named(year)}, indicative" if indicative else self._named(year)

    def _basis(self, year: int) -> str:
        mine = [given for _, given in self.one.allocations if given.year == year]
        words = [basis_in_words(given.basis_kind, given.basis) for given in mine]
        return "; ".join(dict.fromkeys(filter(None, words)))

    def _reserves(self) -> list[Block]:
        """What it last declared, with what does not agree in it."""
        shown = self.one.reserves[-MOST_DECLARED:]
        if not shown:
            return [Paragraph("It has declared no reserve.")]
        lines = tuple(
            Line(one.id, (format_day(one.declared_on), one.closing, one.evidence or "none given")) for one in shown
        )
        columns = (
            Column("day", "Declared on"),
            Column("closing", "Reserve", "pence", added=False),
            Column("evidence", "Evidence"),
        )
        notes = [("", f"{format_day(one.declared_on)}: {text}") for one in shown for text in one.findings]
        if self.one.months is not None:
            tenths = self.one.months
            months = f"{tenths // 10}.{tenths % 10}".removesuffix(".0")
            unit = "month" if months == "1" else "months"
            notes.insert(0, ("", f"The last is {months} {unit} of the grant for {self.record.year_text}."))
        listing = Listing("Reserves", columns, lines, notes=tuple(notes))
        return [Table(listing, "Reserves declared, £", totals=False)]

    def _plan(self) -> list[Block]:
        """What it plans to spend by theme, and whether that comes to what it has."""
        if not self.one.plan:
            return []
        lines = tuple(Line(str(at), (theme, pence)) for at, (theme, pence) in enumerate(self.one.plan))
        columns = (Column("theme", "Theme"), Column("pence", "Planned", "pence"))
        notes = (("", _foot(self.one.foot)),) if self.one.foot else ()
        listing = Listing("Plan", columns, lines, notes=notes)
        return [Table(listing, f"Spend by theme, {self.record.year_text}, £")]

    def _returns(self) -> list[Block]:
        """What it has returned, what is late, and what becomes of money that was not spent."""
        blocks: list[Block] = []
        if self.one.returns:
            blocks.append(_returns_table(self.one.returns, f"Spending reviews, {self.record.year_text}, £"))
        if self.one.underspend is not None and (self.one.underspend.underspend or self.one.underspend.treatments):
            blocks.append(Paragraph(_underspent(self.one.underspend)))
        return blocks


def _foot(foot: Foot) -> str:
    """Whether a plan comes to what is allocated."""
    share = f" with its {_districts(len(foot.districts))}" if foot.districts else ""
    if foot.difference is None:
        return f"Its allocation is “{foot.allocation}”." if foot.allocation else "Nothing is allocated to it."
    if foot.difference == 0:
        return f"This comes to what is allocated{share}."
    amount, of = format_pence(abs(foot.difference)), f"the {_said(foot.allocation)} allocated{share}"
    return f"{amount} of {of} stands in no theme." if foot.difference < 0 else f"This is {amount} more than {of}."


def _said(amount: Cell) -> str:
    return format_pence(amount) if isinstance(amount, int) else str(amount)


def _districts(count: int) -> str:
    return "district" if count == 1 else f"{in_words(count)} districts"


def _document(sent: date | None, signed: date | None) -> str:
    if sent is None and signed is None:
        return "Not sent"
    parts = [f"sent {format_day(sent)}" if sent else "", f"signed {format_day(signed)}" if signed else "not signed yet"]
    text = ", ".join(filter(None, parts))
    return f"{text[:1].upper()}{text[1:]}"


def _returns_table(returns: Sequence[ReviewRecord], caption: str) -> Table:
    columns = (
        Column("period", "Return"),
        Column("due", "Due"),
        Column("state", "State"),
        Column("planned", "Planned", "pence", added=False),
        Column("actual", "Actual", "pence", added=False),
        Column("forecast", "Forecast", "pence", added=False),
        Column("rating", "Rating"),
    )
    lines = tuple(
        Line(
            f"{one.period}:{at}",
            (
                _PERIODS[one.period],
                format_day(one.due_on),
                _state(one),
                one.planned,
                one.actual,
                one.forecast,
                _RATINGS[one.rag] if one.returned_on else "",
            ),
        )
        for at, one in enumerate(returns)
    )
    notes = tuple(("", f"{_PERIODS[one.period]}: {words}") for one in returns for words in _remarks(one))
    return Table(Listing("Returns", columns, lines, notes=notes), caption, totals=False)


def _remarks(one: ReviewRecord) -> list[str]:
    """What the partnership says of a return, and why its rating is not the rule's."""
    override = f"Rated {one.override}, not as the rule says: {one.override_reason}" if one.override else ""
    return [words for words in (one.narrative.strip(), override) if words]


def _state(one: ReviewRecord) -> str:
    if one.days_late and one.state in ("late", "returned late"):
        return f"{one.state.capitalize()}, {one.days_late:,} {'day' if one.days_late == 1 else 'days'}"
    return one.state.capitalize()


def _underspent(one: UnderspendRecord) -> str:
    """What was not spent, what was decided of it, and what is still to decide; or what was spent too much."""
    sentences = [_spent(one)] if one.underspend else []
    for treated in one.treatments:
        to = f" to {treated.redirected_to}" if treated.redirected_to else ""
        reason = treated.reason.strip().rstrip(".")
        sentences.append(
            f"{format_pence(treated.amount)} was {treated.treatment}{to}{f': {reason}' if reason else ''}."
        )
    if one.to_settle:
        sentences.append(f"What becomes of {format_pence(one.to_settle)} is still to be decided.")
    return " ".join(sentences)


def _spent(one: UnderspendRecord) -> str:
    amount, allocated = format_pence(abs(one.underspend)), _said(one.allocation)
    if one.underspend < 0:
        spent = "was spent" if one.is_final else "is forecast to be spent"
        return f"{amount} more than the {allocated} allocated {spent}."
    return f"{amount} of {allocated} {'was not spent' if one.is_final else 'is forecast not to be spent'}."
