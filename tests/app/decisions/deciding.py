"""A made-up round with a decision sheet on its way: committed by Jo, filled in, approved, signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.decisions import approving, committing, drafting, giving, reading, signing
from app.decisions import decision_fields as fields
from app.decisions.parts import DecisionSheetRecord
from app.door import Office
from app.who import Who
from db.applicants import HardStop
from db.documents import Document
from tests.app.recommendations.recommended import LATER, Recommended
from tests.factories import add_organisation

YEAR = 2018
PAM, KIT, LEE = Who("pam", "Laptop 3"), Who("kit", "Laptop 4"), Who("lee", "Laptop 5")
"""The commissioner, the monitoring officer and the chief finance officer, each with an account of their own."""
SIGNATORIES = {
    "commissioner": (PAM, "Pam Docket", "Police and Crime Commissioner"),
    "monitoring officer": (KIT, "Kit Margin", "Chief Executive"),
    "chief finance officer": (LEE, "Lee Tally", "Treasurer"),
}
FILLED: dict[str, Any] = {
    **dict.fromkeys(fields.ANSWERED, "n/a"),
    "summary": "Four bids are funded.",
    "lead_officer": "Ann Folder",
    "lead_post": "Grants officer",
    "interests_confirmed": True,
}


class Sheets:
    """Decision sheets of an office, written by whoever has it open."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def sheet(self, sheet_id: str) -> DecisionSheetRecord:
        """A sheet as the file has it."""
        return self.office.read(reading.sheet, sheet_id)

    def change(self, sheet_id: str, office: Office | None = None, **values: Any) -> None:
        """Save boxes of a sheet."""
        version = self.sheet(sheet_id).version
        (office or self.office).write("Change", drafting.change, sheet_id, version=version, **values)

    def answer(self, sheet_id: str, text: str = "n/a") -> None:
        """Answer every implication alike."""
        was = fields.implications_cells(self.sheet(sheet_id).implications)
        cells = {f"{one.id}:answer": text for one in self.sheet(sheet_id).implications}
        self.office.write("Answer", drafting.set_implications, sheet_id, implications=cells, was=was)

    def why(self, sheet_id: str) -> None:
        """Say of every option why, or why not."""
        for one in self.sheet(sheet_id).options:
            self.office.write(
                "Why",
                drafting.change_option,
                one.id,
                version=one.version,
                text=one.text,
                why="It is the ranking.",
                is_chosen=one.is_chosen,
            )

    def fill(self, sheet_id: str) -> None:
        """Write all that a sheet needs before it is put to approval."""
        self.change(sheet_id, **FILLED)
        if not self.sheet(sheet_id).options:
            for text, is_chosen in (("To do it.", True), ("To do nothing.", False)):
                version = self.sheet(sheet_id).version
                self.office.write(
                    "Option", drafting.add_option, sheet_id, version=version, text=text, why="So.", is_chosen=is_chosen
                )
        self.why(sheet_id)
        self.answer(sheet_id)

    def give(self, sheet_id: str, typed: dict[str, Any], was: dict[str, Any] | None = None) -> None:
        """Type cells over what a sheet gives; None empties one."""
        seen = cells(self.sheet(sheet_id)) if was is None else was
        whole = {key: one for key, one in {**seen, **typed}.items() if one is not None}
        self.office.write("Give", giving.set_awards, sheet_id, awards=whole, was=seen)

    def put_forward(self, sheet_id: str, office: Office | None = None) -> None:
        """Put a sheet to approval."""
        version = self.sheet(sheet_id).version
        (office or self.office).write("Put", approving.put_forward, sheet_id, version=version, day=LATER)

    def forward(self, sheet_id: str) -> None:
        """Fill a sheet in and put it to approval."""
        self.fill(sheet_id)
        self.put_forward(sheet_id)

    def approve(self, office: Office, sheet_id: str, role: str, **given: Any) -> str:
        """Approve a sheet in the desk of whoever has this office open."""
        _, name, post = SIGNATORIES[role]
        terms: dict[str, Any] = {"version": self.sheet(sheet_id).version, "name": name, "post": post, "day": LATER}
        return office.write("Approve", approving.approve, sheet_id, role=role, **terms | given)

    def record(self, sheet_id: str, role: str, office: Office | None = None, **given: Any) -> str:
        """Record an approval that was signed on paper."""
        _, name, post = SIGNATORIES[role]
        terms: dict[str, Any] = {
            "version": self.sheet(sheet_id).version,
            "name": name,
            "post": post,
            "given_on": LATER,
            "document_id": self.scan(sheet_id, role),
            "day": LATER,
        }
        return (office or self.office).write("Record", approving.record_paper, sheet_id, role=role, **terms | given)

    def scan(self, sheet_id: str, name: str = "Signed", table: str = "decision_sheet") -> str:
        """A scan that is attached to a sheet; its id."""
        row = Document(
            about_table=table, about_id=sheet_id, name=name, media="application/pdf", digest="a" * 64, size=7
        )
        self.office.write("Attach", lambda session: session.add(row))
        return row.id

    def record_all(self, sheet_id: str) -> None:
        """Record all three approvals from paper."""
        for role in SIGNATORIES:
            self.record(sheet_id, role)

    def sign(self, sheet_id: str, office: Office | None = None, day: date = LATER) -> str:
        """Sign a sheet; what the decision is called."""
        version = self.sheet(sheet_id).version
        return (office or self.office).write("Sign", signing.sign, sheet_id, version=version, day=day)

    def through(self, sheet_id: str) -> str:
        """Fill a sheet in, have it approved on paper, and sign it; what the decision is called."""
        self.forward(sheet_id)
        self.record_all(sheet_id)
        return self.sign(sheet_id)

    def other(self, kind: str = "other", title: str = "A new lease", **given: Any) -> str:
        """A decision that does not come from a ranking; its id."""
        terms: dict[str, Any] = {"year": YEAR} | given
        return self.office.write("New", drafting.new, kind=kind, title=title, **terms)


