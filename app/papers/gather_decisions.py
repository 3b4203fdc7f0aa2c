"""Gathering what the papers on decisions say, in one read each: the notice, the whole sheet, the letters.

The notice holds the published part and nothing else, so that what is withheld cannot come to stand in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.decisions import approving, changed, reading
from app.decisions.about import about
from app.decisions.content import digest
from app.decisions.decision_fields import role_words
from app.decisions.letter_words import LetterText
from app.decisions.letters import texts
from app.decisions.parts import DecisionSheetRecord, RuleRecord
from app.decisions.published import Published, published
from app.errors import Refused
from app.papers.gather_rounds import sensitive
from app.papers.imprint import Imprint, gather_imprint
from app.papers.saying import some
from app.recommendations.parts import GIVEN
from db.decisions import Decision
from db.grants import Application


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """The published part of a signed decision. `replaces` and `replaced_by` are references, empty for none.

    `digest` is the SHA-256 under which the office keeps all that was approved.
    """

    imprint: Imprint
    rule: RuleRecord
    decision: Published
    replaces: str
    replaced_by: str
    digest: str


@dataclass(frozen=True, slots=True)
class SheetPaper:
    """A whole decision sheet. `about` is its round, contract or budget line, `bids` the references of bids by id.

    `open_roles` are those that have still to approve one that is for approval; `digest` is of what they approve.
    """

    imprint: Imprint
    rule: RuleRecord
    sheet: DecisionSheetRecord
    about: tuple[str, str]
    bids: Mapping[str, str]
    replaces: str
    replaced_by: str
    open_roles: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class LettersPaper:
    """The letters of a decision in the order of its bids."""

    imprint: Imprint
    sheet: DecisionSheetRecord
    letters: tuple[LetterText, ...]


def sheet_named(session: Session, reference: str) -> str:
    """The id of the decision of this number, or of the one in the making with this title. Raises Refused, naming some.

    Without a name it is the only one.
    """
    every = reading.sheets(session)
    if not every:
        raise Refused("There is no decision yet.", "reference")
    wanted = " ".join(reference.split())
    if not wanted and len(every) == 1:
        return every[0].id
    known = some(one.reference or f"“{one.title}”" for one in every)
    if not wanted:
        raise Refused(f"Name the decision by its number, or by its title. There are: {known}.", "reference")
    found = [one.id for one in every if wanted.casefold() in {one.reference.casefold(), one.title.casefold()}]
    by_number = [one.id for one in every if one.reference and one.reference.casefold() == wanted.casefold()]
    if len(by_number) == 1:
        return by_number[0]
    if len(found) > 1:
        raise Refused(f"Several decisions are called “{wanted}”. Name one that is signed by its number.", "reference")
    if not found:
        raise Refused(f"There is no decision “{wanted}”. There are: {known}.", "reference")
    return found[0]


def gather_notice(session: Session, sheet_id: str, *, day: date) -> NoticePaper:
    """The published part of a decision. Raises Refused where it may not be published, or is not what was approved."""
    sheet = reading.sheet(session, sheet_id)
    told = published(sheet)
    if changed.is_altered(sheet):
        raise Refused(changed.ALTERED)
    imprint = replace(gather_imprint(session, day=told.signed_on), marking=told.marking, recorded=None)
    return NoticePaper(
        imprint,
        _rule(session, sheet),
        told,
        _reference(session, told.supersedes_id),
        _reference(session, told.superseded_by),
        sheet.digest,
    )


def gather_sheet(session: Session, sheet_id: str, *, day: date) -> SheetPaper:
    """A whole decision sheet, OFFICIAL-SENSITIVE where it holds anything that is not published.

    It is dated the day it was signed, else `day`. Raises Refused where it is not what was approved.
    """
    sheet = reading.sheet(session, sheet_id)
    if changed.is_altered(sheet):
        raise Refused(changed.ALTERED)
    rule = _rule(session, sheet)
    imprint = replace(gather_imprint(session, day=sheet.signed_on or day), marking=sheet.marking, recorded=None)
    before = reading.sheet(session, sheet.supersedes_id) if sheet.supersedes_id else None
    open_roles: tuple[str, ...] = ()
    if sheet.state == "for approval":
        needed = approving.needed(sheet, rule, before)
        standing = approving.standings(sheet, needed, rule)
        open_roles = tuple(role_words(one.role, rule) for one in standing if one.state != "given")
    return SheetPaper(
        sensitive(imprint) if is_withheld(sheet) else imprint,
        rule,
        sheet,
        about(session, sheet),
        _bids(session, sheet),
        before.reference if before is not None else "",
        _reference(session, sheet.superseded_by),
        open_roles,
        sheet.digest or digest(sheet),
    )


def gather_letters(session: Session, sheet_id: str, *, day: date) -> LettersPaper:
    """The letters of a decision, those that have not been given out dated `day`. Raises Refused where it has none."""
    sheet = reading.sheet(session, sheet_id)
    found = texts(session, sheet_id, day=day)
    if not found:
        raise Refused(f"“{sheet.title}” has no letters.")
    return LettersPaper(replace(gather_imprint(session, day=day), recorded=None), sheet, found)


def _rule(session: Session, sheet: DecisionSheetRecord) -> RuleRecord:
    """How the office decides, with the title of whoever decided where that has been."""
    rule = reading.rule(session)
    made = session.get(Decision, sheet.decision_id) if sheet.decision_id else None
    return replace(rule, maker_title=made.maker) if made is not None else rule


def is_withheld(sheet: DecisionSheetRecord) -> bool:
    """Whether a sheet holds anything that is not for everybody: a Part II, or who was refused."""
    return sheet.publication != "full" or bool(sheet.withheld) or any(one.outcome not in GIVEN for one in sheet.awards)


def _reference(session: Session, sheet_id: str) -> str:
    return reading.sheet(session, sheet_id).reference if sheet_id else ""


def _bids(session: Session, sheet: DecisionSheetRecord) -> dict[str, str]:
    ids = [one.application_id for one in sheet.awards if one.application_id]
    rows = session.execute(select(Application.id, Application.reference).where(Application.id.in_(ids)))
    return {row.id: row.reference for row in rows}
