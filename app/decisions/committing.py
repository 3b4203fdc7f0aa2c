"""All recommendations of a stage committed in one save: the decision sheets they make, and a letter for every bid.

Either all of it is made or none. What the officer looked at goes by its digest: if anything of it has changed since,
nothing is committed. Amounts are pence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app import records
from app.decisions import beginning, persons, reading, wording
from app.decisions.decision_fields import EACH, SHEETS
from app.decisions.lacking import told
from app.decisions.parts import RuleRecord
from app.decisions.wording import Decided
from app.errors import Refused, Stale
from app.grants.parts import RoundRecord
from app.grants.reading import round_
from app.office import details
from app.recommendations.parts import GIVEN
from app.recommendations.review import Review, review
from app.scoring import reading as scoring
from app.scoring.parts import DeclarationRecord, StageRecord
from app.years import FIRST, LAST
from db.decision_sheets import DecisionAward, DecisionSheet, OutcomeLetter
from db.recommendations import Recommendation

SEEN_OTHERWISE = "What you looked at has changed. Nothing was committed; look at all outcomes again, then commit."


def commit(
    session: Session,
    stage_id: str,
    *,
    seen: str,
    sheets: str = "one",
    title: str = "",
    year: int,
    day: date,
    account: str | None = None,
) -> tuple[str, ...]:
    """Commit everything recommended at a stage that is not committed yet, as of a day; the ids of the sheets it makes.

    `seen` is the digest of the review the officer looked at. With `sheets` "one" there is a sheet with every bid; with
    "each" one for each bid that is funded and one for all others. `account` is who prepares them besides whoever saves
    this; neither approves any.

    Raises Refused naming each bid in the way, Stale where anything has changed since it was looked at.
    """
    found = review(session, stage_id, day=day)
    if found.digest != seen:
        raise _changed(session, found)
    if found.in_the_way:
        raise Refused(f"Nothing was committed. {told([one.sentence for one in found.in_the_way])}")
    if all(one.value != sheets for one in SHEETS):
        raise Refused("Say how many decisions this makes.", "sheets")
    if not FIRST <= year <= LAST:
        raise Refused("That is not a financial year.", "year")
    preparer = persons.prepared_too(account or "", persons.account(session))
    making = _Making.begun(session, found, year, preparer)
    return tuple(making.make(part, title) for part in _parted(wording.decided(found), sheets))


def _parted(every: Sequence[Decided], sheets: str) -> list[Sequence[Decided]]:
    """The bids by the sheet they are on."""
    if sheets != EACH:
        return [every]
    others = [one for one in every if one.known.outcome not in GIVEN]
    return [*([one] for one in every if one.known.outcome in GIVEN), *([others] if others else [])]


def _changed(session: Session, found: Review) -> Stale:
    """What is said where the officer looked at something else, naming who saved last where that is known."""
    known = [one.id for one in session.scalars(_of_stage(found.stage_id))]
    rows = [found.stage_id, found.round_id, *(one.bid.id for one in found.rows), *known]
    last = records.last_save(session, rows)
    who = f"{last.user} saved “{last.name}”. " if last is not None else ""
    return Stale(f"{who}{SEEN_OTHERWISE}")


def _of_stage(stage_id: str) -> Select[Any]:
    return select(Recommendation).where(Recommendation.stage_id == stage_id)


@dataclass(frozen=True, slots=True)
class _Making:
    """What every sheet of one commit has in common."""

    session: Session
    stage: StageRecord
    round: RoundRecord
    rule: RuleRecord
    marking: str
    headings: tuple[str, ...]
    addressees: dict[str, str]
    known: dict[str, Recommendation]
    conflicts: tuple[DeclarationRecord, ...]
    year: int
    account: str

    @classmethod
    def begun(cls, session: Session, found: Review, year: int, account: str) -> _Making:
        return cls(
            session,
            scoring.stage(session, found.stage_id),
            round_(session, found.round_id),
            reading.rule(session),
            details(session).marking,
            beginning.headings(session),
            beginning.addressees(session, [one.bid.id for one in found.to_commit]),
            {one.id: one for one in session.scalars(_of_stage(found.stage_id))},
            tuple(scoring.declarations(session, found.round_id)),
            year,
            account,
        )

    def make(self, bids: Sequence[Decided], title: str) -> str:
        """A sheet for these bids, with all that belongs to it and their letters; its id."""
        row = DecisionSheet(**self._texts(bids, " ".join(title.split())))
        self.session.add(row)
        self.session.flush()
        gives = any(one.known.outcome in GIVEN for one in bids)
        self.session.add_all(beginning.options(row.id, wording.GIVES if gives else wording.GIVES_NOTHING))
        self.session.add_all(beginning.unanswered(row.id, self.headings))
        self.session.add_all(_award(row.id, at, one) for at, one in enumerate(bids, 1))
        self.session.add_all(self._letter(row.id, one) for one in bids)
        for one in bids:
            self.known[one.known.id].sheet_id = row.id
        self.session.flush()
        return row.id

    def _texts(self, bids: Sequence[Decided], title: str) -> dict[str, Any]:
        return beginning.blank(kind="grants", title=self._title(bids, title), year=self.year, marking=self.marking) | {
            "round_id": self.round.id,
            "summary": wording.summary(self.round, bids),
            "background": self.round.purpose,
            "recommendation": wording.recommendation(bids),
            "power": wording.POWER,
            "conflicts": wording.conflicts(self.stage, self.conflicts, bids),
            "background_papers": wording.papers(self.round, self.stage),
            "prepared_by": self.account,
            "limit_pence": self.rule.limit,
        }

    def _title(self, bids: Sequence[Decided], title: str) -> str:
        own = title or f"Grants of {self.round.reference} {self.round.name}"
        if len(bids) == 1 and bids[0].known.outcome in GIVEN:
            return f"{own}: {bids[0].bid.organisation}"
        return own if any(one.known.outcome in GIVEN for one in bids) else f"{own}: bids without a grant now"

    def _letter(self, sheet_id: str, one: Decided) -> OutcomeLetter:
        return beginning.letter(
            sheet_id,
            one.bid.id,
            outcome=one.known.outcome,
            amount=one.known.amount,
            addressee=self.addressees.get(one.bid.id, one.bid.organisation),
            words=wording.letter(self.rule.maker_title, one),
            feedback=one.known.feedback,
        )


def _award(sheet_id: str, at: int, one: Decided) -> DecisionAward:
    return DecisionAward(
        sheet_id=sheet_id,
        position=at,
        application_id=one.bid.id,
        organisation_id=one.bid.organisation_id,
        payee=one.bid.organisation,
        purpose=one.bid.project,
        outcome=one.known.outcome,
        amount_pence=one.amount,
        conditions=one.known.conditions,
    )