class Committed(Recommended):
    """The bids of `Recommended` as its cut line has them, ready to commit: £40,000, £30,000 and £20,000 are funded,
    £20,000 is on the reserve list, and the last is declined."""

    def __init__(self, office: Office, **terms: Any) -> None:
        super().__init__(office, **terms)
        self.sheets = Sheets(office)
        self.draft()
        self.recommend(len(self.bids) - 1, "decline", reason="Too few could read it.")

    def commit_all(self, office: Office | None = None, **given: Any) -> tuple[str, ...]:
        """Commit everything as it stands; the ids of the sheets."""
        terms: dict[str, Any] = {
            "seen": self.review().digest,
            "sheets": "one",
            "title": "",
            "year": YEAR,
            "day": LATER,
            "account": "Jo",
        }
        return (office or self.office).write("Commit", committing.commit, self.stage_id, **terms | given)

    def one(self) -> str:
        """The only sheet of everything; its id."""
        (sheet_id,) = self.commit_all()
        return sheet_id


def cells(sheet: DecisionSheetRecord) -> dict[str, int | str]:
    """The grid of what a sheet gives, as it stands."""
    return fields.awards_cells(sheet.awards)


def stopped(office: Office, name: str = "Group X") -> str:
    """An organisation that may have no money; its id."""
    body = add_organisation(office, name)
    row = HardStop(
        organisation_id=body, reason="It owes a return", set_by="Jo", set_on=LATER, lifted_by="", lift_reason=""
    )
    office.write("Stop", lambda session: session.add(row))
    return body


def given(sheets: Sequence[DecisionSheetRecord]) -> list[int]:
    """What each of these sheets gives, in whole pounds."""
    return [one.given // 100 for one in sheets]
