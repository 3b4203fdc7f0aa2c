"""Is it fair? Areas by priorities, each square as dark as the money in it, with the shares there ought to be."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.listing import Column, Line, Listing
from app.money import Pence, format_figure, format_pence, format_percent
from app.recommendations.fair import Fair
from app.recommendations.fairness import Edge, Fairness, Square, gap
from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.parts import Section, SmallTable
from ui.kit.segments import Segments
from ui.kit.squares import Square as Shaded
from ui.kit.squares import SquareRow, Squares, SquareView
from ui.kit.words import plain

NAME = "Areas and priorities"
ABOVE, RECOMMENDED = "above", "recommended"
SHADES = ((6, 3), (3, 2), (0, 1))
"""From how many tenths of the highest square on a square is how dark."""
WHOLE, PEOPLE = "All £", "£ per 1,000 people"
NOBODY = "nobody bid"
TITLES = {ABOVE: "Is it fair? What is above the line, £", RECOMMENDED: "Is it fair? What is recommended, £"}
SWITCH = (
    (ABOVE, "Above the line", "what is above the line"),
    (RECOMMENDED, "Recommended", "what is recommended"),
)
COLUMNS = (
    Column("what", "Against the targets"),
    Column("share", "Has %", "figure", added=False, places=1),
    Column("target", "Target %", "figure", added=False, places=1),
    Column("gap", "Gap, points", "percent"),
)


def squares(found: Fairness) -> Squares:
    """The grid as it is shown: whole pounds, “none” where nobody bid, 0 where nobody who bid is given anything.

    What there is for each 1,000 people is left out where nobody knows of any area how many live there.
    """
    most = max((one.given for one in found.squares.values()), default=Pence(0))
    peopled = any(one.people for one in found.areas)
    rows = [
        SquareRow(
            area.name,
            (
                *(
                    _shaded(found.squares.get((area.id, one.id)), f"{area.name}, {one.name}", most)
                    for one in found.priorities
                ),
                _whole(area.name, area.whole),
                *([_each(area)] if peopled else []),
            ),
        )
        for area in found.areas
    ]
    last = (
        *(_whole(one.name, one.whole) for one in found.priorities),
        _whole("All", found.whole),
        *([_each_of_all(found)] if peopled else []),
    )
    heads = (*(one.name for one in found.priorities), WHOLE, *([PEOPLE] if peopled else []))
    return Squares("Area", heads, (*rows, SquareRow("All", last, strong=True)))


def _whole(where: str, one: Square) -> Shaded:
    return Shaded(format_figure(_pounds(one.given)), _said(where, one))


def _each_of_all(found: Fairness) -> Shaded:
    """What those areas have for each 1,000 people of which it is known how many live there."""
    known = [one for one in found.areas if one.people]
    people = sum(one.people or 0 for one in known)
    each = Pence(round(Fraction(sum(one.whole.given for one in known) * 1000, people)))
    where = "All areas" if len(known) == len(found.areas) else "The areas of which it is known"
    return Shaded(format_figure(_pounds(each)), f"{where}: {format_pence(each)} for each 1,000 people")


def _shaded(one: Square | None, where: str, most: Pence) -> Shaded:
    if one is None or not one.bids:
        return Shaded("none", f"{where}: {NOBODY}", 0, quiet=True)
    tenths = one.given * 10 // most if most else 0
    shade = next(dark for least, dark in SHADES if tenths >= least) if one.given else 0
    return Shaded(format_figure(_pounds(one.given)), _said(where, one), shade, quiet=not one.given)


def _each(area: Edge) -> Shaded:
    if area.per_thousand is None:
        return Shaded("–", f"{area.name}: nobody knows how many people live there", quiet=True)
    few = " Few people live there." if area.is_small else ""
    words = f"{area.name}: {format_pence(area.per_thousand)} for each 1,000 of {area.people:,} people.{few}"
    return Shaded(f"{format_figure(_pounds(area.per_thousand))}{'*' if area.is_small else ''}", words)


def _said(where: str, one: Square) -> str:
    """“Cornwall, Victims: £13,000 for 1 of 2 bids, which ask for £28,000”."""
    if not one.bids:
        return f"{where}: {NOBODY}"
    bids = "bid, which asks" if one.bids == 1 else "bids, which ask"
    return f"{where}: {format_pence(one.given)} for {one.funded:,} of {one.bids:,} {bids} for {format_pence(one.asked)}"


def _pounds(amount: Pence) -> Pence:
    """An amount to the whole pound: pence tell nothing in a square."""
    return Pence((amount + 50) // 100 * 100)


def against(found: Fairness) -> Listing:
    """The share of the money of whatever has a target, beside its target."""
    edges = [one for one in (*found.areas, *found.priorities) if one.target is not None]
    lines = tuple(Line(one.id, (one.name, _figure(one.share), _figure(one.target), one.gap)) for one in edges)
    return Listing("Against the targets", COLUMNS, lines)


def _figure(tenths: int | None) -> int | None:
    """Tenths of a percent as the millionths that a figure is kept in."""
    return None if tenths is None else tenths * 100_000


def gap_words(found: Fairness) -> str:
    """How far all of it lies from the targets, in a sentence."""
    if all(one.target is None for one in (*found.areas, *found.priorities)):
        return "No targets are set for areas or priorities."
    if not found.whole.given:
        return "Nothing is given yet, so that there are no shares to hold against the targets."
    return f"The gap to the targets comes to {format_percent(gap(found), sign=False)} percentage points."


def legend(found: Fairness) -> str:
    """What the signs of the grid stand for, of those that are in it."""
    signs = ["“none” nobody bid", "0 nothing is given"]
    return " · ".join([*signs, "* few people"] if any(one.is_small for one in found.areas) else signs)


class FairView(QWidget):
    """The grid with what its signs stand for, and what it has against the targets under it."""

    def __init__(self, found: Fairness) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().gap(4))
        self.grid = SquareView(NAME, squares(found))
        self.legend = plain("", "tiny", tone="second", wrap=True)
        self.targets = SmallTable("Against the targets", against(found))
        self.gap = plain("", "small", tone="second", wrap=True)
        for one in (self.grid, self.legend, self.targets, self.gap):
            column.addWidget(one)
        self._say(found)

    def show_fairness(self, found: Fairness) -> None:
        """Show another spread of the same bids."""
        self.grid.show_squares(squares(found))
        listing = against(found)
        if listing != self.targets.model.prepared.listing:
            self.targets.show_listing(listing)
        self._say(found)

    def _say(self, found: Fairness) -> None:
        for label, words in ((self.legend, legend(found)), (self.gap, gap_words(found))):
            if label.text() != words:
                label.setText(words)
        self.targets.setVisible(any(one.target is not None for one in (*found.areas, *found.priorities)))


class FairPart(Section):
    """The part of the record of a ranked list: what is above the line or recommended, and what to do about it."""

    def __init__(
        self, found: Fair, key: str, start: Callable[[str], None], *, can_save: bool, chosen: Callable[[str], None]
    ) -> None:
        """`key` is which of both is shown; `start` begins an action, and `chosen` is told when the other is shown."""
        super().__init__(TITLES[key])
        self._fair, self._chosen = found, chosen
        if found.recommended and found.cut.above:
            self.switch = Segments("Which money", SWITCH)
            self.switch.choose(key)
            self.switch.chosen.connect(self._on_chosen)
            self.add(self.switch)
        self.view = FairView(self._shown(key))
        self.add(self.view)
        links = QHBoxLayout()
        links.setSpacing(theme.current().gap(14))
        offered = [("Try a swap…", "swap"), ("What if…", "what if"), ("Targets…", "targets")]
        for words, action in offered if can_save else offered[:2]:
            button = Button(words, look="link")
            button.clicked.connect(lambda _=False, action=action: start(action))
            links.addWidget(button)
        links.addStretch(1)
        self.add(links)

    def _on_chosen(self, key: str) -> None:
        self.title.setText(TITLES[key])
        self.view.show_fairness(self._shown(key))
        self._chosen(key)

    def _shown(self, key: str) -> Fairness:
        return self._fair.above() if key == ABOVE else self._fair.by_recommendation()


def part_of(
    found: Fair, wanted: str, start: Callable[[str], None], *, can_save: bool, chosen: Callable[[str], None]
) -> FairPart | None:
    """The part with what is `wanted` where there is any of it, else with the other; None while nobody is given
    anything."""
    there = {ABOVE: bool(found.cut.above), RECOMMENDED: bool(found.recommended)}
    key = next((one for one in (wanted, ABOVE, RECOMMENDED) if there.get(one)), "")
    return FairPart(found, key, start, can_save=can_save, chosen=chosen) if key else None
