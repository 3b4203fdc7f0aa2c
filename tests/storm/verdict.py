"""What became of the saves: the office file held against all that the desks were told of them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.checking import check
from app.door import Office
from app.errors import Refused
from app.who import Who
from db.areas import Area, AreaName
from db.journal import Change, Step
from tests.storm.journey import Save


@dataclass(slots=True)
class Verdict:
    """How many saves were acknowledged, are in the file, are lost, were overwritten unseen, or were told wrongly of.

    `damage` is what is wrong with the file itself, `faults` are errors that reached a person raw, `longest` is the
    longest a desk took to say what became of a save, in seconds.
    """

    acknowledged: int = 0
    stored: int = 0
    lost: int = 0
    overwritten: int = 0
    doubtful: int = 0
    stale: int = 0
    longest: float = 0.0
    damage: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def harmed(self) -> bool:
        """Whether a save was lost or overwritten, or the file damaged."""
        return bool(self.lost or self.overwritten or self.damage)

    @property
    def good(self) -> bool:
        """Whether every promise was kept."""
        return not (self.harmed or self.doubtful or self.faults)


@dataclass(slots=True)
class _Contents:
    """What the file holds: op_ids, how many rows with their name each key has, and what each edit replaced."""

    ops: set[str]
    rows: Counter[str]
    edits: dict[str, str]


def judge(path: Path, saves: list[Save]) -> Verdict:
    """Hold the file, on a drive that nobody else uses any more, against these saves.

    Opened first as any desk opens it, which takes back what was cut off half way.
    """
    verdict = Verdict(
        acknowledged=sum(save.acknowledged for save in saves),
        stale=sum(save.told == "refused" for save in saves),
        longest=max((save.seconds for save in saves), default=0.0),
        faults=[f"{save.key}: {save.why}" for save in saves if save.told == "fault"],
    )
    try:
        office = Office(path, Who("Anna", "judge"))
        try:
            holds = office.read(_contents)
        finally:
            office.close()
        verdict.damage = [finding.text for finding in check(path)]
    except Refused as error:
        verdict.damage = [f"{error.message} ({error.__cause__})"]
        verdict.lost = verdict.acknowledged
        return verdict
    _weigh(verdict, saves, holds)
    return verdict


def _contents(session: Session) -> _Contents:
    ops = {row.seq: row.op_id for row in session.execute(select(Step.seq, Step.op_id))}
    named = select(Area.code).join(AreaName, (AreaName.area_id == Area.id) & (AreaName.name == Area.code))
    changed = select(Change.step_seq, Change.old).where(
        Change.table_name == "area", Change.column_name == "code", Change.old.is_not(None)
    )
    replaced = [(row.step_seq, row.old) for row in session.execute(changed)]
    edits = {ops[seq]: str(json.loads(old)) for seq, old in replaced if seq in ops}
    return _Contents(set(ops.values()), Counter(session.scalars(named)), edits)


def _weigh(verdict: Verdict, saves: list[Save], holds: _Contents) -> None:
    for save in saves:
        stored = save.op_id in holds.ops and (save.op_id in holds.edits if save.row else holds.rows[save.key] > 0)
        promised = save.acknowledged or save.told == "found"
        verdict.stored += stored
        verdict.lost += promised and not stored
        denied = save.told in ("absent", "not saved", "refused") and not save.acknowledged
        verdict.doubtful += (denied and stored) or (not save.row and holds.rows[save.key] > 1)
    verdict.overwritten = len(overwritten(saves, holds.edits))


def overwritten(saves: list[Save], edits: dict[str, str]) -> set[str]:
    """The edits that went over another one unseen: of two that saw the same version, the later; or one whose own step
    says that it replaced another value than its desk had seen. `edits` gives the value each step replaced, by op_id."""
    made = [save for save in saves if save.row and (save.acknowledged or save.told == "found")]
    unseen = {save.op_id for save in made if edits.get(save.op_id, save.code) != save.code}
    same: dict[tuple[str, int], list[Save]] = defaultdict(list)
    for save in made:
        same[save.row, save.version].append(save)
    for several in same.values():
        if len(several) > 1 and not any(save.op_id in unseen for save in several):
            unseen |= {save.op_id for save in several[1:]}
    return unseen
