"""What a returned score sheet says, in the cells of its member's grid, and what of it cannot be taken.

Points are whole numbers. A cell is `application_id:column`; one that is empty on the sheet is kept as "", so that
what a member took out again is taken out here too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.errors import Refused
from app.grants.form import BadCell, Place
from app.scoring import parse
from app.scoring.member_sheets import MemberSheets
from app.scoring.parts import BidRecord, ScaleRecord
from app.scoring.sheet_fields import COMMENT, COMMENTED, RECOMMENDS
from app.scoring.sheet_file import WHOLE, SheetFile, SheetLine, alike, fingerprint, what

MOST_NAMED = 5


@dataclass(slots=True)
class Said:
    """What a sheet says. `cells` are by the bid's id; `apart` are the references of bids that a conflict keeps from
    the member, `left` those of bids and criteria that are no more scored by them and were left out.
    """

    cells: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[BadCell] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def bids(self) -> list[str]:
        """The ids of the bids that anything is said of, in the order of the sheet."""
        return [key for key, cells in self.cells.items() if any(cells.values())]


def said(file: SheetFile, mine: MemberSheets, every: Collection[BidRecord], *, is_older: bool) -> Said:
    """What a sheet says of the bids its member scores. `every` are all bids of the stage.

    Of a sheet of an older version what is no more scored is left out; of one that fits it is a problem.
    """
    return _Saying(file, mine, every, is_older).said()


class _Saying:
    """One sheet on its way into cells."""

    def __init__(self, file: SheetFile, mine: MemberSheets, every: Collection[BidRecord], is_older: bool) -> None:
        self.file, self.mine, self.is_older = file, mine, is_older
        self.every = {alike(one.reference): one for one in every}
        self.own = {one.id for one in mine.bids}
        self.scales = {alike(what(one)): one for one in mine.scales}
        self.found = Said()
        self.places: dict[str, Place] = {}
        self.apart_at: set[Place] = set()

    def said(self) -> Said:
        """All of it."""
        for line in self.file.lines:
            self._line(line)
        self.found.problems += [one for one in self.file.problems if one.place not in self.apart_at]
        return self.found

    def _line(self, line: SheetLine) -> None:
        bid = self.every.get(alike(line.reference))
        if bid is not None and bid.id in self.mine.conflicted:
            self.apart_at |= {line.points_at, line.comment_at}
            _once(self.found.apart, bid.reference)
            return
        if line.points == "" and line.comment == "" and (bid is None or bid.id not in self.own):
            return
        if bid is None or bid.id not in self.own:
            self._unknown(line, line.reference, "this is not a bid that they score at this stage.")
            return
        if alike(line.what) == alike(WHOLE):
            self._put(line.points_at, f"{bid.id}:{RECOMMENDS}", line.points, parse.recommends)
            self._put(line.comment_at, f"{bid.id}:{COMMENT}", line.comment, parse.plain)
            return
        self._criterion(line, bid)

    def _criterion(self, line: SheetLine, bid: BidRecord) -> None:
        scale = self.scales.get(alike(line.what))
        if scale is None:
            if line.points != "" or line.comment != "":
                self._unknown(line, f"“{parse.shown(line.what)}”", "this is not a criterion of this stage.")
            return
        if _out_of(line.out_of) != scale.maximum:
            self._unknown(line, f"“{scale.name}”", f"{scale.name} is out of {scale.maximum} here.")
            return
        maximum = scale.maximum
        self._put(
            line.points_at,
            f"{bid.id}:{scale.id}",
            line.points,
            lambda text: parse.mark_text(parse.points(text, maximum)),
        )
        self._put(line.comment_at, f"{bid.id}:{scale.id}{COMMENTED}", line.comment, parse.plain)

    def _unknown(self, line: SheetLine, called: str, words: str) -> None:
        if self.is_older:
            _once(self.found.left, called)
            self.apart_at |= {line.points_at, line.comment_at}
        else:
            self.found.problems.append(BadCell(line.at, words))

    def _put(self, place: Place, key: str, typed: str | None, meant: Callable[[str], str]) -> None:
        """Keep what a box says. A row that is there twice may say the same twice, and nothing else."""
        if typed is None:
            return  # why it cannot be read is among the problems of the file
        try:
            text = meant(typed)
        except Refused as refused:
            self.found.problems.append(BadCell(place, refused.message))
            return
        cells = self.found.cells.setdefault(key.partition(":")[0], {})
        before = cells.get(key, "")
        if before and text and before != text:
            words = (
                f"this is also at {self.places[key].cell}, and says something else there. Ask them which one counts."
            )
            self.found.problems.append(BadCell(place, words))
            return
        if text or key not in cells:
            cells[key] = text
            self.places[key] = place


def _once(names: list[str], name: str) -> None:
    if name not in names:
        names.append(name)


def _out_of(text: str) -> int | None:
    """The highest points as the sheet has them; None where they were typed over."""
    try:
        found = parse.points(text, 10**9)
    except Refused:
        return None
    return found if isinstance(found, int) else None


# older sheets


def what_changed(file: SheetFile, mine: MemberSheets, every: Collection[BidRecord]) -> tuple[str, ...]:
    """What is different since a sheet was written, a sentence for each thing; nothing for one that fits.

    A conflict that was declared since makes no sheet older: its rows are left out, and the rest stands as it was asked.
    """
    named = {alike(one.reference) for one in file.lines}
    on_it = [one for one in every if alike(one.reference) in named]
    apart = [one for one in on_it if one.id in mine.conflicted]
    if file.mark in {_mark(mine, mine.bids, mine.scales), _mark(mine, [*mine.bids, *apart], mine.scales)}:
        return ()
    own, told = {one.id for one in mine.bids}, []
    more = [one.reference for one in mine.bids if alike(one.reference) not in named]
    fewer = [one.reference for one in on_it if one.id not in own and one.id not in mine.conflicted]
    known = {alike(one.reference) for one in every}
    gone = dict.fromkeys(one.reference for one in file.lines if alike(one.reference) not in known)
    if more:
        told.append(f"It does not ask about {listed(more)}.")
    if fewer or gone:
        told.append(f"They no longer score {listed([*fewer, *gone])}.")
    told += _of_scheme(file, mine.scales)
    return tuple(told) or ("What is asked, its weights or where a comment is needed were changed since.",)


def _of_scheme(file: SheetFile, scales: Sequence[ScaleRecord]) -> list[str]:
    """What the criteria on a sheet are that the stage has not, and the other way round."""
    asked = {alike(one.what): one for one in file.lines if alike(one.what) != alike(WHOLE)}
    there = {alike(what(one)): one for one in scales}
    told = []
    if new := [one.name for key, one in there.items() if key not in asked]:
        told.append(f"It does not ask for {listed(new)}.")
    if old := [one.what for key, one in asked.items() if key not in there]:
        told.append(f"It asks for {listed(old)}, which is not scored here.")
    for key, scale in there.items():
        if key in asked and _out_of(asked[key].out_of) != scale.maximum:
            told.append(f"{scale.name} was out of {parse.shown(asked[key].out_of) or 'nothing'}, not {scale.maximum}.")
    return told


def _mark(mine: MemberSheets, bids: Iterable[BidRecord], scales: Sequence[ScaleRecord]) -> str:
    return fingerprint(mine.stage, mine.seat.member_id, bids, scales)


def listed(names: Sequence[str]) -> str:
    """Names in a line, the first few of many."""
    more = len(names) - MOST_NAMED
    return f"{', '.join(names[:MOST_NAMED])}{f' and {more:,} more' if more > 0 else ''}"


# what stands beside what is said


def differing(cells: Mapping[str, str], present: Mapping[str, str]) -> dict[str, str]:
    """The cells that say something else than what stands."""
    return {key: text for key, text in cells.items() if text != present.get(key, "")}
