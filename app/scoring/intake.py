"""A folder of returned score sheets: what taking each of them would do, and taking it, whole or not at all.

Points are whole numbers. What is saved is saved as if it had been typed into the member's grid, and what is complete
then is submitted. No sheet that was submitted already is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from sqlalchemy.orm import Session

from app import documents
from app.documents import Put
from app.errors import Refused
from app.grants import taking
from app.grants.form import BadCell, Change, Place
from app.grants.reading import round_
from app.progress import Progress
from app.scoring import bids as scored_bids
from app.scoring import entering, member_sheets, parse, reading, sheets
from app.scoring.member_sheets import MemberSheets, lacks
from app.scoring.parts import BidRecord, ScaleRecord, ScoreRecord, StageRecord
from app.scoring.sheet_cells import Said, differing, listed, said, what_changed
from app.scoring.sheet_fields import COMMENT, COMMENTED, RECOMMENDS
from app.scoring.sheet_file import SheetFile
from app.years import format_day
from db.scoring import RANKED

SEAT = "scoring_seat"
"""The table that the originals are kept with."""
Outcome = Literal["new", "changed", "same", "duplicate", "older", "elsewhere", "refused"]
OUTCOMES: dict[Outcome, str] = {
    "new": "New",
    "changed": "Changed",
    "same": "Taken already",
    "duplicate": "Duplicate",
    "older": "Older version",
    "elsewhere": "Wrong round",
    "refused": "Cannot be taken",
}


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What taking one file would do.

    `changes` are the cells it would save, `submits` the ids of the bids whose sheets it would submit. `was` is the
    member's grid as it stands now: who takes the file passes it on, so that nothing saved meanwhile is typed over.
    `late` says so in a sentence, empty where it was in time. `problems` keep it from being taken; `notices` do not.
    """

    file: SheetFile
    outcome: Outcome
    member: str = ""
    member_id: str = ""
    seat_id: str = ""
    late: str = ""
    is_older: bool = False
    changes: tuple[Change, ...] = ()
    submits: tuple[str, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    was: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[BadCell, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name."""
        return self.file.name

    @property
    def can_take(self) -> bool:
        """Whether it would be taken when everything is."""
        return self.outcome in ("new", "changed")

    def told(self) -> tuple[str, ...]:
        """What is wrong with it, what it would change, and what is to be known of it: a sentence for each."""
        return taking.told(self)


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a folder of score sheets into a stage would do, in the order of the files' names."""

    stage_id: str
    round: str
    files: tuple[FilePlan, ...]

    @property
    def to_take(self) -> tuple[FilePlan, ...]:
        """The files that would be taken."""
        return tuple(one for one in self.files if one.can_take)

    def counted(self) -> str:
        """How many files of each outcome there are, in a line."""
        return taking.counted(self.files, OUTCOMES)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: the ids of the sheets it submitted, or the sentence why it was not taken."""

    name: str
    submitted: tuple[str, ...] = ()
    refused: str = ""


# planning


def preview(
    session: Session,
    stage_id: str,
    *,
    files: Sequence[SheetFile],
    accept_older: Collection[str] = (),
    received_on: date | None = None,
) -> Preview:
    """What taking these sheets into a stage would do; nothing is written.

    `accept_older` are the digests of sheets of an older version that a person wants taken all the same. They all
    arrived on `received_on`; without a day, each when its file was saved. Raises Refused for a stage that is ranked.
    """
    of = _open_stage(session, stage_id)
    known = _Known(session, of)
    plans = [known.plan(one, accept_older=one.digest in accept_older, received_on=received_on) for one in files]
    return Preview(of.id, round_(session, of.round_id).name, tuple(_without_twins(plans)))


def _open_stage(session: Session, stage_id: str) -> StageRecord:
    of = reading.stage(session, stage_id)
    if of.ranked_on is not None:
        raise Refused(RANKED)
    return of


class _Known:
    """What the office knows of a stage, looked up by what a sheet says."""

    def __init__(self, session: Session, of: StageRecord) -> None:
        self._session, self.stage = session, of
        self.bids = scored_bids.of_stage(session, of, named=False)

    def plan(self, file: SheetFile, *, accept_older: bool, received_on: date | None) -> FilePlan:
        """What taking one file would do."""
        plan = FilePlan(file, "refused", file.member, file.member_id, problems=file.problems)
        if not file.stage_id:
            return plan
        if file.stage_id != self.stage.id:
            return replace(plan, outcome="elsewhere", problems=(BadCell(Place(), self._elsewhere(file)),))
        seat = next((one for one in self.stage.seats if one.member_id == file.member_id), None)
        if seat is None:
            words = f"{file.member or 'the member it was made for'} does not score this stage."
            return replace(plan, problems=(BadCell(Place(), words),))
        plan = replace(plan, member=f"{seat.reference} {seat.name}", seat_id=seat.id)
        if any(one.digest == file.digest for one in documents.documents(self._session, seat.id)):
            words = "This very file has been taken. To have it taken once more, save it anew."
            return replace(plan, outcome="same", problems=(), notices=(words,))
        mine = member_sheets.read(self._session, self.stage.id, file.member_id)
        try:
            sheets.refuse_closed(self._session, mine)
        except Refused as refused:
            return replace(plan, problems=(BadCell(Place(), refused.message),))
        return self._of_member(plan, mine, accept_older=accept_older, day=received_on or file.saved_on)

    def _elsewhere(self, file: SheetFile) -> str:
        if file.round_id == self.stage.round_id:
            return "this sheet is of the other stage of this round."
        return f"this sheet is of another round ({file.round_reference or 'nobody can say which'})."

    def _of_member(self, plan: FilePlan, mine: MemberSheets, *, accept_older: bool, day: date | None) -> FilePlan:
        older = () if not plan.file.lines else what_changed(plan.file, mine, self.bids)
        late = self._late(day)
        plan = replace(plan, is_older=bool(older), late=late, notices=(*older, *([late] if late else [])))
        if older and not accept_older:
            words = "the sheet is of an older version, so it was not taken."
            return replace(plan, outcome="older", problems=(BadCell(Place(), words),))
        return _filled(plan, mine, said(plan.file, mine, self.bids, is_older=bool(older)))

    def _late(self, day: date | None) -> str:
        due = self.stage.sheets_due_on
        if due is None or day is None or day <= due:
            return ""
        return f"It is late: it came on {format_day(day)}, and sheets were due by {format_day(due)}."


def _filled(plan: FilePlan, mine: MemberSheets, found: Said) -> FilePlan:
    """The plan with what the sheet says held against what stands."""
    present = mine.cells()
    saved: dict[str, str] = {}
    closed: list[str] = []
    notices = [*plan.notices]
    if found.apart:
        notices.append(
            f"{mine.seat.name} has a conflict of interest in {listed(found.apart)}; those rows are left out."
        )
    if found.left:
        notices.append(f"{listed(found.left)} is left out, as it is not scored by them here.")
    for bid in (one for one in mine.bids if one.id in found.bids()):
        differ = differing(found.cells[bid.id], present)
        state = mine.sheets[bid.id].state if bid.id in mine.sheets else "draft"
        if state == "draft":
            saved |= differ
        elif differ:
            closed.append(bid.reference)
            notices.append(_kept(bid, state, mine, differ))
    after = {key: text for key, text in {**present, **saved}.items() if text}
    submits, unfinished = _complete(mine, found.bids(), after)
    plan = replace(
        plan,
        changes=tuple(_change(mine, key, text, present) for key, text in saved.items()),
        submits=submits,
        cells=saved,
        was=present,
        problems=tuple(found.problems),
        notices=(*notices, *unfinished),
    )
    return replace(plan, **_outcome(plan, closed, has_sheets=bool(mine.sheets), is_empty=not found.bids()))


def _outcome(plan: FilePlan, closed: Sequence[str], *, has_sheets: bool, is_empty: bool) -> dict[str, Any]:
    if plan.problems:
        return {"outcome": "refused"}
    if plan.changes or plan.submits:
        return {"outcome": "changed" if has_sheets else "new"}
    if closed:
        words = f"nothing of it can be taken while the sheets of {listed(closed)} are not open."
        return {"outcome": "refused", "problems": (BadCell(Place(), words),)}
    if is_empty:
        return {"outcome": "refused", "problems": (BadCell(Place(), "nothing was filled in."),)}
    return {"outcome": "same", "notices": (*plan.notices, "It says nothing that is not here already.")}


def _kept(bid: BidRecord, state: str, mine: MemberSheets, differ: Mapping[str, str]) -> str:
    """What is said of a sheet that a file would change and that is not open."""
    if state == "abstained":
        return f"{bid.reference}: {mine.seat.name} abstains from it, so what the file says is left out."
    cells = "1 cell" if len(differ) == 1 else f"{len(differ):,} cells"
    return (
        f"{bid.reference}: the sheet has been submitted and the file differs in {cells}. What was submitted stays; "
        "open the sheet again first to change it."
    )


def _complete(
    mine: MemberSheets, named: Collection[str], after: Mapping[str, str]
) -> tuple[tuple[str, ...], list[str]]:
    """Of the bids that a file names: those whose sheet would be complete and submitted, and what the others lack."""
    submits: list[str] = []
    told: list[str] = []
    for bid in mine.bids:
        known = mine.sheets.get(bid.id)
        if bid.id not in named or (known is not None and known.state != "draft"):
            continue
        missing = lacks(mine.scales, _scores(bid, mine.scales, after))
        if missing:
            told.append(f"{bid.reference} stays a draft: {missing[0][1]}")
        else:
            submits.append(bid.id)
    return tuple(submits), told


def _scores(bid: BidRecord, scales: Sequence[ScaleRecord], cells: Mapping[str, str]) -> list[ScoreRecord]:
    """The scores that these cells would be."""
    found = []
    for scale in scales:
        mark = parse.points(cells.get(f"{bid.id}:{scale.id}", ""), scale.maximum)
        points = mark if isinstance(mark, int) else None
        comment = cells.get(f"{bid.id}:{scale.id}{COMMENTED}", "")
        found.append(ScoreRecord("", 0, scale.id, points, mark == parse.NA, comment))
    return found


def _change(mine: MemberSheets, key: str, text: str, present: Mapping[str, str]) -> Change:
    """A cell that would be saved, in words."""
    application_id, _, column = key.partition(":")
    bid = next(one for one in mine.bids if one.id == application_id)
    scale = next((one for one in mine.scales if one.id == column.removesuffix(COMMENTED)), None)
    if scale is not None:
        called = f"{scale.name}, comment" if column.endswith(COMMENTED) else scale.name
    else:
        called = {RECOMMENDS: "Recommends", COMMENT: "Comment on the bid"}[column]
    return Change(f"{bid.reference}, {called}", present.get(key, ""), text)


def _without_twins(plans: Sequence[FilePlan]) -> list[FilePlan]:
    """The plans, in which of several files of the same member only the one that was saved last is taken."""
    last: dict[str, FilePlan] = {}
    for plan in plans:
        if plan.can_take and (plan.member_id not in last or _saved(plan) > _saved(last[plan.member_id])):
            last[plan.member_id] = plan
    found = []
    for plan in plans:
        kept = last.get(plan.member_id, plan) if plan.can_take else plan
        if kept is plan:
            found.append(plan)
            continue
        alike = "the same file as" if kept.file.digest == plan.file.digest else "an earlier sheet of the same member as"
        words = f"This is {alike} {kept.name}, which is taken."
        found.append(replace(plan, outcome="duplicate", notices=(words, *plan.notices)))
    return found


def _saved(plan: FilePlan) -> tuple[date, str]:
    return plan.file.saved_on or date.min, plan.file.saved_time


# taking


def take(
    session: Session,
    stage_id: str,
    *,
    file: SheetFile,
    original: Put,
    day: date,
    accept_older: bool = False,
    was: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Take all that a member's file says, submit what is complete as of `day`, and keep the original with the seat.

    The ids of the submitted sheets. `original` is the file as `documents.put` kept it, `was` the member's grid as the
    preview showed it. Raises Refused, Stale; then nothing of it is saved.
    """
    of = _open_stage(session, stage_id)
    if original.digest != file.digest:
        raise Refused(f"{file.name} was changed since it was read. Look at the folder again.")
    plan = _Known(session, of).plan(file, accept_older=accept_older, received_on=day)
    if plan.problems:
        raise Refused(plan.problems[0].sentence(file.name))
    if not plan.can_take:
        raise Refused(f"{file.name}: {plan.notices[-1]}")
    before = plan.was if was is None else was
    cells = {**before, **plan.cells}
    entering.put(session, of.id, plan.member_id, cells=cells, was=before, day=day)
    session.flush()
    whole = set(member_sheets.read(session, of.id, plan.member_id).unsubmitted())
    submits = [one for one in plan.submits if one in whole]
    done = sheets.submit(session, of.id, plan.member_id, application_ids=submits, day=day) if submits else ()
    documents.attach(session, about_table=SEAT, about_id=plan.seat_id, put=original)
    return done


def take_all(
    office_path: Path,
    write: Callable[..., Any],
    plan: Preview,
    *,
    day: date,
    progress: Progress | None = None,
) -> tuple[Taken, ...]:
    """Take every file of a preview that can be, each in a step of its own, the original kept before; what became of it.

    `write` is `office.write`. One that is refused by now leaves nothing of itself, and the others are taken. Raises
    Stopped between two files: those before it stay.
    """
    return taking.take_each(plan.files, lambda one: _taken(office_path, write, plan, one, day), progress)


def _taken(office_path: Path, write: Callable[..., Any], plan: Preview, one: FilePlan, day: date) -> Taken:
    try:
        original = documents.put(office_path, Path(one.file.path))
        submitted = write(
            step_name(one),
            take,
            plan.stage_id,
            file=one.file,
            original=original,
            day=day,
            accept_older=one.is_older,
            was=dict(one.was),
        )
    except Refused as error:
        return Taken(one.name, refused=error.message)
    return Taken(one.name, submitted)


def step_name(one: FilePlan) -> str:
    """What taking a file is called in the history."""
    return f"Take in the score sheet of {one.member}"
