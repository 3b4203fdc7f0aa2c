"""A made-up round decided on: five bids committed to one decision sheet, which may be filled in and signed."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.decisions import committing, letters, reading, signing
from app.decisions.content import digest
from app.decisions.decision_fields import ANSWERED
from app.decisions.parts import DecisionSheetRecord, LetterRecord, Role
from app.door import Office
from app.recommendations import feedback, reasons
from db.applicants import Contact
from db.decision_sheets import Approval, DecisionImplication, DecisionOption, DecisionSheet
from db.grants import Application
from tests.app.recommendations.recommended import LATER, Recommended

SIGNED = LATER
APPROVERS: tuple[tuple[Role, str, str], ...] = (
    ("commissioner", "Una Quill", "Commissioner"),
    ("monitoring officer", "Max Seal", "Chief Executive"),
    ("chief finance officer", "Ida Tally", "Chief Finance Officer"),
)
PERSON, EMAIL, TELEPHONE = "Cai Foolscap", "cai@anytown.example", "01632 960123"
CONDITIONS = "It is spent by 31 March 2019.\nTell us by May what it did."
FEEDBACK = "The plan was clear.\n\nNext time, say how you know who needs it."


class Decided(Recommended):
    """Group 1 has £40,000 and Group 2 £25,000 of £30,000; Group 3 is first in reserve, 4 is declined, 5 deferred."""

    def __init__(self, office: Office, **terms: Any) -> None:
        super().__init__(office, **terms)
        office.write("Reasons", reasons.add_usual)
        self.reasons = {one.code: one.id for one in office.read(reasons.by_id).values()}
        office.write("Contacts", self._contacts)
        self.recommend(0, "fund", conditions=CONDITIONS)
        self.recommend(1, "reduced", 25_000, reason="The hall is paid for by the town.", reason_ids=self._id("PART"))
        self.recommend(2, "reserve", 20_000, reason_ids=self._id("NEXT"))
        self.recommend(3, "decline", reason="Two bids came before it.", reason_ids=self._id("NEED"))
        self.recommend(4, "defer", reason_ids=self._id("READY"))
        key = self.bids[3]
        office.write("Choose", feedback.choose, key, version=self.of(3).version, text=FEEDBACK, read_by="Jo")
        (self.sheet_id,) = office.write(
            "Commit",
            committing.commit,
            self.stage_id,
            seen=self.review().digest,
            year=2018,
            day=LATER,
            account="jo",
        )

    def _id(self, code: str) -> tuple[str, ...]:
        return (self.reasons[code],)

    def _contacts(self, session: Session) -> None:
        for at, key in enumerate(self.bids):
            body = session.get_one(Application, key).organisation_id
            who = f"{PERSON} {'I' * (at + 1)}"
            session.add(Contact(organisation_id=body, person=who, post="", email=EMAIL, telephone=TELEPHONE))

    @property
    def sheet(self) -> DecisionSheetRecord:
        """The sheet as the file has it."""
        return self.office.read(reading.sheet, self.sheet_id)

    @property
    def letters(self) -> list[LetterRecord]:
        """Its letters, in the order of its bids."""
        order = {one.application_id: one.place for one in self.sheet.awards}
        found = self.office.read(reading.letters, sheet_id=self.sheet_id)
        return sorted(found, key=lambda one: order[one.application_id])

    def fill(self, **texts: Any) -> None:
        """Answer everything the sheet asks for; `texts` are columns with other words."""

        def write(session: Session) -> None:
            row = session.get_one(DecisionSheet, self.sheet_id)
            for key in ANSWERED:
                setattr(row, key, getattr(row, key) or "n/a")
            row.lead_officer, row.lead_post, row.interests_confirmed = "Lea Blott", "Head of Commissioning", True
            for key, value in texts.items():
                setattr(row, key, value)
            for one in session.query(DecisionOption).filter_by(sheet_id=self.sheet_id):
                one.why = "It does most for the priorities." if one.is_chosen else "Nothing would be done."
            for each in session.query(DecisionImplication).filter_by(sheet_id=self.sheet_id):
                each.answer = "None beyond the money."

        self.office.write("Fill in", write)

    def sign(self, day: date = SIGNED, **texts: Any) -> str:
        """Fill it in, let all three approve it, and sign it; its reference."""
        self.fill(state="for approval", limit_pence=200_000, prepared_on=day, **texts)

        def approve(session: Session) -> None:
            now = digest(reading.sheet(session, self.sheet_id))
            session.add_all(
                Approval(
                    sheet_id=self.sheet_id,
                    role=role,
                    given="desk",
                    name=name,
                    post=post,
                    account=f"{role[:2]}-account",
                    given_on=day,
                    document_id=None,
                    digest=now,
                )
                for role, name, post in APPROVERS
            )

        self.office.write("Approve", approve)
        return self.office.write("Sign", signing.sign, self.sheet_id, version=self.sheet.version, day=day)

    def read_letters(self, *which: int) -> None:
        """Somebody reads these letters, counted from 0, or all of them."""
        every = self.letters
        for at in which or range(len(every)):
            one = every[at]
            self.office.write("Read", letters.read, one.id, version=one.version, read_by="Jo Lamp", day=LATER)
