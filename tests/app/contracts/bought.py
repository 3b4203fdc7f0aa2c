"""An office with a contract that two budget lines may pay, and the ISVA service in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.contracts import contributions, funding, money_fields, reading
from app.contracts.parts import ContractRecord
from app.door import Office
from app.funds import commitments, lines
from app.funds.commitments import CommitmentRecord
from db.base import Record
from db.contracts import Contract, ContractBreak, ContractOption, ContractVariation
from db.decisions import Decision
from tests.factories import add_line, add_organisation, in_pence, refusal

ISVA = {"starts_on": date(2018, 10, 1), "ends_on": date(2021, 9, 30), "value_pence": 415_000_00, "value_per": "year"}
YEARS = range(2018, 2024)
COLUMNS: dict[str, Any] = {
    "reference": "OPCC/2018/12",
    "title": "ISVA service",
    "purpose": "",
    "lead_id": None,
    "owner": "",
    "regime": "regulations-2015",
    "kind": "light-touch",
    "route": "open",
    "gross_pence": None,
    "signed_on": date(2018, 9, 1),
    "notice_months": None,
    "review_every": "quarter",
    "scale": "",
    "is_vcse": True,
    "cpv": "",
    "ocid": "",
    "assignment": "",
    "data_agreement": "",
    "published_on": None,
    "note": "",
    **ISVA,
}


def keep(office: Office, row: Record) -> str:
    """Put a row into the office; its id."""

    def write(session: Session) -> str:
        session.add(row)
        return row.id

    return office.write("Keep", write)


@dataclass(frozen=True, slots=True)
class Bought:
    """The ISVA service, £415,000 a year from 1 October 2018; two lines with £300,000 in each of its years."""

    office: Office
    id: str
    east: str
    west: str

    @property
    def record(self) -> ContractRecord:
        return self.office.read(reading.contract, self.id)

    def agreed(self, year: int) -> list[CommitmentRecord]:
        """What Funds has agreed in a year."""
        return self.office.read(commitments.commitments, year=year)

    def split(self, *, office: Office | None = None, **tenths: int | None) -> None:
        """Save the split as it is with these shares changed: `east_2018=600`."""
        was = money_fields.shares_cells(self.record)
        desk = office or self.office
        desk.write("Enter who pays", funding.set_shares, self.id, shares=self.shares(**tenths), was=was)

    def shares(self, **tenths: int | None) -> dict[str, int]:
        """The split as it is with these shares changed."""
        lines_of = {"east": self.east, "west": self.west}
        after = money_fields.shares_cells(self.record)
        for key, value in tenths.items():
            name, _, year = key.partition("_")
            after.pop(f"{lines_of[name]}:{year}", None)
            if value is not None:
                after[f"{lines_of[name]}:{year}"] = value
        return after

    def agree(self, year: int, **given: Any) -> None:
        self.office.write("Agree", funding.agree, self.id, year=year, **given)

    def refused_agreeing(self, year: int, **given: Any) -> tuple[str, str | None]:
        return refusal(self.office, funding.agree, self.id, year=year, **given)

    def nhs_pays(self, name: str = "NHS England", **given: Any) -> None:
        """NHS England's money: agreed in 2019/20, on a condition in the two years after it."""
        amounts = {"2019:agreed": 212_199_00, "2020:conditional": 202_199_00, "2021:conditional": 202_199_00}
        typed: dict[str, Any] = {
            "organisation": name,
            "amounts": amounts,
            "was": {},
            "condition": "The option in the memorandum is taken",
            **given,
        }
        self.office.write("Partner money", contributions.set_partner, self.id, **typed)

    def vary(self, pence: int, effective_on: date) -> None:
        """A variation of the value."""
        keep(
            self.office,
            ContractVariation(
                contract_id=self.id,
                number=1 + len(self.record.variations),
                kind="value",
                change_pence=pence,
                gross_change_pence=None,
                effective_on=effective_on,
                signed_on=None,
                reason="More sessions",
            ),
        )

    def end_early(self, day: date) -> None:
        """A break that is taken."""
        decision = keep(self.office, Decision(reference="D1", title="End it", decided_on=day, maker="The commissioner"))
        keep(
            self.office,
            ContractBreak(
                contract_id=self.id,
                break_on=day,
                notice_on=None,
                whose="office",
                status="taken",
                decision_id=decision,
                note="",
            ),
        )


def bought(office: Office, *, pounds: int = 300_000, **changed: Any) -> Bought:
    """The ISVA service with its two options, bought; `changed` are columns of the contract."""
    east = add_line(office, "East", pounds)
    west = add_line(office, "West", pounds)
    for line in (east, west):
        for year in YEARS[1:]:
            office.write("Budget", lines.set_budget, line, year=year, amount=in_pence(pounds))
    provider = add_organisation(office, "First Light")
    contract_id = keep(office, Contract(organisation_id=provider, **{**COLUMNS, **changed}))
    for first in (date(2021, 10, 1), date(2022, 10, 1)):
        keep(
            office,
            ContractOption(
                contract_id=contract_id,
                starts_on=first,
                ends_on=date(first.year + 1, 9, 30),
                notice_on=date(first.year, 3, 31),
                value_pence=415_000_00,
                gross_pence=None,
                status="open",
                decision_id=None,
                note="",
            ),
        )
    return Bought(office, contract_id, east, west)
