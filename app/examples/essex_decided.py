"""What was decided in the example: grants of the round of the year before, signed, told and published; one of them
taken from the reserve list; a decision in another's place, published in part; and one that waits for approvals.

All of it is made up, and most of all the three people who approve. Each approves by their own account. Amounts are
pence.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.decisions import (
    approving,
    committing,
    drafting,
    giving,
    letters,
    published,
    reading,
    ruling,
    signing,
    superseding,
)
from app.decisions.decision_fields import awards_cells
from app.decisions.parts import USUAL_LIMIT, DecisionSheetRecord, Role
from app.door import Office
from app.examples import essex_panel
from app.examples.essex_before import REFERENCE, YEAR
from app.examples.essex_bids import CHECKED_BY
from app.examples.essex_decided_words import GRANTS, MARSHALS, MORE_NIGHTS, RESERVE, RESTORATIVE, SIGNED_BODY, Words
from app.grants import reading as grants
from app.grants import states
from app.grants.parts import RoundRecord
from app.recommendations import promoting
from app.recommendations import reading as recommended
from app.recommendations.review import review
from app.scoring.reading import stages
from app.who import VERSION, Who

MAKER, PATTERN = "Police, Fire and Crime Commissioner", "PFCC {number:03d}/{year}"
MARSHALLED, RANKS = "Sample Seafront Community Safety Partnership", "Marshals at taxi ranks before Christmas"
SIX_NIGHTS, EIGHT_NIGHTS, A_YEAR = 1_950_00, 2_600_00, 60_000_00
GONE, GONE_ON = "CSDF-2025-003", date(2025, 9, 15)
WHY_GONE = "The gym it was to be in has burnt down."
LOOK_AGAIN_ON = date(2027, 4, 1)
PAGES = "https://decisions.essex.example"


class Approver(NamedTuple):
    """Somebody who approves decisions: in which role, what they are called, their post, and their account."""

    role: Role
    name: str
    post: str
    account: str


APPROVERS = (
    Approver("commissioner", "Pat Parchment", MAKER, "pat.parchment"),
    Approver("monitoring officer", "Max Seal", "Chief Executive and Monitoring Officer", "max.seal"),
    Approver("chief finance officer", "Ida Tally", "Chief Finance Officer", "ida.tally"),
)


@dataclass(frozen=True, slots=True)
class _Days:
    """When a decision was put to approval, approved, signed and published, and its letters given out."""

    forward: date
    approved: date
    signed: date
    told: date


def write(office: Office) -> None:
    """Hold the panel day and make every decision, step by step, each by the account that would have made it."""
    with ExitStack() as opened:
        by_role = {
            one.role: opened.enter_context(closing(Office(office.path, Who(one.account, "example", VERSION))))
            for one in APPROVERS
        }
        deciding = _Deciding(office, by_role)
        deciding.grants()
        deciding.reserve()
        deciding.marshals()
        deciding.restorative()


@dataclass(frozen=True, slots=True)
class _Deciding:
    """The office as the officer has it open, and as each of those who approve has."""

    office: Office
    by_role: Mapping[Role, Office]

    def grants(self) -> None:
        """The round of the year before, from its panel day to the letters."""
        stage_id = self._stage_id()
        write = self.office.write
        write("Say how decisions are made", _rule)
        write(f"Hold the panel day of {REFERENCE}", essex_panel.meet, stage_id)
        write(f"Recommend outcomes for {REFERENCE}", essex_panel.recommend, stage_id)
        [sheet_id] = write(f"Commit the outcomes of {REFERENCE}", _commit, stage_id, date(2025, 7, 1))
        days = _Days(date(2025, 7, 3), date(2025, 7, 8), date(2025, 7, 10), date(2025, 7, 11))
        self._decide(sheet_id, GRANTS, days)

    def reserve(self) -> None:
        """One that had a grant is withdrawn, and the first of the reserve list has a decision of its own."""
        stage_id = self._stage_id()
        self.office.write(f"Withdraw {GONE}", _withdraw)
        self.office.write("Take the first of the reserve list", _promote, stage_id)
        [sheet_id] = self.office.write(
            "Commit the bid from the reserve list",
            _commit,
            stage_id,
            date(2025, 9, 19),
            "A grant from the reserve list",
        )
        days = _Days(date(2025, 9, 22), date(2025, 9, 26), date(2025, 9, 29), date(2025, 9, 30))
        self._decide(sheet_id, RESERVE, days)

    def marshals(self) -> None:
        """A decision that the commissioner makes alone, and one for more money in its place, published in part."""
        sheet_id = self._draft(RANKS, YEAR, "other", MARSHALLED, SIX_NIGHTS)
        days = _Days(date(2025, 11, 10), date(2025, 11, 12), date(2025, 11, 12), date(2025, 11, 14))
        self._decide(sheet_id, MARSHALS, days)
        on = date(2025, 12, 1)
        title = f"{RANKS} and at the New Year"
        again = self.office.write("Replace the decision", superseding.supersede, sheet_id, title=title, day=on)
        self.office.write("Give more", _give, again, MARSHALLED, "Marshals for eight nights", EIGHT_NIGHTS)
        days = _Days(on, date(2025, 12, 3), date(2025, 12, 4), date(2025, 12, 5))
        self._decide(again, MORE_NIGHTS, days)

    def restorative(self) -> None:
        """A decision of the present year that one of the three has approved so far."""
        sheet_id = self._draft("Restorative justice for another year", YEAR + 1, "allocation", SIGNED_BODY, A_YEAR)
        self._forward(sheet_id, RESTORATIVE, date(2026, 6, 10))
        self._approve(sheet_id, APPROVERS[0], date(2026, 6, 12))

    def _stage_id(self) -> str:
        [of] = self.office.read(stages, next(one.id for one in self.office.read(grants.rounds) if _is_before(one)))
        return of.id

    def _sheet(self, sheet_id: str) -> DecisionSheetRecord:
        return self.office.read(reading.sheet, sheet_id)

    def _draft(self, title: str, year: int, kind: str, payee: str, amount: int) -> str:
        """A decision that does not come from a ranking, with what it gives."""
        sheet_id = self.office.write("Begin a decision", drafting.new, kind=kind, title=title, year=year)
        self.office.write("Say what it gives", _give, sheet_id, payee, title, amount)
        return sheet_id

    def _forward(self, sheet_id: str, words: Words, day: date) -> None:
        self.office.write("Put the decision to approval", _forward, sheet_id, words, day)

    def _approve(self, sheet_id: str, one: Approver, day: date) -> None:
        self.by_role[one.role].write(
            "Approve the decision",
            approving.approve,
            sheet_id,
            version=self._sheet(sheet_id).version,
            role=one.role,
            name=one.name,
            post=one.post,
            day=day,
        )

    def _decide(self, sheet_id: str, words: Words, days: _Days) -> None:
        """From a draft to what was signed, told and published."""
        self._forward(sheet_id, words, days.forward)
        roles = self.office.read(approving.roles_of, self._sheet(sheet_id))
        for one in APPROVERS:
            if one.role in roles:
                self._approve(sheet_id, one, days.approved)
        self.by_role["commissioner"].write(
            "Sign the decision", signing.sign, sheet_id, version=self._sheet(sheet_id).version, day=days.signed
        )
        self.office.write("Publish the decision and tell the applicants", _told, sheet_id, days)


def _is_before(one: RoundRecord) -> bool:
    return one.reference == REFERENCE


def _rule(session: Session) -> None:
    ruling.set_rule(session, version=None, limit=USUAL_LIMIT, pattern=PATTERN, maker_title=MAKER)


def _commit(session: Session, stage_id: str, day: date, title: str = "") -> tuple[str, ...]:
    seen = review(session, stage_id, day=day).digest
    return committing.commit(session, stage_id, seen=seen, title=title, year=YEAR, day=day, account=CHECKED_BY)


def _withdraw(session: Session) -> None:
    [gone] = [one for one in grants.applications(session) if one.reference == GONE]
    states.move(session, gone.id, version=gone.version, state="withdrawn", reason=WHY_GONE, day=GONE_ON)


def _promote(session: Session, stage_id: str) -> None:
    application_id = promoting.next_in_line(session, stage_id)
    known = recommended.recommendation(session, application_id)
    assert known is not None
    promoting.promote(
        session, application_id, version=known.version, reason=f"{GONE} was withdrawn.", day=date(2025, 9, 18)
    )


def _give(session: Session, sheet_id: str, payee: str, purpose: str, amount: int) -> None:
    sheet = reading.sheet(session, sheet_id)
    row = sheet.awards[0].id if sheet.awards else "new-1"
    was = awards_cells(sheet.awards)
    line: dict[str, int | str] = {
        f"{row}:payee": payee,
        f"{row}:purpose": purpose,
        f"{row}:outcome": "Fund",
        f"{row}:amount": amount,
    }
    giving.set_awards(session, sheet_id, awards=was | line, was=was)


def _forward(session: Session, sheet_id: str, words: Words, day: date) -> None:
    """Answer everything a sheet asks for, and put it to approval."""
    drafting.change(session, sheet_id, version=None, interests_confirmed=True, **_boxes(words))
    session.flush()
    for text, is_chosen in (
        () if reading.sheet(session, sheet_id).options else (("To do so.", True), ("Not to.", False))
    ):
        drafting.add_option(session, sheet_id, version=None, text=text, is_chosen=is_chosen)
    session.flush()
    sheet = reading.sheet(session, sheet_id)
    for one, why in zip(sheet.options, words.why, strict=True):
        drafting.change_option(session, one.id, version=one.version, text=one.text, why=why, is_chosen=one.is_chosen)
    answers = {
        f"{one.id}:answer": next((text for key, text in words.answers.items() if one.heading.startswith(key)), "n/a")
        for one in sheet.implications
    }
    was = {f"{one.id}:answer": one.answer for one in sheet.implications if one.answer}
    drafting.set_implications(session, sheet_id, implications=answers, was=was)
    session.flush()
    approving.put_forward(session, sheet_id, version=None, day=day)


def _boxes(words: Words) -> dict[str, str | date]:
    part: dict[str, str | date] = {"publication": "part", "review_on": LOOK_AGAIN_ON}
    return {**words.boxes, **(part if "withheld" in words.boxes else {})}


def _told(session: Session, sheet_id: str, days: _Days) -> None:
    """Every letter is read on the day the decision was signed and given out on another, on which it is published."""
    sheet = reading.sheet(session, sheet_id)
    seen = {one.id: one.version for one in reading.letters(session, sheet_id=sheet_id)}
    if seen:
        letters.read_all(session, sheet_id, seen=seen, read_by=CHECKED_BY, day=days.signed)
        session.flush()
        ready = {one.id: one.version for one in reading.letters(session, sheet_id=sheet_id)}
        letters.mark_all_sent(session, sheet_id, seen=ready, sent_on=days.told, day=days.told)
    link = f"{PAGES}/{sheet.year}/{sheet.number:03}"
    published.record(session, sheet_id, version=sheet.version, published_on=days.told, link=link, day=days.told)
