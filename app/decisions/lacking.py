"""What a decision sheet still lacks before anybody may approve it, and what of its bids stands in the way.

Amounts are pence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.decisions import decision_fields as fields
from app.decisions import reading
from app.decisions.parts import AwardRecord, DecisionSheetRecord
from app.errors import Refused
from app.grants.parts import ApplicationRecord, RoundRecord
from app.grants.reading import application, round_
from app.money import Pence, format_pence
from app.recommendations import ground as grounds
from app.recommendations import reading as recommended
from app.recommendations.barring import barred
from app.recommendations.parts import GIVEN
from app.scoring.arithmetic import shown
from app.scoring.ranking import Standing
from db.applicants import HardStop
from db.grants import Application
from db.organisations import Organisation

NEEDED = {"title": "The title", "lead_officer": "The lead officer", "lead_post": "The post of the lead officer"}
WITH_LINES = ("grants", "contract", "allocation", "virement")
"""The kinds of decision that give something to somebody."""
MOST_TOLD = 6
"""So many sentences a refusal tells; the record of the sheet has all of them."""


class Lack(NamedTuple):
    """What is missing, in a sentence, and the box it belongs in."""

    field: str
    sentence: str


def lacks(sheet: DecisionSheetRecord) -> tuple[Lack, ...]:
    """What is missing on a sheet itself, in the order of its form."""
    return (*_texts(sheet), *_options(sheet), *_implications(sheet), *_lines(sheet), *_publication(sheet))


def refuse_lacking(session: Session, sheet: DecisionSheetRecord, what: str) -> None:
    """Raise Refused where anything is missing or in the way, after the words of `what` cannot be done."""
    missing = lacks(sheet)
    sentences = [*(one.sentence for one in missing), *hinders(session, sheet)]
    if sentences:
        field = missing[0].field if missing else None
        raise Refused(f"{what} {told(sentences)}", field)


def told(sentences: list[str]) -> str:
    """The first of these sentences, and how many more there are."""
    more = len(sentences) - MOST_TOLD
    return " ".join([*sentences[:MOST_TOLD], *([f"And {more:,} more."] if more > 0 else [])])


def _texts(sheet: DecisionSheetRecord) -> Iterable[Lack]:
    for key, what in NEEDED.items():
        if not getattr(sheet, key):
            yield Lack(key, f"{what} is missing.")
    for field in fields.SHEET:
        if field.key in fields.ANSWERED and not getattr(sheet, field.key):
            yield Lack(field.key, f"“{field.label}” is not answered.")
    if not sheet.interests_confirmed:
        yield Lack("interests_confirmed", "Interests have not been confirmed.")


def _options(sheet: DecisionSheetRecord) -> Iterable[Lack]:
    chosen = sum(one.is_chosen for one in sheet.options)
    if chosen != 1:
        yield Lack("options", "One of the options is the one recommended; none is." if not chosen else TWO_CHOSEN)
    if len(sheet.options) == chosen:
        yield Lack("options", "No option that was rejected is told. Doing nothing is one.")
    for one in sheet.options:
        if not one.why:
            yield Lack("options", f"Option {one.place} does not say why{'' if one.is_chosen else ' not'}.")


TWO_CHOSEN = "Only one of the options can be the one recommended."


def _implications(sheet: DecisionSheetRecord) -> Iterable[Lack]:
    for one in sheet.implications:
        if not one.answer:
            box = f"{fields.IMPLICATIONS}:{one.id}:{fields.ANSWER}"
            yield Lack(box, f"“{one.heading}” of its implications is not answered.")


def _lines(sheet: DecisionSheetRecord) -> Iterable[Lack]:
    if sheet.kind in WITH_LINES and not sheet.awards:
        yield Lack(fields.AWARDS, "It does not say who has what.")
    for one in sheet.awards:
        if one.outcome in GIVEN and not one.purpose:
            box = f"{fields.AWARDS}:{one.id}:{fields.PURPOSE}"
            yield Lack(box, f"{one.payee}: It is not said what its money is for.")


def _publication(sheet: DecisionSheetRecord) -> Iterable[Lack]:
    if sheet.publication == "full" and sheet.withheld:
        yield Lack("publication", "It is published in full and has a Part II. Publish it in part, or empty Part II.")
    if sheet.publication == "part" and not sheet.withheld:
        yield Lack("withheld", "It is published in part and withholds nothing. Write Part II, or publish it in full.")
    if sheet.publication != "full" and sheet.review_on is None:
        yield Lack("review_on", "Say when it is looked at again whether it can be published.")


# what stands in the way


def hinders(session: Session, sheet: DecisionSheetRecord) -> tuple[str, ...]:
    """What of its bids, their scores and the money stands in the way of a sheet, in sentences that name the bid."""
    session.flush()
    found = [*_stopped(session, sheet), *_superseded(session, sheet)]
    if not sheet.round_id:
        return tuple(found)
    r = round_(session, sheet.round_id)
    found += [*_otherwise(session, sheet), *_barred(session, sheet, r)]
    return (*found, *_scores(session, sheet), *_money(session, sheet, r))


def _stopped(session: Session, sheet: DecisionSheetRecord) -> Iterable[str]:
    """Organisations without a bid here that may have no money; of a bid its own record says so."""
    ids = [one.organisation_id for one in sheet.awards if not one.application_id and one.outcome in GIVEN]
    query = (
        select(Organisation.name, HardStop.reason)
        .join(HardStop, HardStop.organisation_id == Organisation.id)
        .where(Organisation.id.in_(ids), HardStop.archived.is_(False), HardStop.lifted_on.is_(None))
        .order_by(Organisation.name)
    )
    for name, reason in session.execute(query):
        yield f"{name} may have no money: {reason.rstrip('.')}."


def _superseded(session: Session, sheet: DecisionSheetRecord) -> Iterable[str]:
    if not sheet.supersedes_id:
        return
    before = reading.sheet(session, sheet.supersedes_id)
    if before.superseded_by and before.superseded_by != sheet.id:
        yield f"Another decision has taken the place of {before.reference} meanwhile."
    for one in moved_on(session, sheet, before):
        yield f"{one.payee}: it is part of another decision by now, and stays here as it was."


def _otherwise(session: Session, sheet: DecisionSheetRecord) -> Iterable[str]:
    """Bids for which something else is recommended by now, as when withdrawing the sheet was taken back.

    One that was promoted from the reserve list since stays on it here: another decision gives it money.
    """
    if sheet.supersedes_id:
        return
    known = {one.application_id: one for one in recommended.recommendations(session, sheet_id=sheet.id)}
    for one in sheet.awards:
        mine = known.get(one.application_id)
        is_same = mine is not None and (mine.outcome, mine.amount or 0) == (one.outcome, one.amount)
        if one.application_id and not is_same and (mine is not None or one.outcome != "reserve"):
            yield f"{one.payee}: Something else is recommended for it by now. {_way_out(sheet)}"


def _barred(session: Session, sheet: DecisionSheetRecord, r: RoundRecord) -> Iterable[str]:
    promised = [one for one in sheet.awards if one.application_id and (one.outcome in GIVEN or one.amount)]
    why = barred(session, r, {one.application_id for one in promised})
    for one in promised:
        if one.application_id in why:
            a = application(session, one.application_id)
            yield f"{called(a)}: {' '.join(why[one.application_id])} {_way_out(sheet)}"


def _way_out(sheet: DecisionSheetRecord) -> str:
    """What somebody does who is told that a bid is in the way."""
    if sheet.supersedes_id:
        return "Give it nothing here."
    return "Withdraw this sheet, recommend something else, and commit it again."


def _scores(session: Session, sheet: DecisionSheetRecord) -> Iterable[str]:
    """Bids whose score is no longer the one they were recommended on, and rankings that are open again."""
    known = recommended.recommendations(session, sheet_id=sheet.id)
    for stage_id in sorted({one.stage_id for one in known}):
        ground = grounds.read(session, stage_id)
        if ground.every.stage.ranked_on is None:
            yield "The ranking has been opened again. Agree it before this is decided."
        bids = {one.id: one for one in ground.every.bids}
        for one in known:
            if one.stage_id == stage_id and one.application_id in bids:
                score = _score(ground.every.by_id.get(one.application_id))
                if score != one.score:
                    bid = bids[one.application_id]
                    yield (
                        f"{bid.reference} {bid.organisation}: Its score was {_words(one.score)} when this was "
                        f"recommended and is {_words(score)} now. {_way_out(sheet)}"
                    )


def _score(standing: Standing | None) -> int | None:
    return None if standing is None or standing.score is None else shown(standing.score)


def _words(tenths: int | None) -> str:
    return "none" if tenths is None else f"{tenths // 10}.{tenths % 10}"


def _money(session: Session, sheet: DecisionSheetRecord, r: RoundRecord) -> Iterable[str]:
    purse = grounds.purse(session, r)
    if sheet.supersedes_id and not sheet.is_signed:
        more = _more_than_before(session, sheet, reading.sheet(session, sheet.supersedes_id))
        purse = replace(purse, committed=Pence(purse.committed + more))
    if too_much := purse.too_much():
        yield f"The round gives too much. {too_much}"


def _more_than_before(session: Session, sheet: DecisionSheetRecord, before: DecisionSheetRecord) -> int:
    """How much more a sheet gives than the one whose place it takes, of bids that still count, in pence."""
    was = {one.application_id: one.given for one in before.awards}
    ids = [one.application_id for one in sheet.awards if one.application_id]
    out = set(
        session.scalars(
            select(Application.id).where(
                Application.id.in_(ids), Application.archived.is_(True) | Application.state.in_(grounds.OUT)
            )
        )
    )
    return sum(one.given - was.get(one.application_id, 0) for one in sheet.awards if one.application_id not in out)


def moved_on(session: Session, sheet: DecisionSheetRecord, before: DecisionSheetRecord) -> tuple[AwardRecord, ...]:
    """The bids a sheet gives something else than the one whose place it takes, though they are in another by now."""
    was = {one.application_id: (one.outcome, one.amount) for one in before.awards}
    mine = {one.application_id for one in recommended.recommendations(session, sheet_id=before.id)}
    return tuple(
        one
        for one in sheet.awards
        if one.application_id
        and one.application_id not in mine
        and was.get(one.application_id) != (one.outcome, one.amount)
    )


def refuse_above(a: ApplicationRecord, amount: int, field: str) -> None:
    """Raise Refused at a box for more than a bid asks for."""
    if amount > (a.requested or 0):
        asked = format_pence(a.requested or Pence(0))
        raise Refused(f"{called(a)}: That is more than the {asked} it asks for.", field)


def called(a: ApplicationRecord) -> str:
    """A bid as a sentence about it begins."""
    return f"{a.reference} {a.organisation}"
